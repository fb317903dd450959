import { describe, expect, it } from "vitest";
import { earlyAt, isFlat, trendOf } from "../../bench/soak/memory.ts";

/** A sample each 10 s for ten minutes. */
const samples = (bytesAt: (s: number) => number) =>
	Array.from({ length: 61 }, (_, k) => ({ s: k * 10, bytes: bytesAt(k * 10) }));

describe("the memory of a soak", () => {
	it("is read at minute 1, in the middle and at the end", () => {
		const { early_mb, middle_mb, end_mb } = trendOf(
			samples((s) => s * 1e6),
			600,
		);
		expect([early_mb, middle_mb, end_mb]).toEqual([60, 300, 600]);
		expect(earlyAt(600)).toBe(60);
		expect(earlyAt(60)).toBe(6);
	});

	it("has the slope of a straight line, MB a minute", () => {
		const { slope_mb_per_min, late_slope_mb_per_min } = trendOf(
			samples((s) => 500e6 + s * 1e6),
			600,
		);
		expect(slope_mb_per_min).toBeCloseTo(60, 6);
		expect(late_slope_mb_per_min).toBeCloseTo(60, 6);
	});

	it("is flat when it fills at the beginning and then stays, garbage or not", () => {
		const filling = (s: number) => 500e6 + Math.min(s, 240) * 1e6;
		expect(isFlat(trendOf(samples(filling), 600))).toBe(true);
		const garbage = (s: number) => filling(s) + ((s / 10) % 7) * 3e6;
		expect(isFlat(trendOf(samples(garbage), 600))).toBe(true);
	});

	it("is NOT flat when it goes on growing by half a per cent a minute", () => {
		const leaking = trendOf(
			samples((s) => 800e6 + (s / 60) * 4.5e6),
			600,
		);
		expect(isFlat(leaking)).toBe(false);
	});

	it("of a single moment has no slope", () => {
		expect(trendOf([{ s: 0, bytes: 1e6 }], 10)).toMatchObject({ slope_mb_per_min: 0, late_slope_mb_per_min: 0 });
	});
});
