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
	/** Whose it is, is in doubt: stored under nobody. */
	readonly mismatch: boolean;
	/** The device had another patient since, or none: this is history, whenever it comes. */
	readonly past: boolean;
	/** The tag lies in the profile under the key before. */
	readonly outdated: boolean;
}

/** What a payload's `patient_id` became: HMACs of it under the present key and the one before. */
export interface NamedPatient {
	readonly tag: string;
	readonly previousTag: string | null;
}

/**
 * @param named - `null` when the payload named nobody
 * @param doubtedSince - when the device first named another patient, by its clock, while nobody has said who is right
 */
export function identify(
	profile: DeviceProfile,
	timestamp: number,
	named: NamedPatient | null,
	doubtedSince: number | null,
): Identity {
	const assignment = assignmentAt(profile, timestamp);
	const past = assignment !== null && assignment.to !== null;
	const is = (tag: string) => tag === named?.tag || tag === named?.previousTag;
	const known = assignment === null ? undefined : [assignment.tag, ...(assignment.dismissed ?? [])].find(is);
	const outdated = known !== undefined && known !== named?.tag;
	// A reading that names nobody is as doubtful as those around it.
	const doubtful = named === null && doubtedSince !== null && timestamp >= doubtedSince && !past;
	if (assignment !== null && (doubtful || (named !== null && known === undefined))) {
		return { patient: null, mismatch: true, past, outdated: false };
	}
	return { patient: assignment?.surrogate ?? null, mismatch: false, past, outdated };
}

/** Whether the device watched somebody at `timestamp` who was erased since. */
export function isErased(profile: DeviceProfile, timestamp: number): boolean {
	return (profile.erased ?? []).some(({ from, to }) => from <= timestamp && timestamp < to);
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
