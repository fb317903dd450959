/** An episode as `GET /api/v1/anomalies` and its like show it. */
import type { Anomaly } from "./api.ts";
import type { Episode, EpisodeCare } from "./episode.ts";
import { summonedEntry } from "./escalation.ts";
import type { News2 } from "./news2.ts";

/** An episode from its device or from the registry, whose rows have null where a record from before has nothing. */
type AnyEpisode = Omit<Episode, "news2" | "care"> & {
	readonly news2?: News2 | null;
	readonly care?: EpisodeCare | null;
};

/** @param bed - label of the device's bed; null where it has none */
export function anomalyOf(episode: AnyEpisode, bed: string | null): Anomaly {
	const { care } = episode;
	const summons = care?.summons ?? null;
	return {
		device_id: episode.deviceId,
		risk_level: episode.risk,
		anomaly_score: episode.peakScore,
		detected_at: iso(episode.openedAt),
		episode_id: episode.id,
		version: episode.version,
		ward_id: episode.wardId,
		bed,
		patient: episode.patient,
		channel: episode.channel,
		rule: episode.rule,
		status: episode.status,
		updated_at: iso(episode.updatedAt),
		closed_at: isoOrNull(episode.closedAt),
		leading_vital: episode.leadingVital,
		vitals_at_onset: episode.vitalsAtOnset,
		contributions: episode.contributions,
		sentence: episode.sentence,
		acknowledged_at: isoOrNull(episode.acknowledgedAt),
		acknowledged_by: episode.acknowledgedBy,
		news2_at_onset: episode.news2 ?? null,
		waiting_since: isoOrNull(care?.waitingSince ?? null),
		snoozed_until: isoOrNull(care?.snooze?.until ?? null),
		summons: summons === null ? null : { to: summonedEntry(summons.to), at: iso(summons.at), by: summons.by },
		verdict: care?.verdict?.verdict ?? null,
		verdict_by: care?.verdict?.by ?? null,
	};
}

function iso(time: number): string {
	return new Date(time).toISOString();
}

export function isoOrNull(time: number | null): string | null {
	return time === null ? null : iso(time);
}
