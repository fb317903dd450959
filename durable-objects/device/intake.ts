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
import { applyTransition, closedOf, closings, endAll, withEvent } from "./episode-book.ts";
import { quantiseScore } from "./group-codec.ts";
import { identify, isErased, mismatchTransition } from "./identity.ts";
import type { IngestItem, IngestRefusal, ItemResult } from "./ingest.ts";
import {
	ERASED,
	flagsOf,
	inOrderOfMeasurement,
	MAX_AGE_MS,
	OrderOfTime,
	refusalOf,
	refuse,
	settingsOf,
} from "./intake-rules.ts";
import { headWithout, tallied } from "./journal-records.ts";
import { NOBODY, type Doubt, type Head, type Journal } from "./journal.ts";
import type { ShownKey } from "./key-ring.ts";
import { contextOf, deviceTime, rewrapped, type DeviceProfile } from "./profile.ts";
import { refusalsAfter, type Refusal } from "./refusals.ts";
import { restoreDetector } from "./restoring.ts";
import { maySilenceEnd, silenceEnds } from "./silence-rules.ts";
import { Stage } from "./stage.ts";
import { movedOn, throughOf, withNoted, type StreamCursor } from "./stream-cursor.ts";
import { Arrival, endsOfLine, liveWithin } from "./time-line.ts";
import { TimestampRuns } from "./timestamp-runs.ts";

export class Intake {
	readonly #journal: Journal;
	readonly #profile: () => DeviceProfile | null;
	readonly #before: (now: number) => void;
	#detector: Detector | null = null;
	/** What the detector found when it was restored: nothing, but for a release that judges otherwise than the one before. */
	#found: EpisodeTransition[] = [];
	#runs: TimestampRuns | null = null;
	#head: Head | null = null;
	/** The head as it is on disk; its cursor as the device says it was, where that is further. */
	#onDisk: Head = NOBODY;
	readonly #order = new OrderOfTime();
	/** The detector wants a close look: an onset timer runs or an episode is open. */
	#atRisk = false;

	/** Accepted and not committed. */
	#stage = new Stage();
	#since = 0;
	#arrivedAt = 0;
	#gap = 0;

	/** @param before - called with the wall time before readings are taken, to end what is over by then */
	constructor(journal: Journal, profile: () => DeviceProfile | null, before: (now: number) => void) {
		this.#journal = journal;
		this.#profile = profile;
		this.#before = before;
	}

	/** Forgets memory, with it what was not committed; the next reading builds it again from the journal. */
	reload(): void {
		this.#detector = null;
		this.#found = [];
		this.#runs = null;
		this.#head = null;
		this.#atRisk = false;
		this.#stage = new Stage();
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
		const owner = { deviceId: profile.deviceId, wardId: profile.wardId, patient: this.subject };
		const events = closings(this.#journal.episodes.open(), owner, Math.floor(at));
		this.#begin({ ...this.#loadHead(), subject: null, doubt: null });
		return events;
	}

	/** Forgets a doubt that one of `tags` raised, and the newest reading if it was of `patient`. Commit before; call inside a transaction. */
	forget(patient: string | null, tags: ReadonlySet<string>): void {
		this.#head = headWithout(this.#loadHead(), patient, tags);
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
		return throughOf(this.#onDisk.cursor, session);
	}

	/** What the stream's `session` was refused behind `after`, as far as it may not have heard of it. */
	refused(session: string, after: number): Refusal[] {
		const { cursor } = this.#loadHead();
		return cursor?.session === session ? refusalsAfter(cursor.refused ?? [], after) : [];
	}

	/** Remembers with the cursor what was refused of what was just accepted. Call before `commit`. */
	noteRefused(refusals: readonly Refusal[]): void {
		const head = this.#loadHead();
		if (!head.cursor || refusals.length === 0) return;
		this.#head = { ...head, cursor: withNoted(head.cursor, refusals) };
	}

	/** The device's clock minus ours, ms: as its stream said, or as its readings show. `null` where neither does. */
	get skewMs(): number | null {
		const { skewMs, lagMs } = this.#loadHead();
		return skewMs ?? lagMs ?? null;
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
		return (this.#runs ??= this.#journal.loadRuns());
	}

	/** What waits for a commit. */
	get pending(): Omit<Pending, "again"> {
		return {
			first: this.#loadHead().streaming === true && !this.mayHaveForgotten,
			handled: this.#stage.handled,
			ageMs: this.#arrivedAt - this.#since,
			riskMs: this.#arrivedAt - (this.#stage.riskSince ?? this.#arrivedAt),
			gapMs: this.#gap,
			atRisk: this.#atRisk,
			transitions: this.#stage.events.length,
		};
	}

	/** Why nothing can be taken from whoever showed this key, `null` when it can. */
	refusal(key: ShownKey): Exclude<IngestRefusal, { outcome: "too_fast" }> | null {
		return refusalOf(this.#profile(), key, this.#journal.lastSeq - this.#journal.releasedSeq);
	}

	/** The device says how far its stream had been acknowledged: whatever we know, it will not send that again. Commit before. */
	resume(cursor: StreamCursor): void {
		const head = this.#loadHead();
		this.#head = { ...head, cursor: movedOn(head.cursor, cursor) };
		this.#onDisk = { ...this.#onDisk, cursor };
	}

	/** The stream has closed in order: what is committed next, or now, is all that it brought. */
	endStream(): void {
		if (this.#loadHead().streaming !== true) return;
		this.#head = { ...this.#loadHead(), streaming: false };
		this.#stage.cursorMoved = true;
	}

	/** Whether what is on disk may be older than what was received before the object slept or died. */
	get mayHaveForgotten(): boolean {
		this.#loadHead();
		return this.#onDisk.streaming ?? false;
	}

	/**
	 * Takes items in, in memory. Call `refusal` before and `commit` some time after.
	 *
	 * @param now - wall time, milliseconds since the epoch
	 * @param cursor - how far the stream has come with them; absent for readings from elsewhere
	 * @returns each item's result, in the order of `items`
	 */
	accept(items: readonly IngestItem[], now: number, cursor?: StreamCursor): ItemResult[] {
		this.#before(now);
		const known = this.#profile();
		if (known === null) throw new Error("no device is enrolled here");
		let profile = known;
		const head = this.#loadHead();
		const handled = cursor === undefined ? items.length : cursor.through - throughOf(head.cursor, cursor.session);
		if (this.#stage.handled === 0) this.#since = now;
		// What came before the object slept was forgotten with it: the first message afterwards waits for nothing.
		this.#gap = this.#arrivedAt === 0 ? Infinity : now - this.#arrivedAt;
		this.#arrivedAt = now;
		this.#stage.handled += handled;
		if (cursor !== undefined) this.#stage.cursorMoved = true;

		const deviceNow = deviceTime(profile, now);
		let { newest, subject, doubt = null } = head;
		const arrival = new Arrival(head, this.#order, deviceNow, liveWithin(profile));
		// By what was measured, not by what a clock claims: a wrong clock must not erase the memory of what was delivered.
		if (newest !== null) this.runs.prune(Math.min(deviceNow, newest.timestamp) - MAX_AGE_MS);
		let detector = this.#restoreDetector(profile);
		const results: ItemResult[] = Array.from({ length: items.length });
		let open: Episode[] | null = null;
		let seq = this.#journal.lastSeq + this.#stage.readings.length;
		const apply = (transition: EpisodeTransition, patient: string | null, reading?: StoredReading) => {
			open ??= this.#openEpisodes();
			const score = reading === undefined ? null : news2At(profile, reading);
			const owner = { deviceId: profile.deviceId, wardId: profile.wardId, patient, news2: score };
			const closed = closedOf(patient, this.#journal.episodes.closed(), this.#stage.events);
			const event = applyTransition(open, transition, owner, () => crypto.randomUUID(), closed);
			if (event === null) return;
			open = withEvent(open, event);
			this.#stage.events.push(event);
		};
		for (const found of this.#found.splice(0)) {
			this.#stage.detectorAnew = true;
			apply(found, subject);
		}

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
			this.#stage.times.add(reading.timestamp);
			const named = item.patientTag;
			const identity = identify(profile, reading.timestamp, named, doubt?.since ?? null);
			if (identity.outdated && named?.previousTag) {
				profile = rewrapped(profile, named.previousTag, named.tag);
				if (!this.#stage.outdated.some(({ tag }) => tag === named.tag)) this.#stage.outdated.push(named);
			}
			const place = arrival.place(reading.timestamp, newest, identity.past);
			const late = place === "late";
			if (place === "set_back") {
				for (const end of endsOfLine(open ?? this.#openEpisodes(), newest)) apply(end, subject);
				detector = new Detector(settingsOf(profile, subject));
				this.#stage.detectorAnew = true;
			}
			const live = !late && !identity.mismatch;
			if (live && identity.patient !== subject) {
				// Another patient: nothing of the one before may be shown, alerted on or learned from.
				for (const transition of endAll(open ?? this.#openEpisodes(), reading.timestamp)) apply(transition, subject);
				subject = identity.patient;
				this.#stage.detectorAnew = true;
				if (newest !== null) detector = new Detector(settingsOf(profile, subject));
				else detector.context = contextOf(profile, subject);
			}
			// By the time of receipt: what a device sends first may be what it kept while it could not post.
			if (maySilenceEnd(newest, now)) {
				for (const back of silenceEnds(open ?? this.#openEpisodes(), deviceNow)) apply(back, subject);
			}
			const verdict = live ? detector.push(reading) : null;
			if (verdict !== null) {
				this.#atRisk = verdict.alert;
				if (verdict.alert) this.#stage.riskSince ??= now;
				// What people were told of stays as they were told, whatever a later release would make of these readings.
				if (verdict.transitions.length > 0) this.#stage.detectorAnew = true;
			}
			const entry: StoredReading = {
				...reading,
				seq: ++seq,
				receivedAt: now,
				patient: identity.patient,
				score: verdict === null || verdict.score === null ? null : quantiseScore(verdict.score),
				risk: verdict?.risk ?? "LOW",
				flags: flagsOf(verdict, late, identity.mismatch),
			};
			this.#stage.readings.push(entry);
			if (!late) newest = entry;
			results[index] = { kind: "stored", risk: entry.risk, flags: entry.flags };
			for (const transition of verdict?.transitions ?? []) apply(transition, identity.patient, entry);
			if (late || named === null) continue;
			const mismatch = mismatchTransition(open ?? this.#openEpisodes(), identity, true, reading.timestamp);
			if (mismatch !== null) apply(mismatch, identity.patient);
			doubt = identity.mismatch ? { named, since: doubt?.since ?? reading.timestamp } : null;
		}
		this.#detector = detector;
		const carried = cursor === undefined ? {} : { cursor: movedOn(head.cursor, cursor), streaming: true };
		this.#head = { ...head, newest, subject, doubt, ...arrival.known(), ...carried, ...tallied(head.tally, results) };
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
		const { readings: staged, events, outdated } = this.#stage;
		if (staged.length > 0) {
			const journal = this.#journal;
			const write = () => {
				journal.append(
					staged,
					() => (this.#detector as Detector).serialise(),
					this.#loadHead(),
					this.#stage.detectorAnew,
				);
				note(events);
				outdated.forEach(rewrap);
			};
			const alone = events.length === 0 && outdated.length === 0 && journal.fitsOneRow(staged.length);
			if (alone) journal.alone(write);
			else journal.transaction(write);
			// Only now: what goes to disk with the next release may hold no time whose reading is not there.
			for (const time of this.#stage.times) this.runs.add(time);
		} else if (this.#stage.cursorMoved) this.#journal.transaction(() => this.#journal.saveHead(this.#loadHead()));
		this.#onDisk = this.#loadHead();
		this.#stage = new Stage();
		return events.length + outdated.length;
	}

	#isKnown(timestamp: number): boolean {
		return this.#stage.times.has(timestamp) || this.runs.has(timestamp);
	}

	/** The open episodes, what is not committed included. */
	#openEpisodes(): Episode[] {
		return this.#stage.events.reduce<Episode[]>(withEvent, this.#journal.episodes.open());
	}

	#loadHead(): Head {
		if (this.#head === null) {
			this.#head = this.#journal.head ?? NOBODY;
			this.#onDisk = this.#head;
		}
		return this.#head;
	}

	#restoreDetector(profile: DeviceProfile): Detector {
		if (this.#detector === null) {
			const { detector, found } = restoreDetector(this.#journal, profile, this.#loadHead().subject);
			this.#detector = detector;
			this.#found.push(...found);
		}
		return this.#detector;
	}

	/** `timestamp`, or the next millisecond that no reading has: a reading without a time of its own is nobody's duplicate. */
	#freeTime(timestamp: number): number {
		let free = timestamp;
		while (this.#isKnown(free)) free++;
		return free;
	}
}
