/** `simulate ward`: a ward of simulated patients, posting live. */
import { createPatientStream, type PatientStream } from "../scenarios/generator.ts";
import type { Scenario } from "../scenarios/library.ts";
import type { Reading } from "../vitals/reading.ts";
import { createBooks } from "./accounting.ts";
import { createClient, type ClientError, type DeviceSpec } from "./client.ts";
import { enrolDevice, enrolWard, wardName } from "./enrol.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { conclude, run, type StopSignal } from "./pace.ts";
import { toPayload } from "./payload.ts";
import { createProgress } from "./progress.ts";
import type { RetryPolicy } from "./retry.ts";
import { createConnector } from "./stream-client/undici.ts";
import { createStreamOutbox } from "./stream-outbox.ts";
import { createTruthFile, startTruthFile, type TruthFile } from "./truth.ts";

export const TRANSPORTS = ["stream", "http"] as const;
export type Transport = (typeof TRANSPORTS)[number];

export interface WardOptions {
	readonly scenario: Scenario;
	readonly beds: number;
	readonly ward: string;
	readonly seed: string;
	readonly cadenceSeconds: number;
	readonly postEverySeconds: number;
	/** `null` runs until stopped. */
	readonly durationSeconds: number | null;
	/** Over a WebSocket each, or by HTTP requests. */
	readonly transport: Transport;
	readonly url: string;
	readonly truthPath: string;
	readonly policy: RetryPolicy;
	readonly json: boolean;
	readonly terminal: boolean;
	readonly stop: StopSignal;
	readonly write: (line: string) => void;
}

interface Bed {
	readonly stream: PatientStream;
	readonly outbox: Outbox;
	readonly truth: TruthFile;
	readonly spec: DeviceSpec;
	next: { readonly reading: Reading; readonly truth: ReturnType<PatientStream["next"]>["truth"] };
}

/** A machine that slept longer than this does not make up the readings it missed, ms. */
const LONGEST_LAG_MS = 600_000;
const MAX_IN_FLIGHT = 64;

/** The demo ward's devices have short names; other wards' carry the ward, because device ids are global. */
export function wardDevice(ward: string, bed: number): DeviceSpec {
	const number = String(bed).padStart(3, "0");
	const id = ward === "ward-a" ? `WEARABLE-${number}` : `${ward.toUpperCase()}-WEARABLE-${number}`;
	return { id, wardId: ward, bed: `Bed ${bed}`, patientId: `simulated-${ward}-${number}`, simulated: true };
}

/** Runs the command; returns the exit code. */
export async function simulateWard(options: WardOptions): Promise<number> {
	const { write, stop } = options;
	const books = createBooks();
	const client = createClient({
		url: options.url,
		policy: options.policy,
		onTrouble: write,
		connections: MAX_IN_FLIGHT,
		stopped: () => stop.requested > 0,
	});
	const connector = createConnector(options.url);
	const outboxes: Outbox[] = [];
	let dead: ClientError | null = null;
	try {
		const specs = Array.from({ length: options.beds }, (_, index) => wardDevice(options.ward, index + 1));
		const enrolled = await enrolWard(client, { id: options.ward, name: wardName(options.ward) }, specs);
		startTruthFile(options.truthPath);
		const plans = options.scenario.plan(options.beds, options.seed);
		const startTime = Date.now();
		const periodMs = options.cadenceSeconds * 1000;
		const beds = enrolled.map(({ spec, key }, index): Bed => {
			// Beds do not measure in step, and a server does not want them to.
			const stream = createPatientStream({
				...(plans[index] as (typeof plans)[number]),
				startTime: startTime + Math.floor((index * periodMs) / options.beds),
				cadenceSeconds: options.cadenceSeconds,
			});
			const common = {
				deviceId: spec.id,
				key,
				books,
				policy: options.policy,
				now: Date.now,
				random: Math.random,
				enrol: async () => (await enrolDevice(client, spec)).key,
				onTrouble: write,
				onDead: (error: ClientError) => (dead = error),
			};
			const http = {
				client,
				batch: Math.max(1, Math.floor(options.postEverySeconds / options.cadenceSeconds)),
				maxWaitMs: options.postEverySeconds * 1000,
			};
			const outbox =
				options.transport === "stream"
					? createStreamOutbox({ ...common, connector })
					: createOutbox({ ...common, ...http });
			outboxes.push(outbox);
			return {
				stream,
				outbox,
				spec,
				truth: createTruthFile(options.truthPath, spec.id, spec.bed, stream),
				next: stream.next(),
			};
		});
		write(
			`${options.scenario.name}: ${beds.length} beds on ${options.ward} at ${client.origin}, one reading every ${options.cadenceSeconds} s; ground truth in ${options.truthPath}`,
		);

		const endTime =
			options.durationSeconds === null ? Number.POSITIVE_INFINITY : startTime + options.durationSeconds * 1000;
		const total =
			options.durationSeconds === null
				? null
				: options.beds * Math.ceil(options.durationSeconds / options.cadenceSeconds);
		const progress = createProgress({ total, terminal: options.terminal, startMs: startTime, write });
		const result = await run({
			outboxes,
			offerDue: () => {
				const now = Date.now();
				let running = false;
				for (const bed of beds) running = offerBed(bed, now, endTime) || running;
				return !running;
			},
			books,
			progress,
			stop,
			dead: () => dead,
			now: Date.now,
			maxInFlight: MAX_IN_FLIGHT,
		});
		for (const bed of beds) bed.truth.finish();
		return conclude(result, options.json, write);
	} finally {
		for (const outbox of outboxes) outbox.close?.();
		await Promise.all([client.close(), connector.close()]);
	}

	/** Offers what this bed has measured by now; returns false when its time is over. */
	function offerBed(bed: Bed, now: number, endTime: number): boolean {
		let skipped = 0;
		while (bed.next.reading.timestamp <= now && bed.next.reading.timestamp < endTime) {
			const { reading, truth } = bed.next;
			bed.truth.note(truth, reading.timestamp);
			if (now - reading.timestamp > LONGEST_LAG_MS) {
				skipped++;
			} else {
				books.row(false);
				bed.outbox.offer(toPayload(bed.spec.id, bed.spec.patientId, reading));
			}
			bed.next = bed.stream.next();
		}
		if (skipped > 0) write(`${bed.spec.id}: this machine was asleep; ${skipped} readings were never measured`);
		return bed.next.reading.timestamp < endTime;
	}
}
