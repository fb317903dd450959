/** `simulate replay`: real patients' tables, posted as if measured now. */
import type { TelemetryPayload } from "../vitals/telemetry.ts";
import { createBooks } from "./accounting.ts";
import { createClient, type ClientError, type DeviceSpec } from "./client.ts";
import { chooseDataSet, findDataSets, loadDataSet, type PatientRecord } from "./datasets.ts";
import { enrolDevice, enrolWard, wardName, type Enrolled } from "./enrol.ts";
import { createOutbox, type Outbox, type TimedPayload } from "./outbox.ts";
import { conclude, createSimulatedTime, run, type StopSignal } from "./pace.ts";
import { createProgress } from "./progress.ts";
import type { RetryPolicy } from "./retry.ts";

export interface ReplayOptions {
	readonly data: string;
	/** `auto`, `1hz`, `hourly`, `other`, or a file's name. */
	readonly set: string;
	/** Record ids, `null` for all. */
	readonly records: readonly string[] | null;
	/** Simulated seconds per second; `null` chooses 1, or 3600 for hourly tables. */
	readonly speed: number | null;
	readonly ward: string;
	readonly batch: number;
	readonly url: string;
	readonly policy: RetryPolicy;
	readonly json: boolean;
	readonly terminal: boolean;
	readonly stop: StopSignal;
	readonly write: (line: string) => void;
}

/** One record being replayed. */
interface Bed {
	readonly record: PatientRecord;
	readonly spec: DeviceSpec;
	readonly outbox: Outbox;
	next: number;
}

/** A batch leaves after this long even when it is not full, ms. */
const MAX_WAIT_MS = 1_000;
const MAX_IN_FLIGHT = 64;
/** An hour a second: a stay of days passes in a minute or two. */
const HOURLY_SPEED = 3600;

/** A record's device. Characters that device ids may not have become `-`. */
export function replayDevice(ward: string, record: string): DeviceSpec {
	return {
		id: `REPLAY-${record.replaceAll(/[^A-Za-z0-9._:-]/g, "-")}`.slice(0, 50),
		wardId: ward,
		bed: `Bed ${record}`,
		patientId: record.padStart(3, "0"),
		simulated: true,
	};
}

/**
 * Where simulated time begins: now, or after everything these devices have already sent, so that a second replay does
 * not fall onto the first one's timestamps. One beginning for all keeps the ward in step.
 *
 * @param cadenceMs - kept free after the newest stored reading
 */
export function chooseAnchor(
	now: number,
	enrolled: readonly Pick<Enrolled, "latestTimestamp">[],
	cadenceMs: number,
): number {
	return enrolled.reduce(
		(anchor, { latestTimestamp }) =>
			latestTimestamp === null ? anchor : Math.max(anchor, latestTimestamp + cadenceMs),
		now,
	);
}

/** Runs the command; returns the exit code. */
export async function simulateReplay(options: ReplayOptions): Promise<number> {
	const { write, stop } = options;
	const sets = await findDataSets(options.data);
	const set = chooseDataSet(sets, options.set);
	const others = sets.filter((other) => other !== set);
	write(
		`Replaying ${set.name} (${set.kind})${others.length === 0 ? "" : `; also there: ${others.map((other) => `${other.name} (--set ${other.kind})`).join(", ")}`}`,
	);
	const loaded = await loadDataSet(set, options.records === null ? null : new Set(options.records));
	if (loaded.unreadableCells > 0) write(`${loaded.unreadableCells} cells hold no number and count as not measured`);

	const books = createBooks();
	for (const record of loaded.records) for (const row of record.rows) books.row(isEmpty(row.vitals));
	const client = createClient({
		url: options.url,
		policy: options.policy,
		onTrouble: write,
		connections: MAX_IN_FLIGHT,
		stopped: () => stop.requested > 0,
	});
	let dead: ClientError | null = null;
	try {
		const enrolled = await enrolWard(
			client,
			{ id: options.ward, name: wardName(options.ward) },
			loaded.records.map((record) => replayDevice(options.ward, record.id)),
		);
		const rate = options.speed ?? (set.kind === "hourly" ? HOURLY_SPEED : 1);
		const anchor = chooseAnchor(Date.now(), enrolled, set.kind === "hourly" ? 3_600_000 : 1_000);
		const time = createSimulatedTime(anchor, rate, Date.now);
		const longest = loaded.records.reduce((seconds, { rows }) => Math.max(seconds, rows.at(-1)?.seconds ?? 0), 0);
		write(
			`${loaded.records.length} records, ${loaded.rows} rows, on ${options.ward} at ${client.origin}, ${rate} times as fast as life: about ${Math.ceil(longest / rate)} s`,
		);
		const beds = loaded.records.map((record, index): Bed => {
			const { spec, key } = enrolled[index] as Enrolled;
			const outbox = createOutbox({
				deviceId: spec.id,
				key,
				client,
				books,
				policy: options.policy,
				batch: options.batch,
				maxWaitMs: MAX_WAIT_MS,
				now: Date.now,
				random: Math.random,
				enrol: async () => (await enrolDevice(client, spec)).key,
				onTrouble: write,
				onDead: (error) => (dead = error),
				time,
			});
			return { record, spec, outbox, next: 0 };
		});
		const result = await run({
			outboxes: beds.map((bed) => bed.outbox),
			offerDue: () => {
				const now = time.now();
				for (const bed of beds) offerDueRows(bed, anchor, now);
				return beds.every((bed) => bed.next === bed.record.rows.length);
			},
			books,
			progress: createProgress({ total: loaded.rows, terminal: options.terminal, startMs: Date.now(), write }),
			stop,
			dead: () => dead,
			now: Date.now,
			maxInFlight: MAX_IN_FLIGHT,
		});
		return conclude(result, options.json, write);
	} finally {
		await client.close();
	}
}

function isEmpty(vitals: object): boolean {
	return Object.keys(vitals).length === 0;
}

/** Offers the rows whose time has come; a row without any vital sign has been counted and is passed over. */
function offerDueRows(bed: Bed, anchor: number, simulatedNow: number): void {
	const { rows } = bed.record;
	for (let row = rows[bed.next]; row !== undefined; row = rows[++bed.next]) {
		const timestamp = anchor + Math.round(row.seconds * 1000);
		if (timestamp > simulatedNow) return;
		if (isEmpty(row.vitals)) continue;
		const payload: TelemetryPayload = {
			device_id: bed.spec.id,
			patient_id: bed.spec.patientId,
			timestamp,
			...row.vitals,
		};
		bed.outbox.offer(payload as TimedPayload);
	}
}
