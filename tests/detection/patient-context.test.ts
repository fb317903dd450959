import { describe, expect, it } from "vitest";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import { AGE_BANDS, DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import { noVitals, type VitalValues } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { limitsValidated, normsOf } from "../../detection/norms.ts";
import { own, Patient, secondOf, SETTINGS, START, the } from "./support.ts";

const HOUR = 3600;
const HEART = VITAL_KEYS.indexOf("heart_rate");
const SPO2 = VITAL_KEYS.indexOf("spo2");
const SYSTOLIC = VITAL_KEYS.indexOf("systolic_pressure");

describe("ages", () => {
	const INFANT: PatientContext = { ...DEFAULT_CONTEXT, ageBand: "3-6-months" };
	const steady = (context: PatientContext, vitals: Partial<VitalValues>, seconds: number) => {
		const detector = new Detector({ ...SETTINGS, context });
		const patient = new Patient(8, vitals as Record<string, number>);
		return Array.from({ length: seconds }, (_, second) => {
			const { heart_rate = null } = vitals;
			const reading = { ...patient.vitals(0), heart_rate, temperature: 36.9, etco2: null };
			return detector.push({ timestamp: START + second * 1000, vitals: reading, battery: null });
		});
	};
	const infant = { respiratory_rate: 41, systolic_pressure: 82, diastolic_pressure: 44, mean_pressure: 56 };

	it("finds an infant at a heart rate of 55 in danger within 15 s", () => {
		const verdicts = steady(INFANT, { ...infant, heart_rate: 55 }, 30);
		const transitions = verdicts.flatMap((verdict) => verdict.transitions);
		expect(transitions[0]).toMatchObject({ kind: "opened", risk: "HIGH", leadingVital: "heart_rate" });
		expect(secondOf(the(transitions[0]))).toBeLessThanOrEqual(15);
	});

	it("is silent about an infant at 140, who would alarm as an adult", () => {
		const quiet = steady(INFANT, { ...infant, heart_rate: 140 }, HOUR);
		expect(quiet.flatMap((verdict) => verdict.transitions)).toEqual([]);
		expect(quiet.every(({ risk }) => risk === "LOW")).toBe(true);
		const adult = steady(DEFAULT_CONTEXT, { ...infant, heart_rate: 140 }, 60);
		expect(adult.some(({ risk }) => risk === "HIGH")).toBe(true);
	});

	it("is silent about a child of three at 110", () => {
		const child = { heart_rate: 110, respiratory_rate: 25, systolic_pressure: 92, diastolic_pressure: 52 };
		const context: PatientContext = { ...DEFAULT_CONTEXT, ageBand: "3-4-years" };
		const verdicts = steady(context, { ...child, mean_pressure: 62 }, HOUR);
		expect(verdicts.flatMap((verdict) => verdict.transitions)).toEqual([]);
	});

	it("takes a context that becomes known later at once", () => {
		const detector = new Detector(SETTINGS);
		const push = (second: number) =>
			detector.push({
				timestamp: START + second * 1000,
				vitals: { ...noVitals(), heart_rate: 140, spo2: 98 },
				battery: null,
			});
		expect(push(0).risk).toBe("HIGH");
		detector.context = INFANT;
		expect(push(1).risk).toBe("LOW");
		expect(detector.context).toEqual(INFANT);
	});
});

describe("norms", () => {
	const limit = (context: Partial<PatientContext>, index: number) => {
		const { low, high } = the(normsOf({ ...DEFAULT_CONTEXT, ...context }).limits[index]);
		return [low, high];
	};

	it.each(AGE_BANDS)("of %s lie in order: limit, population's low, mean, population's high, limit", (ageBand) => {
		const norms = normsOf({ ...DEFAULT_CONTEXT, ageBand });
		norms.population.forEach(({ mean, sd }, index) => {
			const { low, high, up, down } = the(norms.deadbands[index]);
			const net = the(norms.limits[index]);
			const order = [net.low ?? -1, low, mean, high, net.high ?? Infinity].filter((bound) => bound !== 1000);
			expect(order).toEqual([...order].sort((a, b) => a - b));
			expect(Math.min(sd, up, down)).toBeGreaterThan(0);
		});
	});

	it("widen and narrow by a clinician's limits, vital by vital", () => {
		const overrides = own({ heart_rate: { low: 35 }, spo2: { low: 88 }, systolic_pressure: { high: 180 } });
		expect(limit({ overrides }, HEART)).toEqual([35, 131]);
		expect(limit({ overrides }, SPO2)).toEqual([88, null]);
		expect(limit({ overrides }, SYSTOLIC)).toEqual([80, 180]);
	});

	it("hold the pulse against the heart rate's limits unless it has its own", () => {
		const pulse = VITAL_KEYS.indexOf("pulse_rate");
		expect(limit({ overrides: own({ heart_rate: { low: 35 } }) }, pulse)).toEqual([35, 131]);
		expect(limit({ overrides: own({ pulse_rate: { low: 30 } }) }, pulse)).toEqual([30, 131]);
	});

	it("do NOT take limits that are no numbers or leave nothing between them", () => {
		expect(limit({ overrides: own({ heart_rate: { low: Number.NaN, high: Infinity } }) }, HEART)).toEqual([40, 131]);
		expect(limit({ overrides: own({ heart_rate: { low: 140, high: 60 } }) }, HEART)).toEqual([40, 131]);
	});

	it("let a clinician's limit alarm, and a widened one be silent", () => {
		const risk = (limits: Parameters<typeof own>[0], heart_rate: number) =>
			new Detector({ ...SETTINGS, context: { ...DEFAULT_CONTEXT, overrides: own(limits) } }).push({
				timestamp: START,
				vitals: { ...noVitals(), heart_rate },
				battery: null,
			}).extremes;
		expect(risk({}, 120)).toEqual([]);
		expect(risk({ heart_rate: { high: 115 } }, 120)).toEqual(["heart_rate"]);
		expect(risk({}, 135)).toEqual(["heart_rate"]);
		expect(risk({ heart_rate: { high: 150 } }, 135)).toEqual([]);
	});

	it("take the second scale's red score for hypercapnic failure", () => {
		expect(limit({ spo2Scale: 2 }, SPO2)).toEqual([83, null]);
	});

	it("are validated from three months on, and NOT before, in pregnancy under 16 or for a band nobody knows", () => {
		const not = AGE_BANDS.filter((ageBand) => !limitsValidated({ ...DEFAULT_CONTEXT, ageBand }));
		expect(not).toEqual(["0-3-months"]);
		expect(limitsValidated({ ...DEFAULT_CONTEXT, pregnant: true })).toBe(true);
		expect(limitsValidated({ ...DEFAULT_CONTEXT, ageBand: "12-15-years", pregnant: true })).toBe(false);
		expect(limitsValidated({ ...DEFAULT_CONTEXT, ageBand: "elder" as "adult" })).toBe(false);
	});

	/** Limits on every vital, `low..high`, as the sources named in the tables give them. */
	it.each([
		["0-3-months", "79..220", "89..", "15..60", "35..38", "59..", ".."],
		["9-12-months", "74..220", "89..", "13..59", "35..40", "69..", ".."],
		["12-18-months", "74..180", "89..", "13..50", "35..40", "71..", "41.5.."],
		["4-6-years", "59..180", "89..", "13..30", "35..40", "77..", "46.."],
		["8-12-years", "51..180", "89..", "10..30", "35..40", "85..", "52.."],
		["12-15-years", "40..131", "89..", "9..30", "35..40", "89..", "55.."],
		["16-18-years", "40..131", "85..", "8..30", "35..40", "89..", "55.."],
		["adult", "40..131", "85..", "8..30", "35..40", "80..220", "55.."],
	] as const)("of %s are those of the sources", (ageBand, heart, spo2, breath, temperature, systolic, mean) => {
		const words = (index: number) => limit({ ageBand }, index).join("..");
		expect([0, 1, 2, 3, 4, 6].map(words)).toEqual([heart, spo2, breath, temperature, systolic, mean]);
	});

	it("in pregnancy are the Maternal Early Warning Criteria", () => {
		const all = [0, 1, 2, 3, 4, 5, 6].map((index) => limit({ pregnant: true }, index).join(".."));
		expect(all).toEqual(["49..121", "94..", "9..31", "35..38.1", "89..161", "..101", "55.."]);
	});
});
