import { DurableObject } from "cloudflare:workers";
import { AutoRouter, type IRequest } from "itty-router";
import { connectRegistry } from "../registry/connect.ts";
import { projectEpisodeEvent } from "../registry/episodes.ts";
import { catalogueLakeObject, type LakeObjectRow } from "../registry/lake-catalogue.ts";
import type { Episode, EpisodeEvent } from "../vitals/episode.ts";
import type { LiveReading } from "../vitals/live.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { archive, unsealedCount } from "./device/archive.ts";
import { hotHistory, type HistoryQuery, type HotHistory } from "./device/history.ts";
import { Intake, type IngestRequest, type IngestResult } from "./device/intake.ts";
import { Journal } from "./device/journal.ts";
import { LakeUpkeep, upkeepDue, type UpkeepResult } from "./device/lake-upkeep.ts";
import { deviceTime, enrolled, type DeviceProfile, type Enrolment } from "./device/profile.ts";
import { patientTag } from "./device/patient-tag.ts";
import { DeviceStream } from "./device/stream.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { Outbox, type Deliver } from "./outbox.ts";
import { encodeLakeObject } from "./parquet-module.ts";
import { Scheduler } from "./scheduler.ts";
import type { WardNews } from "./ward/news.ts";

/** Who is told of what happens here. */
type Sink = "ward" | "registry" | "catalogue";
type Timer = "archive" | "outbox" | "compact";

/** An undelivered outbox entry is tried again this long after its commit, even if the object was evicted meanwhile. */
const OUTBOX_RETRY_MS = 5_000;

/** On the Worker's own request for a stream: the generation of the key that it has checked. */
export const STREAM_GENERATION_HEADER = "x-key-generation";

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
	/** The device's clock minus ours, ms, as its stream last said; `null` while it has not. */
	readonly clockSkewMs: number | null;
}

/** What the simulated clock was set to, or why not. */
export type ClockResult = "set" | "unknown_device" | "revoked" | "not_simulated";

/**
 * One device: receives its readings, scores them, keeps its episodes, and moves what it holds to the
 * lake. The only writer of all of these. Typed RPC; every answer follows the commit.
 */
export class DeviceMonitor extends DurableObject<ObjectEnv> {
	readonly #journal: Journal;
	readonly #outbox: Outbox<Sink>;
	readonly #scheduler: Scheduler<Timer>;
	readonly #intake: Intake;
	readonly #stream: DeviceStream;
	readonly #router = AutoRouter();
	#profile: DeviceProfile | null;
	#archiving: Promise<number> | null = null;
	readonly #upkeep: LakeUpkeep;
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
		});
		this.#outbox = new Outbox(ctx.storage.sql);
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, device: this.#profile?.deviceId, reason: reason(error) }),
		);
		this.#upkeep = new LakeUpkeep(ctx.storage.sql);
		this.#profile = this.#journal.profile;
		this.#intake = new Intake(this.#journal, () => this.#profile);
		this.#stream = new DeviceStream({
			sockets: ctx,
			intake: this.#intake,
			commit: () => this.#commit(),
			tagOf: (patientId) => patientTag(env, patientId),
			calmGroup: () => this.env.STREAM_GROUP,
			watched: (now) => (this.#watchedUntil ?? 0) > now,
			onValues: (now) => this.#show(now),
			deviceTime: (now) => (this.#profile === null ? now : deviceTime(this.#profile, now)),
		});
		// Answered by the platform without waking the object.
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
		this.#router.get("/stream", (request: IRequest) =>
			this.#stream.connect(Number(request.headers.get(STREAM_GENERATION_HEADER))),
		);
	}

	/** The device's stream only; the Worker has checked the key. */
	override fetch(request: Request): Promise<Response> {
		return this.#router.fetch(request);
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		this.#stream.message(socket, data);
	}

	override webSocketClose(socket: WebSocket, code: number): void {
		this.#tryCommit();
		// 1005 and 1006 say that no code came; they may not be sent.
		socket.close(code === 1005 || code === 1006 ? 1000 : code);
	}

	override webSocketError(): void {
		this.#tryCommit();
	}

	/**
	 * Enrols the device, or changes its ward, bed or patient.
	 *
	 * @returns when that was by the device's clock, and the newest reading's time, `null` when it has none
	 */
	async enrol(enrolment: Enrolment): Promise<{ at: number; latest: number | null }> {
		this.#tryCommit();
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
		this.#profile = { ...this.#profile, generation };
		this.#journal.saveProfile(this.#profile);
		return generation;
	}

	/** Declares how a simulated device's clock runs: it shows `deviceNow` at this moment and gains `rate` seconds a second. */
	async setClock(generation: number, deviceNow: number, rate: number): Promise<ClockResult> {
		const profile = this.#profile;
		if (profile === null) return "unknown_device";
		if (!this.#intake.accepts(generation)) return "revoked";
		if (!profile.simulated) return "not_simulated";
		this.#tryCommit();
		const clock = { anchorWall: Date.now(), anchorDevice: deviceNow, rate };
		this.#journal.transaction(() => this.#saveProfile({ ...profile, clock }));
		await this.#deliver();
		return "set";
	}

	/** Takes readings in. The answer is sent when they are on disk, and with them what the stream had brought before. */
	ingest(request: IngestRequest): IngestResult {
		const refusal = this.#intake.refusal(request.generation);
		if (refusal !== null) return refusal;
		const now = Date.now();
		try {
			const results = this.#intake.accept(request.items, now);
			this.#commit();
			const stored = results.filter((result) => result.kind === "stored").length;
			if (stored > 0) this.#show(now);
			return { outcome: "taken", stored, results };
		} catch (error) {
			// Nothing was committed.
			log("error", "ingest.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			this.#intake.reload();
			return { outcome: "unavailable", retryAfter: 1 };
		}
	}

	/** The newest `limit` readings, newest first. */
	recent(limit: number): StoredReading[] {
		this.#tryCommit();
		const last = this.#journal.lastSeq;
		return this.#journal.readings(last - limit + 1, last).reverse();
	}

	/** A ward's viewer is looking until `until` (wall time): live values are sent to the ward meanwhile. */
	watch(until: number): DeviceSnapshot {
		this.#watchedUntil = Math.max(this.#watchedUntil ?? 0, until);
		this.#stream.refresh(Date.now());
		return { reading: this.#liveReading(), episodes: this.#journal.openEpisodes() };
	}

	/** Moves what is here to the lake now. Returns objects written and readings that are still here. */
	async flush(): Promise<{ written: number; pending: number }> {
		this.#tryCommit();
		const written = this.#profile === null ? 0 : await this.#archive();
		await this.#deliver();
		return { written, pending: this.#journal.lastSeq - this.#journal.releasedSeq };
	}

	/** What is here of a stretch of time; the lake has the rest. */
	history(query: HistoryQuery): HotHistory {
		return hotHistory(this.#journal, query, this.#outbox.pending("catalogue") as LakeObjectRow[]);
	}

	/** Does what is due for the device's part of the lake. With `wholeDays` false, days that are not over are compacted too. */
	async compact(wholeDays: boolean): Promise<UpkeepResult | null> {
		await this.#deliver();
		if (this.#profile === null) return null;
		const context = {
			env: this.env,
			registry: connectRegistry(this.env.DB),
			profile: this.#profile,
			encode: encodeLakeObject,
			catalogued: () => this.#outbox.pending("catalogue").length === 0,
			schedule: (due: number) => this.#scheduler.atLatest("compact", due),
		};
		return this.#upkeep.run(context, Date.now(), wholeDays);
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
			clockSkewMs: this.#intake.skewMs,
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
				compact: async () => void (await this.compact(true)),
			},
			Date.now(),
		);
	}

	/**
	 * Writes down what was received. What follows from it is told after that.
	 *
	 * @throws when the transaction failed: what was not committed is forgotten
	 */
	#commit(): void {
		const changes = this.#intake.commit((events) => this.#note(events));
		if (changes === null) return;
		if (changes > 0) this.ctx.waitUntil(this.#deliver());
		this.#stream.acknowledge();
	}

	/** Before others look at the journal or change what it is about. A failure costs only what nobody was told of. */
	#tryCommit(): void {
		try {
			this.#commit();
		} catch (error) {
			log("error", "commit.failed", { device: this.#profile?.deviceId, reason: reason(error) });
		}
	}

	/** Live values go out on receipt, while somebody looks. */
	#show(now: number): void {
		const watched = this.#watchedUntil === null || this.#watchedUntil > now;
		if (watched && !this.#liveDue) this.ctx.waitUntil(this.#sendLive(now));
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
		const profile = this.#profile as DeviceProfile;
		this.#archiving = archive({
			journal: this.#journal,
			profile,
			bucket: this.env.LAKE,
			encode: encodeLakeObject,
			runs: () => this.#intake.runs,
			onReleased: (object) => {
				this.#owe("catalogue", object);
				this.#scheduler.atLatest("compact", upkeepDue(this.env, profile, object.lastTimestamp, Date.now()));
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
		const { timestamp, receivedAt, vitals, battery, score, risk } = latest;
		const committed = this.#intake.latestCommitted;
		return { deviceId: this.#profile.deviceId, timestamp, receivedAt, vitals, battery, score, risk, committed };
	}

	/** In a transaction: the profile, and the bed as its ward should show it. */
	#saveProfile(profile: DeviceProfile): void {
		this.#journal.saveProfile(profile);
		this.#profile = profile;
		this.#stream.refresh(Date.now());
		this.#tellWard(profile.wardId, {
			kind: "bed",
			bed: {
				deviceId: profile.deviceId,
				bedId: profile.bedId,
				label: profile.bedLabel ?? profile.deviceId,
				patient: profile.assignments.find((assignment) => assignment.to === null)?.surrogate ?? null,
				simulated: profile.simulated,
				clockRate: profile.clock?.rate ?? 1,
			},
		});
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
