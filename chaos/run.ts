/** One run: bring up, load, strike, wait until all is delivered, count. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../scenarios/random.ts";
import { start } from "../scripts/children.ts";
import { freePort } from "../scripts/local-app.ts";
import type { Episode } from "../vitals/episode.ts";
import { auditEpisodes, type RegistryEpisode } from "./audit/episodes.ts";
import { failuresIn } from "./audit/failures.ts";
import { auditReadings } from "./audit/readings.ts";
import { NO_FAULTS, type Faults } from "./faults.ts";
import { sum } from "./fleet/counters.ts";
import { Fleet } from "./fleet/fleet.ts";
import type { FleetDevice } from "./fleet/messages.ts";
import type { ChaosOptions } from "./options.ts";
import type { Findings } from "./report.ts";
import { bundle, workerOptions } from "./runtime/bundle.ts";
import { Runtime } from "./runtime/runtime.ts";
import { planStrikes, type Strike, type StrikeKind } from "./schedule.ts";
import { Upkeep } from "./upkeep.ts";
import { Viewers } from "./viewers.ts";
import { enrolWards, planWards, WARDS } from "./wards.ts";

const RAM_DISK = "/dev/shm";
/** Small and short, so that every reading takes the whole way while the run goes on. */
const VARS = {
	LAKE_SEAL_READINGS: 600,
	LAKE_SEAL_SECONDS: 10,
	LAKE_COMPACT_SECONDS: 0,
	LAKE_GRACE_SECONDS: 5,
	LIVE_CADENCE_MS: 1000,
	STREAM_GROUP: 10,
};
const FLEETS = 2;
const SLOW_VIEWERS = 3;
/** What is not delivered in this time after the last fault will not be. */
const QUIET_MS = 180_000;
const PROGRESS_MS = 10_000;
/** Victims are born in this part of the run. */
const VICTIMS_WITHIN = 0.6;

/**
 * @param say - told how the run goes
 * @throws Error when the run itself could not be carried out
 */
export async function runChaos(options: ChaosOptions, say: (line: string) => void): Promise<Findings> {
	const room = await mkdtemp(join(options.ram ? RAM_DISK : tmpdir(), "sentinel-chaos-"));
	const run = new Run(options, room, say);
	try {
		return await run.carryOut();
	} finally {
		await run.stop();
		if (options.keep) say(`Ledger, state and log: ${room}`);
		else await rm(room, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

class Run {
	readonly #options: ChaosOptions;
	readonly #room: string;
	readonly #say: (line: string) => void;
	readonly #restarts: number[] = [];
	readonly #strikes: Partial<Record<StrikeKind, number>> = {};
	#runtime: Runtime | null = null;
	#fleets: Fleet[] = [];
	#viewers: Viewers | null = null;
	#faults: Faults = NO_FAULTS;
	#registryDownMs = 0;
	#registryDownSince: number | null = null;

	constructor(options: ChaosOptions, room: string, say: (line: string) => void) {
		this.#options = options;
		this.#room = room;
		this.#say = say;
	}

	async carryOut(): Promise<Findings> {
		const { seed, minutes, kills, devices: count, rate, sabotage } = this.#options;
		const room = this.#room;
		const port = await freePort(this.#options.port);
		const runtime = new Runtime({
			room,
			port,
			modules: await bundle(room),
			worker: workerOptions(),
			vars: VARS,
			sabotage,
		});
		this.#runtime = runtime;
		await runtime.start(NO_FAULTS);
		const devices = await enrolWards(runtime.url, planWards(count));
		const upkeep = new Upkeep(runtime.url);
		await upkeep.signIn();
		const durationMs = minutes * 60_000;
		const ledgers = this.#startFleets(devices, runtime.url, durationMs * VICTIMS_WITHIN);
		this.#viewers = new Viewers(runtime.url, WARDS[0], SLOW_VIEWERS);
		await this.#viewers.start();

		this.#say(`${count} devices at ${runtime.url}, ${rate} readings a second each; ${kills} kills in ${minutes} min`);
		const ids = devices.map((device) => device.id);
		await this.#strikeAll(planStrikes(seed, durationMs, kills), durationMs, runtime, upkeep, ids);
		this.#say("All measured; waiting until all is delivered");
		const undelivered = await this.#settle(runtime, upkeep, ids);

		const lake = join(room, "lake");
		await pull(runtime.url, lake);
		const { readings, deaths } = await auditReadings(lake, ledgers);
		this.#say("Compacting everything, and counting again");
		await upkeep.compactAll();
		await pull(runtime.url, lake);
		const compacted = await auditReadings(lake, ledgers);
		const held = (await Promise.all(ids.map((id) => runtime.ask<Episode[]>("episodes", id)))).flat();
		const registered = await runtime.ask<RegistryEpisode[]>("registry");
		return {
			seed,
			minutes,
			sabotage,
			restarts: this.#restarts,
			strikes: this.#strikes,
			registryDownMs: this.#registryDownMs,
			undelivered,
			tally: sum(this.#fleets.map((fleet) => fleet.tally)),
			viewers: { frames: this.#viewers.frames, episodes: this.#viewers.episodes, slow: SLOW_VIEWERS },
			readings,
			compacted: compacted.readings,
			deaths,
			episodes: auditEpisodes(held, registered),
			failures: await failuresIn(runtime.logFile),
		};
	}

	async stop(): Promise<void> {
		this.#viewers?.stop();
		for (const fleet of this.#fleets) fleet.stop();
		await this.#runtime?.kill();
	}

	/** @returns the ledgers' files */
	#startFleets(devices: readonly FleetDevice[], url: string, victimsWithinMs: number): string[] {
		const { seed, rate } = this.#options;
		const ledgers = Array.from({ length: FLEETS }, (_, i) => join(this.#room, `ledger-${i}.csv`));
		this.#fleets = ledgers.map((ledger, i) => {
			const own = devices.filter((_, j) => j % FLEETS === i);
			return new Fleet({ url, seed: `${seed}/${i}`, ledger, devices: own, rate, victimsWithinMs });
		});
		return ledgers;
	}

	async #strikeAll(
		strikes: readonly Strike[],
		durationMs: number,
		runtime: Runtime,
		upkeep: Upkeep,
		ids: readonly string[],
	): Promise<void> {
		const began = Date.now();
		let told = began;
		for (const strike of strikes) {
			// A restart takes its time: what was due meanwhile comes at once.
			await Promise.race([wait(Math.max(0, began + strike.at - Date.now())), this.#fleetsFail()]);
			await this.#strike(strike, runtime, upkeep, ids);
			this.#strikes[strike.kind] = (this.#strikes[strike.kind] ?? 0) + 1;
			if (Date.now() - told < PROGRESS_MS) continue;
			told = Date.now();
			this.#sayProgress(told - began);
		}
		await wait(Math.max(0, began + durationMs - Date.now()));
	}

	async #strike(strike: Strike, runtime: Runtime, upkeep: Upkeep, ids: readonly string[]): Promise<void> {
		switch (strike.kind) {
			case "kill": {
				const killed = performance.now();
				await runtime.kill();
				await runtime.start(this.#faults);
				await runtime.serving();
				this.#restarts.push(performance.now() - killed);
				this.#viewers?.stallAgain();
				return;
			}
			case "store":
				return this.#order(runtime, {
					...this.#faults,
					seed: `${this.#options.seed}/${strike.at}`,
					[strike.store]: strike.faults,
				});
			case "evict": {
				const random = createRandom(strike.pick);
				const webSockets = random.chance(0.8) ? "hibernate" : "close";
				if (strike.what === "ward")
					return runtime.evict({
						className: "WardStation",
						name: WARDS[Number(random.chance(0.5))] as string,
						webSockets,
					});
				for (const name of ids.filter(() => random.chance(strike.share)))
					runtime.evict({ className: "DeviceMonitor", name, webSockets });
				return undefined;
			}
			case "crash": {
				const names = strike.what === "ward" ? WARDS : ids;
				return runtime.crash(strike.what, names[Number(strike.pick) % names.length] as string);
			}
			case "cut":
			case "half-open":
				for (const fleet of this.#fleets) fleet.order({ kind: strike.kind, share: strike.share });
				return undefined;
			case "upkeep":
				upkeep.attempt(strike.what);
				return undefined;
			default:
				return strike satisfies never;
		}
	}

	async #order(runtime: Runtime, faults: Faults): Promise<void> {
		const down = faults.registry.fail === 1;
		const now = Date.now();
		if (down) this.#registryDownSince ??= now;
		else if (this.#registryDownSince !== null) {
			this.#registryDownMs = Math.max(this.#registryDownMs, now - this.#registryDownSince);
			this.#registryDownSince = null;
		}
		this.#faults = faults;
		await runtime.order(faults);
	}

	/** All is well again: devices deliver what they have, objects what they owe. @returns readings that did not arrive */
	async #settle(runtime: Runtime, upkeep: Upkeep, ids: readonly string[]): Promise<number> {
		await this.#order(runtime, NO_FAULTS);
		for (const fleet of this.#fleets) fleet.order({ kind: "finish" });
		const late = wait(QUIET_MS, "late", { ref: false });
		const delivered = Promise.all(this.#fleets.map((fleet) => fleet.done));
		// What is not delivered then is a finding of its own; what was acknowledged is counted all the same.
		await Promise.race([delivered, late]);
		const undelivered = sum(this.#fleets.map((fleet) => fleet.tally)).waiting;
		const until = Date.now() + QUIET_MS;
		for (;;) {
			await upkeep.flushAll();
			const states = await Promise.all(
				ids.map((id) => runtime.ask<{ lastSeq: number; releasedSeq: number; outbox: number }>("status", id)),
			);
			const here = states.reduce((n, { lastSeq, releasedSeq }) => n + lastSeq - releasedSeq, 0);
			const owed = states.reduce((n, { outbox }) => n + outbox, 0);
			if (here === 0 && owed === 0) return undelivered;
			if (Date.now() > until) throw new Error(`${here} readings are not in the lake and ${owed} letters not delivered`);
			await wait(500);
		}
	}

	async #fleetsFail(): Promise<void> {
		// They end only when they are told to, or by a fault of their own.
		await Promise.all(this.#fleets.map((fleet) => fleet.done));
	}

	#sayProgress(elapsedMs: number): void {
		const { acknowledged, waiting, deaths } = sum(this.#fleets.map((fleet) => fleet.tally));
		this.#say(
			`${Math.round(elapsedMs / 1000)} s: ${this.#restarts.length} kills, ${acknowledged} acknowledged, ${waiting} waiting, ${deaths} devices dead`,
		);
	}
}

/** What the project's own command brings from the lake. */
async function pull(url: string, folder: string): Promise<void> {
	const child = start("node", ["scripts/lake.ts", "pull", folder, "--url", url]);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
	const [code] = (await once(child, "exit")) as [number | null];
	if (code !== 0) throw new Error(`Pulling the lake failed:\n${said}`);
}
