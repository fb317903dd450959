/** Who comes first: beds by label and never by alarm, episodes by urgency, and the ward to open. */
import type { WardSummary } from "../../../vitals/api.ts";
import type { Episode } from "../../../vitals/episode.ts";
import type { LiveBed } from "../../../vitals/live.ts";
import { RISK_LEVELS } from "../../../vitals/reading.ts";
import { isAcknowledged } from "./bedside.ts";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Natural order of labels, whatever the case. */
export function compareLabels(a: string, b: string): number {
	return collator.compare(a, b);
}

/** Natural order of labels ("Bed 2" before "Bed 10"), the device id where labels are equal. */
export function compareBeds(a: LiveBed, b: LiveBed): number {
	return collator.compare(a.label, b.label) || collator.compare(a.deviceId, b.deviceId);
}

/** Worst first: patients before sensors, HIGH before MEDIUM before LOW, what nobody knows of first, then what has waited longest. */
export function compareEpisodes(a: Episode, b: Episode): number {
	return (
		Number(a.channel === "technical") - Number(b.channel === "technical") ||
		RISK_LEVELS.indexOf(b.risk) - RISK_LEVELS.indexOf(a.risk) ||
		Number(isAcknowledged(a)) - Number(isAcknowledged(b)) ||
		a.openedAt - b.openedAt ||
		(a.id < b.id ? -1 : Number(a.id > b.id))
	);
}

/** How the ids of wards start whose values are a recording played back. */
const REPLAY_PREFIX = "replay";

/**
 * The ward to open.
 *
 * @param wanted - ids asked for, most wanted first
 * @returns the first of `wanted` that exists, else the first by name that is no replay, else the first by name;
 *   `null` when there are none
 */
export function wardToOpen(
	wards: readonly Pick<WardSummary, "id" | "name">[],
	wanted: readonly (string | null)[],
): string | null {
	for (const id of wanted) if (wards.some((ward) => ward.id === id)) return id;
	const byName = [...wards].sort((a, b) => collator.compare(a.name, b.name) || collator.compare(a.id, b.id));
	return (byName.find((ward) => !ward.id.startsWith(REPLAY_PREFIX)) ?? byName[0])?.id ?? null;
}

/** Whether `query`, as typed, occurs in the bed's label, patient or device id, whatever the case and the number of spaces. */
export function bedMatches(bed: LiveBed, query: string): boolean {
	const wanted = query.trim().replace(/\s+/g, " ").toLowerCase();
	return [bed.label, bed.patient ?? "", bed.deviceId].some((text) => text.toLowerCase().includes(wanted));
}

/**
 * The neighbour of `current` in `ids`, staying at the ends.
 *
 * @param step - 1 for the next, -1 for the one before
 * @returns the first (or last, going back) id when `current` is not listed; `undefined` when there are none
 */
export function neighbour(ids: readonly string[], current: string | null, step: 1 | -1): string | undefined {
	const index = current === null ? -1 : ids.indexOf(current);
	if (index < 0) return step === 1 ? ids[0] : ids.at(-1);
	return ids[Math.min(ids.length - 1, Math.max(0, index + step))];
}
