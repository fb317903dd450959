/** What a sector says beside its numbers: the early warning score, how much of the baseline is the patient's, and who knows of an episode. */
import type { Episode } from "../../../vitals/episode.ts";
import type { LiveNews2 } from "../../../vitals/live.ts";
import { texts } from "../texts.ts";
import type { Staleness } from "./staleness.ts";

/** How the score is coloured; the words say the same. */
export type ScoreTone = "low" | "low-medium" | "medium" | "high" | "incomplete" | "none";

export interface ScoreView {
	readonly text: string;
	readonly tone: ScoreTone;
	/** In full, for the tooltip and for who cannot see the colour. */
	readonly title: string;
}

/** The score of a sector, `null` where there is nothing to say: no reading yet, or one that names another patient. */
export function scoreView(news2: LiveNews2 | null, state: Staleness): ScoreView | null {
	const { news2: words } = texts.bed;
	if (news2 === null || state === "never") return null;
	if (!news2.applicable) return { text: words.notApplicable, tone: "none", title: words.notApplicableTitle };
	// Never an old score that looks like the present one.
	if (state === "lost") return { text: words.lost, tone: "none", title: words.lostTitle };
	if (news2.score === null || news2.band === null) {
		const { known, of, partial } = news2;
		return { text: words.incomplete(known, of), tone: "incomplete", title: words.incompleteTitle(known, of, partial) };
	}
	const band = words.bands[news2.band];
	const went = news2.trend === null ? "" : words.trends[news2.trend.direction];
	const arrow = news2.trend === null ? "" : words.arrows[news2.trend.direction];
	const change = news2.trend === null ? 0 : news2.trend.change;
	return {
		text: words.score(news2.score, band, arrow),
		tone: news2.band,
		title: words.scoreTitle(news2.score, band, went, change),
	};
}

/** "learning, 40 %" while the baseline is not yet all the patient's own; empty once it is, and before the first reading. */
export function learningText(confidence: number | null): string {
	if (confidence === null || confidence >= 1) return "";
	// Rounded down, so that it never says 100 while it learns.
	return texts.bed.learning(Math.floor(confidence * 100));
}

/** Who knows of an episode, in words; empty where nobody does. @param me - id of who reads this @param time - formats a moment */
export function acknowledgedText(
	episode: Pick<Episode, "acknowledgedAt" | "acknowledgedBy">,
	me: string,
	time: (at: number) => string,
): string {
	if (!isAcknowledged(episode)) return "";
	const by = episode.acknowledgedBy === me ? texts.queue.you : (episode.acknowledgedBy ?? texts.queue.somebody);
	return texts.queue.acknowledged(by, time(episode.acknowledgedAt as number));
}

/** Whether somebody knows; records from before it was kept say nothing. */
export function isAcknowledged(episode: Pick<Episode, "acknowledgedAt">): boolean {
	return (episode.acknowledgedAt ?? null) !== null;
}

/** What came between reading an episode and acknowledging it. @param bed - its label */
export function conflictText(bed: string, present: Episode, me: string, time: (at: number) => string): string {
	if (isAcknowledged(present)) return texts.queue.conflict(bed, acknowledgedText(present, me, time));
	if (present.status === "closed") return texts.queue.conflict(bed, texts.queue.closedMeanwhile);
	return texts.queue.conflict(bed, texts.queue.changedMeanwhile);
}
