/** What the detector is told once, and what it answers to each reading. */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { PatientContext } from "../vitals/patient-context.ts";
import { READING_FLAGS, type RiskLevel } from "../vitals/reading.ts";
import type { Baseline } from "./baseline.ts";
import type { EpisodeTransition } from "./episode.ts";
import { keyAt, positions } from "./features.ts";
import type { Moment } from "./moment.ts";

export interface DetectorSettings {
	/** uint32, from the device id: makes every device's forest its own, and the same on every restart. */
	readonly seed: number;
	/** What is known of the patient; an adult of whom nobody said more where it is absent. Not part of the stored state. */
	readonly context?: PatientContext;
}

export interface Verdict {
	/** Isolation-forest score, 0 to 1; null when not scored. */
	readonly score: number | null;
	/** Of this reading alone: HIGH if a vital is beyond the safety net, else from the score and the patient's own band. */
	readonly risk: RiskLevel;
	/** `READING_FLAGS` bits: extreme, partial, unscored. */
	readonly flags: number;
	/** Vitals beyond the safety net. */
	readonly extremes: readonly VitalKey[];
	readonly transitions: readonly EpisodeTransition[];
	/** How much of the baseline is the patient's own, 0 to 1: how far "usual" can be believed. */
	readonly confidence: number;
	/** True while an onset timer runs or an episode is open: the caller commits more often. */
	readonly alert: boolean;
}

const NO_EXTREMES: readonly VitalKey[] = [];

/** @param moment - null for a reading that was not taken @param flags - bits that are known already */
export function verdictOf(
	moment: Moment | null,
	flags: number,
	transitions: readonly EpisodeTransition[],
	{ confidence, expected }: Baseline,
	alert: boolean,
): Verdict {
	if (moment === null)
		return { score: null, risk: "LOW", flags, extremes: NO_EXTREMES, transitions, confidence, alert };
	let bits = flags;
	if (moment.beyond !== 0) bits |= READING_FLAGS.extreme;
	if (moment.score === null) bits |= READING_FLAGS.unscored;
	else if ((expected & ~moment.measured) !== 0) bits |= READING_FLAGS.partial;
	const extremes = moment.beyond === 0 ? NO_EXTREMES : positions(moment.beyond).map(keyAt);
	return { score: moment.score, risk: moment.risk, flags: bits, extremes, transitions, confidence, alert };
}
