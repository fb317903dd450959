/** How long the stream client waits before it connects again. Jittered: a fleet that fell together must not come back together. */

const BASE_MS = 500;
const CAP_MS = 30_000;
/** Another connection has our place, and each return takes it away: seldom enough that two can live with it. */
const REPLACED_MIN_MS = 60_000;
const REPLACED_MAX_MS = 180_000;

/**
 * Milliseconds after a failure: uniform between 0 and a ceiling that doubles.
 *
 * @param failures - failures in a row before this one
 * @param chance - uniform in [0, 1)
 */
export function pauseAfter(failures: number, chance: number): number {
	return Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 20)) * chance;
}

/**
 * Milliseconds after the edge said that the device has connected anew. That may have been this very client, or nobody
 * who still lives; who ended for good would leave a patient unwatched.
 *
 * @param chance - uniform in [0, 1)
 */
export function pauseWhenReplaced(chance: number): number {
	return REPLACED_MIN_MS + (REPLACED_MAX_MS - REPLACED_MIN_MS) * chance;
}
