import { describe, expect, it } from "vitest";
import { createProgress } from "../../simulator/progress.ts";

const state = (done: number) => ({ done, waiting: 3, retries: 1 });

describe("progress without a terminal", () => {
	it("writes a line every five seconds with the rate since the last, and nothing in between", () => {
		const lines: string[] = [];
		const progress = createProgress({ total: 200, terminal: false, startMs: 1000, write: (line) => lines.push(line) });
		for (const [done, at] of [
			[10, 2000],
			[50, 6000],
			[60, 7000],
			[150, 11_000],
		] as const)
			progress.update(state(done), at);
		progress.stop(state(200));
		expect(lines).toEqual([
			"5 s: 50 of 200 (25 %) done, 10.0/s, 3 waiting, 1 retries",
			"10 s: 150 of 200 (75 %) done, 20.0/s, 3 waiting, 1 retries",
		]);
	});

	it("leaves out the share when a run has no end, also on a terminal", () => {
		const lines: string[] = [];
		createProgress({ total: null, terminal: true, startMs: 0, write: (line) => lines.push(line) }).update(
			state(50),
			5000,
		);
		expect(lines).toEqual(["5 s: 50 done, 10.0/s, 3 waiting, 1 retries"]);
	});
});
