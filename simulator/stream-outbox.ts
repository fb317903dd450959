/** One device's readings on their way over a stream, with the books kept as for HTTP. */
import { randomUUID } from "node:crypto";
import { ClientError } from "./client.ts";
import type { Outbox, OutboxOptions } from "./outbox.ts";
import { CLOSED, StreamClient } from "./stream-client/client.ts";
import type { StreamState } from "./stream-client/options.ts";
import type { StreamConnector } from "./stream-client/undici.ts";

export interface StreamOutboxOptions extends Pick<
	OutboxOptions,
	"deviceId" | "key" | "books" | "policy" | "now" | "enrol" | "onTrouble" | "onDead"
> {
	readonly connector: StreamConnector;
}

/** A day at 1 Hz: longer than a laptop sleeps, and what the server would still take. */
const CAPACITY = 86_400;
/** Registering again so often without one reading acknowledged does not help. */
const ENROL_TRIES = 3;

export function createStreamOutbox(options: StreamOutboxOptions): Outbox {
	const { books, deviceId, connector, policy } = options;
	let connect = connector.device(deviceId, options.key);
	let troubleSince: number | null = null;
	let enrolTries = 0;

	const client = new StreamClient({
		connect: () => connect(),
		session: randomUUID(),
		capacity: CAPACITY,
		onSent(count, fresh) {
			books.request();
			books.posted(fresh);
			if (fresh < count) books.resent(count - fresh);
		},
		onAcknowledged(count, refused) {
			enrolTries = 0;
			books.acknowledged(count - refused, 0);
		},
		onRefused({ errors: [first] }) {
			books.refused(first === undefined ? "reading" : `${first.field || "reading"}:${first.code}`);
		},
		onOverflow: () => die("its buffer is full", 0),
		onState: (state, why) => follow(state, why),
	});

	function die(message: string, status: number): void {
		options.onDead(new ClientError(`${deviceId}: ${message}`, status));
	}

	function follow(state: StreamState, why: string): void {
		if (state === "open" && troubleSince !== null) {
			troubleSince = null;
			options.onTrouble(`${deviceId}: the server is back`);
		}
		if (state === "waiting") {
			books.retry();
			if (troubleSince === null) options.onTrouble(`${deviceId}: ${why}; keeping its readings and trying again`);
			troubleSince ??= options.now();
			if (options.now() - troubleSince > policy.giveUpMs)
				die(`${why}; no success for ${Math.round(policy.giveUpMs / 1000)} s`, 0);
		}
		if (state === "ended" && (why === "revoked" || why === "unknown_device")) void enrolAgain(why);
		else if (state === "ended" && why !== CLOSED) die(why, 0);
	}

	async function enrolAgain(why: string): Promise<void> {
		if (++enrolTries > ENROL_TRIES) return die(`${why}, also after registering again`, 401);
		options.onTrouble(`${deviceId}: ${why}; registering it again`);
		books.retry();
		try {
			connect = connector.device(deviceId, await options.enrol());
			client.start();
		} catch (error) {
			die(error instanceof Error ? error.message : String(error), 0);
		}
	}

	client.start();
	return {
		deviceId,
		// The connection says whose it is.
		offer: (payload) => void client.offer({ ...payload, device_id: undefined }),
		poke: () => undefined,
		drain: () => client.drain(),
		waiting: () => client.waiting,
		busy: () => false,
		close: () => client.close(),
	};
}
