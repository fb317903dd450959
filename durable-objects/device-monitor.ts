import { DurableObject } from "cloudflare:workers";
import { connectRegistry } from "../registry/connect.ts";
import { projectEpisodeEvent } from "../registry/episodes.ts";
import { catalogueLakeObject, type LakeObjectRow } from "../registry/lake-catalogue.ts";
import type { Episode, EpisodeEvent } from "../vitals/episode.ts";
import type { LiveReading } from "../vitals/live.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { savePatientContext, type PatientContextRow } from "../registry/patients.ts";
import { archive, unsealedCount } from "./device/archive.ts";
import { hearOfPatient, recordOf, takeAction, type Bedside, type EpisodeAction } from "./device/clinical.ts";
import type { EpisodeResult, PatientWord, RecordResult } from "./device/clinical.ts";
import { chartOf, EarlyWarning, type ChartEntry } from "./device/early-warning.ts";
import { Intake, type IngestRequest, type IngestResult } from "./device/intake.ts";
import { Journal } from "./device/journal.ts";
import { judgeKey, type ShownKey } from "./device/key-ring.ts";
import { Pace } from "./device/pace.ts";
import { bedOf, deviceTime, enrolled, type DeviceProfile, type Enrolment } from "./device/profile.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { Outbox, type Deliver } from "./outbox.ts";
import { encodeLakeObject } from "./parquet-module.ts";
import { Scheduler } from "./scheduler.ts";
import type { WardNews } from "./ward/news.ts";

/** Who is told of what happens here. */
type Sink = "ward" | "registry" | "catalogue" | "patients";
type Timer = "archive" | "outbox";

/** An undelivered outbox entry is tried again this long after its commit, even if the object was evicted meanwhile. */
const OUTBOX_RETRY_MS = 5_000;

interface WardLetter {
	readonly wardId: string;
	readonly news: WardNews;
}

/** What a ward learns when it starts to watch a device. */
export interface DeviceSnapshot {
	readonly reading: LiveReading | null;
	readonly episodes: readonly Episode[];
}

/** What `/health` and the fleet page learn of a device. */
export interface DeviceStatus {
	readonly lastSeq: number;
	readonly releasedSeq: number;
	readonly outbox: number;
	readonly latestTimestamp: number | null;
}

/** What the simulated clock was set to, or why not. */
export type ClockResult = "set" | "unknown_device" | "revoked" | "other_fleet" | "not_simulated";

/**
 * One device: receives its readings, scores them, keeps its episodes, and moves what it holds to the
 * lake. The only writer of all of these. Typed RPC; every answer follows the commit.
 */
export class DeviceMonitor extends DurableObject<ObjectEnv> {
	readonly #journal: Journal;
	readonly #outbox: Outbox<Sink>;
	readonly #scheduler: Scheduler<Timer>;
	readonly #intake: Intake;
	readonly #earlyWarning: EarlyWarning;
	readonly #bedside: Bedside;
	#profile: DeviceProfile | null;
	#archiving: Promise<number> | null = null;
	/**
	 * A viewer of the ward is looking until then (wall time). `null` after a wake: a lease does not survive in memory, so
	 * the first values are sent unasked and the ward's answer says whether to go on.
	 */
	#watchedUntil: number | null = null;
	#lastLiveAt = 0;
	#liveDue = false;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, env);
		this.#journal = new Journal(ctx.storage, () => {
			this.#scheduler.reload();
			this.#intake.reload();
			this.#profile = this.#journal.profile;
		});
		this.#outbox = new Outbox(ctx.storage.sql);
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, device: this.#profile?.deviceId, reason: reason(error) }),
		);
		this.#profile = this.#journal.profile;
		this.#intake = new Intake(this.#journal, () => this.#profile, new Pace(env));
		this.#earlyWarning = new EarlyWarning(this.#journal);
		this.#bedside = {
			journal: this.#journal,
			intake: this.#intake,
			profile: () => this.#profile,
			saveProfile: (profile) => this.#saveProfile(profile),
			note: (events) => this.#note(events),
			tellContext: (row) => this.#owe("patients", row),
		};
	}

	/**
	 * Enrols the device, or changes its ward, bed or patient.
	 *
	 * @returns when that was by the device's clock, and the newest reading's time, `null` when it has none
	 */
	async enrol(enrolment: Enrolment): Promise<{ at: number; latest: number | null }> {
		const before = this.#profile;
		const at = before === null ? Date.now() : deviceTime(before, Date.now());
		const profile = enrolled(before, enrolment, at);
		this.#journal.transaction(() => {
			this.#saveProfile(profile);
			if (before !== null && before.wardId !== profile.wardId) {
				this.#tellWard(before.wardId, { kind: "leave", deviceId: profile.deviceId });
			}
		});
		await this.#deliver();
		return { at, latest: this.#intake.latest?.timestamp ?? null };
	}

	/** Issues the next key generation. Older ones stay valid. `null` when the device is not enrolled. */
	issueGeneration(): number | null {
		if (this.#profile === null) return null;
		const generation = this.#profile.generation + 1;
		this.#saveKeys({ ...this.#profile, generation });
		return generation;
	}

	/**
	 * Revokes the device's keys of generations below `below`, at once.
	 *
	 * @returns `null` when the device is not enrolled; "too_high" beyond the next generation
	 */
	revokeBelow(below: number): { generation: number; minGeneration: number } | "too_high" | null {
		const profile = this.#profile;
		if (profile === null) return null;
		const { generation } = profile;
		if (below > generation + 1) return "too_high";
		const minGeneration = Math.max(below, profile.minGeneration);
		if (minGeneration > profile.minGeneration) this.#saveKeys({ ...profile, minGeneration });
		return { generation, minGeneration };
	}

	/** The fleet's ledger says which of the fleet's keys no longer count. "not_here" when the device is not in it. */
	raiseFleetFloor(fleetId: string, minGeneration: number): "raised" | "not_here" {
		const profile = this.#profile;
		const fleet = profile?.fleet;
		if (profile === null || fleet?.id !== fleetId) return "not_here";
		if (minGeneration > fleet.minGeneration) this.#saveKeys({ ...profile, fleet: { id: fleetId, minGeneration } });
		return "raised";
	}

	/** Declares how a simulated device's clock runs: it shows `deviceNow` at this moment and gains `rate` seconds a second. */
	async setClock(key: ShownKey, deviceNow: number, rate: number): Promise<ClockResult> {
		const profile = this.#profile;
		if (profile === null) return "unknown_device";
		const verdict = judgeKey(profile, key);
		if (verdict !== "valid") return verdict;
		if (!profile.simulated) return "not_simulated";
		const clock = { anchorWall: Date.now(), anchorDevice: deviceNow, rate };
		this.#journal.transaction(() => this.#saveProfile({ ...profile, clock }));
		await this.#deliver();
		return "set";
	}

	/** Takes readings in. The answer is sent when they are on disk. */
	ingest(request: IngestRequest): IngestResult {
		const now = Date.now();
		let owes = false;
		let outcome;
		try {
			outcome = this.#intake.take(request, now, (events) => {
				owes = events.length > 0;
				this.#note(events);
			});
		} catch (error) {
			// Nothing was committed.
			log("error", "ingest.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			this.#intake.reload();
			return { outcome: "unavailable", retryAfter: 1 };
		}
		if (outcome.outcome !== "taken") return outcome;
		if (owes) this.ctx.waitUntil(this.#deliver());
		if (outcome.stored > 0) this.#liveSoon(now);
		return outcome;
	}

	/** What is said of the patient now on the device. */
	patientRecord(): RecordResult {
		return recordOf(this.#bedside);
	}

	/** Somebody says something of the patient now on the device. */
	sayOfPatient(said: PatientWord): RecordResult {
		return this.#act(() => hearOfPatient(this.#bedside, said));
	}

	/** Somebody does something to an episode. */
	actOnEpisode(action: EpisodeAction): EpisodeResult {
		return this.#act(() => takeAction(this.#bedside, action));
	}

	/** The newest `limit` readings, newest first, each with the early warning score of its moment. */
	chart(limit: number): ChartEntry[] {
		return this.#profile === null ? [] : chartOf(this.#profile, this.recent(limit));
	}

	/** The newest `limit` readings, newest first. */
	recent(limit: number): StoredReading[] {
		const last = this.#journal.lastSeq;
		return this.#journal.readings(last - limit + 1, last).reverse();
	}

	/** A ward's viewer is looking until `until` (wall time): live values are sent to the ward meanwhile. */
	watch(until: number): DeviceSnapshot {
		this.#watchedUntil = Math.max(this.#watchedUntil ?? 0, until);
		return { reading: this.#liveReading(), episodes: this.#journal.openEpisodes() };
	}

	/** Moves what is here to the lake now. Returns objects written and readings that are still here. */
	async flush(): Promise<{ written: number; pending: number }> {
		const written = this.#profile === null ? 0 : await this.#archive();
		await this.#deliver();
		return { written, pending: this.#journal.lastSeq - this.#journal.releasedSeq };
	}

	/** Answers when the object and its disk do: for `/health`. */
	ping(): number {
		return this.#journal.lastSeq + this.#outbox.size;
	}

	status(): DeviceStatus {
		return {
			lastSeq: this.#journal.lastSeq,
			releasedSeq: this.#journal.releasedSeq,
			outbox: this.#outbox.size,
			latestTimestamp: this.#intake.latest?.timestamp ?? null,
		};
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run(
			{
				archive: async () => {
					await this.#archive();
					await this.#deliver();
				},
				outbox: async () => {
					if (!(await this.#deliver())) throw new Error("the outbox is not empty");
				},
			},
			Date.now(),
		);
	}

	/** A person's action: on disk when it returns; then ward and registry are told, and viewers see the values as they now count. */
	#act<T>(action: () => T): T | { outcome: "unavailable"; retryAfter: number } {
		let done: T;
		try {
			done = action();
		} catch (error) {
			// Nothing was committed.
			log("error", "action.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			return { outcome: "unavailable", retryAfter: 1 };
		}
		this.#earlyWarning.forget();
		this.ctx.waitUntil(this.#deliver());
		this.#liveSoon(Date.now());
		return done;
	}

	/** In the transaction of the readings: what others must learn of. */
	#note(events: readonly EpisodeEvent[]): void {
		for (const event of events) {
			this.#journal.saveEpisode(event.episode);
			// The ward where the device is now shows the bed; the one where the episode began may still show the alarm.
			for (const wardId of new Set([this.#profile?.wardId ?? event.episode.wardId, event.episode.wardId])) {
				this.#tellWard(wardId, { kind: "episode", event });
			}
			this.#owe("registry", event);
		}
		const waiting = unsealedCount(this.#journal);
		const due = waiting >= this.env.LAKE_SEAL_READINGS ? Date.now() : Date.now() + this.env.LAKE_SEAL_SECONDS * 1000;
		if (waiting > 0) this.#scheduler.atLatest("archive", due);
	}

	/** Live values go to the ward while somebody watches, and once after a wake, to ask whether anybody does. */
	#liveSoon(now: number): void {
		const watched = this.#watchedUntil === null || this.#watchedUntil > now;
		if (watched && !this.#liveDue) this.ctx.waitUntil(this.#sendLive(now));
	}

	/**
	 * Sends the newest values to the ward, no sooner than the cadence allows; what comes meanwhile rides along.
	 * Live values are not owed: one that is lost is followed by the next.
	 */
	async #sendLive(now: number): Promise<void> {
		this.#liveDue = true;
		// Asked once: until the answer comes, nobody is taken to watch.
		this.#watchedUntil ??= 0;
		try {
			const pause = this.#lastLiveAt + this.env.LIVE_CADENCE_MS - now;
			if (pause > 0) await scheduler.wait(pause);
			this.#lastLiveAt = Date.now();
			this.#liveDue = false;
			const reading = this.#liveReading();
			if (reading !== null && this.#profile !== null) {
				const until = await this.env.WARD_STATION.getByName(this.#profile.wardId).live(reading);
				this.#watchedUntil = Math.max(this.#watchedUntil ?? 0, until);
			}
		} catch (error) {
			this.#watchedUntil = null;
			log("warn", "live.failed", { device: this.#profile?.deviceId, reason: reason(error) });
		}
	}

	async #deliver(): Promise<boolean> {
		const registry = connectRegistry(this.env.DB);
		const to: Deliver<Sink> = {
			ward: (body) => {
				const { wardId, news } = body as WardLetter;
				return this.env.WARD_STATION.getByName(wardId).hear(wardId, news);
			},
			registry: (body) => projectEpisodeEvent(registry, body as EpisodeEvent),
			catalogue: (body) => catalogueLakeObject(registry, body as LakeObjectRow),
			patients: (body) => savePatientContext(registry, body as PatientContextRow),
		};
		const done = await this.#outbox.drain(to, (sink, error) =>
			log("warn", "outbox.failed", { sink, device: this.#profile?.deviceId, reason: reason(error) }),
		);
		if (done) this.#scheduler.clear("outbox");
		else this.#scheduler.atLatest("outbox", Date.now() + OUTBOX_RETRY_MS);
		return done;
	}

	/** One archiving at a time: a second caller waits for the first and then takes what came since. */
	async #archive(): Promise<number> {
		while (this.#archiving !== null) await this.#archiving.catch(() => 0);
		this.#archiving = archive({
			journal: this.#journal,
			profile: this.#profile as DeviceProfile,
			bucket: this.env.LAKE,
			encode: encodeLakeObject,
			runs: () => this.#intake.runs,
			onReleased: (object) => {
				this.#owe("catalogue", object);
			},
		});
		try {
			return await this.#archiving;
		} finally {
			this.#archiving = null;
		}
	}

	#liveReading(): LiveReading | null {
		const latest = this.#intake.latest;
		if (latest === null || this.#profile === null) return null;
		const confidence = this.#intake.detector?.confidence ?? 0;
		return this.#earlyWarning.liveReading(this.#profile, latest, confidence, Date.now());
	}

	/** Keys are nobody else's business: no ward is told. */
	#saveKeys(profile: DeviceProfile): void {
		this.#journal.saveProfile(profile);
		this.#profile = profile;
	}

	/** In a transaction: the profile, and the bed as its ward should show it. */
	#saveProfile(profile: DeviceProfile): void {
		this.#journal.saveProfile(profile);
		this.#profile = profile;
		this.#tellWard(profile.wardId, { kind: "bed", bed: bedOf(profile) });
	}

	#tellWard(wardId: string, news: WardNews): void {
		this.#owe("ward", { wardId, news } satisfies WardLetter);
	}

	/** In a transaction: what `sink` must learn, and the timer that sees to it. */
	#owe(sink: Sink, body: unknown): void {
		this.#outbox.add(sink, body);
		this.#scheduler.atLatest("outbox", Date.now() + OUTBOX_RETRY_MS);
	}
}
