/** When what did not arrive is tried again, and when it is given up. */
import type { NotificationChannel } from "../vitals/notifications.ts";

/** First wait after a failure, doubled with each further one, and the longest: an endpoint that comes back hears within five minutes. */
const BASE_MS = 5_000;
const CAP_MS = 300_000;
/** The longest that a receiver's Retry-After is heeded. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** A receiver that has not answered in this time has failed, milliseconds. */
export const ANSWER_MS = 10_000;
/** Attempts of one message, at most: more than a day of them. */
export const MAX_ATTEMPTS = 400;
/** Milliseconds after which a message is given up. What happened an hour ago is no reason to wake anybody: a browser gets it no more. */
export const MAX_AGE_MS: Readonly<Record<NotificationChannel, number>> = { webhook: 24 * 3_600_000, push: 3_600_000 };

/**
 * Milliseconds to wait after `failures` in a row, from 1; with a jitter of ±25 %, so that wards that failed together do not
 * come back together.
 *
 * @param retryAfterMs - what the receiver asked for, at least that; null where it asked for nothing
 */
export function retryWaitMs(failures: number, retryAfterMs: number | null, random: () => number = Math.random): number {
	const wait = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures - 1, 16)) * (0.75 + random() * 0.5);
	return Math.round(Math.max(wait, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS)));
}

/** A `Retry-After` in milliseconds from `now`: seconds, or a date (RFC 9110); null where it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
	const text = header?.trim() ?? "";
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
	const at = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : NaN;
	return Number.isFinite(at) ? Math.max(0, at - now) : null;
}
