/**
 * How people look after an episode: acknowledge, comment, keep quiet, summon, judge, close; and what comes due when nobody
 * does. Pure: an episode and a signature in, the event out.
 */
import {
	type Episode,
	type EpisodeCare,
	type EpisodeEvent,
	type EpisodeVerdict,
	type EscalationStep,
	type Summoned,
} from "../../vitals/episode.ts";

/** A person's action, signed. */
export interface PersonAction {
	/** The person's id. */
	readonly actor: string;
	/** By the device's clock. */
	readonly at: number;
	readonly comment?: string;
}

/** Nobody has done anything; news of it waits since `waitingSince`. */
function untouched(waitingSince: number | null): EpisodeCare {
	return { waitingSince, steps: 0, summons: null, snooze: null, verdict: null };
}

/** How `episode` is looked after, also where its record is from before that was kept. */
export function careOf(episode: Episode): EpisodeCare {
	const waits = episode.status === "open" && episode.acknowledgedAt === null;
	return episode.care ?? untouched(waits ? episode.updatedAt : null);
}

/** The care of an episode that has just opened. */
export function careAtOnset(at: number): EpisodeCare {
	return untouched(at);
}

/** The care after news that people are told of: whoever knew or was quiet is asked again. */
export function careAfterNews(episode: Episode, at: number): EpisodeCare {
	return { ...careOf(episode), waitingSince: at, steps: 0, snooze: null };
}

/** The care of an episode that closes: nothing comes due any more. */
export function careAtClose(episode: Episode): EpisodeCare {
	return { ...careOf(episode), waitingSince: null, snooze: null };
}

function next(episode: Episode, at: number, care: Partial<EpisodeCare>, more: Partial<Episode> = {}): Episode {
	return {
		...episode,
		...more,
		version: episode.version + 1,
		updatedAt: at,
		care: { ...careOf(episode), ...care },
	};
}

/** The event of somebody saying that they know of `episode`. */
export function acknowledging(episode: Episode, { actor, at, ...said }: PersonAction): EpisodeEvent {
	const known = { acknowledgedAt: at, acknowledgedBy: actor };
	const changed = next(episode, at, { waitingSince: null, steps: 0 }, known);
	return { kind: "acknowledged", at, announced: false, episode: changed, actor, ...said };
}

/** The event of somebody saying something about `episode`. */
export function commenting(episode: Episode, { actor, at, ...said }: PersonAction): EpisodeEvent {
	return { kind: "commented", at, announced: false, episode: next(episode, at, {}), actor, ...said };
}

/** The event of somebody keeping `episode` quiet until `until`: they know of it. */
export function snoozing(episode: Episode, { actor, at, ...said }: PersonAction, until: number): EpisodeEvent {
	const known = episode.acknowledgedAt === null ? { acknowledgedAt: at, acknowledgedBy: actor } : {};
	const changed = next(episode, at, { waitingSince: null, steps: 0, snooze: { until, at, by: actor } }, known);
	return { kind: "snoozed", at, announced: false, episode: changed, actor, until, ...said };
}

/** The event of somebody asking others to come: the episode waits for them, whoever acknowledged it before. */
export function summoning(episode: Episode, { actor, at, ...said }: PersonAction, to: Summoned): EpisodeEvent {
	const care = { waitingSince: at, steps: 0, snooze: null, summons: { to, at, by: actor } };
	const changed = next(episode, at, care, { acknowledgedAt: null, acknowledgedBy: null });
	return { kind: "summoned", at, announced: true, episode: changed, actor, to, ...said };
}

/** The event of somebody saying whether the alarm was right; null takes it back. */
export function judging(
	episode: Episode,
	{ actor, at, ...said }: PersonAction,
	verdict: EpisodeVerdict | null,
): EpisodeEvent {
	const changed = next(episode, at, { verdict: verdict === null ? null : { verdict, at, by: actor } });
	return { kind: "judged", at, announced: false, episode: changed, actor, verdict, ...said };
}

/** The event of somebody closing `episode`. @param peakScore - highest score that the detector saw in it */
export function closingByHand(episode: Episode, { actor, at, ...said }: PersonAction, peakScore: number): EpisodeEvent {
	const changed: Episode = {
		...episode,
		version: episode.version + 1,
		status: "closed",
		peakScore: Math.max(episode.peakScore, peakScore),
		updatedAt: at,
		closedAt: at,
		care: careAtClose(episode),
	};
	return { kind: "closed", at, announced: false, episode: changed, actor, ...said };
}

/**
 * When something comes due for `episode` with nobody doing anything: the end of its quiet, or the next step of the ward's
 * escalation. By the device's clock; null where nothing does. A technical notice of low risk waits without summoning anybody.
 */
function careDue(episode: Episode, escalation: readonly EscalationStep[]): number | null {
	if (episode.status === "closed") return null;
	const { snooze, waitingSince, steps } = careOf(episode);
	if (snooze !== null) return snooze.until;
	const step = escalation[steps];
	if (waitingSince === null || step === undefined || episode.risk === "LOW") return null;
	return waitingSince + step.afterS * 1000;
}

/** The first of the times at which something comes due; null where nothing does. */
export function firstDue(episodes: readonly Episode[], escalation: readonly EscalationStep[]): number | null {
	const due = episodes.map((episode) => careDue(episode, escalation)).filter((time) => time !== null);
	return due.length === 0 ? null : Math.min(...due);
}

/**
 * What has come due for `episode` by `now` (the device's clock); null where nothing has. Steps that were all missed while
 * the object was away are taken one at a time, so that each is told.
 */
export function comeDue(episode: Episode, escalation: readonly EscalationStep[], now: number): EpisodeEvent | null {
	const due = careDue(episode, escalation);
	if (due === null || due > now) return null;
	const at = Math.max(episode.updatedAt, Math.floor(now));
	const { snooze, steps } = careOf(episode);
	const unknown = { acknowledgedAt: null, acknowledgedBy: null };
	if (snooze !== null) {
		const changed = next(episode, at, { waitingSince: at, steps: 0, snooze: null }, unknown);
		return { kind: "resumed", at, announced: true, episode: changed };
	}
	const { to } = escalation[steps] as EscalationStep;
	const changed = next(episode, at, { steps: steps + 1, summons: { to, at, by: null } });
	return { kind: "summoned", at, announced: true, episode: changed, to };
}
