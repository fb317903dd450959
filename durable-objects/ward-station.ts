import { DurableObject } from "cloudflare:workers";
import { AutoRouter, type IRequest } from "itty-router";
import { connectRegistry } from "../registry/connect.ts";
import type { Session } from "../registry/standing.ts";
import type { EscalationStep } from "../vitals/episode.ts";
import type { LiveReading } from "../vitals/live.ts";
import type { Trouble, TroubledDevice } from "../vitals/health.ts";
import type { TestAnswer } from "../vitals/notifications.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { resident } from "./residency.ts";
import { answerClose } from "./sockets.ts";
import { Scheduler } from "./scheduler.ts";
import type { WardNews, WardPolicy } from "./ward/news.ts";
import type { LogLine } from "./ward/notice-outbox.ts";
import { FramePace } from "./ward/frame-pace.ts";
import { Notifier } from "./ward/notifier.ts";
import { Roster } from "./ward/roster.ts";
import { viewerOf, Viewers } from "./ward/viewers.ts";
import { Watchlist } from "./ward/watchlist.ts";
import { within } from "./within.ts";

/** How long a device goes on sending live values after it was asked. */
const LEASE_MS = 60_000;
/** While somebody watches, devices of which nothing was heard are asked again this often, and viewers looked at. */
const RENEW_MS = 20_000;
/** A device that was heard within this has a lease that outlasts the next round: it was given one with the answer. */
const HEARD_MS = LEASE_MS - 1.5 * RENEW_MS;
/** The rounds follow what devices send. The alarm is for a ward in which hardly anybody does: setting it costs a row. */
const ALARM_MS = 60_000;
/** It asks all but those that send all the time: the lease of others may end before it comes again. */
const HEARD_BEFORE_ALARM_MS = 15_000;
/** Devices asked at the same time. */
const ASK_AT_ONCE = 40;
/** A device that has not answered in this time is asked again in the next round: it must not hold up the others. */
const ANSWER_MS = 5_000;
/** A device that has not answered, or is new here, is asked after this. */
const LISTEN_MS = 20_000;
/** Devices that are to be asked within this of each other are asked together: an alarm costs a row. */
const TOGETHER_MS = 5_000;

/** `leases`: while somebody watches. `silence`: while a device is waited for. `notify`: while people are to be told of something. */
type Timer = "leases" | "silence" | "notify";

/**
 * One ward's live side: what its viewers see. Holds no truth: devices decide, this passes on.
 * Sockets hibernate while nothing moves; devices send live values only while a viewer is connected.
 * It listens at all times: a device that is not heard when it should be is asked, and says itself whether it is silent.
 */
export class WardStation extends DurableObject<ObjectEnv> {
	readonly #roster: Roster;
	readonly #watchlist: Watchlist;
	readonly #scheduler: Scheduler<Timer>;
	readonly #router = AutoRouter();
	readonly #pace = new FramePace();
	readonly #viewers: Viewers;
	/** Tells people who do not look. */
	readonly #notifier: Notifier;
	/** When each device last sent its values, or answered; only of those that have answered since this object woke. */
	readonly #heardAt = new Map<string, number>();
	/** What devices cannot do, as they last said. */
	readonly #troubles = new Map<string, Trouble>();
	#frameDue = false;
	#renewedAt = 0;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		this.#roster = new Roster(ctx.storage.sql);
		this.#watchlist = new Watchlist(ctx.storage.sql);
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, ward: this.#roster.wardId, reason: reason(error) }),
		);
		// A ward that has never listened, or whose devices were all quiet and are not known to be.
		if (this.#scheduler.due("silence") === null) this.#listenAgain(Date.now() + LISTEN_MS);
		this.#viewers = new Viewers(ctx, () => this.#roster.wardId);
		this.#notifier = new Notifier(ctx.storage, {
			env: () => this.env,
			wardId: () => this.#roster.wardId,
			bedOf: (deviceId) => this.#roster.bedOf(deviceId),
			remind: (due) => this.#scheduler.atLatest("notify", due),
			remindAt: (due) => this.#scheduler.at("notify", due),
		});
		this.#router.get("/live", (request: IRequest) => this.#connect(viewerOf(request)));
	}

	/** WebSockets only; the Worker has checked who asks. */
	override fetch(request: Request): Promise<Response> {
		return this.#router.fetch(request);
	}

	/** Answers when the object does: for `/health`. */
	ping(): number {
		return this.#roster.beds.length;
	}

	/** Devices that cannot do what they should, as far as they said since this object woke: each says so with every beat. */
	troubled(): TroubledDevice[] {
		return [...this.#troubles].map(([device_id, trouble]) => ({ device_id, ...trouble }));
	}

	/**
	 * What a device must tell its ward, after it is on the device's disk. Hearing it twice does no harm.
	 *
	 * @returns what the ward has decided for its beds
	 */
	hear(wardId: string, news: WardNews): WardPolicy {
		this.#roster.learnName(wardId);
		this.#take(wardId, news);
		return { escalation: this.#roster.escalation, template: this.#roster.template };
	}

	/** Which template stands in here for what nobody has said of a patient; null for none. */
	chooseTemplate(wardId: string, template: string | null): void {
		this.#roster.setTemplate(wardId, template);
	}

	/** How this ward escalates; null for the default. Its devices learn of it with the next news that they send. */
	configure(wardId: string, escalation: readonly EscalationStep[] | null): void {
		this.#roster.setEscalation(wardId, escalation);
	}

	#take(wardId: string, news: WardNews): void {
		switch (news.kind) {
			case "bed":
				if (!this.#roster.setBed(wardId, news.bed)) return;
				this.#sendRoster();
				// It may have another patient, or may just have come: what it said before counts no more.
				this.#watchlist.forget(news.bed.deviceId);
				this.#heardAt.delete(news.bed.deviceId);
				this.#listenAgain(Date.now() + LISTEN_MS);
				// Viewers must not wait for the next round to see the new bed's values.
				if (this.#viewers.any) this.ctx.waitUntil(this.#askDevice(news.bed.deviceId));
				return;
			case "leave":
				this.#roster.removeBed(news.deviceId);
				this.#troubles.delete(news.deviceId);
				this.#watchlist.forget(news.deviceId);
				this.#heardAt.delete(news.deviceId);
				this.#sendRoster();
				return;
			case "episode":
				// Whatever the viewers know: an answer of the device may have been quicker than its news.
				this.#notifier.note(news.event);
				if (this.#roster.setEpisode(news.event))
					this.#viewers.send({ type: "episode", at: Date.now(), event: news.event });
				return;
			default:
				news satisfies never;
		}
	}

	/**
	 * A device's newest values, shown within a second or with the next device's, and that it is alive.
	 *
	 * @param askAt, trouble - as in `alive`
	 * @returns until when it should go on sending; 0 while nobody watches
	 */
	live(reading: LiveReading, askAt: number | null, trouble: Trouble | null = null): number {
		// It has moved, and this was on its way.
		if (!this.#roster.has(reading.deviceId)) return 0;
		this.alive(reading.deviceId, askAt, trouble);
		this.#roster.setReading(reading);
		if (!this.#viewers.any) return 0;
		const now = Date.now();
		// What it has besides values, its episodes, only its answer tells.
		if (this.#heardAt.has(reading.deviceId)) this.#heardAt.set(reading.deviceId, now);
		this.#pace.heard(now);
		this.#frameSoon();
		if (now - this.#renewedAt > RENEW_MS) this.ctx.waitUntil(this.#renewLeases(now - HEARD_MS));
		return now + LEASE_MS;
	}

	/**
	 * A device posts. Told once in a while, and lost without harm.
	 *
	 * @param askAt - wall time at which to ask it unless more is heard; `null` when nobody waits for it
	 * @param trouble - what it cannot do just now; `null` when all is well
	 */
	alive(deviceId: string, askAt: number | null, trouble: Trouble | null = null): void {
		// A device that is not here yet, or no more, is asked when its bed is.
		if (!this.#roster.has(deviceId)) return;
		if (trouble === null) this.#troubles.delete(deviceId);
		else this.#troubles.set(deviceId, trouble);
		this.#watchlist.set(deviceId, askAt, Date.now());
		if (askAt !== null) this.#scheduler.atLatest("silence", askAt);
	}

	/** Sends one message to see whether it arrives; null where this ward has no such subscription. */
	testNotification(wardId: string, subscription: string): Promise<TestAnswer | null> {
		this.#roster.learnName(wardId);
		return this.#notifier.test(subscription);
	}

	/** What a subscription was sent, newest first. @param before - of lower position only */
	notificationLog(subscription: string, before: number, limit: number): LogLine[] {
		return this.#notifier.log(subscription, before, limit);
	}

	/** The subscription is no more. */
	forgetNotifications(subscription: string): void {
		this.#notifier.forget(subscription);
	}

	/** Nothing of the patient stays in what people were told, or are still to be told. @returns how many rows went */
	forgetPatient(patient: string): number {
		return this.#notifier.forgetPatient(patient);
	}

	/** Somebody broke the glass, here or elsewhere, or has seen it. */
	tellAdmins(): Promise<void> {
		return this.#viewers.tellAdmins(connectRegistry(this.env.DB), Date.now());
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run(
			{
				leases: () => this.#keepWatching(),
				silence: () => this.#listen(),
				notify: () => this.#notifier.start(),
			},
			Date.now(),
		);
	}

	override webSocketClose(socket: WebSocket, code: number): void {
		answerClose(socket, code);
	}

	override webSocketMessage(): void {
		// Viewers only listen. What they send besides `ping` has no meaning and no effect.
	}

	#connect(session: Session | null): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		this.#viewers.accept(server, session, Date.now());
		this.ctx.waitUntil(this.#greet(server));
		return new Response(null, { status: 101, webSocket: client });
	}

	async #greet(socket: WebSocket): Promise<void> {
		// No timer: nobody was watching, and the leases run out. No memory of asking: nothing is known of the beds.
		const unattended = this.#scheduler.due("leases") === null;
		if (unattended) this.#scheduler.atLatest("leases", Date.now() + ALARM_MS);
		if (unattended || Date.now() - this.#renewedAt > RENEW_MS) await this.#askDevices();
		this.#viewers.greet(socket, this.#roster.snapshot(Date.now()));
	}

	/** The alarm: as long as somebody watches it is set again. */
	async #keepWatching(): Promise<void> {
		if (!this.#viewers.any) return;
		this.#scheduler.atLatest("leases", Date.now() + ALARM_MS);
		await this.#renewLeases(Date.now() - HEARD_BEFORE_ALARM_MS);
	}

	/** While somebody watches: devices that were not heard since then are asked again before their leases end. */
	async #renewLeases(heardSince: number): Promise<void> {
		this.#renewedAt = Date.now();
		await this.#viewers.lookAgain(connectRegistry(this.env.DB), this.#renewedAt);
		if (this.#viewers.any) await this.#askDevices(heardSince);
	}

	/**
	 * Asks devices for their newest values and to go on sending them. A device that fails is left as it was.
	 *
	 * @param heardSince - those that were heard after that, wall time, are left out
	 */
	async #askDevices(heardSince = Infinity): Promise<void> {
		this.#renewedAt = Date.now();
		this.#roster.forgetClosed(this.#renewedAt - LEASE_MS);
		const unheard = this.#deviceIds().filter((id) => (this.#heardAt.get(id) ?? -Infinity) < heardSince);
		await someAtATime(unheard, (id) => this.#askDevice(id));
		this.#sendReadings();
	}

	/** Asks the devices that were not heard in time, and those of which nothing is known, such as all after an eviction. */
	async #listen(): Promise<void> {
		const now = Date.now();
		await someAtATime(this.#watchlist.due(this.#deviceIds(), now), (id) => this.#askWhetherSilent(id));
		const ids = this.#deviceIds();
		const unanswered = new Set(this.#watchlist.due(ids, now));
		if (unanswered.size > 0) this.#scheduler.atLatest("silence", now + LISTEN_MS);
		this.#listenAgain(
			now + TOGETHER_MS,
			ids.filter((id) => !unanswered.has(id)),
		);
	}

	/** Sets the timer for the one of `ids` that is due first, `earliest` at the soonest. */
	#listenAgain(earliest: number, ids = this.#deviceIds()): void {
		const next = this.#watchlist.next(ids, Date.now());
		if (next !== null) this.#scheduler.atLatest("silence", Math.max(next, earliest));
	}

	async #askWhetherSilent(id: string): Promise<void> {
		const before = this.#watchlist.get(id);
		try {
			const askAt = await within(ANSWER_MS, this.env.DEVICE_MONITOR.getByName(id).checkSilence());
			// What the device told meanwhile is newer than its answer.
			if (this.#watchlist.get(id) === before && this.#roster.has(id)) this.#watchlist.set(id, askAt, Date.now());
		} catch (error) {
			log("warn", "silence.failed", { device: id, reason: reason(error) });
		}
	}

	#deviceIds(): string[] {
		return this.#roster.beds.map((bed) => bed.deviceId);
	}

	async #askDevice(id: string): Promise<void> {
		const askedAt = Date.now();
		try {
			const asked = this.env.DEVICE_MONITOR.getByName(id).watch(askedAt + LEASE_MS);
			const { reading, episodes } = await within(ANSWER_MS, asked);
			this.#roster.setSnapshot(id, reading, episodes, askedAt);
			this.#heardAt.set(id, askedAt);
			if (reading !== null) this.#frameSoon();
		} catch (error) {
			log("warn", "watch.failed", { device: id, reason: reason(error) });
		}
	}

	#frameSoon(): void {
		if (this.#frameDue || !this.#viewers.anyReady) return;
		const wait = this.#pace.wait(Date.now());
		if (wait === null) return;
		if (wait === 0) return this.#sendReadings();
		this.#frameDue = true;
		setTimeout(() => {
			this.#frameDue = false;
			this.#sendReadings();
		}, wait);
	}

	#sendRoster(): void {
		this.#viewers.send({ type: "roster", at: Date.now(), beds: this.#roster.beds });
	}

	#sendReadings(): void {
		const readings = this.#roster.takeChanged();
		if (readings.length === 0) return;
		const at = Date.now();
		this.#pace.sent(at);
		this.#viewers.send({ type: "readings", at, readings });
	}
}

/** Does `work` for every id, `ASK_AT_ONCE` at a time. */
async function someAtATime(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
	const waiting = [...ids];
	const one = async () => {
		for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await work(id);
	};
	await Promise.all(Array.from({ length: ASK_AT_ONCE }, one));
}
