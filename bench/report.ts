/** How long does the report of a day at 1 Hz take, how large is it, and for how long is everybody else kept waiting? */
import { wholeNumber, type Question } from "./question.ts";
import { startProduct } from "./runtime/runtime.ts";

const HOURS = 24;
const RUNS = 5;
/** Readings in a request, the most that one takes. */
const BATCH = 1000;
/** The day's begin, by the simulated device's clock. */
const BEGIN = Date.parse("2026-03-01T00:00:00Z");
/** The device's clock stands so long before the end while most is sent: nothing may be older than a day. */
const LATE_S = 300;
const WARD = "bench";
const DEVICE = "BENCH-REPORT";

type Call = (method: string, path: string, body?: unknown, key?: string) => Promise<Response>;

export const report: Question = {
	summary: "the report of a day at 1 Hz: time, size, and the longest that another request waits meanwhile",
	options: { hours: { type: "string" } },
	usage: `[--hours ${HOURS}]`,
	answer: async (progress, values) => {
		const hours = wholeNumber(values, "hours", HOURS);
		const runtime = await startProduct("product.ts", "ram");
		try {
			const call = await caller(runtime.url);
			progress(`Sending ${hours * 3600} readings`);
			await fill(call, hours * 3600);
			const body = { device_id: DEVICE, from: BEGIN, to: BEGIN + hours * 3600_000, note: "A note." };
			const make = async () => {
				const start = performance.now();
				const response = await call("POST", "/api/v1/generate-report", body);
				const { byteLength } = await response.arrayBuffer();
				return { ms: performance.now() - start, bytes: byteLength };
			};
			progress("The first report, which loads library and letters");
			const cold = await make();
			progress("Waiting without a report, and beside reports");
			const idle = await waits(call, () => new Promise((resolve) => setTimeout(resolve, 2000)));
			const alone: number[] = [];
			for (let i = 0; i < RUNS; i++) alone.push((await make()).ms);
			const runs: Awaited<ReturnType<typeof make>>[] = [];
			const busy = await waits(call, async () => {
				for (let i = 0; i < RUNS; i++) runs.push(await make());
			});
			const middle = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
			const [median, bytes] = [middle(runs.map(({ ms }) => ms)), runs[0]?.bytes ?? 0];
			const ms = (value: number) => `${value.toFixed(0)} ms`;
			return {
				lines: [
					`${hours * 3600} readings of nine vital signs, an hour or less in the object and the rest in the lake; RAM disk.`,
					"",
					`report ${ms(middle(alone))} (median of ${RUNS}; the first ${ms(cold.ms)}; beside somebody who asks without pause ${ms(median)}), ${(bytes / 1024).toFixed(0)} KB`,
					`another request beside it: longest ${ms(busy.longest)}, median ${ms(busy.median)}; without a report ${ms(idle.longest)} and ${ms(idle.median)}`,
				],
				figures: {
					readings: hours * 3600,
					report_ms: middle(alone),
					busy_report_ms: median,
					first_ms: cold.ms,
					bytes,
					longest_wait_ms: busy.longest,
					median_wait_ms: busy.median,
					idle_longest_wait_ms: idle.longest,
				},
			};
		} finally {
			await runtime.stop();
		}
	},
};

/** Somebody who may do everything here. */
async function caller(url: string): Promise<Call> {
	const signedIn = await fetch(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person: "admin" }),
		redirect: "manual",
	});
	const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
	return async (method, path, body, key) => {
		const headers: Record<string, string> =
			key === undefined ? { cookie, origin: url } : { authorization: `Bearer ${key}` };
		const response = await fetch(url + path, {
			method,
			headers,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		if (response.ok) return response;
		throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	};
}

async function fill(call: Call, seconds: number): Promise<void> {
	const device = `/api/v1/devices/${DEVICE}`;
	await call("PUT", `/api/v1/wards/${WARD}`, { name: "Bench" });
	await call("PUT", device, { ward_id: WARD, bed: "Bed 1", simulated: true });
	const { key } = (await (await call("POST", `${device}/keys`)).json()) as { key: string };
	const setClock = (now: number) => call("PUT", `${device}/clock`, { now, rate: 1 }, key);
	await setClock(BEGIN);
	await call("PUT", device, { ward_id: WARD, bed: "Bed 1", simulated: true, patient_id: "bench-report" });
	// The assignment begins a moment after the clock was set; the readings with the second after it.
	const first = BEGIN + 1000;
	await setClock(first + (seconds - LATE_S) * 1000);
	let late = false;
	for (let done = 0; done < seconds; done += BATCH) {
		if (!late && done + BATCH > seconds - LATE_S) {
			late = true;
			await setClock(first + seconds * 1000);
		}
		const count = Math.min(BATCH, seconds - done);
		await call(
			"POST",
			"/api/v1/telemetry/batch",
			Array.from({ length: count }, (_, i) => reading(first, done + i)),
			key,
		);
	}
}

function reading(first: number, second: number) {
	const wave = (period: number, by: number) => Math.round(Math.sin(second / period) * by * 10) / 10;
	const noise = (n: number) => ((second * 7919 * n) % 101) / 101 - 0.5;
	return {
		device_id: DEVICE,
		patient_id: "bench-report",
		timestamp: first + second * 1000,
		heart_rate: Math.round(76 + wave(3600, 6) + 6 * noise(1)),
		spo2: Math.round(97 + noise(3)),
		respiratory_rate: Math.round(15 + wave(5000, 2) + 2 * noise(5)),
		temperature: Math.round((36.8 + wave(20_000, 0.2)) * 10) / 10,
		systolic_pressure: Math.round(124 + wave(4000, 8) + 5 * noise(7)),
		diastolic_pressure: Math.round(74 + wave(4000, 5) + 4 * noise(9)),
		mean_pressure: Math.round(91 + wave(4000, 6) + 4 * noise(11)),
		etco2: Math.round(38 + wave(3000, 2)),
		pulse_rate: Math.round(76 + wave(3600, 6) + 6 * noise(13)),
		battery_level: 80,
	};
}

/** How long a small request takes, asked again and again while `work` lasts. */
async function waits(call: Call, work: () => Promise<unknown>): Promise<{ longest: number; median: number }> {
	const times: number[] = [];
	const state = { over: false };
	const asking = (async () => {
		while (!state.over) {
			const start = performance.now();
			await (await call("GET", "/api/v1/me")).arrayBuffer();
			times.push(performance.now() - start);
		}
	})();
	await work();
	state.over = true;
	await asking;
	times.sort((a, b) => a - b);
	return { longest: times.at(-1) ?? 0, median: times[times.length >> 1] ?? 0 };
}
