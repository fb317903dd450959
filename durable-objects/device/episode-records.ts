/** The journal's episodes: those that are open, and those that closed lately. */
import type { Episode } from "../../vitals/episode.ts";
import { parseEpisode } from "./episode-book.ts";

/** Closed episodes kept beside the open ones. */
const KEPT_CLOSED = 50;

export class EpisodeRecords {
	readonly #sql: SqlStorage;
	/** `undefined` where the table must be read again. */
	#open: Episode[] | undefined;

	/** The journal makes the table. */
	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Forgets memory; the table is read again when it is next needed. */
	reload(): void {
		this.#open = undefined;
	}

	/** Open episodes, oldest first. */
	open(): Episode[] {
		this.#open ??= this.#sql
			.exec<{ body: string }>("SELECT body FROM episodes WHERE open = 1 ORDER BY rowid")
			.toArray()
			.map((row) => parseEpisode(row.body));
		return [...this.#open];
	}

	/** Episodes that closed lately, newest first: what reopens joins its record. */
	closed(): Episode[] {
		return this.#sql
			.exec<{ body: string }>("SELECT body FROM episodes WHERE open = 0 ORDER BY rowid DESC LIMIT ?", KEPT_CLOSED)
			.toArray()
			.map((row) => parseEpisode(row.body));
	}

	/** Writes an episode's present state. Call inside a transaction. */
	save(episode: Episode): void {
		const open = episode.status === "open" ? 1 : 0;
		this.#open = undefined;
		this.#sql.exec(
			"INSERT INTO episodes (id, open, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET open = excluded.open, body = excluded.body",
			episode.id,
			open,
			JSON.stringify(episode),
		);
		if (open === 1) return;
		this.#sql.exec(
			"DELETE FROM episodes WHERE open = 0 AND rowid NOT IN (SELECT rowid FROM episodes WHERE open = 0 ORDER BY rowid DESC LIMIT ?)",
			KEPT_CLOSED,
		);
	}

	/** Removes those of `patient`. Call inside a transaction. Returns how many there were. */
	drop(patient: string): number {
		const own = [...this.open(), ...this.closed()].filter((episode) => episode.patient === patient);
		for (const { id } of own) this.#sql.exec("DELETE FROM episodes WHERE id = ?", id);
		this.#open = undefined;
		return own.length;
	}
}
