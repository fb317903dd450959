/**
 * The readings of tests/fixtures/lake/readings-v1.parquet, written out.
 *
 * The file stands for every file already in somebody's bucket: it is never rewritten. Version 2 gets a file of its own
 * beside it. Made with `node tests/lake/golden.ts`, which refuses to overwrite.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { noVitals, type StoredReading, type VitalValues } from "../../vitals/reading.ts";
import { encoderBytes } from "./encoder.ts";

export const GOLDEN_DEVICE = "icu:monitor-4";
export const GOLDEN_FILE = new URL("../fixtures/lake/readings-v1.parquet", import.meta.url);

export function goldenBytes(): Uint8Array {
	return new Uint8Array(readFileSync(GOLDEN_FILE));
}

function vitals(values: Partial<Record<VitalKey, number>>): VitalValues {
	return { ...noVitals(), ...values };
}

/** Scores are whole 65535ths, so that they survive exactly. */
export const GOLDEN_READINGS: readonly StoredReading[] = [
	// Everything measured, with every decimal the catalogue keeps.
	{
		seq: 41,
		timestamp: 1772359200000,
		receivedAt: 1772359200047,
		patient: "p-6f1d2c",
		vitals: {
			heart_rate: 78.25,
			spo2: 97,
			respiratory_rate: 16.5,
			temperature: 36.63,
			systolic_pressure: 121,
			diastolic_pressure: 76,
			mean_pressure: 91.07,
			etco2: 38.4,
			pulse_rate: 77.99,
		},
		battery: 92.5,
		score: 27525 / 65535,
		risk: "LOW",
		flags: 0,
	},
	// Asystole: a heart rate of 0 is a value, not a gap.
	{
		seq: 42,
		timestamp: 1772359201001,
		receivedAt: 1772359201040,
		patient: "p-6f1d2c",
		vitals: vitals({ heart_rate: 0, spo2: 0, pulse_rate: 0 }),
		battery: 0,
		score: 1,
		risk: "HIGH",
		flags: 9,
	},
	// The catalogue's upper ends.
	{
		seq: 43,
		timestamp: 1772359202999,
		receivedAt: 1772359203000,
		patient: "p-6f1d2c",
		vitals: {
			heart_rate: 299,
			spo2: 100,
			respiratory_rate: 150,
			temperature: 49.99,
			systolic_pressure: 399.99,
			diastolic_pressure: 400,
			mean_pressure: 400,
			etco2: 150,
			pulse_rate: 298.99,
		},
		battery: 100,
		score: 0,
		risk: "MEDIUM",
		flags: 1,
	},
	// Nothing measured, nobody assigned, not scored.
	{
		seq: 44,
		timestamp: 1772359203000,
		receivedAt: 1772359203100,
		patient: null,
		vitals: noVitals(),
		battery: null,
		score: null,
		risk: "LOW",
		flags: 16,
	},
	// Came late: older than the row above, and stays below it.
	{
		seq: 45,
		timestamp: 1772359199500,
		receivedAt: 1772359204321,
		patient: "Pätient-2",
		vitals: vitals({ temperature: 36.6 }),
		battery: 91,
		score: null,
		risk: "LOW",
		flags: 20,
	},
	// Every flag at once, half a score.
	{
		seq: 46,
		timestamp: 1772359205000,
		receivedAt: 1772359205000,
		patient: "p-a90b77",
		vitals: vitals({ heart_rate: 61, etco2: 12.34 }),
		battery: null,
		score: 32768 / 65535,
		risk: "HIGH",
		flags: 31,
	},
];

if (import.meta.main) {
	initParquet(encoderBytes());
	writeFileSync(GOLDEN_FILE, encodeReadings(GOLDEN_DEVICE, GOLDEN_READINGS), { flag: "wx" });
}
