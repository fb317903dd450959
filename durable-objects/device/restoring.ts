/** A detector from what is on disk: as it was last written, and the readings since, which are shown to it again. */
import { Detector, type EpisodeTransition } from "../../detection/detector.ts";
import { settingsOf, wasShown } from "./intake-rules.ts";
import type { Journal } from "./journal.ts";
import type { DeviceProfile } from "./profile.ts";

export interface Restored {
	readonly detector: Detector;
	/** What it found on the way: nothing, but for a release that judges otherwise than the one before. */
	readonly found: readonly EpisodeTransition[];
}

/** The detector after the newest commit. @param subject - the patient whom it is about */
export function restoreDetector(journal: Journal, profile: DeviceProfile, subject: string | null): Restored {
	const stored = journal.detector;
	const settings = settingsOf(profile, subject);
	if (stored === null) return { detector: new Detector(settings), found: [] };
	const detector = Detector.restore(stored.state, settings);
	const found = stored.since.filter(wasShown).flatMap((reading) => detector.push(reading).transitions);
	return { detector, found };
}

/**
 * Writes the detector as it is after the newest commit, so that nothing is shown to it again: before those readings go,
 * and before what is known of the patient changes, which must not reach back to them. Call inside a transaction.
 *
 * @param profile - with what was known when the readings came
 */
export function settleDetector(journal: Journal, profile: DeviceProfile): void {
	if ((journal.detector?.since ?? []).length === 0) return;
	journal.saveDetector(restoreDetector(journal, profile, journal.head?.subject ?? null).detector.serialise());
}
