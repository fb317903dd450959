/** docs/evaluation.md and what the command prints: the same text. */
import { DETECTOR_NAMES } from "./detectors.ts";
import type { Evaluation, SetResult } from "./evaluation.ts";
import { SKLEARN_AUC, type ReferenceSet } from "./parity.ts";
import { percent, percentInterval, table } from "./markdown.ts";
import { alarmLines, hourlyLines } from "./report-real.ts";
import type { Interval } from "./statistics.ts";
import type { CauseCount } from "./summary.ts";

const KINDS = ["tachycardia", "bradycardia", "hypoxia", "acute", "slow"] as const;
/** Causes fewer than this many are summed up. */
const MOST_CAUSES = 24;

/** The whole report in Markdown. @param command - what was run */
export function reportText(evaluation: Evaluation, command: string): string {
	const { report, tuning } = evaluation;
	const lines = [
		"# How well the detector detects",
		"",
		`Written by \`${command}\` on ${evaluation.date} in ${evaluation.seconds} s (${evaluation.machine}). Do not edit.`,
		"",
		`Benchmark version ${evaluation.benchmark_version}, SHA-256 \`${evaluation.benchmark_hash}\` over generator, event list and`,
		"matching rule. Figures with another hash are not comparable.",
		"",
		"## What this is and is not",
		"",
		"**Synthetic:** patients, artefacts, activity and events of the benchmark come from `scenarios/`, which we wrote. A detector that",
		"does well on them is not thereby good at a bedside; the comparison between detectors on the same readings is what it can show.",
		"**Real:** the sections on intensive-care data, where the data folder was given. They are small and selected.",
		"",
		"A hit is an alert that opens within ten minutes of an acute event's onset, or before a slow one's ramp ends. One that is open",
		"already is a miss. Every other opening, and every escalation outside a hit's event, is false, also an opening late in an event.",
		"*By chance* is the share of event-free windows (ten minutes; five hours for slow events) in which the detector opens an",
		"alert all the same: the recall of one that knows nothing and fires as often.",
		"",
		"**Fitted to the simulator: exertion.** Where heart and breath rise together (breath by 4 a minute or more and by 0.12 for each",
		"beat, heart not beyond 2.6 deadbands, saturation and pressure not falling) the alert waits 14 minutes instead of 8, or of half",
		"a minute to one when the departure is marked. Both numbers were chosen on simulated walks and bouts of `scenarios/`, so the false alerts they spare",
		"here say little about a ward. The rule assumes that both rates are measured, that walking costs more breath for each beat than a",
		"racing heart, and that exertion ends within 14 minutes. A clinician should check, on recordings with known activity: how breath",
		"and heart rise together in walking, physiotherapy, pain, fever, fear, bleeding and early sepsis; in patients with beta blockers,",
		"pacemakers, atrial fibrillation or lung disease; and whether 14 minutes are bearable in bleeding and early sepsis. The",
		"safety net does not know of exertion and is never late for it.",
		"",
	];
	if (report !== null) lines.push(...setLines("Report set: seeds on which nothing was tuned", report));
	if (tuning !== null)
		lines.push(...setLines("Tuning set: seeds that may be looked at while changing the detector", tuning));
	lines.push(
		...parityLines(evaluation),
		...hourlyLines(evaluation.real.hourly_sepsis),
		...alarmLines(evaluation.real.alarms_1hz),
	);
	return `${lines.join("\n")}\n`;
}

function setLines(title: string, set: SetResult): string[] {
	const ours = set.detectors.ours;
	const { losses } = set;
	return [
		`## ${title}`,
		"",
		`${set.patient_days} patient-days of 24 h at 1 Hz, ${ours.events["acute"]} acute and ${ours.events["slow"]} slow events.`,
		"",
		"Hard enough?",
		"",
		...set.hardness.map(
			({ condition, value, met }) =>
				`- ${condition}: ${value > 1 ? value.toFixed(1) : percent(value)}, ${met ? "met" : "**not met**"}`,
		),
		"",
		...table(
			[
				"detector",
				"patient-days",
				"false alerts / patient-day (95 %)",
				"time in false alerts",
				...KINDS,
				"by chance: acute, slow",
			],
			DETECTOR_NAMES.map((name) => {
				const row = set.detectors[name];
				const { low, high } = row.false_interval;
				return [
					name === "ours" ? "**ours**" : name,
					String(row.patient_days),
					`${row.false_per_patient_day.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
					percent(row.time_in_false_share),
					...KINDS.map(
						(kind) => `${percent(row.recall[kind])} (${percentInterval(row.recall_interval[kind] as Interval)})`,
					),
					`${percent(row.chance_recall.acute)}, ${percent(row.chance_recall.slow)}`,
				];
			}),
		),
		"",
		"Recall with Wilson's 95 % intervals. NEWS2 is not applicable to the children and is neither blamed nor praised for them; ours is told their age.",
		"",
		"Delay from onset to the alert, median and 90th percentile:",
		"",
		...table(
			["detector", "tachycardia", "bradycardia", "hypoxia", "slow"],
			DETECTOR_NAMES.map((name) => {
				const row = set.detectors[name];
				return [
					name,
					...["tachycardia", "bradycardia", "hypoxia", "slow"].map(
						(kind) => `${duration(row.median_delay_s[kind])}, ${duration(row.p90_delay_s[kind])}`,
					),
				];
			}),
		),
		"",
		`Technical alerts of ours: ${set.technical_per_patient_day.toFixed(2)} a patient-day that people are told of. Of ${losses.count} losses of a sensor for more than`,
		`120 s, ${losses.told} had a notice open within 120 s (${percent(losses.told / Math.max(1, losses.count))}), ${losses.joined} of them in a record that was told less than ten minutes before.`,
		`In the ${(losses.seconds / 3600).toFixed(0)} h without the sensor ${losses.physiological} false physiological alerts opened, ${losses.about} of them led by a vital of the lost`,
		`sensor; at the rate of all hours ${((ours.false_per_patient_day * losses.seconds) / 86_400).toFixed(1)} would.`,
		"",
		"### False alerts against recall (ours)",
		"",
		"The detector has no setting for its sensitivity. The curve leaves out some of its alerts: those that are closed again within so many",
		"seconds (the rest open so much later), those whose score is lower, or all but HIGH. It shows stricter detectors only.",
		"",
		...table(
			["alerts kept", "false / patient-day", "acute", "slow"],
			set.curve.map((point) => [
				point.filter,
				point.false_per_patient_day.toFixed(2),
				percent(point.recall_acute),
				percent(point.recall_slow),
			]),
		),
		"",
		"### By type of patient (ours)",
		"",
		...table(
			["patient", "patient-days", "false / patient-day", "events caught"],
			Object.entries(set.types).map(([type, row]) => [
				type,
				String(row.patient_days),
				row.false_per_patient_day.toFixed(2),
				`${row.hits} of ${row.events}`,
			]),
		),
		"",
		...causeLines(set.causes),
	];
}

function causeLines(causes: SetResult["causes"]): string[] {
	if (causes === null) return [];
	return [
		"### What the false alerts and the misses were (ours)",
		"",
		...causeTable("cause, rule, leading vital, risk", causes.false),
		"",
		...causeTable("missed event, how, severity and shape, patient", causes.missed),
		"",
	];
}

function causeTable(header: string, causes: readonly CauseCount[]): string[] {
	const shown = causes.slice(0, MOST_CAUSES);
	const others = causes.slice(MOST_CAUSES).reduce((sum, { count }) => sum + count, 0);
	const rows = shown.map(({ what, count }) => [what.replaceAll(" | ", ", "), String(count)]);
	return table([header, "n"], others > 0 ? [...rows, ["others", String(others)]] : rows);
}

function duration(seconds: number | null | undefined): string {
	if (seconds === null || seconds === undefined) return "–";
	if (seconds < 600) return `${Math.round(seconds)} s`;
	return seconds < 5400 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function parityLines(evaluation: Evaluation): string[] {
	const sets = Object.entries(evaluation.parity) as [ReferenceSet, NonNullable<Evaluation["parity"][ReferenceSet]>][];
	if (sets.length === 0) return [];
	return [
		"## The forest against scikit-learn's",
		"",
		`ROC-AUC on ${sets.length} of ${Object.keys(SKLEARN_AUC).length} labelled reference sets, 100 trees of 256 rows, mean ± sd over 10 seeds. Agreement: within 0.01, or within`,
		"two of scikit-learn's standard deviations where those are more.",
		"",
		...table(
			["set", "rows × columns", "ours", "scikit-learn", "agrees"],
			sets.map(([name, parity]) => [
				name,
				`${parity.rows} × ${parity.columns}`,
				`${parity.auc.toFixed(4)} ± ${parity.sd.toFixed(4)}`,
				`${parity.reference.toFixed(4)} ± ${parity.reference_sd.toFixed(4)}`,
				parity.agrees ? "yes" : "**no**",
			]),
		),
		"",
	];
}
