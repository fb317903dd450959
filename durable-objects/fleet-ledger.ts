/**
 * The book of one fleet: which devices it has and how many it may have, which of its keys were issued, and which no
 * longer count. A revocation is written here first and then told to every device; what remains to be told is a
 * count of rows, so it outlives the object and can be looked at.
 */
import { DurableObject } from "cloudflare:workers";
import type { FleetRevocation } from "../vitals/fleets.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { resident } from "./residency.ts";
import { Scheduler } from "./scheduler.ts";

/** Version of the tables below. */
const LEDGER_VERSION = 1;
/** Devices told at once: quick for a thousand, and gentle for the platform. */
const FAN_OUT = 50;
/** Devices told in one run of the alarm, far below the subrequests that one may make; the next run follows at once. */
const RUN_DEVICES = 2_000;
/** A device that was admitted and never enrolled (its request failed on the way) loses its place after this long. */
const UNCONFIRMED_MS = 3600_000;

type Timer = "fan_out";

type FleetRow = {
	ledger_version: number;
	fleet_id: string;
	device_limit: number;
	generation: number;
	/** Lowest that counts. */
	min_generation: number;
};

export interface FleetStatus {
	/** Highest key generation issued. */
	readonly generation: number;
	readonly devices: number;
	readonly revocation: FleetRevocation;
}

export type Admission =
	| { readonly kind: "admitted"; /** Lowest key generation that counts. */ readonly minGeneration: number }
	| { readonly kind: "full"; readonly limit: number }
	/** The key that asked no longer counts, or never did. */
	| { readonly kind: "revoked" }
	| { readonly kind: "unknown_fleet" };

export class FleetLedger extends DurableObject<ObjectEnv> {
	readonly #sql: SqlStorage;
	readonly #scheduler: Scheduler<Timer>;
	/** Rows of `devices`; `null` until they are counted. */
	#devices: number | null = null;
	/** The pass has told devices up to this one, and so many could not be told. */
	#cursor = "";
	#failed = 0;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		this.#sql = ctx.storage.sql;
		this.#sql.exec(`
			CREATE TABLE IF NOT EXISTS fleet (
				id INTEGER PRIMARY KEY CHECK (id = 1), ledger_version INTEGER NOT NULL, fleet_id TEXT NOT NULL,
				device_limit INTEGER NOT NULL, generation INTEGER NOT NULL, min_generation INTEGER NOT NULL);
			CREATE TABLE IF NOT EXISTS devices (
				device_id TEXT PRIMARY KEY, told INTEGER NOT NULL, admitted_at INTEGER NOT NULL) WITHOUT ROWID;`);
		const version = this.#fleet?.ledger_version ?? LEDGER_VERSION;
		if (version !== LEDGER_VERSION) throw new Error(`fleet ledger: got v${version}, expected v${LEDGER_VERSION}`);
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, fleet: this.#fleet?.fleet_id, reason: reason(error) }),
		);
	}

	/** Makes the fleet known, or changes how many devices it may have; those it has stay. */
	configure(fleetId: string, deviceLimit: number): void {
		this.#sql.exec(
			`INSERT INTO fleet (id, ledger_version, fleet_id, device_limit, generation, min_generation) VALUES (1, ?, ?, ?, 0, 1)
			 ON CONFLICT (id) DO UPDATE SET device_limit = excluded.device_limit`,
			LEDGER_VERSION,
			fleetId,
			deviceLimit,
		);
	}

	/** Issues the next key generation. Older ones stay valid. `null` when no such fleet was configured. */
	issueGeneration(): number | null {
		const fleet = this.#fleet;
		if (fleet === null) return null;
		this.#sql.exec("UPDATE fleet SET generation = ?", fleet.generation + 1);
		return fleet.generation + 1;
	}

	/**
	 * Revokes keys of generations below `below`. Written at once; the devices are told after that.
	 *
	 * @returns `null` when no such fleet was configured; "too_high" beyond the next generation
	 */
	revokeBelow(below: number): FleetStatus | "too_high" | null {
		const fleet = this.#fleet;
		if (fleet === null) return null;
		if (below > fleet.generation + 1) return "too_high";
		if (below > fleet.min_generation) {
			this.ctx.storage.transactionSync(() => {
				this.#sql.exec("UPDATE fleet SET min_generation = ?", below);
				// A pass that backs off for one device's sake must not keep the others waiting.
				this.#scheduler.clear("fan_out");
				this.#scheduler.atLatest("fan_out", Date.now());
			});
			this.#cursor = "";
		}
		return this.status();
	}

	/**
	 * A place in the fleet for the device. It counts from now on, and a revocation that comes before the device confirms
	 * is told to it.
	 *
	 * @param generation - of the fleet's key that asks; `null` when a person does
	 */
	admit(deviceId: string, generation: number | null): Admission {
		const fleet = this.#fleet;
		if (fleet === null) return { kind: "unknown_fleet" };
		if (generation !== null && (generation < fleet.min_generation || generation > fleet.generation)) {
			return { kind: "revoked" };
		}
		const has = this.#sql.exec("SELECT 1 FROM devices WHERE device_id = ?", deviceId).toArray().length > 0;
		if (!has) {
			const devices = this.#deviceCount;
			if (devices >= fleet.device_limit) return { kind: "full", limit: fleet.device_limit };
			this.#sql.exec("INSERT INTO devices (device_id, told, admitted_at) VALUES (?, 0, ?)", deviceId, Date.now());
			this.#devices = devices + 1;
			// Should the request die before the device confirms, the place is given back some time.
			this.#scheduler.atLatest("fan_out", Date.now() + UNCONFIRMED_MS);
		}
		return { kind: "admitted", minGeneration: fleet.min_generation };
	}

	/** The device's object has the fleet and this lowest generation; what was revoked meanwhile it is told at once. */
	async confirm(deviceId: string, minGeneration: number): Promise<void> {
		this.#sql.exec("UPDATE devices SET told = max(told, ?) WHERE device_id = ?", minGeneration, deviceId);
		const fleet = this.#fleet;
		if (fleet === null || minGeneration >= fleet.min_generation) return;
		this.#scheduler.atLatest("fan_out", Date.now());
		this.#note(deviceId, await this.#ask(deviceId, fleet), fleet.min_generation);
	}

	/** The device is no longer one of the fleet's. */
	release(deviceId: string): void {
		this.#sql.exec("DELETE FROM devices WHERE device_id = ?", deviceId);
		this.#devices = null;
	}

	/** `null` when no such fleet was configured. */
	status(): FleetStatus | null {
		const fleet = this.#fleet;
		if (fleet === null) return null;
		const { generation, min_generation: lowest } = fleet;
		const devices = this.#deviceCount;
		// As long as nothing is revoked there is nothing to tell.
		const remaining = lowest === 1 ? 0 : this.#count("told < (SELECT min_generation FROM fleet)");
		return { generation, devices, revocation: { generation: lowest, total: devices, remaining } };
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run({ fan_out: () => this.#fanOut() }, Date.now());
	}

	/**
	 * Tells devices what they have not confirmed, some of them in a run and all of them in a pass.
	 *
	 * @throws at the end of a pass in which devices could not be told: the scheduler backs off and tries again
	 */
	async #fanOut(): Promise<void> {
		const fleet = this.#fleet;
		if (fleet === null) return;
		const todo = this.#sql
			.exec<{ device_id: string }>(
				"SELECT device_id FROM devices WHERE told < ? AND device_id > ? ORDER BY device_id LIMIT ?",
				fleet.min_generation,
				this.#cursor,
				RUN_DEVICES,
			)
			.toArray();
		for (let i = 0; i < todo.length; i += FAN_OUT) {
			const ids = todo.slice(i, i + FAN_OUT).map((row) => row.device_id);
			const answers = await Promise.allSettled(ids.map((id) => this.#ask(id, fleet)));
			// Together: one write to the disk for all of them.
			for (const [j, answer] of answers.entries()) {
				const id = ids[j] as string;
				try {
					if (answer.status === "rejected") throw answer.reason;
					this.#note(id, answer.value, fleet.min_generation);
				} catch (error) {
					this.#failed++;
					log("warn", "fleet.not_told", { fleet: fleet.fleet_id, device: id, reason: reason(error) });
				}
			}
		}
		// A revocation that came meanwhile has set the timer, and begins at the front.
		if (this.#fleet?.min_generation !== fleet.min_generation) return;
		if (todo.length === RUN_DEVICES) {
			this.#cursor = todo.at(-1)?.device_id ?? "";
			this.#scheduler.atLatest("fan_out", Date.now());
			return;
		}
		const failed = this.#failed;
		this.#cursor = "";
		this.#failed = 0;
		if (failed > 0) throw new Error(`${failed} devices could not be told`);
	}

	#ask(deviceId: string, fleet: FleetRow): Promise<"raised" | "not_here"> {
		return this.env.DEVICE_MONITOR.getByName(deviceId).raiseFleetFloor(fleet.fleet_id, fleet.min_generation);
	}

	/**
	 * Writes down what the device answered.
	 *
	 * @throws when the device is not in the fleet, and may still be on its way in
	 */
	#note(deviceId: string, answer: "raised" | "not_here", minGeneration: number): void {
		if (answer === "raised") {
			this.#sql.exec("UPDATE devices SET told = max(told, ?) WHERE device_id = ?", minGeneration, deviceId);
			return;
		}
		// It takes none of the fleet's keys. Either it moved away, or its enrolment has not come through.
		const { rowsWritten } = this.#sql.exec(
			"DELETE FROM devices WHERE device_id = ? AND (told > 0 OR admitted_at < ?)",
			deviceId,
			Date.now() - UNCONFIRMED_MS,
		);
		this.#devices = null;
		if (rowsWritten > 0) return;
		if (minGeneration > 1) throw new Error("the device has not been enrolled yet");
		this.#scheduler.atLatest("fan_out", Date.now() + UNCONFIRMED_MS);
	}

	get #deviceCount(): number {
		this.#devices ??= this.#count("1 = 1");
		return this.#devices;
	}

	#count(where: "1 = 1" | "told < (SELECT min_generation FROM fleet)"): number {
		return this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM devices WHERE ${where}`).one().n;
	}

	get #fleet(): FleetRow | null {
		return this.#sql.exec<FleetRow>("SELECT * FROM fleet").toArray()[0] ?? null;
	}
}
