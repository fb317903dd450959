/** What every compared detector is to the benchmark: readings of one patient in, alerts out. */
import type { PatientType } from "../scenarios/patient-day.ts";
import type { Reading } from "../vitals/reading.ts";
import type { Alert } from "./matching.ts";
import { createNews2Alert } from "./news2-alert.ts";
import { createOurs, type OurAlert } from "./ours.ts";
import { createSeedForest } from "./seed-forest.ts";
import { createStaticLimits } from "./static-limits.ts";

/** What is known of the patient when the device is assigned. */
export interface Admission {
	readonly type: PatientType;
	/** uint32, another for each patient. */
	readonly seed: number;
}

/** A detector at one patient's bedside. */
export interface Bedside<A extends Alert = Alert> {
	push(reading: Reading): void;
	/** Physiological alerts so far, by opening; those still open are closed at `time`, milliseconds since the epoch. */
	finish(time: number): readonly A[];
	/** Technical alerts: sensors and battery. None where the detector knows no such thing. */
	technical?(): readonly Alert[];
}

/** `null` where the detector is not meant for such a patient. */
export type CreateBedside = (admission: Admission) => Bedside | null;

/** The compared detectors, in the order in which they are shown. */
export const DETECTORS = {
	"static every crossing": () => createStaticLimits(0, 0),
	"static 15/120 s": () => createStaticLimits(15, 120),
	"seed forest MEDIUM 15/120 s": () => createSeedForest("MEDIUM", 15, 120),
	"seed forest HIGH 15/120 s": () => createSeedForest("HIGH", 15, 120),
	"NEWS2 60/300 s": ({ type }) => (type === "child" ? null : createNews2Alert(60, 300)),
	ours: createOurs,
} as const satisfies Record<string, (admission: Admission) => Bedside | null>;
export type DetectorName = keyof typeof DETECTORS;
export const DETECTOR_NAMES = Object.keys(DETECTORS) as DetectorName[];
export type { OurAlert };
