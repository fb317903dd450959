/**
 * A Durable Object has one alarm; this shares it between named timers, kept in SQLite so that they
 * outlive the object. A timer whose work fails is set again with backoff: the platform stops calling
 * an alarm handler that threw six times, so none of ours ever throws.
 */
import { backoffMs } from "./backoff.ts";

export type TimerWork<Name extends string> = Record<Name, () => Promise<void> | void>;

export class Scheduler<Name extends string> {
	readonly #storage: DurableObjectStorage;
	readonly #onFailure: (name: Name, attempts: number, error: unknown) => void;
	/** Mirror of the table, so that setting a timer that is already set writes nothing. */
	readonly #timers = new Map<Name, { due: number; attempts: number }>();
	/** Out of the map while their work runs. */
	#running = 0;
	/** For when the alarm was last set; `null` when that is not known. Setting it costs a row, even to the same time. */
	#armed: number | null = null;

	constructor(storage: DurableObjectStorage, onFailure: (name: Name, attempts: number, error: unknown) => void) {
		this.#storage = storage;
		this.#onFailure = onFailure;
		storage.sql.exec(
			"CREATE TABLE IF NOT EXISTS timers (name TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL) WITHOUT ROWID",
		);
		this.reload();
		// An object that died inside its alarm handler may have timers and no alarm.
		if (this.#timers.size > 0) void storage.getAlarm().then((alarm) => alarm === null && this.#arm());
	}

	/** Takes the timers from storage again: after a transaction was rolled back. */
	reload(): void {
		this.#timers.clear();
		this.#armed = null;
		for (const row of this.#storage.sql.exec<{ name: string; due: number; attempts: number }>("SELECT * FROM timers")) {
			this.#timers.set(row.name as Name, { due: row.due, attempts: row.attempts });
		}
	}

	/** Whether an alarm comes by then (milliseconds since the epoch), also when the object dies now. */
	wakesBy(time: number): boolean {
		// An alarm whose handler dies is called again.
		return this.#running > 0 || [...this.#timers.values()].some(({ due }) => due <= time);
	}

	/** When `name` is due, or `null` when it is not set. */
	due(name: Name): number | null {
		return this.#timers.get(name)?.due ?? null;
	}

	/**
	 * Sets `name` for `due` (milliseconds since the epoch) unless it is already set for then or sooner. A timer that is
	 * backing off after a failure is left alone: more work does not make a sink that is down come back.
	 */
	atLatest(name: Name, due: number): void {
		const present = this.#timers.get(name);
		if (present !== undefined && (present.due <= due || present.attempts > 0)) return;
		this.#set(name, due, present?.attempts ?? 0);
	}

	/** Sets `name` for `due` exactly, sooner or later than it was; null unsets it. For timers whose work never throws. */
	at(name: Name, due: number | null): void {
		if (due === null) this.clear(name);
		else if (this.due(name) !== due) this.#set(name, due, 0);
	}

	/** Unsets `name`. */
	clear(name: Name): void {
		if (!this.#timers.delete(name)) return;
		this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
		this.#arm();
	}

	/** Runs what is due. Call from `alarm()`. A failing timer is set again and does not stop the others. */
	async run(work: TimerWork<Name>, now: number): Promise<void> {
		this.#armed = null;
		const due = [...this.#timers].filter(([, timer]) => timer.due <= now);
		for (const [name, { attempts }] of due) {
			try {
				// The row stays until the work is done: an object that dies meanwhile finds it again.
				this.#timers.delete(name);
				this.#running++;
				await work[name]();
				if (!this.#timers.has(name)) this.#storage.sql.exec("DELETE FROM timers WHERE name = ?", name);
			} catch (error) {
				this.#onFailure(name, attempts + 1, error);
				this.#set(name, Date.now() + backoffMs(attempts + 1), attempts + 1);
			} finally {
				this.#running--;
			}
		}
		this.#arm();
	}

	#set(name: Name, due: number, attempts: number): void {
		this.#timers.set(name, { due, attempts });
		this.#storage.sql.exec("INSERT OR REPLACE INTO timers (name, due, attempts) VALUES (?, ?, ?)", name, due, attempts);
		this.#arm();
	}

	#arm(): void {
		const earliest = Math.min(...[...this.#timers.values()].map((timer) => timer.due));
		if (earliest === this.#armed) return;
		this.#armed = Number.isFinite(earliest) ? earliest : null;
		// Not awaited on purpose: the write joins the transaction that is open, and the output gate waits for it.
		if (Number.isFinite(earliest)) void this.#storage.setAlarm(Math.max(1, earliest));
		else if (this.#running === 0) void this.#storage.deleteAlarm();
	}
}
