/** How far a vital may leave the patient's own median before the forest's score is listened to. */
import { FEATURE_COUNT, HEART_RATE, RESPIRATORY_RATE, SPO2, STEPS } from "./features.ts";
import { POPULATION } from "./population.ts";

interface Deadband {
	/** Rise and fall from the personal median that are still usual, in the vital's unit. */
	readonly up: number;
	readonly down: number;
	/** While the median is unknown: values at or beyond these are unusual for adults. */
	readonly low: number;
	readonly high: number;
}

/** Population mean less or plus 2.5 spreads, for the vitals that NEWS2 does not score. */
function spread(feature: number, sign: number): number {
	const { mean, sd } = POPULATION[feature] as (typeof POPULATION)[number];
	return mean + sign * 2.5 * sd;
}

/*
 * HR, SpO2, RR, temperature and the fall of SBP were tuned on a synthetic benchmark; the other widths are our choice
 * in proportion to the population's spread. `low` and `high` are where NEWS2 (RCP 2017) begins to score 2.
 * A rise of SpO2 is never unusual.
 */
const DEADBANDS: readonly Deadband[] = [
	{ up: 20, down: 15, low: 40, high: 111 },
	{ up: 1000, down: 4, low: 93, high: 1000 },
	{ up: 6, down: 7, low: 8, high: 21 },
	{ up: 0.9, down: 1.2, low: 35, high: 39.1 },
	{ up: 40, down: 25, low: 100, high: 220 },
	{ up: 35, down: 25, low: spread(5, -1), high: spread(5, 1) },
	{ up: 35, down: 20, low: spread(6, -1), high: spread(6, 1) },
	{ up: 12, down: 10, low: spread(7, -1), high: spread(7, 1) },
];

/**
 * Departure of a value in deadbands: above 1 is unusual, 2 is twice as far. Signed: negative below the median.
 *
 * @param value - hundredths
 * @param usual - the personal median in hundredths
 * @param known - whether that median is the patient's own; if not, NEWS2's bands stand in
 */
function departure(feature: number, value: number, usual: number, known: boolean): number {
	const band = DEADBANDS[feature] as Deadband;
	const actual = value / STEPS;
	if (known) {
		const delta = actual - usual / STEPS;
		return delta >= 0 ? delta / band.up : delta / band.down;
	}
	if (actual <= band.low) return -1 - (band.low - actual + 0.01) / band.down;
	if (actual >= band.high) return 1 + (actual - band.high + 0.01) / band.up;
	return 0;
}

/** Smallest change of a vital that is worth a word, a quarter of its narrower deadband, in hundredths. */
export const NOTICEABLE: readonly number[] = DEADBANDS.map((band) => (Math.min(band.up, band.down) * STEPS) / 4);

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
 * quick; a rate below the median that NEWS2 still scores 0 (HR > 50, RR > 11) waits, as sleep does that.
 */
export function onsetOf(feature: number, value: number, departs: number, stepped: boolean): number {
	const quick = stepped ? STEP_ONSET : RAMP_ONSET;
	if (feature === SPO2 || Math.abs(departs) >= MARKED) return quick;
	if (departs < 0 && feature === HEART_RATE && value <= 50 * STEPS) return quick;
	if (departs < 0 && feature === RESPIRATORY_RATE && value <= 11 * STEPS) return quick;
	return MODERATE_ONSET;
}

/** Departures of one row; `values[f]` counts only where bit f of `measured` is set. Fills `target`, returns the mask of those beyond `limit`. */
export function departures(
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
				: departure(feature, values[feature] as number, usual[feature] as number, (known & bit) !== 0);
		target[feature] = departs;
		if (Math.abs(departs) > limit) mask |= bit;
	}
	return mask;
}
