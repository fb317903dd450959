import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { noVitals, READING_FLAGS } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { opened, Patient, run, secondOf, SETTINGS, START, the } from "./support.ts";

const LEARNED = 2400;

describe("safety net", () => {
	it.each<[VitalKey, number]>([
		["spo2", 70],
		["heart_rate", 180],
		["heart_rate", 35],
		["respiratory_rate", 36],
		["respiratory_rate", 5],
		["systolic_pressure", 75],
		["systolic_pressure", 225],
		["mean_pressure", 50],
		["temperature", 34.5],
		["temperature", 40.4],
	])("opens a HIGH episode within 15 s where %s alone turns %d", (vital, value) => {
		const { transitions, verdicts } = run({
			seconds: LEARNED + 60,
			change: (vitals, second) => {
				if (second >= LEARNED) vitals[vital] = value;
			},
		});
		const [episode, ...others] = opened(transitions, "physiological");
		expect(others).toEqual([]);
		expect(episode).toMatchObject({ rule: "safety-net", risk: "HIGH", leadingVital: vital });
		expect(secondOf(the(episode))).toBeGreaterThan(LEARNED + 5);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(LEARNED + 15);
		expect(the(episode).vitalsAtOnset[vital]).toBe(value);
		expect(verdicts[LEARNED]).toMatchObject({
			risk: "HIGH",
			extremes: [vital],
			flags: READING_FLAGS.extreme,
			alert: true,
		});
	});

	it("holds from the very first reading of a device, without any baseline", () => {
		const vitals = { ...noVitals(), spo2: 70 };
		const verdict = new Detector(SETTINGS).push({ timestamp: START, vitals, battery: null });
		expect(verdict).toMatchObject({ risk: "HIGH", extremes: ["spo2"] });
	});

	it.each([60, 3600])("counts the first reading of a stream of one every %d s", (every) => {
		const from = 40 * every;
		const { transitions } = run({
			seconds: from + every,
			every,
			change: (vitals, second) => {
				if (second >= from) vitals.spo2 = 80;
			},
		});
		expect(opened(transitions, "physiological").map(secondOf)).toEqual([from]);
	});

	it("does NOT open on a single second beyond a limit", () => {
		const { transitions, verdicts } = run({
			seconds: LEARNED,
			change: (vitals, second) => {
				if (second === 2000) vitals.spo2 = 60;
			},
		});
		expect(verdicts[2000]?.risk).toBe("HIGH");
		expect(transitions).toEqual([]);
	});

	it("sees a second breach that follows the first within the same episode", () => {
		const { transitions } = run({
			seconds: LEARNED + 120,
			change: (vitals, second) => {
				if (second >= LEARNED) vitals.spo2 = 80;
				if (second >= LEARNED + 60) vitals.heart_rate = 150;
			},
		});
		expect(transitions.map(({ kind, risk, leadingVital }) => [kind, risk, leadingVital])).toEqual([
			["opened", "HIGH", "spo2"],
			["escalated", "HIGH", "heart_rate"],
		]);
	});

	it("closes after two minutes of calm, under the rule that opened it", () => {
		const { transitions } = run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				if (second >= LEARNED && second < LEARNED + 120) vitals.spo2 = 78;
			},
		});
		expect(transitions.map(({ kind, rule }) => [kind, rule])).toEqual([
			["opened", "safety-net"],
			["closed", "safety-net"],
		]);
		const closed = secondOf(the(transitions[1]));
		expect(closed).toBeGreaterThanOrEqual(LEARNED + 240);
		expect(closed).toBeLessThan(LEARNED + 300);
	});

	it("holds the pulse against the heart rate's limits where there is no ECG", () => {
		const { transitions } = run({
			seconds: 600,
			change: (vitals, second) => {
				vitals.heart_rate = null;
				vitals.pulse_rate = second < 500 ? 80 : 150;
			},
		});
		expect(opened(transitions, "physiological")).toMatchObject([
			{ rule: "safety-net", risk: "HIGH", leadingVital: "pulse_rate" },
		]);
	});
});

describe("a heart rate of 0", () => {
	const asystole = (pulse: (second: number) => number | null) =>
		run({
			seconds: LEARNED + 60,
			change: (vitals, second) => {
				vitals.pulse_rate = second < LEARNED ? 76 : pulse(second);
				for (const key of ["systolic_pressure", "diastolic_pressure", "mean_pressure"] as const) vitals[key] = null;
				if (second >= LEARNED) vitals.heart_rate = 0;
			},
		}).transitions;

	it.each([
		["0 as well", () => 0],
		["missing", () => null],
		["collapsed", () => 12],
	])("is asystole or leads off, HIGH within 10 s, where the pulse is %s", (_, pulse) => {
		const [episode] = opened(asystole(pulse), "physiological");
		expect(episode).toMatchObject({
			channel: "physiological",
			rule: "safety-net",
			risk: "HIGH",
			leadingVital: "heart_rate",
		});
		expect(the(episode).sentence).toMatch(/^Asystole or leads off, check the patient/);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(LEARNED + 10);
	});

	it("is an ECG fault, HIGH on the technical channel and NEVER asystole, while a pulse goes on", () => {
		const transitions = asystole(() => 74);
		expect(transitions).toMatchObject([{ kind: "opened", channel: "technical", rule: "ecg-signal", risk: "HIGH" }]);
		expect(secondOf(the(transitions[0]))).toBeLessThanOrEqual(LEARNED + 10);
	});

	it("leaves the pulse to be held against the limits during an ECG fault", () => {
		const [episode] = opened(
			asystole((second) => (second < LEARNED + 20 ? 74 : 150)),
			"physiological",
		);
		expect(episode).toMatchObject({ rule: "safety-net", risk: "HIGH", leadingVital: "pulse_rate" });
	});

	it("is an ECG fault while an arterial pressure pulsates from beat to beat", () => {
		const { transitions } = run({
			seconds: LEARNED + 60,
			change: (vitals, second) => {
				if (second >= LEARNED) vitals.heart_rate = 0;
			},
		});
		expect(transitions.map(({ rule }) => rule)).toEqual(["ecg-signal"]);
	});

	it("is asystole where the monitor only repeats an old cuff pressure", () => {
		const { transitions } = run({
			seconds: LEARNED + 60,
			change: (vitals, second) => {
				Object.assign(vitals, { systolic_pressure: 124, diastolic_pressure: 76, mean_pressure: 92 });
				if (second >= LEARNED) vitals.heart_rate = 0;
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(episode?.sentence).toMatch(/^Asystole/);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(LEARNED + 10);
	});

	it("turns from an ECG fault into asystole when the pulse goes as well", () => {
		const transitions = asystole((second) => (second < LEARNED + 30 ? 74 : 0));
		const [episode] = opened(transitions, "physiological");
		expect(episode?.sentence).toMatch(/^Asystole/);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(LEARNED + 40);
	});

	it("counts at once on a stream of one reading a minute", () => {
		const { transitions } = run({
			seconds: 3660,
			every: 60,
			patient: new Patient(3),
			change: (vitals, second) => {
				vitals.pulse_rate = null;
				for (const key of ["systolic_pressure", "diastolic_pressure", "mean_pressure"] as const) vitals[key] = null;
				if (second === 3600) vitals.heart_rate = 0;
			},
		});
		expect(opened(transitions, "physiological").map(secondOf)).toEqual([3600]);
	});
});
