import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Detector } from "../../detection/detector.ts";
import { normsOf } from "../../detection/norms.ts";
import { VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../../vitals/catalogue.ts";
import { type DeadbandTuning, DEFAULT_CONTEXT } from "../../vitals/patient-context.ts";
import { noVitals } from "../../vitals/reading.ts";
import { opened, run, secondOf, SETTINGS, START } from "./support.ts";

const judged = (vital: VitalKey, side: "up" | "down", step: 1 | -1, n = 1): DeadbandTuning[] =>
	Array.from({ length: n }, (_, i) => ({ episodeId: `${vital}-${i}`, vital, side, step, at: i, by: "nurse" }));
const bandOf = (vital: VitalKey, tuning: readonly DeadbandTuning[]) =>
	normsOf({ ...DEFAULT_CONTEXT, tuning }).deadbands[VITAL_KEYS.indexOf(vital)];

const anyTuning = fc.array(
	fc.record({
		episodeId: fc.uuid(),
		vital: fc.constantFrom(...VITAL_KEYS),
		side: fc.constantFrom("up" as const, "down" as const),
		step: fc.constantFrom(1 as const, -1 as const),
		at: fc.nat(),
		by: fc.constant("nurse"),
	}),
	{ maxLength: 60 },
);
/** Values of every vital, among them those no sensor sends and those far beyond the limits. */
const anyVitals = fc
	.tuple(...VITAL_SIGNS.map((sign) => fc.option(fc.double({ min: sign.sensorMin, max: sign.sensorMax, noNaN: true }))))
	.map((values) => ({ ...noVitals(), ...Object.fromEntries(values.map((value, i) => [VITAL_KEYS[i], value])) }));

describe("judgements of alarms", () => {
	it("widen the side that raised a false alarm by 15 % each, and not the other", () => {
		const [usual, once] = [bandOf("heart_rate", []), bandOf("heart_rate", judged("heart_rate", "up", 1))];
		expect(once?.up).toBeCloseTo((usual?.up ?? 0) * 1.15, 9);
		expect(once?.down).toBe(usual?.down);
		expect(bandOf("spo2", judged("heart_rate", "up", 1))).toEqual(bandOf("spo2", []));
	});

	it("widen by 45 % at most, and never make a deadband narrower than its default", () => {
		const usual = bandOf("spo2", []);
		expect(bandOf("spo2", judged("spo2", "down", 1, 20))?.down).toBeCloseTo((usual?.down ?? 0) * 1.45, 9);
		expect(bandOf("spo2", judged("spo2", "down", -1, 20))?.down).toBe(usual?.down);
	});

	it("are taken back one by one by confirmed alarms, also after more than could count", () => {
		const many = [...judged("spo2", "down", 1, 20), ...judged("spo2", "down", -1, 3)];
		expect(bandOf("spo2", many)).toEqual(bandOf("spo2", []));
	});

	it("NEVER move the safety net: whatever was judged, the same values are beyond it", () => {
		fc.assert(
			fc.property(anyTuning, anyVitals, (tuning, vitals) => {
				const of = (context = DEFAULT_CONTEXT) =>
					new Detector({ ...SETTINGS, context }).push({ timestamp: START, vitals, battery: null });
				const [plain, judgedSo] = [of(), of({ ...DEFAULT_CONTEXT, tuning })];
				expect(judgedSo.extremes).toEqual(plain.extremes);
				if (plain.extremes.length > 0) expect(judgedSo.risk).toBe("HIGH");
				const { low, high } = normsOf({ ...DEFAULT_CONTEXT, tuning });
				expect({ low, high }).toEqual({ low: normsOf().low, high: normsOf().high });
			}),
			{ numRuns: 500 },
		);
	});

	it.each<[VitalKey, number]>([
		["spo2", 80],
		["heart_rate", 140],
		["respiratory_rate", 6],
		["systolic_pressure", 75],
	])("NEVER keep %s at %d from opening an episode within 15 s, however often it was called false", (vital, value) => {
		const tuning = VITAL_KEYS.flatMap((key) => [...judged(key, "up", 1, 9), ...judged(key, "down", 1, 9)]);
		const { transitions } = run({
			seconds: 2460,
			before: (detector, second) => {
				if (second === 0) detector.context = { ...DEFAULT_CONTEXT, tuning };
				return undefined;
			},
			change: (vitals, second) => {
				if (second >= 2400) vitals[vital] = value;
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(episode).toMatchObject({ rule: "safety-net", risk: "HIGH", leadingVital: vital });
		expect(secondOf(episode as NonNullable<typeof episode>)).toBeLessThanOrEqual(2415);
	});
});
