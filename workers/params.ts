/** Query and path values, checked; each refusal names its field. */
import { remark } from "../vitals/checks.ts";
import type { FieldError } from "../vitals/problem.ts";
import { DEVICE_ID_PATTERN } from "../vitals/telemetry.ts";
import { Problem, validationProblem } from "./problem.ts";

/** Ward ids: like device ids, from one character on. */
export const WARD_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/;

/** Refuses one value: 422 naming its field. */
export function refuse(field: string, message: string, code: FieldError["code"] = "bad_format"): never {
	throw validationProblem([{ field, code, message }]);
}

/** A device id from the path. An id that cannot exist is a device that does not. */
export function deviceIdParam(value: string | undefined): string {
	if (value === undefined || !DEVICE_ID_PATTERN.test(value))
		throw new Problem("unknown_device", "No device of that id is registered");
	return value;
}

/** Surrogates as the registry makes them. */
export const PATIENT_PATTERN = /^P-[0-9A-F]{12}$/;

/** A patient's surrogate from the path. One that cannot exist is a patient who does not. */
export function patientParam(value: string | undefined): string {
	if (value === undefined || !PATIENT_PATTERN.test(value))
		throw new Problem("not_found", "No patient of that surrogate is known");
	return value;
}

/** The id of a device that may be new, from the path. */
export function newDeviceIdParam(value: string | undefined): string {
	if (value === undefined || !DEVICE_ID_PATTERN.test(value))
		refuse("id", "A device id is 3 to 50 letters, digits or . _ : -");
	return value;
}

/** `below` of a revocation: keys of lower generations are revoked. */
export function belowQuery(value: string | undefined): number {
	if (value === undefined || !/^[1-9]\d{0,8}$/.test(value)) {
		const message = "below must be a key generation: keys of lower ones are revoked";
		refuse("below", message, value === undefined ? "missing" : "bad_format");
	}
	return Number(value);
}

/** The refusal of a `below` beyond what was issued. */
export function belowTooHigh(): Problem {
	const message = "below may be one more than the newest generation that was issued, which revokes all keys";
	return validationProblem([{ field: "below", code: "out_of_range", message }]);
}

export function wardIdParam(value: unknown, field = "ward_id"): string {
	if (typeof value !== "string" || !WARD_ID_PATTERN.test(value))
		refuse(field, `${field} must be 1 to 50 letters, digits or . _ -`);
	return value;
}

/** A text of 1 to `max` characters on one line. */
export function textField(value: unknown, field: string, max: number): string {
	const errors: FieldError[] = [];
	const text = remark(value, field, max, errors);
	if (text === undefined) throw validationProblem(errors);
	return text;
}

/** A whole number from the query between `min` and `max`, `fallback` when absent. */
export function countQuery(
	value: string | undefined,
	field: string,
	min: number,
	max: number,
	fallback: number,
): number {
	if (value === undefined) return fallback;
	const number = Number(value);
	if (!/^\d+$/.test(value) || number < min || number > max)
		refuse(field, `${field} must be a whole number from ${min} to ${max}`, "out_of_range");
	return number;
}

/** The end of the year 9999, milliseconds since the epoch: later is a mistake, and cannot be written as a date. */
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since the epoch, NaN for anything else than ISO 8601: `Date.parse` finds a date in most texts with a digit. */
export function parseIso(text: string): number {
	return ISO.test(text) ? Date.parse(text) : NaN;
}

/** A moment from the query: ISO 8601 or milliseconds since the epoch; `undefined` when absent. */
export function timeQuery(value: string | undefined, field: string): number | undefined {
	if (value === undefined) return undefined;
	const parsed = /^\d{10,}$/.test(value) ? Number(value) : parseIso(value);
	if (!(parsed <= LAST_MOMENT))
		refuse(field, `${field} must be ISO 8601, such as 2026-03-01T10:00:00Z, or milliseconds since the epoch`);
	return parsed;
}

/** One of `allowed` from the query; `undefined` when absent. */
export function choiceQuery<T extends string>(
	value: string | undefined,
	field: string,
	allowed: readonly T[],
): T | undefined {
	if (value === undefined) return undefined;
	if (!allowed.includes(value as T)) refuse(field, `${field} must be one of ${allowed.join(", ")}`);
	return value as T;
}
