/**
 * One device's readings on their way: in order, one request at a time, kept until the server has acknowledged
 * or refused them. Nothing is dropped; what was sent and not answered is sent again, and the server stores it once.
 */
import { MAX_BATCH_READINGS, type TelemetryPayload } from "../vitals/telemetry.ts";
import type { Books } from "./accounting.ts";
import { judge, type Verdict } from "./answers.ts";
import { ClientError, connectionTrouble, type Client } from "./client.ts";
import type { SimulatedTime } from "./pace.ts";
import { createPatience, isTransient, type RetryPolicy } from "./retry.ts";

export interface OutboxOptions {
	readonly deviceId: string;
	readonly key: string;
	readonly client: Pick<Client, "post" | "declareClock">;
	readonly books: Books;
	readonly policy: RetryPolicy;
	/** A request leaves when this many readings wait ... */
	readonly batch: number;
	/** ... or when the first of them has waited this long, ms. */
	readonly maxWaitMs: number;
	/** Wall clock, ms. */
	readonly now: () => number;
	readonly random: () => number;
	/** Registers the device again and returns a new key: after the server has forgotten it. */
	readonly enrol: () => Promise<string>;
	/** Told at the first failure of a row, and when it is over. */
	readonly onTrouble: (message: string) => void;
	/** Told when there is no hope left; the outbox stops. */
	readonly onDead: (error: ClientError) => void;
	/** For devices whose time is simulated: the server must be told. */
	readonly time?: SimulatedTime;
}

export interface Outbox {
	readonly deviceId: string;
	/** Takes a reading; its `timestamp` must be in milliseconds. */
	offer(payload: TimedPayload): void;
	/** Starts a request when one is due. Call often. */
	poke(): void;
	/** From now on nothing waits for a batch to fill. */
	drain(): void;
	/** Readings not yet acknowledged or refused. */
	waiting(): number;
	/** Whether a request is under way. */
	busy(): boolean;
	/** Ends what goes on by itself. */
	close?(): void;
}

export type TimedPayload = TelemetryPayload & { readonly timestamp: number };

interface Item {
	readonly payload: TimedPayload;
	readonly offeredAt: number;
	posted: boolean;
}

/** After an outage a device may send more than its usual batch at once, but not so much that one request takes seconds. */
const CATCH_UP_BATCH = 250;
/** The server takes readings up to 24 h old and 5 min ahead of the device's clock; an hour and a minute are left for the way. */
const OLDEST_MS = 23 * 3_600_000;
const AHEAD_MS = 4 * 60_000;
/** A clock declared again this often without one reading accepted is not the trouble. */
const CLOCK_TRIES = 3;
/** The same for registering again. */
const ENROL_TRIES = 3;

export function createOutbox(options: OutboxOptions): Outbox {
	const { books, client, deviceId, now, time } = options;
	const patience = createPatience(options.policy, options.random);
	const largest = Math.min(MAX_BATCH_READINGS, Math.max(options.batch, CATCH_UP_BATCH));
	let queue: Item[] = [];
	let limit = largest;
	let key = options.key;
	let inFlight = false;
	let draining = false;
	let dead = false;
	let clockTries = 0;
	let enrolTries = 0;
	/** Simulated minus wall time as last declared, at `declaredAt`; `null` before the first. */
	let declared: { readonly simulated: number; readonly wall: number } | null = null;

	function due(): boolean {
		const first = queue[0];
		if (first === undefined) return false;
		return (
			draining ||
			queue.length >= options.batch ||
			now() - first.offeredAt >= options.maxWaitMs ||
			patience.failures() > 0
		);
	}

	function die(message: string, status: number): void {
		dead = true;
		options.onDead(new ClientError(`${deviceId}: ${message}`, status));
	}

	function failed(why: string, retryAfterMs: number | null): void {
		if (patience.failures() === 0) options.onTrouble(`${deviceId}: ${why}; keeping its readings and trying again`);
		books.retry();
		if (!patience.failed(now(), retryAfterMs))
			die(`${why}; no success for ${Math.round(options.policy.giveUpMs / 1000)} s`, 0);
	}

	function succeeded(): void {
		if (patience.failures() > 0)
			options.onTrouble(`${deviceId}: the server is back after ${patience.failures()} failed requests`);
		patience.succeeded();
		enrolTries = 0;
	}

	/** The time this device's clock shows at the server, as far as we know. */
	function deviceTime(): number {
		if (time === undefined || declared === null) return Number.POSITIVE_INFINITY;
		return declared.simulated + (now() - declared.wall) * time.rate;
	}

	async function declareClock(): Promise<boolean> {
		if (time === undefined) return true;
		const oldest = queue[0]?.payload.timestamp ?? Number.POSITIVE_INFINITY;
		// After a long outage the queue's head may be too old by now; the clock then follows the queue.
		const simulated = Math.round(Math.min(time.now(), oldest + OLDEST_MS));
		const wall = now();
		const answer = await client.declareClock(key, deviceId, { now: simulated, rate: time.rate });
		if (answer.status < 300) {
			declared = { simulated, wall };
			return true;
		}
		if (isTransient(answer.status)) failed(`its clock was answered with ${answer.status}`, answer.retryAfterMs);
		else if (answer.status === 401 || answer.status === 404)
			await enrolAgain(`its clock was answered with ${answer.status}`);
		else die(`the server refused its simulation clock with ${answer.status}`, answer.status);
		return false;
	}

	async function enrolAgain(why: string): Promise<void> {
		enrolTries++;
		if (enrolTries > ENROL_TRIES) return die(`${why}, also after registering again`, 401);
		options.onTrouble(`${deviceId}: ${why}; registering it again`);
		books.retry();
		key = await options.enrol();
		declared = null;
	}

	function settle(batch: readonly Item[], verdict: Extract<Verdict, { kind: "settled" }>): void {
		const keep = new Set(verdict.again);
		let clockTrouble = false;
		for (const { index, reason } of verdict.refused) {
			const aboutTime = reason === "timestamp:in_future" || reason === "timestamp:too_old" || reason === "status:403";
			if (time !== undefined && aboutTime && clockTries < CLOCK_TRIES) {
				keep.add(index);
				clockTrouble = true;
			} else {
				books.refused(reason);
			}
		}
		if (clockTrouble) {
			clockTries++;
			declared = null;
			books.retry();
		}
		if (verdict.accepted + verdict.duplicates > 0) clockTries = 0;
		books.acknowledged(verdict.accepted, verdict.duplicates);
		queue = [...batch.filter((_, index) => keep.has(index)), ...queue.slice(batch.length)];
		if (verdict.again.length > 0) return failed("some readings were put off", null);
		succeeded();
		limit = Math.min(largest, limit * 2);
	}

	async function exchange(): Promise<void> {
		const head = queue[0] as Item;
		if (
			time !== undefined &&
			(declared === null || head.payload.timestamp > deviceTime() + AHEAD_MS) &&
			!(await declareClock())
		)
			return;
		const horizon = deviceTime() + AHEAD_MS;
		const ripe = queue.findIndex((item) => item.payload.timestamp > horizon);
		const batch = queue.slice(0, Math.max(1, Math.min(limit, ripe === -1 ? queue.length : ripe)));
		const fresh = batch.filter((item) => !item.posted);
		for (const item of fresh) item.posted = true;
		books.posted(fresh.length);
		if (fresh.length < batch.length) books.resent(batch.length - fresh.length);
		books.request();
		const verdict = judge(
			await client.post(
				key,
				batch.map((item) => item.payload),
			),
			batch.length,
		);
		switch (verdict.kind) {
			case "settled":
				return settle(batch, verdict);
			case "later":
				return failed(verdict.why, verdict.retryAfterMs);
			case "split":
				limit = Math.max(1, Math.floor(batch.length / 2));
				return books.retry();
			case "enrol":
				return enrolAgain(verdict.why);
		}
	}

	return {
		deviceId,
		offer: (payload) => void queue.push({ payload, offeredAt: now(), posted: false }),
		poke() {
			if (inFlight || dead || !due() || now() < patience.nextTry()) return;
			inFlight = true;
			exchange()
				.catch((error: unknown) => {
					if (error instanceof ClientError) die(error.message, error.status);
					else failed(connectionTrouble(error), null);
				})
				.finally(() => {
					inFlight = false;
				});
		},
		drain() {
			draining = true;
		},
		waiting: () => queue.length,
		busy: () => inFlight,
	};
}
