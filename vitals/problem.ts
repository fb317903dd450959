/**
 * Errors as RFC 9457 problem details. `type` is stable and documented; programs may branch on it,
 * people read `title` and `detail`.
 */

/** Stable codes; the problem's `type` is `PROBLEM_BASE + code`. */
export const PROBLEMS = {
	malformed_json: { status: 400, title: "The body is not valid JSON" },
	bad_request: { status: 400, title: "The request is not understood" },
	unauthenticated: { status: 401, title: "A valid credential is needed" },
	forbidden: { status: 403, title: "This credential may not do that" },
	not_found: { status: 404, title: "Nothing is registered here" },
	not_acceptable: { status: 406, title: "That form of answer is not made here" },
	unknown_device: { status: 404, title: "This device is not registered" },
	erasing: { status: 409, title: "This patient's records are being erased" },
	method_not_allowed: { status: 405, title: "This address does not take that method" },
	fleet_full: { status: 409, title: "The fleet has as many devices as it may" },
	conflict: { status: 409, title: "That already exists" },
	expired: { status: 410, title: "That is no longer kept" },
	version_conflict: { status: 409, title: "It has changed meanwhile" },
	no_patient: { status: 409, title: "No patient is on this device" },
	too_large: { status: 413, title: "The body is too large" },
	address_too_long: { status: 414, title: "The address is too long" },
	range_not_satisfiable: { status: 416, title: "That part of the file does not exist" },
	unsupported_media_type: { status: 415, title: "That content type is not read here" },
	validation_failed: { status: 422, title: "The values are not acceptable" },
	upgrade_required: { status: 426, title: "This address speaks WebSocket" },
	too_many_requests: { status: 429, title: "Too many requests" },
	headers_too_large: { status: 431, title: "The headers are too large" },
	internal: { status: 500, title: "Something failed on our side" },
	unavailable: { status: 503, title: "Storage is not available just now" },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_BASE = "urn:biostream:problem:";

/** One field's complaint. Never contains a patient's identifier. */
export interface FieldError {
	/** JSON path of the field, such as `heart_rate`. */
	readonly field: string;
	/** Stable code: `missing`, `wrong_type`, `out_of_range`, `too_old`, `in_future`, `unknown_field`, `no_vital_sign`, `bad_format`. */
	readonly code: FieldErrorCode;
	/** A sentence for people: what was found and what was expected. */
	readonly message: string;
}
export type FieldErrorCode =
	| "missing"
	| "wrong_type"
	| "out_of_range"
	| "too_old"
	| "in_future"
	| "no_vital_sign"
	| "bad_format"
	| "unknown_field"
	| "unknown_device"
	| "other_device"
	| "erased"
	| "duplicate"
	| "unavailable"
	| "malformed_json";

/** Body of every error answer, `application/problem+json`. */
export interface ProblemDetails {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	readonly correlation_id: string;
	/** Present on `validation_failed`. */
	readonly errors?: readonly FieldError[];
}
