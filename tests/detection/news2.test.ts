import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { AGE_BANDS, DEFAULT_CONTEXT } from "../../vitals/patient-context.ts";
import { noVitals } from "../../vitals/reading.ts";
import { news2, news2Trend } from "../../detection/news2.ts";

const WELL = {
	...noVitals(),
	heart_rate: 70,
	spo2: 97,
	respiratory_rate: 16,
	temperature: 37,
	systolic_pressure: 120,
};
const ALERT_ON_AIR = { consciousness: "A", oxygen: false } as const;
const SCALE_2 = { ...DEFAULT_CONTEXT, spo2Scale: 2 } as const;

/** Both sides of every boundary of the table. */
const TABLE: Partial<Record<VitalKey, readonly (readonly [value: number, points: number])[]>> = {
	respiratory_rate: [
		[0, 3],
		[8, 3],
		[9, 1],
		[11, 1],
		[12, 0],
		[20, 0],
		[21, 2],
		[24, 2],
		[25, 3],
		[60, 3],
	],
	spo2: [
		[50, 3],
		[91, 3],
		[92, 2],
		[93, 2],
		[94, 1],
		[95, 1],
		[96, 0],
		[100, 0],
	],
	systolic_pressure: [
		[60, 3],
		[90, 3],
		[91, 2],
		[100, 2],
		[101, 1],
		[110, 1],
		[111, 0],
		[219, 0],
		[220, 3],
	],
	heart_rate: [
		[0, 3],
		[40, 3],
		[41, 1],
		[50, 1],
		[51, 0],
		[90, 0],
		[91, 1],
		[110, 1],
		[111, 2],
		[130, 2],
		[131, 3],
	],
	temperature: [
		[34, 3],
		[35, 3],
		[35.1, 1],
		[36, 1],
		[36.1, 0],
		[38, 0],
		[38.1, 1],
		[39, 1],
		[39.1, 2],
		[41, 2],
	],
};
const ROWS = Object.entries(TABLE).flatMap(([vital, rows]) =>
	rows.map(([value, points]) => [vital as VitalKey, value, points] as const),
);

describe("NEWS2", () => {
	it("is 0, low, for an alert adult on air who is well", () => {
		expect(news2(WELL, ALERT_ON_AIR)).toMatchObject({ score: 0, known: 7, of: 7, band: "low", reason: null });
	});

	it.each(ROWS)("gives %s of %d %d points", (vital, value, points) => {
		expect(news2({ ...WELL, [vital]: value }, ALERT_ON_AIR).score).toBe(points);
	});

	it.each([
		[83, 3, 3],
		[84, 2, 2],
		[85, 2, 2],
		[86, 1, 1],
		[87, 1, 1],
		[88, 0, 0],
		[92, 0, 0],
		[93, 0, 1],
		[94, 0, 1],
		[95, 0, 2],
		[96, 0, 2],
		[97, 0, 3],
		[100, 0, 3],
	])("gives a saturation of %d on scale 2 %d points on air and %d on oxygen", (spo2, onAir, onOxygen) => {
		const points = (oxygen: boolean) =>
			news2({ ...WELL, spo2 }, { consciousness: "A", oxygen }, SCALE_2).parameters.spo2?.points;
		expect([points(false), points(true)]).toEqual([onAir, onOxygen]);
	});

	it("does NOT guess a saturation's points on scale 2 that depend on oxygen, and gives those that do not", () => {
		expect(news2({ ...WELL, spo2: 95 }, {}, SCALE_2).parameters.spo2).toBeNull();
		expect(news2({ ...WELL, spo2: 85 }, {}, SCALE_2).parameters.spo2?.points).toBe(2);
	});

	it("gives oxygen 2 points, and anything but alert 3", () => {
		expect(news2(WELL, { consciousness: "A", oxygen: true }).score).toBe(2);
		for (const consciousness of ["C", "V", "P", "U"] as const)
			expect(news2(WELL, { consciousness, oxygen: false }).score).toBe(3);
	});

	it("takes the pulse rate where there is no heart rate", () => {
		expect(news2({ ...WELL, heart_rate: null, pulse_rate: 120 }, ALERT_ON_AIR).score).toBe(2);
	});

	it("rounds to the table's steps", () => {
		expect(news2({ ...WELL, temperature: 38.04 }, ALERT_ON_AIR).score).toBe(0);
		expect(news2({ ...WELL, respiratory_rate: 20.4 }, ALERT_ON_AIR).score).toBe(0);
		expect(news2({ ...WELL, respiratory_rate: 20.6 }, ALERT_ON_AIR).score).toBe(2);
	});

	it.each([
		["low", {}, 0],
		["low", { respiratory_rate: 22, heart_rate: 115 }, 4],
		["low-medium", { spo2: 90 }, 3],
		["low-medium", { spo2: 90, heart_rate: 95 }, 4],
		["medium", { spo2: 90, heart_rate: 115 }, 5],
		["medium", { spo2: 90, heart_rate: 140 }, 6],
		["high", { spo2: 90, heart_rate: 140, temperature: 38.5 }, 7],
	] as const)("is %s for %o, in all %d", (band, vitals, score) => {
		expect(news2({ ...WELL, ...vitals }, ALERT_ON_AIR)).toMatchObject({ band, score });
	});

	it("reaches 20 at the worst", () => {
		const worst = { heart_rate: 140, spo2: 80, respiratory_rate: 30, temperature: 34, systolic_pressure: 70 };
		expect(news2({ ...WELL, ...worst }, { consciousness: "U", oxygen: true }).score).toBe(20);
	});

	it("stays incomplete, NEVER 0, while an input is missing, and says which", () => {
		expect(news2({ ...WELL, temperature: null, spo2: 90 }, { oxygen: false })).toMatchObject({
			score: null,
			band: null,
			partial: 3,
			known: 5,
			applicable: true,
			reason: "5 of 7 parameters; missing: consciousness, temperature",
		});
	});

	it("does NOT apply under 16 or in pregnancy", () => {
		const applicable = AGE_BANDS.filter(
			(ageBand) => news2(WELL, ALERT_ON_AIR, { ...DEFAULT_CONTEXT, ageBand }).applicable,
		);
		expect(applicable).toEqual(["16-18-years", "adult"]);
		expect(news2(WELL, ALERT_ON_AIR, { ...DEFAULT_CONTEXT, pregnant: true })).toMatchObject({
			score: null,
			band: null,
			applicable: false,
			reason: "NEWS2 does not apply in pregnancy",
		});
	});
});

describe("NEWS2's trend", () => {
	const HOUR = 3_600_000;
	const history = [0, 2, null, 5].map((score, hour) => ({ time: hour * HOUR, score }));

	it("compares the newest complete score with the oldest within the stretch", () => {
		expect(news2Trend(history, 2 * HOUR)).toEqual({ direction: "rising", change: 3, since: HOUR });
		expect(news2Trend(history, 24 * HOUR)).toEqual({ direction: "rising", change: 5, since: 0 });
		expect(news2Trend([...history, { time: 4 * HOUR, score: 1 }], 24 * HOUR)?.direction).toBe("rising");
		expect(news2Trend([...history, { time: 4 * HOUR, score: 1 }], HOUR)?.direction).toBe("falling");
		expect(news2Trend([...history, { time: 4 * HOUR, score: 5 }], HOUR)?.direction).toBe("steady");
	});

	it("is unknown with fewer than two complete scores", () => {
		expect(news2Trend(history, HOUR / 2)).toBeNull();
		expect(news2Trend([], HOUR)).toBeNull();
	});
});
