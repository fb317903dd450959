/**
 * Many sockets for a long time: every device measures at its own moment of the period, whatever the edge does
 * meanwhile, and keeps to the protocol's settings as a real one would.
 */
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { readingSource, type ReadingSource } from "./readings.ts";
import { openStream, type StreamSocket } from "./stream-socket.ts";

export interface SoakOptions {
	readonly url: string;
	readonly devices: readonly { readonly id: string; readonly key: string }[];
	/** Seconds between two readings of a device. */
	readonly periodS: number;
	/** Readings in a message at most; the edge may want fewer. */
	readonly group: number;
	/** Sockets are opened evenly over so long, seconds. */
	readonly rampS: number;
}

export interface SoakReport {
	readonly seconds: number;
	readonly readings: number;
	readonly messages: number;
	/** From sending the message that made the edge commit to the acknowledgement. */
	readonly answer: LatencyReport;
	/** Longest that a reading waited for its acknowledgement, company on the edge included, seconds. */
	readonly longestWaitS: number;
	/** How late the client itself measured: what is high here is not the edge's doing. */
	readonly late: LatencyReport;
	/** Times that the edge had forgotten what it held, and asked for it again: after an eviction. */
	readonly askedAgain: number;
	/** Sent and not acknowledged. */
	readonly unacknowledged: number;
	readonly open: number;
	/** Everything since the beginning that should not happen. */
	readonly troubles: readonly string[];
}

interface Bed {
	readonly id: string;
	readonly source: ReadingSource;
	stream: StreamSocket | null;
	waiting: string[];
	/** When the oldest reading of `waiting` was measured. */
	since: number;
	/** Messages on their way, oldest first: number of the last reading, when it was sent, and the readings. */
	flying: { readonly through: number; readonly sentAt: number; readonly readings: readonly string[] }[];
	/** Highest number that an acknowledgement was asked for. */
	flushed: number;
}

interface Tally {
	began: number;
	readings: number;
	messages: number;
	askedAgain: number;
	answer: Latencies;
	late: Latencies;
	longestWait: number;
}

interface Soak {
	readonly options: SoakOptions;
	readonly beds: readonly Bed[];
	readonly troubles: string[];
	tally: Tally;
	timer: NodeJS.Timeout | null;
}

/** Between two looks at who is due, ms. */
const TICK_MS = 10;
/** Between two looks at what is still unacknowledged, ms. */
const DRAIN_LOOK_MS = 100;

let soak: Soak | null = null;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const newTally = (): Tally => ({
	began: performance.now(),
	readings: 0,
	messages: 0,
	askedAgain: 0,
	answer: new Latencies(),
	late: new Latencies(),
	longestWait: 0,
});

/** Opens all sockets, each of which begins to send; answers when the last is open, and counts from then on. */
export async function startSoak(options: SoakOptions): Promise<void> {
	const beds = options.devices.map(({ id }, index): Bed => ({
		id,
		source: readingSource(index),
		stream: null,
		waiting: [],
		since: 0,
		flying: [],
		flushed: 0,
	}));
	const running: Soak = { options, beds, troubles: [], tally: newTally(), timer: null };
	soak = running;
	measure(running);
	await Promise.all(
		options.devices.map(async (device, index) => {
			await pause((options.rampS * 1000 * index) / options.devices.length);
			const bed = beds[index] as Bed;
			const onTrouble = (what: string) => void running.troubles.push(`${bed.id}: ${what}`);
			try {
				bed.stream = await openStream(options.url, device, {
					onAck: (through) => answered(running, bed, through),
					onResend: (from) => sendAgain(running, bed, from),
					onTrouble,
				});
			} catch (error) {
				onTrouble(String(error));
			}
		}),
	);
	running.tally = newTally();
}

/** What was seen since the sockets were open, or since the last time that it was forgotten. */
export function soakReport(forget: boolean): Promise<SoakReport> {
	const running = soak as Soak;
	const { tally, beds, troubles } = running;
	if (forget) running.tally = newTally();
	return Promise.resolve({
		seconds: (performance.now() - tally.began) / 1000,
		readings: tally.readings,
		messages: tally.messages,
		askedAgain: tally.askedAgain,
		answer: tally.answer.report(),
		longestWaitS: tally.longestWait / 1000,
		late: tally.late.report(),
		unacknowledged: unacknowledged(running),
		open: beds.filter(({ stream }) => stream?.open === true).length,
		troubles,
	});
}

/** No more readings; asks for what is not acknowledged and waits for it. Then closes every socket. */
export async function stopSoak(patienceS: number): Promise<SoakReport> {
	const running = soak as Soak;
	clearInterval(running.timer ?? undefined);
	for (const bed of running.beds) {
		if (bed.waiting.length > 0) send(running, bed, performance.now());
		bed.stream?.flush();
	}
	const until = performance.now() + patienceS * 1000;
	while (unacknowledged(running) > 0 && performance.now() < until) await pause(DRAIN_LOOK_MS);
	const report = await soakReport(false);
	for (const { stream } of running.beds) stream?.close();
	soak = null;
	return report;
}

const unacknowledged = ({ beds }: Soak): number =>
	beds.reduce((sum, { stream }) => sum + (stream === null ? 0 : stream.sent - stream.acknowledged), 0);

/** Measurements are numbered: the k-th is device k mod n's, at k periods / n. Those due by now are made. */
function measure(running: Soak): void {
	const { beds, options } = running;
	const gap = (options.periodS * 1000) / beds.length;
	const began = performance.now();
	let next = 0;
	running.timer = setInterval(() => {
		const now = performance.now();
		for (let due = began + next * gap; due <= now; due = began + ++next * gap) {
			const bed = beds[next % beds.length] as Bed;
			if (bed.stream?.open !== true) continue;
			running.tally.late.add(now - due);
			running.tally.readings++;
			if (bed.waiting.length === 0) bed.since = now;
			bed.waiting.push(bed.source.next(Date.now()));
			const wanted = Math.min(options.group, bed.stream.group);
			const nextAt = now + options.periodS * 1000;
			if (bed.waiting.length >= wanted || nextAt - bed.since > bed.stream.everyS * 1000) send(running, bed, now);
			remind(bed, now);
		}
	}, TICK_MS);
}

function send({ tally }: Soak, bed: Bed, now: number): void {
	const stream = bed.stream as StreamSocket;
	stream.send(bed.waiting);
	bed.flying.push({ through: stream.sent, sentAt: now, readings: bed.waiting });
	bed.waiting = [];
	tally.messages++;
}

/** All from number `from` on, in one message: a few minutes of readings at most. */
function sendAgain({ tally }: Soak, bed: Bed, from: number): void {
	tally.askedAgain++;
	const lost = bed.flying.filter(({ through }) => through >= from);
	const first = (lost[0]?.through ?? 0) - (lost[0]?.readings.length ?? 0) + 1;
	const readings = lost.flatMap((message) => message.readings).slice(Math.max(0, from - first));
	if (readings.length > 0) bed.stream?.sendAgain(Math.max(first, from), readings);
}

/** An overdue acknowledgement is asked for, once for what was sent until then. */
function remind(bed: Bed, now: number): void {
	const stream = bed.stream as StreamSocket;
	const oldest = bed.flying[0];
	if (oldest === undefined || now - oldest.sentAt < stream.flushAfterS * 1000 || oldest.through <= bed.flushed) return;
	bed.flushed = stream.sent;
	stream.flush();
}

function answered({ tally }: Soak, bed: Bed, through: number): void {
	const now = performance.now();
	const covered = bed.flying.filter((message) => message.through <= through);
	if (covered.length === 0) return;
	bed.flying = bed.flying.slice(covered.length);
	tally.longestWait = Math.max(tally.longestWait, now - (covered[0]?.sentAt ?? now));
	tally.answer.add(now - (covered.at(-1)?.sentAt ?? now));
}
