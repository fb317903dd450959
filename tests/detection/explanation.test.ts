import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { durationWords } from "../../detection/sentence.ts";
import { opened, run, shift, the } from "./support.ts";

const LEARNED = 5400;

function explained(change: Partial<Record<VitalKey, number>>) {
	const { transitions } = run({
		seconds: LEARNED + 900,
		change: (vitals, second) => {
			if (second < LEARNED) return;
			for (const [vital, by] of Object.entries(change) as [VitalKey, number][]) shift(vitals, vital, by);
		},
	});
	const [episode] = opened(transitions, "physiological");
	expect(episode).toBeDefined();
	return the(episode);
}

describe("attribution", () => {
	it.each<[VitalKey, number]>([
		["spo2", -8],
		["heart_rate", 45],
		["heart_rate", -34],
		["respiratory_rate", 12],
		["temperature", 2.2],
		["systolic_pressure", -36],
		["diastolic_pressure", 50],
		["mean_pressure", 60],
		["etco2", 24],
	])("names the injected %s (%d) first, with shares that sum to 1", (vital, by) => {
		const episode = explained({ [vital]: by });
		expect(episode.leadingVital).toBe(vital);
		expect(episode.contributions[0]).toMatchObject({ vital });
		expect(the(episode.contributions[0]).share).toBeGreaterThan(0.5);
		expect(episode.contributions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
		expect(Math.sign(the(episode.contributions[0]).delta)).toBe(Math.sign(by));
	});

	it("names both of two injected vitals before all others", () => {
		const episode = explained({ heart_rate: 45, respiratory_rate: 12 });
		const firstTwo = episode.contributions.slice(0, 2).map(({ vital }) => vital);
		expect(firstTwo.sort()).toEqual(["heart_rate", "respiratory_rate"]);
	});

	it("tells actual, usual and their difference in the vital's unit", () => {
		const [first] = explained({ spo2: -8 }).contributions;
		expect(the(first).usual).toBeGreaterThan(96);
		expect(the(first).usual).toBeLessThan(98);
		expect(the(first).delta).toBeCloseTo(the(first).actual - the(first).usual, 9);
	});

	it("says in one sentence what changed, from what", () => {
		expect(explained({ heart_rate: 45, respiratory_rate: 12 }).sentence).toMatch(
			/^(Heart rate 1\d\d, usually \d\d|Respiratory rate \d\d, usually \d\d), .*; (heart|respiratory) rate \d+, usually \d+/,
		);
	});

	it("says durations as people do", () => {
		expect([400, 40_000, 61_000, 3 * 60_000, 2 * 3_600_000].map(durationWords)).toEqual([
			"1 s",
			"40 s",
			"1 min",
			"3 min",
			"2 h",
		]);
	});
});
