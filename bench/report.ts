/** How long does the report of a day at 1 Hz take, how large is it, and for how long is everybody else kept waiting? */
import { wholeNumber, type Question } from "./question.ts";
import { caller, fillBed, type Call } from "./runtime/bedside.ts";
import { startProduct } from "./runtime/runtime.ts";

const HOURS = 24;
const RUNS = 5;
/** The day's begin, by the simulated device's clock. */
const BEGIN = Date.parse("2026-03-01T00:00:00Z");
const DEVICE = "BENCH-REPORT";

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
			await fillBed(call, { device: DEVICE, bed: "Bed 1", begin: BEGIN, seconds: hours * 3600 });
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
			const cpuBefore = runtime.cpuMs();
			for (let i = 0; i < RUNS; i++) alone.push((await make()).ms);
			const cpuAfter = runtime.cpuMs();
			const cpu = cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / RUNS;
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
					`the runtime's processor time for one: ${cpu === null ? "unknown" : ms(cpu)}`,
					`another request beside it: longest ${ms(busy.longest)}, median ${ms(busy.median)}; without a report ${ms(idle.longest)} and ${ms(idle.median)}`,
				],
				figures: {
					readings: hours * 3600,
					report_ms: middle(alone),
					report_cpu_ms: cpu,
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
