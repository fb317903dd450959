/**
 * The vital signs as the detector's arrays hold them: whole hundredths of the unit, 0xFFFF where nothing
 * was measured. Whole numbers fit in 16 bits and survive being written and read back exactly.
 */
import { STORED_STEPS_PER_UNIT, VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../vitals/catalogue.ts";
import type { VitalValues } from "../vitals/reading.ts";

/** Vital signs the forest sees: the catalogue's first eight. The pulse rate, ninth, only checks the heart rate. */
export const FEATURE_COUNT = 8;
/** Vital signs the detector watches, the pulse included. */
export const VITAL_COUNT = 9;
export const MISSING = 0xffff;
export const STEPS = STORED_STEPS_PER_UNIT;

/** Positions in the catalogue's order, which is append-only. */
export const HEART_RATE = VITAL_KEYS.indexOf("heart_rate");
export const SPO2 = VITAL_KEYS.indexOf("spo2");
export const RESPIRATORY_RATE = VITAL_KEYS.indexOf("respiratory_rate");
export const TEMPERATURE = VITAL_KEYS.indexOf("temperature");
export const SYSTOLIC = VITAL_KEYS.indexOf("systolic_pressure");
export const DIASTOLIC = VITAL_KEYS.indexOf("diastolic_pressure");
export const MEAN_PRESSURE = VITAL_KEYS.indexOf("mean_pressure");
export const PULSE_RATE = VITAL_KEYS.indexOf("pulse_rate");

/** The key of the vital at position `index`. */
export function keyAt(index: number): VitalKey {
	return VITAL_KEYS[index] as VitalKey;
}

/**
 * Writes a reading's vitals into `target`, nine hundredths or `MISSING`. What no sensor can report (NaN, out of
 * the catalogue's range) counts as not measured.
 */
export function quantise(vitals: VitalValues, target: Uint16Array): void {
	for (let index = 0; index < VITAL_COUNT; index++) {
		const sign = VITAL_SIGNS[index] as (typeof VITAL_SIGNS)[number];
		const value = vitals[sign.key];
		// A pressure below zero is a transducer being flushed or zeroed: as good as missing.
		const usable = typeof value === "number" && value >= Math.max(0, sign.sensorMin) && value <= sign.sensorMax;
		target[index] = usable ? Math.round(value * STEPS) : MISSING;
	}
}

/** The measured vitals of a quantised row, in the catalogue's units. */
export function namedValues(row: Uint16Array): Partial<Record<VitalKey, number>> {
	const named: Partial<Record<VitalKey, number>> = {};
	for (let index = 0; index < VITAL_COUNT; index++) {
		const value = row[index] as number;
		if (value !== MISSING) named[keyAt(index)] = value / STEPS;
	}
	return named;
}

/** Positions of the bits set in `mask`, lowest first. */
export function positions(mask: number): number[] {
	const found: number[] = [];
	for (let index = 0; index < VITAL_COUNT; index++) if ((mask & (1 << index)) !== 0) found.push(index);
	return found;
}
