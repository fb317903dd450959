/** What checks of bodies share: each complaint names its field. */
import type { FieldError } from "./problem.ts";

export type Checked<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly errors: readonly FieldError[] };

/** Milliseconds since the epoch of ISO 8601 with a zone, or of whole milliseconds; NaN where it is no time. */
export function parseTime(value: unknown): number {
	if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 && value <= LAST_MOMENT ? value : NaN;
	const zoned = typeof value === "string" && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(value);
	return zoned ? Date.parse(value) : NaN;
}

/** The end of the year 9999: later cannot be written as a date. */
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Complains of every field of `body` that is not `known`. */
export function checkKnown(
	body: Readonly<Record<string, unknown>>,
	known: readonly string[],
	errors: FieldError[],
): void {
	for (const field of Object.keys(body)) if (!known.includes(field)) errors.push(unknownField(field, known));
}

function unknownField(field: string, known: readonly string[]): FieldError {
	return { field, code: "unknown_field", message: `${field} is not known here; known are ${known.join(", ")}` };
}

export function notBoolean(field: string, value: unknown): FieldError {
	return {
		field,
		code: value === undefined ? "missing" : "wrong_type",
		message: `${field} must be true or false`,
	};
}

export function notOne(field: string, value: unknown, allowed: readonly (string | number)[]): FieldError {
	return {
		field,
		code: value === undefined ? "missing" : "bad_format",
		message: `${field} must be one of ${allowed.join(", ")}`,
	};
}

export function notTime(field: string): FieldError {
	return {
		field,
		code: "bad_format",
		message: `${field} must be ISO 8601 with a zone, or whole milliseconds since the epoch`,
	};
}

/** A number of `unit` from `min` to `max`; `undefined` where none was given or an error was added. */
export function numberIn(
	value: unknown,
	field: string,
	{ min, max, unit }: { readonly min: number; readonly max: number; readonly unit: string },
	errors: FieldError[],
): number | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "number" || !Number.isFinite(value)) {
		errors.push({ field, code: "wrong_type", message: `${field} must be a finite number in ${unit}` });
		return undefined;
	}
	if (value < min || value > max) {
		errors.push({ field, code: "out_of_range", message: `${field} ${value} must be from ${min} to ${max} ${unit}` });
		return undefined;
	}
	return value;
}

/**
 * What no remark holds: control characters, halves of surrogate pairs, separators of lines, and what turns the writing direction
 * around, which could show the numbers beside it backwards.
 */
const NOT_IN_TEXT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Whether `value` is a text of 1 to `max` characters on one line. */
export function isLine(value: unknown, max: number): value is string {
	return typeof value === "string" && value.trim() !== "" && value.length <= max && !NOT_IN_TEXT.test(value);
}

/** A text of 1 to `max` characters on one line, trimmed; `undefined` where an error was added. */
export function remark(value: unknown, field: string, max: number, errors: FieldError[]): string | undefined {
	if (isLine(value, max)) return value.trim();
	const message = `${field} must be a text of 1 to ${max} characters, without control characters`;
	errors.push({ field, code: value === undefined ? "missing" : "bad_format", message });
	return undefined;
}
