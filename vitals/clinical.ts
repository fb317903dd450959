/** What people at the bed say of a patient, as it travels over HTTP, and its checks. Snake case is the wire's. */
import type { VitalKey } from "./catalogue.ts";
import { checkKnown, type Checked, isObject, notBoolean, notOne } from "./checks.ts";
import type { TemplateInForce, VitalLimits } from "./limits.ts";
import type { Consciousness, News2 } from "./news2.ts";
import type { ObservationEntry } from "./observations.ts";
import { AGE_BANDS, CONDITIONS, type AgeBand, type Condition, type PatientContext } from "./patient-context.ts";
import type { FieldError } from "./problem.ts";

/** An absolute limit that is watched now, in the vital's unit; null where there is none. */
export interface LimitInForce {
	readonly low: number | null;
	readonly high: number | null;
	/** Where the numbers come from. */
	readonly reason: string;
}

/**
 * How far a vital sign may leave the patient's usual value, upwards and downwards and in its unit, before the detector asks
 * whether that is unusual; and the same without what judgements of alarms did to it.
 */
export interface DeadbandInForce {
	readonly up: number;
	readonly down: number;
	readonly default_up: number;
	readonly default_down: number;
}

/** One judgement of an alarm that counts for a deadband: see `DeadbandTuning`. */
export interface TuningEntry {
	readonly episode_id: string;
	readonly vital: VitalKey;
	readonly side: "up" | "down";
	readonly step: 1 | -1;
	/** ISO 8601 and the person's id. */
	readonly at: string;
	readonly by: string;
}

/** One observation with the time it was made, ISO 8601. */
export interface Observed<T> {
	readonly value: T;
	readonly time: string;
}

/** `GET` and `PUT /api/v1/devices/:id/context`: the patient now on the device. */
export interface ContextAnswer {
	readonly device_id: string;
	/** Surrogate. */
	readonly patient: string;
	readonly age_band: AgeBand;
	readonly pregnant: boolean;
	readonly spo2_scale: 1 | 2;
	readonly condition: Condition | null;
	/** Which set of defaults applies, and why. */
	readonly template: TemplateInForce;
	/** Of every vital sign the defaults, what a clinician set for this patient apart from them, and what is watched. */
	readonly limits: Readonly<Record<VitalKey, VitalLimits>>;
	/** To be sent along with a change of the limits: another one means that somebody was faster. */
	readonly limits_version: number;
	/** What is watched now, defaults and own limits together. */
	readonly limits_in_force: Readonly<Record<VitalKey, LimitInForce>>;
	/** Vital signs that the forest sees. */
	readonly deadbands_in_force: Readonly<Partial<Record<VitalKey, DeadbandInForce>>>;
	readonly tuning: readonly TuningEntry[];
	/** False where the numbers used have not been checked against their sources. */
	readonly limits_validated: boolean;
	/** ISO 8601 and the person's id; null where nobody has said anything yet. */
	readonly changed_at: string | null;
	readonly changed_by: string | null;
	/** What no sensor measures and still counts for NEWS2; null where nothing does. */
	readonly observations: {
		readonly consciousness: Observed<Consciousness> | null;
		readonly oxygen: Observed<boolean> | null;
	};
	/** What was entered lately, newest first, with what was entered in error; `GET /api/v1/patients/:surrogate/observations` has all. */
	readonly recent_observations: readonly ObservationEntry[];
	/** The newest score with its parts: what a person observed says when, what is missing is null. */
	readonly news2: News2 | null;
	/** When the present was last declared usual, and by whom; null where never. */
	readonly baseline: { readonly at: string; readonly by: string } | null;
}

/** What a clinician says of a patient; their own limits are set one by one (`limits.ts`). */
export type SaidContext = Pick<PatientContext, "ageBand" | "pregnant" | "spo2Scale" | "condition">;

/** The youngest band in which a pregnancy is believed, and in which a condition of the grown-up is. */
const PREGNANT_FROM = AGE_BANDS.indexOf("8-12-years");
const CONDITION_FROM = AGE_BANDS.indexOf("16-18-years");

/**
 * Checks the body of `PUT /api/v1/devices/:id/context`. It replaces what is known, so every field but the condition is required:
 * one that was left out must not make a child an adult.
 */
export function checkContext(body: Readonly<Record<string, unknown>>): Checked<SaidContext> {
	const errors: FieldError[] = [];
	checkKnown(body, ["age_band", "pregnant", "spo2_scale", "condition", "limits"], errors);
	const ageBand = body["age_band"];
	const age = AGE_BANDS.indexOf(ageBand as AgeBand);
	if (age < 0) errors.push(notOne("age_band", ageBand, AGE_BANDS));
	const pregnant = body["pregnant"];
	if (typeof pregnant !== "boolean") errors.push(notBoolean("pregnant", pregnant));
	else if (pregnant && age >= 0 && age < PREGNANT_FROM)
		errors.push(impossible("pregnant", `pregnant cannot be true at the age ${String(ageBand)}`));
	const scale = body["spo2_scale"];
	if (scale !== 1 && scale !== 2) errors.push(notOne("spo2_scale", scale, [1, 2]));
	const condition = body["condition"] ?? null;
	if (condition !== null && !CONDITIONS.includes(condition as Condition))
		errors.push(notOne("condition", condition, CONDITIONS));
	else if (condition !== null && ((age >= 0 && age < CONDITION_FROM) || pregnant === true))
		errors.push(impossible("condition", "condition counts from 16 years on, and not in pregnancy"));
	// Of before: limits now have a reason and an end.
	const { limits } = body;
	if (limits !== undefined && (!isObject(limits) || Object.keys(limits).length > 0))
		errors.push(
			impossible(
				"limits",
				"limits are set one by one, with a reason and an end: PUT /api/v1/devices/:id/limits/:vital",
			),
		);
	if (errors.length > 0) return { ok: false, errors };
	return {
		ok: true,
		value: {
			ageBand: ageBand as AgeBand,
			pregnant: pregnant as boolean,
			spo2Scale: scale as 1 | 2,
			...(condition === null ? {} : { condition: condition as Condition }),
		},
	};
}

function impossible(field: string, message: string): FieldError {
	return { field, code: "out_of_range", message };
}
