/** High alarms that came and went while this page was not looking: asked for whenever the connection stands anew. */
import { type Accessor, createEffect, createMemo, on, onCleanup } from "solid-js";
import type { Anomaly } from "../../vitals/api.ts";
import type { Episode } from "../../vitals/episode.ts";
import { api, given } from "./contract/client.ts";
import { resolvedOf, staysUntilAcknowledged } from "./state/ward-state.ts";
import type { Station } from "./station.ts";

/** How far back: a long shift, ms. What is older was handed over. */
const BACK_MS = 12 * 3600_000;
/** When they are asked for after the connection stands, ms: the registry learns of an episode a moment after the ward does. */
const ASK_AFTER_MS = [1500, 12_000] as const;

/** As the live connection would have told it. */
function episodeOf(anomaly: Anomaly): Episode {
	return {
		id: anomaly.episode_id,
		version: anomaly.version,
		deviceId: anomaly.device_id,
		wardId: anomaly.ward_id,
		patient: anomaly.patient,
		channel: anomaly.channel,
		rule: anomaly.rule,
		status: anomaly.status,
		risk: anomaly.risk_level,
		peakScore: anomaly.anomaly_score,
		leadingVital: anomaly.leading_vital,
		openedAt: Date.parse(anomaly.detected_at),
		updatedAt: Date.parse(anomaly.updated_at),
		closedAt: anomaly.closed_at === null ? null : Date.parse(anomaly.closed_at),
		vitalsAtOnset: anomaly.vitals_at_onset,
		contributions: anomaly.contributions,
		sentence: anomaly.sentence,
		acknowledgedAt: anomaly.acknowledged_at === null ? null : Date.parse(anomaly.acknowledged_at),
		acknowledgedBy: anomaly.acknowledged_by,
	};
}

async function fetchResolved(wardId: string): Promise<Episode[]> {
	const query = {
		ward: wardId,
		status: "closed",
		risk: "HIGH",
		channel: "physiological",
		since: String(Date.now() - BACK_MS),
		limit: 500,
	} as const;
	const { data } = await given(api.GET("/api/v1/anomalies", { params: { query } }));
	return data.map(episodeOf).filter(staysUntilAcknowledged);
}

/** Keeps the station's in step with the registry; returns those of patients who are in their beds, newest first. */
export function createResolved(station: Station, wardId: Accessor<string | null>): Accessor<readonly Episode[]> {
	const isOpen = createMemo(() => station.status().kind === "open" && station.ward.synced);
	createEffect(
		on([wardId, isOpen], ([id, open]) => {
			if (id === null || !open) return;
			let left = false;
			const ask = async () => {
				try {
					const found = await fetchResolved(id);
					if (!left) station.learnResolved(found);
				} catch {
					// The connection tells that the server does not answer; it is asked again when that stands.
				}
			};
			const timers = ASK_AFTER_MS.map((after) => setTimeout(ask, after));
			onCleanup(() => {
				left = true;
				for (const timer of timers) clearTimeout(timer);
			});
		}),
	);
	return createMemo(() => resolvedOf(station.ward));
}
