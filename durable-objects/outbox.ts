/**
 * What an object owes to others. An entry is written in the same transaction as the change it tells
 * of, delivered after the commit, and deleted when the receiver has it: at least once, in order, per sink.
 * A sink that fails keeps its entries and does not hold up the others.
 */

export interface OutboxEntry<Sink extends string> {
	readonly id: number;
	readonly sink: Sink;
	/** JSON. */
	readonly body: string;
}

/** Delivers one entry's parsed body; throws when the receiver does not have it. */
export type Deliver<Sink extends string> = Record<Sink, (body: unknown) => Promise<void>>;

/**
 * A new entry's id is one more than the highest there is, so it never is that of another that waits, and order holds.
 * (AUTOINCREMENT would keep ids unique for ever, and cost a second row for each.)
 */
const TABLE = "CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, sink TEXT NOT NULL, body TEXT NOT NULL)";

/** Whether the table is one of version 1, whose ids counted on for ever. */
function isAutoincremented(sql: SqlStorage): boolean {
	const table = sql.exec<{ sql: string }>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'outbox'");
	return /autoincrement/i.test(table.toArray()[0]?.sql ?? "");
}

/** Turns a table of version 1 into one of today, with what waits in it. */
function makePlain(sql: SqlStorage): void {
	sql.exec("ALTER TABLE outbox RENAME TO outbox_1");
	sql.exec(TABLE);
	sql.exec("INSERT INTO outbox SELECT id, sink, body FROM outbox_1 ORDER BY id");
	sql.exec("DROP TABLE outbox_1");
}

export class Outbox<Sink extends string> {
	readonly #sql: SqlStorage;
	#current: Promise<boolean> | null = null;
	#next: Promise<boolean> | null = null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		if (isAutoincremented(sql)) makePlain(sql);
		sql.exec(TABLE);
	}

	/** Adds an entry for `sink`. Call inside the transaction of the change. */
	add(sink: Sink, body: unknown): void {
		this.#sql.exec("INSERT INTO outbox (sink, body) VALUES (?, ?)", sink, JSON.stringify(body));
	}

	/** Entries not yet delivered. */
	get size(): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n;
	}

	/** What `sink` was not told yet, oldest first. */
	pending(sink: Sink): unknown[] {
		return this.#sql
			.exec<{ body: string }>("SELECT body FROM outbox WHERE sink = ? ORDER BY id", sink)
			.toArray()
			.map((entry) => JSON.parse(entry.body) as unknown);
	}

	/**
	 * Delivers what is there, sinks side by side. Calls that come while one runs share the next.
	 *
	 * @param onFailure - told of each sink that failed
	 * @returns true when nothing was left
	 */
	drain(deliver: Deliver<Sink>, onFailure: (sink: Sink, error: unknown) => void): Promise<boolean> {
		const begin = () => {
			this.#next = null;
			this.#current = this.#drainOnce(deliver, onFailure).finally(() => (this.#current = null));
			return this.#current;
		};
		if (this.#current === null) return begin();
		this.#next ??= this.#current.then(begin, begin);
		return this.#next;
	}

	async #drainOnce(deliver: Deliver<Sink>, onFailure: (sink: Sink, error: unknown) => void): Promise<boolean> {
		const entries = this.#sql
			.exec("SELECT id, sink, body FROM outbox ORDER BY id")
			.toArray() as unknown as OutboxEntry<Sink>[];
		const bySink = Map.groupBy(entries, (entry) => entry.sink);
		const drained = await Promise.all(
			[...bySink].map(async ([sink, owed]) => {
				try {
					for (const entry of owed) {
						await deliver[sink](JSON.parse(entry.body));
						this.#sql.exec("DELETE FROM outbox WHERE id = ?", entry.id);
					}
					return true;
				} catch (error) {
					onFailure(sink, error);
					return false;
				}
			}),
		);
		return drained.every(Boolean);
	}
}
