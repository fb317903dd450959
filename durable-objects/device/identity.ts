/**
 * Whose reading is it? The assignment at the reading's time decides. A payload that names somebody
 * else is a mix-up of devices or beds: kept, but neither trained on nor alerted on for either patient,
 * and somebody is told.
 */
import type { EpisodeTransition } from "../../detection/detector.ts";
import type { Episode } from "../../vitals/episode.ts";
import { assignmentAt, type DeviceProfile } from "./profile.ts";

export interface Identity {
	readonly patient: string | null;
	readonly mismatch: boolean;
}

/** @param tag - HMAC of the payload's `patient_id`, `null` when it named nobody */
export function identify(profile: DeviceProfile, timestamp: number, tag: string | null): Identity {
	const assignment = assignmentAt(profile, timestamp);
	if (assignment === null || tag === null || tag === assignment.tag) {
		return { patient: assignment?.surrogate ?? null, mismatch: false };
	}
	return { patient: null, mismatch: true };
}

/** Opens a technical episode at the first mismatch and closes it at the next reading that names the right patient. */
export function mismatchTransition(
	open: readonly Episode[],
	identity: Identity,
	named: boolean,
	at: number,
): EpisodeTransition | null {
	const present = open.some((episode) => episode.rule === "patient-mismatch");
	const kind = identity.mismatch && !present ? "opened" : named && !identity.mismatch && present ? "closed" : null;
	if (kind === null) return null;
	return {
		kind,
		announced: kind === "opened",
		channel: "technical",
		rule: "patient-mismatch",
		risk: "MEDIUM",
		peakScore: 0,
		leadingVital: null,
		at,
		vitalsAtOnset: {},
		contributions: [],
		sentence:
			"The device names another patient than the one assigned to it: check the wristband, readings are held apart",
	};
}
