/**
 * What people at the bed say of a patient: context, limits, observations, a new baseline. Each is one transaction that holds the
 * profile, the detector as it stands after it, and what others must learn.
 */
import { normsOf } from "../../detection/norms.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import type { ContextAnswer, DeadbandInForce, SaidContext } from "../../vitals/clinical.ts";
import type { WantedLimit } from "../../vitals/limits.ts";
import type { News2 } from "../../vitals/news2.ts";
import { type Amendment, type EnteredObservation, observationEntry } from "../../vitals/observations.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import { noVitals } from "../../vitals/reading.ts";
import { changeContext, patientOf, revised, type Bedside, type Declined } from "./bedside.ts";
import { news2At, observedAt, scoreAt } from "./early-warning.ts";
import { limitsOf } from "./knowledge.ts";
import { endLimit, setLimit, type LimitSignature } from "./limits.ts";
import { limitsTable, templateInForce } from "./templates.ts";
import { AHEAD_MS, amendObservation, observe, type ObservationSignature } from "./observations.ts";
import { deviceTime, inForce, shownOn, withRecord, type Assignment, type DeviceProfile } from "./profile.ts";
import { isOf } from "./whose.ts";

/** What a person may say of the patient now on the device; `by` is the person's id. */
export type PatientWord =
	/** Replaces what is known of age, pregnancy and the like; the patient's own limits stay. */
	| { readonly kind: "context"; readonly context: SaidContext; readonly by: string }
	/** Nobody has said anything: the ward's template counts. */
	| { readonly kind: "follow-ward"; readonly by: string }
	| { readonly kind: "limit"; readonly wanted: WantedLimit; readonly signature: LimitSignature }
	| { readonly kind: "end-limit"; readonly vital: VitalKey; readonly signature: LimitSignature }
	/** What was seen at the bed; now, where it has no time. */
	| { readonly kind: "observation"; readonly entered: EnteredObservation; readonly signature: ObservationSignature }
	| {
			readonly kind: "amendment";
			readonly wrong: string;
			readonly amendment: Amendment;
			readonly signature: ObservationSignature;
	  }
	/** The present is usual for this patient. */
	| { readonly kind: "baseline"; readonly by: string }
	/** Judgements of alarms count no more. */
	| { readonly kind: "untune"; readonly by: string };

export type RecordResult =
	/** `conflict`: somebody or something was faster; the record is as it is now. */
	| { readonly outcome: "done" | "conflict"; readonly record: ContextAnswer }
	| { readonly outcome: "unknown_observation" }
	| Declined;

/** What is said of the patient now on the device. */
export function recordOf(bedside: Bedside): RecordResult {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	return { outcome: "done", record: answer(bedside, found.profile, found.present) };
}

/** Takes what somebody says of the patient now on the device. */
export function hearOfPatient(bedside: Bedside, said: PatientWord): RecordResult {
	const { outcome, ...why } = hear(bedside, said);
	if (outcome !== "done" && outcome !== "conflict") return { outcome, ...why } as RecordResult;
	const now = recordOf(bedside);
	return outcome === "conflict" && now.outcome === "done" ? { ...now, outcome } : now;
}

type Heard = { readonly outcome: "done" | "conflict" | "unknown_observation" } | Declined;

function hear(bedside: Bedside, said: PatientWord): Heard {
	switch (said.kind) {
		case "context":
			return setContext(bedside, { ...said.context, told: { at: Date.now(), by: said.by } }, said.by);
		case "follow-ward": {
			const { ageBand, pregnant, spo2Scale } = DEFAULT_CONTEXT;
			return setContext(bedside, { ageBand, pregnant, spo2Scale }, said.by);
		}
		case "limit":
			return setLimit(bedside, said.wanted, said.signature);
		case "end-limit":
			return endLimit(bedside, said.vital, said.signature);
		case "observation":
			return observe(bedside, said.entered, said.signature);
		case "amendment":
			return amendObservation(bedside, said.wrong, said.amendment, said.signature);
		case "baseline":
			return newBaseline(bedside, said.by);
		case "untune":
			return resetTuning(bedside, said.by);
		default:
			return said satisfies never;
	}
}

function setContext(bedside: Bedside, said: SaidContext & Pick<PatientContext, "told">, by: string): Heard {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const { tuning, overrides, revision } = found.present.context;
	const kept = {
		overrides,
		...(revision === undefined ? {} : { revision }),
		...(tuning === undefined ? {} : { tuning }),
	};
	const context = revised({ ...said, ...kept });
	bedside.journal.transaction(() => changeContext(bedside, found.profile, found.present, context, by));
	return { outcome: "done" };
}

/** Forgets what judgements of alarms did to the deadbands. */
function resetTuning(bedside: Bedside, by: string): Heard {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return found;
	const { tuning, ...context } = found.present.context;
	if (tuning !== undefined)
		bedside.journal.transaction(() => changeContext(bedside, found.profile, found.present, context, by));
	return { outcome: "done" };
}

function newBaseline(bedside: Bedside, by: string): Heard {
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
	return { outcome: "done" };
}

function answer(bedside: Bedside, profile: DeviceProfile, present: Assignment): ContextAnswer {
	const { changed, baseline } = present;
	const context = inForce(profile, present.context);
	const { limits, validated } = limitsOf(context);
	const now = deviceTime(profile, Date.now()) + AHEAD_MS;
	const { consciousness, oxygen } = observedAt(present.observations, now);
	return {
		device_id: profile.deviceId,
		patient: present.surrogate,
		age_band: context.ageBand,
		pregnant: context.pregnant,
		spo2_scale: context.spo2Scale,
		condition: context.condition ?? null,
		template: templateInForce(profile, present.context),
		limits: limitsTable(context),
		limits_version: context.revision ?? 0,
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
		recent_observations: present.observations.toReversed().map((seen) => observationEntry(profile.deviceId, seen)),
		news2: scoreNow(bedside, profile, present, now),
		baseline: baseline === null ? null : { at: iso(baseline.at), by: baseline.by },
	};
}

/** The score with its parts: what was measured last, with what was observed until now, be it after that. */
function scoreNow({ intake }: Bedside, profile: DeviceProfile, present: Assignment, now: number): News2 | null {
	const { latest } = intake;
	const shown = latest !== null && isOf(shownOn(profile))(latest) ? latest : null;
	if (shown !== null && news2At(profile, shown) === null) return null;
	const at = Math.max(now, shown?.timestamp ?? 0);
	return scoreAt(at, shown?.vitals ?? noVitals(), present.observations, inForce(profile, present.context));
}

/** The deadbands that the detector goes by, each beside the one without judgements. */
function deadbandsInForce(context: PatientContext): [VitalKey, DeadbandInForce][] {
	const { tuning: _, ...untuned } = { ...context, overrides: [] };
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
