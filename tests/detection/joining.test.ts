import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import type { VitalValues } from "../../vitals/reading.ts";
import { Detector, type EpisodeTransition } from "../../detection/detector.ts";
import { readings, run, SETTINGS } from "./support.ts";

const LEARNED = 1800;
/** A sensor is lost from 0 to 200 s and again from 400 s on: back for 200 s, its notice closed after 60. */
const LOST_AGAIN = 400;

/** What is told of the second loss, with what goes at each. */
function again(
	first: readonly VitalKey[],
	second: readonly VitalKey[],
	{ after = LOST_AGAIN, acknowledge = false, trouble = false } = {},
): EpisodeTransition[] {
	const { transitions } = run({
		seconds: LEARNED + after + 200,
		change: (vitals, at) => {
			const since = at - LEARNED;
			if (trouble && since >= after - 60 && since < after - 30) vitals.spo2 = 79;
			const lost = since >= 0 && since < 200 ? first : since >= after ? second : [];
			for (const key of lost) vitals[key] = null;
		},
		before: (detector, at) => {
			if (acknowledge && at === LEARNED + 300) detector.acknowledge();
			return undefined;
		},
	});
	const told = transitions.filter(({ channel }) => channel === "technical");
	expect(told.slice(0, 2).map(({ kind }) => kind)).toEqual(["opened", "closed"]);
	return told.slice(2);
}

const ALL: readonly VitalKey[] = [
	"heart_rate",
	"spo2",
	"respiratory_rate",
	"temperature",
	"systolic_pressure",
	"diastolic_pressure",
	"mean_pressure",
	"etco2",
];

describe("a sensor that is lost again", () => {
	it("within ten minutes continues the record without a word", () => {
		expect(again(["spo2"], ["spo2"])).toMatchObject([
			{ kind: "reopened", announced: false, rule: "sensors-absent", risk: "MEDIUM", leadingVital: "spo2" },
		]);
	});

	it("is a record of its own once ten minutes have passed", () => {
		expect(again(["spo2"], ["spo2"], { after: 900 })).toMatchObject([{ kind: "opened", announced: true }]);
	});

	it("is announced where another sensor goes, or one that matters more", () => {
		expect(again(["temperature"], ["etco2"])).toMatchObject([{ kind: "reopened", announced: true, risk: "LOW" }]);
		expect(again(["temperature"], ["heart_rate"])).toMatchObject([{ announced: true, risk: "MEDIUM" }]);
	});

	it("is NOT announced where it is one of several that were named", () => {
		expect(again(["spo2", "temperature"], ["temperature"])).toMatchObject([{ announced: false, risk: "LOW" }]);
	});

	it("is announced after an acknowledgement", () => {
		expect(again(["spo2"], ["spo2"], { acknowledge: true })).toMatchObject([{ kind: "reopened", announced: true }]);
	});

	it("is announced, HIGH, where all signals go of a patient in trouble just before", () => {
		expect(again(ALL, ALL, { trouble: true })).toMatchObject([{ kind: "reopened", announced: true, risk: "HIGH" }]);
		expect(again(ALL, ALL)).toMatchObject([{ kind: "reopened", announced: false, risk: "MEDIUM" }]);
	});
});

describe("an ECG that loses its signal again", () => {
	const twice = (acknowledge: boolean) =>
		run({
			seconds: LEARNED + 300,
			change: (vitals, second) => {
				vitals.pulse_rate = vitals.heart_rate;
				const since = second - LEARNED;
				if ((since >= 0 && since < 30) || since >= 200) vitals.heart_rate = 0;
			},
			before: (detector, second) => {
				if (acknowledge && second === LEARNED + 150) detector.acknowledge();
				return undefined;
			},
		}).transitions.map(({ kind, announced, rule, risk }) => [kind, announced, rule, risk]);

	it("continues the record, and is announced only after an acknowledgement", () => {
		for (const acknowledge of [false, true]) {
			expect(twice(acknowledge)).toEqual([
				["opened", true, "ecg-signal", "HIGH"],
				["closed", false, "ecg-signal", "HIGH"],
				["reopened", acknowledge, "ecg-signal", "HIGH"],
			]);
		}
	});
});

describe("acknowledging one episode", () => {
	/** Whether the second loss is announced, where somebody has seen `episode` between the two. */
	const announced = (episode: Pick<EpisodeTransition, "channel" | "rule">) =>
		run({
			seconds: LEARNED + LOST_AGAIN + 200,
			change: (vitals, at) => {
				const since = at - LEARNED;
				if ((since >= 0 && since < 200) || since >= LOST_AGAIN) vitals.spo2 = null;
			},
			before: (detector, at) => {
				if (at === LEARNED + 300) detector.acknowledge(episode);
				return undefined;
			},
		}).transitions.findLast(({ kind }) => kind === "reopened")?.announced;

	it("leaves the notices that it is not about unseen", () => {
		expect(announced({ channel: "technical", rule: "sensors-absent" })).toBe(true);
		expect(announced({ channel: "technical", rule: "ecg-signal" })).toBe(false);
		expect(announced({ channel: "physiological", rule: "forest" })).toBe(false);
	});
});

describe("a battery", () => {
	const told = (level: (second: number) => number, acknowledgeAt = -1) =>
		run({
			seconds: 1200,
			battery: level,
			before: (detector, second) => {
				if (second === acknowledgeAt) detector.acknowledge();
				return undefined;
			},
		}).transitions.map(({ kind, announced, risk }) => [kind, announced, risk]);

	it("that wavers about its limits is told of once, seen or not", () => {
		const wavering = (second: number) => (second % 400 < 200 ? 9 : 30);
		for (const acknowledgeAt of [-1, 300]) {
			expect(told(wavering, acknowledgeAt)).toEqual([
				["opened", true, "LOW"],
				["closed", false, "LOW"],
				["reopened", false, "LOW"],
				["closed", false, "LOW"],
				["reopened", false, "LOW"],
				["closed", false, "LOW"],
			]);
		}
	});

	it("that comes back about to end is announced", () => {
		const worse = (second: number) => (second < 200 ? 9 : second < 400 ? 30 : 4);
		expect(told(worse).at(-1)).toEqual(["reopened", true, "MEDIUM"]);
	});
});

it("remembers through an eviction what a notice has told", () => {
	const lost = (vitals: VitalValues, since: number) => {
		if ((since >= 0 && since < 200) || since >= LOST_AGAIN) vitals.spo2 = null;
	};
	let detector = new Detector(SETTINGS);
	const kinds: [string, boolean][] = [];
	for (const reading of readings({
		seconds: LEARNED + LOST_AGAIN + 200,
		battery: (second) => (second < LEARNED + 100 || second > LEARNED + 300 ? 9 : 40),
		change: (vitals, second) => lost(vitals, second - LEARNED),
	})) {
		if (reading.timestamp % 7000 === 0) detector = Detector.restore(detector.serialise(), SETTINGS);
		for (const { kind, announced, rule } of detector.push(reading).transitions)
			kinds.push([`${rule} ${kind}`, announced]);
	}
	expect(kinds).toEqual([
		["battery opened", true],
		["battery closed", false],
		["sensors-absent opened", true],
		["sensors-absent closed", false],
		["battery reopened", false],
		["sensors-absent reopened", false],
	]);
});
