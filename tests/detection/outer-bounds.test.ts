/** The safety net cannot be silenced: not by a clinician's limits, a template, judgements of alarms, or keeping an alarm quiet. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../../vitals/catalogue.ts";
import {
	AGE_BANDS,
	CONDITIONS,
	DEFAULT_CONTEXT,
	type LimitOverride,
	type PatientContext,
} from "../../vitals/patient-context.ts";
import { noVitals, type VitalValues } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { deadbandRange, type Bounds } from "../../detection/outer-bounds.ts";
import { normsOf } from "../../detection/norms.ts";
import { TEMPLATES } from "../../detection/templates.ts";
import { own, Patient, SETTINGS, START, the } from "./support.ts";

const anyNumber = fc.option(fc.oneof(fc.double(), fc.double({ min: -50, max: 400 }), fc.constantFrom(0, -1, 1e9)), {
	nil: undefined,
});
/** What nobody's form would let through, too: a stored one may be from anywhere. */
const anyOverride = fc.record({
	vital: fc.constantFrom(...VITAL_KEYS),
	low: anyNumber,
	high: anyNumber,
	up: anyNumber,
	down: anyNumber,
	reason: fc.string(),
	at: fc.nat(),
	by: fc.constant("nurse"),
	until: fc.nat(),
}) as fc.Arbitrary<LimitOverride>;
const anyContext = fc.record({
	ageBand: fc.constantFrom(...AGE_BANDS),
	pregnant: fc.boolean(),
	spo2Scale: fc.constantFrom(1 as const, 2 as const),
	condition: fc.constantFrom(...CONDITIONS, undefined),
	overrides: fc.array(anyOverride, { maxLength: 12 }),
	tuning: fc.array(
		fc.record({
			episodeId: fc.uuid(),
			vital: fc.constantFrom(...VITAL_KEYS),
			side: fc.constantFrom("up" as const, "down" as const),
			step: fc.constantFrom(1 as const, -1 as const),
			at: fc.nat(),
			by: fc.constant("nurse"),
		}),
		{ maxLength: 30 },
	),
}) as fc.Arbitrary<PatientContext>;

/** The bounds of somebody of that age, of whom nobody said more. */
const boundsOf = ({ ageBand, pregnant }: PatientContext) => normsOf({ ...DEFAULT_CONTEXT, ageBand, pregnant }).outer;
/** A value beyond the bound, and one that a sensor can report; null where there is none. */
function outside(index: number, { low, high }: Bounds, above: boolean, by: number): number | null {
	const { sensorMin, sensorMax } = the(VITAL_SIGNS[index]);
	const value = above ? (high === null ? NaN : high + by) : low === null ? NaN : low - by;
	return value >= Math.max(0, sensorMin) && value <= sensorMax ? value : null;
}

describe("the outer bounds", () => {
	it("NEVER depend on what people set: only on age and pregnancy", () => {
		fc.assert(
			fc.property(anyContext, (context) => {
				expect(normsOf(context).outer).toEqual(boundsOf(context));
			}),
			{ numRuns: 500 },
		);
	});

	it("lie outside the defaults of every template, so that what alarms beyond them alarms by default too", () => {
		for (const { key, context } of TEMPLATES.values()) {
			const { limits, outer } = normsOf({ ...DEFAULT_CONTEXT, ...context });
			for (const [index, { low, high }] of limits.entries()) {
				const bounds = the(outer[index]);
				if (low !== null) expect(bounds.low, `${key} ${VITAL_KEYS[index]}`).toBeLessThanOrEqual(low);
				if (high !== null && bounds.high !== null)
					expect(bounds.high, `${key} ${VITAL_KEYS[index]}`).toBeGreaterThanOrEqual(high);
				// What is watched by default cannot be given up.
				if (low !== null) expect(bounds.low).not.toBeNull();
			}
		}
	});

	it("are beyond the net, and HIGH at once, whatever is set, judged, or said of the patient", () => {
		fc.assert(
			fc.property(
				anyContext,
				fc.nat(VITAL_KEYS.length - 1),
				fc.boolean(),
				fc.double({ min: 0, max: 40, noNaN: true }),
				(context, index, above, by) => {
					const value = outside(index, the(boundsOf(context)[index]), above, by);
					fc.pre(value !== null);
					const vital = the(VITAL_KEYS[index]);
					const vitals: VitalValues = { ...noVitals(), heart_rate: null, [vital]: value };
					// The pulse is held against the limits where there is no ECG.
					const detector = new Detector({ ...SETTINGS, context });
					const verdict = detector.push({ timestamp: START, vitals, battery: null });
					if (vital === "pulse_rate" && value === 0) return;
					expect(verdict.extremes).toContain(vital);
					expect(verdict.risk).toBe("HIGH");
				},
			),
			{ numRuns: 2000 },
		);
	});

	it("open an episode within 15 s, whatever is set, judged, or said of the patient", () => {
		fc.assert(
			fc.property(anyContext, fc.nat(VITAL_KEYS.length - 2), fc.boolean(), (context, index, above) => {
				const value = outside(index, the(boundsOf(context)[index]), above, 1);
				fc.pre(value !== null);
				const detector = new Detector({ ...SETTINGS, context });
				const patient = new Patient(3);
				const told = Array.from({ length: 75 }, (_, second) => {
					const vitals = patient.vitals(second);
					if (second >= 60) vitals[the(VITAL_KEYS[index])] = value;
					return detector.push({ timestamp: START + second * 1000, vitals, battery: null }).transitions;
				}).flat();
				// It may have been open before, for the others of its vitals: an adult's among a child's limits.
				expect(told.some(({ announced, risk }) => announced && risk === "HIGH")).toBe(true);
				expect(told.findLast(({ announced }) => announced)?.channel).toBe("physiological");
			}),
			{ numRuns: 200 },
		);
	});

	it.each([
		["heart_rate", 38, 25],
		["spo2", 82, 74],
		["systolic_pressure", 78, 69],
		["respiratory_rate", 32, 41],
	] satisfies [VitalKey, number, number][])(
		"are told within 15 s of an alarm that somebody acknowledged or keeps quiet: %s from %d to %d",
		(vital, breach, beyond) => {
			let detector = new Detector(SETTINGS);
			const patient = new Patient(5);
			const told: { second: number; kind: string }[] = [];
			const push = (second: number, value: number | null) => {
				const vitals = patient.vitals(second);
				if (value !== null) vitals[vital] = value;
				const { transitions } = detector.push({ timestamp: START + second * 1000, vitals, battery: null });
				for (const { kind, announced, channel } of transitions)
					if (announced && channel === "physiological") told.push({ second, kind });
			};
			for (let second = 0; second < 120; second++) push(second, second < 60 ? null : breach);
			expect(told.map(({ kind }) => kind)).toEqual(["opened"]);
			detector.acknowledge({ channel: "physiological", rule: "safety-net" });
			// Through an eviction, too.
			detector = Detector.restore(detector.serialise(), SETTINGS);
			for (let second = 120; second < 300; second++) push(second, breach);
			expect(told.length).toBe(1);
			for (let second = 300; second < 340; second++) push(second, beyond);
			expect(told.map(({ kind }) => kind)).toEqual(["opened", "escalated"]);
			expect(the(told[1]).second).toBeLessThanOrEqual(315);
			// Known now: it is not told over and over. Back within the bounds for two minutes, and beyond again, it is.
			detector.acknowledge({ channel: "physiological", rule: "safety-net" });
			for (let second = 340; second < 480; second++) push(second, second < 345 ? beyond : breach);
			expect(told.length).toBe(2);
			for (let second = 480; second < 500; second++) push(second, beyond);
			expect(told.length).toBe(3);
		},
	);
});

describe("a clinician's limits", () => {
	const of = (context: Partial<PatientContext>, vital: VitalKey) => {
		const { low, high } = the(normsOf({ ...DEFAULT_CONTEXT, ...context }).limits[VITAL_KEYS.indexOf(vital)]);
		return [low, high];
	};

	it.each<[VitalKey, { low?: number; high?: number }, (number | null)[]]>([
		["heart_rate", { low: 10, high: 290 }, [29, 180]],
		["spo2", { low: 0 }, [75, null]],
		["respiratory_rate", { low: 1, high: 90 }, [5, 40]],
		["temperature", { low: 20, high: 45 }, [32, 41]],
		["systolic_pressure", { low: 20, high: 300 }, [70, 250]],
		["mean_pressure", { low: 10 }, [50, null]],
	])("of %s go no further than the outer bounds, whatever was stored", (vital, wanted, expected) => {
		expect(of({ overrides: own({ [vital]: wanted }) }, vital)).toEqual(expected);
	});

	it("of a child end where compressions would begin, and of a cyanotic heart at 70", () => {
		const child = { ageBand: "2-3-years" as const, overrides: own({ heart_rate: { low: 20 }, spo2: { low: 60 } }) };
		expect(of(child, "heart_rate")).toEqual([59, 180]);
		expect(of(child, "spo2")).toEqual([70, null]);
	});

	it("may watch what has no default", () => {
		expect(of({ overrides: own({ etco2: { low: 25, high: 60 } }) }, "etco2")).toEqual([25, 60]);
	});

	it("widen and narrow a deadband by half and by twice at most, in the place of what judgements did", () => {
		const tuning = [1, 2, 3].map((at) => ({
			episodeId: `e-${at}`,
			vital: "heart_rate" as const,
			side: "up" as const,
			step: 1 as const,
			at,
			by: "nurse",
		}));
		const band = (up: number) =>
			the(normsOf({ ...DEFAULT_CONTEXT, tuning, overrides: own({ heart_rate: { up } }) }).deadbands[0]).up;
		expect([band(1), band(25), band(500)]).toEqual([10, 25, 40]);
		expect(deadbandRange(1000)).toBeNull();
	});

	it("NEVER reach the net by way of the deadband", () => {
		const wide = own({ heart_rate: { up: 40, down: 30 }, spo2: { down: 8 } });
		expect(normsOf({ ...DEFAULT_CONTEXT, overrides: wide }).limits).toEqual(normsOf().limits);
	});
});

describe("a template", () => {
	it("is named by a key that is its own, says where its numbers come from, and is found again by what it says", () => {
		const all = [...TEMPLATES.values()];
		expect(all.length).toBe(AGE_BANDS.length + 3);
		for (const template of all) expect(template.source.length).toBeGreaterThan(20);
	});

	it("of COPD lets a saturation of 88 be usual, and rings at 83", () => {
		const copd = normsOf({ ...DEFAULT_CONTEXT, condition: "copd" });
		expect(the(copd.limits[1]).low).toBe(83);
		expect(the(copd.population[1]).mean).toBe(90);
	});

	it("of an athlete lets a heart at 34 sleep, and rings at 29", () => {
		const risk = (heart_rate: number, condition?: "athlete") =>
			new Detector({
				...SETTINGS,
				context: { ...DEFAULT_CONTEXT, ...(condition === undefined ? {} : { condition }) },
			}).push({
				timestamp: START,
				vitals: { ...noVitals(), heart_rate },
				battery: null,
			}).extremes;
		expect(risk(34)).toEqual(["heart_rate"]);
		expect(risk(34, "athlete")).toEqual([]);
		expect(risk(29, "athlete")).toEqual(["heart_rate"]);
	});

	it("of a condition counts for the grown-up only: a child's numbers stay a child's", () => {
		const child = { ...DEFAULT_CONTEXT, ageBand: "4-6-years" as const };
		expect(normsOf({ ...child, condition: "athlete" })).toEqual(normsOf(child));
	});
});
