/** What people's actions need of the object they belong to, whom they are about, and how what is known of a patient changes. */
import type { PatientContextRow } from "../../registry/patients.ts";
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { Rewrapping } from "../../vitals/identity.ts";
import type { LimitChange } from "../../vitals/limits.ts";
import type { ObservationRow } from "../../vitals/observations.ts";
import type { PatientContext } from "../../vitals/patient-context.ts";
import type { FieldError } from "../../vitals/problem.ts";
import type { Intake } from "./intake.ts";
import type { Journal } from "./journal.ts";
import { contextOf, presentAssignment, withRecord, type Assignment, type DeviceProfile } from "./profile.ts";
import { settleDetector } from "./restoring.ts";

export interface Bedside {
	readonly journal: Journal;
	readonly intake: Intake;
	readonly profile: () => DeviceProfile | null;
	/** In a transaction: keeps the profile and tells the ward of the bed. */
	readonly saveProfile: (profile: DeviceProfile) => void;
	/** In a transaction: keeps the episodes and tells ward and registry. */
	readonly note: (events: readonly EpisodeEvent[]) => void;
	/** In a transaction: tells the registry what is known of a patient. */
	readonly tellContext: (row: PatientContextRow) => void;
	/** In a transaction: tells the registry that an identifier lies under another key. */
	readonly tellRewrapping: (letter: Rewrapping) => void;
	/** In a transaction: tells the registry what became of a limit, and what was observed. */
	readonly tellLimit: (change: LimitChange) => void;
	readonly tellObservation: (row: ObservationRow) => void;
}

/** Why nothing was done. */
export type Declined =
	/** The device was never enrolled. */
	| { readonly outcome: "unknown_device" }
	/** Nobody is on the device: whom would it be about? */
	| { readonly outcome: "no_patient" }
	/** Another is on the device than the one it was said of. */
	| { readonly outcome: "other_patient" }
	| { readonly outcome: "refused"; readonly errors: readonly FieldError[] }
	/** Nothing was stored; ask again after so many seconds. */
	| { readonly outcome: "unavailable"; readonly retryAfter: number };

export type Found = { readonly outcome: "found"; readonly profile: DeviceProfile; readonly present: Assignment };

/**
 * The patient now on the device.
 *
 * @param meant - the surrogate of the one whom somebody had in view; null where they did not say
 */
export function patientOf(bedside: Pick<Bedside, "profile">, meant: string | null = null): Found | Declined {
	const profile = bedside.profile();
	if (profile === null) return { outcome: "unknown_device" };
	const present = presentAssignment(profile);
	if (present === null) return { outcome: "no_patient" };
	if (meant !== null && meant !== present.surrogate) return { outcome: "other_patient" };
	return { outcome: "found", profile, present };
}

/** In a transaction: the profile changes, and with it what counts of the patient. The running detector takes that at once. */
export function renewProfile(bedside: Bedside, before: DeviceProfile, after: DeviceProfile): void {
	const { journal, intake } = bedside;
	settleDetector(journal, before);
	bedside.saveProfile(after);
	// Its rows of the population are drawn anew: what restores it must start from the same.
	if (intake.detector === null) return;
	intake.detector.context = contextOf(after, intake.subject);
	journal.saveDetector(intake.detector.serialise());
}

/** In a transaction: what is known of the patient becomes `context`. @param by - the person's id */
export function changeContext(
	bedside: Bedside,
	profile: DeviceProfile,
	present: Assignment,
	context: PatientContext,
	by: string,
): void {
	const changed = { at: Math.max(Date.now(), (present.changed?.at ?? 0) + 1), by };
	renewProfile(bedside, profile, withRecord(profile, { context, changed }));
	bedside.tellContext({ surrogate: present.surrogate, context, contextAt: changed.at, contextBy: by });
}

/** `context` with the next version of the patient's limits. */
export function revised(context: PatientContext): PatientContext {
	return { ...context, revision: (context.revision ?? 0) + 1 };
}
