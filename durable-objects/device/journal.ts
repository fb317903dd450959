/**
 * The device's memory that survives: its SQLite. Readings lie in groups of 60 or a commit's worth, one row a
 * group; the open group's row is written again with each commit until it is full, so that a commit
 * costs one row however it is cut. Rows whose readings are in the lake are reused.
 */
import type { StoredReading } from "../../vitals/reading.ts";
import { MOST_CALM_S } from "./commit-policy.ts";
import { EpisodeRecords } from "./episode-records.ts";
import { decodeGroup, encodeGroup, GroupWriter } from "./group-codec.ts";
import { headText, type Head, type SealedRange, type StoredDetector } from "./journal-records.ts";
import { JOURNAL_VERSION, prepareTables } from "./journal-tables.ts";
import { parseProfile, type DeviceProfile } from "./profile.ts";
import { TimestampRuns } from "./timestamp-runs.ts";

export { NOBODY, type Doubt, type Head, type SealedRange, type StoredDetector } from "./journal-records.ts";

/** A group that holds so many is full: the next commit begins another. */
const GROUP_READINGS = 60;
/** A commit's readings stay together in the open group up to this many, so that none costs two rows for want of room. */
const MOST_IN_GROUP = GROUP_READINGS + MOST_CALM_S;
/** Rows kept after their readings went to the lake, so that recent history stays at hand. */
const KEPT_GROUPS = 20;

interface GroupPlace {
	slot: number;
	firstSeq: number;
	lastSeq: number;
	/** The earliest and the latest reading time in it; `null` in groups of an earlier release. */
	firstTime: number | null;
	lastTime: number | null;
}

interface OpenGroup {
	readonly place: GroupPlace;
	readonly group: GroupWriter;
}

export class Journal {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #onRollback: () => void;
	/** The groups' places, oldest first, and how far the lake has them; `null` until they are read. */
	#memory: { places: GroupPlace[]; releasedSeq: number } | null = null;
	/** Readings of the group that is still being filled. */
	#open: OpenGroup | null = null;
	/** What the tables hold, read once; `undefined` where it must be read again. */
	#sealed: SealedRange | null | undefined;
	readonly episodes: EpisodeRecords;

	/** @param onRollback - told when a transaction failed, so that other memory of the same tables is read again too */
	constructor(storage: DurableObjectStorage, onRollback: () => void = () => {}) {
		this.#storage = storage;
		this.#onRollback = onRollback;
		this.#sql = storage.sql;
		prepareTables(storage);
		this.episodes = new EpisodeRecords(this.#sql);
	}

	/** Forgets memory; the tables are read again when they are next needed. */
	reload(): void {
		this.#memory = null;
		this.#open = null;
		this.#sealed = undefined;
		this.episodes.reload();
	}

	get #loaded(): { places: GroupPlace[]; releasedSeq: number } {
		if (this.#memory === null) {
			const places = this.#sql
				.exec(
					"SELECT slot, first_seq AS firstSeq, last_seq AS lastSeq, first_time AS firstTime, last_time AS lastTime FROM reading_groups ORDER BY last_seq",
				)
				.toArray() as unknown as GroupPlace[];
			const device = this.#sql.exec<{ released_seq: number }>("SELECT released_seq FROM device").toArray()[0];
			this.#memory = { places, releasedSeq: device?.released_seq ?? 0 };
		}
		return this.#memory;
	}

	get #places(): GroupPlace[] {
		return this.#loaded.places;
	}

	get #releasedSeq(): number {
		return this.#loaded.releasedSeq;
	}

	/**
	 * Runs `work` in one transaction: all of it is kept or none. After a failure memory is ahead of the disk, so it is
	 * read again before the error goes on.
	 */
	transaction<T>(work: () => T): T {
		try {
			return this.#storage.transactionSync(work);
		} catch (error) {
			this.reload();
			this.#onRollback();
			throw error;
		}
	}

	/**
	 * Runs `work`, which writes one row of readings, and at most a timer beside it. A statement is all or nothing by itself,
	 * and the platform keeps what one turn writes together: a transaction around it would cost as much again. After a
	 * failure memory is read again, as in `transaction`; readings that were stored all the same are then duplicates.
	 */
	alone(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.reload();
			this.#onRollback();
			throw error;
		}
	}

	get profile(): DeviceProfile | null {
		const row = this.#sql.exec<{ profile: string | null }>("SELECT profile FROM device").toArray()[0];
		return row?.profile ? parseProfile(row.profile) : null;
	}

	saveProfile(profile: DeviceProfile): void {
		this.#sql.exec(
			"INSERT INTO device (id, journal_version, profile) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET profile = excluded.profile",
			JOURNAL_VERSION,
			JSON.stringify(profile),
		);
	}

	/** Sequence number of the newest reading, 0 when there is none. */
	get lastSeq(): number {
		return this.#places.at(-1)?.lastSeq ?? this.#releasedSeq;
	}

	/** Sequence number of the oldest reading that is still here; one more than `lastSeq` when there is none. */
	get firstSeq(): number {
		return this.#places[0]?.firstSeq ?? this.#releasedSeq + 1;
	}

	/** Sequence number of the newest reading that is in the lake. */
	get releasedSeq(): number {
		return this.#releasedSeq;
	}

	/** The detector as it was last written, `null` before the first commit. */
	get detector(): StoredDetector | null {
		const place = this.#places.at(-1);
		if (place === undefined) return null;
		const row = this.#sql
			.exec<{ detector: ArrayBuffer; seq: number }>(
				"SELECT detector, detector_seq AS seq FROM reading_groups WHERE slot = ?",
				place.slot,
			)
			.one();
		const since = row.seq < place.lastSeq ? this.#readGroup(place).filter(({ seq }) => seq > row.seq) : [];
		return { state: new Uint8Array(row.detector), since };
	}

	/** Where the live side stood after the newest commit, `null` before the first. */
	get head(): Head | null {
		const place = this.#places.at(-1);
		if (place === undefined) return null;
		const row = this.#sql.exec<{ head: string }>("SELECT head FROM reading_groups WHERE slot = ?", place.slot).one();
		return JSON.parse(row.head) as Head;
	}

	/**
	 * Adds readings, whose sequence numbers follow `lastSeq`, with the head after them. Writes one row for each group it
	 * touches. Call inside a transaction, or inside `alone` where `fitsOneRow`.
	 *
	 * @param serialise - the detector as it is after `readings`. A group keeps it as of its first commit, and what follows
	 * is shown to it again when it is restored: 5 KB need not be made for every reading.
	 * @param anew - the detector must be written in any case: the readings alone do not tell how it came to be as it is
	 */
	append(readings: readonly StoredReading[], serialise: () => Uint8Array, head: Head, anew: boolean): void {
		let rest = readings;
		let state: Uint8Array | null = null;
		const lastSeq = this.lastSeq + readings.length;
		while (rest.length > 0) {
			const { place, group } = this.#openGroup(rest[0] as StoredReading);
			const begun = group.readings.length > 0;
			const room = MOST_IN_GROUP - group.readings.length;
			group.add(rest.slice(0, room));
			rest = rest.slice(room);
			place.lastSeq = place.firstSeq + group.readings.length - 1;
			const { firstTime, lastTime } = Object.assign(place, group.times);
			if (begun && !anew) {
				this.#sql.exec(
					"UPDATE reading_groups SET last_seq = ?, readings = ?, head = ?, first_time = ?, last_time = ? WHERE slot = ?",
					place.lastSeq,
					group.encoded(),
					headText(head),
					firstTime,
					lastTime,
					place.slot,
				);
				continue;
			}
			state ??= serialise();
			this.#sql.exec(
				"INSERT OR REPLACE INTO reading_groups (slot, first_seq, last_seq, readings, detector, detector_seq, head, first_time, last_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				place.slot,
				place.firstSeq,
				place.lastSeq,
				group.encoded(),
				state,
				lastSeq,
				headText(head),
				firstTime,
				lastTime,
			);
		}
	}

	/** Whether `append` of so many readings writes one row. */
	fitsOneRow(readings: number): boolean {
		const held = this.#open === null ? GROUP_READINGS : this.#open.group.readings.length;
		return readings <= (held < GROUP_READINGS ? MOST_IN_GROUP - held : MOST_IN_GROUP);
	}

	/** Writes the detector as a person's action left it, with no reading to go by. Call inside a transaction. */
	saveDetector(state: Uint8Array): void {
		const place = this.#places.at(-1);
		if (place === undefined) return;
		this.#sql.exec("UPDATE reading_groups SET detector = ?, detector_seq = last_seq WHERE slot = ?", state, place.slot);
	}

	/** Writes the head alone, where nothing else has changed. A device without readings has no row for it: its stream then begins anew. */
	saveHead(head: Head): void {
		const place = this.#places.at(-1);
		if (place === undefined) return;
		this.#sql.exec("UPDATE reading_groups SET head = ? WHERE slot = ?", JSON.stringify(head), place.slot);
	}

	/**
	 * Removes the copies of readings that are in the lake. Detector and head stay, in a group without readings. Call inside
	 * a transaction.
	 *
	 * @returns how many of them `counted` says yes to
	 */
	dropReleased(counted: (reading: StoredReading) => boolean): number {
		const released = this.#places.filter((place) => place.lastSeq <= this.#releasedSeq);
		let found = 0;
		for (const place of released) found += this.#readGroup(place).filter(counted).length;
		const newest = this.#places.at(-1);
		for (const place of released) {
			if (place !== newest) this.#sql.exec("DELETE FROM reading_groups WHERE slot = ?", place.slot);
		}
		if (newest !== undefined && released.includes(newest)) {
			this.#sql.exec(
				"UPDATE reading_groups SET first_seq = ?, readings = ?, first_time = NULL, last_time = NULL WHERE slot = ?",
				newest.lastSeq + 1,
				encodeGroup([]),
				newest.slot,
			);
		}
		this.reload();
		return found;
	}

	/** Whether any reading here is of `patient`. */
	holds(patient: string): boolean {
		return this.#places.some((place) => this.#readGroup(place).some((reading) => reading.patient === patient));
	}

	/** Readings `firstSeq` to `lastSeq`, both included, oldest first; those whose rows were reused are missing. */
	readings(firstSeq: number, lastSeq: number): StoredReading[] {
		return this.#places
			.filter((place) => place.lastSeq >= firstSeq && place.firstSeq <= lastSeq)
			.flatMap((place) => this.#readGroup(place))
			.filter((reading) => reading.seq >= firstSeq && reading.seq <= lastSeq);
	}

	/**
	 * Readings from `from` on and before `to`, milliseconds since the epoch, group by group in order of arrival. Only groups
	 * that may hold one are read: others are known by their times.
	 */
	*between(from: number, to: number): Generator<StoredReading[]> {
		for (const place of this.#places) {
			if ((place.firstTime ?? -Infinity) >= to || (place.lastTime ?? Infinity) < from) continue;
			yield this.#readGroup(place).filter(({ timestamp }) => timestamp >= from && timestamp < to);
		}
	}

	/** The delivered reading times: what the last release wrote down, and every reading since. */
	loadRuns(): TimestampRuns {
		const stored = this.#sql.exec<{ runs: ArrayBuffer | null }>("SELECT runs FROM device").toArray()[0]?.runs;
		const runs = stored ? TimestampRuns.restore(stored) : new TimestampRuns();
		// Group by group: after a long outage of the lake there may be more than memory should hold at once.
		for (const place of this.#places) {
			if (place.lastSeq <= this.#releasedSeq) continue;
			for (const { seq, timestamp } of this.#readGroup(place)) if (seq > this.#releasedSeq) runs.add(timestamp);
		}
		return runs;
	}

	/** The range that waits for the lake, if one was sealed. */
	get sealed(): SealedRange | null {
		if (this.#sealed !== undefined) return this.#sealed;
		const row = this.#sql
			.exec(
				"SELECT first_seq AS firstSeq, last_seq AS lastSeq, object_key AS key, md5 FROM sealed_ranges ORDER BY first_seq LIMIT 1",
			)
			.toArray()[0];
		this.#sealed = (row as unknown as SealedRange | undefined) ?? null;
		return this.#sealed;
	}

	/** Fixes what `key` will hold. The open group ends here: what comes next begins a row of its own. */
	seal(range: Omit<SealedRange, "md5">): void {
		this.#sql.exec(
			"INSERT INTO sealed_ranges (first_seq, last_seq, object_key, md5) VALUES (?, ?, ?, NULL)",
			range.firstSeq,
			range.lastSeq,
			range.key,
		);
		this.#sealed = undefined;
		this.#open = null;
	}

	/** Notes the checksum that the object of a sealed range has. Call before the upload. */
	noteChecksum(firstSeq: number, md5: string): void {
		this.#sql.exec("UPDATE sealed_ranges SET md5 = ? WHERE first_seq = ?", md5, firstSeq);
		this.#sealed = undefined;
	}

	/** The range is in the lake: its rows may be reused. `runs` remembers its reading times. Call inside a transaction. */
	release(range: SealedRange, runs: TimestampRuns): void {
		this.#sql.exec("DELETE FROM sealed_ranges WHERE first_seq = ?", range.firstSeq);
		this.#sql.exec("UPDATE device SET released_seq = ?, runs = ? WHERE id = 1", range.lastSeq, runs.serialise());
		this.#loaded.releasedSeq = range.lastSeq;
		this.#sealed = undefined;
	}

	#openGroup(next: StoredReading): OpenGroup {
		const newest = this.#places.at(-1);
		if (this.#open === null && newest !== undefined && newest.lastSeq > this.#sealedSeq()) {
			const group = new GroupWriter();
			group.add(this.#readGroup(newest));
			this.#open = { place: newest, group };
		}
		if (this.#open !== null && this.#open.group.readings.length < GROUP_READINGS) return this.#open;
		const { seq, timestamp } = next;
		const times = { firstTime: timestamp, lastTime: timestamp };
		const place = { slot: this.#freeSlot(), firstSeq: seq, lastSeq: seq, ...times };
		this.#places.push(place);
		this.#open = { place, group: new GroupWriter() };
		return this.#open;
	}

	/** The row released longest ago, unless that would leave too little recent history; else a new one. */
	#freeSlot(): number {
		const released = this.#places.filter((place) => place.lastSeq <= this.#releasedSeq);
		const oldest = released[0];
		if (oldest !== undefined && released.length > KEPT_GROUPS) {
			this.#places.splice(this.#places.indexOf(oldest), 1);
			return oldest.slot;
		}
		return 1 + this.#places.reduce((highest, place) => Math.max(highest, place.slot), 0);
	}

	/** Sequence number of the newest reading that is sealed or released. */
	#sealedSeq(): number {
		return Math.max(this.#releasedSeq, this.sealed?.lastSeq ?? 0);
	}

	#readGroup(place: GroupPlace): StoredReading[] {
		if (this.#open?.place === place) return [...this.#open.group.readings];
		const row = this.#sql
			.exec<{ readings: ArrayBuffer }>("SELECT readings FROM reading_groups WHERE slot = ?", place.slot)
			.one();
		return decodeGroup(row.readings, place.firstSeq);
	}
}
