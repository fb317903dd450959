/** Scores a moment: how unusual the reading is by the forest, and which vitals have left the patient's own band. */
import type { Baseline } from "./baseline.ts";
import type { Cleaner } from "./cleaning.ts";
import { departures, isMarked, PLUNGE, PLUNGE_ENDS } from "./deadband.ts";
import {
	FEATURE_COUNT,
	HEART_RATE,
	MEAN_PRESSURE,
	MISSING,
	RESPIRATORY_RATE,
	SPO2,
	STEPS,
	SYSTOLIC,
} from "./features.ts";
import type { Moment } from "./moment.ts";
import type { Deadband, Norms } from "./norms.ts";
import { FAST_CADENCE, RATES } from "./safety-net.ts";
import type { Trend } from "./trend.ts";

/** Part of the deadband within which a departure has ended. */
const NEAR = 0.8;
/** A departure of which this part came within the last 30 s is a step, as artefacts are. */
const STEP_PART = 0.7;
const STEP_WITHIN = 30_000;
/** A departure of which this part came within five minutes is acute: falling asleep takes longer. */
const ACUTE_PART = 0.6;
const ACUTE_WITHIN = 5 * 60_000;
/** Values whose middle half lies further apart than this part of the deadband come from a sensor that is shaken. */
const UNSTEADY_PART = 0.5;
/**
 * Exertion: the breath rises by at least so much, and by so much for each beat. In the simulator walking raises it by about 0.2
 * breaths a beat, a tachycardia that begins in the heart by a quarter of that; the number lies between them and was fitted to
 * simulated activity. It was not checked on people. It assumes that both rates are measured, that a patient who walks breathes
 * more for each beat than one whose heart races by itself, and that neither saturation nor pressure falls. Pain, fever, fear,
 * hypovolaemia and early sepsis raise both rates, too: what looks like exertion is only told later (`EXERTION_ONSET`), never left
 * out, and the safety net does not know of it.
 */
const BREATHS = 4 * STEPS;
const BREATHS_A_BEAT = 0.12;
/** Beyond these departures, in deadbands, nothing is put down to exertion any more. */
const MOST_BREATH = 1.8;
const MOST_HEART = 2.6;
/** Part of the deadband that saturation and pressure may fall in exertion. */
const KEPT = 0.6;

/** Renews everything of `moment` that follows from its values. */
export function judge(moment: Moment, cleaner: Cleaner, baseline: Baseline, trend: Trend, norms: Norms): void {
	const { clean } = cleaner;
	const { measured, departs } = moment;
	moment.out = 0;
	moment.marked = 0;
	moment.stepped = 0;
	moment.acute = 0;
	moment.unsteady = 0;
	moment.occasional = 0;
	moment.fresh = 0;
	moment.score = measured === 0 ? null : baseline.score(moment.values, measured);
	moment.excess = moment.score === null ? -1 : baseline.excessOf(moment.score);
	// Departures are judged on clean values: one raw value beyond the net is the net's business.
	const cleanMeasured = measured & cleaner.measured;
	moment.near = departures(norms.deadbands, clean, baseline.usual, baseline.known, cleanMeasured, NEAR, departs);
	plunge(moment, clean, baseline, trend, norms);
	for (let f = 0; f < FEATURE_COUNT; f++) {
		if (Math.abs(departs[f] as number) <= 1) continue;
		moment.out |= 1 << f;
		const bit = 1 << f;
		if (isMarked(f, departs[f] as number, (baseline.known & bit) !== 0)) moment.marked |= bit;
		const value = clean[f] as number;
		const away = Math.abs(value - (baseline.usual[f] as number));
		const before = trend.before(f, moment.time, STEP_WITHIN);
		if (before !== MISSING && Math.abs(value - before) > STEP_PART * away) moment.stepped |= bit;
		const earlier = trend.before(f, moment.time, ACUTE_WITHIN);
		if (earlier !== MISSING && Math.abs(value - earlier) > ACUTE_PART * away) moment.acute |= bit;
		const { up, down } = norms.deadbands[f] as Deadband;
		if (cleaner.spreadOf(f) > UNSTEADY_PART * Math.min(up, down) * STEPS) moment.unsteady |= bit;
		if (cleaner.cadenceOf(f) > FAST_CADENCE) moment.occasional |= bit;
		if (moment.raw[f] !== MISSING) moment.fresh |= bit;
	}
	moment.active = (moment.out & RATES) !== 0 && inExertion(moment, clean, baseline);
}

/** The heart rate alone: it is what rises with exertion and may then fall past its median. */
function plunge(moment: Moment, clean: Uint16Array, baseline: Baseline, trend: Trend, norms: Norms): void {
	const { departs, time } = moment;
	if ((departs[HEART_RATE] as number) > -PLUNGE_ENDS || (baseline.known & (1 << HEART_RATE)) === 0) return;
	const earlier = trend.before(HEART_RATE, time, ACUTE_WITHIN);
	if (earlier === MISSING) return;
	const fall = (earlier - (clean[HEART_RATE] as number)) / ((norms.deadbands[HEART_RATE] as Deadband).down * STEPS);
	if (fall < PLUNGE) return;
	departs[HEART_RATE] = Math.min(departs[HEART_RATE] as number, -PLUNGE);
	moment.near |= 1 << HEART_RATE;
}

function inExertion({ departs }: Moment, clean: Uint16Array, baseline: Baseline): boolean {
	if ((baseline.known & RATES) !== RATES || (departs[HEART_RATE] as number) <= 0) return false;
	if ((departs[HEART_RATE] as number) > MOST_HEART || (departs[RESPIRATORY_RATE] as number) > MOST_BREATH) return false;
	for (const feature of [SPO2, SYSTOLIC, MEAN_PRESSURE]) if ((departs[feature] as number) < -KEPT) return false;
	const breath = clean[RESPIRATORY_RATE] as number;
	const heart = clean[HEART_RATE] as number;
	if (breath === MISSING || heart === MISSING) return false;
	const breaths = breath - (baseline.usual[RESPIRATORY_RATE] as number);
	return breaths >= BREATHS && breaths >= BREATHS_A_BEAT * (heart - (baseline.usual[HEART_RATE] as number));
}
