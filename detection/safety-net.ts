/** Absolute limits that no baseline can learn away, applied to raw, range-checked values. */
import {
	DIASTOLIC,
	FEATURE_COUNT,
	HEART_RATE,
	MEAN_PRESSURE,
	MISSING,
	PULSE_RATE,
	RESPIRATORY_RATE,
	SPO2,
	STEPS,
	SYSTOLIC,
} from "./features.ts";
import type { Limit, Norms } from "./norms.ts";

/** Onset at cadences up to 5 s: Görges 2009 found that a delay of 14 s halves ineffective alarms. Milliseconds. */
export const NET_ONSET = 15_000;
/** Onset of a heart rate of 0: asystole is to be announced within 10 s (IEC 60601-2-27). Milliseconds. */
export const ASYSTOLE_ONSET = 10_000;
/** Streams slower than this between readings have no second look to wait for: the first reading counts. Milliseconds. */
export const FAST_CADENCE = 5_000;

/** True where `value`, in hundredths, is measured and beyond the limits of vital `index`. */
function isBeyond(norms: Norms, index: number, value: number): boolean {
	return value !== MISSING && (value <= (norms.low[index] as number) || value >= (norms.high[index] as number));
}

/**
 * Bit mask of the vitals beyond the net.
 *
 * @param pulseStandsIn - there is no ECG, or none to believe: its pulse rate is held against the limits. A pulse of 0 is then a
 *   probe without signal, not a heart standing still.
 */
export function beyondNet(norms: Norms, raw: Uint16Array, pulseStandsIn: boolean): number {
	let mask = 0;
	for (let feature = 0; feature < FEATURE_COUNT; feature++)
		if (isBeyond(norms, feature, raw[feature] as number)) mask |= 1 << feature;
	if (pulseStandsIn && (raw[PULSE_RATE] as number) > 0 && isBeyond(norms, PULSE_RATE, raw[PULSE_RATE] as number))
		mask |= 1 << PULSE_RATE;
	return mask;
}

/** How far beyond, in parts of the limit: which of several breaches to name first. */
export function severityBeyond(norms: Norms, index: number, value: number): number {
	const low = norms.low[index] as number;
	const high = norms.high[index] as number;
	if (value <= low) return 1 + (low - value) / Math.max(1, low);
	return value >= high ? 1 + (value - high) / Math.max(1, high) : 0;
}

/** "at or below 85", "at or above 131": the limit that `value`, in hundredths, is beyond. */
export function limitWords(norms: Norms, index: number, value: number): string {
	const limit = norms.limits[index] as Limit;
	if (limit.low !== null && value <= limit.low * STEPS) return `at or below ${limit.low}`;
	return `at or above ${limit.high}`;
}

/** A pulse pressure below this is not a heartbeat that an arterial line can be trusted to show (our choice). Hundredths of mmHg. */
const PULSATILE = 20 * STEPS;
/** A pulse slower than this does not contradict an ECG that sees none (our choice). Hundredths of beats per minute. */
const CLEAR_PULSE = 20 * STEPS;

/**
 * True where something other than the ECG shows a heart that beats: a pulse rate in this very reading, or an arterial
 * pressure that pulsates and moves. Ambiguity must alarm, so a pressure that stands still (a cuff value repeated by
 * the monitor) proves nothing, and neither does a saturation, which probes hold for many seconds.
 */
export function pulseGoesOn(raw: Uint16Array, pressureMoves: boolean): boolean {
	const pulse = raw[PULSE_RATE] as number;
	if (pulse !== MISSING) return pulse >= CLEAR_PULSE;
	const systolic = raw[SYSTOLIC] as number;
	const diastolic = raw[DIASTOLIC] as number;
	if (!pressureMoves || systolic === MISSING || diastolic === MISSING) return false;
	return systolic - diastolic >= PULSATILE;
}

/** Vitals whose loss leaves a patient unwatched: their absence is MEDIUM, others' is LOW. */
export const ESSENTIAL = (1 << HEART_RATE) | (1 << SPO2);
/** Vitals counted as one organ when departures are counted: three pressures move together. */
export const PRESSURES = (1 << SYSTOLIC) | (1 << DIASTOLIC) | (1 << MEAN_PRESSURE);
/** Rates, whose moderate rise is most often activity. */
export const RATES = (1 << HEART_RATE) | (1 << RESPIRATORY_RATE);
