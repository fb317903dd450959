/** A patient's limits as they travel over HTTP: the defaults, what a clinician set apart from them, and what is watched. Snake case is the wire's. */
import { VITAL_KEYS, vitalSign, type VitalKey } from "./catalogue.ts";
import { checkKnown, type Checked, notTime, numberIn, parseTime, remark } from "./checks.ts";
import type { LimitOverride } from "./patient-context.ts";
import type { FieldError } from "./problem.ts";

/** Limits of one vital sign in its unit; null where there is none. */
export interface LimitNumbers {
	/** At or below, at or above: beyond the safety net. */
	readonly low: number | null;
	readonly high: number | null;
	/** How far above and below the patient's usual value is still usual; null where that side is not watched. */
	readonly up: number | null;
	readonly down: number | null;
}

/** What a clinician set, why, and until when. Only the numbers that they set are here. */
export interface OverrideEntry {
	readonly low?: number;
	readonly high?: number;
	readonly up?: number;
	readonly down?: number;
	readonly reason: string;
	/** The person's id. */
	readonly by: string;
	/** ISO 8601. */
	readonly at: string;
	readonly until: string;
}

interface Range {
	readonly min: number;
	readonly max: number;
}

/** The limits of one vital sign of one patient. */
export interface VitalLimits {
	/** Of the template in force; `reason` says where the numbers come from. */
	readonly default: LimitNumbers & { readonly reason: string };
	readonly override: OverrideEntry | null;
	/** What is watched now: judgements of alarms count in it. */
	readonly effective: LimitNumbers;
	/** How low a low limit and how high a high one may be set, and the widths that a deadband may have. */
	readonly widest: {
		readonly low: number | null;
		readonly high: number | null;
		readonly up: Range | null;
		readonly down: Range | null;
	};
}

/** The set of defaults that applies, and why. */
export interface TemplateInForce {
	/** Null for a combination that has no name: somebody said it of this patient. */
	readonly key: string | null;
	readonly name: string;
	readonly source: string;
	/** Somebody said it of the patient; the ward chose it; or nobody chose anything. */
	readonly why: "patient" | "ward" | "default";
	/** Who said it of the patient, and when; null otherwise. */
	readonly by: string | null;
	readonly at: string | null;
}

/** One entry of `GET /api/v1/templates`. */
export interface TemplateEntry {
	readonly key: string;
	readonly name: string;
	readonly source: string;
	readonly limits: Readonly<Partial<Record<VitalKey, LimitNumbers & { readonly reason: string }>>>;
	/** False where the numbers have not been checked against their sources. */
	readonly validated: boolean;
}

/** `GET` and `PUT /api/v1/wards/:id/template`. */
export interface WardTemplateAnswer {
	readonly ward_id: string;
	/** Null where the ward has chosen none: an adult's counts. */
	readonly template: string | null;
	/** Devices that were told at once, of how many; absent in the answer to a `GET`. Others learn of it with their next news. */
	readonly told?: { readonly devices: number; readonly of: number };
}

/** What became of a limit. `discharged`: the patient left. */
export type LimitChangeKind = "set" | "ended" | "expired" | "discharged";

/** One entry of `GET /api/v1/patients/:surrogate/limits`: what was set, ended or ran out, newest first. */
export interface LimitChangeEntry {
	readonly device_id: string;
	readonly version: number;
	readonly kind: LimitChangeKind;
	readonly vital: VitalKey;
	/** ISO 8601. */
	readonly at: string;
	/** The person's id; null where it ran out by itself. */
	readonly by: string | null;
	readonly override: OverrideEntry;
}

/** A change as the device's object tells the registry. */
export interface LimitChange {
	readonly surrogate: string;
	readonly deviceId: string;
	readonly wardId: string;
	/** The limits' version after it. */
	readonly version: number;
	readonly kind: LimitChangeKind;
	/** Wall time, milliseconds since the epoch. */
	readonly at: number;
	readonly by: string | null;
	readonly override: LimitOverride;
}

export function overrideEntry(override: LimitOverride): OverrideEntry {
	const { low, high, up, down, reason, by, at, until } = override;
	const numbers = Object.entries({ low, high, up, down }).filter(([, value]) => value !== undefined);
	return {
		...Object.fromEntries(numbers),
		reason,
		by,
		at: new Date(at).toISOString(),
		until: new Date(until).toISOString(),
	};
}

/** Characters of a reason, at most. */
const MAX_REASON = 200;

/** What somebody wants to set for one vital sign. */
export type WantedLimit = Pick<LimitOverride, "vital" | "low" | "high" | "up" | "down" | "reason" | "until">;

/** Checks the vital sign that an address names. */
export function checkVital(name: string | undefined, errors: FieldError[]): VitalKey | null {
	if (VITAL_KEYS.includes(name as VitalKey)) return name as VitalKey;
	errors.push({ field: "vital", code: "bad_format", message: `vital must be one of ${VITAL_KEYS.join(", ")}` });
	return null;
}

/** Checks the version that somebody saw. */
export function checkVersion(value: unknown, errors: FieldError[]): number {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	const message = "version must be the limits_version that you saw: a whole number from 0";
	errors.push({ field: "version", code: value === undefined ? "missing" : "wrong_type", message });
	return -1;
}

/**
 * Checks the form of `PUT /api/v1/devices/:id/limits/:vital`; how far the numbers may go depends on the patient, and the device's
 * object says that.
 */
export function checkWantedLimit(
	name: string | undefined,
	body: Readonly<Record<string, unknown>>,
): Checked<WantedLimit & { readonly version: number }> {
	const errors: FieldError[] = [];
	const vital = checkVital(name, errors);
	checkKnown(body, ["version", "low", "high", "up", "down", "reason", "until"], errors);
	const version = checkVersion(body["version"], errors);
	const { sensorMin, sensorMax, unit } = vitalSign(vital ?? "heart_rate");
	const reported = { min: sensorMin, max: sensorMax, unit };
	const width = { min: 0, max: sensorMax, unit };
	const numbers = {
		low: numberIn(body["low"], "low", reported, errors),
		high: numberIn(body["high"], "high", reported, errors),
		up: numberIn(body["up"], "up", width, errors),
		down: numberIn(body["down"], "down", width, errors),
	};
	const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
	if (
		given.length === 0 &&
		["low", "high", "up", "down"].every((field) => errors.every((each) => each.field !== field))
	)
		errors.push({ field: "low", code: "missing", message: "One of low, high, up and down at least must be set" });
	if (numbers.low !== undefined && numbers.high !== undefined && numbers.low >= numbers.high)
		errors.push({
			field: "low",
			code: "out_of_range",
			message: `low ${numbers.low} must be below high ${numbers.high}`,
		});
	const reason = remark(body["reason"], "reason", MAX_REASON, errors);
	const until = parseTime(body["until"]);
	if (body["until"] === undefined || body["until"] === null)
		errors.push({ field: "until", code: "missing", message: "until must say when it ends: nothing is set for good" });
	else if (Number.isNaN(until)) errors.push(notTime("until"));
	if (errors.length > 0 || vital === null || reason === undefined) return { ok: false, errors };
	return { ok: true, value: { vital, ...Object.fromEntries(given), reason, until, version } };
}
