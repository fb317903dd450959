import { describe, expect, it } from "vitest";
import { noVitals, READING_FLAGS } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { opened, Patient, readings, run, secondOf, SETTINGS, shift, START, the } from "./support.ts";

const HOUR = 3600;
const LEARNED = 2 * HOUR;

describe("calm patients", () => {
	it.each([1, 2, 3])("raises at most two episodes in twelve healthy hours (patient %d)", (seed) => {
		const { transitions } = run({ seconds: 12 * HOUR, patient: new Patient(seed) });
		expect(opened(transitions, "physiological").length).toBeLessThanOrEqual(2);
		expect(opened(transitions, "technical")).toEqual([]);
	});

	it("learns that a trained heart at 48 is usual, and stays quiet about it", () => {
		const { transitions, verdicts } = run({ seconds: 4 * HOUR, patient: new Patient(4, { heart_rate: 52 }) });
		expect(opened(transitions, "physiological").filter((episode) => secondOf(episode) > HOUR)).toEqual([]);
		expect(verdicts.at(-1)?.risk).toBe("LOW");
	});

	it("learns that a chronic lung at 90 % is usual, and closes what it opened before it knew", () => {
		const { transitions, verdicts } = run({ seconds: 3 * HOUR, patient: new Patient(5, { spo2: 90 }) });
		expect(opened(transitions, "physiological").filter((episode) => secondOf(episode) > HOUR)).toEqual([]);
		expect(verdicts.at(-1)).toMatchObject({ risk: "LOW", alert: false });
	});

	it("does NOT call a tiny change HIGH after hours of constant data", () => {
		const { transitions, verdicts } = run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				Object.assign(vitals, { heart_rate: 80, spo2: 97, respiratory_rate: 16, temperature: 36.9 });
				Object.assign(vitals, { systolic_pressure: 120, diastolic_pressure: 70, mean_pressure: 87, etco2: 38 });
				if (second >= LEARNED) vitals.heart_rate = 81;
			},
		});
		expect(opened(transitions, "physiological")).toEqual([]);
		expect(verdicts.slice(LEARNED).every((verdict) => verdict.risk === "LOW" && (verdict.score ?? 1) < 0.6)).toBe(true);
	});

	it("says nothing of the patient while the battery runs from 100 to 5 %", () => {
		const { transitions } = run({ seconds: LEARNED, battery: (second) => 100 - (95 * second) / LEARNED });
		expect(opened(transitions, "physiological")).toEqual([]);
		expect(opened(transitions, "technical")).toMatchObject([{ rule: "battery", leadingVital: null }]);
	});
});

describe("deterioration", () => {
	it("opens on a saturation that falls to 88 %, names it first and says from what", () => {
		const { transitions } = run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "spo2", -Math.min(9, (second - LEARNED) / 20));
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(episode).toMatchObject({ rule: "forest", leadingVital: "spo2" });
		expect(secondOf(the(episode))).toBeLessThan(LEARNED + 300);
		expect(the(episode).sentence).toMatch(/^SpO₂ \d\d %, usually 9[67] %, falling for [23] min/);
	});

	it("opens on a heart rate that falls from 76 to 45, within three minutes", () => {
		const { transitions } = run({
			seconds: LEARNED + 300,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "heart_rate", -Math.min(31, (second - LEARNED) / 2));
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(episode).toMatchObject({ leadingVital: "heart_rate" });
		expect(secondOf(the(episode))).toBeLessThan(LEARNED + 180);
	});

	it("finds a septic drift over four hours before any limit is broken", () => {
		const { transitions } = run({
			seconds: LEARNED + 4 * HOUR,
			change: (vitals, second) => {
				const part = Math.max(0, (second - LEARNED) / (4 * HOUR));
				shift(vitals, "heart_rate", 40 * part);
				shift(vitals, "respiratory_rate", 9 * part);
				shift(vitals, "temperature", 2 * part);
				shift(vitals, "systolic_pressure", -(30 * part));
				shift(vitals, "mean_pressure", -(20 * part));
			},
		});
		const found = opened(transitions, "physiological").find((episode) => secondOf(episode) > LEARNED);
		expect(["forest", "drift"]).toContain(the(found).rule);
	});

	it("escalates under the rule that opened when a limit is broken on the way down", () => {
		const { transitions } = run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "spo2", -Math.min(20, (second - LEARNED) / 20));
			},
		});
		expect(transitions[0]).toMatchObject({ kind: "opened", rule: "forest", risk: "MEDIUM" });
		expect(transitions.at(-1)).toMatchObject({ kind: "escalated", rule: "forest", risk: "HIGH" });
		expect(transitions.at(-1)?.sentence).toMatch(/^SpO₂ 8[0-5] %, at or below 85 \(safety limit\)/);
	});

	it("does NOT learn an episode of two hours", () => {
		const { transitions, verdicts } = run({
			seconds: LEARNED + 2 * HOUR + 600,
			change: (vitals, second) => {
				if (second >= LEARNED && second < LEARNED + 2 * HOUR) shift(vitals, "spo2", -8);
			},
		});
		expect(transitions.map(({ kind }) => kind).filter((kind) => kind !== "escalated")).toEqual(["opened", "closed"]);
		expect(secondOf(the(transitions.at(-1)))).toBeGreaterThanOrEqual(LEARNED + 2 * HOUR + 100);
		expect(verdicts[LEARNED + 2 * HOUR - 1]?.risk).not.toBe("LOW");
	});

	it("learns what a clinician declares usual, and closes", () => {
		const { transitions } = run({
			seconds: LEARNED + HOUR,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "spo2", -7);
			},
			before: (detector, second) => {
				if (second === LEARNED + 1200) detector.newBaseline();
				return undefined;
			},
		});
		const closed = transitions.filter(({ kind }) => kind === "closed");
		expect(closed.map(secondOf)).toEqual([LEARNED + 1200 + 120]);
		expect(opened(transitions, "physiological")).toHaveLength(1);
	});

	it("keeps an episode open whose leading vital goes missing, and says that the signal is lost", () => {
		const { transitions, verdicts } = run({
			seconds: LEARNED + 1200,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "spo2", -8);
				if (second >= LEARNED + 300) vitals.spo2 = null;
			},
		});
		const physiological = transitions.filter(({ channel }) => channel === "physiological");
		expect(physiological.at(-1)).toMatchObject({ kind: "escalated", leadingVital: "spo2" });
		expect(physiological.at(-1)?.sentence).toMatch(/signal lost$/);
		expect(verdicts.at(-1)?.alert).toBe(true);
	});

	it("says alert while an onset is timed, and not before", () => {
		const { verdicts } = run({
			seconds: LEARNED + 10,
			change: (vitals, second) => {
				if (second >= LEARNED) vitals.spo2 = 80;
			},
		});
		expect(verdicts[LEARNED - 1]?.alert).toBe(false);
		expect(verdicts[LEARNED + 2]).toMatchObject({ alert: true, transitions: [] });
	});
});

describe("slower and shorter streams", () => {
	it("works on heart rate and saturation alone", () => {
		const { transitions } = run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				Object.assign(vitals, { ...noVitals(), heart_rate: vitals.heart_rate, spo2: vitals.spo2 });
				if (second >= LEARNED) shift(vitals, "spo2", -8);
			},
		});
		expect(opened(transitions, "physiological").map(({ leadingVital }) => leadingVital)).toEqual(["spo2"]);
	});

	it("opens on two unusual readings of a stream of one a minute", () => {
		const { transitions } = run({
			seconds: LEARNED + 600,
			every: 60,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "spo2", -8);
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(secondOf(the(episode))).toBeGreaterThan(LEARNED);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(LEARNED + 120);
	});

	it("judges hourly charts by the first reading", () => {
		const { transitions } = run({
			seconds: 60 * HOUR,
			every: HOUR,
			change: (vitals, second) => {
				if (second >= 50 * HOUR) shift(vitals, "spo2", -9);
			},
		});
		expect(opened(transitions, "physiological").map(secondOf)).toContain(50 * HOUR);
	});

	it("ignores a reading that is not newer than the last", () => {
		const detector = new Detector(SETTINGS);
		const [first, second] = [...readings({ seconds: 2 })];
		detector.push(the(second));
		const before = detector.serialise();
		for (const late of [the(first), the(second)]) {
			expect(detector.push(late)).toMatchObject({
				score: null,
				risk: "LOW",
				flags: READING_FLAGS.unscored,
				transitions: [],
			});
		}
		expect(detector.serialise()).toEqual(before);
	});

	it("starts its timers anew after a day of silence", () => {
		const detector = new Detector(SETTINGS);
		for (const reading of readings({ seconds: LEARNED })) detector.push(reading);
		const vitals = { ...new Patient(9).vitals(0), spo2: 80 };
		const last = START + LEARNED * 1000;
		for (let i = 0; i < 5; i++) detector.push({ timestamp: last + i * 1000, vitals, battery: null });
		const day = 24 * HOUR * 1000;
		expect(detector.push({ timestamp: last + day, vitals, battery: null }).transitions).toEqual([]);
		expect(detector.push({ timestamp: last + day + 1000, vitals, battery: null }).transitions).toEqual([]);
	});
});

describe("sensors", () => {
	it("reports a saturation that stopped coming within 120 s, on the technical channel", () => {
		const { transitions } = run({
			seconds: HOUR,
			change: (vitals, second) => {
				if (second >= 1800 && second < 2400) vitals.spo2 = null;
			},
		});
		expect(transitions).toMatchObject([
			{ kind: "opened", channel: "technical", rule: "sensors-absent", risk: "MEDIUM", leadingVital: "spo2" },
			{ kind: "closed", channel: "technical", rule: "sensors-absent" },
		]);
		expect(secondOf(the(transitions[0]))).toBeLessThanOrEqual(1800 + 120);
		expect(the(transitions[0]).sentence).toBe("No signal for 2 min: SpO₂");
	});

	it("reports a device whose every sensor is off, and calls its readings unscored", () => {
		const { transitions, verdicts } = run({
			seconds: 2400,
			change: (vitals, second) => {
				if (second >= 1800) Object.assign(vitals, noVitals());
			},
		});
		expect(transitions).toMatchObject([{ kind: "opened", rule: "sensors-absent" }]);
		expect(secondOf(the(transitions[0]))).toBeLessThanOrEqual(1800 + 120);
		expect(verdicts.at(-1)).toMatchObject({ score: null, flags: READING_FLAGS.unscored });
	});

	it("marks a reading partial where an expected vital is missing", () => {
		const { verdicts } = run({
			seconds: 600,
			change: (vitals, second) => {
				if (second >= 300) vitals.temperature = null;
			},
		});
		expect(verdicts[299]?.flags).toBe(0);
		expect(verdicts[599]?.flags).toBe(READING_FLAGS.partial);
		expect(verdicts[599]?.score).not.toBeNull();
	});

	it("does NOT miss a cuff that measures every quarter of an hour", () => {
		const { transitions } = run({
			seconds: 4 * HOUR,
			change: (vitals, second) => {
				if (second % 900 === 0) return;
				for (const key of ["systolic_pressure", "diastolic_pressure", "mean_pressure"] as const) vitals[key] = null;
			},
		});
		expect(transitions).toEqual([]);
	});
});
