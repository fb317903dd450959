import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import { AGE_BANDS, DEFAULT_CONTEXT } from "../../vitals/patient-context.ts";
import { noVitals, type Reading } from "../../vitals/reading.ts";
import { Detector, type EpisodeTransition, type Verdict } from "../../detection/detector.ts";
import { STATE_VERSION } from "../../detection/state.ts";
import { Patient, readings, SETTINGS, shift, START, the } from "./support.ts";

const fixtures = resolve(import.meta.dirname, "../fixtures/detection");
const LEARNED = 5100;

/** Learning until the window is full, then everything at once: hypoxia past the net, a lost signal, an ECG fault, a low battery, a pause. */
function eventful(): Reading[] {
	const all = readings({
		seconds: LEARNED + 1500,
		patient: new Patient(6),
		battery: (second) => 52 - second / 130,
		change: (vitals, second) => {
			const since = second - LEARNED;
			vitals.pulse_rate = vitals.heart_rate;
			if (since >= 60 && since < 400) shift(vitals, "spo2", -Math.min(16, (since - 60) / 10));
			if (since >= 200 && since < 340) vitals.spo2 = null;
			if (since >= 700 && since < 760) vitals.heart_rate = 0;
			if (since >= 900 && since < 960) vitals.heart_rate = vitals.pulse_rate = 0;
			if (since >= 1200) shift(vitals, "heart_rate", 50);
			if (since >= 1210 && since < 1345) vitals.temperature = null;
		},
	});
	return [...all].filter(({ timestamp }) => {
		const since = (timestamp - START) / 1000 - LEARNED;
		return since < 1100 || since > 1190;
	});
}

function pushAll(detector: Detector, all: readonly Reading[]): Verdict[] {
	return all.map((reading) => detector.push(reading));
}

describe("state", () => {
	const all = eventful();
	const learned = all.filter(({ timestamp }) => timestamp < START + LEARNED * 1000);
	const events = all.slice(learned.length);

	it("continues bit for bit when restored before every single reading of an eventful run", () => {
		const uninterrupted = new Detector(SETTINGS);
		pushAll(uninterrupted, learned);
		let restored = Detector.restore(uninterrupted.serialise(), SETTINGS);
		let transitions = 0;
		for (const reading of events) {
			restored = Detector.restore(restored.serialise(), SETTINGS);
			const verdict = uninterrupted.push(reading);
			expect(restored.push(reading)).toEqual(verdict);
			transitions += verdict.transitions.length;
		}
		expect(transitions).toBeGreaterThan(8);
		expect(restored.serialise()).toEqual(uninterrupted.serialise());
	});

	it("continues bit for bit from any moments of any stream", () => {
		const vital = (max: number) =>
			fc.option(fc.oneof(fc.double({ min: 0, max, noNaN: true }), fc.constant(max / 2)), { freq: 4 });
		const reading = fc.record({
			gap: fc.oneof(fc.constant(1000), fc.constantFrom(250, 5000, 60_000, 3_600_000, 86_400_000)),
			vitals: fc.record({
				heart_rate: vital(200),
				spo2: vital(100),
				systolic_pressure: vital(200),
				pulse_rate: vital(150),
			}),
			battery: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
			restore: fc.boolean(),
			does: fc.integer({ min: 0, max: 60 }),
			ageBand: fc.constantFrom(...AGE_BANDS),
		});
		fc.assert(
			fc.property(fc.array(reading, { minLength: 20, maxLength: 60 }), fc.nat(), (stream, seed) => {
				const uninterrupted = new Detector({ seed });
				let restored = new Detector({ seed });
				let context = DEFAULT_CONTEXT;
				let timestamp = START;
				for (const { gap, vitals, battery, restore, does, ageBand } of stream) {
					timestamp += gap;
					if (restore) restored = Detector.restore(restored.serialise(), { seed, context });
					if (does === 3) context = { ...DEFAULT_CONTEXT, ageBand };
					for (const detector of [uninterrupted, restored]) {
						if (does === 0) detector.newBaseline();
						if (does === 1) detector.acknowledge();
						if (does === 2) detector.closeEpisode();
						if (does === 3) detector.context = context;
					}
					const next = { timestamp, vitals: { ...noVitals(), ...vitals }, battery };
					expect(restored.push(next)).toEqual(uninterrupted.push(next));
				}
			}),
			{ numRuns: 40, seed: 1 },
		);
	});

	it("takes at most 8 KB with every episode open, every buffer full", () => {
		const detector = new Detector(SETTINGS);
		let largest = 0;
		for (const reading of all) {
			detector.push(reading);
			largest = Math.max(largest, detector.serialise().length);
		}
		// Four readings a second fill the median's memory, too.
		const last = the(all.at(-1));
		for (let i = 1; i <= 80; i++) detector.push({ ...last, timestamp: last.timestamp + 250 * i });
		largest = Math.max(largest, detector.serialise().length);
		expect(largest).toBeLessThanOrEqual(8192);
	});

	it("refuses a state of another version, and says which it got", () => {
		const state = new Detector(SETTINGS).serialise();
		state[0] = 5;
		expect(() => Detector.restore(state, SETTINGS)).toThrow("detector state: got v5, expected v4");
	});

	it("refuses a state that is cut short", () => {
		const state = new Detector(SETTINGS).serialise();
		expect(() => Detector.restore(state.subarray(0, state.length - 1), SETTINGS)).toThrow(
			/^detector state: ends at byte/,
		);
	});

	/*
	 * state-vN.bin is what version N wrote, and stays as it is. WRITE_DETECTION_FIXTURE=verdicts in the environment renews the
	 * expected verdicts after the rules were tuned, WRITE_DETECTION_FIXTURE=state the newest version's state as well.
	 */
	it.each([1, 2, 3, STATE_VERSION])(
		"reads the state that version %d wrote, and goes on as it would have",
		(version) => {
			const file = resolve(fixtures, `state-v${version}`);
			const write = process.env["WRITE_DETECTION_FIXTURE"];
			if (write === "state" && version === STATE_VERSION) {
				const middle = events.findIndex(({ timestamp }) => timestamp >= START + (LEARNED + 250) * 1000);
				const detector = new Detector(SETTINGS);
				pushAll(detector, [...learned, ...events.slice(0, middle)]);
				writeFileSync(`${file}.bin`, detector.serialise());
				const next: Fixture["readings"] = events
					.slice(middle, middle + 75)
					.map(({ timestamp, vitals, battery }) => [timestamp, battery].concat(VITAL_KEYS.map((key) => vitals[key])));
				writeFixture(file, { seed: SETTINGS.seed, readings: next, scores: [], transitions: [] });
			}
			const fixture = JSON.parse(readFileSync(`${file}.json`, "utf8")) as Fixture;
			const state = readFileSync(`${file}.bin`);
			expect(state[0]).toBe(version);
			const detector = Detector.restore(state, { seed: fixture.seed });
			const verdicts = pushAll(detector, fixture.readings.map(toReading));
			const scores = verdicts.map(({ score }) => score);
			const transitions = verdicts.flatMap((verdict) => verdict.transitions);
			if (write !== undefined) writeFixture(file, { ...fixture, scores, transitions });
			const expected = write === undefined ? fixture : { scores, transitions };
			expect(scores).toEqual(expected.scores);
			expect(transitions).toEqual(expected.transitions);
			expect(scores.every((score) => score !== null)).toBe(true);
			expect(transitions).not.toEqual([]);
		},
	);
});

/** What a detector restored from a stored state is given, and what it must make of it. */
interface Fixture {
	readonly seed: number;
	/** Timestamp, battery, vitals in catalogue order. */
	readonly readings: (number | null)[][];
	readonly scores: readonly (number | null)[];
	readonly transitions: readonly EpisodeTransition[];
}

function toReading([timestamp, battery, ...values]: (number | null)[]): Reading {
	const vitals = noVitals();
	VITAL_KEYS.forEach((key, i) => (vitals[key] = values[i] ?? null));
	return { timestamp: timestamp as number, battery: battery ?? null, vitals };
}

function writeFixture(file: string, fixture: Fixture): void {
	const lines = Object.entries(fixture).map(([key, value]) => {
		if (!Array.isArray(value)) return `\t"${key}": ${JSON.stringify(value)}`;
		return `\t"${key}": [\n${value.map((item) => `\t\t${JSON.stringify(item)}`).join(",\n")}\n\t]`;
	});
	writeFileSync(`${file}.json`, `{\n${lines.join(",\n")}\n}\n`);
}
