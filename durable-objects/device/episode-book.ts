/** Turns the detector's transitions into episodes with identity and version. Pure. */
import type { EpisodeTransition } from "../../detection/detector.ts";
import { worse } from "../../vitals/reading.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";

export interface EpisodeSubject {
	readonly deviceId: string;
	readonly wardId: string;
	readonly patient: string | null;
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
			return { kind, at, announced, episode: { ...escalated(last, transition), status: "open", closedAt: null } };
		}
		case "escalated":
			return present === undefined ? null : { kind, at, announced, episode: escalated(present, transition) };
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
	};
}
