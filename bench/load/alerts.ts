/** Patients who deteriorate one after another, and a viewer who waits for the alert. */
import { Pool } from "undici";
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { readingSource } from "./readings.ts";
import { openViewer, viewerCookie } from "./viewer.ts";

export interface AlertOptions {
	readonly url: string;
	readonly ward: string;
	readonly devices: readonly { readonly id: string; readonly key: string }[];
	/** Patients at the same time. */
	readonly atOnce: number;
}

export interface AlertReport {
	readonly latency: LatencyReport;
	/** Devices of which no alert came. */
	readonly silent: readonly string[];
}

/** Readings before trouble begins: a baseline is learned. */
const CALM = 300;
/** Readings of a patient in shock at most; the net's longest onset is shorter. */
const SHOCKED = 120;
/** Time for an alert to come before the next reading is sent, ms: a second would be real, and long. */
const PAUSE_MS = 25;
/** And after the last one. */
const PATIENCE_MS = 3_000;
const SHOCK = { heart_rate: 0, spo2: 70 };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function alerts({ url, ward, devices, atOnce }: AlertOptions): Promise<AlertReport> {
	const pool = new Pool(url, { connections: atOnce, pipelining: 1 });
	const latencies = new Latencies();
	/** By device, when the reading of each time was sent. */
	const sent = new Map<string, Map<number, number>>();
	const alerted = new Set<string>();
	const viewer = await openViewer(url, ward, await viewerCookie(url), (frame) => {
		if (frame.type !== "episode" || frame.event.kind !== "opened") return;
		const { at, episode } = frame.event;
		const sentAt = sent.get(episode.deviceId)?.get(at);
		// The first counts: what follows may tell of the same trouble in other words.
		if (sentAt === undefined || episode.channel !== "physiological" || alerted.has(episode.deviceId)) return;
		alerted.add(episode.deviceId);
		latencies.add(performance.now() - sentAt);
	});
	const post = async (key: string, path: string, body: string) => {
		const answer = await pool.request({ method: "POST", path, headers: { authorization: `Bearer ${key}` }, body });
		await answer.body.dump();
		if (answer.statusCode !== 202) throw new Error(`a reading was answered ${answer.statusCode}`);
	};
	const suffer = async (index: number): Promise<void> => {
		const device = devices[index] as AlertOptions["devices"][number];
		const source = readingSource(index, device.id);
		const times = new Map<number, number>();
		sent.set(device.id, times);
		const start = Date.now() - (CALM + SHOCKED) * 1000;
		const calm = Array.from({ length: CALM }, (_, i) => source.next(start + i * 1000));
		await post(device.key, "/api/v1/telemetry/batch", `[${calm.join(",")}]`);
		for (let i = CALM; i < CALM + SHOCKED && !alerted.has(device.id); i++) {
			const at = start + i * 1000;
			const body = JSON.stringify({ ...(JSON.parse(source.next(at)) as object), ...SHOCK });
			times.set(at, performance.now());
			await post(device.key, "/api/v1/telemetry", body);
			await pause(PAUSE_MS);
		}
		const until = performance.now() + PATIENCE_MS;
		while (!alerted.has(device.id) && performance.now() < until) await pause(PAUSE_MS);
	};
	let next = 0;
	const work = async () => {
		while (next < devices.length) await suffer(next++);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	viewer.close();
	await pool.destroy();
	return { latency: latencies.report(), silent: devices.map(({ id }) => id).filter((id) => !alerted.has(id)) };
}
