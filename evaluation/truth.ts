/** Why an alert of ours was false and an event missed, by what the scenario knows: for whoever improves the detector. */
import { startOf, targetsOf } from "./benchmark.ts";
import type { OurAlert } from "./ours.ts";
import type { Match } from "./matching.ts";
import { eventSeconds } from "../scenarios/events.ts";
import { SECONDS_PER_DAY, type DaySpan, type PatientDay, type SpanKind } from "../scenarios/patient-day.ts";
import { absentFrom } from "../scenarios/patient-day-stream.ts";
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";

/** How long after its end a span may still explain an alert, seconds, and the vitals it moves; the more specific come first. */
const EXPLAINS: readonly (readonly [SpanKind, number, readonly VitalKey[]])[] = [
	["heart_artefact", 60, ["heart_rate"]],
	["breath_artefact", 60, ["respiratory_rate"]],
	["probe_off", 90, ["spo2"]],
	["cuff_on_probe_arm", 60, ["spo2"]],
	["motion", 90, ["spo2", "heart_rate"]],
	["exertion", 400, ["heart_rate", "respiratory_rate", "systolic_pressure", "diastolic_pressure", "mean_pressure"]],
	["walk", 400, ["heart_rate", "respiratory_rate", "systolic_pressure", "diastolic_pressure", "mean_pressure"]],
	["posture", 200, ["heart_rate", "respiratory_rate", "systolic_pressure", "diastolic_pressure", "mean_pressure"]],
	["apnoea", 180, ["spo2", "respiratory_rate", "heart_rate"]],
	["all_off", 120, ["heart_rate", "spo2", "respiratory_rate"]],
	["ecg_off", 120, ["heart_rate", "respiratory_rate"]],
];
/** After an event its recovery, and after falling asleep and waking the body, may take so long. Seconds. */
const AFTERMATH = 1800;
const TURNING = 4500;
const COLD = 5400;

/** One false announcement of ours. */
export interface FalseAlert {
	readonly cause: string;
	readonly rule: string;
	readonly leading: string;
	readonly risk: string;
	readonly escalation: boolean;
	readonly type: string;
	readonly day: number;
	/** Seconds since the day's first reading. */
	readonly second: number;
	readonly sentence: string;
}

export interface MissedEvent {
	readonly kind: string;
	readonly cause: "already open" | "opened late" | "never opened";
	readonly type: string;
	readonly severity: number;
	readonly rampSeconds: number;
	readonly day: number;
	readonly second: number;
}

/** What truly went on when an alert about `leading` was announced at `second`. */
function causeAt(day: PatientDay, second: number, leading: VitalKey | null): string {
	for (const event of day.events) {
		const elapsed = second - event.onsetSeconds;
		if (elapsed >= 0 && elapsed < eventSeconds(event)) return `in a ${event.kind}, late or again`;
		if (elapsed >= 0 && elapsed < eventSeconds(event) + AFTERMATH) return `after a ${event.kind}`;
	}
	for (const [kind, lingers, vitals] of EXPLAINS) {
		if (leading !== null && !vitals.includes(leading)) continue;
		if (day.spans.some((span) => span.kind === kind && second >= span.start && second < span.end + lingers))
			return kind;
	}
	if (day.pressure.kind === "cuff" && leading !== null && leading.endsWith("_pressure")) return "cuff reading";
	if (second < COLD) return "first 90 min";
	const turning = day.sleeps.some((sleep) => sleep.some((edge) => second >= edge - 600 && second < edge + TURNING));
	return turning ? "falling asleep or waking" : "wandering";
}

/** Every false announcement of a matched day. */
export function falseAlerts(day: PatientDay, index: number, matched: Match<OurAlert>): FalseAlert[] {
	const found: FalseAlert[] = [];
	const targets = targetsOf(day);
	const note = (alert: OurAlert, from: number): void => {
		for (const { at, risk, leading, sentence } of alert.announcements) {
			if (at < from) continue;
			const second = (at - startOf(day)) / 1000;
			found.push({
				cause: causeAt(day, second, leading),
				rule: alert.rule,
				leading: leading ?? "none",
				risk,
				escalation: at !== alert.opened,
				type: day.type,
				day: index,
				second,
				sentence,
			});
		}
	};
	for (const alert of matched.unmatched) note(alert, alert.opened);
	matched.hits.forEach((hit, event) => {
		if (hit !== null) note(hit, targets[event]?.end as number);
	});
	return found;
}

/** Every miss of a matched day. */
export function missedEvents(day: PatientDay, index: number, matched: Match<OurAlert>): MissedEvent[] {
	const targets = targetsOf(day);
	return day.events.flatMap((event, at): MissedEvent[] => {
		const target = targets[at];
		if (target === undefined || matched.hits[at] !== null) return [];
		const alerts = [...matched.unmatched, ...matched.hits.filter((hit) => hit !== null)];
		const open = alerts.some((alert) => alert.opened < target.onset && alert.closed > target.onset);
		const late = alerts.some((alert) => alert.opened > target.deadline && alert.opened < target.end);
		return [
			{
				kind: event.kind,
				cause: open ? "already open" : late ? "opened late" : "never opened",
				type: day.type,
				severity: event.severity,
				rampSeconds: event.rampSeconds,
				day: index,
				second: event.onsetSeconds,
			},
		];
	});
}

/** What each loss takes away; the pressure's cuff or line is a device of its own, but all signals are all. */
const OFF: Partial<Record<SpanKind, readonly VitalKey[]>> = {
	probe_off: ["spo2", "pulse_rate"],
	ecg_off: ["heart_rate", "respiratory_rate"],
	temperature_off: ["temperature"],
	all_off: VITAL_KEYS,
};
/** A loss shorter than this need not be told, seconds: the limit of 120 s, and a reading. */
const WORTH_TELLING = 125;
/** Losses closer together than this, seconds, are one story and not counted. */
const ALONE = 300;

/** One lost sensor, from the first second without a value until it is back, and the vitals that went with it. */
export interface Loss {
	readonly from: number;
	readonly until: number;
	readonly vitals: readonly VitalKey[];
}

/** The losses that a technical alert must tell within 120 s. */
export function lossesToTell(day: PatientDay): Loss[] {
	const off = day.spans.filter((span) => OFF[span.kind] !== undefined);
	const apart = (a: DaySpan, b: DaySpan): boolean => a === b || b.end + ALONE < a.start || b.start > a.end + ALONE;
	return off
		.filter((span) => span.end - absentFrom(span) >= WORTH_TELLING && span.end < SECONDS_PER_DAY)
		.filter((span) => off.every((other) => apart(span, other)))
		.map((span) => ({ from: absentFrom(span), until: span.end, vitals: OFF[span.kind] ?? [] }));
}
