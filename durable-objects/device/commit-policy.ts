/**
 * When what was received is written down. A commit costs the same for one reading as for sixty, so calm
 * patients' readings wait for company; the more there is to lose, the shorter they wait. Pure.
 *
 * Asked whenever a message arrives and never by a timer: nothing is pending between messages, so that the
 * object may hibernate. Whatever it forgets then, the next message shows to be missing.
 */

/** Bounds of `STREAM_COMMIT_SECONDS`. The longest still fits a row, a device's buffer and what may be on its way unacknowledged. */
export const LEAST_CALM_S = 5;
export const MOST_CALM_S = 240;
/** Milliseconds that a reading may be held in memory alone while an onset timer runs or an episode is open: so much of a deterioration may die with its device. */
export const RISK_MS = 5_000;
/** Messages sent a second apart do not arrive a second apart; a commit before its time for want of a moment costs a row. */
const JITTER_MS = 75;

/** What waits for a commit. */
export interface Pending {
	/** Readings received since the last commit: stored, known already or refused. */
	readonly handled: number;
	/** Milliseconds since the first of them came. */
	readonly ageMs: number;
	/** Milliseconds since the first of them came that was at risk; 0 where none was. */
	readonly riskMs: number;
	/** Milliseconds between the last two arrivals: the next chance to commit is probably as far away. */
	readonly gapMs: number;
	/** An onset timer runs or an episode is open. */
	readonly atRisk: boolean;
	/** Episode changes among them. */
	readonly transitions: number;
	/** Some of it may have been received before and forgotten: it has been at stake for longer than `ageMs` says. */
	readonly again: boolean;
	/** It came by a stream, and nothing on disk says that there is one: see `Head.streaming`. */
	readonly first: boolean;
}

/** Why to commit now. */
export type CommitCause = "transition" | "first" | "full" | "again" | "risk" | "age";

/**
 * Whether to commit now, and why; `null` to wait for the next message.
 *
 * @param calmS - a calm patient's readings wait until they are so many, or the first of them is so many seconds old
 */
export function commitCause(pending: Pending, calmS: number): CommitCause | null {
	if (pending.handled === 0) return null;
	if (pending.transitions > 0) return "transition";
	if (pending.first) return "first";
	// As many as a second each brings in that time: whoever measures more often fills a row sooner.
	if (pending.handled >= calmS) return "full";
	if (pending.atRisk && pending.again) return "again";
	// What came before the risk may wait with it: most onset timers run for a second or two and come to nothing.
	if (pending.atRisk && pending.riskMs + pending.gapMs > RISK_MS + JITTER_MS) return "risk";
	return pending.ageMs + pending.gapMs > calmS * 1000 + JITTER_MS ? "age" : null;
}
