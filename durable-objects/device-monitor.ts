import { DurableObject } from "cloudflare:workers";
import type { EpisodeEvent } from "../vitals/episode.ts";
import type { PatientTags } from "../vitals/identity.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { statusOf, type Brief, type ClockResult, type DeviceSnapshot, type DeviceStatus } from "./device/answers.ts";
import { discharge, enrol, namedPatient, resolveMismatch, type MismatchDecision } from "./device/assignment.ts";
import { CareWatch } from "./device/care-watch.ts";
import type { Bedside } from "./device/bedside.ts";
import { hearOfPatient, recordOf, type PatientWord, type RecordResult } from "./device/clinical.ts";
import { setClock } from "./device/clock.ts";
import { takeAction, type EpisodeAction, type EpisodeResult } from "./device/episode-actions.ts";
import type { ChartEntry } from "./device/early-warning.ts";
import { Erasures, type ErasureProgress } from "./device/erasure.ts";
import { firmwareEar } from "./device/firmware.ts";
import type { HistoryQuery, HotHistory } from "./device/history.ts";
import type { IngestRequest, IngestResult } from "./device/ingest.ts";
import { Intake } from "./device/intake.ts";
import { Journal } from "./device/journal.ts";
import { LakeSide } from "./device/lake-side.ts";
import type { UpkeepResult } from "./device/lake-upkeep.ts";
import { expireLimits, followTemplate } from "./device/limits.ts";
import type { KeyRing, ShownKey } from "./device/key-ring.ts";
import { Keys, type KeysLeft } from "./device/keys.ts";
import { Pace } from "./device/pace.ts";
import type { DeviceProfile, Enrolment } from "./device/profile.ts";
import { patientTags } from "./device/patient-tag.ts";
import { Post } from "./device/post.ts";
import { DeviceStream } from "./device/stream.ts";
import { SilenceWatch } from "./device/silence.ts";
import { Troubles } from "./device/troubles.ts";
import { Turn, type Correlation } from "./device/turn.ts";
import { View } from "./device/view.ts";
import { WardLine } from "./device/ward-line.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { answerClose } from "./sockets.ts";
import { resident } from "./residency.ts";
import { Scheduler } from "./scheduler.ts";

type Timer = "archive" | "outbox" | "compact" | "care";

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
	readonly #view: View;
	readonly #bedside: Bedside;
	readonly #lake: LakeSide;
	readonly #erasures: Erasures;
	readonly #stream: DeviceStream;
	readonly #pace: Pace;
	readonly #keys: Keys;
	readonly #care: CareWatch;
	readonly #hearFirmware: (version: string | undefined) => void;
	readonly #turn: Turn;
	readonly #troubles = new Troubles();

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		this.#journal = new Journal(ctx.storage, () => {
			this.#scheduler.reload();
			this.#intake.reload();
			this.#turn.reload();
		});
		this.#turn = new Turn(this.#journal, (work) => ctx.waitUntil(work));
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, device: this.#turn.profile?.deviceId, reason: reason(error) }),
		);
		this.#post = new Post(ctx.storage.sql, {
			env: () => this.env,
			deviceId: () => this.#turn.profile?.deviceId,
			remind: (due) => this.#scheduler.atLatest("outbox", due),
			wakesBy: (time) => this.#scheduler.wakesBy(time),
			done: () => this.#scheduler.clear("outbox"),
			heard: (wardId, policy) => this.#care.hear(wardId, policy),
			troubles: this.#troubles,
		});
		const profileNow = () => this.#turn.profile;
		const own = { env: () => this.env, profile: profileNow, journal: this.#journal };
		const desk = {
			...own,
			keepProfile: (profile: DeviceProfile) => this.#turn.keepProfile(profile),
			note: (events: readonly EpisodeEvent[]) => this.#turn.note(events),
			deliver: () => ctx.waitUntil(this.#post.deliver()),
		};
		this.#hearFirmware = firmwareEar({ ...desk, tell: (row) => this.#post.owe("firmware", row) });
		this.#care = new CareWatch({
			...desk,
			commit: () => this.#turn.tryCommit(),
			expireLimits: (now) => expireLimits(this.#bedside, now),
			followTemplate: (wardId, template) => followTemplate(this.#bedside, wardId, template),
			remind: (due) => this.#scheduler.atLatest("care", due),
		});
		// Nobody else's business: no ward is told. A stream whose key no longer counts is closed in the same turn.
		const saveKeys = (change: Partial<KeyRing>) => {
			this.#turn.tryCommit();
			this.#turn.keepProfile({ ...(this.#turn.profile as DeviceProfile), ...change });
			this.#stream.refresh(Date.now());
		};
		this.#keys = new Keys(profileNow, saveKeys);
		this.#intake = new Intake(this.#journal, profileNow, (now) => this.#care.expire(now));
		this.#erasures = new Erasures(ctx.storage.sql);
		this.#lake = new LakeSide({
			...own,
			sql: ctx.storage.sql,
			intake: this.#intake,
			post: this.#post,
			troubles: this.#troubles,
			erasing: () => this.#erasures.running,
			remind: (work, due) => this.#scheduler.atLatest(work, due),
		});
		const heard = { latest: () => this.#intake.latest, stream: () => this.#stream };
		this.#silence = new SilenceWatch(this.#journal, profileNow, heard);
		const shows = { reading: () => this.#view.live(), waitUntil: (work: Promise<void>) => ctx.waitUntil(work) };
		this.#line = new WardLine({ ...own, ...shows, trouble: () => this.#troubles.present }, this.#silence);
		this.#bedside = {
			...desk,
			intake: this.#intake,
			saveProfile: (profile) => this.#turn.saveProfile(profile),
			tellContext: (row) => this.#post.owe("patients", row),
			tellRewrapping: (letter) => this.#post.owe("identifiers", letter),
			tellLimit: (change) => this.#post.owe("limits", change),
			tellObservation: (row) => this.#post.owe("observations", row),
		};
		this.#view = new View(this.#bedside);
		this.#pace = new Pace(() => this.env);
		this.#stream = new DeviceStream({
			...own,
			sockets: ctx,
			intake: this.#intake,
			pace: this.#pace,
			silence: this.#silence,
			line: this.#line,
			commit: () => this.#turn.commit(),
			tagsOf: (patientId) => patientTags(env, patientId),
			hearFirmware: this.#hearFirmware,
		});
		this.#turn.connect({
			intake: this.#intake,
			post: this.#post,
			care: this.#care,
			lake: this.#lake,
			stream: this.#stream,
			line: this.#line,
			view: this.#view,
			bedside: this.#bedside,
			env: () => this.env,
		});
		this.#post.resume();
	}

	/** The device's stream only; the Worker has checked the key. */
	override fetch(request: Request): Promise<Response> {
		return this.#stream.fetch(request);
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		this.#stream.message(socket, data);
	}

	override webSocketClose(socket: WebSocket, code: number): void {
		this.webSocketError(socket);
		answerClose(socket, code);
	}

	override webSocketError(socket: WebSocket): void {
		this.#stream.closed(socket);
		this.#turn.tryCommit();
	}

	/** Enrols the device, or changes its ward, bed or patient. Returns when, by its clock, and the newest reading's time. */
	async enrol(enrolment: Enrolment): Promise<{ at: number; latest: number | null }> {
		this.#turn.tryCommit();
		const at = enrol(this.#bedside, this.#silence, this.#post, enrolment);
		this.#view.forget();
		await this.#post.deliver();
		return { at, latest: this.#intake.latest?.timestamp ?? null };
	}

	/** Issues the next key generation. Older ones stay valid. `null` when the device is not enrolled. */
	issueGeneration(): number | null {
		return this.#keys.issue();
	}

	/** Revokes the device's keys of generations below `below`, at once. `null` when the device is not enrolled. */
	revokeBelow(below: number): KeysLeft | "too_high" | null {
		return this.#keys.revokeBelow(below);
	}

	/** The fleet's ledger says which of the fleet's keys no longer count. "not_here" when the device is not in it. */
	raiseFleetFloor(fleetId: string, minGeneration: number): "raised" | "not_here" {
		return this.#keys.raiseFleetFloor(fleetId, minGeneration);
	}

	/** Declares how a simulated device's clock runs: it shows `deviceNow` at this moment and gains `rate` seconds a second. */
	async setClock(key: ShownKey, deviceNow: number, rate: number): Promise<ClockResult> {
		this.#turn.tryCommit();
		const result = setClock(this.#bedside, key, deviceNow, rate);
		await this.#post.deliver();
		return result;
	}

	/** Takes readings in. The answer is sent when they are on disk, and with them what the stream had brought before. */
	ingest(request: IngestRequest): IngestResult {
		const refusal = this.#intake.refusal(request);
		if (refusal !== null) return refusal;
		const now = Date.now();
		const wait = this.#pace.admit(request.items.length, now);
		if (wait !== null) return { outcome: "too_fast", retryAfter: wait };
		try {
			this.#hearFirmware(request.firmware);
			const results = this.#intake.accept(request.items, now);
			this.#turn.commit();
			const stored = results.filter((result) => result.kind === "stored").length;
			if (stored > 0) this.#line.show(now);
			return { outcome: "taken", stored, results };
		} catch (error) {
			// Nothing was committed.
			const { correlationId: correlation_id } = request;
			const device = this.#turn.profile?.deviceId;
			log("error", "ingest.failed", { correlation_id, device, reason: reason(error) });
			this.#intake.reload();
			return { outcome: "unavailable", retryAfter: 1 };
		}
	}

	/**
	 * As `ingest`, for what is called each second: its result as JSON. An object that a call returns may hold functions, so that
	 * the runtime keeps the call open until it is dropped; a text is the cheaper answer.
	 */
	ingestJson(request: IngestRequest): string {
		return JSON.stringify(this.ingest(request));
	}

	/** The patient leaves the device, if they are on it: `by`, a person's id, says so. */
	async discharge(patient: string, by: string, correlation: Correlation = null): Promise<void> {
		this.#turn.act(() => discharge(this.#bedside, patient, by), { action: "discharge", correlation_id: correlation });
		await this.#post.deliver();
	}

	/** Whom the device names in spite of its assignment; `null` when the episode is not open, or not about that. */
	namedPatient(episodeId: string): PatientTags | null {
		this.#turn.tryCommit();
		return namedPatient(this.#bedside, episodeId);
	}

	/** Somebody decided whose the device is. */
	async resolveMismatch(decision: MismatchDecision, correlation: Correlation = null): Promise<EpisodeResult> {
		const deed = { action: "resolve", correlation_id: correlation };
		const result = this.#turn.act(() => resolveMismatch(this.#bedside, decision), deed);
		await this.#post.deliver();
		return result;
	}

	/** Goes on with taking a patient, for whom `tags` stood, out of this device and its part of the lake. */
	erase(patient: string, tags: readonly string[]): Promise<ErasureProgress> {
		this.#turn.commit();
		this.#view.forget();
		const own = { bedside: this.#bedside, lake: this.#lake, post: this.#post };
		return this.#erasures.advance({ ...own, patient, tags: new Set(tags) });
	}

	/** The registry has nothing of the patient any more: neither need this. */
	forgetErasure(patient: string): void {
		this.#erasures.forget(patient);
	}

	/** What is said of the patient now on the device. */
	patientRecord(): RecordResult {
		return recordOf(this.#bedside);
	}

	/** Somebody says something of the patient now on the device. */
	sayOfPatient(said: PatientWord, correlation: Correlation = null): RecordResult {
		const deed = { action: said.kind, correlation_id: correlation };
		return this.#turn.act(() => hearOfPatient(this.#bedside, said), deed);
	}

	/** Its ward says which template stands in for what nobody has said of a patient; null for none. */
	followWard(wardId: string, template: string | null): void {
		this.#turn.act(() => this.#care.follow(wardId, template), { action: "follow-ward", correlation_id: null });
	}

	/** Somebody does something to an episode. */
	actOnEpisode(action: EpisodeAction, correlation: Correlation = null): EpisodeResult {
		return this.#turn.act(() => takeAction(this.#bedside, action), {
			action: action.kind,
			correlation_id: correlation,
		});
	}

	/** The newest `limit` readings of the patient now on the device, newest first, each with the early warning score of its moment. */
	chart(limit: number): ChartEntry[] {
		this.#turn.tryCommit();
		return this.#view.chart(limit);
	}

	/** What an answer about the device may rest on: all of one moment, so that no two patients meet in it. */
	brief(limit: number): Brief {
		this.#turn.tryCommit();
		return this.#view.brief(limit, this.#bedside);
	}

	/** The newest `limit` readings, newest first. */
	recent(limit: number): StoredReading[] {
		this.#turn.tryCommit();
		return this.#view.recent(limit);
	}

	/** A ward's viewer is looking until `until` (wall time): live values are sent to the ward meanwhile. */
	watch(until: number): DeviceSnapshot {
		const now = Date.now();
		this.#line.watch(until, now);
		this.#stream.refresh(now);
		return this.#view.snapshot();
	}

	/** Its ward has not heard of it in time: an episode may open. Returns when to ask again; `null` for not until it is heard. */
	checkSilence(): number | null {
		// Nothing that a dead device had sent may be lost.
		this.#turn.tryCommit();
		const { askAt, event } = this.#silence.check(Date.now());
		if (event !== null) this.#journal.transaction(() => this.#turn.note([event]));
		if (event !== null) this.ctx.waitUntil(this.#post.deliver());
		return askAt;
	}

	/** Moves what is here to the lake now. Returns objects written and readings that are still here. */
	flush(): Promise<{ written: number; pending: number }> {
		this.#turn.tryCommit();
		return this.#lake.flush();
	}

	/** What is here of a stretch of time; the lake has the rest. */
	history(query: HistoryQuery): HotHistory {
		this.#turn.tryCommit();
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
		return statusOf(this.#bedside, this.#post, this.#silence, this.#stream);
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run(
			{
				archive: () => this.#lake.archiveDue(),
				outbox: () => this.#post.deliverAll(),
				compact: async () => void (await this.compact(true)),
				care: () => this.#care.lookAfter(Date.now()),
			},
			Date.now(),
		);
	}
}
