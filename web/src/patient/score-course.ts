/** The course of a patient's NEWS2: what was kept with each episode's onset, and what came live since. Pure. */
import type { News2Summary } from "../../../vitals/news2.ts";

/** One point of the course. */
export interface ScorePoint {
	/** Seconds, by the device's clock. */
	readonly at: number;
	/** The total; the least that it can be where `complete` is false. */
	readonly score: number;
	readonly complete: boolean;
	/** Of an episode's onset, or as it came live. */
	readonly from: "onset" | "live";
}

/** Points kept of what came live: a day of a score that changes each minute. */
const MOST = 1440;

/** The point of `news2` at `at` (seconds); null where the score does not apply, or nothing of it is known. */
export function pointOf(news2: News2Summary | null, at: number, from: ScorePoint["from"]): ScorePoint | null {
	if (news2 === null || !news2.applicable || news2.known === 0) return null;
	return { at, score: news2.score ?? news2.partial, complete: news2.score !== null, from };
}

/** Adds a live point where the score has changed, in step with time; one that is not newer is left out. */
export function addLive(course: readonly ScorePoint[], point: ScorePoint): readonly ScorePoint[] {
	const last = course.at(-1);
	if (last !== undefined && point.at <= last.at) return course;
	if (last?.score === point.score && last.complete === point.complete) return course;
	return [...course, point].slice(-MOST);
}

/** The points within `from` to `to` (seconds), oldest first, and the one before them: it lasts into what is shown. */
export function within(course: readonly ScorePoint[], from: number, to: number): readonly ScorePoint[] {
	const sorted = course.toSorted((a, b) => a.at - b.at);
	const first = sorted.findLastIndex(({ at, from: origin }) => at < from && origin === "live");
	return sorted.filter(({ at }, i) => (at >= from && at <= to) || i === first);
}
