import { DurableObject } from "cloudflare:workers";
import { AutoRouter, type IRequest } from "itty-router";
import type { Episode, EpisodeEvent } from "../vitals/episode.ts";
import type { LiveReading } from "../vitals/live.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { hearOfPatient, recordOf, takeAction, type Bedside, type EpisodeAction } from "./device/clinical.ts";
import type { EpisodeResult, PatientWord, RecordResult } from "./device/clinical.ts";
import { chartOf, EarlyWarning, type ChartEntry } from "./device/early-warning.ts";
import type { HistoryQuery, HotHistory } from "./device/history.ts";
import { Intake, type IngestRequest, type IngestResult } from "./device/intake.ts";
import { Journal } from "./device/journal.ts";
import { LakeSide } from "./device/lake-side.ts";
import type { UpkeepResult } from "./device/lake-upkeep.ts";
import { bedOf, deviceTime, enrolled, type DeviceProfile, type Enrolment } from "./device/profile.ts";
import { patientTag } from "./device/patient-tag.ts";
import { Post } from "./device/post.ts";
import { DeviceStream } from "./device/stream.ts";
import { watchedGroup } from "./device/stream-group.ts";
import { SilenceWatch } from "./device/silence.ts";
import { WardLine } from "./device/ward-line.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { resident } from "./residency.ts";
import { Scheduler } from "./scheduler.ts";

type Timer = "archive" | "outbox" | "compact";

/**
 * An object that has readings wakes within an hour to take them to the lake, whatever else happens. Long before that its
 * device's next reading wakes it, or its ward, which asks after a device that is not heard for 80 s.
 */
const LONGEST_SLEEP_MS = 3_600_000;

/** On the Worker's own request for a stream: the generation of the key that it has checked. */
export const STREAM_GENERATION_HEADER = "x-key-generation";

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
	readonly #post: Post;
	readonly #scheduler: Scheduler<Timer>;
	readonly #intake: Intake;
	readonly #silence: SilenceWatch;
	readonly #line: WardLine;
	readonly #earlyWarning: EarlyWarning;
	readonly #bedside: Bedside;
	readonly #lake: LakeSide;
	readonly #stream: DeviceStream;
	readonly #router = AutoRouter();
	#profile: DeviceProfile | null;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		this.#journal = new Journal(ctx.storage, () => {
			this.#scheduler.reload();
			this.#intake.reload();
			this.#profile = this.#journal.profile;
		});
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, device: this.#profile?.deviceId, reason: reason(error) }),
		);
		this.#post = new Post(ctx.storage.sql, {
			env: () => this.env,
			deviceId: () => this.#profile?.deviceId,
			remind: (due) => this.#scheduler.atLatest("outbox", due),
			isAwaited: () => this.#scheduler.wakesBy(Date.now() + LONGEST_SLEEP_MS),
			done: () => this.#scheduler.clear("outbox"),
		});
		this.#profile = this.#journal.profile;
		this.#intake = new Intake(this.#journal, () => this.#profile);
		this.#lake = new LakeSide({
			sql: ctx.storage.sql,
			env: () => this.env,
			profile: () => this.#profile,
			journal: this.#journal,
			intake: this.#intake,
			post: this.#post,
			remind: (work, due) => this.#scheduler.atLatest(work, due),
		});
		this.#silence = new SilenceWatch(
			this.#journal,
			() => this.#profile,
			() => this.#intake.latest,
		);
		const line = {
			env: () => this.env,
			profile: () => this.#profile,
			reading: () => this.#liveReading(),
			waitUntil: (work: Promise<void>) => ctx.waitUntil(work),
		};
		this.#line = new WardLine(line, this.#silence);
		this.#earlyWarning = new EarlyWarning(this.#journal);
		this.#bedside = {
			journal: this.#journal,
			intake: this.#intake,
			profile: () => this.#profile,
			saveProfile: (profile) => this.#saveProfile(profile),
			note: (events) => this.#note(events),
			tellContext: (row) => this.#post.owe("patients", row),
		};
		this.#stream = new DeviceStream({
			sockets: ctx,
			intake: this.#intake,
			commit: () => this.#commit(),
			tagOf: (patientId) => patientTag(env, patientId),
			calmGroup: (now) =>
				this.#line.watched(now) ? watchedGroup(this.env.STREAM_GROUP, this.env.LIVE_CADENCE_MS) : this.env.STREAM_GROUP,
			onValues: (now) => this.#line.show(now),
			deviceTime: (now) => (this.#profile === null ? now : deviceTime(this.#profile, now)),
		});
		this.#post.resume();
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
			this.#note(this.#silence.ended(profile, at));
			this.#saveProfile(profile);
			if (before !== null && before.wardId !== profile.wardId) {
				this.#post.tellWard(before.wardId, { kind: "leave", deviceId: profile.deviceId });
			}
		});
		await this.#post.deliver();
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
		await this.#post.deliver();
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
			if (stored > 0) this.#line.show(now);
			return { outcome: "taken", stored, results };
		} catch (error) {
			// Nothing was committed.
			log("error", "ingest.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			this.#intake.reload();
			return { outcome: "unavailable", retryAfter: 1 };
		}
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
		this.#tryCommit();
		const last = this.#journal.lastSeq;
		return this.#journal.readings(last - limit + 1, last).reverse();
	}

	/** A ward's viewer is looking until `until` (wall time): live values are sent to the ward meanwhile. */
	watch(until: number): DeviceSnapshot {
		const now = Date.now();
		this.#line.watch(until, now);
		this.#stream.refresh(now);
		return { reading: this.#liveReading(), episodes: this.#journal.openEpisodes() };
	}

	/**
	 * Its ward has not heard of this device in time. When there was no reading either, an episode opens.
	 *
	 * @returns when to ask again (wall time); `null` for not until something is heard
	 */
	checkSilence(): number | null {
		// Nothing that a dead device had sent may be lost.
		this.#tryCommit();
		const { askAt, event } = this.#silence.check(Date.now());
		if (event !== null) {
			this.#journal.transaction(() => this.#note([event]));
			this.ctx.waitUntil(this.#post.deliver());
		}
		return askAt;
	}

	/** Moves what is here to the lake now. Returns objects written and readings that are still here. */
	async flush(): Promise<{ written: number; pending: number }> {
		this.#tryCommit();
		const written = await this.#lake.archive();
		await this.#post.deliver();
		return { written, pending: this.#journal.lastSeq - this.#journal.releasedSeq };
	}

	/** What is here of a stretch of time; the lake has the rest. */
	history(query: HistoryQuery): HotHistory {
		this.#tryCommit();
		return this.#lake.history(query);
	}

	/** Does what is due for the device's part of the lake. With `wholeDays` false, days that are not over are compacted too. */
	compact(wholeDays: boolean): Promise<UpkeepResult | null> {
		return this.#lake.compact(wholeDays);
	}

	/** Answers when the object and its disk do: for `/health`. */
	ping(): number {
		return this.#journal.lastSeq + this.#post.size;
	}

	status(): DeviceStatus {
		return {
			lastSeq: this.#journal.lastSeq,
			releasedSeq: this.#journal.releasedSeq,
			outbox: this.#post.size,
			latestTimestamp: this.#intake.latest?.timestamp ?? null,
			clockSkewMs: this.#intake.skewMs,
		};
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run(
			{
				archive: async () => {
					// Where readings came there will be more: setting it now saves clearing it, and setting it anew.
					if ((await this.#lake.archive()) > 0) this.#lake.noteMore(Date.now());
					await this.#post.deliver();
				},
				outbox: async () => {
					if (!(await this.#post.deliver())) throw new Error("the outbox is not empty");
				},
				compact: async () => void (await this.compact(true)),
			},
			Date.now(),
		);
	}

	/** A person's action: on disk when it returns; then ward and registry are told, and viewers see the values as they now count. */
	#act<T>(action: () => T): T | { outcome: "unavailable"; retryAfter: number } {
		let done: T;
		try {
			// The detector goes to disk with the action: the readings that it has seen go before it.
			this.#commit();
			done = action();
		} catch (error) {
			// Nothing was committed.
			log("error", "action.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			return { outcome: "unavailable", retryAfter: 1 };
		}
		this.#earlyWarning.forget();
		this.ctx.waitUntil(this.#post.deliver());
		this.#line.showAgain(Date.now());
		return done;
	}

	/**
	 * Writes down what was received. What follows from it is told after that.
	 *
	 * @throws when the transaction failed: what was not committed is forgotten
	 */
	#commit(): void {
		const changes = this.#intake.commit((events) => this.#note(events));
		if (changes === null) return;
		if (changes > 0) {
			this.ctx.waitUntil(this.#post.deliver());
			// The values beside the alarm are those that it is about.
			if (this.#line.watched(Date.now())) this.#line.showAgain(Date.now());
		}
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

	/** In the transaction of the readings: what others must learn of. */
	#note(events: readonly EpisodeEvent[]): void {
		for (const event of events) {
			this.#journal.saveEpisode(event.episode);
			// The ward where the device is now shows the bed; the one where the episode began may still show the alarm.
			for (const wardId of new Set([this.#profile?.wardId ?? event.episode.wardId, event.episode.wardId])) {
				this.#post.tellWard(wardId, { kind: "episode", event });
			}
			this.#post.owe("registry", event);
		}
		this.#lake.noteWaiting(Date.now());
	}

	#liveReading(): LiveReading | null {
		const latest = this.#intake.latest;
		if (latest === null || this.#profile === null) return null;
		const confidence = this.#intake.detector?.confidence ?? 0;
		const reading = this.#earlyWarning.liveReading(this.#profile, latest, confidence, Date.now());
		return { ...reading, committed: this.#intake.latestCommitted };
	}

	/** In a transaction: the profile, and the bed as its ward should show it. */
	#saveProfile(profile: DeviceProfile): void {
		this.#journal.saveProfile(profile);
		this.#profile = profile;
		this.#stream.refresh(Date.now());
		this.#post.tellWard(profile.wardId, { kind: "bed", bed: bedOf(profile) });
	}
}
