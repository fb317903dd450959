/** One attempt: a message to one subscription. Nothing of an answer is read but its status and Retry-After. */
import type { NotificationMessage, Subscriber } from "../vitals/notifications.ts";
import { addressFault } from "./addresses.ts";
import { pushRequest, type BrowserAddress, type VapidKeys } from "./push.ts";
import { ANSWER_MS, MAX_AGE_MS, retryAfterMs } from "./retry.ts";
import { openAddress, webhookSecret } from "./secrets.ts";
import { webhookRequest } from "./webhook.ts";

/** What became of an attempt. `gone`: the receiver is no more. `error` holds no secret. */
export type Attempt =
	| { readonly kind: "delivered" | "gone"; readonly status: number }
	| {
			readonly kind: "failed";
			readonly status: number | null;
			readonly error: string;
			readonly retryAfterMs: number | null;
	  };

export interface SendingKeys {
	readonly key: string;
	/** Null where web push is not set up. */
	readonly vapid: VapidKeys | null;
	/** On a developer's machine: any address is good. */
	readonly local: boolean;
}

export interface Outgoing {
	/** The same for every attempt: `webhook-id` and `Idempotency-Key`. */
	readonly id: string;
	readonly message: NotificationMessage;
	/** When it was written, wall time. */
	readonly createdAt: number;
}

const failed = (error: string): Attempt => ({ kind: "failed", status: null, error, retryAfterMs: null });

/** Tries once. Never throws: what fails is told, in words that are shown to its owner. */
export async function send(to: Subscriber, outgoing: Outgoing, keys: SendingKeys, now: number): Promise<Attempt> {
	const opened = await openAddress(keys.key, to.id, to.address);
	if (opened === null) return failed("the address was sealed under another key: give it again");
	const browser = to.channel === "push" ? (JSON.parse(opened) as BrowserAddress) : null;
	const url = browser?.endpoint ?? opened;
	// What was good when it was given may not be now.
	const fault = addressFault(url, keys.local);
	if (fault !== null) return failed(`the address ${fault}`);
	let request: RequestInit;
	try {
		if (browser === null) request = await webhookPost(to, outgoing, keys.key, now);
		else if (keys.vapid === null) return failed("web push is not set up here");
		else request = await pushPost(browser, outgoing, keys.vapid, now);
	} catch {
		return failed("the message could not be encrypted for this browser: subscribe it again");
	}
	return attempt(url, request, to.channel === "push" ? [404, 410] : [410], now);
}

async function webhookPost(to: Subscriber, { id, message }: Outgoing, key: string, now: number): Promise<RequestInit> {
	const overlaps = to.previousUntil !== null && now < to.previousUntil;
	const generations = overlaps ? [to.generation, to.generation - 1] : [to.generation];
	const secrets = await Promise.all(generations.map((generation) => webhookSecret(key, to.id, generation)));
	return webhookRequest(id, JSON.stringify(message), secrets, now);
}

function pushPost(to: BrowserAddress, out: Outgoing, vapid: VapidKeys, now: number): Promise<RequestInit> {
	const { message, createdAt } = out;
	const episode = "episode_id" in message.data ? message.data : null;
	return pushRequest(
		to,
		{
			body: JSON.stringify(message),
			ttl: Math.max(1, Math.ceil((createdAt + MAX_AGE_MS.push - now) / 1000)),
			urgent: episode?.risk === "HIGH" || episode?.summoned != null,
			// A browser that was away hears of an episode as it is now.
			topic: episode?.episode_id.replaceAll("-", "") ?? null,
		},
		vapid,
	);
}

async function attempt(url: string, request: RequestInit, gone: readonly number[], now: number): Promise<Attempt> {
	const patience = new AbortController();
	const timer = setTimeout(() => patience.abort(), ANSWER_MS);
	try {
		// A redirect could lead where no address may.
		const response = await fetch(url, { ...request, redirect: "manual", signal: patience.signal });
		const { status } = response;
		await response.body?.cancel();
		if (status >= 200 && status < 300) return { kind: "delivered", status };
		if (gone.includes(status)) return { kind: "gone", status };
		const asked = status === 429 || status === 503 ? retryAfterMs(response.headers.get("retry-after"), now) : null;
		const error = status >= 300 && status < 400 ? "redirects are not followed" : `answered ${status}`;
		return { kind: "failed", status, error, retryAfterMs: asked };
	} catch {
		// What is thrown may quote the address.
		return failed(patience.signal.aborted ? `no answer within ${ANSWER_MS / 1000} s` : "no connection");
	} finally {
		clearTimeout(timer);
	}
}
