/** What bedside monitors do out of the box: one pair of limits for everybody. */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { Bedside } from "./detectors.ts";
import { createGate } from "./gate.ts";

/** HR above 100 or below 50, SpO2 below 95: common defaults, and those that the benchmark's hardness is defined by. */
export const STATIC_LIMITS: readonly { readonly vital: VitalKey; readonly low: number; readonly high: number }[] = [
	{ vital: "heart_rate", low: 50, high: 100 },
	{ vital: "spo2", low: 95, high: Number.POSITIVE_INFINITY },
];

/**
 * Each limit is an alarm of its own, as on a monitor; a reading in which the vital is missing changes nothing.
 *
 * @param delaySeconds - how long a limit must be broken; 0 for every crossing
 * @param clearSeconds - how long it must be kept before the alarm ends
 */
export function createStaticLimits(delaySeconds: number, clearSeconds: number): Bedside {
	const alarms = STATIC_LIMITS.flatMap(({ vital, low, high }) => [
		{ vital, broken: (value: number) => value < low, gate: createGate(delaySeconds, clearSeconds) },
		{ vital, broken: (value: number) => value > high, gate: createGate(delaySeconds, clearSeconds) },
	]);
	return {
		push({ timestamp, vitals }) {
			for (const { vital, broken, gate } of alarms) {
				const value = vitals[vital];
				gate.step(timestamp, value === null ? null : broken(value));
			}
		},
		finish(time) {
			for (const { gate } of alarms) gate.finish(time);
			return alarms.flatMap(({ gate }) => gate.alerts).sort((a, b) => a.opened - b.opened);
		},
	};
}
