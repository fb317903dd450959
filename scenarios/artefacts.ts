/** What the sensors do while the patient is fine: motion, probes that come off, batteries that run down. */
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import type { Random } from "./random.ts";

const ARTEFACT_KINDS = ["motion", "sensor_off", "battery_low"] as const;
export type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

/** How often what happens, and the battery. */
export interface ArtefactRates {
	/** Bouts of movement that disturb SpO2, pulse and ECG. */
	readonly motionPerHour: number;
	/** Times a sensor comes off and is put back. */
	readonly sensorOffPerHour: number;
	/** Charge at the start, per cent; drawn between 40 and 100 when absent. */
	readonly batteryStart?: number;
	/** Per cent of charge used in an hour. */
	readonly batteryPerHour: number;
}

/** A wearable on a ward: a third of patients move the probe in an hour, a sensor comes off twice in a day. */
export const WARD_ARTEFACTS: ArtefactRates = { motionPerHour: 0.35, sensorOffPerHour: 0.08, batteryPerHour: 2.5 };
/** Turning, suctioning and washing. */
export const ICU_ARTEFACTS: ArtefactRates = { motionPerHour: 4, sensorOffPerHour: 0.8, batteryPerHour: 1 };
/** Nothing happens, and the device lies on its charger. */
export const NO_ARTEFACTS: ArtefactRates = { motionPerHour: 0, sensorOffPerHour: 0, batteryPerHour: 0 };

/** Below this charge the device counts as running out, per cent. */
const BATTERY_LOW = 15;
/** Somebody puts it on the charger at this charge, and it comes back full. */
const BATTERY_SWAPPED = 4;

/** Vital signs that go missing together, because one sensor measures them. */
const SENSORS: readonly (readonly VitalKey[])[] = [
	["heart_rate", "respiratory_rate"],
	["spo2", "pulse_rate"],
	["systolic_pressure", "diastolic_pressure", "mean_pressure"],
	["temperature"],
	["etco2"],
];

/** The device's sensors, one step at a time. */
export interface Artefacts {
	/**
	 * Advances to `seconds` since the start and spoils `values` (catalogue order; `NaN` where a sensor is off).
	 *
	 * @returns what spoiled them, or `null`
	 */
	step(seconds: number, values: Float64Array): ArtefactKind | null;
	/** Charge in per cent, not rounded. */
	battery(): number;
}

/**
 * @param rates - how often what happens
 * @param carried - the vital signs this device sends: the last of its sensors never comes off, as such a device has nothing to post
 * @param cadenceSeconds - distance between steps, > 0
 */
export function createArtefacts(
	rates: ArtefactRates,
	carried: readonly VitalKey[],
	cadenceSeconds: number,
	random: Random,
): Artefacts {
	const sensors = SENSORS.map((keys) => keys.filter((key) => carried.includes(key)))
		.filter((keys) => keys.length > 0)
		.map((keys) => keys.map((key) => VITAL_KEYS.indexOf(key)));
	const motionChance = Math.min(1, (rates.motionPerHour * cadenceSeconds) / 3600);
	const offChance = sensors.length > 1 ? Math.min(1, (rates.sensorOffPerHour * cadenceSeconds) / 3600) : 0;
	const used = (rates.batteryPerHour * cadenceSeconds) / 3600;
	const spo2 = VITAL_KEYS.indexOf("spo2");
	const pulse = VITAL_KEYS.indexOf("pulse_rate");
	const heart = VITAL_KEYS.indexOf("heart_rate");

	const drawnBattery = random.between(40, 100);
	let battery = (rates.batteryStart ?? drawnBattery) + used;
	let motionUntil = Number.NEGATIVE_INFINITY;
	let depth = 0;
	let offUntil = Number.NEGATIVE_INFINITY;
	let off: readonly number[] = [];

	return {
		battery: () => battery,
		step(seconds, values) {
			battery -= used;
			if (battery < BATTERY_SWAPPED) battery = 100;
			if (random.chance(motionChance) && seconds >= motionUntil) {
				// Görges (2009): most ineffective alarms are over within 19 s, hence bouts about that long.
				motionUntil = seconds + random.between(5, 30);
				depth = random.between(4, 16);
			}
			if (random.chance(offChance) && seconds >= offUntil) {
				offUntil = seconds + random.between(20, 180);
				off = sensors[Math.floor(random.uniform() * sensors.length)] ?? [];
			}
			let kind: ArtefactKind | null = battery < BATTERY_LOW ? "battery_low" : null;
			if (seconds < motionUntil) {
				kind = "motion";
				const swing = random.uniform();
				values[spo2] = (values[spo2] as number) - depth * swing;
				values[pulse] = (values[pulse] as number) + 25 * (random.uniform() - 0.5) * swing;
				// Muscle noise is counted as beats far more often than it hides them.
				values[heart] = (values[heart] as number) + 30 * (random.uniform() - 0.25) * swing;
			}
			if (seconds < offUntil) {
				kind = "sensor_off";
				for (const index of off) values[index] = Number.NaN;
			}
			return kind;
		},
	};
}
