import { describe, expect, it } from "vitest";
import { around, HOUR, lookInto, move, stepOf, stretchOf, zoom, type Span } from "../../web/src/patient/span.ts";

const NOW = 1_000_000;
const live = (length: number): Span => ({ kind: "live", length });

describe("the stretch that is looked at", () => {
	it("ends a little after now while it is live", () => {
		const { from, to } = stretchOf(live(HOUR), NOW);
		expect(from).toBe(NOW - HOUR);
		expect(to).toBeGreaterThan(NOW);
		expect(to - NOW).toBeLessThan(HOUR / 20);
	});

	it("has some hundred steps, and none below a second", () => {
		expect(stepOf({ from: 0, to: 60 })).toBe(1);
		expect(stepOf({ from: 0, to: 7 * 24 * HOUR })).toBe(1680);
	});

	it("is never shorter than a minute, nor longer than a week, nor beyond now", () => {
		expect(lookInto({ from: NOW - 10, to: NOW - 5 }, NOW)).toMatchObject({ kind: "fixed" });
		const short = lookInto({ from: NOW - 10, to: NOW + 500 }, NOW) as { from: number; to: number };
		expect(short.to).toBeLessThanOrEqual(NOW);
		const least = lookInto({ from: NOW - 1000, to: NOW - 999 }, NOW) as { from: number; to: number };
		expect(least.to - least.from).toBe(60);
		const most = lookInto({ from: 0, to: NOW }, NOW) as { from: number; to: number };
		expect(most.to - most.from).toBe(7 * 24 * HOUR);
	});

	it("stays live when zoomed live, and around its middle otherwise", () => {
		expect(zoom(live(HOUR), 0.5, NOW)).toEqual(live(HOUR / 2));
		expect(zoom(live(HOUR), 2, NOW)).toEqual(live(2 * HOUR));
		expect(zoom({ kind: "fixed", from: 1000, to: 5000 }, 0.5, NOW)).toEqual({ kind: "fixed", from: 2000, to: 4000 });
	});

	it("moves back half a screen, and forward until it is live again, also when time has passed", () => {
		const back = move(live(HOUR), -1, NOW);
		expect(back).toEqual({ kind: "fixed", from: NOW - 1.5 * HOUR, to: NOW - 0.5 * HOUR });
		expect(move(back, 1, NOW + 20)).toEqual(live(HOUR));
		const further = move(back, -1, NOW);
		expect(move(further, 1, NOW)).toEqual(back);
	});

	it("of an episode has what came before it", () => {
		const { from, to } = around(NOW - 4000, NOW - 3000, NOW) as { from: number; to: number };
		expect(from).toBe(NOW - 4600);
		expect(to).toBe(NOW - 2400);
	});
});
