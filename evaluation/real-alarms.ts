/**
 * Real arrhythmia alarms at 1 Hz with the experts' word on each: how many of the false ones would not have rung had
 * the alarm been asked to agree with our detector? Rates were derived from waveforms by others, there is no saturation, and the
 * thresholds are chosen on the alarms they are judged by: the shares flatter every method alike.
 */
import { Detector } from "../detection/detector.ts";
import { noVitals, RISK_LEVELS } from "../vitals/reading.ts";
import { STATIC_LIMITS } from "./static-limits.ts";
import { wilson, type Interval } from "./statistics.ts";
import { findFile, readGroups, type NumberRow } from "./tables.ts";

const ALARM_ROWS_FILE = "icu_alarm_1hz_2015.csv";
const ALARMS_FILE = "icu_alarm_1hz_2015_alarms.csv";
const BASE_TIME = Date.UTC(2026, 0, 1);
/** The event begins at most 10 s before the alarm; rates are medians of 8 s. */
const LOOK_BACK = 18;

/** One alarm with how grave each method found the seconds before it. */
export interface Alarm {
	readonly genuine: boolean;
	readonly ours: number;
	readonly limits: number;
	/** Ours had an episode open or a HIGH reading. */
	readonly agreed: boolean;
}
export type AlarmMethod = "ours" | "limits";

interface Suppression {
	readonly kept_true: number;
	readonly suppressed_false: number;
	readonly interval: Interval;
}
export interface AlarmResult {
	readonly genuine: number;
	readonly spurious: number;
	readonly at_95: Record<AlarmMethod, Suppression>;
	readonly at_100: Record<AlarmMethod, Suppression>;
	/** No threshold chosen: ours had something open or HIGH; a static limit was broken. */
	readonly as_is: Record<AlarmMethod, Suppression>;
}

/** Evaluates the alarm set in `folder`, `null` where it is absent. */
export function evaluateAlarms(folder: string): AlarmResult | null {
	const rows = findFile(folder, "icu-replay", ALARM_ROWS_FILE);
	const labels = findFile(folder, "icu-replay", ALARMS_FILE);
	if (rows === null || labels === null) return null;
	const records = readGroups(rows, "record");
	const alarms: Alarm[] = [];
	for (const [record, [label]] of readGroups(labels, "record")) {
		const table = records.get(record);
		if (label === undefined || table === undefined) continue;
		alarms.push(judgeAlarm(table, label["alarm_t"] ?? 300, label["true_alarm"] === 1));
	}
	return summariseAlarms(alarms);
}

/** Replays a record up to its alarm. @param alarmSecond - when it rang */
export function judgeAlarm(table: readonly NumberRow[], alarmSecond: number, genuine: boolean): Alarm {
	const detector = new Detector({ seed: 1 });
	let ours = -1;
	let limits = -1;
	let agreed = false;
	let open = false;
	for (const row of table) {
		const second = row["t"] ?? 0;
		if (second > alarmSecond) break;
		const vitals = noVitals();
		vitals.heart_rate = row["hr"] ?? row["hr2"] ?? null;
		vitals.pulse_rate = row["pulse_ppg"] ?? row["pulse_abp"] ?? null;
		vitals.respiratory_rate = row["rr"] ?? null;
		vitals.systolic_pressure = row["sbp"] ?? null;
		vitals.diastolic_pressure = row["dbp"] ?? null;
		vitals.mean_pressure = row["map"] ?? null;
		const verdict = detector.push({ timestamp: BASE_TIME + second * 1000, vitals, battery: null });
		for (const { channel, kind } of verdict.transitions) if (channel === "physiological") open = kind !== "closed";
		if (second <= alarmSecond - LOOK_BACK) continue;
		ours = Math.max(ours, RISK_LEVELS.indexOf(verdict.risk) + (verdict.score ?? 0));
		agreed ||= open || verdict.risk === "HIGH";
		for (const { vital, low, high } of STATIC_LIMITS) {
			const value = vitals[vital];
			if (value !== null) limits = Math.max(limits, (value - high) / high, (low - value) / low);
		}
	}
	return { genuine, ours, limits, agreed };
}

export function summariseAlarms(alarms: readonly Alarm[]): AlarmResult {
	const genuine = alarms.filter((alarm) => alarm.genuine);
	const spurious = alarms.filter((alarm) => !alarm.genuine);
	const suppression = (keeps: (alarm: Alarm) => boolean): Suppression => {
		const suppressed = spurious.filter((alarm) => !keeps(alarm)).length;
		return {
			kept_true: genuine.filter(keeps).length / genuine.length,
			suppressed_false: suppressed / spurious.length,
			interval: wilson(suppressed, spurious.length),
		};
	};
	const keeping =
		(share: number) =>
		(method: AlarmMethod): Suppression => {
			const values = genuine.map((alarm) => alarm[method]).sort((a, b) => b - a);
			// The highest threshold that keeps so many of the true ones.
			const threshold = values[Math.ceil(share * values.length) - 1] ?? 0;
			return suppression((alarm) => alarm[method] >= threshold);
		};
	const per = (of: (method: AlarmMethod) => Suppression): Record<AlarmMethod, Suppression> => ({
		ours: of("ours"),
		limits: of("limits"),
	});
	return {
		genuine: genuine.length,
		spurious: spurious.length,
		at_95: per(keeping(0.95)),
		at_100: per(keeping(1)),
		as_is: {
			ours: suppression((alarm) => alarm.agreed),
			limits: suppression((alarm) => alarm.limits > 0),
		},
	};
}
