/** What the intake goes by: which times it takes, in which order, and what it notes beside a reading. Pure. */
import type { DetectorSettings, Verdict } from "../../detection/detector.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { READING_FLAGS, type Reading, type StoredReading } from "../../vitals/reading.ts";
import type { IngestRefusal } from "./ingest.ts";
import { judgeKey, type ShownKey } from "./key-ring.ts";
import { contextOf, type DeviceProfile } from "./profile.ts";

/** Older readings are refused: duplicates are recognised for exactly as long. */
export const MAX_AGE_MS = 24 * 3600_000;
/** A clock that is further ahead than this is wrong. */
const MAX_AHEAD_MS = 60_000;

/** Readings kept while the lake cannot be reached, three days at 1 Hz; then the device is asked to wait. */
const MAX_UNRELEASED = 3 * 24 * 3600;
const UNRELEASED_RETRY_S = 60;

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

/** Whether the detector was shown this reading when it came: by the flags of `flagsOf`. */
export function wasShown({ flags }: StoredReading): boolean {
	return (flags & (READING_FLAGS.late | READING_FLAGS.patient_mismatch)) === 0;
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

/** Ahead by so much is the ordinary disagreement of two clocks. */
const TRUSTED_AHEAD_MS = 10_000;
/** Readings in a row that must be ahead before the device's clock is believed. */
const AGREEING = 3;

/** Which readings are late. */
export class OrderOfTime {
	/** Consecutive readings ahead of the device's time. */
	#ahead = 0;

	/**
	 * Late is what was measured before the newest reading. A reading far ahead is doubted like a late one until two more
	 * agree with it: a single wrong time must not make everything after it late.
	 */
	isLate(timestamp: number, newest: StoredReading | null, deviceNow: number): boolean {
		this.#ahead = timestamp > deviceNow + TRUSTED_AHEAD_MS ? this.#ahead + 1 : 0;
		if (newest === null) return false;
		const doubted = this.#ahead > 0 && this.#ahead < AGREEING && newest.timestamp <= deviceNow + TRUSTED_AHEAD_MS;
		return doubted || timestamp < newest.timestamp;
	}
}

/** Why nothing is taken from whoever showed `key`, `null` when it is. @param unreleased - readings that are not in the lake yet */
export function refusalOf(
	profile: DeviceProfile | null,
	key: ShownKey,
	unreleased: number,
): Exclude<IngestRefusal, { outcome: "too_fast" }> | null {
	if (profile === null) return { outcome: "unknown_device" };
	const verdict = judgeKey(profile, key);
	if (verdict !== "valid") return { outcome: verdict };
	return unreleased < MAX_UNRELEASED ? null : { outcome: "unavailable", retryAfter: UNRELEASED_RETRY_S };
}
