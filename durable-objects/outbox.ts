/**
 * What an object owes to others. An entry is written in the same transaction as the change it tells
 * of, delivered after the commit, and deleted when the receiver has it: at least once, and in order within a queue.
 * A queue whose receiver fails or hangs keeps its entries and does not hold up the others.
 */
import { within } from "./within.ts";

/** A receiver that has not answered in this time is tried again later, milliseconds. */
const ANSWER_MS = 10_000;

interface OutboxEntry<Sink extends string> {
	readonly id: number;
	readonly sink: Sink;
	/** JSON. */
	readonly body: string;
}

/** Delivers one entry's parsed body; throws when the receiver does not have it. What comes too late is delivered again. */
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

/** One queue's delivery under way, and the one that follows it. */
interface Runs {
	current: Promise<boolean> | null;
	next: Promise<boolean> | null;
}

export class Outbox<Sink extends string> {
	readonly #sql: SqlStorage;
	readonly #queueOf: (sink: Sink, body: unknown) => string;
	readonly #runs = new Map<string, Runs>();

	/** @param queueOf - names the queue of an entry: one for each receiver that may fail alone. One a sink unless told otherwise. */
	constructor(sql: SqlStorage, queueOf: (sink: Sink, body: unknown) => string = (sink) => sink) {
		this.#sql = sql;
		this.#queueOf = queueOf;
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
	 * Delivers what is there, queues side by side. Calls that come while a queue is at it share its next turn.
	 *
	 * @param onFailure - told of each queue that failed
	 * @returns true when nothing was left
	 */
	async drain(deliver: Deliver<Sink>, onFailure: (queue: string, error: unknown) => void): Promise<boolean> {
		const queues = new Set(this.#entries().map(({ queue }) => queue));
		const drained = await Promise.all([...queues].map((queue) => this.#turn(queue, deliver, onFailure)));
		return drained.every(Boolean);
	}

	#turn(queue: string, deliver: Deliver<Sink>, onFailure: (queue: string, error: unknown) => void): Promise<boolean> {
		let runs = this.#runs.get(queue);
		if (runs === undefined) this.#runs.set(queue, (runs = { current: null, next: null }));
		const own = runs;
		const begin = () => {
			own.next = null;
			own.current = this.#drainQueue(queue, deliver, onFailure).finally(() => {
				own.current = null;
				if (own.next === null) this.#runs.delete(queue);
			});
			return own.current;
		};
		if (own.next !== null) return own.next;
		if (own.current === null) return begin();
		return (own.next = own.current.then(begin, begin));
	}

	async #drainQueue(
		queue: string,
		deliver: Deliver<Sink>,
		onFailure: (queue: string, error: unknown) => void,
	): Promise<boolean> {
		try {
			for (const entry of this.#entries()) {
				if (entry.queue !== queue) continue;
				await within(ANSWER_MS, deliver[entry.sink](entry.body));
				this.#sql.exec("DELETE FROM outbox WHERE id = ?", entry.id);
			}
			return true;
		} catch (error) {
			onFailure(queue, error);
			return false;
		}
	}

	#entries(): { id: number; sink: Sink; body: unknown; queue: string }[] {
		const entries = this.#sql.exec("SELECT id, sink, body FROM outbox ORDER BY id").toArray();
		return (entries as unknown as OutboxEntry<Sink>[]).map(({ id, sink, body: text }) => {
			const body = JSON.parse(text) as unknown;
			return { id, sink, body, queue: this.#queueOf(sink, body) };
		});
	}
}
