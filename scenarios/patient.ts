/**
 * Who lies in the bed: resting vital signs by kind of patient, and how far they wander without anything
 * being wrong.
 *
 * The numbers are our choice. Adults rest inside the zero column of NEWS2 (Royal College of Physicians, 2017);
 * COPD at the 88–92 % saturation that guidelines aim for in hypercapnic failure (NEWS2, SpO2 scale 2); the
 * others deliberately rest where a population model calls them abnormal, because a personal baseline must not:
 * athlete's bradycardia, an older person's pressure, a school child's heart rate. The child is about eight years old.
 */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { Random } from "./random.ts";

export const ARCHETYPES = ["adult", "elderly", "athlete", "copd", "child", "atrial_fibrillation"] as const;
export type Archetype = (typeof ARCHETYPES)[number];

/** How one vital sign behaves in one patient, all in the vital's unit. */
export interface VitalProfile {
	/** Resting value at mid-morning. */
	readonly baseline: number;
	/** Standard deviation of the slow wandering over minutes. */
	readonly wander: number;
	/** Standard deviation from one reading to the next: beat-to-beat variation and the instrument. */
	readonly noise: number;
	/** Half the difference between late afternoon and before dawn. */
	readonly circadian: number;
	/** Change at full activity (walking the corridor). */
	readonly activity: number;
}

/** A patient as drawn from an archetype. */
export interface Patient {
	readonly archetype: Archetype;
	readonly vitals: Record<VitalKey, VitalProfile>;
	/** Bouts of activity per hour while awake. */
	readonly boutsPerHour: number;
	/** Amplitude of the heart rate's swing with the breath, /min. Falls with age. */
	readonly sinusArrhythmia: number;
}

/** Archetype's mean, and standard deviation between its patients. */
interface Resting {
	readonly mean: number;
	readonly spread: number;
}
interface ArchetypeTable {
	readonly resting: Record<Measured, Resting>;
	readonly boutsPerHour: number;
	readonly sinusArrhythmia: number;
	/** Multiplies the heart rate's noise: an irregular rhythm jumps from reading to reading. */
	readonly irregularity: number;
}

/** Mean pressure and pulse rate follow from the others and are not drawn. */
type Measured = Exclude<VitalKey, "mean_pressure" | "pulse_rate">;

const of = (mean: number, spread: number): Resting => ({ mean, spread });

const TABLES: Record<Archetype, ArchetypeTable> = {
	adult: {
		resting: {
			heart_rate: of(74, 5),
			spo2: of(97.3, 0.5),
			respiratory_rate: of(15.5, 1.2),
			temperature: of(36.8, 0.15),
			systolic_pressure: of(122, 7),
			diastolic_pressure: of(75, 4),
			etco2: of(38, 1.5),
		},
		boutsPerHour: 0.5,
		sinusArrhythmia: 1.6,
		irregularity: 1,
	},
	elderly: {
		resting: {
			heart_rate: of(72, 5),
			spo2: of(95.8, 0.5),
			respiratory_rate: of(17, 1.2),
			temperature: of(36.5, 0.15),
			systolic_pressure: of(142, 8),
			diastolic_pressure: of(77, 5),
			etco2: of(37, 1.5),
		},
		boutsPerHour: 0.3,
		sinusArrhythmia: 0.6,
		irregularity: 1,
	},
	athlete: {
		resting: {
			heart_rate: of(55, 2),
			spo2: of(98, 0.4),
			respiratory_rate: of(13.5, 0.7),
			temperature: of(36.7, 0.15),
			systolic_pressure: of(118, 5),
			diastolic_pressure: of(70, 4),
			etco2: of(39, 1.5),
		},
		boutsPerHour: 0.6,
		sinusArrhythmia: 2.5,
		irregularity: 1,
	},
	copd: {
		resting: {
			heart_rate: of(84, 4),
			spo2: of(91, 0.6),
			respiratory_rate: of(20, 1),
			temperature: of(36.7, 0.15),
			systolic_pressure: of(134, 7),
			diastolic_pressure: of(78, 4),
			etco2: of(47, 2),
		},
		boutsPerHour: 0.25,
		sinusArrhythmia: 0.8,
		irregularity: 1,
	},
	child: {
		resting: {
			heart_rate: of(90, 4),
			spo2: of(98, 0.4),
			respiratory_rate: of(20, 1),
			temperature: of(36.9, 0.15),
			systolic_pressure: of(104, 4),
			diastolic_pressure: of(64, 3),
			etco2: of(38, 1.5),
		},
		boutsPerHour: 0.8,
		sinusArrhythmia: 3,
		irregularity: 1,
	},
	atrial_fibrillation: {
		resting: {
			heart_rate: of(84, 5),
			spo2: of(96.2, 0.5),
			respiratory_rate: of(16.5, 1.2),
			temperature: of(36.6, 0.15),
			systolic_pressure: of(132, 7),
			diastolic_pressure: of(78, 4),
			etco2: of(37, 1.5),
		},
		boutsPerHour: 0.3,
		// Without a P wave the rate does not follow the breath.
		sinusArrhythmia: 0,
		irregularity: 5,
	},
};

/** Variation common to every archetype: wander, noise, circadian, activity. Temperature lags activity too far to show it. */
const VARIATION: Record<Measured, Omit<VitalProfile, "baseline">> = {
	heart_rate: { wander: 2.2, noise: 0.8, circadian: 3.5, activity: 22 },
	spo2: { wander: 0.5, noise: 0.3, circadian: 0.3, activity: -0.8 },
	respiratory_rate: { wander: 1, noise: 0.5, circadian: 0.6, activity: 4.5 },
	temperature: { wander: 0.06, noise: 0.03, circadian: 0.3, activity: 0 },
	systolic_pressure: { wander: 4, noise: 1.2, circadian: 5, activity: 12 },
	diastolic_pressure: { wander: 2.5, noise: 1, circadian: 3, activity: 4 },
	etco2: { wander: 1, noise: 0.5, circadian: 0.5, activity: 1.5 },
};

/** Patients further than this many standard deviations from their archetype would belong to another one. */
const MAX_DEVIATION = 2;

/**
 * Draws a patient: the archetype's means shifted by what differs from one person to the next.
 *
 * @param archetype - kind of patient
 * @param random - consumed in a fixed order, so that the same source draws the same patient
 */
export function drawPatient(archetype: Archetype, random: Random): Patient {
	const table = TABLES[archetype];
	const draw = (key: Measured): VitalProfile => {
		const { mean, spread } = table.resting[key];
		const deviation = Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, random.normal()));
		const variation = VARIATION[key];
		const noise = key === "heart_rate" ? variation.noise * table.irregularity : variation.noise;
		return { ...variation, noise, baseline: mean + spread * deviation };
	};
	const heart = draw("heart_rate");
	const systolic = draw("systolic_pressure");
	const diastolic = draw("diastolic_pressure");
	return {
		archetype,
		vitals: {
			heart_rate: heart,
			spo2: draw("spo2"),
			respiratory_rate: draw("respiratory_rate"),
			temperature: draw("temperature"),
			systolic_pressure: systolic,
			diastolic_pressure: diastolic,
			mean_pressure: { ...diastolic, baseline: meanPressure(systolic.baseline, diastolic.baseline), noise: 0.5 },
			etco2: draw("etco2"),
			pulse_rate: { ...heart, noise: 0.6 },
		},
		boutsPerHour: table.boutsPerHour,
		sinusArrhythmia: table.sinusArrhythmia,
	};
}

/** Mean arterial pressure in mmHg: diastole lasts about twice as long as systole. */
export function meanPressure(systolic: number, diastolic: number): number {
	return diastolic + (systolic - diastolic) / 3;
}
