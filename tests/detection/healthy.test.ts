import { describe, expect, it } from "vitest";
import { DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import type { VitalValues } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { opened, Patient, readings, run, secondOf, SETTINGS, shift, START, the } from "./support.ts";

const HOUR = 3600;

describe("nobody is called for", () => {
	it("a healthy athlete with a heart rate of 48, from the first reading on", () => {
		for (const seed of [4, 11, 12]) {
			const change = (vitals: VitalValues) =>
				(vitals.heart_rate = 48 + (Math.round(vitals.heart_rate as number) % 3) - 1);
			expect(
				opened(run({ seconds: 4 * HOUR, patient: new Patient(seed), change }).transitions, "physiological"),
			).toEqual([]);
		}
	});

	it("a sleeper, whose heart, breath, temperature and pressure sink within half an hour and rise again", () => {
		for (const seed of [21, 22, 23]) {
			const { transitions } = run({
				seconds: 9 * HOUR,
				patient: new Patient(seed),
				change: (vitals, second) => {
					const asleep = Math.min(1, Math.max(0, (second - 2 * HOUR) / 1800), Math.max(0, (8 * HOUR - second) / 1800));
					// On top of the day's rhythm of the synthetic patient, 5 up and down.
					shift(vitals, "heart_rate", -9 * asleep);
					shift(vitals, "respiratory_rate", -2.5 * asleep);
					shift(vitals, "temperature", -0.4 * asleep);
					shift(vitals, "spo2", -1 * asleep);
					for (const key of ["systolic_pressure", "diastolic_pressure", "mean_pressure"] as const)
						shift(vitals, key, -8 * asleep);
				},
			});
			expect(opened(transitions, "physiological").map(({ sentence }) => sentence)).toEqual([]);
		}
	});

	it("a child of two or three at 110, awake for two hours", () => {
		for (const ageBand of ["2-3-years", "3-4-years"] as const) {
			const context: PatientContext = { ...DEFAULT_CONTEXT, ageBand };
			const detector = new Detector({ ...SETTINGS, context });
			const patient = new Patient(31, {
				heart_rate: 110,
				respiratory_rate: 26,
				systolic_pressure: 98,
				diastolic_pressure: 57,
				mean_pressure: 71,
			});
			const transitions = [...readings({ seconds: 2 * HOUR, patient })].flatMap(
				(reading) => detector.push(reading).transitions,
			);
			expect(opened(transitions, "physiological").map(({ sentence }) => sentence)).toEqual([]);
		}
	});
});

describe("a device that is silent for a day", () => {
	const silent = (after: (vitals: VitalValues) => void) => {
		const detector = new Detector(SETTINGS);
		const patient = new Patient(5);
		const push = (second: number, change: (vitals: VitalValues) => void) => {
			const vitals = patient.vitals(second);
			change(vitals);
			return detector.push({ timestamp: START + second * 1000, vitals, battery: null }).transitions;
		};
		const low = (vitals: VitalValues) => (vitals.spo2 = 80);
		for (let second = 0; second < 2 * HOUR; second++) push(second, () => undefined);
		const before = Array.from({ length: 60 }, (_, i) => push(2 * HOUR + i, low)).flat();
		expect(before).toMatchObject([{ kind: "opened", risk: "HIGH", leadingVital: "spo2" }]);
		const back = 26 * HOUR;
		return Array.from({ length: 300 }, (_, i) => push(back + i, after))
			.flat()
			.filter(({ channel }) => channel === "physiological")
			.map((transition) => [transition.kind, secondOf(transition) - back] as const);
	};

	it("comes back with its episode open, which closes after two minutes of calm and NOT for the silence", () => {
		const [closed, ...others] = silent(() => undefined);
		expect(others).toEqual([]);
		expect(the(closed)[0]).toBe("closed");
		expect(the(closed)[1]).toBeGreaterThanOrEqual(120);
	});

	it("keeps the episode open where the trouble goes on", () => {
		expect(silent((vitals) => (vitals.spo2 = 80))).toEqual([]);
	});
});
