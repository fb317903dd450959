/**
 * The frozen benchmark: which patients, which events, on which seeds. Synthetic throughout.
 *
 * Twenty patient-days make a block: every type of patient in a fixed mix, five slow events, seventeen acute ones on
 * twelve days, and three days on which nothing happens; who gets what is shuffled anew in every block. Tuning and report sets
 * draw from seeds that begin with different words, so no day can be in both.
 */
import { scriptEvent, type EventKind, type ScenarioEvent } from "../scenarios/events.ts";
import { planDay, SECONDS_PER_DAY, type PatientDay, type PatientType } from "../scenarios/patient-day.ts";
import { createRandom, type Random } from "../scenarios/random.ts";
import type { TargetEvent } from "./matching.ts";

/** Raise with any change of what the benchmark is: figures of different versions are not comparable. */
export const BENCHMARK_VERSION = 1;

/** The files that decide what is measured, relative to the repository; their bytes are the benchmark's hash. */
export const BENCHMARK_FILES = [
	"evaluation/benchmark.ts",
	"evaluation/matching.ts",
	"scenarios/events.ts",
	"scenarios/patient-day-stream.ts",
	"scenarios/patient-day.ts",
	"scenarios/patient.ts",
	"scenarios/random.ts",
] as const;

export const SETS = { tuning: { seed: "tuning", days: 80 }, report: { seed: "report", days: 420 } } as const;
export type SetName = keyof typeof SETS;

export const ACUTE_KINDS = ["tachycardia", "bradycardia", "hypoxia"] as const satisfies readonly EventKind[];
export const SLOW_KINDS = ["sepsis"] as const satisfies readonly EventKind[];

/** All days begin on this date; the hour is the patient's. */
const DATE = Date.UTC(2026, 2, 1);
const HOUR = 3600;
const MINUTE = 60;
/** An acute event is to be found within ten minutes of its onset. */
const ACUTE_WINDOW = 10 * MINUTE;

const MIX: readonly (readonly [PatientType, number])[] = [
	["adult", 6],
	["elderly", 5],
	["copd", 2],
	["athlete", 2],
	["apnoea", 2],
	["atrial_fibrillation", 2],
	["child", 1],
];
/** Acute events of each day of a block, "slow" for one slow event. */
const EVENTS_OF_BLOCK: readonly (number | "slow")[] = [
	...Array.from({ length: 5 }, () => "slow" as const),
	...Array.from({ length: 3 }, () => 0),
	...Array.from({ length: 7 }, () => 1),
	...Array.from({ length: 5 }, () => 2),
];
/** Acute events of a block. */
const ACUTE_OF_BLOCK = 17;
export const BLOCK_DAYS = EVENTS_OF_BLOCK.length;

/** Severity as a share of `EVENT_EFFECTS`: moderate is worth a walk to the bed, grave is worth a run. */
const SEVERITY: Record<
	EventKind,
	{ readonly moderate: readonly [number, number]; readonly grave: readonly [number, number] }
> = {
	// +46 to +57, +68 to +87 /min
	tachycardia: { moderate: [0.6, 0.75], grave: [0.9, 1.15] },
	// -31 to -36, -44 to -55 % of the resting rate
	bradycardia: { moderate: [0.6, 0.7], grave: [0.85, 1.05] },
	// -6.7 to -9, -13 to -19 % of saturation
	hypoxia: { moderate: [0.42, 0.56], grave: [0.8, 1.2] },
	sepsis: { moderate: [0.7, 0.85], grave: [0.85, 1.15] },
};
/** Seconds to the full change, when it comes as a step and as a ramp. */
const RAMP: Record<"step" | "ramp", readonly [number, number]> = { step: [5, 20], ramp: [60, 300] };
const PLATEAU: readonly [number, number] = [12 * MINUTE, 35 * MINUTE];
const RECOVERY: readonly [number, number] = [2 * MINUTE, 8 * MINUTE];
const SLOW_RAMP: readonly [number, number] = [4 * HOUR, 6 * HOUR];
/** No acute event before this second of the day: a patient is known for an hour. Slow ones need a baseline to depart from. */
const FIRST_ACUTE = HOUR;
const FIRST_SLOW = 4 * HOUR;
const APART = 1.5 * HOUR;

/** The plan of one day of a set. @param index - from 0 */
export function benchmarkDay(set: SetName, index: number): PatientDay {
	const { seed } = SETS[set];
	const block = Math.floor(index / BLOCK_DAYS);
	const types = shuffle(
		MIX.flatMap(([type, count]) => Array.from({ length: count }, () => type)),
		createRandom(`${seed}/types/${block}`),
	);
	const counts = shuffle(EVENTS_OF_BLOCK, createRandom(`${seed}/events/${block}`));
	const slot = index % BLOCK_DAYS;
	const acuteBefore = counts.slice(0, slot).reduce<number>((sum, count) => sum + (count === "slow" ? 0 : count), 0);
	const random = createRandom(`${seed}/${index}/events`);
	const count = counts[slot] as number | "slow";
	const events = count === "slow" ? [drawSlow(random)] : drawAcute(count, ACUTE_OF_BLOCK * block + acuteBefore, random);
	return planDay(`${seed}/${index}`, types[slot] as PatientType, events);
}

/** When the day's first reading was taken, milliseconds since the epoch. */
export function startOf(day: PatientDay): number {
	return DATE + day.startSecond * 1000;
}

/** The day's events as the matching rule takes them. */
export function targetsOf(day: PatientDay): TargetEvent[] {
	return day.events.map((event) => {
		const slow = event.kind === "sepsis";
		const second = (seconds: number): number => startOf(day) + Math.round(seconds * 1000);
		return {
			kind: event.kind,
			onset: second(event.onsetSeconds),
			deadline: second(event.onsetSeconds + (slow ? event.rampSeconds : ACUTE_WINDOW)),
			end: second(event.onsetSeconds + event.rampSeconds + event.plateauSeconds + event.recoverySeconds),
		};
	});
}

/** Kinds, shapes and severities take turns, so that every combination is there equally often. */
function drawAcute(count: number, turn: number, random: Random): ScenarioEvent[] {
	const events: ScenarioEvent[] = [];
	const last = SECONDS_PER_DAY - PLATEAU[1] - RAMP.ramp[1] - RECOVERY[1];
	for (let i = 0; i < count; i++) {
		const at = turn + i;
		const kind = ACUTE_KINDS[at % 3] as EventKind;
		const ramp = RAMP[Math.floor(at / 3) % 2 === 0 ? "step" : "ramp"];
		const severity = SEVERITY[kind][Math.floor(at / 6) % 2 === 0 ? "moderate" : "grave"];
		// Of two, one in each half of the day.
		const half = (last - FIRST_ACUTE - APART) / 2;
		const from = count === 1 ? FIRST_ACUTE : FIRST_ACUTE + i * (half + APART);
		const until = count === 1 ? last : from + half;
		events.push(
			scriptEvent(kind, Math.floor(random.between(from, until)), {
				rampSeconds: Math.round(random.between(...ramp)),
				plateauSeconds: Math.round(random.between(...PLATEAU)),
				recoverySeconds: Math.round(random.between(...RECOVERY)),
				severity: random.between(...severity),
			}),
		);
	}
	return events;
}

function drawSlow(random: Random): ScenarioEvent {
	const rampSeconds = Math.round(random.between(...SLOW_RAMP));
	const onset = Math.floor(random.between(FIRST_SLOW, SECONDS_PER_DAY - rampSeconds - HOUR));
	const severity = random.between(...SEVERITY.sepsis[random.chance(0.5) ? "moderate" : "grave"]);
	// It does not get better by itself: the plateau lasts to the end of the day.
	return scriptEvent("sepsis", onset, { rampSeconds, plateauSeconds: SECONDS_PER_DAY, recoverySeconds: 0, severity });
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
	const shuffled = [...items];
	for (let i = shuffled.length - 1; i > 0; i--) {
		const j = Math.floor(random.uniform() * (i + 1));
		[shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
	}
	return shuffled;
}
