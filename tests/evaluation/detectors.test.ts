import { describe, expect, it } from "vitest";
import type { Bedside } from "../../evaluation/detectors.ts";
import { createGate } from "../../evaluation/gate.ts";
import { createNews2Alert, isUrgent, news2OfAvailable } from "../../evaluation/news2-alert.ts";
import { createOurs } from "../../evaluation/ours.ts";
import { createSeedForest, seedRisk } from "../../evaluation/seed-forest.ts";
import { createStaticLimits } from "../../evaluation/static-limits.ts";
import { noVitals, type VitalValues } from "../../vitals/reading.ts";

const START = Date.UTC(2026, 2, 1, 8);

/** A series of one vital at 1 Hz beside ordinary ones, through a detector; opening and closing second of each alert. */
function play(
	bed: Bedside,
	seconds: number,
	vitalsAt: (second: number) => Partial<VitalValues>,
): (readonly [number, number])[] {
	for (let second = 0; second < seconds; second++) {
		const vitals = { ...noVitals(), heart_rate: 75, spo2: 98, respiratory_rate: 15, ...vitalsAt(second) };
		bed.push({ timestamp: START + second * 1000, vitals, battery: 80 });
	}
	const alerts = bed.finish(START + seconds * 1000);
	return alerts.map(({ opened, closed }) => [(opened - START) / 1000, (closed - START) / 1000] as const);
}
const between = (second: number, from: number, until: number): boolean => second >= from && second < until;

describe("persistence", () => {
	it("opens only after the condition has held without a break, and closes only after it has been gone without one", () => {
		const gate = createGate(3, 2);
		const series = [true, true, false, true, true, true, true, false, true, false, false, false];
		series.forEach((holds, second) => gate.step(second * 1000, holds));
		gate.finish(99_000);
		expect(gate.alerts).toEqual([{ opened: 6000, closed: 11_000, again: [] }]);
	});

	it("neither opens nor closes on a missing value", () => {
		const gate = createGate(0, 0);
		for (const [second, holds] of [true, null, null, false].entries()) gate.step(second * 1000, holds);
		expect(gate.alerts).toEqual([{ opened: 0, closed: 3000, again: [] }]);
	});
});

describe("static limits", () => {
	it("alarm at every crossing when there is no delay", () => {
		const crossing = play(createStaticLimits(0, 0), 60, (second) => ({ heart_rate: second % 20 === 10 ? 101 : 100 }));
		expect(crossing).toEqual([
			[10, 11],
			[30, 31],
			[50, 51],
		]);
	});

	it("take 100, 50 and 95 for still allowed", () => {
		expect(play(createStaticLimits(0, 0), 10, () => ({ heart_rate: 100, spo2: 95 }))).toEqual([]);
		expect(play(createStaticLimits(0, 0), 10, () => ({ heart_rate: 50 }))).toEqual([]);
		expect(play(createStaticLimits(0, 0), 10, () => ({ heart_rate: 49, spo2: 94 }))).toHaveLength(2);
	});

	it("wait 15 s and clear after 120 s with the usual delays", () => {
		const brief = (second: number) => ({ spo2: between(second, 10, 24) ? 90 : 98 });
		const long = (second: number) => ({ spo2: between(second, 10, 40) || between(second, 100, 110) ? 90 : 98 });
		expect(play(createStaticLimits(15, 120), 300, brief)).toEqual([]);
		expect(play(createStaticLimits(15, 120), 300, long)).toEqual([[25, 230]]);
	});

	it("keep each limit an alarm of its own", () => {
		const both = (second: number) => ({ heart_rate: second >= 5 ? 120 : 75, spo2: second >= 8 ? 90 : 98 });
		expect(play(createStaticLimits(0, 0), 20, both)).toEqual([
			[5, 20],
			[8, 20],
		]);
	});
});

describe("NEWS2 on the available vitals", () => {
	const chart = (vitals: Partial<VitalValues>) => news2OfAvailable({ ...noVitals(), ...vitals });

	it("scores the bands of the Royal College of Physicians' chart at their edges", () => {
		const edges = [
			["respiratory_rate", [8, 3], [9, 1], [11, 1], [12, 0], [20, 0], [21, 2], [24, 2], [25, 3]],
			["spo2", [91, 3], [92, 2], [93, 2], [94, 1], [95, 1], [96, 0]],
			["systolic_pressure", [90, 3], [91, 2], [100, 2], [101, 1], [110, 1], [111, 0], [219, 0], [220, 3]],
			["heart_rate", [40, 3], [41, 1], [50, 1], [51, 0], [90, 0], [91, 1], [110, 1], [111, 2], [130, 2], [131, 3]],
			["temperature", [35, 3], [35.1, 1], [36, 1], [36.1, 0], [38, 0], [38.1, 1], [39, 1], [39.1, 2]],
		] as const;
		for (const [vital, ...bands] of edges) {
			for (const [value, points] of bands) expect(chart({ [vital]: value }).total, `${vital} ${value}`).toBe(points);
		}
	});

	it("scores a retainer's saturation of 88 to 92 as usual on scale 2", () => {
		const points = [83, 84, 86, 88, 92, 97].map((spo2) => news2OfAvailable({ ...noVitals(), spo2 }, 2).total);
		expect(points).toEqual([3, 2, 1, 0, 0, 0]);
	});

	it("is urgent at a total of 5, or at 3 in one parameter, and not at 4 of several", () => {
		expect(isUrgent(chart({ heart_rate: 131 }))).toBe(true);
		expect(isUrgent(chart({ heart_rate: 115, respiratory_rate: 22, temperature: 38.5 }))).toBe(true);
		expect(isUrgent(chart({ heart_rate: 115, respiratory_rate: 22 }))).toBe(false);
	});

	it("says how many parameters it rests on, and does not score the missing ones", () => {
		expect(chart({ heart_rate: 80, spo2: 97 })).toEqual({ total: 0, highest: 0, parameters: 2 });
		expect(chart({}).parameters).toBe(0);
	});

	it("opens after a minute and closes after five", () => {
		const episode = (second: number) => ({ heart_rate: between(second, 100, 300) ? 135 : 75 });
		expect(play(createNews2Alert(60, 300), 900, episode)).toEqual([[160, 600]]);
	});

	it("keeps a cuff's value until the next one is due, and a continuous vital's for a minute only", () => {
		const cuff = (second: number) => ({ systolic_pressure: second === 0 ? 85 : null });
		expect(play(createNews2Alert(60, 300), 600, cuff)).toEqual([[60, 600]]);
		const lost = (second: number) => ({ spo2: between(second, 0, 30) ? 90 : null });
		expect(play(createNews2Alert(120, 300), 600, lost)).toEqual([]);
	});
});

describe("the seed's forest", () => {
	it("has the faults it is known for", () => {
		expect(seedRisk(80, 98, 75)).toBe("LOW");
		expect(seedRisk(80, 60, 75)).toBe("LOW");
		expect(seedRisk(80, 0, 75)).toBe("LOW");
		expect(seedRisk(35, 98, 75)).toBe("LOW");
		// A healthy athlete with a battery at 30 %.
		expect(seedRisk(50, 98, 30)).toBe("MEDIUM");
	});

	it("alarms after 15 s and ends after 120 s", () => {
		const battery = createSeedForest("MEDIUM", 15, 120);
		const ill = (second: number) => ({
			heart_rate: between(second, 50, 100) ? 50 : 80,
			spo2: between(second, 50, 100) ? 80 : 98,
		});
		expect(play(battery, 300, ill)).toEqual([[65, 220]]);
	});
});

describe("ours at the bedside", () => {
	it("tells a physiological episode from opening to close, with its escalations, and none beside it", () => {
		const ill = (second: number) => ({ spo2: between(second, 1800, 2100) ? 80 : 98 });
		const alerts = play(createOurs({ type: "adult", seed: 1 }), 3000, ill);
		expect(alerts).toHaveLength(1);
		expect(alerts[0]?.[0]).toBeGreaterThanOrEqual(1800);
		expect(alerts[0]?.[0]).toBeLessThanOrEqual(1860);
		expect(alerts[0]?.[1]).toBeGreaterThan(2100);
	});

	it("keeps technical notices apart", () => {
		const bed = createOurs({ type: "adult", seed: 1 });
		expect(
			play(bed, 1500, (second) => ({
				heart_rate: 72 + (second % 3),
				spo2: between(second, 600, 1200) ? null : 98,
			})),
		).toEqual([]);
		expect(bed.technical().map(({ rule }) => rule)).toEqual(["sensors-absent"]);
	});
});
