/** What the steps of a reading's way cost, measured inside the runtime by `workers/probe.ts`. */
import { median } from "./measure.ts";
import { startProduct } from "./runtime/runtime.ts";

/** `post_<n>` is the Worker's own part of a request with n readings: all but the object. */
export type Step =
	| "key"
	| "hmac"
	| "parse"
	| "check"
	| "score"
	| "state"
	| "encode"
	| "commit"
	| "commit_each"
	| "post_1"
	| "post_10"
	| "post_60";

/** A step is repeated until a run of it takes so long: then the request around it weighs nothing. */
const LONG_ENOUGH_MS = 150;
const RUNS = 5;
const FIRST_N = 60;

/** Microseconds a reading of each step on a RAM disk, median of five runs. */
export async function probeUs(steps: readonly Step[]): Promise<Record<string, number>> {
	const runtime = await startProduct("probe.ts", "ram", {}, { FLOOR: { className: "Floor", useSQLite: true } });
	const run = async (step: string, n: number): Promise<{ ms: number; handled: number }> => {
		const began = performance.now();
		const response = await fetch(`${runtime.url}/?step=${step}&n=${n}`);
		if (!response.ok) throw new Error(`step ${step} answered ${response.status}: ${await response.text()}`);
		const { handled } = (await response.json()) as { handled: number };
		if (handled < n) throw new Error(`step ${step} handled ${handled} of ${n} readings`);
		return { ms: performance.now() - began, handled };
	};
	try {
		const found: Record<string, number> = {};
		for (const step of steps) {
			let n = FIRST_N;
			while ((await run(step, n)).ms < LONG_ENOUGH_MS) n *= 2;
			const times: number[] = [];
			for (let i = 0; i < RUNS; i++) {
				const empty = await run("idle", 0);
				const { ms, handled } = await run(step, n);
				times.push(((ms - empty.ms) * 1000) / handled);
			}
			found[step] = median(times);
		}
		return found;
	} finally {
		await runtime.stop();
	}
}
