/**
 * Deteriorations that scenario files may ask for besides the acute kinds and sepsis. Apart from `events.ts`, which belongs to the
 * frozen benchmark. Magnitudes are our choice: at severity 1 they cross usual limits.
 */
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import {
	EVENT_EFFECTS,
	EVENT_KINDS,
	eventSeconds,
	eventStrength,
	scriptEvent,
	type EventKind,
	type ScenarioEvent,
} from "./events.ts";
import type { Patient } from "./patient.ts";

export const CONDITION_KINDS = [
	"haemorrhage",
	"respiratory_depression",
	"apnoea",
	"fever",
	"hypertensive_crisis",
] as const;
type ConditionKind = (typeof CONDITION_KINDS)[number];

/** Everything that may be scripted. */
export type ScriptedKind = EventKind | ConditionKind;

/** As a `ScenarioEvent`, of any kind. */
export type ScriptedEvent = Omit<ScenarioEvent, "kind"> & { readonly kind: ScriptedKind };

type Effects = Partial<Record<VitalKey, { readonly by?: number; readonly share?: number }>>;
type Course = Omit<ScenarioEvent, "kind" | "onsetSeconds">;

/** Leading vital first; `share` is relative to the patient's own resting value. */
const EFFECTS: Record<ConditionKind, Effects> = {
	// The heart hurries after a volume that is not there; the diastolic pressure falls last.
	haemorrhage: {
		systolic_pressure: { by: -48 },
		heart_rate: { by: 46 },
		pulse_rate: { by: 46 },
		diastolic_pressure: { by: -18 },
		mean_pressure: {},
		respiratory_rate: { by: 7 },
		temperature: { by: -0.4 },
	},
	// Opioids: the breath slows first, carbon dioxide rises, saturation follows.
	respiratory_depression: {
		respiratory_rate: { share: -0.55 },
		etco2: { by: 18 },
		spo2: { by: -9 },
		heart_rate: { by: -8 },
		pulse_rate: { by: -8 },
	},
	// Half a minute without breath, and the swing of the heart that goes with it.
	apnoea: {
		spo2: { by: -11 },
		respiratory_rate: { share: -0.6 },
		heart_rate: { by: -12 },
		pulse_rate: { by: -12 },
	},
	// Some ten beats for each degree.
	fever: {
		temperature: { by: 2.2 },
		heart_rate: { by: 22 },
		pulse_rate: { by: 22 },
		respiratory_rate: { by: 4 },
	},
	hypertensive_crisis: {
		systolic_pressure: { by: 70 },
		diastolic_pressure: { by: 42 },
		mean_pressure: {},
		heart_rate: { by: 12 },
		pulse_rate: { by: 12 },
	},
};

const USUAL_COURSE: Record<ConditionKind, Course> = {
	haemorrhage: { rampSeconds: 600, plateauSeconds: 900, recoverySeconds: 1200, severity: 1 },
	respiratory_depression: { rampSeconds: 480, plateauSeconds: 600, recoverySeconds: 300, severity: 1 },
	apnoea: { rampSeconds: 20, plateauSeconds: 15, recoverySeconds: 25, severity: 1 },
	fever: { rampSeconds: 2400, plateauSeconds: 7200, recoverySeconds: 5400, severity: 1 },
	hypertensive_crisis: { rampSeconds: 300, plateauSeconds: 900, recoverySeconds: 900, severity: 1 },
};

const isEvent = (kind: ScriptedKind): kind is EventKind => (EVENT_KINDS as readonly string[]).includes(kind);

/** What a kind moves, leading vital first. */
export const effectsOf = (kind: ScriptedKind): Effects => (isEvent(kind) ? EVENT_EFFECTS[kind] : EFFECTS[kind]);

/**
 * With its kind's usual course.
 *
 * @param onsetSeconds - seconds after the stream's first reading
 * @param course - what differs from the usual
 * @throws RangeError when a duration is negative or not a number
 */
export function script(kind: ScriptedKind, onsetSeconds: number, course: Partial<Course> = {}): ScriptedEvent {
	if (isEvent(kind)) return scriptEvent(kind, onsetSeconds, course);
	// Checked by the same rules: only the durations and the severity are.
	return { ...scriptEvent("sepsis", onsetSeconds, { ...USUAL_COURSE[kind], ...course }), kind };
}

/** Seconds from the first change to the last. */
export const scriptedSeconds = (event: ScriptedEvent): number => eventSeconds(event as ScenarioEvent);

/** How much of the change is there `elapsed` seconds after its onset, 0 to 1. */
export const scriptedStrength = (event: ScriptedEvent, elapsed: number): number =>
	eventStrength(event as ScenarioEvent, elapsed);

/** The full change of every vital in catalogue order, in the vital's unit, for this patient. */
export function scriptedOffsets({ kind, severity }: ScriptedEvent, patient: Patient): Float64Array {
	const effects = effectsOf(kind);
	return Float64Array.from(VITAL_KEYS, (key) => {
		const effect = effects[key];
		if (effect === undefined) return 0;
		return severity * (effect.by ?? (effect.share ?? 0) * patient.vitals[key].baseline);
	});
}
