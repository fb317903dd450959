/**
 * What people at the bed say of a patient: context, observations, a new baseline. Each is one transaction that holds the
 * profile, the detector as it stands after it, and what others must learn.
 */
import { normsOf } from "../../detection/norms.ts";
import type { Rewrapping } from "../../vitals/identity.ts";
import type { PatientContextRow } from "../../registry/patients.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import type { ContextAnswer, DeadbandInForce } from "../../vitals/clinical.ts";
import type { EpisodeEvent } from "../../vitals/episode.ts";
import { OBSERVATION_CURRENT_MS, type Observations } from "../../vitals/news2.ts";
import type { PatientContext } from "../../vitals/patient-context.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { observedAt } from "./early-warning.ts";
import type { Intake } from "./intake.ts";
import type { Journal } from "./journal.ts";
import { limitsOf } from "./knowledge.ts";
import { settleDetector } from "./restoring.ts";
import { deviceTime, presentAssignment, withRecord, type Assignment, type DeviceProfile } from "./profile.ts";

/** An observation may be this far ahead of the device's clock: two clocks disagree. Milliseconds. */
const AHEAD_MS = 60_000;
/** Observations kept of a patient, at most: a round every half hour for a day. */
const KEPT_OBSERVATIONS = 48;

/** Why nothing was done. */
export type Declined =
	/** The device was never enrolled. */
	| { readonly outcome: "unknown_device" }
	/** Nobody is on the device: whom would it be about? */
	| { readonly outcome: "no_patient" }
	| { readonly outcome: "refused"; readonly errors: readonly FieldError[] }
	/** Nothing was stored; ask again after so many seconds. */
	| { readonly outcome: "unavailable"; readonly retryAfter: number };

/** What a person may say of the patient now on the device; `by` is the person's id. */
export type PatientWord =
	/** Replaces what is known. */
	| { readonly kind: "context"; readonly context: PatientContext; readonly by: string }
	/** What was seen at the bed; now, where it has no time. */
	| { readonly kind: "observation"; readonly observed: Observed }
	/** The present is usual for this patient. */
	| { readonly kind: "baseline"; readonly by: string }
	/** Judgements of alarms count no more. */
	| { readonly kind: "untune"; readonly by: string };
type Observed = Omit<Observations, "time"> & { readonly time: number | null };

export type RecordResult = { readonly outcome: "done"; readonly record: ContextAnswer } | Declined;

/** What the actions need of the object they belong to. */
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
}

/** What is said of the patient now on the device. */
export function recordOf(bedside: Bedside): RecordResult {
	const found = patientOf(bedside);
	return found.outcome === "found" ? { outcome: "done", record: answer(found.profile, found.present) } : found;
}

/** Takes what somebody says of the patient now on the device. */
export function hearOfPatient(bedside: Bedside, said: PatientWord): RecordResult {
	switch (said.kind) {
		case "context":
			return setContext(bedside, said.context, said.by);
		case "observation":
			return observe(bedside, said.observed);
		case "baseline":
			return newBaseline(bedside, said.by);
		case "untune":
			return resetTuning(bedside, said.by);
		default:
			return said satisfies never;
	}
}

function setContext(bedside: Bedside, said: PatientContext, by: string): RecordResult {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const errors = ineffectiveLimits(said);
	if (errors.length > 0) return { outcome: "refused", errors };
	const { tuning } = found.present.context;
	const context: PatientContext = { ...said, ...(tuning === undefined ? {} : { tuning }) };
	bedside.journal.transaction(() => changeContext(bedside, found.profile, found.present, context, by));
	return recordOf(bedside);
}

/** Forgets what judgements of alarms did to the deadbands. */
function resetTuning(bedside: Bedside, by: string): RecordResult {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const { tuning, ...context } = found.present.context;
	if (tuning !== undefined)
		bedside.journal.transaction(() => changeContext(bedside, found.profile, found.present, context, by));
	return recordOf(bedside);
}

/** In a transaction: what is known of the patient becomes `context`. The running detector takes it at once. */
export function changeContext(
	bedside: Bedside,
	profile: DeviceProfile,
	present: Assignment,
	context: PatientContext,
	by: string,
): void {
	const changed = { at: Math.max(Date.now(), (present.changed?.at ?? 0) + 1), by };
	const { journal, intake } = bedside;
	settleDetector(journal, profile);
	bedside.saveProfile(withRecord(profile, { context, changed }));
	bedside.tellContext({ surrogate: present.surrogate, context, contextAt: changed.at, contextBy: by });
	// Its rows of the population are drawn anew: what restores it must start from the same.
	if (intake.subject === present.surrogate && intake.detector !== null) {
		intake.detector.context = context;
		journal.saveDetector(intake.detector.serialise());
	}
}

function observe(bedside: Bedside, observed: Observed): RecordResult {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const { profile, present } = found;
	const now = deviceTime(profile, Date.now());
	const time = observed.time ?? Math.floor(now);
	if (time > now + AHEAD_MS) return refusal("in_future", "time is more than a minute ahead of the device's clock");
	if (now - time >= OBSERVATION_CURRENT_MS)
		return refusal("too_old", "time is 12 hours ago or more: it would not count any more");
	// Readings that came late are scored with what was current then; twice that long is all that can be asked for.
	const kept = present.observations.filter((past) => now - past.time < 2 * OBSERVATION_CURRENT_MS);
	const observations = [...kept, { ...observed, time }].sort((a, b) => a.time - b.time).slice(-KEPT_OBSERVATIONS);
	bedside.journal.transaction(() => bedside.saveProfile(withRecord(profile, { observations })));
	return recordOf(bedside);
}

function newBaseline(bedside: Bedside, by: string): RecordResult {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const { profile, present } = found;
	const { journal, intake } = bedside;
	const baseline = { at: Math.floor(deviceTime(profile, Date.now())), by };
	journal.transaction(() => {
		bedside.saveProfile(withRecord(profile, { baseline }));
		// Of a patient who has sent nothing yet there is nothing to forget.
		if (intake.subject === present.surrogate && intake.detector !== null) {
			intake.detector.newBaseline();
			journal.saveDetector(intake.detector.serialise());
		}
	});
	return recordOf(bedside);
}

type Found = { readonly outcome: "found"; readonly profile: DeviceProfile; readonly present: Assignment };

function patientOf(bedside: Bedside): Found | Extract<Declined, { outcome: "unknown_device" | "no_patient" }> {
	const profile = bedside.profile();
	if (profile === null) return { outcome: "unknown_device" };
	const present = presentAssignment(profile);
	return present === null ? { outcome: "no_patient" } : { outcome: "found", profile, present };
}

function refusal(code: FieldError["code"], message: string): Declined {
	return { outcome: "refused", errors: [{ field: "time", code, message }] };
}

/** Limits that would not be watched, because they leave nothing between them and the other side's limit. */
function ineffectiveLimits(context: PatientContext): FieldError[] {
	const { limits } = normsOf(context);
	return VITAL_KEYS.flatMap((key, index): FieldError[] => {
		const own = context.limits[key];
		const used = limits[index];
		if (own === undefined || used === undefined) return [];
		const taken = (own.low === undefined || own.low === used.low) && (own.high === undefined || own.high === used.high);
		if (taken) return [];
		const field = own.low === undefined ? `limits.${key}.high` : `limits.${key}.low`;
		const range = `${used.low ?? "none"} to ${used.high ?? "none"}`;
		const message = `${field} leaves nothing between it and the default limits (${range}): set low and high`;
		return [{ field, code: "out_of_range", message }];
	});
}

function answer(profile: DeviceProfile, present: Assignment): ContextAnswer {
	const { context, changed, baseline } = present;
	const { limits, validated } = limitsOf(context);
	const { consciousness, oxygen } = observedAt(present.observations, deviceTime(profile, Date.now()) + AHEAD_MS);
	return {
		device_id: profile.deviceId,
		patient: present.surrogate,
		age_band: context.ageBand,
		pregnant: context.pregnant,
		spo2_scale: context.spo2Scale,
		limits: context.limits,
		limits_in_force: limits,
		deadbands_in_force: Object.fromEntries(deadbandsInForce(context)) as ContextAnswer["deadbands_in_force"],
		tuning: (context.tuning ?? []).map(({ episodeId, vital, side, step, at, by }) => ({
			episode_id: episodeId,
			vital,
			side,
			step,
			at: iso(at),
			by,
		})),
		limits_validated: validated,
		changed_at: changed === null ? null : iso(changed.at),
		changed_by: changed?.by ?? null,
		observations: {
			consciousness:
				consciousness?.consciousness === undefined
					? null
					: { value: consciousness.consciousness, time: iso(consciousness.time) },
			oxygen: oxygen?.oxygen === undefined ? null : { value: oxygen.oxygen, time: iso(oxygen.time) },
		},
		baseline: baseline === null ? null : { at: iso(baseline.at), by: baseline.by },
	};
}

/** The deadbands that the detector goes by, each beside the one without judgements. */
function deadbandsInForce(context: PatientContext): [VitalKey, DeadbandInForce][] {
	const { tuning: _, ...untuned } = context;
	const [used, usual] = [normsOf(context).deadbands, normsOf(untuned).deadbands];
	return VITAL_KEYS.flatMap((key, index): [VitalKey, DeadbandInForce][] => {
		const [now, before] = [used[index], usual[index]];
		if (now === undefined || before === undefined) return [];
		return [[key, { up: now.up, down: now.down, default_up: before.up, default_down: before.down }]];
	});
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
