/**
 * Real intensive care, one row an hour, with the onset of sepsis: does the highest risk before onset tell septic patients
 * from others, and how early? The set was selected (not as frequent as in life), so areas carry over, predictive values do not.
 */
import { Detector } from "../detection/detector.ts";
import { createRandom } from "../scenarios/random.ts";
import { noVitals, RISK_LEVELS, type Reading } from "../vitals/reading.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { news2OfAvailable } from "./news2-alert.ts";
import { auroc, aurocInterval, quantile, wilson, type Interval } from "./statistics.ts";
import { findFile, readGroups, type NumberRow } from "./tables.ts";

const HOURLY_FILE = "icu_hourly_2019B.csv";

const COLUMNS: readonly (readonly [string, VitalKey])[] = [
	["hr", "heart_rate"],
	["spo2", "spo2"],
	["rr", "respiratory_rate"],
	["temp_c", "temperature"],
	["sbp", "systolic_pressure"],
	["dbp", "diastolic_pressure"],
	["map", "mean_pressure"],
	["etco2", "etco2"],
];
const HOUR_MS = 3_600_000;
const BASE_TIME = Date.UTC(2026, 0, 1);
/** The label turns 1 six hours before the onset. */
const LABEL_LEADS_HOURS = 6;
/** Fewer rows than this before onset say too little. */
const FEWEST_ROWS = 6;
/** The last day before onset: for lead time, sensitivity and the comparison of equal lengths. */
const LAST_HOURS = 24;

/** What each method says of one hour; higher is worse, `NaN` where it says nothing. */
export interface HourlyRow {
	readonly hour: number;
	readonly ours: number;
	readonly score: number;
	readonly news2: number;
}
const METHODS = ["ours", "score", "news2"] as const;
export type HourlyMethod = (typeof METHODS)[number];

export interface HourlyPatient {
	readonly id: string;
	/** Hour of onset, `null` in those who did not become septic. */
	readonly onset: number | null;
	/** Rows before onset, all of them in the others. */
	readonly rows: readonly HourlyRow[];
	readonly openings: number;
}

interface Area {
	readonly auroc: number;
	readonly interval: Interval;
}
interface AtSensitivity {
	readonly threshold: number;
	readonly sensitivity: number;
	readonly alerts_per_patient_day: number;
	readonly alerts_per_patient_day_controls: number;
	readonly lead_hours_median: number | null;
	readonly lead_hours_quartiles: readonly [number | null, number | null];
}

export interface HourlyResult {
	readonly septic: number;
	readonly controls: number;
	readonly rows: number;
	/** Highest of all rows before onset. */
	readonly auroc: Record<HourlyMethod, Area>;
	/** Highest of 24 hours: those before onset, and as many at a random place in the others, as longer stays reach higher maxima. */
	readonly auroc_24h: Record<HourlyMethod, Area>;
	readonly equal_sensitivity: Record<HourlyMethod, AtSensitivity> & { readonly interval: Interval };
	/** Episodes that ours opened. */
	readonly openings_per_patient_day: number;
}

/** Runs detector and NEWS2 over one patient's rows. NEWS2 counts what was charted in the hour; nothing is carried forward. */
export function readHourlyPatient(id: string, table: readonly NumberRow[]): HourlyPatient {
	const label = table.find((row) => row["sepsis_label"] === 1)?.["hour"] ?? null;
	const onset = label === null ? null : label + LABEL_LEADS_HOURS;
	const detector = new Detector({ seed: 1 });
	const rows: HourlyRow[] = [];
	let openings = 0;
	for (const row of table) {
		const hour = row["hour"] ?? null;
		if (hour === null || (onset !== null && hour >= onset)) continue;
		const reading = toReading(row, hour);
		if (reading === null) continue;
		const verdict = detector.push(reading);
		openings += verdict.transitions.filter((change) => change.channel === "physiological" && change.announced).length;
		const news2 = news2OfAvailable(reading.vitals);
		rows.push({
			hour,
			ours: verdict.score === null ? Number.NaN : RISK_LEVELS.indexOf(verdict.risk) + verdict.score,
			score: verdict.score ?? Number.NaN,
			news2: news2.parameters === 0 ? Number.NaN : news2.total,
		});
	}
	return { id, onset, rows, openings };
}

function toReading(row: NumberRow, hour: number): Reading | null {
	const vitals = noVitals();
	let measured = 0;
	for (const [column, key] of COLUMNS) {
		const value = row[column] ?? null;
		vitals[key] = value;
		if (value !== null) measured++;
	}
	return measured === 0 ? null : { timestamp: BASE_TIME + hour * HOUR_MS, vitals, battery: null };
}

/** Evaluates the hourly set in `folder`, `null` where it is absent. */
export function evaluateHourly(folder: string): HourlyResult | null {
	const path = findFile(folder, "icu-replay", HOURLY_FILE);
	if (path === null) return null;
	const patients = [...readGroups(path, "patient")].map(([id, rows]) => readHourlyPatient(id, rows));
	return summariseHourly(patients.filter((patient) => patient.rows.length >= FEWEST_ROWS));
}

export function summariseHourly(patients: readonly HourlyPatient[]): HourlyResult {
	const septic = patients.filter((patient) => patient.onset !== null);
	const controls = patients.filter((patient) => patient.onset === null);
	const per = <T>(of: (method: HourlyMethod) => T): Record<HourlyMethod, T> =>
		Object.fromEntries(METHODS.map((method) => [method, of(method)])) as Record<HourlyMethod, T>;
	const area = (method: HourlyMethod, rowsOf: (patient: HourlyPatient) => readonly HourlyRow[]): Area => {
		const highest = (group: readonly HourlyPatient[]): number[] =>
			group.map((patient) => worst(rowsOf(patient), method));
		const [positives, negatives] = [highest(septic), highest(controls)];
		return { auroc: auroc(positives, negatives), interval: aurocInterval(positives, negatives) };
	};
	// The threshold at which NEWS2 asks for an urgent response sets the sensitivity that all are compared at.
	const urgent = 5;
	const wanted = septic.filter((patient) => worst(lastDay(patient), "news2") >= urgent).length;
	const days = patients.reduce((sum, patient) => sum + patient.rows.length / 24, 0);
	return {
		septic: septic.length,
		controls: controls.length,
		rows: patients.reduce((sum, patient) => sum + patient.rows.length, 0),
		auroc: per((method) => area(method, (patient) => patient.rows)),
		auroc_24h: per((method) => area(method, lastDay)),
		equal_sensitivity: {
			...per((method) => atSensitivity(septic, controls, method, wanted)),
			interval: wilson(wanted, septic.length),
		},
		openings_per_patient_day: patients.reduce((sum, patient) => sum + patient.openings, 0) / days,
	};
}

/** Highest value of a method; below every real one where it never said anything. */
function worst(rows: readonly HourlyRow[], method: HourlyMethod): number {
	return rows.reduce((most, row) => (row[method] > most ? row[method] : most), -1);
}

/** 24 hours: before onset; of the others, at a place drawn by their id, not in the first hours, as nobody is septic there by selection. */
function lastDay(patient: HourlyPatient): readonly HourlyRow[] {
	const { rows } = patient;
	const last = rows.at(-1)?.hour ?? 0;
	const first = rows[0]?.hour ?? 0;
	const end =
		patient.onset ?? Math.ceil(createRandom(patient.id).between(Math.min(last, first + LAST_HOURS), last)) + 1;
	return rows.filter((row) => row.hour < end && row.hour >= end - LAST_HOURS);
}

function atSensitivity(
	septic: readonly HourlyPatient[],
	controls: readonly HourlyPatient[],
	method: HourlyMethod,
	wanted: number,
): AtSensitivity {
	const highest = septic.map((patient) => worst(lastDay(patient), method)).sort((a, b) => b - a);
	const threshold = highest[Math.max(0, wanted - 1)] ?? 0;
	const detected = septic.filter((patient) => worst(lastDay(patient), method) >= threshold);
	const leads = detected.map((patient) => {
		const first = lastDay(patient).find((row) => row[method] >= threshold);
		return (patient.onset ?? 0) - (first?.hour ?? 0);
	});
	return {
		threshold,
		sensitivity: detected.length / septic.length,
		alerts_per_patient_day: alertsPerDay([...septic, ...controls], method, threshold),
		alerts_per_patient_day_controls: alertsPerDay(controls, method, threshold),
		lead_hours_median: quantile(leads, 0.5),
		lead_hours_quartiles: [quantile(leads, 0.25), quantile(leads, 0.75)],
	};
}

/** An alert is an hour at or above the threshold after one below it. */
function alertsPerDay(patients: readonly HourlyPatient[], method: HourlyMethod, threshold: number): number {
	let alerts = 0;
	let hours = 0;
	for (const { rows } of patients) {
		let above = false;
		for (const row of rows) {
			hours++;
			if (Number.isNaN(row[method])) continue;
			if (!above && row[method] >= threshold) alerts++;
			above = row[method] >= threshold;
		}
	}
	return (24 * alerts) / Math.max(1, hours);
}
