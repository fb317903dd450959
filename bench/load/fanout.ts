/** One ward with many devices that push live values, and viewers who look at all of them. */
import type { LiveFrame } from "../../vitals/live.ts";
import { startFleet, stopFleet, type FleetGroup } from "./fleet.ts";
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { openStallingViewer } from "./stalled-viewer.ts";
import { openViewer, viewerCookie } from "./viewer.ts";

export interface FanoutOptions {
	readonly url: string;
	readonly group: FleetGroup;
	readonly viewers: number;
	/** Viewers beside these that stop reading. */
	readonly stalled: number;
	readonly settleS: number;
	readonly seconds: number;
}

export interface FanoutReport {
	/** Frames that reached viewers, all together. */
	readonly frames: number;
	/** New values of devices that reached one viewer. */
	readonly updates: number;
	readonly seconds: number;
	/** From a value's measurement, which is when it was sent, to a viewer. */
	readonly latency: LatencyReport;
	readonly troubles: readonly string[];
}

const seconds = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1000));

export async function fanout(options: FanoutOptions): Promise<FanoutReport> {
	const { url, group, viewers } = options;
	const cookie = await viewerCookie(url);
	const latencies = new Latencies();
	let [frames, updates] = [0, 0];
	let counting = false;
	const seen = new Map<string, number>();
	const look = (viewer: number) => (frame: LiveFrame, at: number) => {
		if (!counting || frame.type !== "readings") return;
		frames++;
		for (const { deviceId, timestamp } of frame.readings) {
			latencies.add(at - timestamp);
			// One viewer stands for all.
			if (viewer > 0 || seen.get(deviceId) === timestamp) continue;
			seen.set(deviceId, timestamp);
			updates++;
		}
	};
	await startFleet(url, [group]);
	const open = await Promise.all([
		...Array.from({ length: viewers }, (_, viewer) => openViewer(url, group.ward, cookie, look(viewer))),
		...Array.from({ length: options.stalled }, async () => {
			const viewer = await openStallingViewer(url, group.ward, cookie);
			viewer.stall();
			return viewer;
		}),
	]);
	await seconds(options.settleS);
	counting = true;
	const began = performance.now();
	await seconds(options.seconds);
	counting = false;
	const took = (performance.now() - began) / 1000;
	const troubles = (await stopFleet())[group.name]?.troubles ?? [];
	for (const viewer of open) viewer.close();
	return { frames, updates, seconds: took, latency: latencies.report(), troubles };
}
