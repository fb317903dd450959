/** Viewers of one ward for a long time, one of whom stops reading when told to. */
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { openStallingViewer } from "./stalled-viewer.ts";
import { openViewer, viewerCookie } from "./viewer.ts";

export interface WatchOptions {
	readonly url: string;
	readonly ward: string;
	/** Viewers who read to the end, beside the one who will stop. */
	readonly viewers: number;
}

export interface WatchReport {
	readonly seconds: number;
	/** Frames that reached viewers, all together. */
	readonly frames: number;
	/** From the station's sending of a frame to a viewer. */
	readonly frame: LatencyReport;
	/** From a value's measurement to a viewer: bounded by the cadence at which devices tell their ward. */
	readonly value: LatencyReport;
}

interface Watch {
	readonly closing: readonly { close(): void }[];
	readonly stall: () => void;
	tally: { began: number; frames: number; frame: Latencies; value: Latencies };
}

const newTally = () => ({ began: performance.now(), frames: 0, frame: new Latencies(), value: new Latencies() });

let watch: Watch | null = null;

/** Answers when every viewer has its snapshot. */
export async function startWatch({ url, ward, viewers }: WatchOptions): Promise<void> {
	const cookie = await viewerCookie(url);
	const stalling = await openStallingViewer(url, ward, cookie);
	const reading = await Promise.all(
		Array.from({ length: viewers }, () =>
			openViewer(url, ward, cookie, (frame, at) => {
				if (frame.type !== "readings" || watch === null) return;
				watch.tally.frames++;
				watch.tally.frame.add(at - frame.at);
				for (const { timestamp } of frame.readings) watch.tally.value.add(at - timestamp);
			}),
		),
	);
	watch = { closing: [stalling, ...reading], stall: stalling.stall, tally: newTally() };
}

/** What the viewers saw since they were last asked, and from now on one more of them reads nothing if `stall`. */
export function watchReport(stall: boolean): Promise<WatchReport> {
	const running = watch as Watch;
	const { began, frames, frame, value } = running.tally;
	if (stall) running.stall();
	running.tally = newTally();
	const seconds = (performance.now() - began) / 1000;
	return Promise.resolve({ seconds, frames, frame: frame.report(), value: value.report() });
}

export function stopWatch(): Promise<void> {
	for (const one of watch?.closing ?? []) one.close();
	watch = null;
	return Promise.resolve();
}
