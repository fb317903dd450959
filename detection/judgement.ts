/** Scores a moment: how unusual the reading is by the forest, and which vitals have left the patient's own band. */
import type { Baseline } from "./baseline.ts";
import type { Cleaner } from "./cleaning.ts";
import { departures, MARKED } from "./deadband.ts";
import { FEATURE_COUNT, MISSING } from "./features.ts";
import type { Moment } from "./moment.ts";
import type { Norms } from "./norms.ts";
import type { Trend } from "./trend.ts";

/** Part of the deadband within which a departure has ended. */
const NEAR = 0.8;
/** A departure of which this part came within the last 30 s is a step, as artefacts are. */
const STEP_PART = 0.7;
const STEP_WITHIN = 30_000;

/** Renews everything of `moment` that follows from its values. */
export function judge(moment: Moment, cleaner: Cleaner, baseline: Baseline, trend: Trend, norms: Norms): void {
	const { clean } = cleaner;
	const { measured, departs } = moment;
	moment.out = 0;
	moment.marked = 0;
	moment.stepped = 0;
	moment.score = measured === 0 ? null : baseline.score(moment.values, measured);
	moment.excess = moment.score === null ? -1 : baseline.excessOf(moment.score);
	// Departures are judged on clean values: one raw value beyond the net is the net's business.
	const cleanMeasured = measured & cleaner.measured;
	moment.near = departures(norms.deadbands, clean, baseline.usual, baseline.known, cleanMeasured, NEAR, departs);
	for (let f = 0; f < FEATURE_COUNT; f++) {
		if (Math.abs(departs[f] as number) <= 1) continue;
		moment.out |= 1 << f;
		if (Math.abs(departs[f] as number) >= MARKED) moment.marked |= 1 << f;
		const earlier = trend.before(f, moment.time, STEP_WITHIN);
		const usual = baseline.usual[f] as number;
		const change = (clean[f] as number) - earlier;
		if (earlier !== MISSING && Math.abs(change) > STEP_PART * Math.abs((clean[f] as number) - usual))
			moment.stepped |= 1 << f;
	}
}
