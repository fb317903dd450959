import { describe, expect, it } from "vitest";
import { noVitals, type VitalValues } from "../../vitals/reading.ts";
import { Detector } from "../../detection/detector.ts";
import { opened, Patient, run, secondOf, SETTINGS, shift, START, the } from "./support.ts";

const HOUR = 3600;
const LEARNED = 2 * HOUR;

describe("learning", () => {
	it("does NOT learn an anomaly of twelve hours", () => {
		const until = LEARNED + 12 * HOUR;
		const { transitions, verdicts } = run({
			seconds: until + 600,
			change: (vitals, second) => {
				if (second >= LEARNED && second < until) shift(vitals, "spo2", -8);
			},
		});
		const physiological = transitions.filter(({ channel }) => channel === "physiological");
		expect(physiological.map(({ kind }) => kind).filter((kind) => kind !== "escalated")).toEqual(["opened", "closed"]);
		expect(secondOf(the(physiological.at(-1)))).toBeGreaterThanOrEqual(until + 100);
		expect(verdicts[until - 1]?.risk).not.toBe("LOW");
	});

	it("sees a second anomaly just after the first, in another vital, and announces it", () => {
		const { transitions, verdicts } = run({
			seconds: LEARNED + 1500,
			change: (vitals, second) => {
				if (second >= LEARNED && second < LEARNED + 300) shift(vitals, "spo2", -9);
				if (second >= LEARNED + 480) shift(vitals, "heart_rate", 45);
			},
		});
		const [first, closed, second] = transitions;
		expect([first?.kind, closed?.kind, second?.kind]).toEqual(["opened", "closed", "reopened"]);
		expect(second).toMatchObject({ announced: true, leadingVital: "heart_rate" });
		expect(verdicts[LEARNED + 500]?.risk).not.toBe("LOW");
	});

	it("says how much of the baseline is the patient's own", () => {
		const { verdicts } = run({ seconds: LEARNED });
		expect(verdicts[0]?.confidence).toBe(0);
		expect(verdicts[HOUR]?.confidence).toBeGreaterThan(0.5);
		expect(verdicts.at(-1)?.confidence).toBe(1);
	});

	it("says whose the usual value is", () => {
		const whose = (from: number) => {
			const { transitions } = run({
				seconds: from + 60,
				change: (vitals, second) => {
					if (second >= from) vitals.spo2 = 70;
				},
			});
			return the(transitions[0]).contributions.find(({ vital }) => vital === "spo2")?.usualOf;
		};
		expect(whose(120)).toBe("population");
		expect(whose(LEARNED)).toBe("patient");
	});
});

describe("signals that are lost", () => {
	it("keeps an episode of a saturation of 80 open when the probe falls off, until a clinician closes it", () => {
		const { detector, transitions, verdicts } = run({
			seconds: LEARNED + HOUR,
			change: (vitals, second) => {
				if (second >= LEARNED) vitals.spo2 = second < LEARNED + 60 ? 80 : null;
			},
		});
		const physiological = transitions.filter(({ channel }) => channel === "physiological");
		expect(physiological.map(({ kind, risk }) => [kind, risk])).toEqual([
			["opened", "HIGH"],
			["escalated", "HIGH"],
		]);
		expect(physiological[1]?.sentence).toMatch(/signal lost$/);
		expect(verdicts.at(-1)?.alert).toBe(true);
		expect(detector.closeEpisode()).toMatchObject({ kind: "closed", announced: false, leadingVital: "spo2" });
		expect(detector.closeEpisode()).toBeNull();
	});

	const allOff = (trouble: (vitals: VitalValues, since: number) => void) =>
		run({
			seconds: LEARNED + 600,
			change: (vitals, second) => {
				trouble(vitals, second - LEARNED);
				if (second >= LEARNED) Object.assign(vitals, noVitals());
			},
		}).transitions.filter(({ channel }) => channel === "technical");

	it("is urgent when all signals go within ten minutes of a vital outside its net", () => {
		const lost = allOff((vitals, since) => {
			if (since >= -400 && since < -390) vitals.spo2 = 78;
		});
		expect(lost).toMatchObject([{ kind: "opened", rule: "sensors-absent", risk: "HIGH" }]);
		expect(secondOf(the(lost[0]))).toBeLessThanOrEqual(LEARNED + 120);
	});

	it("is urgent when all signals go during an episode", () => {
		const lost = allOff((vitals, since) => {
			if (since >= -300) shift(vitals, "spo2", -7);
		});
		expect(lost).toMatchObject([{ rule: "sensors-absent", risk: "HIGH" }]);
	});

	it("is NOT urgent when all signals of a calm patient go", () => {
		expect(allOff(() => undefined)).toMatchObject([{ rule: "sensors-absent", risk: "MEDIUM" }]);
	});

	it("says nothing of the patient while a signal is absent and when it comes back", () => {
		for (const key of ["heart_rate", "spo2", "respiratory_rate", "temperature", "systolic_pressure"] as const) {
			const { transitions } = run({
				seconds: LEARNED + 900,
				change: (vitals, second) => {
					if (second >= LEARNED && second < LEARNED + 400) vitals[key] = null;
				},
			});
			expect(opened(transitions, "physiological")).toEqual([]);
			const [lost] = opened(transitions, "technical");
			expect(secondOf(the(lost))).toBeLessThanOrEqual(LEARNED + 120);
		}
	});

	it("calls a heart rate of 0 asystole where the payload never had any other sign of a pulse", () => {
		const { transitions } = run({
			seconds: HOUR + 60,
			change: (vitals, second) => {
				const { heart_rate, spo2 } = vitals;
				Object.assign(vitals, noVitals(), { heart_rate: second < HOUR ? heart_rate : 0, spo2 });
			},
		});
		const [episode] = opened(transitions, "physiological");
		expect(the(episode).sentence).toMatch(/^Asystole or leads off, check the patient/);
		expect(secondOf(the(episode))).toBeLessThanOrEqual(HOUR + 10);
	});
});

describe("a paced, ventilated patient", () => {
	const still = (change: (vitals: VitalValues, second: number) => void, seconds: number) =>
		run({
			seconds,
			change: (vitals, second) => {
				Object.assign(vitals, noVitals(), { heart_rate: 70, respiratory_rate: 14, spo2: 98 });
				change(vitals, second);
			},
		});

	it("is scored for twelve hours, with one notice of the standstill and nothing else", () => {
		const { transitions, verdicts } = still(() => undefined, 12 * HOUR);
		expect(transitions).toMatchObject([
			{ kind: "opened", channel: "technical", rule: "flat-line", risk: "LOW", leadingVital: null },
		]);
		expect(secondOf(the(transitions[0]))).toBeLessThanOrEqual(60);
		expect(verdicts.every(({ score, risk }) => score !== null && risk === "LOW")).toBe(true);
	});

	it("is seen to fall from there", () => {
		const from = 12 * HOUR;
		const { transitions } = still((vitals, second) => {
			if (second >= from) vitals.spo2 = Math.max(90, 98 - Math.floor((second - from) / 10));
		}, from + 600);
		const [episode] = opened(transitions, "physiological");
		expect(episode).toMatchObject({ leadingVital: "spo2" });
		expect(secondOf(the(episode))).toBeLessThanOrEqual(from + 180);
	});

	it("has the notice closed a minute after something moves, and reopened without a word", () => {
		const { transitions } = still((vitals, second) => {
			if (second >= 300 && second < 420) vitals.heart_rate = 70 + (second % 3);
		}, 900);
		expect(transitions.map(({ kind, announced }) => [kind, announced])).toEqual([
			["opened", true],
			["closed", false],
			["reopened", false],
		]);
	});
});

describe("clocks", () => {
	const vitals = (spo2 = 97) => ({ ...noVitals(), heart_rate: 75, spo2, respiratory_rate: 16 });

	it("goes on after a jump forward, without a word about the gap", () => {
		const detector = new Detector(SETTINGS);
		let time = START;
		const transitions = [];
		for (let i = 0; i < 600; i++) {
			time += i === 300 ? 30 * 24 * HOUR * 1000 : 1000;
			transitions.push(...detector.push({ timestamp: time, vitals: vitals(97 - (i % 2)), battery: null }).transitions);
		}
		expect(transitions.filter(({ channel }) => channel === "physiological")).toEqual([]);
	});

	it("waits until a clock that jumped ahead and back has caught up, and then finds the breach in time", () => {
		const detector = new Detector(SETTINGS);
		const at = (second: number, spo2 = 97) =>
			detector.push({ timestamp: START + second * 1000, vitals: vitals(spo2), battery: null });
		for (let second = 0; second < 100; second++) at(second);
		at(400);
		for (let second = 100; second <= 400; second++) expect(at(second, 70).score).toBeNull();
		const found = Array.from({ length: 20 }, (_, i) => at(401 + i, 70)).findIndex(
			({ transitions }) => transitions.length > 0,
		);
		expect(found).toBeGreaterThanOrEqual(0);
		expect(found).toBeLessThanOrEqual(15);
	});

	it("sees the same in a stream with duplicates and late readings as in one without", () => {
		const clean = new Detector(SETTINGS);
		const messy = new Detector(SETTINGS);
		const patient = new Patient(4);
		const all = Array.from({ length: 1200 }, (_, second) => ({
			timestamp: START + second * 1000,
			vitals: { ...patient.vitals(second), ...(second > 900 ? { spo2: 78 } : {}) },
			battery: null,
		}));
		const expected = all.map((reading) => clean.push(reading));
		const found = all.map((reading, i) => {
			const verdict = messy.push(reading);
			messy.push(reading);
			messy.push(the(all[Math.max(0, i - 7)]));
			return verdict;
		});
		expect(found).toEqual(expected);
		expect(messy.serialise()).toEqual(clean.serialise());
	});
});

it("holds at most 112 KB in memory, every buffer counted", () => {
	const { detector } = run({ seconds: HOUR });
	expect(detector.memoryBytes()).toBeLessThanOrEqual(112 * 1024);
	expect(detector.memoryBytes()).toBeGreaterThan(50 * 1024);
});
