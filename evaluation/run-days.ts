/** Runs the days of a set on several threads. A day depends on its index alone, so their number changes nothing but the time. */
import { Worker } from "node:worker_threads";
import type { SetName } from "./benchmark.ts";
import { evaluateDay, type DayResult } from "./evaluate-day.ts";

/**
 * @param days - the first so many days of the set
 * @param threads - 1 runs in this thread
 * @param progress - called after each day with the number done
 * @returns the days in order
 * @throws the first error of any thread
 */
export async function runDays(
	set: SetName,
	days: number,
	threads: number,
	progress: (done: number) => void = () => {},
): Promise<DayResult[]> {
	if (threads <= 1) {
		return Array.from({ length: days }, (_, index) => {
			const result = evaluateDay(set, index);
			progress(index + 1);
			return result;
		});
	}
	const results: DayResult[] = [];
	let next = 0;
	let done = 0;
	const work = (): Promise<void> =>
		new Promise((finished, failed) => {
			const worker = new Worker(new URL("day-worker.ts", import.meta.url));
			const ask = (): void => {
				// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
				if (next < days) worker.postMessage({ set, index: next++ });
				else worker.terminate().then(() => finished(), failed);
			};
			worker.on("message", (result: DayResult) => {
				results[result.index] = result;
				progress(++done);
				ask();
			});
			worker.on("error", failed);
			ask();
		});
	await Promise.all(Array.from({ length: Math.min(threads, days) }, work));
	return results;
}
