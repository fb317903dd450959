import { describe, expect, it } from "vitest";
import { lossesToTell } from "../../evaluation/truth.ts";
import { eventSeconds, scriptEvent } from "../../scenarios/events.ts";
import { isAsleep, planDay, SECONDS_PER_DAY, type PatientDay, type PatientType } from "../../scenarios/patient-day.ts";
import { absentFrom, streamDay } from "../../scenarios/patient-day-stream.ts";
import { VITAL_SIGNS, type VitalKey } from "../../vitals/catalogue.ts";
import type { VitalValues } from "../../vitals/reading.ts";

const START = Date.UTC(2026, 2, 1);
const TYPES: readonly PatientType[] = ["adult", "elderly", "athlete", "copd", "child", "atrial_fibrillation", "apnoea"];

/** The vitals of the first `seconds` of a day. */
function play(day: PatientDay, seconds: number): VitalValues[] {
	const next = streamDay(day, START);
	return Array.from({ length: seconds }, (_, second) => ({ ...next(second).vitals }));
}
function meanOf(vitals: readonly VitalValues[], key: VitalKey): number {
	const values = vitals.map((at) => at[key]).filter((value) => value !== null);
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
const calm = (seed: string, type: PatientType = "adult", events: PatientDay["events"] = []): PatientDay => ({
	...planDay(seed, type, events),
	spans: [],
	pressure: { kind: "line" },
	startSecond: 12 * 3600,
	sleeps: [],
});

describe("a planned day", () => {
	it("is the same for the same seed and another for another", () => {
		expect(planDay("1", "adult", [])).toEqual(planDay("1", "adult", []));
		expect(planDay("1", "adult", []).spans).not.toEqual(planDay("2", "adult", []).spans);
		expect(play(planDay("1", "adult", []), 500)).toEqual(play(planDay("1", "adult", []), 500));
	});

	it("posts values that instruments can report, in their usual decimals", () => {
		for (const type of TYPES) {
			for (const vitals of play(planDay(`range/${type}`, type, []), 3000)) {
				for (const { key, sensorMin, sensorMax, decimals } of VITAL_SIGNS) {
					const value = vitals[key];
					if (value === null) continue;
					expect(value).toBeGreaterThanOrEqual(sensorMin);
					expect(value).toBeLessThanOrEqual(sensorMax);
					expect(value).toBe(Number(value.toFixed(decimals)));
				}
			}
		}
	});

	it("keeps every kind of patient near the resting values when nothing happens", () => {
		for (const type of TYPES) {
			const day = calm(`rest/${type}`, type);
			const vitals = play(day, 4 * 3600);
			expect(Math.abs(meanOf(vitals, "heart_rate") - day.patient.vitals.heart_rate.baseline)).toBeLessThan(6);
			expect(Math.abs(meanOf(vitals, "spo2") - day.patient.vitals.spo2.baseline)).toBeLessThan(1);
			expect(Math.abs(meanOf(vitals, "temperature") - day.patient.vitals.temperature.baseline)).toBeLessThan(0.5);
		}
	});

	it("lets nobody grown up who is well break an absolute limit, asleep or awake", () => {
		for (const type of ["elderly", "athlete", "copd"] as const) {
			const day: PatientDay = { ...planDay(`night/${type}`, type, []), spans: [], pressure: { kind: "line" } };
			for (const vitals of play(day, SECONDS_PER_DAY)) {
				expect(vitals.heart_rate as number).toBeGreaterThan(40);
				expect(vitals.respiratory_rate as number).toBeGreaterThan(8);
				expect(vitals.spo2 as number).toBeGreaterThan(85);
				expect(vitals.systolic_pressure as number).toBeGreaterThan(80);
			}
		}
	});

	it("raises heart and breath during exertion, without reaching the red score in an adult", () => {
		const spans = [{ kind: "exertion", start: 1000, end: 1900, size: 0.9 }] as const;
		const resting = play(calm("walk"), 2000).slice(1500, 1900);
		const active = play({ ...calm("walk"), spans }, 2000).slice(1500, 1900);
		expect(meanOf(active, "heart_rate") - meanOf(resting, "heart_rate")).toBeGreaterThan(30);
		expect(meanOf(active, "respiratory_rate") - meanOf(resting, "respiratory_rate")).toBeGreaterThan(6);
		expect(Math.max(...active.map((vitals) => vitals.heart_rate as number))).toBeLessThan(131);
	});

	it("moves by an event what the event moves, and nothing before its onset", () => {
		const event = scriptEvent("hypoxia", 1000, { rampSeconds: 60, plateauSeconds: 600 });
		const well = play(calm("event"), 1500);
		const ill = play(calm("event", "adult", [event]), 1500);
		expect(ill.slice(0, 1000)).toEqual(well.slice(0, 1000));
		expect(meanOf(well.slice(1100), "spo2") - meanOf(ill.slice(1100), "spo2")).toBeGreaterThan(14);
	});

	it("measures the pressure once in a cuff's interval, and its mean by the arterial line only", () => {
		const cuff = play({ ...calm("cuff"), pressure: { kind: "cuff", everySeconds: 900 } }, 2000);
		expect(cuff.flatMap((vitals, second) => (vitals.systolic_pressure === null ? [] : [second]))).toEqual([
			0, 900, 1800,
		]);
		expect(cuff.every((vitals) => vitals.mean_pressure === null)).toBe(true);
		expect(play(calm("cuff"), 10).every((vitals) => vitals.mean_pressure !== null)).toBe(true);
	});

	it("measures nothing with a sensor that is off, and everything else goes on", () => {
		const spans = [{ kind: "probe_off", start: 100, end: 400, size: 0.9 }] as const;
		const vitals = play({ ...calm("off"), spans }, 500);
		expect(vitals.slice(100, 400).every(({ spo2, heart_rate }) => spo2 === null && heart_rate !== null)).toBe(true);
		expect(vitals[99]?.spo2).not.toBeNull();
		expect(vitals[400]?.spo2).not.toBeNull();
	});

	it("keeps the patient at rest around every event", () => {
		const event = scriptEvent("tachycardia", 40_000, { plateauSeconds: 1200 });
		for (let seed = 0; seed < 20; seed++) {
			const active = planDay(`rest/${seed}`, "apnoea", [event]).spans.filter(({ kind }) =>
				["walk", "exertion", "posture", "apnoea"].includes(kind),
			);
			expect(active.filter(({ start, end }) => end > 39_400 && start < 40_000 + eventSeconds(event))).toEqual([]);
		}
	});

	it("has clusters of apnoea only in those who have it, and only asleep", () => {
		const kinds = (type: PatientType) => planDay("night", type, []).spans.filter(({ kind }) => kind === "apnoea");
		expect(kinds("adult")).toEqual([]);
		const day = planDay("night", "apnoea", []);
		expect(kinds("apnoea").length).toBeGreaterThan(0);
		for (const { start } of kinds("apnoea"))
			expect(isAsleep(day.sleeps, start - 60) || isAsleep(day.sleeps, start)).toBe(true);
	});

	it("drains the battery and finds it charged again", () => {
		const next = streamDay({ ...calm("battery"), battery: 5 }, START);
		const levels = Array.from({ length: 3600 }, (_, second) => next(second).battery as number);
		expect(Math.min(...levels)).toBeGreaterThanOrEqual(3);
		expect(Math.max(...levels)).toBe(100);
	});
});

describe("losses that a technical alert must tell", () => {
	const at = (kind: "probe_off" | "ecg_off", start: number, end: number, size = 0.9) => ({ kind, start, end, size });
	const losses = (...spans: PatientDay["spans"]) => lossesToTell({ ...calm("losses"), spans });

	it("are those longer than two minutes and on their own", () => {
		expect(losses(at("probe_off", 1000, 1100))).toEqual([]);
		expect(losses(at("probe_off", 1000, 1200))).toEqual([{ from: 1000, until: 1200, vitals: ["spo2", "pulse_rate"] }]);
		expect(losses(at("probe_off", 1000, 1200), at("ecg_off", 1300, 1500))).toEqual([]);
		expect(losses(at("probe_off", SECONDS_PER_DAY - 300, SECONDS_PER_DAY + 1))).toEqual([]);
	});

	it("begin when a slipping probe measures nothing any more", () => {
		const slipping = at("probe_off", 1000, 1200, 0.1);
		expect(absentFrom(slipping)).toBeGreaterThan(1000);
		expect(losses(slipping)[0]?.from).toBe(absentFrom(slipping));
	});
});
