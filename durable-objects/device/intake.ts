/**
 * The way of a reading through its object, in one turn without waiting: known already? in time?
 * whose? what does the detector say? Then one transaction holds the readings, the detector's state and
 * every episode change, and only after it is there anything to tell.
 */
import { Detector, type DetectorSettings, type EpisodeTransition, type Verdict } from "../../detection/detector.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { READING_FLAGS, type Reading, type RiskLevel, type StoredReading } from "../../vitals/reading.ts";
import { news2At } from "./early-warning.ts";
import { applyTransition, endAll, withEvent } from "./episode-book.ts";
import { quantiseScore } from "./group-codec.ts";
import { identify, mismatchTransition } from "./identity.ts";
import { judgeKey, type ShownKey } from "./key-ring.ts";
import type { Head, Journal } from "./journal.ts";
import type { Pace } from "./pace.ts";
import { contextOf, deviceTime, type DeviceProfile } from "./profile.ts";
import { TimestampRuns } from "./timestamp-runs.ts";

/** Older readings are refused: duplicates are recognised for exactly as long. */
const MAX_AGE_MS = 24 * 3600_000;
/** A clock that is further ahead than this is wrong. */
const MAX_AHEAD_MS = 60_000;
/** Ahead by so much is the ordinary disagreement of two clocks. */
const TRUSTED_AHEAD_MS = 10_000;
/** Readings in a row that must be ahead before the device's clock is believed. */
const AGREEING = 3;
/** Readings kept while the lake cannot be reached, three days at 1 Hz; then the device is asked to wait. */
const MAX_UNRELEASED = 3 * 24 * 3600;

export interface IngestItem {
	readonly reading: Reading;
	/** HMAC of the payload's `patient_id`, `null` when it named nobody. */
	readonly patientTag: string | null;
	/** False when the reading carries its time of arrival for want of its own. */
	readonly timed: boolean;
}

export interface IngestRequest extends ShownKey {
	readonly items: readonly IngestItem[];
}

export type ItemResult =
	| { readonly kind: "stored" | "duplicate"; readonly risk: RiskLevel; readonly flags: number }
	| { readonly kind: "refused"; readonly error: FieldError };

export type IngestResult =
	/** Every item has its result, in the order of the request. */
	| { readonly outcome: "taken"; readonly stored: number; readonly results: readonly ItemResult[] }
	| { readonly outcome: "unknown_device" }
	| { readonly outcome: "revoked" }
	/** The key is a fleet's that the device is not in. */
	| { readonly outcome: "other_fleet" }
	/** Sooner than the device may; ask again after so many seconds. */
	| { readonly outcome: "too_fast"; readonly retryAfter: number }
	/** Nothing was stored; ask again after so many seconds. */
	| { readonly outcome: "unavailable"; readonly retryAfter: number };

export class Intake {
	readonly #journal: Journal;
	readonly #profile: () => DeviceProfile | null;
	readonly #pace: Pace;
	#detector: Detector | null = null;
	#runs: TimestampRuns | null = null;
	#head: Head | null = null;
	/** Consecutive readings ahead of the device's time. */
	#ahead = 0;

	constructor(journal: Journal, profile: () => DeviceProfile | null, pace: Pace) {
		this.#journal = journal;
		this.#pace = pace;
		this.#profile = profile;
	}

	/** Forgets memory; the next reading builds it again from the journal. */
	reload(): void {
		this.#detector = null;
		this.#runs = null;
		this.#head = null;
	}

	/** The reading with the newest time, `null` before the first. */
	get latest(): StoredReading | null {
		return this.#loadHead().newest;
	}

	/** Surrogate of the patient whom detector and open episodes are about; `null` for nobody. */
	get subject(): string | null {
		return this.#loadHead().subject;
	}

	/** The detector as of the newest reading, `null` before the first: for what people do to it. */
	get detector(): Detector | null {
		const profile = this.#profile();
		return profile === null || this.latest === null ? null : this.#restoreDetector(profile);
	}

	/** Delivered reading times of the last 24 hours. */
	get runs(): TimestampRuns {
		this.#runs ??= this.#journal.loadRuns();
		return this.#runs;
	}

	/**
	 * Takes a request in and commits it.
	 *
	 * @param now - wall time, milliseconds since the epoch
	 * @param note - called inside the transaction with what changed in the episodes
	 * @throws when the transaction failed: nothing was stored
	 */
	take(request: IngestRequest, now: number, note: (events: readonly EpisodeEvent[]) => void): IngestResult {
		const profile = this.#profile();
		if (profile === null) return { outcome: "unknown_device" };
		const verdict = judgeKey(profile, request);
		if (verdict !== "valid") return { outcome: verdict };
		const wait = this.#pace.admit(request.items.length, now);
		if (wait !== null) return { outcome: "too_fast", retryAfter: wait };
		if (this.#journal.lastSeq - this.#journal.releasedSeq >= MAX_UNRELEASED)
			return { outcome: "unavailable", retryAfter: 60 };

		const deviceNow = deviceTime(profile, now);
		let { newest, subject } = this.#loadHead();
		// By what was measured, not by what a clock claims: a wrong clock must not erase the memory of what was delivered.
		if (newest !== null) this.runs.prune(Math.min(deviceNow, newest.timestamp) - MAX_AGE_MS);
		let detector = this.#restoreDetector(profile);
		const results: ItemResult[] = Array.from({ length: request.items.length });
		const stored: StoredReading[] = [];
		const events: EpisodeEvent[] = [];
		let open: Episode[] = this.#journal.openEpisodes();
		const closed: Episode[] = [];
		let seq = this.#journal.lastSeq;
		// Another patient's record is never continued.
		const closedOf = (patient: string | null) =>
			[...closed, ...this.#journal.closedEpisodes()].filter((episode) => episode.patient === patient);
		const apply = (transition: EpisodeTransition, patient: string | null, reading?: StoredReading) => {
			const score = reading === undefined ? null : news2At(profile, reading);
			const owner = { deviceId: profile.deviceId, wardId: profile.wardId, patient, news2: score };
			const event = applyTransition(open, transition, owner, () => crypto.randomUUID(), closedOf(patient));
			if (event === null) return;
			open = withEvent(open, event);
			if (event.episode.status === "closed") closed.unshift(event.episode);
			events.push(event);
		};

		// In order of measurement: a batch that is shuffled in itself is not late.
		const order = request.items.map((_, index) => index);
		order.sort((a, b) => timeOf(request, a) - timeOf(request, b));
		for (const index of order) {
			const item = request.items[index] as IngestItem;
			const reading = item.timed
				? item.reading
				: { ...item.reading, timestamp: this.#freeTime(item.reading.timestamp) };
			const refusal = refuse(reading.timestamp, deviceNow, this.runs.horizon);
			if (refusal !== null) {
				results[index] = { kind: "refused", error: refusal };
				continue;
			}
			if (!this.runs.add(reading.timestamp)) {
				results[index] = { kind: "duplicate", risk: newest?.risk ?? "LOW", flags: 0 };
				continue;
			}
			const identity = identify(profile, reading.timestamp, item.patientTag);
			const late = this.#isLate(reading.timestamp, newest, deviceNow);
			const live = !late && !identity.mismatch;
			if (live && identity.patient !== subject) {
				// Another patient: nothing of the one before may be shown, alerted on or learned from.
				for (const transition of endAll(open, reading.timestamp)) apply(transition, subject);
				subject = identity.patient;
				if (newest !== null) detector = new Detector(settingsOf(profile, subject));
				else detector.context = contextOf(profile, subject);
			}
			const verdict = live ? detector.push(reading) : null;
			const entry: StoredReading = {
				...reading,
				seq: ++seq,
				receivedAt: now,
				patient: identity.patient,
				score: verdict === null || verdict.score === null ? null : quantiseScore(verdict.score),
				risk: verdict?.risk ?? "LOW",
				flags: flagsOf(verdict, late, identity.mismatch),
			};
			stored.push(entry);
			if (!late) newest = entry;
			results[index] = { kind: "stored", risk: entry.risk, flags: entry.flags };
			for (const transition of verdict?.transitions ?? []) apply(transition, identity.patient, entry);
			const mismatch = late ? null : mismatchTransition(open, identity, item.patientTag !== null, reading.timestamp);
			if (mismatch !== null) apply(mismatch, identity.patient);
		}

		if (stored.length > 0) {
			const head = { newest, subject };
			this.#journal.transaction(() => {
				this.#journal.append(stored, detector.serialise(), head);
				note(events);
			});
			this.#detector = detector;
			this.#head = head;
		}
		return { outcome: "taken", stored: stored.length, results };
	}

	#loadHead(): Head {
		this.#head ??= this.#journal.head ?? { newest: null, subject: null };
		return this.#head;
	}

	#restoreDetector(profile: DeviceProfile): Detector {
		if (this.#detector === null) {
			const state = this.#journal.detectorState;
			const settings = settingsOf(profile, this.#loadHead().subject);
			this.#detector = state === null ? new Detector(settings) : Detector.restore(state, settings);
		}
		return this.#detector;
	}

	/** `timestamp`, or the next millisecond that no reading has: a reading without a time of its own is nobody's duplicate. */
	#freeTime(timestamp: number): number {
		let free = timestamp;
		while (this.runs.has(free)) free++;
		return free;
	}

	/**
	 * Late is what was measured before the newest reading. A reading far ahead is doubted like a late one until two more
	 * agree with it: a single wrong time must not make everything after it late.
	 */
	#isLate(timestamp: number, newest: StoredReading | null, deviceNow: number): boolean {
		this.#ahead = timestamp > deviceNow + TRUSTED_AHEAD_MS ? this.#ahead + 1 : 0;
		if (newest === null) return false;
		const doubted = this.#ahead > 0 && this.#ahead < AGREEING && newest.timestamp <= deviceNow + TRUSTED_AHEAD_MS;
		return doubted || timestamp < newest.timestamp;
	}
}

function timeOf(request: IngestRequest, index: number): number {
	return (request.items[index] as IngestItem).reading.timestamp;
}

function refuse(timestamp: number, deviceNow: number, horizon: number): FieldError | null {
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

function flagsOf(verdict: Verdict | null, late: boolean, mismatch: boolean): number {
	return (
		(verdict === null ? READING_FLAGS.unscored : verdict.flags) |
		(late ? READING_FLAGS.late : 0) |
		(mismatch ? READING_FLAGS.patient_mismatch : 0)
	);
}

/** Settings of a detector that is about the patient `subject`. */
function settingsOf(profile: DeviceProfile, subject: string | null): DetectorSettings {
	return { seed: seedOf(profile.deviceId), context: contextOf(profile, subject) };
}

/** FNV-1a of the device id: the same device has the same forest everywhere. */
function seedOf(deviceId: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < deviceId.length; i++) hash = Math.imul(hash ^ deviceId.charCodeAt(i), 0x01000193);
	return hash >>> 0;
}
