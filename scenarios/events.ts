/**
 * Deteriorations: what goes wrong, how fast, how far, and for how long. Magnitudes are our choice, set so that
 * severity 1 in an adult at rest crosses the usual absolute limits (HR ≥ 131 or ≤ 40, SpO2 ≤ 85) for the acute
 * kinds, while sepsis stays inside most of them and is visible only against the patient's own baseline.
 */
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import type { Patient } from "./patient.ts";
import { smoothStep, type Random } from "./random.ts";

export const EVENT_KINDS = ["tachycardia", "bradycardia", "hypoxia", "sepsis"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** One deterioration on a patient's timeline; seconds count from the stream's first reading. */
export interface ScenarioEvent {
	readonly kind: EventKind;
	readonly onsetSeconds: number;
	/** From the baseline to the full change. */
	readonly rampSeconds: number;
	readonly plateauSeconds: number;
	/** Back to the baseline. */
	readonly recoverySeconds: number;
	/** 1 is the full change of `EVENT_EFFECTS`; 0.5 half of it. */
	readonly severity: number;
}

/** What truly happened, as `groundTruth()` lists it. */
export interface TrueEvent {
	readonly kind: EventKind;
	/** First moment at which the event moves a vital sign, milliseconds since the epoch. */
	readonly onset: number;
	/** First moment at which it no longer does. */
	readonly end: number;
	/** The vital signs it moves, of those the stream carries, the leading one first. */
	readonly vitals: readonly VitalKey[];
}

/** Change at severity 1, in the vital's unit; `share` is relative to the patient's own resting value. */
interface Effect {
	readonly by?: number;
	readonly share?: number;
}

/** Effects of each kind, leading vital first. Pulse follows the heart, mean pressure the other two. */
export const EVENT_EFFECTS: Record<EventKind, Partial<Record<VitalKey, Effect>>> = {
	// Sudden supraventricular tachycardia: the heart fills less, so pressure falls.
	tachycardia: {
		heart_rate: { by: 76 },
		pulse_rate: { by: 76 },
		respiratory_rate: { by: 4 },
		systolic_pressure: { by: -10 },
		diastolic_pressure: { by: -3 },
		mean_pressure: {},
	},
	// Relative, because an athlete has less to lose than an adult before the brain notices.
	bradycardia: {
		heart_rate: { share: -0.52 },
		pulse_rate: { share: -0.52 },
		systolic_pressure: { by: -16 },
		diastolic_pressure: { by: -8 },
		mean_pressure: {},
	},
	// The chest works harder and the heart runs before the saturation is back.
	hypoxia: {
		spo2: { by: -16 },
		respiratory_rate: { by: 7 },
		heart_rate: { by: 18 },
		pulse_rate: { by: 18 },
		etco2: { by: 6 },
	},
	// Hours, every sign a little: fever, faster heart and breath, falling pressure.
	sepsis: {
		temperature: { by: 2.1 },
		heart_rate: { by: 34 },
		pulse_rate: { by: 34 },
		respiratory_rate: { by: 10 },
		systolic_pressure: { by: -30 },
		diastolic_pressure: { by: -16 },
		mean_pressure: {},
		spo2: { by: -3 },
		etco2: { by: -6 },
	},
};

type Course = Omit<ScenarioEvent, "kind" | "onsetSeconds">;
const USUAL_COURSE: Record<EventKind, Course> = {
	tachycardia: { rampSeconds: 30, plateauSeconds: 180, recoverySeconds: 60, severity: 1 },
	bradycardia: { rampSeconds: 40, plateauSeconds: 150, recoverySeconds: 60, severity: 1 },
	hypoxia: { rampSeconds: 30, plateauSeconds: 150, recoverySeconds: 75, severity: 1 },
	sepsis: { rampSeconds: 5 * 3600, plateauSeconds: 3 * 3600, recoverySeconds: 4 * 3600, severity: 1 },
};

/**
 * An event with its kind's usual course.
 *
 * @param onsetSeconds - seconds after the stream's first reading
 * @param course - what differs from the usual
 * @throws RangeError when a duration is negative or not a number
 */
export function scriptEvent(kind: EventKind, onsetSeconds: number, course: Partial<Course> = {}): ScenarioEvent {
	const event = { kind, onsetSeconds, ...USUAL_COURSE[kind], ...course };
	for (const field of ["onsetSeconds", "rampSeconds", "plateauSeconds", "recoverySeconds", "severity"] as const) {
		if (!(event[field] >= 0)) throw new RangeError(`${field} of a ${kind} must be 0 or more, got ${event[field]}`);
	}
	return event;
}

/** Seconds from the first change to the last. */
export function eventSeconds(event: ScenarioEvent): number {
	return event.rampSeconds + event.plateauSeconds + event.recoverySeconds;
}

/** How much of the event's change is there `elapsed` seconds after its onset, 0 to 1. */
export function eventStrength(event: ScenarioEvent, elapsed: number): number {
	if (elapsed < 0 || elapsed >= eventSeconds(event)) return 0;
	if (elapsed < event.rampSeconds) return smoothStep(elapsed / event.rampSeconds);
	const recovering = elapsed - event.rampSeconds - event.plateauSeconds;
	return recovering <= 0 ? 1 : 1 - smoothStep(recovering / event.recoverySeconds);
}

/** The event's full change of every vital in catalogue order, in the vital's unit, for this patient. */
export function eventOffsets(event: ScenarioEvent, patient: Patient): Float64Array {
	const effects = EVENT_EFFECTS[event.kind];
	return Float64Array.from(VITAL_KEYS, (key) => {
		const effect = effects[key];
		if (effect === undefined) return 0;
		return event.severity * (effect.by ?? (effect.share ?? 0) * patient.vitals[key].baseline);
	});
}

/** How often events begin by themselves. */
export interface EventRate {
	readonly perDay: number;
	/** None begin before this many seconds. */
	readonly afterSeconds: number;
}

const ACUTE_WEIGHTS: readonly (readonly [EventKind, number])[] = [
	["tachycardia", 0.4],
	["hypoxia", 0.4],
	["bradycardia", 0.2],
];

/** An acute event of random kind and course beginning at `onsetSeconds`. */
export function drawEvent(onsetSeconds: number, random: Random): ScenarioEvent {
	let ticket = random.uniform();
	let kind: EventKind = "tachycardia";
	for (const [candidate, weight] of ACUTE_WEIGHTS) {
		kind = candidate;
		ticket -= weight;
		if (ticket < 0) break;
	}
	return scriptEvent(kind, onsetSeconds, {
		rampSeconds: Math.round(random.between(20, 120)),
		plateauSeconds: Math.round(random.between(60, 300)),
		recoverySeconds: Math.round(random.between(40, 120)),
		severity: random.between(0.8, 1.15),
	});
}
