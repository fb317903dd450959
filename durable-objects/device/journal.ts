/**
 * The device's memory that survives: its SQLite. Readings lie in groups of about 60, one row a
 * group; the open group's row is written again with each commit until it is full, so that a commit
 * costs one row however it is cut. Rows whose readings are in the lake are reused.
 */
import type { PatientTags } from "../../vitals/identity.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { parseEpisode } from "./episode-book.ts";
import { decodeGroup, encodeGroup } from "./group-codec.ts";
import { parseProfile, type DeviceProfile } from "./profile.ts";
import type { Behind } from "./time-line.ts";
import { TimestampRuns } from "./timestamp-runs.ts";

/** Version of the tables below. */
const JOURNAL_VERSION = 1;
/** A group that holds so many is full: the next commit begins another. */
const GROUP_READINGS = 60;
/** A commit's readings stay together in the open group up to this many, so that none costs two rows for want of a little room. */
const MOST_IN_GROUP = 2 * GROUP_READINGS;
/** Rows kept after their readings went to the lake, so that recent history stays at hand. */
const KEPT_GROUPS = 20;
/** Closed episodes kept beside the open ones. */
const KEPT_EPISODES = 50;

/** How far the device's stream has come: readings 1 to `through` of `session` are dealt with. */
export interface StreamCursor {
	/** The device's name for one run of its counter. */
	readonly session: string;
	readonly through: number;
}

/** The live side of a device, as of its newest commit. Heads of before the stream lack the last two. */
export interface Head {
	/** The reading with the newest time, which is not always the last that came. */
	readonly newest: StoredReading | null;
	/** Surrogate of the patient whom detector and open episodes are about; `null` for nobody. */
	readonly subject: string | null;
	readonly cursor?: StreamCursor | null;
	/** The device's clock minus ours, ms, as its stream last said. */
	readonly skewMs?: number | null;
	/** Whom the device names in spite of its assignment; absent in heads from before it was kept. */
	readonly doubt?: Doubt | null;
	/** What came late of late; absent in heads from before it was kept. */
	readonly behind?: Behind | null;
}

/** The device names another patient than the one assigned, and nobody has said who is right. */
export interface Doubt {
	/** Whom it named last. */
	readonly named: PatientTags;
	/** Time of the first reading that did, by the device's clock. */
	readonly since: number;
}

/** A stretch of the history that is on its way to the lake. */
export interface SealedRange {
	readonly firstSeq: number;
	readonly lastSeq: number;
	readonly key: string;
	/** MD5 of the object, hex; `null` until it was encoded for the first time. */
	readonly md5: string | null;
}

interface GroupPlace {
	slot: number;
	firstSeq: number;
	lastSeq: number;
}

export class Journal {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #onRollback: () => void;
	/** The groups' places, oldest first, and how far the lake has them; `null` until they are read. */
	#memory: { places: GroupPlace[]; releasedSeq: number } | null = null;
	/** Readings of the group that is still being filled. */
	#open: { place: GroupPlace; readings: StoredReading[] } | null = null;
	/** What the tables hold, read once; `undefined` where it must be read again. */
	#sealed: SealedRange | null | undefined;
	#openEpisodes: Episode[] | undefined;

	/** @param onRollback - told when a transaction failed, so that other memory of the same tables is read again too */
	constructor(storage: DurableObjectStorage, onRollback: () => void = () => {}) {
		this.#storage = storage;
		this.#onRollback = onRollback;
		this.#sql = storage.sql;
		this.#create();
	}

	/** Forgets memory; the tables are read again when they are next needed. */
	reload(): void {
		this.#memory = null;
		this.#open = null;
		this.#sealed = undefined;
		this.#openEpisodes = undefined;
	}

	get #loaded(): { places: GroupPlace[]; releasedSeq: number } {
		if (this.#memory === null) {
			const places = this.#sql
				.exec<{ slot: number; firstSeq: number; lastSeq: number }>(
					"SELECT slot, first_seq AS firstSeq, last_seq AS lastSeq FROM reading_groups ORDER BY last_seq",
				)
				.toArray();
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

	get profile(): DeviceProfile | null {
		const row = this.#sql.exec<{ profile: string | null }>("SELECT profile FROM device").toArray()[0];
		return row?.profile ? parseProfile(row.profile) : null;
	}

	saveProfile(profile: DeviceProfile): void {
		this.#sql.exec(
			"INSERT INTO device (id, profile) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET profile = excluded.profile",
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

	/** The detector as of the newest commit, `null` before the first. */
	get detectorState(): Uint8Array | null {
		const place = this.#places.at(-1);
		if (place === undefined) return null;
		const row = this.#sql
			.exec<{ detector: ArrayBuffer }>("SELECT detector FROM reading_groups WHERE slot = ?", place.slot)
			.one();
		return new Uint8Array(row.detector);
	}

	/** Where the live side stood after the newest commit, `null` before the first. */
	get head(): Head | null {
		const place = this.#places.at(-1);
		if (place === undefined) return null;
		const row = this.#sql.exec<{ head: string }>("SELECT head FROM reading_groups WHERE slot = ?", place.slot).one();
		return JSON.parse(row.head) as Head;
	}

	/**
	 * Adds readings, whose sequence numbers follow `lastSeq`, with the detector's state and the head after them. Call
	 * inside a transaction. Writes one row for each group it touches.
	 */
	append(readings: readonly StoredReading[], detectorState: Uint8Array, head: Head): void {
		let rest = readings;
		while (rest.length > 0) {
			const group = this.#openGroup(rest[0] as StoredReading);
			const room = MOST_IN_GROUP - group.readings.length;
			group.readings.push(...rest.slice(0, room));
			rest = rest.slice(room);
			group.place.lastSeq = group.place.firstSeq + group.readings.length - 1;
			this.#sql.exec(
				"INSERT OR REPLACE INTO reading_groups (slot, first_seq, last_seq, readings, detector, head) VALUES (?, ?, ?, ?, ?, ?)",
				group.place.slot,
				group.place.firstSeq,
				group.place.lastSeq,
				encodeGroup(group.readings),
				detectorState,
				JSON.stringify(head),
			);
		}
	}

	/** Writes the detector as a person's action left it, with no reading to go by. Call inside a transaction. */
	saveDetector(state: Uint8Array): void {
		const place = this.#places.at(-1);
		if (place !== undefined) this.#sql.exec("UPDATE reading_groups SET detector = ? WHERE slot = ?", state, place.slot);
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
				"UPDATE reading_groups SET first_seq = ?, readings = ? WHERE slot = ?",
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

	/** Removes the episodes of `patient`. Call inside a transaction. Returns how many there were. */
	dropEpisodes(patient: string): number {
		const own = [...this.openEpisodes(), ...this.closedEpisodes()].filter((episode) => episode.patient === patient);
		for (const { id } of own) this.#sql.exec("DELETE FROM episodes WHERE id = ?", id);
		return own.length;
	}

	/** Readings `firstSeq` to `lastSeq`, both included, oldest first; those whose rows were reused are missing. */
	readings(firstSeq: number, lastSeq: number): StoredReading[] {
		return this.#places
			.filter((place) => place.lastSeq >= firstSeq && place.firstSeq <= lastSeq)
			.flatMap((place) => this.#readGroup(place))
			.filter((reading) => reading.seq >= firstSeq && reading.seq <= lastSeq);
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

	/** Open episodes, oldest first. */
	openEpisodes(): Episode[] {
		this.#openEpisodes ??= this.#sql
			.exec<{ body: string }>("SELECT body FROM episodes WHERE open = 1 ORDER BY rowid")
			.toArray()
			.map((row) => parseEpisode(row.body));
		return [...this.#openEpisodes];
	}

	/** Episodes that closed lately, newest first: what reopens joins its record. */
	closedEpisodes(): Episode[] {
		return this.#sql
			.exec<{ body: string }>("SELECT body FROM episodes WHERE open = 0 ORDER BY rowid DESC LIMIT ?", KEPT_EPISODES)
			.toArray()
			.map((row) => parseEpisode(row.body));
	}

	/** Writes an episode's present state. Call inside a transaction. */
	saveEpisode(episode: Episode): void {
		const open = episode.status === "open" ? 1 : 0;
		this.#openEpisodes = undefined;
		this.#sql.exec(
			"INSERT INTO episodes (id, open, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET open = excluded.open, body = excluded.body",
			episode.id,
			open,
			JSON.stringify(episode),
		);
		if (open === 1) return;
		this.#sql.exec(
			"DELETE FROM episodes WHERE open = 0 AND rowid NOT IN (SELECT rowid FROM episodes WHERE open = 0 ORDER BY rowid DESC LIMIT ?)",
			KEPT_EPISODES,
		);
	}

	#openGroup(next: StoredReading): { place: GroupPlace; readings: StoredReading[] } {
		const newest = this.#places.at(-1);
		if (this.#open === null && newest !== undefined && newest.lastSeq > this.#sealedSeq()) {
			this.#open = { place: newest, readings: this.#readGroup(newest) };
		}
		if (this.#open !== null && this.#open.readings.length < GROUP_READINGS) return this.#open;
		const place = { slot: this.#freeSlot(), firstSeq: next.seq, lastSeq: next.seq };
		this.#places.push(place);
		this.#open = { place, readings: [] };
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
		if (this.#open?.place === place) return [...this.#open.readings];
		const row = this.#sql
			.exec<{ readings: ArrayBuffer }>("SELECT readings FROM reading_groups WHERE slot = ?", place.slot)
			.one();
		return decodeGroup(row.readings, place.firstSeq);
	}

	#create(): void {
		this.#sql.exec(`
			CREATE TABLE IF NOT EXISTS device (
				id INTEGER PRIMARY KEY CHECK (id = 1), journal_version INTEGER NOT NULL DEFAULT ${JOURNAL_VERSION},
				profile TEXT, released_seq INTEGER NOT NULL DEFAULT 0, runs BLOB);
			CREATE TABLE IF NOT EXISTS reading_groups (
				slot INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
				readings BLOB NOT NULL, detector BLOB NOT NULL, head TEXT NOT NULL);
			CREATE TABLE IF NOT EXISTS sealed_ranges (
				first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, object_key TEXT NOT NULL, md5 TEXT);
			CREATE TABLE IF NOT EXISTS episodes (
				id TEXT PRIMARY KEY, open INTEGER NOT NULL, body TEXT NOT NULL);
		`);
		const version = this.#sql.exec<{ v: number }>("SELECT journal_version AS v FROM device").toArray()[0]?.v;
		if (version !== undefined && version !== JOURNAL_VERSION) {
			throw new Error(`device journal: got v${version}, expected v${JOURNAL_VERSION}`);
		}
	}
}
