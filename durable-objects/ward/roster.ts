/** The ward's devices, and what is known of each at this moment. The list survives; the rest is asked for again. */
import type { Episode, EpisodeEvent, EscalationStep } from "../../vitals/episode.ts";
import { LIVE_PROTOCOL_VERSION, type LiveBed, type LiveReading, type LiveSnapshotFrame } from "../../vitals/live.ts";

export class Roster {
	readonly #sql: SqlStorage;
	readonly #beds = new Map<string, LiveBed>();
	readonly #readings = new Map<string, LiveReading>();
	/** Closed ones too, for a while: an answer that was on its way when one closed must not open it again. */
	readonly #episodes = new Map<string, { episode: Episode; heardAt: number }>();
	/** Devices whose newest reading has not been sent to the viewers. */
	readonly #changed = new Set<string>();
	#wardId: string | null;
	#escalation: readonly EscalationStep[] | null;
	#template: string | null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		sql.exec(`
			CREATE TABLE IF NOT EXISTS ward (id INTEGER PRIMARY KEY CHECK (id = 1), ward_id TEXT NOT NULL);
			CREATE TABLE IF NOT EXISTS ward_escalation (id INTEGER PRIMARY KEY CHECK (id = 1), steps TEXT NOT NULL);
			CREATE TABLE IF NOT EXISTS ward_template (id INTEGER PRIMARY KEY CHECK (id = 1), template TEXT NOT NULL);
			CREATE TABLE IF NOT EXISTS roster (device_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
		`);
		this.#wardId = sql.exec<{ ward_id: string }>("SELECT ward_id FROM ward").toArray()[0]?.ward_id ?? null;
		const chosen = sql.exec<{ steps: string }>("SELECT steps FROM ward_escalation").toArray()[0];
		this.#escalation = chosen === undefined ? null : (JSON.parse(chosen.steps) as EscalationStep[]);
		this.#template =
			sql.exec<{ template: string }>("SELECT template FROM ward_template").toArray()[0]?.template ?? null;
		for (const row of sql.exec<{ device_id: string; body: string }>("SELECT * FROM roster")) {
			// Rows from before it was kept are of adults: nothing else could be said then.
			const bed = JSON.parse(row.body) as Omit<LiveBed, "limitsValidated"> & Partial<LiveBed>;
			this.#beds.set(row.device_id, { limitsValidated: true, ...bed });
		}
	}

	get wardId(): string {
		return this.#wardId ?? "";
	}

	/** Who is summoned where nobody acknowledges; null while nothing was chosen. */
	get escalation(): readonly EscalationStep[] | null {
		return this.#escalation;
	}

	setEscalation(wardId: string, steps: readonly EscalationStep[] | null): void {
		this.learnName(wardId);
		if (steps === null) this.#sql.exec("DELETE FROM ward_escalation");
		else this.#sql.exec("INSERT OR REPLACE INTO ward_escalation (id, steps) VALUES (1, ?)", JSON.stringify(steps));
		this.#escalation = steps;
	}

	/** Key of the template that stands in for what nobody has said of a patient; null while nothing was chosen. */
	get template(): string | null {
		return this.#template;
	}

	setTemplate(wardId: string, template: string | null): void {
		this.learnName(wardId);
		if (template === null) this.#sql.exec("DELETE FROM ward_template");
		else this.#sql.exec("INSERT OR REPLACE INTO ward_template (id, template) VALUES (1, ?)", template);
		this.#template = template;
	}

	get beds(): readonly LiveBed[] {
		return [...this.#beds.values()];
	}

	/** The bed of a device; null where it is not here. */
	bedOf(deviceId: string): LiveBed | null {
		return this.#beds.get(deviceId) ?? null;
	}

	has(deviceId: string): boolean {
		return this.#beds.has(deviceId);
	}

	/** Adds the bed or changes it. Returns false when it was known exactly so. */
	setBed(wardId: string, bed: LiveBed): boolean {
		const body = JSON.stringify(bed);
		if (JSON.stringify(this.#beds.get(bed.deviceId)) === body) return false;
		this.learnName(wardId);
		this.#sql.exec("INSERT OR REPLACE INTO roster (device_id, body) VALUES (?, ?)", bed.deviceId, body);
		// Values of the patient before must not stand beside the next one's bed.
		if (this.#beds.get(bed.deviceId)?.patient !== bed.patient) this.#forgetReading(bed.deviceId);
		this.#beds.set(bed.deviceId, bed);
		return true;
	}

	/** Which ward this is: an object is not told its name. */
	learnName(wardId: string): void {
		if (this.#wardId !== null) return;
		this.#sql.exec("INSERT INTO ward (id, ward_id) VALUES (1, ?)", wardId);
		this.#wardId = wardId;
	}

	removeBed(deviceId: string): void {
		this.#sql.exec("DELETE FROM roster WHERE device_id = ?", deviceId);
		this.#beds.delete(deviceId);
		this.#forgetReading(deviceId);
		for (const [id, { episode }] of this.#episodes) if (episode.deviceId === deviceId) this.#episodes.delete(id);
	}

	#forgetReading(deviceId: string): void {
		this.#readings.delete(deviceId);
		this.#changed.delete(deviceId);
	}

	/** Takes a device's newest reading; an older one than is known is left out. */
	setReading(reading: LiveReading): void {
		const known = this.#readings.get(reading.deviceId);
		if (known !== undefined && known.timestamp > reading.timestamp) return;
		this.#readings.set(reading.deviceId, reading);
		this.#changed.add(reading.deviceId);
	}

	/** Takes an episode's new state. Returns false for a version that is known already. */
	setEpisode({ episode }: EpisodeEvent): boolean {
		const known = this.#episodes.get(episode.id);
		if (known !== undefined && known.episode.version >= episode.version) return false;
		this.#episodes.set(episode.id, { episode, heardAt: Date.now() });
		return true;
	}

	/**
	 * Replaces what is known of one device by what the device itself says.
	 *
	 * @param askedAt - when it was asked: what was heard since is newer than the answer
	 */
	setSnapshot(deviceId: string, reading: LiveReading | null, open: readonly Episode[], askedAt: number): void {
		for (const [id, { episode, heardAt }] of this.#episodes) {
			const gone = episode.deviceId === deviceId && !open.some((other) => other.id === id);
			if (gone && heardAt < askedAt) this.#episodes.delete(id);
		}
		for (const episode of open) {
			const known = this.#episodes.get(episode.id)?.episode;
			if (known === undefined || known.version < episode.version) {
				this.#episodes.set(episode.id, { episode, heardAt: askedAt });
			}
		}
		if (reading !== null) this.setReading(reading);
	}

	/** Forgets closed episodes last heard of before `horizon` (milliseconds since the epoch). */
	forgetClosed(horizon: number): void {
		for (const [id, { episode, heardAt }] of this.#episodes) {
			if (episode.status === "closed" && heardAt < horizon) this.#episodes.delete(id);
		}
	}

	/** The readings that changed since the last call. */
	takeChanged(): LiveReading[] {
		const readings = [...this.#changed].flatMap((id) => this.#readings.get(id) ?? []);
		this.#changed.clear();
		return readings;
	}

	snapshot(at: number): LiveSnapshotFrame {
		return {
			type: "snapshot",
			version: LIVE_PROTOCOL_VERSION,
			wardId: this.wardId,
			at,
			beds: this.beds,
			readings: [...this.#readings.values()],
			episodes: [...this.#episodes.values()].map(({ episode }) => episode).filter(({ status }) => status === "open"),
		};
	}
}
