/**
 * The telemetry payload: what a device posts. Snake case and names are the wire's.
 *
 * The checks are written out rather than left to a schema library because they run once per reading
 * on the hot path, and because every limit comes from the catalogue.
 */
import { BATTERY, STORED_STEPS_PER_UNIT, VITAL_SIGNS, type VitalKey } from "./catalogue.ts";
import type { FieldError } from "./problem.ts";
import { noVitals, type Reading } from "./reading.ts";

/** One reading as posted to `POST /api/v1/telemetry`. */
export interface TelemetryPayload extends Partial<Record<VitalKey, number | null>> {
	device_id: string;
	/** The hospital's identifier; hashed at the edge, never stored. */
	patient_id?: string | null;
	/** ISO 8601 with zone, or milliseconds since the epoch; the time of arrival when absent. */
	timestamp?: string | number;
	battery_level?: number | null;
}

/** A payload that passed its checks. */
export interface CheckedTelemetry {
	readonly deviceId: string;
	readonly patientId: string | null;
	readonly reading: Reading;
	/** False when the payload had no timestamp and `reading` carries the time of arrival. */
	readonly timed: boolean;
}

export type TelemetryCheck =
	| { readonly ok: true; readonly value: CheckedTelemetry }
	| { readonly ok: false; readonly errors: readonly FieldError[] };

/** Readings in one batch request, at most. */
export const MAX_BATCH_READINGS = 1000;
/** Bytes in one request body, at most. A thousand readings with every vital sign take about 300 KB. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Device ids: letters, digits and `. _ : -`, 3 to 50 of them, so that they are safe in keys, logs and addresses. */
export const DEVICE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{2,49}$/;

/** What a device may say that it runs: the name and version of its firmware, such as `PulseOx 4.1.2+build.77`. */
const FIRMWARE_PATTERN = /^[A-Za-z0-9][A-Za-z0-9 ._+:/()-]{0,63}$/;

/** With each of its HTTP requests a device may say what it runs; on a stream `hello` does. */
export const FIRMWARE_HEADER = "x-device-firmware";

/**
 * What the device says that it runs, `undefined` where it says nothing that can be kept: a patient's readings are not
 * refused for a label.
 */
export function readFirmware(value: unknown): string | undefined {
	return typeof value === "string" && FIRMWARE_PATTERN.test(value) ? value : undefined;
}

const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Checks one posted payload.
 *
 * @param payload - parsed JSON of unknown shape
 * @param receivedAt - arrival time in milliseconds since the epoch, used where the payload has no timestamp
 * @returns the reading in catalogue units, or every complaint with the field it concerns. Never throws.
 */
export function checkTelemetry(payload: unknown, receivedAt: number): TelemetryCheck {
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
		return { ok: false, errors: [{ field: "", code: "wrong_type", message: "A reading is a JSON object" }] };
	}
	const body = payload as Record<string, unknown>;
	const errors: FieldError[] = [];
	const deviceId = checkDeviceId(body["device_id"], errors);
	const rest = checkRest(body, receivedAt, errors);
	return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { deviceId, ...rest } };
}

/** A reading of a stream, whose device is known from its connection. */
export type StreamedTelemetry = Omit<CheckedTelemetry, "deviceId">;

export type StreamedCheck =
	| { readonly ok: true; readonly value: StreamedTelemetry }
	| { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Checks one reading of a stream: a telemetry payload without `device_id`, whose `timestamp` must be there.
 *
 * @returns as `checkTelemetry`. Never throws.
 */
export function checkStreamed(payload: unknown): StreamedCheck {
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
		return { ok: false, errors: [{ field: "", code: "wrong_type", message: "A reading is a JSON object" }] };
	}
	const body = payload as Record<string, unknown>;
	const errors: FieldError[] = [];
	if (body["timestamp"] === undefined) {
		errors.push({ field: "timestamp", code: "missing", message: "In a stream every reading needs its timestamp" });
	}
	const value = checkRest(body, 0, errors);
	return errors.length > 0 ? { ok: false, errors } : { ok: true, value };
}

/** Everything but the device. Complaints go to `errors`; the result counts only without any. */
function checkRest(body: Record<string, unknown>, receivedAt: number, errors: FieldError[]): StreamedTelemetry {
	const patientId = checkPatientId(body["patient_id"], errors);
	const timestamp = checkTimestamp(body["timestamp"], receivedAt, errors);

	const vitals = noVitals();
	let measured = 0;
	for (const sign of VITAL_SIGNS) {
		const value = checkNumber(
			body,
			sign.key,
			sign.sensorMin,
			sign.sensorMax,
			sign.unit,
			"physiological tracking limits",
			errors,
		);
		vitals[sign.key] = value;
		if (value !== null) measured++;
	}
	const battery = checkNumber(
		body,
		BATTERY.key,
		BATTERY.sensorMin,
		BATTERY.sensorMax,
		BATTERY.unit,
		"the battery's range",
		errors,
	);

	if (errors.length === 0 && measured === 0) {
		errors.push({
			field: "heart_rate",
			code: "no_vital_sign",
			message: "A reading holds at least one vital sign; all of them are missing",
		});
	}
	return { patientId, reading: { timestamp, vitals, battery }, timed: body["timestamp"] !== undefined };
}

function checkDeviceId(value: unknown, errors: FieldError[]): string {
	if (value === undefined || value === null) {
		errors.push({ field: "device_id", code: "missing", message: "device_id is missing" });
		return "";
	}
	if (typeof value !== "string" || !DEVICE_ID_PATTERN.test(value)) {
		errors.push({
			field: "device_id",
			code: "bad_format",
			message: "device_id must be 3 to 50 letters, digits or . _ : -",
		});
		return "";
	}
	return value;
}

/** The hospital's identifier of a patient, `null` when absent. Complaints go to `errors` and never quote it. */
export function checkPatientId(value: unknown, errors: FieldError[]): string | null {
	if (value === undefined || value === null) return null;
	// Halves of surrogate pairs all become the same character before they are hashed: two people would be one.
	if (typeof value !== "string" || value.length < 3 || value.length > 50 || !value.isWellFormed()) {
		errors.push({
			field: "patient_id",
			code: "bad_format",
			message: "patient_id must be a text of 3 to 50 characters, none of them half a surrogate pair",
		});
		return null;
	}
	return value;
}

function checkTimestamp(value: unknown, receivedAt: number, errors: FieldError[]): number {
	if (value === undefined) return receivedAt;
	if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
	if (typeof value === "string" && ISO_WITH_ZONE.test(value)) {
		const parsed = Date.parse(value);
		if (Number.isFinite(parsed) && parsed > 0) return parsed;
	}
	errors.push({
		field: "timestamp",
		code: "bad_format",
		message:
			"timestamp must be ISO 8601 with a zone, such as 2026-03-01T10:00:00Z, or whole milliseconds since the epoch",
	});
	return receivedAt;
}

function checkNumber(
	body: Record<string, unknown>,
	field: string,
	min: number,
	max: number,
	unit: string,
	limits: string,
	errors: FieldError[],
): number | null {
	const value = body[field];
	if (value === undefined || value === null) return null;
	if (typeof value !== "number" || !Number.isFinite(value)) {
		errors.push({ field, code: "wrong_type", message: `${field} must be a finite number in ${unit}` });
		return null;
	}
	if (value < min || value > max) {
		errors.push({
			field,
			code: "out_of_range",
			message: `${field} ${value} is outside ${limits} (${min}–${max} ${unit})`,
		});
		return null;
	}
	return Math.round(value * STORED_STEPS_PER_UNIT) / STORED_STEPS_PER_UNIT;
}
