/** How far a vital has left the patient's own median, and how long it may before an episode opens. */
import { FEATURE_COUNT, HEART_RATE, RESPIRATORY_RATE, SPO2, STEPS } from "./features.ts";
import type { Deadband } from "./norms.ts";

/**
 * Departure of a value in deadbands: above 1 is unusual, 2 is twice as far. Signed: negative below the median.
 *
 * @param band - of the vital, in its unit
 * @param value - hundredths
 * @param usual - the personal median in hundredths
 * @param known - whether that median is the patient's own; if not, the population's bounds stand in
 */
function departure(band: Deadband, value: number, usual: number, known: boolean): number {
	const actual = value / STEPS;
	if (known) {
		const delta = actual - usual / STEPS;
		if (delta < 0 && band.sound !== undefined && actual >= band.sound) return 0;
		return delta >= 0 ? delta / band.up : delta / band.down;
	}
	if (actual <= band.low) return -1 - (band.low - actual + 0.01) / band.down;
	if (actual >= band.high) return 1 + (actual - band.high + 0.01) / band.up;
	return 0;
}

/** Onset of a departure that came gradually, milliseconds. */
const RAMP_ONSET = 30_000;
/** Onset of one that came at a step, as artefacts do. */
const STEP_ONSET = 60_000;
/** Onset of a moderate one whose usual cause is activity, posture or a drug round: eight minutes outlast most. */
const MODERATE_ONSET = 480_000;
/** From this many deadbands on, a departure is no longer moderate, and needs no forest to be believed. */
const MARKED = 2;
/** Falls of the heart rate by 21 and of the saturation by 6 are rare in the healthy: marked earlier (tuned on the synthetic benchmark). */
const MARKED_HEART_FALL = 1.4;
const MARKED_SATURATION_FALL = 1.5;

/**
 * Where a vital that fell within minutes is not far below the median because it was above it before: a fall of 1.4 deadbands that
 * ends at 0.7 below counts as marked.
 */
export const PLUNGE = 1.4;
export const PLUNGE_ENDS = 0.7;

/** True where a departure, in deadbands, is marked. @param known - it is one from the patient's own median */
export function isMarked(feature: number, departs: number, known: boolean): boolean {
	if (known && departs < 0 && feature === HEART_RATE) return departs <= -MARKED_HEART_FALL;
	if (known && departs < 0 && feature === SPO2) return departs <= -MARKED_SATURATION_FALL;
	return Math.abs(departs) >= MARKED;
}

/** Onset of heart and breath that rise together as in exertion: longer than a flight of stairs or physiotherapy (fitted to the simulator's bouts). */
export const EXERTION_ONSET = 840_000;

/** How a departure came about. */
export interface Manner {
	readonly stepped: boolean;
	readonly acute: boolean;
	readonly active: boolean;
}

/**
 * How long a departure must last before it opens an episode, in milliseconds. Saturation, slow rates and rates that fall within
 * minutes are always quick; a slower fall of a rate that is not slow by itself waits, as sleep does that.
 */
export function onsetOf(band: Deadband, feature: number, value: number, departs: number, manner: Manner): number {
	const quick = manner.stepped ? STEP_ONSET : RAMP_ONSET;
	const rate = feature === HEART_RATE || feature === RESPIRATORY_RATE;
	if (rate && departs > 0 && manner.active) return EXERTION_ONSET;
	if (feature === SPO2 || Math.abs(departs) >= MARKED) return quick;
	if (rate && departs < 0 && value <= band.slow * STEPS) return quick;
	if (rate && departs < 0 && manner.acute) return STEP_ONSET;
	return MODERATE_ONSET;
}

/** Departures of one row; `values[f]` counts only where bit f of `measured` is set. Fills `target`, returns the mask of those beyond `limit`. */
export function departures(
	bands: readonly Deadband[],
	values: Uint16Array,
	usual: Uint16Array,
	known: number,
	measured: number,
	limit: number,
	target: Float64Array,
): number {
	let mask = 0;
	for (let feature = 0; feature < FEATURE_COUNT; feature++) {
		const bit = 1 << feature;
		const departs =
			(measured & bit) === 0
				? 0
				: departure(
						bands[feature] as Deadband,
						values[feature] as number,
						usual[feature] as number,
						(known & bit) !== 0,
					);
		target[feature] = departs;
		if (Math.abs(departs) > limit) mask |= bit;
	}
	return mask;
}
