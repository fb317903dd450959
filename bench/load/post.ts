/** HTTP clients that post one reading after another, each as soon as the last was answered. */
import { Pool } from "undici";
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { readingSource, type ReadingSource } from "./readings.ts";

export interface PostTarget {
	/** Names the target: its readings go on where the last round ended. */
	readonly name: string;
	readonly url: string;
	readonly devices: readonly { readonly id: string; readonly key: string }[];
	readonly connections: number;
}

export interface PostReport {
	readonly requests: number;
	readonly seconds: number;
	/** Answers other than 202, by status. */
	readonly refused: Readonly<Record<string, number>>;
	/** Of all rounds of this target so far, those to warm up left out. */
	readonly latency: LatencyReport;
}

/** Simulated devices start in the past, a second between readings: at full speed they are a long way from now. */
const STARTS_BEFORE_MS = 20 * 3600_000;

interface Sender {
	readonly authorization: string;
	readonly source: ReadingSource;
	at: number;
}

interface Running {
	readonly pool: Pool;
	readonly senders: Sender[];
	readonly latencies: Latencies;
}

const running = new Map<string, Running>();

function targetOf(target: PostTarget): Running {
	let found = running.get(target.name);
	if (found === undefined) {
		const start = Date.now() - STARTS_BEFORE_MS;
		found = {
			pool: new Pool(target.url, { connections: target.connections, pipelining: 1 }),
			senders: target.devices.map(({ id, key }, index) => ({
				authorization: `Bearer ${key}`,
				source: readingSource(index, id),
				at: start,
			})),
			latencies: new Latencies(),
		};
		running.set(target.name, found);
	}
	return found;
}

/**
 * Posts for `seconds` over all connections.
 *
 * @param counted - false for a round that only warms up
 */
export async function post(target: PostTarget, seconds: number, counted: boolean): Promise<PostReport> {
	const { pool, senders, latencies } = targetOf(target);
	const refused: Record<string, number> = {};
	let requests = 0;
	let turn = 0;
	const began = performance.now();
	const until = began + seconds * 1000;
	const work = async () => {
		for (let sentAt = performance.now(); sentAt < until; sentAt = performance.now()) {
			const sender = senders[turn++ % senders.length] as Sender;
			sender.at += 1000;
			const { statusCode, body } = await pool.request({
				method: "POST",
				path: "/api/v1/telemetry",
				headers: { "content-type": "application/json", authorization: sender.authorization },
				body: sender.source.next(sender.at),
			});
			await body.dump();
			requests++;
			if (statusCode !== 202) refused[statusCode] = (refused[statusCode] ?? 0) + 1;
			if (counted) latencies.add(performance.now() - sentAt);
		}
	};
	await Promise.all(Array.from({ length: target.connections }, work));
	return { requests, seconds: (performance.now() - began) / 1000, refused, latency: latencies.report() };
}
