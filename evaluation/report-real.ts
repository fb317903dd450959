/** The report's sections on real patients. */
import type { AlarmResult } from "./real-alarms.ts";
import type { HourlyMethod, HourlyResult } from "./real-hourly.ts";
import { percent, percentInterval, table } from "./markdown.ts";

const HOURLY_NAMES: Record<HourlyMethod, string> = {
	ours: "ours (risk, then score)",
	score: "ours (score alone)",
	news2: "NEWS2 of the vitals charted",
};

export function hourlyLines(result: HourlyResult | null): string[] {
	if (result === null) return [];
	const methods = Object.keys(HOURLY_NAMES) as HourlyMethod[];
	return [
		"## Real: sepsis, one row an hour",
		"",
		`${result.septic} patients before the onset of sepsis and ${result.controls} others, ${result.rows} hourly rows (PhysioNet/Computing in Cardiology Challenge 2019,`,
		"set B, a selection that is not as frequent as in life). Each patient counts with the highest value before onset; in parentheses DeLong's",
		"95 % interval. *Of 24 h* takes the last day before onset and as long a stretch at a random place in the others, as longer stays",
		"reach higher maxima.",
		"",
		...table(
			["method", "AUROC", "AUROC of 24 h"],
			methods.map((method) => [
				HOURLY_NAMES[method],
				...[result.auroc[method], result.auroc_24h[method]].map(
					({ auroc, interval }) => `${auroc.toFixed(3)} (${interval.low.toFixed(3)}–${interval.high.toFixed(3)})`,
				),
			]),
		),
		"",
		"At the sensitivity of NEWS2 ≥ 5 in the last 24 h before onset",
		`(${percent(result.equal_sensitivity.news2.sensitivity)}, ${percentInterval(result.equal_sensitivity.interval)}):`,
		"",
		...table(
			[
				"method",
				"threshold",
				"sensitivity",
				"alerts / patient-day",
				"in those not septic",
				"lead time, median (quartiles)",
			],
			methods.map((method) => {
				const at = result.equal_sensitivity[method];
				const [low, high] = at.lead_hours_quartiles;
				return [
					HOURLY_NAMES[method],
					at.threshold.toFixed(3),
					percent(at.sensitivity),
					at.alerts_per_patient_day.toFixed(2),
					at.alerts_per_patient_day_controls.toFixed(2),
					`${at.lead_hours_median?.toFixed(0) ?? "–"} h (${low?.toFixed(0) ?? "–"}–${high?.toFixed(0) ?? "–"})`,
				];
			}),
		),
		"",
		`As it runs, ours announces ${result.openings_per_patient_day.toFixed(2)} episodes and escalations a patient-day on these rows.`,
		"Lead times are counted from the first alert in that day and cannot exceed it.",
		"",
	];
}

export function alarmLines(result: AlarmResult | null): string[] {
	if (result === null) return [];
	const rows = [
		["≥ 95 % of true alarms kept", result.at_95],
		["100 % of true alarms kept", result.at_100],
		["as it is, no threshold chosen", result.as_is],
	] as const;
	return [
		"## Real: arrhythmia alarms, 1 Hz",
		"",
		`${result.genuine} true and ${result.spurious} false monitor alarms (PhysioNet/Computing in Cardiology Challenge 2015; rates derived from the waveforms, no`,
		"saturation). Ours is asked how grave it found the 18 s before the alarm; static limits how far they were broken. The thresholds are",
		"chosen on these very alarms, which flatters both. Most of these arrhythmias last seconds: rates a second apart cannot show",
		"what the waveform shows, and neither method is meant to judge them.",
		"",
		...table(
			["at", "method", "true alarms kept", "false alarms suppressed (95 %)"],
			rows.flatMap(([at, of]) =>
				(["ours", "limits"] as const).map((method) => [
					at,
					method === "ours" ? "ours" : "static limits",
					percent(of[method].kept_true),
					`${percent(of[method].suppressed_false)} (${percentInterval(of[method].interval)})`,
				]),
			),
		),
		"",
	];
}
