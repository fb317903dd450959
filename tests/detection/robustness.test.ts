import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { VitalValues } from "../../vitals/reading.ts";
import { Detector, type Verdict } from "../../detection/detector.ts";
import { run, SETTINGS, shift, START } from "./support.ts";

const anyNumber = fc.oneof(
	fc.double(),
	fc.double({ min: -10, max: 310, noNaN: true }),
	fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e308, 655.35),
);
const anyVitals = fc.record(
	Object.fromEntries(VITAL_KEYS.map((key) => [key, fc.option(anyNumber)])),
) as fc.Arbitrary<VitalValues>;
const anyTime = fc.oneof(
	fc.integer({ min: START, max: START + 3_600_000 }),
	fc.double(),
	fc.integer(),
	fc.maxSafeInteger(),
);

/** What is unsound about a verdict; nothing, one hopes. */
function complaints({ score, transitions }: Verdict): string[] {
	const found: string[] = [];
	if (score !== null && !(score >= 0 && score <= 1)) found.push(`score ${score}`);
	for (const { peakScore, contributions, sentence } of transitions) {
		if (!(peakScore >= 0 && peakScore <= 1)) found.push(`peak score ${peakScore}`);
		if (sentence === "" || /NaN|undefined|Infinity|null|655\.35/.test(sentence)) found.push(`sentence "${sentence}"`);
		const numbers = contributions.flatMap(({ share, actual, usual, delta }) => [share, actual, usual, delta]);
		if (!numbers.every(Number.isFinite)) found.push(`contributions ${numbers.join(" ")}`);
		const sum = contributions.reduce((total, { share }) => total + share, 0);
		if (contributions.length > 0 && Math.abs(sum - 1) > 1e-9) found.push(`shares sum to ${sum}`);
	}
	return found;
}

describe("any input", () => {
	it("NEVER makes the detector throw or answer NaN, whatever the values and the clock do", () => {
		const reading = fc.record({ timestamp: anyTime, vitals: anyVitals, battery: fc.option(anyNumber) });
		fc.assert(
			fc.property(fc.array(reading, { maxLength: 40 }), fc.integer(), (stream, seed) => {
				const detector = new Detector({ seed });
				expect(stream.flatMap((next) => complaints(detector.push(next)))).toEqual([]);
				expect(detector.serialise().length).toBeLessThanOrEqual(8192);
			}),
			{ numRuns: 150, seed: 2 },
		);
	});

	it("NEVER does so on streams that go forward, at any cadence", () => {
		const reading = fc.record({
			gap: fc.constantFrom(1, 100, 1000, 1000, 1000, 20_000, 600_000),
			vitals: anyVitals,
			battery: fc.option(anyNumber),
		});
		fc.assert(
			fc.property(fc.array(reading, { minLength: 30, maxLength: 150 }), (stream) => {
				const detector = new Detector(SETTINGS);
				let timestamp = START;
				const found = stream.flatMap(({ gap, vitals, battery }) =>
					complaints(detector.push({ timestamp: (timestamp += gap), vitals, battery })),
				);
				expect(found).toEqual([]);
			}),
			{ numRuns: 60, seed: 3 },
		);
	});

	it("opens an episode only when none of its kind is open, and closes only what is open", () => {
		const { transitions } = run({
			seconds: 20_000,
			every: 2,
			battery: (second) => 50 - second / 420,
			change: (vitals, second) => {
				const phase = Math.floor(second / 370) % 8;
				if (phase === 1) vitals.spo2 = 80;
				if (phase === 2) vitals.heart_rate = 0;
				if (phase === 4) vitals.respiratory_rate = null;
				if (phase === 5) shift(vitals, "heart_rate", 60);
				if (phase === 6) vitals.spo2 = null;
			},
		});
		const open = new Set<string>();
		for (const { kind, channel, rule } of transitions) {
			const key = channel === "physiological" ? channel : `${channel} ${rule}`;
			const opens = kind === "opened" || kind === "reopened";
			expect(open.has(key)).toBe(!opens);
			if (opens) open.add(key);
			if (kind === "closed") open.delete(key);
		}
		expect(transitions.length).toBeGreaterThan(20);
	});

	it("gives the same verdicts for the same readings and seed", () => {
		const options = { seconds: 1500, every: 1 };
		expect(run(options).verdicts).toEqual(run(options).verdicts);
	});
});
