/** Ids of FHIR resources: 1 to 64 letters, digits, `-` and `.`, which ours are not always. */

const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** A device's id as FHIR has it: what FHIR does not allow is written as `.` and two hexadecimal digits. */
export function deviceToFhir(id: string): string {
	return id.replaceAll(/[^A-Za-z0-9-]/g, (letter) => `.${letter.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The device's own id, `null` for what is none. */
export function deviceFromFhir(id: string): string | null {
	if (!/^(?:[A-Za-z0-9-]|\.[0-9a-f]{2})+$/.test(id)) return null;
	return id.replaceAll(/\.([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** FNV-1a, 32 bits: tells a patient's few devices apart, not more. */
export function deviceMark(deviceId: string): string {
	let hash = HASH_SEED;
	for (let i = 0; i < deviceId.length; i++) hash = Math.imul(hash ^ deviceId.charCodeAt(i), HASH_PRIME) >>> 0;
	return hash.toString(36);
}

/** Which value of which reading an Observation is. */
export interface ObservationKey {
	/** Surrogate. */
	readonly patient: string;
	/** `deviceMark` of its device. */
	readonly mark: string;
	/** Of the reading, milliseconds since the epoch: no two readings of a device share one. */
	readonly timestamp: number;
	/** LOINC code of the value. */
	readonly code: string;
}

/** 12 + 9 + 7 + 7 characters and what is between them. */
export function observationId({ patient, mark, timestamp, code }: ObservationKey): string {
	return `${patient.slice(2)}.${timestamp.toString(36)}.${mark}.${code}`;
}

export function readObservationId(id: string): ObservationKey | null {
	const [, hex, time, mark, code] = /^([0-9A-F]{12})\.([0-9a-z]{1,10})\.([0-9a-z]{1,7})\.(\d{1,6}-\d)$/.exec(id) ?? [];
	if (hex === undefined || time === undefined || mark === undefined || code === undefined) return null;
	return { patient: `P-${hex}`, mark, timestamp: Number.parseInt(time, 36), code };
}
