/**
 * Absolute limits for adults that no baseline can learn away, applied to raw, range-checked values.
 * The defaults are our choice, not a device's; a ward's own limits would take their place, shown apart.
 */
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

interface Limit {
	/** At or below is beyond the net; null where there is no lower limit. */
	readonly low: number | null;
	/** At or above is beyond the net. */
	readonly high: number | null;
	readonly reason: string;
}

const NO_LIMIT: Limit = {
	low: null,
	high: null,
	reason: "No absolute limit: its meaning depends on the other vital signs.",
};

/** In the features' order, in the vitals' units. */
const ADULT_LIMITS: readonly Limit[] = [
	{
		low: 40,
		high: 131,
		reason: "NEWS2 (RCP 2017) gives the single-parameter red score of 3 at a pulse of <= 40 or >= 131.",
	},
	{
		low: 85,
		high: null,
		reason:
			"NEWS2 scores 3 at <= 91 (scale 1) and <= 83 (scale 2); 85 is where a patient with chronic hypercapnia, at home at 88-92, is in trouble too.",
	},
	{
		low: 8,
		high: 30,
		reason:
			"NEWS2 scores 3 at <= 8 and >= 25; 30 (qSOFA's authors and CURB-65 use 22 and 30) keeps brief tachypnoea to the forest.",
	},
	{
		low: 35.0,
		high: 40.0,
		reason:
			"NEWS2 scores 3 at <= 35.0; 40.0 is our choice: NEWS2's highest band starts at 39.1, where fever alone is not an emergency.",
	},
	{
		low: 80,
		high: 220,
		reason: "NEWS2 scores 3 at <= 90 and >= 220; 80 spares those who live at 85-90, whom the forest watches.",
	},
	NO_LIMIT,
	{
		low: 55,
		high: null,
		reason:
			"Sepsis guidance (SSC 2021) aims at a mean of 65; under 55, minutes sufficed to harm kidney and heart (Walsh 2013).",
	},
	NO_LIMIT,
];

/** Onset at cadences up to 5 s: Görges 2009 found that a delay of 14 s halves ineffective alarms. Milliseconds. */
export const NET_ONSET = 15_000;
/** Onset of a heart rate of 0: asystole is to be announced within 10 s (IEC 60601-2-27). Milliseconds. */
export const ASYSTOLE_ONSET = 10_000;
/** Streams slower than this between readings have no second look to wait for: the first reading counts. Milliseconds. */
export const FAST_CADENCE = 5_000;

const LOW = ADULT_LIMITS.map((limit) => (limit.low === null ? -1 : limit.low * STEPS));
const HIGH = ADULT_LIMITS.map((limit) => (limit.high === null ? Infinity : limit.high * STEPS));

/** True where `value`, in hundredths, is measured and beyond the limits of `feature`. */
function isBeyond(feature: number, value: number): boolean {
	return value !== MISSING && (value <= (LOW[feature] as number) || value >= (HIGH[feature] as number));
}

/**
 * Bit mask of the features beyond the net.
 *
 * @param pulseStandsIn - there is no ECG, or none to believe: its pulse rate is held against the heart rate's limits and
 *   reported as `pulse_rate`. A pulse of 0 is then a probe without signal, not a heart standing still.
 */
export function beyondNet(raw: Uint16Array, pulseStandsIn: boolean): number {
	let mask = 0;
	for (let feature = 0; feature < FEATURE_COUNT; feature++)
		if (isBeyond(feature, raw[feature] as number)) mask |= 1 << feature;
	if (pulseStandsIn && (raw[PULSE_RATE] as number) > 0 && isBeyond(HEART_RATE, raw[PULSE_RATE] as number))
		mask |= 1 << PULSE_RATE;
	return mask;
}

/** How far beyond, in parts of the limit: which of several breaches to name first. */
export function severityBeyond(index: number, value: number): number {
	const feature = index === PULSE_RATE ? HEART_RATE : index;
	const low = LOW[feature] as number;
	const high = HIGH[feature] as number;
	if (value <= low) return 1 + (low - value) / low;
	return value >= high ? 1 + (value - high) / high : 0;
}

/** "at or below 85", "at or above 131": the limit that `value`, in hundredths, is beyond. */
export function limitWords(index: number, value: number): string {
	const limit = ADULT_LIMITS[index === PULSE_RATE ? HEART_RATE : index] as Limit;
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
