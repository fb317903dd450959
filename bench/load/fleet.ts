/** A fleet in real time: every device measures once a second and sends in its own way, until told to stop. */
import { Pool } from "undici";
import { readingSource, type ReadingSource } from "./readings.ts";
import { openStream, type StreamSocket } from "./stream-socket.ts";
import { openViewer, viewerCookie } from "./viewer.ts";

/** Name of the way, what it is, and how many readings go together. */
export const TRANSPORTS = {
	stream_1: { socket: true, readings: 1 },
	stream_5: { socket: true, readings: 5 },
	http_1s: { socket: false, readings: 1 },
	http_10s: { socket: false, readings: 10 },
	http_60s: { socket: false, readings: 60 },
} as const;
export type Transport = keyof typeof TRANSPORTS;

export interface FleetGroup {
	/** Told with every request, so that it can be counted apart. */
	readonly name: string;
	readonly transport: Transport;
	readonly ward: string;
	readonly devices: readonly { readonly id: string; readonly key: string }[];
	readonly watched: boolean;
	/** These deteriorate when asked to. */
	readonly atRisk: boolean;
}

const SECOND_MS = 1000;
const CONNECTIONS = 64;
/** A shock that no limit overlooks; replaces the calm values. */
const SHOCK: Readonly<Record<string, number>> = { heart_rate: 158, spo2: 78, respiratory_rate: 34 };

interface Fleet {
	readonly stops: (() => void)[];
	readonly groups: Record<string, { readings: number; troubles: string[] }>;
	deteriorating: boolean;
}

let fleet: Fleet | null = null;

/** Begins; answers when every socket is open. */
export async function startFleet(url: string, groups: readonly FleetGroup[]): Promise<void> {
	const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
	const running: Fleet = { stops: [() => void pool.destroy()], groups: {}, deteriorating: false };
	fleet = running;
	for (const group of groups) {
		const tally = (running.groups[group.name] = { readings: 0, troubles: [] as string[] });
		const headers = { "x-bench-group": group.name };
		if (group.watched) {
			const viewer = await openViewer(url, group.ward, await viewerCookie(url, headers), () => {}, headers);
			running.stops.push(() => viewer.close());
		}
		for (const [index, device] of group.devices.entries()) {
			const { socket, readings } = TRANSPORTS[group.transport];
			const onTrouble = (what: string) => void tally.troubles.push(`${device.id}: ${what}`);
			const source = readingSource(index, socket ? undefined : device.id);
			const next = () => measured(source, group.atRisk && running.deteriorating);
			const period = readings * SECOND_MS;
			// Spread over the period, as a fleet is.
			const phase = (period * (index + 0.5)) / group.devices.length;
			if (socket) {
				/** Sent and not acknowledged: asked for again where a busy machine let an object fall asleep. */
				let kept: string[] = [];
				let forgotten = 0;
				const onAck = (through: number) => {
					kept = kept.slice(Math.max(0, through - forgotten));
					forgotten = Math.max(forgotten, through);
				};
				const onResend = (from: number) => stream.sendAgain(from, kept.slice(from - 1 - forgotten));
				const stream: StreamSocket = await openStream(url, device, { onAck, onResend, onTrouble }, headers);
				let flushed = 0;
				let waiting: string[] = [];
				running.stops.push(
					() => stream.close(),
					every(SECOND_MS, phase, () => {
						waiting.push(next()(Date.now()));
						tally.readings++;
						// A watched patient's readings, and those of one at risk, are asked for one by one.
						if (waiting.length < Math.min(readings, stream.group)) return;
						stream.send(waiting);
						kept.push(...waiting);
						waiting = [];
						// One reading a second: what is not acknowledged is as many seconds old.
						const overdue = stream.sent - stream.acknowledged > stream.flushAfterS;
						if (!overdue || stream.acknowledged < flushed) return;
						flushed = stream.sent;
						stream.flush();
					}),
				);
			} else {
				const post = { method: "POST" as const, headers: { ...headers, authorization: `Bearer ${device.key}` } };
				running.stops.push(
					every(period, phase, () => {
						const texts = batch(next, readings);
						const [path, body] = readings === 1 ? ["", texts[0] ?? ""] : ["/batch", `[${texts.join(",")}]`];
						tally.readings += readings;
						pool.request({ ...post, path: `/api/v1/telemetry${path}`, body }).then(
							async (answer) => {
								await answer.body.dump();
								if (answer.statusCode !== 202) onTrouble(String(answer.statusCode));
							},
							(error: unknown) => onTrouble(String(error)),
						);
					}),
				);
			}
		}
	}
}

/** From now on the devices of groups at risk send a patient in shock. */
export function deteriorate(): Promise<void> {
	if (fleet !== null) fleet.deteriorating = true;
	return Promise.resolve();
}

/** Readings sent so far, by group. */
export function fleetReadings(): Promise<Record<string, number>> {
	const groups = Object.entries(fleet?.groups ?? {});
	return Promise.resolve(Object.fromEntries(groups.map(([name, { readings }]) => [name, readings])));
}

/** Ends it. Says what was measured and what went wrong, by group. */
export function stopFleet(): Promise<Fleet["groups"]> {
	for (const stop of fleet?.stops ?? []) stop();
	const groups = fleet?.groups ?? {};
	fleet = null;
	return Promise.resolve(groups);
}

/** The readings of the last seconds, oldest first. */
function batch(next: () => (at: number) => string, readings: number): string[] {
	const now = Date.now();
	return Array.from({ length: readings }, (_, i) => next()(now - (readings - 1 - i) * SECOND_MS));
}

function measured(source: ReadingSource, shocked: boolean): (at: number) => string {
	return (at) => {
		const text = source.next(at);
		return shocked ? JSON.stringify({ ...(JSON.parse(text) as object), ...SHOCK }) : text;
	};
}

/** Calls `work` every `period` after `phase`, without drifting. */
function every(period: number, phase: number, work: () => void): () => void {
	const began = performance.now() + phase;
	let turn = 0;
	let timer: NodeJS.Timeout;
	const plan = () => {
		timer = setTimeout(
			() => {
				turn++;
				plan();
				work();
			},
			Math.max(0, began + turn * period - performance.now()),
		);
	};
	plan();
	return () => clearTimeout(timer);
}
