/** What people at the bed say of a patient, as it travels over HTTP, and its checks. Snake case is the wire's. */
import { VITAL_SIGNS, vitalSign, type VitalKey } from "./catalogue.ts";
import { CONSCIOUSNESS_LEVELS, type Consciousness, type Observations } from "./news2.ts";
import { AGE_BANDS, type AgeBand, type PatientContext, type PatientLimit } from "./patient-context.ts";
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
	/** What a clinician set for this patient, apart from the defaults. */
	readonly limits: PatientContext["limits"];
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
	/** What still counts for NEWS2; null where nothing does. */
	readonly observations: {
		readonly consciousness: Observed<Consciousness> | null;
		readonly oxygen: Observed<boolean> | null;
	};
	/** When the present was last declared usual, and by whom; null where never. */
	readonly baseline: { readonly at: string; readonly by: string } | null;
}

export type Checked<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly errors: readonly FieldError[] };

/** The youngest band in which a pregnancy is believed. */
const PREGNANT_FROM = AGE_BANDS.indexOf("8-12-years");
const VITAL_NAMES: ReadonlySet<string> = new Set(VITAL_SIGNS.map((sign) => sign.key));

/**
 * Checks the body of `PUT /api/v1/devices/:id/context`. It replaces the whole context, so every field is required: one that
 * was left out must not make a child an adult.
 */
export function checkContext(body: Readonly<Record<string, unknown>>): Checked<PatientContext> {
	const errors: FieldError[] = [];
	const known = ["age_band", "pregnant", "spo2_scale", "limits"];
	for (const field of Object.keys(body)) if (!known.includes(field)) errors.push(unknownField(field, known));
	const ageBand = body["age_band"];
	if (!AGE_BANDS.includes(ageBand as AgeBand)) errors.push(notOne("age_band", ageBand, AGE_BANDS));
	const pregnant = body["pregnant"];
	if (typeof pregnant !== "boolean") errors.push(notBoolean("pregnant", pregnant));
	else if (pregnant && AGE_BANDS.indexOf(ageBand as AgeBand) < PREGNANT_FROM && AGE_BANDS.includes(ageBand as AgeBand))
		errors.push({
			field: "pregnant",
			code: "out_of_range",
			message: `pregnant cannot be true at the age ${String(ageBand)}`,
		});
	const scale = body["spo2_scale"];
	if (scale !== 1 && scale !== 2) errors.push(notOne("spo2_scale", scale, [1, 2]));
	const limits = checkLimits(body["limits"], errors);
	if (errors.length > 0) return { ok: false, errors };
	return {
		ok: true,
		value: { ageBand: ageBand as AgeBand, pregnant: pregnant as boolean, spo2Scale: scale as 1 | 2, limits },
	};
}

function checkLimits(value: unknown, errors: FieldError[]): PatientContext["limits"] {
	const limits: Partial<Record<VitalKey, PatientLimit>> = {};
	if (!isObject(value)) {
		const message = "limits must be an object of limits by vital sign, {} for none of the patient's own";
		errors.push({ field: "limits", code: value === undefined ? "missing" : "wrong_type", message });
		return limits;
	}
	for (const [key, limit] of Object.entries(value)) {
		if (!VITAL_NAMES.has(key)) errors.push(unknownField(`limits.${key}`, [...VITAL_NAMES]));
		else limits[key as VitalKey] = checkLimit(key as VitalKey, limit, errors);
	}
	return limits;
}

function checkLimit(key: VitalKey, value: unknown, errors: FieldError[]): PatientLimit {
	const at = `limits.${key}`;
	if (!isObject(value)) {
		errors.push({ field: at, code: "wrong_type", message: `${at} must be an object with low, high or both` });
		return {};
	}
	for (const field of Object.keys(value))
		if (field !== "low" && field !== "high") errors.push(unknownField(`${at}.${field}`, ["low", "high"]));
	const low = checkBound(key, `${at}.low`, value["low"], errors);
	const high = checkBound(key, `${at}.high`, value["high"], errors);
	if (low === undefined && high === undefined && errors.every((error) => !error.field.startsWith(at)))
		errors.push({ field: at, code: "missing", message: `${at} must hold low, high or both` });
	if (low !== undefined && high !== undefined && low >= high)
		errors.push({ field: `${at}.low`, code: "out_of_range", message: `${at}.low ${low} must be below high ${high}` });
	return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

function checkBound(key: VitalKey, field: string, value: unknown, errors: FieldError[]): number | undefined {
	if (value === undefined || value === null) return undefined;
	const { sensorMin, sensorMax, unit } = vitalSign(key);
	if (typeof value !== "number" || !Number.isFinite(value)) {
		errors.push({ field, code: "wrong_type", message: `${field} must be a finite number in ${unit}` });
		return undefined;
	}
	if (value < sensorMin || value > sensorMax) {
		const message = `${field} ${value} is outside what a device can report (${sensorMin}–${sensorMax} ${unit})`;
		errors.push({ field, code: "out_of_range", message });
		return undefined;
	}
	return value;
}

/**
 * Checks the body of `PUT /api/v1/devices/:id/observations`.
 *
 * @returns the observation; its time is `null` where the body leaves it to the moment of arrival
 */
export function checkObservation(
	body: Readonly<Record<string, unknown>>,
): Checked<Omit<Observations, "time"> & { readonly time: number | null }> {
	const errors: FieldError[] = [];
	const known = ["consciousness", "oxygen", "time"];
	for (const field of Object.keys(body)) if (!known.includes(field)) errors.push(unknownField(field, known));
	const { consciousness, oxygen } = body as { consciousness?: unknown; oxygen?: unknown };
	const given = (value: unknown) => value !== undefined && value !== null;
	if (given(consciousness) && !CONSCIOUSNESS_LEVELS.includes(consciousness as Consciousness))
		errors.push(notOne("consciousness", consciousness, CONSCIOUSNESS_LEVELS));
	if (given(oxygen) && typeof oxygen !== "boolean") errors.push(notBoolean("oxygen", oxygen));
	if (!given(consciousness) && !given(oxygen))
		errors.push({
			field: "consciousness",
			code: "missing",
			message: "An observation holds consciousness, oxygen or both",
		});
	const time = given(body["time"]) ? parseTime(body["time"]) : null;
	if (Number.isNaN(time))
		errors.push({
			field: "time",
			code: "bad_format",
			message: "time must be ISO 8601 with a zone, or whole milliseconds since the epoch",
		});
	if (errors.length > 0) return { ok: false, errors };
	return {
		ok: true,
		value: {
			time,
			...(given(consciousness) ? { consciousness: consciousness as Consciousness } : {}),
			...(given(oxygen) ? { oxygen: oxygen as boolean } : {}),
		},
	};
}

/** Milliseconds since the epoch, NaN where it is no time. */
function parseTime(value: unknown): number {
	if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? value : NaN;
	const zoned = typeof value === "string" && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(value);
	return zoned ? Date.parse(value) : NaN;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownField(field: string, known: readonly string[]): FieldError {
	return { field, code: "unknown_field", message: `${field} is not known here; known are ${known.join(", ")}` };
}

function notBoolean(field: string, value: unknown): FieldError {
	return {
		field,
		code: value === undefined ? "missing" : "wrong_type",
		message: `${field} must be true or false`,
	};
}

function notOne(field: string, value: unknown, allowed: readonly (string | number)[]): FieldError {
	return {
		field,
		code: value === undefined ? "missing" : "bad_format",
		message: `${field} must be one of ${allowed.join(", ")}`,
	};
}
