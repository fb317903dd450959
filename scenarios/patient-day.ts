/**
 * One patient's day as it is planned: who, when asleep, what disturbs the sensors, what the patient does, and what goes
 * wrong. Everything is drawn beforehand, so that an alert can be held against what truly was the case.
 *
 * Rates, sizes and durations are our choice, after the sources named beside them.
 */
import { eventSeconds, type ScenarioEvent } from "./events.ts";
import { drawPatient, type Archetype, type Patient } from "./patient.ts";
import { createRandom, type Random } from "./random.ts";

export const SECONDS_PER_DAY = 86_400;
const HOUR = 3600;
const MINUTE = 60;

/** The archetypes and, on top, an adult with sleep apnoea. */
export type PatientType = Archetype | "apnoea";

/** What happens to somebody who is well. Every one of them is harmless and must not alarm. */
export type SpanKind =
	| "walk"
	| "exertion"
	| "posture"
	| "apnoea"
	| "motion"
	| "heart_artefact"
	| "breath_artefact"
	| "probe_off"
	| "ecg_off"
	| "temperature_off"
	| "all_off"
	| "cuff_on_probe_arm";

/** A stretch of the day, in seconds since its first reading; `end` is the first second after it. */
export interface DaySpan {
	readonly kind: SpanKind;
	readonly start: number;
	readonly end: number;
	/** Strength; what it means depends on the kind (see `patient-day-stream.ts`). */
	readonly size: number;
}

/** An arterial line measures every second and gives the mean; a cuff now and then. */
export type Pressure = { readonly kind: "line" } | { readonly kind: "cuff"; readonly everySeconds: number };

export interface PatientDay {
	readonly seed: string;
	readonly type: PatientType;
	readonly patient: Patient;
	/** Second of the day, local time, of the first reading. */
	readonly startSecond: number;
	/** Falls asleep and wakes, seconds since the first reading; either may be negative or beyond the day. */
	readonly sleeps: readonly (readonly [from: number, until: number])[];
	readonly pressure: Pressure;
	/** Charge at the start, per cent. */
	readonly battery: number;
	readonly spans: readonly DaySpan[];
	readonly events: readonly ScenarioEvent[];
}

/** Around an event the patient keeps to the bed and breathes evenly: what is seen then is the event. */
const QUIET_BEFORE = 12 * MINUTE;
const QUIET_AFTER = 10 * MINUTE;

/** Highest heart rate that somebody who is well reaches on a ward, /min: below the red score of NEWS2. */
const HIGHEST_ACTIVE_RATE: Record<PatientType, number> = {
	adult: 122,
	elderly: 118,
	athlete: 122,
	copd: 120,
	child: 140,
	atrial_fibrillation: 112,
	apnoea: 120,
};
/** Rise of the heart rate at strength 1, /min; the stream uses it, too. */
export const ACTIVE_RATE_RISE = 42;

interface Habit {
	readonly kind: SpanKind;
	/** Times an hour awake and asleep. */
	readonly awake: number;
	readonly asleep: number;
	readonly seconds: readonly [number, number];
	readonly size: readonly [number, number];
	/** Durations crowd towards the short end. */
	readonly mostlyShort: boolean;
}

const HABITS: readonly Habit[] = [
	{ kind: "walk", awake: 0.4, asleep: 0.02, seconds: [90, 420], size: [0.35, 0.8], mostlyShort: false },
	// Physiotherapy, stairs, a shower.
	{ kind: "exertion", awake: 0.06, asleep: 0, seconds: [480, 1080], size: [0.6, 1], mostlyShort: false },
	{ kind: "posture", awake: 0.8, asleep: 0.25, seconds: [25, 90], size: [0.2, 0.5], mostlyShort: false },
	// Görges (2009): most ineffective alarms end within 19 s.
	{ kind: "motion", awake: 1.1, asleep: 0.35, seconds: [5, 110], size: [4, 18], mostlyShort: true },
	{ kind: "heart_artefact", awake: 0.2, asleep: 0.06, seconds: [3, 28], size: [-0.5, 1], mostlyShort: true },
	// Talking, coughing and moving spoil the impedance.
	{ kind: "breath_artefact", awake: 0.35, asleep: 0.08, seconds: [4, 36], size: [-0.6, 1], mostlyShort: true },
	{ kind: "probe_off", awake: 0.08, asleep: 0.05, seconds: [40, 1500], size: [0, 1], mostlyShort: true },
	{ kind: "ecg_off", awake: 0.04, asleep: 0.01, seconds: [40, 1200], size: [0, 1], mostlyShort: true },
	{ kind: "temperature_off", awake: 0.02, asleep: 0.01, seconds: [120, 3600], size: [0, 1], mostlyShort: true },
	{ kind: "all_off", awake: 0.02, asleep: 0, seconds: [180, 1500], size: [0, 1], mostlyShort: false },
];
/** Spans that need a body at rest: none near an event. */
const ACTIVITIES: ReadonlySet<SpanKind> = new Set(["walk", "exertion", "posture", "apnoea"]);

/** Clusters of apnoea in an hour asleep, their length and the depth of the dips in per cent of saturation. */
const APNOEA: Habit = {
	kind: "apnoea",
	awake: 0,
	asleep: 0.6,
	seconds: [600, 2400],
	size: [3, 8],
	mostlyShort: false,
};

/**
 * Plans a day.
 *
 * @param seed - same seed, type and events: same day, on every platform
 * @param events - what goes wrong, seconds from the first reading
 */
export function planDay(seed: string, type: PatientType, events: readonly ScenarioEvent[]): PatientDay {
	const random = createRandom(`${seed}/plan`);
	const patient = drawPatient(type === "apnoea" ? "adult" : type, createRandom(`${seed}/patient`));
	const startSecond = Math.floor(random.between(0, 24)) * HOUR;
	const sleeps = planSleeps(startSecond, random);
	const pressure: Pressure = random.chance(0.4)
		? { kind: "line" }
		: { kind: "cuff", everySeconds: random.chance(0.5) ? 900 : 1800 };
	const cuffOnProbeArm = random.chance(0.25);
	const battery = random.between(45, 100);

	const spans: DaySpan[] = [];
	for (const habit of type === "apnoea" ? [...HABITS, APNOEA] : HABITS) {
		spans.push(...planHabit(habit, patient, type, sleeps, events, createRandom(`${seed}/${habit.kind}`)));
	}
	if (pressure.kind === "cuff" && cuffOnProbeArm) {
		for (let start = 0; start < SECONDS_PER_DAY; start += pressure.everySeconds) {
			const end = start + Math.round(random.between(20, 36));
			spans.push({ kind: "cuff_on_probe_arm", start, end, size: random.uniform() });
		}
	}
	spans.sort((a, b) => a.start - b.start || a.end - b.end);
	return { seed, type, patient, startSecond, sleeps, pressure, battery, spans, events };
}

function planSleeps(startSecond: number, random: Random): (readonly [number, number])[] {
	const sleeps: (readonly [number, number])[] = [];
	// The night before may still last when the day begins, the next one may begin before it ends.
	for (let night = -1; night <= 1; night++) {
		const midnight = night * SECONDS_PER_DAY + SECONDS_PER_DAY - startSecond;
		sleeps.push([midnight - random.between(0.5, 2) * HOUR, midnight + random.between(5.5, 7) * HOUR]);
	}
	return sleeps;
}

/** True where the patient sleeps at `second`. */
export function isAsleep(sleeps: PatientDay["sleeps"], second: number): boolean {
	return sleeps.some(([from, until]) => second >= from && second < until);
}

function planHabit(
	habit: Habit,
	patient: Patient,
	type: PatientType,
	sleeps: PatientDay["sleeps"],
	events: readonly ScenarioEvent[],
	random: Random,
): DaySpan[] {
	const spans: DaySpan[] = [];
	const active = ACTIVITIES.has(habit.kind);
	const most = (HIGHEST_ACTIVE_RATE[type] - patient.vitals.heart_rate.baseline) / ACTIVE_RATE_RISE;
	for (let second = MINUTE; second < SECONDS_PER_DAY; second += MINUTE) {
		// Drawn in any case, so that one span more or less does not move those after it.
		const begins = random.uniform();
		const lasts = random.uniform();
		const strength = random.uniform();
		const offset = Math.floor(random.uniform() * MINUTE);
		const perHour = isAsleep(sleeps, second) ? habit.asleep : habit.awake;
		if (begins >= perHour / 60) continue;
		const [least, longest] = habit.seconds;
		const share = habit.mostlyShort ? lasts * lasts * lasts : lasts;
		const start = second + offset;
		const end = start + Math.round(least + share * (longest - least));
		let size = habit.size[0] + strength * (habit.size[1] - habit.size[0]);
		if (active && habit.kind !== "apnoea") size = Math.max(0.1, Math.min(size, most));
		if (start < (spans.at(-1)?.end ?? 0) + MINUTE) continue;
		if (habit.kind === "apnoea" && !isAsleep(sleeps, end)) continue;
		if (active && events.some((event) => nearEvent(event, start, end))) continue;
		spans.push({ kind: habit.kind, start, end, size });
	}
	return spans;
}

function nearEvent(event: ScenarioEvent, start: number, end: number): boolean {
	return end > event.onsetSeconds - QUIET_BEFORE && start < event.onsetSeconds + eventSeconds(event) + QUIET_AFTER;
}
