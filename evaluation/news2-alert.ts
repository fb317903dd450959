/**
 * NEWS2 as an alarm on the vitals that a device measures: urgent response at an aggregate of 5 or a single 3 (Royal College of
 * Physicians, 2017). Nobody observes the patient here: he counts as alert and on air, which favours it; an honest chart would be
 * incomplete. It is not applicable under 16.
 */
import { news2 } from "../detection/news2.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { NEWS2_PARAMETERS } from "../vitals/news2.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import { noVitals, type VitalValues } from "../vitals/reading.ts";
import type { Bedside } from "./detectors.ts";
import { createGate } from "./gate.ts";

const MEASURED: readonly VitalKey[] = ["respiratory_rate", "spo2", "systolic_pressure", "heart_rate", "temperature"];
const ALERT_ON_AIR = { consciousness: "A", oxygen: false } as const;
const OBSERVED: ReadonlySet<string> = new Set(Object.keys(ALERT_ON_AIR));
const CONTEXTS: Record<1 | 2, PatientContext> = { 1: DEFAULT_CONTEXT, 2: { ...DEFAULT_CONTEXT, spo2Scale: 2 } };

export interface News2Score {
	readonly total: number;
	/** Highest points of one parameter. */
	readonly highest: number;
	/** Parameters that were there, of the five a device measures. */
	readonly parameters: number;
}

/** @param spo2Scale - 2 for hypercapnic failure, on a clinician's word */
export function news2OfAvailable(vitals: VitalValues, spo2Scale: 1 | 2 = 1): News2Score {
	const { partial, parameters } = news2(vitals, ALERT_ON_AIR, CONTEXTS[spo2Scale]);
	let highest = 0;
	let measured = 0;
	for (const name of NEWS2_PARAMETERS) {
		const part = parameters[name];
		if (part === null || OBSERVED.has(name)) continue;
		highest = Math.max(highest, part.points);
		measured++;
	}
	return { total: partial, highest, parameters: measured };
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
	const newest = noVitals();
	const measuredAt = new Map<VitalKey, number>();
	return {
		push({ timestamp, vitals }) {
			for (const vital of MEASURED) {
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
