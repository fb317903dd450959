/**
 * What people do to an episode. Each is one transaction that holds the episode, the detector as it stands after it, what a
 * judgement changes for the patient, and what others must learn.
 */
import { KEPT_TUNINGS } from "../../detection/tuning.ts";
import type { DeadbandTuning } from "../../vitals/patient-context.ts";
import {
	maxSnoozeMinutes,
	type Episode,
	type EpisodeEvent,
	type EpisodeVerdict,
	type Summoned,
} from "../../vitals/episode.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { changeContext, type Bedside } from "./bedside.ts";
import {
	acknowledging,
	careOf,
	closingByHand,
	commenting,
	judging,
	snoozing,
	summoning,
	type PersonAction,
} from "./episode-care.ts";
import { deviceTime, presentAssignment } from "./profile.ts";

/** What a person may do to an episode; `version` is the one they saw, another means that they have not seen all of it. */
export type EpisodeAction = {
	readonly episodeId: string;
	readonly version: number;
	/** The person's id. */
	readonly by: string;
	readonly comment?: string;
} & EpisodeDeed;

export type EpisodeDeed =
	| { readonly kind: "acknowledge" | "comment" | "close" }
	| { readonly kind: "snooze"; readonly minutes: number }
	| { readonly kind: "summon"; readonly to: Summoned }
	/** Null takes an earlier judgement back. */
	| { readonly kind: "judge"; readonly verdict: EpisodeVerdict | null };

export type EpisodeResult =
	| { readonly outcome: "done"; readonly episode: Episode }
	/** Somebody or something was faster: the episode as it is now. */
	| { readonly outcome: "conflict"; readonly episode: Episode }
	/** Not held here, or no longer. */
	| { readonly outcome: "unknown_episode" }
	| { readonly outcome: "refused"; readonly errors: readonly FieldError[] }
	| { readonly outcome: "unavailable"; readonly retryAfter: number };

/** Does what somebody decided about an episode, open or closed lately. Acknowledging again changes nothing. */
export function takeAction(bedside: Bedside, action: EpisodeAction): EpisodeResult {
	const { journal } = bedside;
	const known = [...journal.episodes.open(), ...journal.episodes.closed()];
	const episode = known.find(({ id }) => id === action.episodeId);
	if (episode === undefined) return { outcome: "unknown_episode" };
	if (episode.version !== action.version) return { outcome: "conflict", episode };
	const signature: PersonAction = {
		actor: action.by,
		at: actionTime(bedside, episode),
		...(action.comment === undefined ? {} : { comment: action.comment }),
	};
	switch (action.kind) {
		case "acknowledge":
			if (episode.acknowledgedAt !== null) return { outcome: "done", episode };
			return commit(bedside, () => {
				detectorOf(bedside, episode)?.acknowledge(episode);
				return acknowledging(episode, signature);
			});
		case "comment":
			return commit(bedside, () => commenting(episode, signature));
		case "snooze":
			return snooze(bedside, episode, signature, action.minutes);
		case "summon":
			if (episode.status === "closed") return { outcome: "conflict", episode };
			return commit(bedside, () => summoning(episode, signature, action.to));
		case "judge":
			return judge(bedside, episode, signature, action.verdict);
		case "close":
			if (episode.status === "closed") return { outcome: "conflict", episode };
			return commit(bedside, () => {
				// A fault on the technical channel is not told again while it lasts, unless it grows: the detector still has it open.
				const detector = episode.channel === "physiological" ? detectorOf(bedside, episode) : null;
				const transition = detector?.closeEpisode() ?? null;
				return closingByHand(episode, signature, transition?.peakScore ?? 0);
			});
		default:
			return action satisfies never;
	}
}

function snooze(bedside: Bedside, episode: Episode, signature: PersonAction, minutes: number): EpisodeResult {
	if (episode.status === "closed") return { outcome: "conflict", episode };
	const most = maxSnoozeMinutes(episode);
	if (minutes > most) {
		const message = `minutes may be ${most} at most for this episode, as it is now`;
		return { outcome: "refused", errors: [{ field: "minutes", code: "out_of_range", message }] };
	}
	return commit(bedside, () => {
		detectorOf(bedside, episode)?.acknowledge(episode);
		return snoozing(episode, signature, signature.at + minutes * 60_000);
	});
}

/** A judgement of an alarm that the patient's own baseline raised moves their deadband, for as long as it stands. */
function judge(
	bedside: Bedside,
	episode: Episode,
	signature: PersonAction,
	verdict: EpisodeVerdict | null,
): EpisodeResult {
	if ((careOf(episode).verdict?.verdict ?? null) === verdict) return { outcome: "done", episode };
	return commit(bedside, () => {
		tune(bedside, episode, signature, verdict);
		return judging(episode, signature, verdict);
	});
}

/** In a transaction. */
function tune(bedside: Bedside, episode: Episode, { actor, at }: PersonAction, verdict: EpisodeVerdict | null): void {
	const profile = bedside.profile();
	const present = profile === null ? null : presentAssignment(profile);
	if (profile === null || present === null || present.surrogate !== episode.patient) return;
	const before = present.context.tuning ?? [];
	const others = before.filter((judged) => judged.episodeId !== episode.id);
	const step = verdict === null ? null : tuningOf(episode, verdict, at, actor);
	if (step === null && others.length === before.length) return;
	const tuning = [...others, ...(step === null ? [] : [step])].slice(-KEPT_TUNINGS);
	changeContext(bedside, profile, present, { ...present.context, tuning }, actor);
}

/**
 * What a judgement means for the deadband: of the vital that had most of the alarm, on the side where it was. Null where no
 * deadband raised it: breaches of the safety net, and faults of devices.
 */
function tuningOf(episode: Episode, verdict: EpisodeVerdict, at: number, by: string): DeadbandTuning | null {
	if (episode.rule !== "forest" && episode.rule !== "drift") return null;
	const most = episode.contributions.toSorted((a, b) => b.share - a.share)[0];
	if (most === undefined || most.delta === 0) return null;
	const side = most.delta > 0 ? "up" : "down";
	return { episodeId: episode.id, vital: most.vital, side, step: verdict === "false-alarm" ? 1 : -1, at, by };
}

/** One transaction: what `work` does to the detector, and the event that tells of it. */
function commit({ journal, intake, note }: Bedside, work: () => EpisodeEvent): EpisodeResult {
	return journal.transaction(() => {
		const event = work();
		if (intake.detector !== null) journal.saveDetector(intake.detector.serialise());
		note([event]);
		return { outcome: "done", episode: event.episode };
	});
}

/** The detector that has `episode`; none where another patient came since. */
function detectorOf({ intake }: Bedside, episode: Episode) {
	return episode.patient === intake.subject ? intake.detector : null;
}

/** Now by the device's clock, but never before what the episode already tells. */
function actionTime({ profile }: Bedside, episode: Episode): number {
	const known = profile();
	return Math.max(episode.updatedAt, Math.floor(known === null ? Date.now() : deviceTime(known, Date.now())));
}
