/** The tables that `journal.ts` reads and writes, and how those of an earlier release become them. */

/** Version 1 kept the detector as of each group's newest reading; version 2 did not know which times a group holds. */
export const JOURNAL_VERSION = 3;
const OLDEST_VERSION = 1;

/**
 * Creates what is missing and brings older tables up to date.
 *
 * @throws Error `device journal: got v9, expected v3` on tables of another release
 */
export function prepareTables(storage: DurableObjectStorage): void {
	const { sql } = storage;
	// first_time, last_time: the earliest and the latest reading time in the group; NULL where that is not known.
	// detector_seq: the newest reading that `detector` has seen; those after it are shown to it when it is restored.
	sql.exec(`
		CREATE TABLE IF NOT EXISTS device (
			id INTEGER PRIMARY KEY CHECK (id = 1), journal_version INTEGER NOT NULL DEFAULT ${JOURNAL_VERSION},
			profile TEXT, released_seq INTEGER NOT NULL DEFAULT 0, runs BLOB);
		CREATE TABLE IF NOT EXISTS reading_groups (
			slot INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
			readings BLOB NOT NULL, detector BLOB NOT NULL, head TEXT NOT NULL, detector_seq INTEGER,
			first_time INTEGER, last_time INTEGER);
		CREATE TABLE IF NOT EXISTS sealed_ranges (
			first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, object_key TEXT NOT NULL, md5 TEXT);
		CREATE TABLE IF NOT EXISTS episodes (
			id TEXT PRIMARY KEY, open INTEGER NOT NULL, body TEXT NOT NULL);
	`);
	const version = sql.exec<{ v: number }>("SELECT journal_version AS v FROM device").toArray()[0]?.v;
	if (version === JOURNAL_VERSION) return;
	if (version !== undefined && (version < OLDEST_VERSION || version > JOURNAL_VERSION)) {
		throw new Error(`device journal: got v${version}, expected v${JOURNAL_VERSION}`);
	}
	storage.transactionSync(() => bringUpToDate(sql));
}

/** Harmless on present tables: a device that is not enrolled has no version. */
function bringUpToDate(sql: SqlStorage): void {
	const columns = new Set(
		sql
			.exec<{ name: string }>("PRAGMA table_info(reading_groups)")
			.toArray()
			.map(({ name }) => name),
	);
	for (const added of ["detector_seq", "first_time", "last_time"]) {
		if (!columns.has(added)) sql.exec(`ALTER TABLE reading_groups ADD COLUMN ${added} INTEGER`);
	}
	sql.exec("UPDATE reading_groups SET detector_seq = last_seq WHERE detector_seq IS NULL");
	sql.exec("UPDATE device SET journal_version = ?", JOURNAL_VERSION);
}
