/**
 * NEWS2 as an alarm on the vitals that a device measures: urgent response at an aggregate of 5 or a single 3 (Royal College of
 * Physicians, 2017). Consciousness and oxygen are not measured and count 0, which favours it; an honest chart would be incomplete.
 * It is not applicable under 16.
 */
import type { VitalKey } from "../vitals/catalogue.ts";
import type { VitalValues } from "../vitals/reading.ts";
import type { Bedside } from "./detectors.ts";
import { createGate } from "./gate.ts";

/** Upper ends of the bands from the lowest on, each with its points; the last band has no end. SpO2 on scale 1. */
const BANDS: readonly { readonly vital: VitalKey; readonly bands: readonly (readonly [number, number])[] }[] = [
	{
		vital: "respiratory_rate",
		bands: [
			[8, 3],
			[11, 1],
			[20, 0],
			[24, 2],
			[Infinity, 3],
		],
	},
	{
		vital: "spo2",
		bands: [
			[91, 3],
			[93, 2],
			[95, 1],
			[Infinity, 0],
		],
	},
	{
		vital: "systolic_pressure",
		bands: [
			[90, 3],
			[100, 2],
			[110, 1],
			[219, 0],
			[Infinity, 3],
		],
	},
	{
		vital: "heart_rate",
		bands: [
			[40, 3],
			[50, 1],
			[90, 0],
			[110, 1],
			[130, 2],
			[Infinity, 3],
		],
	},
	{
		vital: "temperature",
		bands: [
			[35, 3],
			[36, 1],
			[38, 0],
			[39, 1],
			[Infinity, 2],
		],
	},
];
/** For a known carbon dioxide retainer, on air: the target of 88-92 % scores 0. */
const SPO2_SCALE_2: readonly (readonly [number, number])[] = [
	[83, 3],
	[85, 2],
	[87, 1],
	[Infinity, 0],
];

export interface News2Score {
	readonly total: number;
	/** Highest points of one parameter. */
	readonly highest: number;
	/** Parameters that were there, of the five a device measures. */
	readonly parameters: number;
}

/** @param spo2Scale - 2 for hypercapnic failure, on a clinician's word */
export function news2OfAvailable(vitals: VitalValues, spo2Scale: 1 | 2 = 1): News2Score {
	let total = 0;
	let highest = 0;
	let parameters = 0;
	for (const { vital, bands } of BANDS) {
		const value = vitals[vital];
		if (value === null) continue;
		const points = pointsOf(value, vital, vital === "spo2" && spo2Scale === 2 ? SPO2_SCALE_2 : bands);
		total += points;
		highest = Math.max(highest, points);
		parameters++;
	}
	return { total, highest, parameters };
}

/** Values are charted in whole numbers, the temperature in tenths. */
function pointsOf(value: number, vital: VitalKey, bands: readonly (readonly [number, number])[]): number {
	const charted = vital === "temperature" ? Math.round(10 * value) / 10 : Math.round(value);
	for (const [upTo, points] of bands) if (charted <= upTo) return points;
	return 0;
}

/** The response threshold: 5, or 3 in one parameter. */
export function isUrgent(score: News2Score): boolean {
	return score.total >= 5 || score.highest >= 3;
}

const MINUTE = 60_000;
/** How long a value counts after it was measured, milliseconds: a cuff measures every half hour at the rarest. */
const HELD = { systolic_pressure: 45 * MINUTE, temperature: 15 * MINUTE } as Partial<Record<VitalKey, number>>;
const HELD_OTHERWISE = MINUTE;

/** @param spo2Scale - as a clinician set it */
export function createNews2Alert(onSeconds: number, offSeconds: number, spo2Scale: 1 | 2 = 1): Bedside {
	const gate = createGate(onSeconds, offSeconds);
	const newest = {} as VitalValues;
	const measuredAt = new Map<VitalKey, number>();
	return {
		push({ timestamp, vitals }) {
			for (const { vital } of BANDS) {
				if (vitals[vital] !== null) {
					newest[vital] = vitals[vital];
					measuredAt.set(vital, timestamp);
				} else if (timestamp - (measuredAt.get(vital) ?? 0) > (HELD[vital] ?? HELD_OTHERWISE)) newest[vital] = null;
			}
			const score = news2OfAvailable(newest, spo2Scale);
			gate.step(timestamp, score.parameters === 0 ? null : isUrgent(score));
		},
		finish(time) {
			gate.finish(time);
			return gate.alerts;
		},
	};
}
