/**
 * Tells people of the ward's episodes: writes down what its devices say, finds out who wants it, and sends it until it has
 * arrived. Who may still hear it is asked of the registry before each attempt. Nothing here is waited for by the station's
 * alarm: a receiver that hangs must not hold up the watch over silent devices.
 */
import { aliasOf, digestMessage, episodeMessage, testMessage, type HeldBack } from "../../notifications/message.ts";
import { comesThrough, isWanted, noticeOf, refusalOf, type Notice } from "../../notifications/notice.ts";
import { quietUntil } from "../../notifications/quiet-hours.ts";
import { MAX_AGE_MS, MAX_ATTEMPTS, retryWaitMs } from "../../notifications/retry.ts";
import { send, type Attempt, type SendingKeys } from "../../notifications/sending.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { dropReceiver, findSubscribers, type NotifyingWard } from "../../registry/subscriptions.ts";
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { LiveBed } from "../../vitals/live.ts";
import type { NotificationMessage, Subscriber, TestAnswer } from "../../vitals/notifications.ts";
import { backoffMs } from "../backoff.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import { NoticeOutbox, type Delivery, type Fate } from "./notice-outbox.ts";

/** Messages under way at the same time: the platform lets an object wait for six answers. */
const AT_ONCE = 5;
/** Of them to receivers that did not answer last time: they may hang, and the others are not to wait for them. */
const DOUBTFUL_AT_ONCE = 2;
/** And to one receiver. */
const PER_RECEIVER = 2;
/** An object that dies while it sends is woken after this. */
const CRASH_MS = 60_000;
/** Notices looked at together. */
const NOTICES_AT_ONCE = 100;
/** Heads that are looked through for those that may go. */
const HEADS_SEEN = 60;

export interface NotifierHost {
	readonly env: () => ObjectEnv;
	readonly wardId: () => string;
	/** The bed of a device, as far as it is here. */
	readonly bedOf: (deviceId: string) => LiveBed | null;
	/** Sees to it that `start` is called at `due` (wall time) at the latest. */
	readonly remind: (due: number) => void;
	/** As `remind`, and not sooner; null where there is nothing to do. */
	readonly remindAt: (due: number | null) => void;
}

export class Notifier {
	readonly #host: NotifierHost;
	readonly #outbox: NoticeOutbox;
	readonly #sending = new Map<number, string>();
	#working = false;
	#again = false;
	/** Rounds in a row that failed. */
	#failures = 0;

	constructor(storage: DurableObjectStorage, host: NotifierHost) {
		this.#host = host;
		this.#outbox = new NoticeOutbox(storage);
	}

	/** In the turn in which the device tells of it: from then on people will hear of it. Twice does no harm. */
	note(event: EpisodeEvent): void {
		const now = Date.now();
		const notice = noticeOf(event, now);
		if (notice === null) return;
		const lost = this.#outbox.note(notice);
		if (lost > 0) log("error", "notices.lost", { ward: this.#host.wardId(), lost });
		this.#host.remind(now);
	}

	/** In the alarm: begins with what is due, and is not waited for. */
	start(): void {
		this.#again = true;
		this.#host.remind(Date.now() + CRASH_MS);
		if (this.#working) return;
		this.#working = true;
		void this.#work();
	}

	/** Tries one message of its own, for the person who asks whether it arrives. Null where the ward has no such subscription. */
	async test(subscription: string): Promise<TestAnswer | null> {
		const env = this.#host.env();
		const { ward, subscriber } = await this.#find(subscription);
		if (subscriber === null) return null;
		const now = Date.now();
		const key = `${subscription}.test.${crypto.randomUUID()}`;
		const refusal = refusalOf(subscriber, this.#host.wardId(), null);
		if (refusal !== null) return { delivered: false, status: null, error: refusal };
		const outgoing = { id: key, message: testMessage(ward, now), createdAt: now };
		const attempt = await send(subscriber, outgoing, keysOf(env), now);
		const delivered = attempt.kind === "delivered";
		const answer = { delivered, status: attempt.status, error: errorOf(attempt) };
		if (attempt.kind === "gone") await this.#drop(subscriber);
		if (attempt.kind !== "gone" || subscriber.channel === "webhook")
			this.#outbox.record({ subscription, key, event: "test", ...answer }, Date.now());
		if (delivered) {
			this.#outbox.well(subscription);
			this.start();
		}
		return answer;
	}

	/** Lines of a subscription's log, newest first. @param before - those of lower position only */
	log(subscription: string, before: number, limit: number) {
		return this.#outbox.log(subscription, before, limit);
	}

	/** Nothing of the subscription stays. */
	forget(subscription: string): void {
		this.#outbox.forget(subscription);
	}

	/** Nothing of the patient stays, told or not. @returns how many rows went */
	forgetPatient(patient: string): number {
		return this.#outbox.forgetPatient(patient);
	}

	async #work(): Promise<void> {
		let next: number | null = null;
		try {
			while (this.#again) {
				this.#again = false;
				await this.#fanOut();
				this.#outbox.digest(Date.now());
				await this.#launch();
			}
			this.#failures = 0;
			next = this.#outbox.nextDue();
		} catch (error) {
			this.#failures++;
			next = Date.now() + backoffMs(this.#failures);
			log("warn", "notify.failed", { ward: this.#host.wardId(), attempts: this.#failures, reason: reason(error) });
		}
		this.#working = false;
		// What is under way calls again when it ends.
		if (this.#sending.size > 0) this.#host.remind(Date.now() + CRASH_MS);
		else this.#host.remindAt(next);
	}

	/** Writes down for each subscription what it will be sent, held back or spared. */
	async #fanOut(): Promise<void> {
		for (;;) {
			const notices = this.#outbox.notices(NOTICES_AT_ONCE);
			if (notices.length === 0) return;
			const { subscribers } = await findSubscribers(connectRegistry(this.#host.env().DB), this.#host.wardId());
			const now = Date.now();
			for (const { id, notice } of notices) {
				const fates = subscribers
					.filter((one) => isWanted(one, notice) && refusalOf(one, this.#host.wardId(), notice.channel) === null)
					.map((one) => fateOf(one, notice, now));
				this.#outbox.fanOut(id, notice, fates, now);
			}
		}
	}

	/** Sends what may go now, as much at once as is good, and does not wait for it. */
	async #launch(): Promise<void> {
		const now = Date.now();
		const chosen = this.#choose(this.#outbox.heads(now, HEADS_SEEN));
		if (chosen.length === 0) return;
		const env = this.#host.env();
		const ids = [...new Set(chosen.map(({ subscription }) => subscription))];
		const { ward, subscribers } = await findSubscribers(connectRegistry(env.DB), this.#host.wardId(), ids);
		for (const delivery of chosen) {
			const subscriber = subscribers.find(({ id }) => id === delivery.subscription);
			if (subscriber === undefined) {
				this.#outbox.forget(delivery.subscription);
				this.#again = true;
			} else if (this.#isOver(delivery, subscriber)) this.#again = true;
			else {
				this.#sending.set(delivery.id, delivery.subscription);
				void this.#deliver(delivery, subscriber, ward ?? this.#nameless, keysOf(env));
			}
		}
	}

	#choose(heads: readonly Delivery[]): Delivery[] {
		const chosen: Delivery[] = [];
		const busy = [...this.#sending.values()];
		let doubtful = 0;
		for (const head of heads) {
			if (this.#sending.size + chosen.length >= AT_ONCE) break;
			if (this.#sending.has(head.id)) continue;
			const there = busy.filter((subscription) => subscription === head.subscription).length;
			// One that failed is tried with one message: when that arrives, the others follow.
			if (there >= (head.failures > 0 ? 1 : PER_RECEIVER)) continue;
			if (head.failures > 0 && ++doubtful > DOUBTFUL_AT_ONCE) continue;
			busy.push(head.subscription);
			chosen.push(head);
		}
		return chosen;
	}

	/** Ends what is not to be sent any more. */
	#isOver({ id, event, body, attempts }: Delivery, subscriber: Subscriber): boolean {
		const now = Date.now();
		const channel = event === "digest" ? null : (body as Notice).channel;
		const refusal = refusalOf(subscriber, this.#host.wardId(), channel);
		if (refusal !== null) {
			this.#outbox.end(id, "dropped", null, refusal, now);
			return true;
		}
		const oldest = now - MAX_AGE_MS[subscriber.channel];
		this.#outbox.expire(
			subscriber.id,
			oldest,
			`not delivered within ${MAX_AGE_MS[subscriber.channel] / 3_600_000} h`,
			now,
		);
		if (attempts >= MAX_ATTEMPTS) this.#outbox.end(id, "dead", null, `${MAX_ATTEMPTS} attempts failed`, now);
		return attempts >= MAX_ATTEMPTS || this.#outbox.isOver(id);
	}

	async #deliver(delivery: Delivery, subscriber: Subscriber, ward: NotifyingWard, keys: SendingKeys): Promise<void> {
		const { id, key, createdAt } = delivery;
		try {
			const message = await this.#messageOf(delivery, ward);
			const attempt = await send(subscriber, { id: key, message, createdAt }, keys, Date.now());
			await this.#record(delivery, subscriber, attempt);
		} catch (error) {
			// Such as the registry, when a receiver is gone: as if it had not been sent.
			this.#outbox.retry(delivery, null, "failed on our side", Date.now() + retryWaitMs(delivery.failures + 1, null));
			log("warn", "notification.failed", { subscription: subscriber.id, reason: reason(error) });
		} finally {
			this.#sending.delete(id);
			this.start();
		}
	}

	async #record(delivery: Delivery, subscriber: Subscriber, attempt: Attempt): Promise<void> {
		const now = Date.now();
		switch (attempt.kind) {
			case "delivered":
				this.#outbox.end(delivery.id, "delivered", attempt.status, null, now, 1);
				if (delivery.failures > 0) this.#outbox.well(subscriber.id);
				return;
			case "gone":
				await this.#drop(subscriber);
				if (subscriber.channel === "webhook")
					this.#outbox.end(delivery.id, "dead", attempt.status, errorOf(attempt), Date.now(), 1);
				return;
			case "failed": {
				const due = now + retryWaitMs(delivery.failures + 1, attempt.retryAfterMs);
				this.#outbox.retry(delivery, attempt.status, attempt.error, due);
				const { id: subscription } = subscriber;
				log("info", "notification.delayed", { subscription, attempts: delivery.attempts + 1, status: attempt.status });
				return;
			}
			default:
				attempt satisfies never;
		}
	}

	async #messageOf({ event, body }: Delivery, { id, name, identity }: NotifyingWard): Promise<NotificationMessage> {
		const ward = { id, name };
		if (event === "digest") return digestMessage(body as HeldBack, ward, Date.now());
		const notice = body as Notice;
		const bed = this.#host.bedOf(notice.deviceId);
		const alias = await aliasOf(this.#outbox.salt, notice.deviceId);
		return episodeMessage(notice, { ward, identity, bed, alias });
	}

	async #drop(subscriber: Subscriber): Promise<void> {
		await dropReceiver(connectRegistry(this.#host.env().DB), subscriber);
		if (subscriber.channel === "push") this.#outbox.forget(subscriber.id);
		log("info", "notification.gone", { subscription: subscriber.id });
	}

	async #find(id: string): Promise<{ ward: NotifyingWard; subscriber: Subscriber | null }> {
		const found = await findSubscribers(connectRegistry(this.#host.env().DB), this.#host.wardId(), [id]);
		return { ward: found.ward ?? this.#nameless, subscriber: found.subscribers[0] ?? null };
	}

	get #nameless(): NotifyingWard {
		const id = this.#host.wardId();
		return { id, name: id, identity: false };
	}
}

function fateOf(subscriber: Subscriber, notice: Notice, now: number): Fate {
	const subscription = subscriber.id;
	const hours = subscriber.member.quietHours;
	const until = hours === null || comesThrough(subscriber, notice) ? null : quietUntil(hours, now);
	if (until === null) return { subscription, state: "waiting", due: now, error: null };
	if (hours?.held === "digest") return { subscription, state: "held", due: until, error: null };
	return { subscription, state: "dropped", due: now, error: "quiet hours" };
}

function errorOf(attempt: Attempt): string | null {
	if (attempt.kind === "failed") return attempt.error;
	return attempt.kind === "gone" ? `answered ${attempt.status}: the receiver is no more` : null;
}

function keysOf(env: ObjectEnv): SendingKeys {
	const { VAPID_SUBJECT: subject = "", VAPID_PUBLIC_KEY: publicKey = "", VAPID_PRIVATE_KEY: privateKey = "" } = env;
	const vapid = publicKey === "" || privateKey === "" ? null : { subject, publicKey, privateKey };
	return { key: env.NOTIFICATION_KEY, vapid, local: env.NOTIFICATION_RECEIVERS === "any" };
}
