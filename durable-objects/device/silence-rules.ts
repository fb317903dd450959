/** What silence is: how long, when it ends, how it is told. Pure. */
import type { EpisodeTransition } from "../../detection/detector.ts";
import { durationWords } from "../../detection/sentence.ts";
import { VITAL_SIGNS } from "../../vitals/catalogue.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { endAll } from "./episode-book.ts";

/** Silent is who has not posted for this long, and for so many of the usual pauses between two posts. Milliseconds. */
export const LEAST = 60_000;
export const PAUSES = 3;
/** The pause taken for usual until two posts were seen, milliseconds: that of a chart filled in by the hour. */
const UNMEASURED = 3_600_000;
/** Pauses whose median is the usual one: a single outage does not move it. */
const MEASURED_PAUSES = 5;
/**
 * Receipts nearer than this to the first of a post belong to it, milliseconds. Half of the longest pause for which the
 * limit is `LEAST`: whoever posts more often than this is given that limit, merged or not.
 */
const BURST = LEAST / PAUSES / 2;
/** Last values named in the sentence. */
const MOST_NAMED = 3;

/** Whether a silence can be open: asked for each reading, so that the episodes need not be read for each. */
export function maySilenceEnd(newest: StoredReading | null, now: number): boolean {
	return newest !== null && now - newest.receivedAt >= LEAST;
}

/** Transitions that close an open silence. @param at - the device's time of whatever ended it */
export function silenceEnds(open: readonly Episode[], at: number): EpisodeTransition[] {
	return open.filter(isSilence).flatMap((episode) => endAll([episode], Math.max(at, episode.openedAt)));
}

/**
 * The usual pause between two posts: the median of the newest few. Receipts that come together are one post, once
 * enough posts are known: a burst must not make a device that posts by the hour look like one that posts by the second.
 *
 * @param receipts - times of receipt, oldest first, each once; milliseconds
 * @returns milliseconds
 */
export function usualPause(receipts: readonly number[]): number {
	const newest = (knowsPosts(receipts) ? postsOf(receipts) : receipts).slice(-MEASURED_PAUSES - 1);
	const pauses = newest.slice(1).map((time, i) => time - (newest[i] as number));
	return pauses.sort((a, b) => a - b)[pauses.length >> 1] ?? UNMEASURED;
}

/** Whether `receipts` are enough to tell posts from bursts. */
export function knowsPosts(receipts: readonly number[]): boolean {
	return postsOf(receipts).length > MEASURED_PAUSES;
}

/** Those of `receipts` that `usualPause` goes by: the rest need not be remembered. */
export function remembered(receipts: readonly number[]): number[] {
	const newest = -MEASURED_PAUSES - 1;
	const kept = new Set([...postsOf(receipts).slice(newest), ...receipts.slice(newest)]);
	return receipts.filter((time) => kept.has(time));
}

/** The first receipt of each post. */
function postsOf(receipts: readonly number[]): number[] {
	const posts: number[] = [];
	for (const time of receipts) if (time - (posts.at(-1) ?? -Infinity) >= BURST) posts.push(time);
	return posts;
}

/** "No reading for 75 s; last heart rate 118, SpO₂ 88 % at 14:02:11 UTC". @param lasted - milliseconds */
export function silenceSentence(lasted: number, last: StoredReading): string {
	const values = VITAL_SIGNS.flatMap(({ key, label, short, unit, decimals }) => {
		const value = last.vitals[key];
		if (value === null) return [];
		const name = key === "spo2" ? short : label.charAt(0).toLowerCase() + label.slice(1);
		return `${name} ${value.toFixed(decimals)}${unit.startsWith("/") ? "" : ` ${unit}`}`;
	});
	const time = new Date(last.timestamp).toISOString().slice(11, 19);
	return `No reading for ${lastedWords(lasted)}; last ${values.slice(0, MOST_NAMED).join(", ")} at ${time} UTC`;
}

/** "No reading since the patient came to this device, 75 s ago". @param lasted - milliseconds */
export function unheardSentence(lasted: number): string {
	return `No reading since the patient came to this device, ${lastedWords(lasted)} ago`;
}

/** Rounded to a minute, the shortest silences would all read alike. */
function lastedWords(lasted: number): string {
	return lasted < 2 * LEAST ? `${Math.round(lasted / 1000)} s` : durationWords(lasted);
}

export function isSilence(episode: Episode): boolean {
	return episode.rule === "silence";
}
