/**
 * How far anything may move a limit of the safety net: the outer bounds. Values beyond them alert whatever a clinician, a
 * template or a judgement says. They lie a stated way from the limits of the patient's age or pregnancy, so that no two ways of
 * moving a limit add up.
 */
import { AGE_BANDS, type PatientContext } from "../vitals/patient-context.ts";
import {
	DIASTOLIC,
	HEART_RATE,
	MEAN_PRESSURE,
	PULSE_RATE,
	RESPIRATORY_RATE,
	SPO2,
	STEPS,
	SYSTOLIC,
	TEMPERATURE,
	VITAL_COUNT,
} from "./features.ts";
import type { Deadband, Limit } from "./norms.ts";

/** The lowest that a low limit, and the highest that a high limit, may be; null where the default has none to move. */
export interface Bounds {
	readonly low: number | null;
	readonly high: number | null;
}

const PUBERTY = AGE_BANDS.indexOf("12-15-years");
const NEWS2_FROM = AGE_BANDS.indexOf("16-18-years");

/**
 * A child's heart rate below 60 with poor perfusion is where PALS begins chest compressions. From twelve years on, 30 a minute
 * is the lowest that a trained heart normally has (Sharma 2017). In pregnancy ten below the criteria. 180 is the maximum that
 * 220 less age gives a forty-year-old: no resting heart is meant to be there.
 */
function heartBounds(age: number, pregnant: boolean, { low, high }: Limit): Bounds {
	const lowest = pregnant ? 39 : age < PUBERTY ? 59 : 29;
	const highest = age < PUBERTY ? (high ?? 0) + 20 : pregnant ? 160 : 180;
	return { low: low === null ? null : Math.min(low, lowest), high: high === null ? null : Math.max(high, highest) };
}

/**
 * ISO 80601-2-61 asks oximeters for their accuracy from 70 % on: below, the number is no measurement. A child with a cyanotic
 * heart lives at 75-85, so children's bound lies there; grown-ups' at 75, in pregnancy at 80, our choice.
 */
function saturationBounds(age: number, pregnant: boolean, { low }: Limit): Bounds {
	return { low: Math.min(low ?? 0, pregnant ? 80 : age < NEWS2_FROM ? 70 : 75), high: null };
}

/** Room beyond the default, in the vital's unit; our choice, for breathing, temperature and pressures. */
const ROOM: ReadonlyMap<number, { readonly low: number; readonly high: number }> = new Map([
	[RESPIRATORY_RATE, { low: 3, high: 10 }],
	// 32 degrees is where moderate hypothermia begins (ERC 2021), and where cooling after an arrest ends.
	[TEMPERATURE, { low: 3, high: 1 }],
	[SYSTOLIC, { low: 10, high: 30 }],
	[DIASTOLIC, { low: 10, high: 20 }],
	[MEAN_PRESSURE, { low: 5, high: 20 }],
]);

/**
 * The outer bounds of every vital sign, in catalogue order.
 *
 * @param defaults - the limits of the patient's age or pregnancy, before anything moved them; of all nine, the pulse's the heart rate's
 */
export function outerBounds({ ageBand, pregnant }: PatientContext, defaults: readonly Limit[]): readonly Bounds[] {
	const known = AGE_BANDS.indexOf(ageBand);
	const age = known < 0 ? AGE_BANDS.indexOf("adult") : known;
	return Array.from({ length: VITAL_COUNT }, (_, index): Bounds => {
		const limit = defaults[index] as Limit;
		if (index === HEART_RATE || index === PULSE_RATE) return heartBounds(age, pregnant, limit);
		if (index === SPO2) return saturationBounds(age, pregnant, limit);
		const room = ROOM.get(index) ?? { low: 0, high: 0 };
		return {
			low: limit.low === null ? null : tenths(limit.low - room.low),
			high: limit.high === null ? null : tenths(limit.high + room.high),
		};
	});
}

function tenths(value: number): number {
	return Math.round(value * 10) / 10;
}

/** A deadband may be made half as wide as its default, or twice: beyond that the forest would hear everything, or nothing. Our choice. */
const NARROWEST = 0.5;
const WIDEST = 2;
/** A side of the deadband as wide as this is not watched: a saturation that rises. */
const UNWATCHED = 1000;

/** How narrow and how wide one side of a deadband may be made; null where that side is not watched. */
export function deadbandRange(width: number): { readonly min: number; readonly max: number } | null {
	return width >= UNWATCHED ? null : { min: tenths(NARROWEST * width), max: tenths(WIDEST * width) };
}

/**
 * The deadband with a clinician's widths, kept within what they may be. A width of theirs takes the place of what judgements of
 * alarms did.
 *
 * @param tuned - after those judgements
 * @param usual - before them
 */
export function overridden(
	tuned: Deadband,
	usual: Deadband,
	{ up, down }: { readonly up?: number; readonly down?: number },
): Deadband {
	return { ...tuned, up: within(usual.up, up) ?? tuned.up, down: within(usual.down, down) ?? tuned.down };
}

function within(usual: number, wanted: number | undefined): number | null {
	const range = deadbandRange(usual);
	if (wanted === undefined || !Number.isFinite(wanted) || range === null) return null;
	return Math.min(range.max, Math.max(range.min, wanted));
}

/** The limit, never beyond the outer bounds: for those of templates. */
export function clamped({ low, high, reason }: Limit, outer: Bounds): Limit {
	return {
		low: low === null ? null : Math.max(low, outer.low ?? -Infinity),
		high: high === null ? null : Math.min(high, outer.high ?? Infinity),
		reason,
	};
}

/** The limit with a clinician's numbers, never beyond the outer bounds. Numbers that leave nothing between them do not count. */
export function limitWithin(
	usual: Limit,
	own: { readonly low?: number; readonly high?: number },
	outer: Bounds,
): Limit {
	if (!Number.isFinite(own.low) && !Number.isFinite(own.high)) return usual;
	const low = Number.isFinite(own.low) ? (own.low as number) : usual.low;
	const high = Number.isFinite(own.high) ? (own.high as number) : usual.high;
	const kept = clamped({ low, high, reason: "Set by a clinician for this patient." }, outer);
	return kept.low !== null && kept.high !== null && kept.low >= kept.high ? usual : kept;
}

/** Bit mask of the vitals at or beyond the outer bounds. @param mask - bits of those beyond the net: no others can be */
export function beyondOuter(outer: readonly Bounds[], raw: Uint16Array, mask: number): number {
	let found = 0;
	for (let index = 0; index < VITAL_COUNT; index++) {
		if ((mask & (1 << index)) === 0) continue;
		const { low, high } = outer[index] as Bounds;
		const value = (raw[index] as number) / STEPS;
		if ((low !== null && value <= low) || (high !== null && value >= high)) found |= 1 << index;
	}
	return found;
}
