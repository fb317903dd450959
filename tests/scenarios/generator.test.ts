import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ICU_ARTEFACTS, NO_ARTEFACTS } from "../../scenarios/artefacts.ts";
import { EVENT_KINDS, scriptEvent, type EventKind } from "../../scenarios/events.ts";
import {
	createPatientStream,
	type PatientStream,
	type PatientStreamOptions,
	type Truth,
} from "../../scenarios/generator.ts";
import { ARCHETYPES } from "../../scenarios/patient.ts";
import { VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../../vitals/catalogue.ts";
import type { Reading } from "../../vitals/reading.ts";
import { checkTelemetry } from "../../vitals/telemetry.ts";

const START = Date.UTC(2026, 2, 1, 10);
const CALM: PatientStreamOptions = {
	seed: 7,
	archetype: "adult",
	startTime: START,
	cadenceSeconds: 1,
	events: [],
	artefacts: NO_ARTEFACTS,
};

/** Catalogue order, 100 s into the stream, 40 s into the plateau of a hypoxia. */
const PINNED = [93, 81, 25, 36.6, 126, 73, 91, 45, 92];

function take(stream: PatientStream, count: number): { reading: Reading; truth: Truth }[] {
	return Array.from({ length: count }, () => stream.next());
}
function mean(items: readonly { reading: Reading }[], key: VitalKey): number {
	const values = items.map(({ reading }) => reading.vitals[key]).filter((value) => value !== null);
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const anyOptions: fc.Arbitrary<PatientStreamOptions> = fc.record({
	seed: fc.string(),
	archetype: fc.constantFrom(...ARCHETYPES),
	startTime: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
	cadenceSeconds: fc.constantFrom(0.5, 1, 5, 60, 3600),
	events: fc.array(
		fc.record({
			kind: fc.constantFrom(...EVENT_KINDS),
			onsetSeconds: fc.nat(200),
			rampSeconds: fc.nat(60),
			plateauSeconds: fc.nat(100),
			recoverySeconds: fc.nat(60),
			severity: fc.double({ min: 0, max: 3, noNaN: true }),
		}),
		{ maxLength: 4 },
	),
	vitals: fc.subarray([...VITAL_KEYS], { minLength: 1 }),
	artefacts: fc.constantFrom(NO_ARTEFACTS, { motionPerHour: 200, sensorOffPerHour: 200, batteryPerHour: 500 }),
	randomEvents: fc.constantFrom({ perDay: 0, afterSeconds: 0 }, { perDay: 2000, afterSeconds: 20 }),
});

describe("createPatientStream", () => {
	it("gives the same readings and truth for the same options, and others for another seed", () => {
		fc.assert(
			fc.property(anyOptions, (options) => {
				expect(take(createPatientStream(options), 120)).toEqual(take(createPatientStream(options), 120));
			}),
			{ numRuns: 40 },
		);
		expect(take(createPatientStream(CALM), 50)).not.toEqual(take(createPatientStream({ ...CALM, seed: 8 }), 50));
	});

	it("gives the readings it gave when this test was written, on every platform", () => {
		const stream = createPatientStream({
			...CALM,
			seed: "pinned",
			vitals: VITAL_KEYS,
			events: [scriptEvent("hypoxia", 30)],
		});
		const last = take(stream, 101).at(-1);
		expect(VITAL_KEYS.map((key) => last?.reading.vitals[key])).toEqual(PINNED);
	});

	it("produces only readings that the telemetry check accepts, rounded to the catalogue's decimals, at the cadence, with the asked vitals only", () => {
		fc.assert(
			fc.property(anyOptions, (options) => {
				for (const [index, { reading }] of take(createPatientStream(options), 150).entries()) {
					expect(reading.timestamp).toBe(options.startTime + Math.round(index * options.cadenceSeconds * 1000));
					for (const sign of VITAL_SIGNS) {
						const value = reading.vitals[sign.key];
						if (value === null) continue;
						expect(options.vitals).toContain(sign.key);
						expect(value).toBe(Number(value.toFixed(sign.decimals)));
					}
					expect(
						checkTelemetry(
							{ device_id: "TEST-1", timestamp: reading.timestamp, battery_level: reading.battery, ...reading.vitals },
							0,
						),
					).toMatchObject({ ok: true });
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("keeps every kind of calm patient near the resting values it was drawn with", () => {
		for (const archetype of ARCHETYPES) {
			const stream = createPatientStream({ ...CALM, archetype, vitals: VITAL_KEYS });
			const items = take(stream, 3600);
			for (const key of VITAL_KEYS) {
				const profile = stream.patient.vitals[key];
				const slack = profile.circadian + Math.abs(profile.activity) * 0.5 + 2 * profile.wander + 0.5;
				expect(Math.abs(mean(items, key) - profile.baseline), `${archetype} ${key}`).toBeLessThan(slack);
			}
			expect(items.every(({ truth }) => truth.event === null && truth.artefact === null)).toBe(true);
		}
	});

	it("keeps mean pressure between diastolic and systolic, and pulse beside heart rate", () => {
		const items = take(createPatientStream({ ...CALM, vitals: VITAL_KEYS, artefacts: NO_ARTEFACTS }), 1000);
		for (const { reading } of items) {
			const { systolic_pressure, diastolic_pressure, mean_pressure, heart_rate, pulse_rate } = reading.vitals;
			expect(mean_pressure as number).toBeGreaterThan(diastolic_pressure as number);
			expect(mean_pressure as number).toBeLessThan(systolic_pressure as number);
			expect(Math.abs((pulse_rate as number) - (heart_rate as number))).toBeLessThanOrEqual(4);
		}
	});

	it("runs a body warmer and faster in the afternoon than before dawn", () => {
		const night = take(createPatientStream({ ...CALM, startTime: Date.UTC(2026, 2, 1, 4) }), 3600);
		const afternoon = take(createPatientStream({ ...CALM, startTime: Date.UTC(2026, 2, 1, 16) }), 3600);
		expect(mean(afternoon, "temperature") - mean(night, "temperature")).toBeGreaterThan(0.35);
		expect(mean(afternoon, "heart_rate") - mean(night, "heart_rate")).toBeGreaterThan(3);
	});

	it("refuses a cadence of 0 and a device that measures nothing", () => {
		expect(() => createPatientStream({ ...CALM, cadenceSeconds: 0 })).toThrow(/cadenceSeconds/);
		expect(() => createPatientStream({ ...CALM, vitals: [] })).toThrow(/vitals/);
	});
});

describe("events", () => {
	const leading: Record<EventKind, readonly [VitalKey, number]> = {
		tachycardia: ["heart_rate", 50],
		bradycardia: ["heart_rate", -25],
		hypoxia: ["spo2", -12],
		sepsis: ["temperature", 1.7],
	};

	it.each(EVENT_KINDS)(
		"moves the leading vital of %s against the same patient without it, only between onset and end",
		(kind) => {
			const event = scriptEvent(kind, 300, { rampSeconds: 60, plateauSeconds: 120, recoverySeconds: 60 });
			const calm = take(createPatientStream({ ...CALM, seed: 3 }), 700);
			const stream = createPatientStream({ ...CALM, seed: 3, events: [event] });
			const ill = take(stream, 700);
			const [key, least] = leading[kind];
			expect(ill.slice(0, 300)).toEqual(calm.slice(0, 300));
			const change = mean(ill.slice(360, 480), key) - mean(calm.slice(360, 480), key);
			expect(Math.sign(change)).toBe(Math.sign(least));
			expect(Math.abs(change)).toBeGreaterThan(Math.abs(least));
			expect(Math.abs(mean(ill.slice(545), key) - mean(calm.slice(545), key))).toBeLessThan(1);
			expect(ill.map(({ truth }) => truth.event)).toEqual(
				ill.map((_, second) => (second >= 300 && second < 540 ? kind : null)),
			);
			expect(stream.groundTruth()).toEqual([
				{ kind, onset: START + 300_000, end: START + 540_000, vitals: expect.arrayContaining([key]) },
			]);
		},
	);

	it.each([
		["tachycardia", "heart_rate", 131, 1],
		["bradycardia", "heart_rate", 40, -1],
		["hypoxia", "spo2", 85, -1],
	] as const)("takes an adult in %s beyond the limit that the safety net knows", (kind, key, limit, sign) => {
		for (let seed = 0; seed < 20; seed++) {
			const items = take(createPatientStream({ ...CALM, seed, events: [scriptEvent(kind, 10)] }), 120).slice(60);
			expect((mean(items, key) - limit) * sign, `seed ${seed}`).toBeGreaterThanOrEqual(0);
		}
	});

	it("lets an active event end the walk: nobody's activity hides in it, and events of two kinds add up", () => {
		const both = take(
			createPatientStream({
				...CALM,
				events: [scriptEvent("hypoxia", 0, { rampSeconds: 0 }), scriptEvent("sepsis", 0, { rampSeconds: 0 })],
			}),
			60,
		);
		const one = take(createPatientStream({ ...CALM, events: [scriptEvent("hypoxia", 0, { rampSeconds: 0 })] }), 60);
		expect(mean(both, "temperature") - mean(one, "temperature")).toBeGreaterThan(1.9);
		// The acute one is what a clinician would name.
		expect(both.every(({ truth }) => truth.event === "hypoxia")).toBe(true);
	});

	it("lists exactly the random events that the readings went through, none before their time", () => {
		const stream = createPatientStream({ ...CALM, seed: "busy", randomEvents: { perDay: 60, afterSeconds: 900 } });
		const items = take(stream, 6 * 3600);
		const truth = stream.groundTruth();
		expect(truth.length).toBeGreaterThan(2);
		expect(truth[0]?.onset).toBeGreaterThanOrEqual(START + 900_000);
		for (const {
			reading,
			truth: { event },
		} of items) {
			const running = truth.find(({ onset, end }) => onset <= reading.timestamp && reading.timestamp < end);
			expect(event).toBe(running?.kind ?? null);
		}
	});

	it("refuses an event with a negative duration, naming it", () => {
		expect(() => scriptEvent("hypoxia", 10, { plateauSeconds: -1 })).toThrow(
			"plateauSeconds of a hypoxia must be 0 or more, got -1",
		);
	});
});

describe("artefacts", () => {
	it("marks readings without a sensor as sensor_off, loses a sensor's vitals together, and never all of them", () => {
		const items = take(
			createPatientStream({ ...CALM, artefacts: { motionPerHour: 0, sensorOffPerHour: 30, batteryPerHour: 0 } }),
			4 * 3600,
		);
		const off = items.filter(({ truth }) => truth.artefact === "sensor_off");
		expect(off.length).toBeGreaterThan(100);
		for (const { reading, truth } of items) {
			const missing = [
				reading.vitals.heart_rate,
				reading.vitals.spo2,
				reading.vitals.temperature,
				reading.vitals.systolic_pressure,
			].filter((value) => value === null).length;
			expect(missing).toBe(truth.artefact === "sensor_off" ? 1 : 0);
			expect(reading.vitals.systolic_pressure === null).toBe(reading.vitals.diastolic_pressure === null);
		}
	});

	it("disturbs saturation during motion, and the truth is motion, not an event", () => {
		const items = take(
			createPatientStream({ ...CALM, artefacts: { motionPerHour: 30, sensorOffPerHour: 0, batteryPerHour: 0 } }),
			4 * 3600,
		);
		const moved = items.filter(({ truth }) => truth.artefact === "motion");
		const still = items.filter(({ truth }) => truth.artefact === null);
		expect(mean(still, "spo2") - mean(moved, "spo2")).toBeGreaterThan(2);
		expect(items.every(({ truth }) => truth.event === null)).toBe(true);
	});

	it("does not change the patient underneath: readings without artefact are those of the undisturbed stream", () => {
		const clean = take(createPatientStream(CALM), 3600);
		const noisy = take(createPatientStream({ ...CALM, artefacts: ICU_ARTEFACTS }), 3600);
		for (const [index, { reading, truth }] of noisy.entries())
			if (truth.artefact === null) expect(reading.vitals).toEqual(clean[index]?.reading.vitals);
	});

	it("runs the battery down, says when it is low, and somebody charges it", () => {
		const items = take(
			createPatientStream({
				...CALM,
				artefacts: { motionPerHour: 0, sensorOffPerHour: 0, batteryStart: 20, batteryPerHour: 20 },
			}),
			3600,
		);
		expect(items[0]?.reading.battery).toBe(20);
		expect(items.find(({ truth }) => truth.artefact === "battery_low")?.reading.battery).toBe(15);
		expect(items.at(-1)?.reading.battery).toBeGreaterThan(95);
	});
});
