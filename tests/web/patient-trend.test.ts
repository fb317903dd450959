import { describe, expect, it } from "vitest";
import type { TrendPage, TrendValue } from "../../vitals/api.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import { noVitals } from "../../vitals/reading.ts";
import { addReading, dropBefore, emptyGrid, gridOf, statsOf } from "../../web/src/patient/trend-data.ts";

const value = (mean: number, min = mean, max = mean, n = 1): TrendValue => ({ n, mean, min, max });
const entry = (at: number, vitals: Partial<Record<VitalKey, TrendValue>>): TrendPage["data"][number] => ({
	timestamp: new Date(at * 1000).toISOString(),
	n: 1,
	vitals: Object.fromEntries(VITAL_KEYS.map((key) => [key, vitals[key] ?? null])) as Record<
		VitalKey,
		TrendValue | null
	>,
	score: null,
	risk: "LOW",
	flags: [],
});
const page = (...data: TrendPage["data"]): TrendPage => ({ data, resolution: 10, next_cursor: null });

describe("trends on a grid", () => {
	it("have a gap where nothing was measured, and no column for a vital sign that is not", () => {
		const grid = gridOf(page(entry(100, { heart_rate: value(70) }), entry(130, { heart_rate: value(80) })), 100, 150);
		expect(grid.times).toEqual([105, 115, 125, 135, 145]);
		expect(grid.vitals.heart_rate?.mean).toEqual([70, null, null, 80, null]);
		expect(grid.vitals.spo2).toBeUndefined();
	});

	it("leave out what lies beside the stretch", () => {
		const grid = gridOf(page(entry(50, { spo2: value(90) }), entry(500, { spo2: value(91) })), 100, 150);
		expect(grid.vitals).toEqual({});
	});

	it("go on with live readings: into the step they belong to, and into new steps", () => {
		const grid = gridOf(page(entry(100, { heart_rate: value(70, 68, 72, 4) })), 100, 110);
		expect(addReading(grid, 105, { ...noVitals(), heart_rate: 90 })).toBe(true);
		expect(addReading(grid, 127, { ...noVitals(), heart_rate: 75, spo2: 96 })).toBe(true);
		expect(grid.times).toEqual([105, 115, 125]);
		expect(grid.vitals.heart_rate).toEqual({
			mean: [74, null, 75],
			min: [68, null, 75],
			max: [90, null, 75],
			n: [5, 0, 1],
		});
		expect(grid.vitals.spo2?.mean).toEqual([null, null, 96]);
	});

	it("take no reading from before their start, and nothing from one without values", () => {
		const grid = emptyGrid(100, 110, 10);
		expect(addReading(grid, 99, { ...noVitals(), heart_rate: 90 })).toBe(false);
		expect(addReading(grid, 101, noVitals())).toBe(false);
		expect(grid.vitals).toEqual({});
	});

	it("forget what is no longer shown, and never all of it", () => {
		const grid = gridOf(page(entry(100, { spo2: value(90) }), entry(140, { spo2: value(95) })), 100, 150);
		const later = dropBefore(grid, 125);
		expect(later.times).toEqual([125, 135, 145]);
		expect(later.vitals.spo2?.mean).toEqual([null, null, 95]);
		expect(later.start).toBe(120);
		expect(dropBefore(grid, 10_000).times).toHaveLength(1);
		expect(dropBefore(grid, 50)).toBe(grid);
	});

	it("are told in numbers by all values behind them, extremes included", () => {
		const grid = gridOf(
			page(entry(100, { spo2: value(90, 60, 95, 9) }), entry(110, { spo2: value(100, 100, 100, 1) })),
			100,
			120,
		);
		expect(statsOf(grid, "spo2", 100, 120)).toEqual({ n: 10, mean: 91, min: 60, max: 100, last: 100 });
		expect(statsOf(grid, "spo2", 110, 120)).toMatchObject({ n: 1, min: 100 });
		expect(statsOf(grid, "heart_rate", 100, 120)).toBeNull();
	});
});
