/**
 * When each device is to be asked whether it still receives readings. Kept in memory: a device that posts tells
 * anew with every beat, and one that is forgotten is asked. Only those that need not be asked for long, or
 * not at all, are written down, so that a ward that wakes does not wake them too. No row of it is a truth:
 * a lost one costs a question.
 */

/** What is to be asked later than this from now is worth a row, milliseconds: a row costs as much as seven questions. */
const FAR = 10 * 60_000;

export class Watchlist {
	readonly #sql: SqlStorage;
	/** `null`: not until something is heard of it. */
	readonly #askAt = new Map<string, number | null>();
	/** Mirror of the table. */
	readonly #written = new Map<string, number | null>();

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		sql.exec("CREATE TABLE IF NOT EXISTS quiet (device_id TEXT PRIMARY KEY, ask_at INTEGER) WITHOUT ROWID");
		for (const row of sql.exec<{ device_id: string; ask_at: number | null }>("SELECT * FROM quiet")) {
			this.#askAt.set(row.device_id, row.ask_at);
			this.#written.set(row.device_id, row.ask_at);
		}
	}

	/** When `deviceId` is to be asked; `undefined` when that is not known. */
	get(deviceId: string): number | null | undefined {
		return this.#askAt.get(deviceId);
	}

	/** @param askAt - wall time, milliseconds since the epoch; `null` for not until something is heard */
	set(deviceId: string, askAt: number | null, now: number): void {
		this.#askAt.set(deviceId, askAt);
		if (askAt !== null && askAt < now + FAR) return this.#erase(deviceId);
		if (this.#written.get(deviceId) === askAt) return;
		this.#sql.exec("INSERT OR REPLACE INTO quiet (device_id, ask_at) VALUES (?, ?)", deviceId, askAt);
		this.#written.set(deviceId, askAt);
	}

	/** Nothing is known of the device any more: the next round asks it. */
	forget(deviceId: string): void {
		this.#askAt.delete(deviceId);
		this.#erase(deviceId);
	}

	/** Those of `deviceIds` that are to be asked now: overdue, or unknown. */
	due(deviceIds: readonly string[], now: number): string[] {
		return deviceIds.filter((id) => {
			const askAt = this.#askAt.get(id);
			return askAt === undefined || (askAt !== null && askAt <= now);
		});
	}

	/** When the first of `deviceIds` is to be asked, `now` where one is unknown; `null` when none is. */
	next(deviceIds: readonly string[], now: number): number | null {
		const times = deviceIds.map((id) => (this.#askAt.has(id) ? this.#askAt.get(id) : now));
		return times.reduce<number | null>((first, time) => (time == null ? first : Math.min(first ?? time, time)), null);
	}

	#erase(deviceId: string): void {
		if (!this.#written.delete(deviceId)) return;
		this.#sql.exec("DELETE FROM quiet WHERE device_id = ?", deviceId);
	}
}
