/** When to try again. Pure: time and chance come from outside. */

export interface RetryPolicy {
	/** Longest wait after the first failure, ms; doubles with every further one. */
	readonly baseMs: number;
	/** No wait grows beyond this, ms. */
	readonly capMs: number;
	/** Failing for longer than this without one success means the server is dead, ms. `Infinity` never gives up. */
	readonly giveUpMs: number;
}

/** A restart takes a few seconds, so the first tries are quick; a fleet must not hammer, so the later ones are not. */
export const USUAL_POLICY: RetryPolicy = { baseMs: 250, capMs: 15_000, giveUpMs: 300_000 };

/** 2^53 is far beyond any cap; the exponent is bounded so that it never overflows. */
const MAX_DOUBLINGS = 30;

/**
 * How long to wait before the next try: exponential backoff with full jitter, so that devices which failed
 * together do not come back together. A `Retry-After` is honoured in full, the jitter comes on top.
 *
 * @param failures - failures in a row, from 1
 * @param retryAfterMs - what the server asked for, `null` when it did not
 * @param chance - uniform in [0, 1)
 * @returns milliseconds
 */
export function retryDelay(policy: RetryPolicy, failures: number, retryAfterMs: number | null, chance: number): number {
	const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(MAX_DOUBLINGS, failures - 1));
	return (retryAfterMs ?? 0) + chance * ceiling;
}

/** Whether this status says "later", not "never": too many requests, a timeout, or trouble on the server's side. */
export function isTransient(status: number): boolean {
	return status === 408 || status === 425 || status === 429 || status >= 500;
}

/**
 * Reads a `Retry-After` header: seconds or an HTTP date.
 *
 * @param nowMs - wall clock, milliseconds since the epoch
 * @returns milliseconds from now, never negative; `null` when absent or unreadable
 */
export function parseRetryAfter(value: string | null | undefined, nowMs: number): number | null {
	if (value === null || value === undefined) return null;
	const text = value.trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	// Date.parse takes "-5" for a date; an HTTP date begins with a weekday.
	const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isFinite(at) ? Math.max(0, at - nowMs) : null;
}

/** Counts failures in a row and says when the next try may start. */
export interface Patience {
	/** Takes note of a failure at `nowMs`; returns false when it is time to give up. */
	failed(nowMs: number, retryAfterMs: number | null): boolean;
	succeeded(): void;
	/** Earliest moment of the next try, ms on the same clock. */
	nextTry(): number;
	/** Failures since the last success. */
	failures(): number;
}

/** @param random - uniform in [0, 1), e.g. `Math.random` */
export function createPatience(policy: RetryPolicy, random: () => number): Patience {
	let failures = 0;
	let since = 0;
	let next = 0;
	return {
		failed(nowMs, retryAfterMs) {
			if (failures === 0) since = nowMs;
			failures++;
			next = nowMs + retryDelay(policy, failures, retryAfterMs, random());
			return nowMs - since <= policy.giveUpMs;
		},
		succeeded() {
			failures = 0;
			next = 0;
		},
		nextTry: () => next,
		failures: () => failures,
	};
}
