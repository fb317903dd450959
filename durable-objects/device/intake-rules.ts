/** What the intake goes by: which times it takes, in which order, and what it notes beside a reading. Pure. */
import type { DetectorSettings, Verdict } from "../../detection/detector.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { READING_FLAGS, type Reading } from "../../vitals/reading.ts";
import { contextOf, type DeviceProfile } from "./profile.ts";

/** Older readings are refused: duplicates are recognised for exactly as long. */
export const MAX_AGE_MS = 24 * 3600_000;
/** A clock that is further ahead than this is wrong. */
const MAX_AHEAD_MS = 60_000;

/** Indices by time: a batch that is shuffled in itself is not late. */
export function inOrderOfMeasurement(items: readonly { readonly reading: Reading }[]): number[] {
	const order = items.map((_, index) => index);
	const timeOf = (index: number): number => items[index]?.reading.timestamp ?? 0;
	// Nearly always they are in order already.
	if (order.every((index) => index === 0 || timeOf(index - 1) <= timeOf(index))) return order;
	return order.sort((a, b) => timeOf(a) - timeOf(b));
}

/** Why a reading of this time is not taken, `null` when it is. @param horizon - reading times before it are forgotten */
export function refuse(timestamp: number, deviceNow: number, horizon: number): FieldError | null {
	if (timestamp < Math.max(deviceNow - MAX_AGE_MS, horizon)) {
		return { field: "timestamp", code: "too_old", message: "timestamp is more than 24 hours old" };
	}
	if (timestamp > deviceNow + MAX_AHEAD_MS) {
		return {
			field: "timestamp",
			code: "in_future",
			message: "timestamp is more than a minute ahead: check the device's clock",
		};
	}
	return null;
}

/** A reading of a time whose records were erased. */
export const ERASED: FieldError = {
	field: "timestamp",
	code: "erased",
	message: "timestamp is of a time whose records were erased: this reading is not kept",
};

/** The reading's `READING_FLAGS`. */
export function flagsOf(verdict: Verdict | null, late: boolean, mismatch: boolean): number {
	return (
		(verdict === null ? READING_FLAGS.unscored : verdict.flags) |
		(late ? READING_FLAGS.late : 0) |
		(mismatch ? READING_FLAGS.patient_mismatch : 0)
	);
}

/** Settings of a detector that is about the patient `subject`. */
export function settingsOf(profile: DeviceProfile, subject: string | null): DetectorSettings {
	return { seed: seedOf(profile.deviceId), context: contextOf(profile, subject) };
}

/** FNV-1a of the device id: the same device has the same forest everywhere. */
function seedOf(deviceId: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < deviceId.length; i++) hash = Math.imul(hash ^ deviceId.charCodeAt(i), 0x01000193);
	return hash >>> 0;
}
