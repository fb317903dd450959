/**
 * What clinicians' judgements of alarms do to a patient's deadbands: false alarms widen the side that raised them, confirmed
 * ones take that back. The absolute limits of the safety net are not here, and nothing here reaches them.
 */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { DeadbandTuning } from "../vitals/patient-context.ts";
import type { Deadband } from "./norms.ts";

/** A false alarm widens its side of the deadband by so much of the default. Our choice: three of them are felt, one is not. */
const STEP = 0.15;
/** Steps that count, at most: no judgement widens a deadband to more than 1.45 of its default, or makes it narrower than that. */
const MOST_STEPS = 3;
/** Judgements kept of a patient, the newest: older ones have had their say. */
export const KEPT_TUNINGS = 24;

/** By how much one side of the deadband of `vital` is wider than its default: 1 to 1.45. */
function widening(tuning: readonly DeadbandTuning[], vital: VitalKey, side: "up" | "down"): number {
	let steps = 0;
	// In the order they came: a judgement beyond the bounds is not stored up against the next one.
	for (const judged of tuning)
		if (judged.vital === vital && judged.side === side) steps = Math.min(MOST_STEPS, Math.max(0, steps + judged.step));
	return 1 + STEP * steps;
}

/** The deadband of `vital` with what the judgements did to it. */
export function tuned(band: Deadband, vital: VitalKey, tuning: readonly DeadbandTuning[] | undefined): Deadband {
	if (tuning === undefined || tuning.length === 0) return band;
	return { ...band, up: band.up * widening(tuning, vital, "up"), down: band.down * widening(tuning, vital, "down") };
}
