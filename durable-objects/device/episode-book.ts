/** Turns the detector's transitions into episodes with identity and version. Pure. */
import type { EpisodeTransition } from "../../detection/detector.ts";
import { careAfterNews, careAtClose, careAtOnset } from "./episode-care.ts";
import { worse } from "../../vitals/reading.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import type { News2 } from "../../vitals/news2.ts";

export interface EpisodeSubject {
	readonly deviceId: string;
	readonly wardId: string;
	readonly patient: string | null;
	/** Of the reading at hand; null or absent where it has none. */
	readonly news2?: News2 | null;
}

/** An episode as it was stored; records from before acknowledgement was kept were not acknowledged. */
export function parseEpisode(stored: string): Episode {
	type Stored = Omit<Episode, "acknowledgedAt" | "acknowledgedBy"> & Partial<Episode>;
	return { acknowledgedAt: null, acknowledgedBy: null, ...(JSON.parse(stored) as Stored) };
}

/**
 * Applies one transition to the open episodes.
 *
 * @param open - the device's open episodes
 * @param newId - makes an id for an episode that opens
 * @param closed - episodes that closed lately, in any order: what reopens is the newest of them that fits, or a new one
 * @returns the event, or `null` for a transition of an episode that is not open: nothing to tell
 */
export function applyTransition(
	open: readonly Episode[],
	transition: EpisodeTransition,
	subject: EpisodeSubject,
	newId: () => string,
	closed: readonly Episode[] = [],
): EpisodeEvent | null {
	const { kind, at, announced } = transition;
	const fits = (episode: Episode): boolean =>
		episode.channel === transition.channel &&
		(transition.channel === "physiological" || episode.rule === transition.rule);
	const present = open.find(fits);
	switch (kind) {
		case "opened":
			return { kind, at, announced, episode: opened(transition, subject, newId()) };
		case "reopened": {
			const last = closed.filter(fits).sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))[0];
			// Nothing to join: people must hear of it as of any other.
			if (last === undefined)
				return { kind: "opened", at, announced: true, episode: opened(transition, subject, newId()) };
			return { kind, at, announced, episode: reopened(last, transition) };
		}
		case "escalated":
			// Closed by somebody meanwhile, who knew of less than this: people must hear of it as of any other.
			return present === undefined
				? { kind: "opened", at, announced: true, episode: opened(transition, subject, newId()) }
				: { kind, at, announced, episode: escalated(present, transition) };
		case "closed":
			return present === undefined ? null : { kind, at, announced, episode: closing(present, transition) };
		default:
			kind satisfies never;
			return null;
	}
}

/** The open episodes after `event`. */
export function withEvent(open: readonly Episode[], event: EpisodeEvent): Episode[] {
	const others = open.filter((episode) => episode.id !== event.episode.id);
	return event.episode.status === "open" ? [...others, event.episode] : others;
}

/** Transitions that close every open episode: the patient whom they were about is gone. */
export function endAll(open: readonly Episode[], at: number): EpisodeTransition[] {
	return open.map((episode) => ({
		kind: "closed",
		announced: false,
		channel: episode.channel,
		rule: episode.rule,
		risk: episode.risk,
		peakScore: episode.peakScore,
		leadingVital: episode.leadingVital,
		at,
		vitalsAtOnset: {},
		contributions: [],
		sentence: episode.sentence,
	}));
}

/** Events that close every open episode at once. */
export function closings(open: readonly Episode[], owner: EpisodeSubject, at: number): EpisodeEvent[] {
	// One by one: what one transition closes is not the next one's.
	const events = open.flatMap((one) =>
		endAll([one], at).map((end) => applyTransition([one], end, owner, () => crypto.randomUUID())),
	);
	return events.filter((event) => event !== null);
}

function opened(transition: EpisodeTransition, subject: EpisodeSubject, id: string): Episode {
	return {
		id,
		version: 1,
		deviceId: subject.deviceId,
		wardId: subject.wardId,
		patient: subject.patient,
		channel: transition.channel,
		rule: transition.rule,
		status: "open",
		risk: transition.risk,
		peakScore: transition.peakScore,
		leadingVital: transition.leadingVital,
		openedAt: transition.at,
		updatedAt: transition.at,
		closedAt: null,
		vitalsAtOnset: transition.vitalsAtOnset,
		contributions: transition.contributions,
		sentence: transition.sentence,
		acknowledgedAt: null,
		acknowledgedBy: null,
		care: careAtOnset(transition.at),
		...(transition.channel === "physiological" && subject.news2 ? { news2: subject.news2 } : {}),
	};
}

/** Nothing new where nobody is told; but what nobody had acknowledged waits for that again. */
function reopened(last: Episode, transition: EpisodeTransition): Episode {
	const waits = !transition.announced && last.acknowledgedAt === null;
	return {
		...escalated(last, transition),
		...(waits ? { care: careAfterNews(last, transition.at) } : {}),
		status: "open",
		closedAt: null,
	};
}

/** What the reader needs now replaces what was said before; the onset stays as it was. */
function escalated(present: Episode, transition: EpisodeTransition): Episode {
	return {
		...present,
		version: present.version + 1,
		risk: worse(present.risk, transition.risk),
		peakScore: Math.max(present.peakScore, transition.peakScore),
		leadingVital: transition.leadingVital ?? present.leadingVital,
		updatedAt: transition.at,
		contributions: transition.contributions.length > 0 ? transition.contributions : present.contributions,
		sentence: transition.sentence || present.sentence,
		// What is announced is news to whoever acknowledged what was before.
		...(transition.announced
			? { acknowledgedAt: null, acknowledgedBy: null, care: careAfterNews(present, transition.at) }
			: {}),
	};
}

function closing(present: Episode, transition: EpisodeTransition): Episode {
	return {
		...present,
		version: present.version + 1,
		status: "closed",
		peakScore: Math.max(present.peakScore, transition.peakScore),
		updatedAt: transition.at,
		closedAt: transition.at,
		care: careAtClose(present),
	};
}

/** Closed episodes of `patient`, `fresh` ones in place of `before`: another patient's record is never continued. */
export function closedOf(
	patient: string | null,
	before: readonly Episode[],
	fresh: readonly EpisodeEvent[],
): Episode[] {
	const changed = new Map(fresh.map(({ episode }) => [episode.id, episode]));
	const unchanged = before.filter((episode) => !changed.has(episode.id));
	return [...changed.values(), ...unchanged].filter(
		(episode) => episode.status === "closed" && episode.patient === patient,
	);
}
