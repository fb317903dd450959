/** What is normal for a kind of patient: population, personal deadbands and absolute limits, from age band and pregnancy. */
import { AGE_BANDS, type AgeBand, DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import { ADULT } from "./adult.ts";
import { tuned } from "./tuning.ts";
import { HEART_RATE, keyAt, PULSE_RATE, STEPS, VITAL_COUNT } from "./features.ts";
import { type Bounds, clamped, limitWithin, outerBounds, overridden } from "./outer-bounds.ts";
import { CHILDREN } from "./paediatric.ts";
import { PREGNANT } from "./pregnancy.ts";
import { particulars } from "./templates.ts";

/** One vital of a population, in the vital's unit. */
export interface PopulationVital {
	readonly mean: number;
	readonly sd: number;
	readonly min: number;
	readonly max: number;
	/** Share of the spread that the three pressures have in common. */
	readonly shared: number;
}

/** How far a vital may leave the personal median before the forest's score is listened to, in its unit. */
export interface Deadband {
	/** Rise and fall from the personal median that are still usual. */
	readonly up: number;
	readonly down: number;
	/** While the median is unknown: values at or beyond these are unusual for the population. */
	readonly low: number;
	readonly high: number;
	/** A fall to this or below is never put down to sleep. */
	readonly slow: number;
	/** A fall that ends at or above this leads back to what is normal and is no trouble; absent where any fall may be. */
	readonly sound?: number;
}

/** An absolute limit, in the vital's unit; null where there is none. */
export interface Limit {
	/** At or below is beyond the limit. */
	readonly low: number | null;
	/** At or above is beyond the limit. */
	readonly high: number | null;
	/** Where the numbers come from. */
	readonly reason: string;
}

/** All of one kind of patient, in the features' order. */
export interface NormTable {
	readonly population: readonly PopulationVital[];
	readonly deadbands: readonly Deadband[];
	readonly limits: readonly Limit[];
}

/** A table with a patient's own limits, and what the hot path asks for in hundredths. */
export interface Norms extends NormTable {
	/** Limits of all nine vitals: the pulse's are the heart rate's unless a clinician gave it its own. */
	readonly limits: readonly Limit[];
	/** What no limit goes beyond, of all nine. */
	readonly outer: readonly Bounds[];
	/** -1 and Infinity where there is no limit. */
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** Smallest change that is worth a word, a quarter of the narrower deadband. */
	readonly noticeable: Float64Array;
}

function tableOf({ ageBand, pregnant }: PatientContext): NormTable {
	if (pregnant) return PREGNANT;
	return CHILDREN.get(ageBand) ?? ADULT;
}

/** The norms of a patient: of their age or pregnancy, then of what else they have, then what people set for them. */
export function normsOf(context: PatientContext = DEFAULT_CONTEXT): Norms {
	const table = tableOf(context);
	const population = [...table.population];
	const deadbands = [...table.deadbands];
	const usual = [...table.limits, table.limits[HEART_RATE] as Limit];
	const outer = outerBounds(context, usual);
	for (const own of particulars(context)) {
		population[own.index] = own.population;
		deadbands[own.index] = own.deadband;
		usual[own.index] = clamped(own.limit, outer[own.index] as Bounds);
	}
	const overrides = new Map(context.overrides.map((override) => [override.vital, override]));
	for (const [index, band] of deadbands.entries()) {
		const own = overrides.get(keyAt(index)) ?? {};
		deadbands[index] = overridden(tuned(band, keyAt(index), context.tuning), band, own);
	}
	const limits: Limit[] = [];
	for (let index = 0; index < VITAL_COUNT; index++) {
		const before = index === PULSE_RATE ? limits[HEART_RATE] : usual[index];
		const own = overrides.get(keyAt(index));
		const limit = before as Limit;
		limits.push(own === undefined ? limit : limitWithin(limit, own, outer[index] as Bounds));
	}
	return {
		population,
		deadbands,
		limits,
		outer,
		low: Float64Array.from({ length: VITAL_COUNT }, (_, index) => hundredths(limits[index]?.low ?? null, -1)),
		high: Float64Array.from({ length: VITAL_COUNT }, (_, index) => hundredths(limits[index]?.high ?? null, Infinity)),
		noticeable: Float64Array.from(deadbands, (band) => (Math.min(band.up, band.down) * STEPS) / 4),
	};
}

function hundredths(value: number | null, otherwise: number): number {
	return value === null ? otherwise : Math.round(value * STEPS);
}

/** Bands in which something is known to be wrong or missing; `paediatric.ts` says what. */
const NOT_VALIDATED: ReadonlySet<AgeBand> = new Set<AgeBand>(["0-3-months"]);
/** Those of whom the obstetric criteria speak. */
const OBSTETRIC: ReadonlySet<AgeBand> = new Set<AgeBand>(["16-18-years", "adult"]);

/**
 * Whether the numbers used for this patient were checked against the sources that the tables name. Where it is false the bed says
 * "limits not validated": in the first three months of life, in pregnancy under 16, and for an age that no table knows. It says
 * nothing of the limits' effect on patients, which nobody has studied, nor of limits that a clinician set.
 */
export function limitsValidated({ ageBand, pregnant }: PatientContext): boolean {
	if (!AGE_BANDS.includes(ageBand) || NOT_VALIDATED.has(ageBand)) return false;
	return !pregnant || OBSTETRIC.has(ageBand);
}
