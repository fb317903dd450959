/** What a sector shows for a vital sign at one moment. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { Episode } from "../../../vitals/episode.ts";
import { formatElapsed, formatValue, NO_VALUE } from "./format.ts";
import { type Staleness, staleness } from "./staleness.ts";
import type { BedState, VitalState } from "./ward-state.ts";
import { texts } from "../texts.ts";

/** A number, ready to be written. */
export interface VitalView {
	readonly text: string;
	readonly staleness: Staleness;
}

/** The value of `vital` as it may be shown at `now` (ms, edge clock): `--` once it is lost. */
export function vitalView(key: VitalKey, vital: VitalState, now: number): VitalView {
	const state = vital.value === null ? "never" : staleness(vital.receivedAt, now);
	const shown = state === "live" || state === "dim";
	return { text: shown ? formatValue(key, vital.value) : NO_VALUE, staleness: state };
}

/**
 * The leading vital sign of `episode` as it is now, in its unit; `null` when nothing leads, or when the value is
 * missing or no longer live at `now` (ms, edge clock).
 */
export function leadingValue(
	episode: Pick<Episode, "leadingVital" | "openedAt" | "contributions" | "vitalsAtOnset">,
	bed: Pick<BedState, "timestamp" | "vitals">,
	now: number,
): number | null {
	const leading = episode.leadingVital;
	if (leading === null) return null;
	const vital = bed.vitals[leading];
	if (vital.value === null || staleness(vital.receivedAt, now) !== "live") return null;
	// An episode travels ahead of the reading that completed it: an older value would read as a recovery.
	if (bed.timestamp >= episode.openedAt) return vital.value;
	const part = episode.contributions.find((contribution) => contribution.vital === leading);
	return part?.actual ?? episode.vitalsAtOnset[leading] ?? vital.value;
}

const STALENESS_ORDER: readonly Staleness[] = ["never", "live", "dim", "lost"];

/** Blood pressure as "120/80 (93)", with the parts the device has; as stale as its oldest part. */
export function pressureView(
	vitals: Record<"systolic_pressure" | "diastolic_pressure" | "mean_pressure", VitalState>,
	now: number,
): VitalView {
	const systolic = vitalView("systolic_pressure", vitals.systolic_pressure, now);
	const diastolic = vitalView("diastolic_pressure", vitals.diastolic_pressure, now);
	const mean = vitalView("mean_pressure", vitals.mean_pressure, now);
	const oldest = [systolic, diastolic, mean].reduce((a, b) =>
		STALENESS_ORDER.indexOf(b.staleness) > STALENESS_ORDER.indexOf(a.staleness) ? b : a,
	);
	const hasCuff = systolic.staleness !== "never" || diastolic.staleness !== "never";
	const cuff = hasCuff ? `${systolic.text}/${diastolic.text}` : "";
	const bracket = mean.staleness === "never" ? "" : `(${mean.text})`;
	return { text: [cuff, bracket].filter(Boolean).join(" ") || NO_VALUE, staleness: oldest.staleness };
}

/**
 * The remark beside a vital sign that is staler than its device: its age while dim, "off" once lost. Empty while
 * it is live, and empty when the whole device is stale, whose age the sector shows anyway.
 */
export function vitalRemark(state: Staleness, receivedAt: number, device: Staleness, now: number): string {
	if (device !== "live") return "";
	if (state === "dim") return formatElapsed(now - receivedAt);
	return state === "lost" ? texts.bed.sensorOff : "";
}
