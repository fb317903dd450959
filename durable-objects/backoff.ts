/** First wait after a failure, doubled with each further one. */
const BASE_MS = 1_000;
/** Longest wait: a sink that comes back is found within a minute. */
const CAP_MS = 60_000;

/**
 * Milliseconds to wait before attempt `attempts + 1`: exponential with a jitter of ±25 %, so that a
 * thousand objects that failed together do not come back together.
 *
 * @param attempts - failures so far, from 1
 * @param random - uniform in [0, 1)
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
	const wait = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts - 1, 16));
	return Math.round(wait * (0.75 + random() * 0.5));
}
