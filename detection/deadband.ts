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
export function departure(band: Deadband, value: number, usual: number, known: boolean): number {
	const actual = value / STEPS;
	if (known) {
		const delta = actual - usual / STEPS;
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
/** From this many deadbands on, a departure is no longer moderate. */
export const MARKED = 2;

/**
 * How long a departure must last before it opens an episode, in milliseconds. Saturation and slow rates are always
 * quick; a fall of a rate that is not slow by itself waits, as sleep does that.
 */
export function onsetOf(band: Deadband, feature: number, value: number, departs: number, stepped: boolean): number {
	const quick = stepped ? STEP_ONSET : RAMP_ONSET;
	if (feature === SPO2 || Math.abs(departs) >= MARKED) return quick;
	const rate = feature === HEART_RATE || feature === RESPIRATORY_RATE;
	if (rate && departs < 0 && value <= band.slow * STEPS) return quick;
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
