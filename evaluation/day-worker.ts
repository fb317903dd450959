/** A thread that evaluates the days it is asked for. */
import { parentPort } from "node:worker_threads";
import type { SetName } from "./benchmark.ts";
import { evaluateDay } from "./evaluate-day.ts";

parentPort?.on("message", ({ set, index }: { set: SetName; index: number }) => {
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
	parentPort?.postMessage(evaluateDay(set, index));
});
