/**
 * What people are owed, in the station's SQLite. A notice is written down when its device tells of it, becomes one delivery for
 * each subscription that wants it, and each delivery is kept until it has arrived or was given up; then it is a line of the log.
 * Deliveries of one episode to one subscription are a lane: the next one goes when the one before has ended.
 */
import type { Notice } from "../../notifications/notice.ts";
import type { HeldBack } from "../../notifications/message.ts";
import type { DeliveryEntry, DeliveryState } from "../../vitals/notifications.ts";

/** Deliveries of one subscription that wait, at most: the oldest is given up for the next. */
const MOST_WAITING = 500;
/** Notices that wait while the registry cannot say who subscribed, at most. */
const MOST_NOTICES = 5_000;
/** Lines of the log that a subscription keeps, and for how long. */
const LOG_LINES = 200;
const LOG_MS = 30 * 24 * 3_600_000;

const DIGEST_LANE = "digest";

export interface Delivery {
	readonly id: number;
	readonly subscription: string;
	/** Names the message to its receiver, the same for each attempt. */
	readonly key: string;
	readonly event: DeliveryEntry["event"];
	readonly body: Notice | HeldBack;
	readonly attempts: number;
	/** When it was written down, wall time. */
	readonly createdAt: number;
	/** Attempts in a row that failed at this subscription. */
	readonly failures: number;
}

/** A line of the log, and where it stands in it. */
export interface LogLine {
	readonly position: number;
	readonly entry: DeliveryEntry;
}

/** What becomes of a notice at one subscription. */
export interface Fate {
	readonly subscription: string;
	readonly state: "waiting" | "held" | "dropped";
	/** When it goes, wall time. */
	readonly due: number;
	/** Why it is dropped. */
	readonly error: string | null;
}

interface Row {
	id: number;
	subscription: string;
	key: string;
	event: string;
	body: string;
	attempts: number;
	created: number;
	failures: number;
	[column: string]: SqlStorageValue;
}

interface LogRow {
	id: number;
	key: string;
	event: string;
	lane: string;
	state: string;
	attempts: number;
	status: number | null;
	error: string | null;
	created: number;
	due: number;
	ended: number | null;
	[column: string]: SqlStorageValue;
}

/** Not the head of its lane while this finds one. */
const BEFORE = `SELECT 1 FROM deliveries AS other WHERE other.subscription = d.subscription AND other.lane = d.lane
	AND other.ended IS NULL AND other.state = 'waiting' AND other.id < d.id`;
const HEADS = `FROM deliveries AS d LEFT JOIN endpoints AS e ON e.subscription = d.subscription
	WHERE d.ended IS NULL AND d.state = 'waiting' AND NOT EXISTS (${BEFORE})`;
const GOES_AT = "max(d.due, coalesce(e.retry_at, 0))";

export class NoticeOutbox {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#sql = storage.sql;
		this.#sql.exec(`
			CREATE TABLE IF NOT EXISTS notices (
				id INTEGER PRIMARY KEY, episode_id TEXT NOT NULL, version INTEGER NOT NULL, patient TEXT, body TEXT NOT NULL,
				UNIQUE (episode_id, version));
			CREATE TABLE IF NOT EXISTS deliveries (
				id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, key TEXT NOT NULL UNIQUE, lane TEXT NOT NULL,
				event TEXT NOT NULL, patient TEXT, body TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
				due INTEGER NOT NULL, created INTEGER NOT NULL, ended INTEGER, status INTEGER, error TEXT);
			CREATE INDEX IF NOT EXISTS deliveries_open ON deliveries (subscription, lane, id) WHERE ended IS NULL;
			CREATE INDEX IF NOT EXISTS deliveries_log ON deliveries (subscription, id);
			CREATE TABLE IF NOT EXISTS endpoints (
				subscription TEXT PRIMARY KEY, failures INTEGER NOT NULL, retry_at INTEGER NOT NULL) WITHOUT ROWID;
			CREATE TABLE IF NOT EXISTS alias_salt (id INTEGER PRIMARY KEY CHECK (id = 1), salt TEXT NOT NULL);
		`);
	}

	/** What the ward's devices are called outside begins with this: random, and kept. */
	get salt(): string {
		const known = this.#sql.exec<{ salt: string }>("SELECT salt FROM alias_salt").toArray()[0];
		if (known !== undefined) return known.salt;
		const salt = crypto.randomUUID();
		this.#sql.exec("INSERT INTO alias_salt (id, salt) VALUES (1, ?)", salt);
		return salt;
	}

	/** Writes a notice down; one that is known changes nothing. @returns how many were given up for it */
	note(notice: Notice): number {
		const { episodeId, version, patient } = notice;
		this.#sql.exec(
			"INSERT OR IGNORE INTO notices (episode_id, version, patient, body) VALUES (?, ?, ?, ?)",
			episodeId,
			version,
			patient,
			JSON.stringify(notice),
		);
		const { n } = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM notices").one();
		if (n <= MOST_NOTICES) return 0;
		this.#sql.exec("DELETE FROM notices WHERE id IN (SELECT id FROM notices ORDER BY id LIMIT ?)", n - MOST_NOTICES);
		return n - MOST_NOTICES;
	}

	/** Notices that nobody was written down for yet, in the order in which they came. */
	notices(limit: number): { readonly id: number; readonly notice: Notice }[] {
		return this.#sql
			.exec<{ id: number; body: string }>("SELECT id, body FROM notices ORDER BY id LIMIT ?", limit)
			.toArray()
			.map(({ id, body }) => ({ id, notice: JSON.parse(body) as Notice }));
	}

	/** Turns a notice into deliveries: one transaction. A notice that came twice finds them there and changes nothing. */
	fanOut(id: number, notice: Notice, fates: readonly Fate[], now: number): void {
		this.#storage.transactionSync(() => {
			// Gone meanwhile: the patient was erased.
			if (this.#sql.exec("SELECT 1 FROM notices WHERE id = ?", id).toArray().length === 0) return;
			for (const { subscription, state, due, error } of fates) {
				this.#makeRoom(subscription, now);
				const key = `${subscription}.${notice.episodeId}.${notice.version}`;
				const body = state === "dropped" ? "" : JSON.stringify(notice);
				this.#sql.exec(
					`INSERT OR IGNORE INTO deliveries (subscription, key, lane, event, patient, body, state, due, created, ended, error)
						VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
					subscription,
					key,
					notice.episodeId,
					notice.event,
					notice.patient,
					body,
					state,
					due,
					now,
					state === "dropped" ? now : null,
					error,
				);
			}
			this.#sql.exec("DELETE FROM notices WHERE id = ?", id);
		});
	}

	/** Turns what was held until `now` into one digest a subscription. */
	digest(now: number): void {
		const held = this.#sql
			.exec<{ subscription: string; id: number; lane: string; body: string; created: number }>(
				"SELECT subscription, id, lane, body, created FROM deliveries WHERE ended IS NULL AND state = 'held' AND due <= ? ORDER BY id",
				now,
			)
			.toArray();
		if (held.length === 0) return;
		this.#storage.transactionSync(() => {
			for (const subscription of new Set(held.map((row) => row.subscription))) {
				const rows = held.filter((row) => row.subscription === subscription);
				const episodes = new Map<string, boolean>();
				for (const { lane, body } of rows)
					episodes.set(lane, episodes.get(lane) === true || (JSON.parse(body) as Notice).risk === "HIGH");
				const [first] = rows as [(typeof rows)[number]];
				const high = [...episodes.values()].filter(Boolean).length;
				const body: HeldBack = { held: episodes.size, high, since: first.created };
				this.#sql.exec(
					`INSERT OR IGNORE INTO deliveries (subscription, key, lane, event, body, state, due, created)
						VALUES (?, ?, ?, 'digest', ?, 'waiting', ?, ?)`,
					subscription,
					`${subscription}.digest.${first.id}`,
					DIGEST_LANE,
					JSON.stringify(body),
					now,
					now,
				);
				for (const { id } of rows) this.end(id, "digested", null, null, now);
			}
		});
	}

	/** Heads of their lanes that may go now: of subscriptions that answer first, then the longest due. */
	heads(now: number, limit: number): Delivery[] {
		return this.#sql
			.exec<Row>(
				`SELECT d.*, coalesce(e.failures, 0) AS failures ${HEADS} AND ${GOES_AT} <= ?
					ORDER BY coalesce(e.failures, 0) > 0, d.due, d.id LIMIT ?`,
				now,
				limit,
			)
			.toArray()
			.map(({ id, subscription, key, event, body, attempts, created, failures }) => ({
				id,
				subscription,
				key,
				event: event as Delivery["event"],
				attempts,
				createdAt: created,
				failures,
				body: JSON.parse(body) as Notice | HeldBack,
			}));
	}

	/** When the next one goes; null where nobody is owed anything. */
	nextDue(): number | null {
		if (this.#sql.exec("SELECT 1 FROM notices LIMIT 1").toArray().length > 0) return 0;
		const { waiting } = this.#sql.exec<{ waiting: number | null }>(`SELECT min(${GOES_AT}) AS waiting ${HEADS}`).one();
		const { held } = this.#sql
			.exec<{ held: number | null }>("SELECT min(due) AS held FROM deliveries WHERE ended IS NULL AND state = 'held'")
			.one();
		return waiting === null || held === null ? (waiting ?? held) : Math.min(waiting, held);
	}

	/** An attempt failed: it and whatever else that subscription is owed wait until `due`. */
	retry(delivery: Delivery, status: number | null, error: string, due: number): void {
		this.#sql.exec(
			"UPDATE deliveries SET attempts = attempts + 1, due = ?, status = ?, error = ? WHERE id = ? AND state = 'waiting'",
			due,
			status,
			error,
			delivery.id,
		);
		this.failing(delivery.subscription, due);
	}

	/** The subscription's receiver did not take something: it is left alone until `retryAt`. */
	failing(subscription: string, retryAt: number): void {
		this.#sql.exec(
			`INSERT INTO endpoints (subscription, failures, retry_at) VALUES (?, 1, ?)
				ON CONFLICT (subscription) DO UPDATE SET failures = failures + 1, retry_at = excluded.retry_at`,
			subscription,
			retryAt,
		);
	}

	/** The subscription's receiver took something. */
	well(subscription: string): void {
		this.#sql.exec("DELETE FROM endpoints WHERE subscription = ?", subscription);
	}

	/** The end of a delivery: from now on a line of the log, without what it said. */
	end(id: number, state: DeliveryState, status: number | null, error: string | null, now: number, attempts = 0): void {
		this.#sql.exec(
			`UPDATE deliveries SET state = ?, body = '', attempts = attempts + ?, status = coalesce(?, status), error = ?, ended = ?
				WHERE id = ?`,
			state,
			attempts,
			status,
			error,
			now,
			id,
		);
	}

	/** Gives up what the subscription is owed since before `before`, wall time. */
	expire(subscription: string, before: number, error: string, now: number): void {
		this.#sql.exec(
			`UPDATE deliveries SET state = 'dead', body = '', ended = ?, error = ?
				WHERE subscription = ? AND ended IS NULL AND state = 'waiting' AND created < ?`,
			now,
			error,
			subscription,
			before,
		);
	}

	/** Whether the delivery has ended. */
	isOver(id: number): boolean {
		return this.#sql.exec("SELECT 1 FROM deliveries WHERE id = ? AND state = 'waiting'", id).toArray().length === 0;
	}

	/** A line of the log that was never owed. */
	record(
		line: {
			subscription: string;
			key: string;
			event: "test";
			delivered: boolean;
			status: number | null;
			error: string | null;
		},
		now: number,
	): void {
		const { subscription, key, event, delivered, status, error } = line;
		this.#makeRoom(subscription, now);
		this.#sql.exec(
			`INSERT INTO deliveries (subscription, key, lane, event, body, state, attempts, due, created, ended, status, error)
				VALUES (?, ?, '', ?, '', ?, 1, ?, ?, ?, ?, ?)`,
			subscription,
			key,
			event,
			delivered ? "delivered" : "dead",
			now,
			now,
			now,
			status,
			error,
		);
	}

	/** The subscription is no more: nothing of it stays. */
	forget(subscription: string): void {
		this.#sql.exec("DELETE FROM deliveries WHERE subscription = ?", subscription);
		this.well(subscription);
	}

	/** Nothing of a patient stays, told or not. @returns how many rows went */
	forgetPatient(patient: string): number {
		return this.#storage.transactionSync(() =>
			["notices", "deliveries"].reduce(
				(sum, table) =>
					sum + this.#sql.exec(`DELETE FROM ${table} WHERE patient = ? RETURNING 1`, patient).toArray().length,
				0,
			),
		);
	}

	/** Lines of the log, newest first. @param before - those of lower position only */
	log(subscription: string, before: number, limit: number): LogLine[] {
		return this.#sql
			.exec<LogRow>(
				"SELECT * FROM deliveries WHERE subscription = ? AND id < ? ORDER BY id DESC LIMIT ?",
				subscription,
				before,
				limit,
			)
			.toArray()
			.map((row) => ({ position: row.id, entry: entryOf(row) }));
	}

	#makeRoom(subscription: string, now: number): void {
		this.#sql.exec(
			`UPDATE deliveries SET state = 'dead', body = '', ended = ?, error = ? WHERE id IN (SELECT id FROM deliveries
				WHERE subscription = ? AND ended IS NULL ORDER BY id DESC LIMIT -1 OFFSET ?)`,
			now,
			`more than ${MOST_WAITING} waited`,
			subscription,
			MOST_WAITING - 1,
		);
		this.#sql.exec(
			`DELETE FROM deliveries WHERE subscription = ? AND ended IS NOT NULL AND (ended < ? OR id <= (
				SELECT id FROM deliveries WHERE subscription = ? AND ended IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ?))`,
			subscription,
			now - LOG_MS,
			subscription,
			LOG_LINES,
		);
	}
}

const iso = (time: number) => new Date(time).toISOString();

function entryOf({ key, event, lane, state, attempts, status, error, created, due, ended }: LogRow): DeliveryEntry {
	return {
		id: key,
		event: event as DeliveryEntry["event"],
		episode_id: lane === "" || lane === DIGEST_LANE ? null : lane,
		state: state as DeliveryState,
		attempts,
		status,
		error,
		created_at: iso(created),
		next_attempt_at: state === "waiting" || state === "held" ? iso(due) : null,
		ended_at: ended === null ? null : iso(ended),
	};
}
