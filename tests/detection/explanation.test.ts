import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { Detector } from "../../detection/detector.ts";
import { shapley } from "../../detection/explanation.ts";
import { durationWords } from "../../detection/sentence.ts";
import { opened, Patient, run, SETTINGS, shift, START, the } from "./support.ts";

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

	/** Two to three deadbands up and down; a saturation has no trouble above. */
	const INJECTED: readonly (readonly [VitalKey, number])[] = [
		["heart_rate", 45],
		["heart_rate", -32],
		["spo2", -8],
		["respiratory_rate", 12.5],
		["temperature", 2],
		["temperature", -1.7],
		["systolic_pressure", 85],
		["systolic_pressure", -36],
		["diastolic_pressure", 75],
		["mean_pressure", 75],
		["etco2", 26],
		["etco2", -22],
	];

	it("ranks the injected vital first in at least 98 % of single-vital cases, whoever the patient and however far", () => {
		let right = 0;
		let cases = 0;
		for (let seed = 1; seed <= 5; seed++) {
			const state = run({ seconds: LEARNED, patient: new Patient(seed) }).detector.serialise();
			for (const [vital, by] of INJECTED) {
				for (const size of [1, 1.1, 1.2]) {
					const detector = Detector.restore(state, SETTINGS);
					const patient = new Patient(seed + 100);
					for (let second = LEARNED; second < LEARNED + 900; second++) {
						const vitals = patient.vitals(second);
						shift(vitals, vital, size * by);
						const { transitions } = detector.push({ timestamp: START + second * 1000, vitals, battery: null });
						const [episode] = opened(transitions, "physiological");
						if (episode === undefined) continue;
						cases++;
						if (episode.contributions[0]?.vital === vital) right++;
						break;
					}
				}
			}
		}
		expect(cases).toBeGreaterThanOrEqual(175);
		expect(right / cases).toBeGreaterThanOrEqual(0.98);
	});

	it("shares out the whole difference of the scores, whatever the game", () => {
		const worths = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 });
		fc.assert(
			fc.property(worths, (values) => {
				const sum = shapley([0, 1, 2, 3], (mask) => the(values[mask])).reduce((a, b) => a + b, 0);
				expect(sum).toBeCloseTo(the(values[15]) - the(values[0]), 12);
			}),
			{ seed: 1 },
		);
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
