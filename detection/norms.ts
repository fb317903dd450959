/** What is normal for a kind of patient: population, personal deadbands and absolute limits, from age band and pregnancy. */
import { AGE_BANDS, type AgeBand, DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import { ADULT } from "./adult.ts";
import { tuned } from "./tuning.ts";
import { FEATURE_COUNT, HEART_RATE, keyAt, PULSE_RATE, SPO2, STEPS, VITAL_COUNT } from "./features.ts";
import { CHILDREN } from "./paediatric.ts";
import { PREGNANT } from "./pregnancy.ts";

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
	/** -1 and Infinity where there is no limit. */
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** Smallest change that is worth a word, a quarter of the narrower deadband. */
	readonly noticeable: Float64Array;
}

/** Saturation of hypercapnic respiratory failure, whose target is 88-92 %: NEWS2's scale 2 scores 0 there, 2 at <= 85 and 3 at <= 83. */
const SCALE_2 = {
	population: { mean: 90, sd: 2, min: 50, max: 100, shared: 0 },
	deadband: { up: 1000, down: 4, low: 85, high: 1000, slow: 85 },
	limit: { low: 83, high: null, reason: "NEWS2 (RCP 2017) scores 3 at <= 83 on scale 2." },
} as const;

function tableOf({ ageBand, pregnant }: PatientContext): NormTable {
	if (pregnant) return PREGNANT;
	return CHILDREN.get(ageBand) ?? ADULT;
}

/** The norms of a patient. Limits that are no numbers, or leave nothing between them, do not count. */
export function normsOf(context: PatientContext = DEFAULT_CONTEXT): Norms {
	const table = tableOf(context);
	const population = [...table.population];
	const deadbands = [...table.deadbands];
	const limits = [...table.limits];
	if (context.spo2Scale === 2) {
		population[SPO2] = SCALE_2.population;
		deadbands[SPO2] = SCALE_2.deadband;
		limits[SPO2] = SCALE_2.limit;
	}
	for (const [index, band] of deadbands.entries()) deadbands[index] = tuned(band, keyAt(index), context.tuning);
	limits[HEART_RATE] = ownLimit(context, HEART_RATE, limits[HEART_RATE] as Limit);
	limits[PULSE_RATE] = ownLimit(context, PULSE_RATE, limits[HEART_RATE] as Limit);
	for (let index = HEART_RATE + 1; index < FEATURE_COUNT; index++)
		limits[index] = ownLimit(context, index, limits[index] as Limit);
	return {
		population,
		deadbands,
		limits,
		low: Float64Array.from({ length: VITAL_COUNT }, (_, index) => hundredths(limits[index]?.low ?? null, -1)),
		high: Float64Array.from({ length: VITAL_COUNT }, (_, index) => hundredths(limits[index]?.high ?? null, Infinity)),
		noticeable: Float64Array.from(deadbands, (band) => (Math.min(band.up, band.down) * STEPS) / 4),
	};
}

function ownLimit(context: PatientContext, index: number, usual: Limit): Limit {
	const own = context.limits[keyAt(index)];
	if (own === undefined) return usual;
	const low = Number.isFinite(own.low) ? (own.low as number) : usual.low;
	const high = Number.isFinite(own.high) ? (own.high as number) : usual.high;
	if (low !== null && high !== null && low >= high) return usual;
	return { low, high, reason: "Set by a clinician for this patient." };
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
