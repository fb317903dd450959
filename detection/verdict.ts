/** What the detector is told once, and what it answers to each reading. */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { EpisodeTransition } from "./episode.ts";

export interface DetectorSettings {
	/** uint32, from the device id: makes every device's forest its own, and the same on every restart. */
	readonly seed: number;
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
	/** True while an onset timer runs or an episode is open: the caller commits more often. */
	readonly alert: boolean;
}
