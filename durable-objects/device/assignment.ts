/** Patients come to a device and leave it: what goes with them, and what people decide where a payload names another. */
import { settleDetector } from "./restoring.ts";
import type { PatientTags } from "../../vitals/identity.ts";
import { closingByHand, type PersonAction } from "./episode-care.ts";
import { renewProfile, type Bedside } from "./bedside.ts";
import { dischargeLimits } from "./limits.ts";
import type { EpisodeResult } from "./episode-actions.ts";
import type { Post } from "./post.ts";
import type { SilenceWatch } from "./silence.ts";
import {
	deviceTime,
	discharged,
	enrolled,
	presentAssignment,
	rewrapped,
	type DeviceProfile,
	type EnrolledPatient,
	type Enrolment,
} from "./profile.ts";

/** What somebody decided about a device that names another patient than the one assigned to it. */
export interface MismatchDecision {
	readonly episodeId: string;
	/** The one they saw. */
	readonly version: number;
	/** The person's id. */
	readonly by: string;
	/** The device is on the patient it names, from now on; `null`: the payload is wrong, the assignment stays. */
	readonly patient: EnrolledPatient | null;
}

/** The patient whom the device names in spite of its assignment; `null` while that is not in doubt. */
export function namedPatient(bedside: Bedside, episodeId: string): PatientTags | null {
	const open = bedside.journal.episodes.open().some((episode) => episode.id === episodeId && isMismatch(episode));
	return open ? (bedside.intake.doubt?.named ?? null) : null;
}

const isMismatch = (episode: { readonly rule: string }) => episode.rule === "patient-mismatch";

/**
 * Changes the profile, and with it the patient where it says so: episodes of the one before are closed and nothing that
 * was learned from them stays. One transaction.
 */
export function changeProfile(bedside: Bedside, profile: DeviceProfile): void {
	const before = bedside.profile();
	const leaves = before === null ? null : (presentAssignment(before)?.surrogate ?? null);
	const comes = presentAssignment(profile)?.surrogate ?? null;
	bedside.journal.transaction(() => {
		if (before !== null) settleDetector(bedside.journal, before);
		if (before !== null && leaves !== comes) bedside.note(bedside.intake.endSubject(deviceTime(before, Date.now())));
		// In another ward the same patient may have to go by another template.
		if (before !== null && leaves === comes) renewProfile(bedside, before, profile);
		else bedside.saveProfile(profile);
	});
}

/**
 * What the device's own clock shows now: ours, and by how much its stream says that it is off, or its readings show.
 * Whose a reading is, is decided by that clock; where a slow one is not reckoned with, the next patient's first hours
 * go to the one before. A device that only posts, and whose readings do not lag, has a clock that counts as right.
 */
function shownBy({ intake }: Bedside, profile: DeviceProfile): number {
	return deviceTime(profile, Date.now()) + (intake.skewMs ?? 0);
}

/**
 * Enrols the device, or changes its ward, bed or patient. One transaction. Commit before.
 *
 * @returns when that was, by the device's clock
 */
export function enrol(bedside: Bedside, silence: SilenceWatch, post: Post, enrolment: Enrolment): number {
	const before = bedside.profile();
	const at = before === null ? Date.now() : shownBy(bedside, before);
	const profile = enrolled(before, enrolment, at);
	bedside.journal.transaction(() => {
		bedside.note(silence.ended(profile, at));
		changeProfile(bedside, profile);
		if (before !== null && before.wardId !== profile.wardId) {
			post.tellWard(before.wardId, { kind: "leave", deviceId: profile.deviceId });
		}
	});
	return at;
}

/** In a transaction: a tag that lay here under the key before lies under the present one. */
export function rewrap(bedside: Bedside, { tag, keyId, previousTag }: PatientTags): void {
	const profile = bedside.profile();
	if (profile === null || previousTag === null) return;
	bedside.saveProfile(rewrapped(profile, previousTag, tag));
	bedside.tellRewrapping({ from: previousTag, to: tag, keyId });
}

/**
 * Ends the assignment of the patient `surrogate`, and the limits that were set for them. Returns false when they are not on the
 * device.
 *
 * @param by - the id of the person who says that they leave; null where their records are being erased
 */
export function discharge(bedside: Bedside, surrogate: string, by: string | null): boolean {
	return bedside.journal.transaction(() => {
		if (by !== null) dischargeLimits(bedside, surrogate, by);
		const before = bedside.profile();
		if (before === null) return false;
		const after = discharged(before, surrogate, shownBy(bedside, before));
		if (after === before) return false;
		changeProfile(bedside, after);
		return true;
	});
}

/** Does what somebody decided. What was measured before stays held apart: who wore the device then, nobody knows. */
export function resolveMismatch(bedside: Bedside, decision: MismatchDecision): EpisodeResult {
	const { episodeId, version, by, patient } = decision;
	const { journal, intake } = bedside;
	const profile = bedside.profile();
	const episode = [...journal.episodes.open(), ...journal.episodes.closed()].find(({ id }) => id === episodeId);
	const { doubt } = intake;
	if (profile === null || episode === undefined || !isMismatch(episode)) return { outcome: "unknown_episode" };
	if (episode.status === "closed" || episode.version !== version || doubt === null) {
		return { outcome: "conflict", episode };
	}
	const now = deviceTime(profile, Date.now());
	const came = shownBy(bedside, profile);
	const signature: PersonAction = { actor: by, at: Math.max(episode.updatedAt, Math.floor(now)) };
	const event = closingByHand(episode, signature, 0);
	journal.transaction(() => {
		// Closed with its signature first: what the change of patient closes is closed by nobody.
		bedside.note([event]);
		changeProfile(
			bedside,
			patient === null ? withDismissed(profile, doubt.named.tag) : moved(profile, patient, doubt.since, came),
		);
		intake.forget(null, new Set([doubt.named.tag]));
	});
	return { outcome: "done", episode: event.episode };
}

/** The patient before counts as gone since the doubt began: what came in between is nobody's. */
function moved(profile: DeviceProfile, patient: EnrolledPatient, since: number, now: number): DeviceProfile {
	const { deviceId, wardId, bedId, bedLabel, simulated } = profile;
	const assignments = profile.assignments.map((past) =>
		past.to === null ? { ...past, to: Math.max(past.from, since) } : past,
	);
	return enrolled({ ...profile, assignments }, { deviceId, wardId, bedId, bedLabel, simulated, patient }, now);
}

/** The profile after somebody said that `tag` means nobody else than the patient on the device. */
function withDismissed(profile: DeviceProfile, tag: string): DeviceProfile {
	return {
		...profile,
		assignments: profile.assignments.map((past) =>
			past.to === null ? { ...past, dismissed: [...new Set([...(past.dismissed ?? []), tag])] } : past,
		),
	};
}
