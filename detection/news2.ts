/**
 * The National Early Warning Score 2 (Royal College of Physicians, 2017), from what sensors measure and people observe.
 * A missing input makes it incomplete: it is never counted as normal.
 */
import {
	NEWS2_PARAMETERS,
	type Consciousness,
	type News2,
	type News2Band,
	type News2Parameter,
	type News2Part,
	type News2Trend,
	type Observations,
} from "../vitals/news2.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import type { VitalValues } from "../vitals/reading.ts";

/** Points up to and including each value, in ascending order; the last goes on for ever. */
type Scale = readonly (readonly [upTo: number, points: number])[];

const RESPIRATION: Scale = [
	[8, 3],
	[11, 1],
	[20, 0],
	[24, 2],
	[Infinity, 3],
];
const SATURATION_1: Scale = [
	[91, 3],
	[93, 2],
	[95, 1],
	[Infinity, 0],
];
const SATURATION_2_ON_AIR: Scale = [
	[83, 3],
	[85, 2],
	[87, 1],
	[Infinity, 0],
];
const SATURATION_2_ON_OXYGEN: Scale = [
	[83, 3],
	[85, 2],
	[87, 1],
	[92, 0],
	[94, 1],
	[96, 2],
	[Infinity, 3],
];
const SYSTOLIC: Scale = [
	[90, 3],
	[100, 2],
	[110, 1],
	[219, 0],
	[Infinity, 3],
];
const PULSE: Scale = [
	[40, 3],
	[50, 1],
	[90, 0],
	[110, 1],
	[130, 2],
	[Infinity, 3],
];
const TEMPERATURE: Scale = [
	[35, 3],
	[36, 1],
	[38, 0],
	[39, 1],
	[Infinity, 2],
];
const OXYGEN_POINTS = 2;
const NOT_ALERT_POINTS = 3;
/** A single parameter of this many points is urgent by itself. */
const RED = 3;
const MEDIUM = 5;
const HIGH = 7;
/** Bands whose every age is 16 or more. */
const APPLICABLE_BANDS: ReadonlySet<string> = new Set(["adult", "16-18-years"]);

function pointsOn(scale: Scale, value: number): number {
	return scale.find(([upTo]) => value <= upTo)?.[1] ?? 0;
}

/** One measured value; the table's steps are whole numbers, temperature's are tenths. */
function part(scale: Scale, value: number | null, decimals: 0 | 1 = 0): News2Part | null {
	if (value === null || !Number.isFinite(value)) return null;
	const steps = decimals === 0 ? 1 : 10;
	const rounded = Math.round(value * steps) / steps;
	return { value: rounded, points: pointsOn(scale, rounded) };
}

/** Saturation's points on scale 2 depend on oxygen only from 93 on: below, they are known without. */
function saturation(value: number | null, scale: 1 | 2, oxygen: boolean | undefined): News2Part | null {
	if (scale === 1) return part(SATURATION_1, value);
	const onAir = part(SATURATION_2_ON_AIR, value);
	if (oxygen === undefined) return onAir !== null && (onAir.value as number) <= 92 ? onAir : null;
	return oxygen ? part(SATURATION_2_ON_OXYGEN, value) : onAir;
}

function consciousnessPart(level: Consciousness | undefined): News2Part | null {
	return level === undefined ? null : { value: level, points: level === "A" ? 0 : NOT_ALERT_POINTS };
}

/** What was observed and counts: the newest of each kind, which may be of different rounds. */
export type CurrentObservations = Pick<Observations, "consciousness" | "oxygen" | "temperature" | "systolic"> & {
	/** When, milliseconds since the epoch. */
	readonly times?: Partial<Record<News2Parameter, number>>;
};

/**
 * The score.
 *
 * @param vitals - in the catalogue's units; where there is no heart rate the pulse rate stands in. A temperature or a systolic
 *   pressure that no sensor measures is taken from what was observed
 * @param observed - the caller leaves out what is too old to count
 */
export function news2(
	vitals: VitalValues,
	observed: CurrentObservations = {},
	context: PatientContext = DEFAULT_CONTEXT,
): News2 {
	const { consciousness, oxygen, times = {} } = observed;
	const seen = (name: News2Parameter, found: News2Part | null): News2Part | null => {
		const at = times[name];
		return found === null || at === undefined ? found : { ...found, observedAt: at };
	};
	const either = (
		name: News2Parameter,
		scale: Scale,
		measured: number | null,
		byHand: number | undefined,
		tenths: 0 | 1,
	) => (measured === null ? seen(name, part(scale, byHand ?? null, tenths)) : part(scale, measured, tenths));
	const parameters: Record<News2Parameter, News2Part | null> = {
		respiratory_rate: part(RESPIRATION, vitals.respiratory_rate),
		spo2: saturation(vitals.spo2, context.spo2Scale, oxygen),
		oxygen: seen("oxygen", oxygen === undefined ? null : { value: oxygen, points: oxygen ? OXYGEN_POINTS : 0 }),
		systolic_pressure: either("systolic_pressure", SYSTOLIC, vitals.systolic_pressure, observed.systolic, 0),
		pulse: part(PULSE, vitals.heart_rate ?? vitals.pulse_rate),
		consciousness: seen("consciousness", consciousnessPart(consciousness)),
		temperature: either("temperature", TEMPERATURE, vitals.temperature, observed.temperature, 1),
	};
	const present = NEWS2_PARAMETERS.map((name) => parameters[name]).filter((found) => found !== null);
	const partial = present.reduce((sum, { points }) => sum + points, 0);
	const reason = reasonAgainst(context) ?? incompleteness(parameters);
	return {
		score: reason === null ? partial : null,
		partial,
		known: present.length,
		of: 7,
		parameters,
		band: reason === null ? bandOf(partial, present) : null,
		applicable: reasonAgainst(context) === null,
		reason,
	};
}

function reasonAgainst({ ageBand, pregnant }: PatientContext): string | null {
	if (!APPLICABLE_BANDS.has(ageBand)) return "NEWS2 does not apply under 16 years";
	return pregnant ? "NEWS2 does not apply in pregnancy" : null;
}

const NAMES: Record<News2Parameter, string> = {
	respiratory_rate: "respiratory rate",
	spo2: "SpO₂",
	oxygen: "air or oxygen",
	systolic_pressure: "systolic pressure",
	pulse: "pulse",
	consciousness: "consciousness",
	temperature: "temperature",
};

function incompleteness(parameters: Readonly<Record<News2Parameter, News2Part | null>>): string | null {
	const missing = NEWS2_PARAMETERS.filter((name) => parameters[name] === null);
	if (missing.length === 0) return null;
	const known = NEWS2_PARAMETERS.length - missing.length;
	return `${known} of ${NEWS2_PARAMETERS.length} parameters; missing: ${missing.map((name) => NAMES[name]).join(", ")}`;
}

function bandOf(score: number, parts: readonly News2Part[]): News2Band {
	if (score >= HIGH) return "high";
	if (score >= MEDIUM) return "medium";
	return parts.some(({ points }) => points === RED) ? "low-medium" : "low";
}

/**
 * Which way the score has gone, from complete scores only.
 *
 * @param history - oldest first
 * @param within - milliseconds before the newest that count
 * @returns null where fewer than two complete scores lie within
 */
export function news2Trend(
	history: readonly { readonly time: number; readonly score: number | null }[],
	within: number,
): News2Trend | null {
	const complete = history.filter((entry) => entry.score !== null);
	const newest = complete.at(-1);
	const oldest = complete.find((entry) => newest !== undefined && entry.time >= newest.time - within);
	if (newest === undefined || oldest === undefined || oldest === newest) return null;
	const change = (newest.score as number) - (oldest.score as number);
	return { direction: change > 0 ? "rising" : change < 0 ? "falling" : "steady", change, since: oldest.time };
}
