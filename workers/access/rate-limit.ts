/**
 * Coarse limits at the edge, by the platform's counters: each of its locations counts for itself and approximately.
 * They keep a flood away from the objects; the exact limits are there.
 */
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";

/** How long the counters' periods last, seconds: as `wrangler.toml` has them. */
const KEY_PERIOD_S = 10;
const ADDRESS_PERIOD_S = 60;

const CHAT_PERIOD_S = 60;
const NOTIFY_PERIOD_S = 60;

/** What this isolate has let through in the present period without asking the platform. */
const unasked = new WeakMap<RateLimit, { period: number; readonly requests: Map<string, number> }>();

/**
 * Whom the platform says the request is from; of an IPv6 address the network, because one home has 2^64 of them.
 * `null` for a request that did not come through the edge, which sets the header on each that does.
 */
export function addressOf(request: Request): string | null {
	const address = request.headers.get("cf-connecting-ip");
	if (address === null || !address.includes(":")) return address;
	const [head = "", tail] = address.toLowerCase().split("::");
	const first = head === "" ? [] : head.split(":");
	const last = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
	const groups = [...first, ...Array<string>(zeros).fill("0"), ...last];
	return `${groups.slice(0, 4).join(":")}::/64`;
}

/**
 * Counts a request without a valid credential against its address.
 *
 * @throws Problem 429 beyond the limit
 */
export async function limitAddress(env: Env, request: Request): Promise<void> {
	const address = addressOf(request);
	if (address === null) return;
	const { success } = await env.ADDRESS_LIMIT.limit({ key: address });
	if (!success) {
		throw new Problem("too_many_requests", "Too many requests without a valid credential from this address", {
			retryAfter: ADDRESS_PERIOD_S,
		});
	}
}

/**
 * Counts a person's question.
 *
 * @throws Problem 429 beyond the limit
 */
export async function limitQuestions(env: Env, memberId: string): Promise<void> {
	const { success } = await env.CHAT_LIMIT.limit({ key: memberId });
	if (success) return;
	throw new Problem("too_many_requests", "That is more questions than one person may ask in a minute", {
		retryAfter: CHAT_PERIOD_S,
	});
}

/**
 * Counts what a person does about their notifications.
 *
 * @throws Problem 429 beyond the limit
 */
export async function limitNotifications(env: Env, memberId: string): Promise<void> {
	const { success } = await env.NOTIFY_LIMIT.limit({ key: memberId });
	if (success) return;
	throw new Problem("too_many_requests", "That is more than one person may do about notifications in a minute", {
		retryAfter: NOTIFY_PERIOD_S,
	});
}

/**
 * Counts a request against the holder of a genuine key; generations of a key count together. The platform's counter is
 * asked by those who send much: a device that sends once a second never comes to it.
 *
 * @param free - requests of a holder in a period, in this isolate, for which nobody is asked
 * @throws Problem 429 beyond the limit
 */
export async function limitKey(limit: RateLimit, holder: string, free: number): Promise<void> {
	const period = Math.floor(Date.now() / (KEY_PERIOD_S * 1000));
	let passed = unasked.get(limit);
	if (passed === undefined || passed.period !== period) {
		passed = { period, requests: new Map() };
		unasked.set(limit, passed);
	}
	const requests = (passed.requests.get(holder) ?? 0) + 1;
	passed.requests.set(holder, requests);
	if (requests <= free) return;
	const { success } = await limit.limit({ key: holder });
	if (!success) {
		throw new Problem("too_many_requests", "This key is used more often than one may be; nothing was stored", {
			retryAfter: KEY_PERIOD_S,
		});
	}
}
