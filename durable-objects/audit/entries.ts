/** The log's table: one row an entry, by number, no index. Times grow with the numbers, so a time is found by halving. */
import type { Role } from "../../vitals/api.ts";
import { GENESIS, type AuditEntry, type AuditOutcome } from "../../vitals/audit.ts";

interface EntryRow extends Record<string, SqlStorageValue> {
	seq: number;
	version: number;
	at: number;
	actor: string;
	role: string | null;
	action: string;
	object: string | null;
	ward: string | null;
	patient: string | null;
	outcome: string;
	glass: string | null;
	origin: string | null;
	correlation: string | null;
	hash: string;
	previous: string | null;
}

/** Rows looked at for one page: a filter that nothing matches must not read the whole log at once. */
const SCAN_MOST = 20_000;

export interface EntryFilter {
	readonly actor?: string | undefined;
	readonly action?: string | undefined;
	readonly ward?: string | undefined;
	readonly patient?: string | undefined;
	readonly outcome?: AuditOutcome | undefined;
	/** Milliseconds since the epoch, both inclusive. */
	readonly since?: number | undefined;
	readonly until?: number | undefined;
	/** Newest first, below this number. */
	readonly before?: number | undefined;
	/** The chain's order, above this number; not together with `before`. */
	readonly after?: number | undefined;
	readonly limit: number;
}

export interface EntryPage {
	readonly entries: AuditEntry[];
	/** `before` or `after` of the next page; `null` on the last. */
	readonly next: number | null;
}

export function makeEntries(sql: SqlStorage): void {
	sql.exec(`CREATE TABLE IF NOT EXISTS entries (seq INTEGER PRIMARY KEY, version INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
		role TEXT, action TEXT NOT NULL, object TEXT, ward TEXT, patient TEXT, outcome TEXT NOT NULL, glass TEXT,
		origin TEXT, correlation TEXT, hash TEXT NOT NULL)`);
}

export function insertEntries(sql: SqlStorage, entries: readonly AuditEntry[]): void {
	for (const entry of entries) {
		sql.exec(
			"INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			entry.seq,
			entry.version,
			Date.parse(entry.at),
			entry.actor,
			entry.role,
			entry.action,
			entry.object,
			entry.ward,
			entry.patient,
			entry.outcome,
			entry.grant,
			entry.origin,
			entry.correlation,
			entry.hash,
		);
	}
}

/** Each with the hash before it, which its own row does not repeat. */
const SELECT = `SELECT entries.*, before.hash AS previous FROM entries
	LEFT JOIN entries AS before ON before.seq = entries.seq - 1`;

function asEntry(row: EntryRow): AuditEntry {
	const { seq, version, actor, action, object, ward, patient, origin, correlation, hash } = row;
	return {
		seq,
		version,
		at: new Date(row.at).toISOString(),
		actor,
		role: row.role as Role | null,
		action,
		object,
		ward,
		patient,
		outcome: row.outcome as AuditOutcome,
		grant: row.glass,
		origin,
		correlation,
		previous: row.previous ?? GENESIS,
		hash,
	};
}

/** The newest entry, or the newest before the moment `until` (milliseconds since the epoch). */
export function lastEntry(sql: SqlStorage, until?: number): AuditEntry | null {
	const seq = until === undefined ? null : firstFrom(sql, until) - 1;
	const [row] = sql
		.exec<EntryRow>(
			`${SELECT} ${seq === null ? "" : "WHERE entries.seq <= ?"} ORDER BY entries.seq DESC LIMIT 1`,
			...(seq === null ? [] : [seq]),
		)
		.toArray();
	return row === undefined ? null : asEntry(row);
}

/** The number of the first entry at or after `at`; one past the last when there is none. */
function firstFrom(sql: SqlStorage, at: number): number {
	let low = 1;
	let high = (sql.exec<{ n: number | null }>("SELECT max(seq) AS n FROM entries").one().n ?? 0) + 1;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const [row] = sql
			.exec<{ at: number }>("SELECT at FROM entries WHERE seq >= ? ORDER BY seq LIMIT 1", middle)
			.toArray();
		if (row === undefined || row.at >= at) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** A page of entries. With a narrow filter it may hold fewer than `limit` and still have a next one. */
export function findEntries(sql: SqlStorage, filter: EntryFilter): EntryPage {
	const forward = filter.after !== undefined;
	const first = Math.max(filter.since === undefined ? 1 : firstFrom(sql, filter.since), (filter.after ?? 0) + 1);
	const last = Math.min(
		filter.until === undefined ? Number.MAX_SAFE_INTEGER : firstFrom(sql, filter.until + 1) - 1,
		(filter.before ?? Number.MAX_SAFE_INTEGER) - 1,
	);
	const wanted = (["actor", "action", "ward", "patient", "outcome"] as const).filter(
		(name) => filter[name] !== undefined,
	);
	const found: AuditEntry[] = [];
	let scanned = 0;
	for (const row of sql.exec<EntryRow>(
		`${SELECT} WHERE entries.seq BETWEEN ? AND ? ORDER BY entries.seq ${forward ? "ASC" : "DESC"}`,
		first,
		last,
	)) {
		scanned++;
		if (wanted.every((name) => row[name] === filter[name])) found.push(asEntry(row));
		if (found.length >= filter.limit || scanned >= SCAN_MOST) {
			const next = row.seq === (forward ? last : first) ? null : row.seq;
			return { entries: found, next };
		}
	}
	return { entries: found, next: null };
}
