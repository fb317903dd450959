/**
 * The way of a reading through its object, in two steps. Accepting happens in memory, in one turn without
 * waiting: known already? in time? whose? what does the detector say? Committing writes the readings, the
 * detector's state, the stream's cursor and every episode change in one transaction, and only after it is
 * there anything to acknowledge or to tell. What was accepted and not committed is forgotten together.
 */
import { Detector, type EpisodeTransition } from "../../detection/detector.ts";
import type { PatientTags } from "../../vitals/identity.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { Pending } from "./commit-policy.ts";
import { news2At } from "./early-warning.ts";
import { applyTransition, endAll, withEvent } from "./episode-book.ts";
import { quantiseScore } from "./group-codec.ts";
import { identify, isErased, mismatchTransition } from "./identity.ts";
import type { IngestItem, IngestRefusal, ItemResult } from "./ingest.ts";
import { ERASED, flagsOf, inOrderOfMeasurement, MAX_AGE_MS, refuse, settingsOf } from "./intake-rules.ts";
import type { Doubt, Head, Journal, StreamCursor } from "./journal.ts";
import { judgeKey, type ShownKey } from "./key-ring.ts";
import { contextOf, deviceTime, rewrapped, type DeviceProfile } from "./profile.ts";
import { maySilenceEnd, silenceEnds } from "./silence-rules.ts";
import { endsOfLine, follow, isSetBack } from "./time-line.ts";
import { TimestampRuns } from "./timestamp-runs.ts";

/** Ahead by so much is the ordinary disagreement of two clocks. */
const TRUSTED_AHEAD_MS = 10_000;
/** Readings in a row that must be ahead before the device's clock is believed. */
const AGREEING = 3;
/** Readings kept while the lake cannot be reached, three days at 1 Hz; then the device is asked to wait. */
const MAX_UNRELEASED = 3 * 24 * 3600;
const UNRELEASED_RETRY_S = 60;

export class Intake {
	readonly #journal: Journal;
	readonly #profile: () => DeviceProfile | null;
	#detector: Detector | null = null;
	#runs: TimestampRuns | null = null;
	#head: Head | null = null;
	/** The cursor as it is on disk, or as the device says it was. */
	#acknowledged: StreamCursor | null = null;
	/** Consecutive readings ahead of the device's time. */
	#ahead = 0;
	/** The detector wants a close look: an onset timer runs or an episode is open. */
	#atRisk = false;

	/** Accepted and not committed: readings, their times, what changed in the episodes, and how many sequence numbers it was. */
	#staged: StoredReading[] = [];
	readonly #stagedTimes = new Set<number>();
	#events: EpisodeEvent[] = [];
	/** Tags that were found under the key before. */
	#outdated: PatientTags[] = [];
	#handled = 0;
	#cursorMoved = false;
	#since = 0;
	#arrivedAt = 0;
	#gap = 0;

	constructor(journal: Journal, profile: () => DeviceProfile | null) {
		this.#journal = journal;
		this.#profile = profile;
	}

	/** Forgets memory, with it what was not committed; the next reading builds it again from the journal. */
	reload(): void {
		this.#detector = null;
		this.#runs = null;
		this.#head = null;
		this.#atRisk = false;
		this.#clearStaged();
	}

	/** The reading with the newest time, committed or not; `null` before the first. */
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

	/** Whom the device names in spite of its assignment, and since when; `null` while that is not in doubt. */
	get doubt(): Doubt | null {
		return this.#loadHead().doubt ?? null;
	}

	/**
	 * Nothing of the patient before is shown, alerted on or learned from any more. Commit before; call inside a transaction.
	 *
	 * @param at - by the device's clock
	 * @returns what closes their episodes, for the caller to note
	 */
	endSubject(at: number): EpisodeEvent[] {
		const profile = this.#profile();
		if (profile === null) return [];
		const open = this.#journal.openEpisodes();
		const owner = { deviceId: profile.deviceId, wardId: profile.wardId, patient: this.subject };
		const newId = () => crypto.randomUUID();
		// One by one: what one transition closes is not the next one's.
		const events = open.flatMap((one) =>
			endAll([one], Math.floor(at)).map((end) => applyTransition([one], end, owner, newId)),
		);
		this.#begin({ ...this.#loadHead(), subject: null, doubt: null });
		return events.filter((event) => event !== null);
	}

	/** Forgets a doubt that one of `tags` raised, and the newest reading if it was of `patient`. Commit before; call inside a transaction. */
	forget(patient: string | null, tags: ReadonlySet<string>): void {
		const head = this.#loadHead();
		const newest = patient !== null && head.newest?.patient === patient ? null : head.newest;
		const doubt = head.doubt && tags.has(head.doubt.named.tag) ? null : (head.doubt ?? null);
		this.#head = { ...head, newest, doubt };
		this.#journal.saveHead(this.#head);
	}

	/** A detector that knows nobody. */
	#begin(head: Head): void {
		const profile = this.#profile() as DeviceProfile;
		this.#head = head;
		this.#detector = new Detector(settingsOf(profile, head.subject));
		this.#atRisk = false;
		this.#journal.saveDetector(this.#detector.serialise());
		this.#journal.saveHead(head);
	}

	/** Whether `latest` is on disk. */
	get latestCommitted(): boolean {
		return (this.latest?.seq ?? 0) <= this.#journal.lastSeq;
	}

	/** Readings of the stream's `session` received so far, committed or not. */
	received(session: string): number {
		return throughOf(this.#loadHead().cursor, session);
	}

	/** Readings of the stream's `session` that are dealt with for good. */
	acknowledged(session: string): number {
		this.#loadHead();
		return throughOf(this.#acknowledged, session);
	}

	/** The device's clock minus ours, ms; `null` while its stream has not said. */
	get skewMs(): number | null {
		return this.#loadHead().skewMs ?? null;
	}

	set skewMs(skewMs: number) {
		this.#head = { ...this.#loadHead(), skewMs };
	}

	/** An onset timer runs or an episode is open. */
	get atRisk(): boolean {
		return this.#atRisk;
	}

	/** Committed reading times of the last 24 hours. */
	get runs(): TimestampRuns {
		this.#runs ??= this.#journal.loadRuns();
		return this.#runs;
	}

	/** What waits for a commit. */
	get pending(): Pending {
		return {
			handled: this.#handled,
			ageMs: this.#arrivedAt - this.#since,
			gapMs: this.#gap,
			atRisk: this.#atRisk,
			transitions: this.#events.length,
		};
	}

	/** Why nothing can be taken from whoever showed this key, `null` when it can. */
	refusal(key: ShownKey): Exclude<IngestRefusal, { outcome: "too_fast" }> | null {
		const profile = this.#profile();
		if (profile === null) return { outcome: "unknown_device" };
		const verdict = judgeKey(profile, key);
		if (verdict !== "valid") return { outcome: verdict };
		if (this.#journal.lastSeq - this.#journal.releasedSeq >= MAX_UNRELEASED)
			return { outcome: "unavailable", retryAfter: UNRELEASED_RETRY_S };
		return null;
	}

	/** The device says how far its stream had been acknowledged: whatever we know, it will not send that again. Commit before. */
	resume(cursor: StreamCursor): void {
		this.#head = { ...this.#loadHead(), cursor };
		this.#acknowledged = cursor;
	}

	/**
	 * Takes items in, in memory. Call `refusal` before and `commit` some time after.
	 *
	 * @param now - wall time, milliseconds since the epoch
	 * @param cursor - how far the stream has come with them; absent for readings from elsewhere
	 * @returns each item's result, in the order of `items`
	 */
	accept(items: readonly IngestItem[], now: number, cursor?: StreamCursor): ItemResult[] {
		const known = this.#profile();
		if (known === null) throw new Error("no device is enrolled here");
		let profile = known;
		const head = this.#loadHead();
		const handled = cursor === undefined ? items.length : cursor.through - throughOf(head.cursor, cursor.session);
		if (this.#handled === 0) this.#since = now;
		this.#gap = this.#arrivedAt === 0 ? 0 : now - this.#arrivedAt;
		this.#arrivedAt = now;
		this.#handled += handled;
		if (cursor !== undefined) this.#cursorMoved = true;

		const deviceNow = deviceTime(profile, now);
		let { newest, subject, doubt = null, behind = null } = head;
		/** Newest time among what came late; `null` once something did not. */
		let lateAt: number | null = -1;
		// By what was measured, not by what a clock claims: a wrong clock must not erase the memory of what was delivered.
		if (newest !== null) this.runs.prune(Math.min(deviceNow, newest.timestamp) - MAX_AGE_MS);
		let detector = this.#restoreDetector(profile);
		const results: ItemResult[] = Array.from({ length: items.length });
		let open: Episode[] | null = null;
		let seq = this.#journal.lastSeq + this.#staged.length;
		const apply = (transition: EpisodeTransition, patient: string | null, reading?: StoredReading) => {
			open ??= this.#openEpisodes();
			const score = reading === undefined ? null : news2At(profile, reading);
			const owner = { deviceId: profile.deviceId, wardId: profile.wardId, patient, news2: score };
			const event = applyTransition(open, transition, owner, () => crypto.randomUUID(), this.#closedOf(patient));
			if (event === null) return;
			open = withEvent(open, event);
			this.#events.push(event);
		};

		for (const index of inOrderOfMeasurement(items)) {
			const item = items[index] as IngestItem;
			const reading = item.timed
				? item.reading
				: { ...item.reading, timestamp: this.#freeTime(item.reading.timestamp) };
			const erased = isErased(profile, reading.timestamp) ? ERASED : null;
			const refusal = erased ?? refuse(reading.timestamp, deviceNow, this.runs.horizon);
			if (refusal !== null) {
				results[index] = { kind: "refused", error: refusal };
				continue;
			}
			if (this.#isKnown(reading.timestamp)) {
				results[index] = { kind: "duplicate", risk: newest?.risk ?? "LOW", flags: 0 };
				continue;
			}
			this.#stagedTimes.add(reading.timestamp);
			const named = item.patientTag;
			const identity = identify(profile, reading.timestamp, named, doubt?.since ?? null);
			if (identity.outdated && named?.previousTag) {
				profile = rewrapped(profile, named.previousTag, named.tag);
				if (!this.#outdated.some(({ tag }) => tag === named.tag)) this.#outdated.push(named);
			}
			// What was measured on a patient who has left is their history, however soon it comes.
			const setBack = !identity.past && isSetBack(behind, newest, reading.timestamp, deviceNow);
			const late = !setBack && (this.#isLate(reading.timestamp, newest, deviceNow) || identity.past);
			if (setBack) {
				for (const end of endsOfLine(open ?? this.#openEpisodes(), newest)) apply(end, subject);
				detector = new Detector(settingsOf(profile, subject));
			}
			if (!late) lateAt = null;
			else if (lateAt !== null && !identity.past) lateAt = Math.max(lateAt, reading.timestamp);
			const live = !late && !identity.mismatch;
			if (live && identity.patient !== subject) {
				// Another patient: nothing of the one before may be shown, alerted on or learned from.
				for (const transition of endAll(open ?? this.#openEpisodes(), reading.timestamp)) apply(transition, subject);
				subject = identity.patient;
				if (newest !== null) detector = new Detector(settingsOf(profile, subject));
				else detector.context = contextOf(profile, subject);
			}
			// By the time of receipt: what a device sends first may be what it kept while it could not post.
			if (maySilenceEnd(newest, now)) {
				for (const back of silenceEnds(open ?? this.#openEpisodes(), deviceNow)) apply(back, subject);
			}
			const verdict = live ? detector.push(reading) : null;
			if (verdict !== null) this.#atRisk = verdict.alert;
			const entry: StoredReading = {
				...reading,
				seq: ++seq,
				receivedAt: now,
				patient: identity.patient,
				score: verdict === null || verdict.score === null ? null : quantiseScore(verdict.score),
				risk: verdict?.risk ?? "LOW",
				flags: flagsOf(verdict, late, identity.mismatch),
			};
			this.#staged.push(entry);
			if (!late) newest = entry;
			results[index] = { kind: "stored", risk: entry.risk, flags: entry.flags };
			for (const transition of verdict?.transitions ?? []) apply(transition, identity.patient, entry);
			if (late || named === null) continue;
			const mismatch = mismatchTransition(open ?? this.#openEpisodes(), identity, true, reading.timestamp);
			if (mismatch !== null) apply(mismatch, identity.patient);
			doubt = identity.mismatch ? { named, since: doubt?.since ?? reading.timestamp } : null;
		}
		this.#detector = detector;
		if (lateAt === null) behind = null;
		else if (newest !== null && lateAt >= 0 && lateAt < newest.timestamp) behind = follow(behind, lateAt, deviceNow);
		this.#head = { ...head, newest, subject, doubt, behind, ...(cursor === undefined ? {} : { cursor }) };
		return results;
	}

	/**
	 * Writes down what was accepted, in one transaction.
	 *
	 * @param note - called inside the transaction with what changed in the episodes
	 * @param rewrap - called inside the transaction with a tag that was found under the key before
	 * @returns episode changes written, `null` when there was nothing to commit
	 * @throws when the transaction failed: nothing was stored, and what was accepted is forgotten
	 */
	commit(note: (events: readonly EpisodeEvent[]) => void, rewrap: (tags: PatientTags) => void): number {
		const staged = this.#staged;
		const events = this.#events;
		const outdated = this.#outdated;
		if (staged.length > 0) {
			this.#journal.transaction(() => {
				this.#journal.append(staged, (this.#detector as Detector).serialise(), this.#loadHead());
				note(events);
				outdated.forEach(rewrap);
			});
			// Only now: what goes to disk with the next release may hold no time whose reading is not there.
			for (const time of this.#stagedTimes) this.runs.add(time);
		} else if (this.#cursorMoved) this.#journal.transaction(() => this.#journal.saveHead(this.#loadHead()));
		this.#acknowledged = this.#loadHead().cursor ?? null;
		this.#clearStaged();
		return events.length + outdated.length;
	}

	#clearStaged(): void {
		this.#staged = [];
		this.#stagedTimes.clear();
		this.#events = [];
		this.#outdated = [];
		this.#handled = 0;
		this.#cursorMoved = false;
	}

	#isKnown(timestamp: number): boolean {
		return this.#stagedTimes.has(timestamp) || this.runs.has(timestamp);
	}

	/** The open episodes, what is not committed included. */
	#openEpisodes(): Episode[] {
		return this.#events.reduce<Episode[]>(withEvent, this.#journal.openEpisodes());
	}

	/** Closed episodes of `patient`, what is not committed included: another patient's record is never continued. */
	#closedOf(patient: string | null): Episode[] {
		const fresh = new Map(this.#events.map(({ episode }) => [episode.id, episode]));
		const before = this.#journal.closedEpisodes().filter((episode) => !fresh.has(episode.id));
		return [...fresh.values(), ...before].filter(
			(episode) => episode.status === "closed" && episode.patient === patient,
		);
	}

	#loadHead(): Head {
		if (this.#head === null) {
			this.#head = this.#journal.head ?? { newest: null, subject: null };
			this.#acknowledged = this.#head.cursor ?? null;
		}
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
		while (this.#isKnown(free)) free++;
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

function throughOf(cursor: StreamCursor | null | undefined, session: string): number {
	return cursor?.session === session ? cursor.through : 0;
}
