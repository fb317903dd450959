/** From days to the table: false alerts, recall, delays, the curve, the causes. */
import { ACUTE_KINDS, SLOW_KINDS } from "./benchmark.ts";
import { DETECTOR_NAMES, type DetectorName } from "./detectors.ts";
import { CURVE, type DayResult, type DetectorDay, type Losses } from "./evaluate-day.ts";
import { mean, meanInterval, quantile, wilson, type Interval } from "./statistics.ts";

const ACUTE: readonly string[] = ACUTE_KINDS;
/** Groups of kinds that recall and delay are given for, beside each kind. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries([...ACUTE_KINDS, ...SLOW_KINDS].map((kind) => [kind, [kind]])),
	acute: ACUTE_KINDS,
	slow: SLOW_KINDS,
	all: [...ACUTE_KINDS, ...SLOW_KINDS],
};
export type Group = keyof typeof GROUPS;

export interface DetectorSummary {
	readonly patient_days: number;
	readonly false_per_patient_day: number;
	readonly false_interval: Interval;
	readonly time_in_false_share: number;
	readonly events: Record<string, number>;
	readonly hits: Record<string, number>;
	readonly recall: Record<string, number>;
	readonly recall_interval: Record<string, Interval>;
	readonly median_delay_s: Record<string, number | null>;
	readonly p90_delay_s: Record<string, number | null>;
	/** Share of event-free windows of the same length in which an alert opened: the recall of a detector that knows nothing. */
	readonly chance_recall: { readonly acute: number; readonly slow: number };
}

/** The table's row of one detector. */
function summariseDetector(days: readonly DayResult[], name: DetectorName): DetectorSummary {
	const own = days.flatMap((day): { day: DayResult; result: DetectorDay }[] => {
		const result = day.detectors[name];
		return result === null ? [] : [{ day, result }];
	});
	const counts = own.map(({ result }) => result.falseAnnouncements);
	const outcomes = own.flatMap(({ day, result }) =>
		day.kinds.map((kind, at) => ({ kind, delay: result.delays[at] ?? null })),
	);
	const perGroup = <T>(of: (delays: (number | null)[]) => T): Record<string, T> =>
		Object.fromEntries(
			Object.entries(GROUPS).map(([group, kinds]) => [
				group,
				of(outcomes.filter(({ kind }) => kinds.includes(kind)).map(({ delay }) => delay)),
			]),
		);
	const found = (delays: (number | null)[]): number[] => delays.filter((delay) => delay !== null);
	const chance = (window: "acute" | "slow"): number => {
		const windows = own.reduce((sum, { result }) => sum + result.chance[window].windows, 0);
		return own.reduce((sum, { result }) => sum + result.chance[window].opened, 0) / Math.max(1, windows);
	};
	return {
		patient_days: own.length,
		false_per_patient_day: mean(counts),
		false_interval: meanInterval(counts),
		time_in_false_share: mean(own.map(({ result }) => result.falseSeconds)) / 86_400,
		events: perGroup((delays) => delays.length),
		hits: perGroup((delays) => found(delays).length),
		recall: perGroup((delays) => (delays.length === 0 ? 0 : found(delays).length / delays.length)),
		recall_interval: perGroup((delays) => wilson(found(delays).length, delays.length)),
		median_delay_s: perGroup((delays) => quantile(found(delays), 0.5)),
		p90_delay_s: perGroup((delays) => quantile(found(delays), 0.9)),
		chance_recall: { acute: chance("acute"), slow: chance("slow") },
	};
}

export interface CurvePoint {
	readonly filter: string;
	readonly false_per_patient_day: number;
	readonly recall_acute: number;
	readonly recall_slow: number;
}

export interface SetSummary {
	readonly detectors: Record<DetectorName, DetectorSummary>;
	readonly curve: readonly CurvePoint[];
	readonly technical_per_patient_day: number;
	readonly losses: Losses;
	/** Of ours, by type of patient. */
	readonly types: Record<string, { patient_days: number; false_per_patient_day: number; hits: number; events: number }>;
}

export function summariseSet(days: readonly DayResult[]): SetSummary {
	const total = (of: (day: DayResult) => number): number => days.reduce((sum, day) => sum + of(day), 0);
	return {
		detectors: Object.fromEntries(DETECTOR_NAMES.map((name) => [name, summariseDetector(days, name)])) as Record<
			DetectorName,
			DetectorSummary
		>,
		curve: CURVE.map((filter, point) => {
			const recall = (acute: boolean): number => {
				const hits = days.flatMap(({ kinds, curve }) =>
					kinds.flatMap((kind, at) => (ACUTE.includes(kind) === acute ? [curve[point]?.hits[at] === true] : [])),
				);
				return hits.filter(Boolean).length / Math.max(1, hits.length);
			};
			return {
				filter: filter.name,
				false_per_patient_day: total((day) => day.curve[point]?.falseAnnouncements ?? 0) / days.length,
				recall_acute: recall(true),
				recall_slow: recall(false),
			};
		}),
		technical_per_patient_day: total((day) => day.technical) / days.length,
		losses: {
			count: total((day) => day.losses.count),
			told: total((day) => day.losses.told),
			joined: total((day) => day.losses.joined),
			seconds: total((day) => day.losses.seconds),
			physiological: total((day) => day.losses.physiological),
			about: total((day) => day.losses.about),
		},
		types: byType(days),
	};
}

function byType(days: readonly DayResult[]): SetSummary["types"] {
	const types: SetSummary["types"] = {};
	for (const day of days) {
		const row = (types[day.type] ??= { patient_days: 0, false_per_patient_day: 0, hits: 0, events: 0 });
		const result = day.detectors.ours;
		row.false_per_patient_day =
			(row.false_per_patient_day * row.patient_days + (result?.falseAnnouncements ?? 0)) / (row.patient_days + 1);
		row.patient_days++;
		row.events += day.kinds.length;
		row.hits += result?.delays.filter((delay) => delay !== null).length ?? 0;
	}
	return types;
}

/** What the benchmark must be like to deserve the name; figures of too easy a benchmark say nothing. */
export interface Hardness {
	readonly condition: string;
	readonly value: number;
	readonly met: boolean;
}

export function hardness(set: SetSummary): Hardness[] {
	const crossing = set.detectors["static every crossing"].false_per_patient_day;
	const delayed = set.detectors["static 15/120 s"].false_per_patient_day;
	const news2 = set.detectors["NEWS2 60/300 s"].recall["all"] ?? 1;
	return [
		{
			condition: "static limits, every crossing: 400 to 1,200 false alerts a patient-day",
			value: crossing,
			met: crossing >= 400 && crossing <= 1200,
		},
		{
			condition: "static limits, 15/120 s: 10 to 30 false alerts a patient-day",
			value: delayed,
			met: delayed >= 10 && delayed <= 30,
		},
		{ condition: "NEWS2 catches at most 80 % of the events", value: news2, met: news2 <= 0.8 },
	];
}

export interface CauseCount {
	readonly what: string;
	readonly count: number;
}

/** False announcements of ours by cause, rule, leading vital and risk; most frequent first. */
export function falseByCause(days: readonly DayResult[]): CauseCount[] {
	return tally(
		days.flatMap((day) =>
			day.falseAlerts.map(
				({ cause, rule, leading, risk, escalation }) =>
					`${cause} | ${rule} | ${leading} | ${risk}${escalation ? " | escalation" : ""}`,
			),
		),
	);
}

/** Misses of ours by kind, cause, severity and shape; most frequent first. */
export function missesByCause(days: readonly DayResult[]): CauseCount[] {
	return tally(
		days.flatMap((day) =>
			day.missed.map(
				({ kind, cause, type, severity, rampSeconds }) =>
					`${kind} | ${cause} | ${severityWord(kind, severity)} ${rampSeconds < 60 ? "step" : "ramp"} | ${type}`,
			),
		),
	);
}

/** Every false announcement and miss of ours, in order of days, for reading with the benchmark's day beside it. */
export function listed(days: readonly DayResult[]): string[] {
	return days.flatMap((day) => [
		...day.falseAlerts.map(
			(alert) =>
				`false  day ${alert.day} s ${alert.second} ${alert.type}: ${alert.cause}, ${alert.rule} ${alert.risk}${alert.escalation ? " escalation" : ""}: ${alert.sentence}`,
		),
		...day.missed.map(
			(event) =>
				`missed day ${event.day} s ${event.second} ${event.type}: ${event.kind} of ${event.severity.toFixed(2)}, ramp ${event.rampSeconds} s: ${event.cause}`,
		),
	]);
}

function severityWord(kind: string, severity: number): string {
	return severity < (kind === "hypoxia" ? 0.7 : kind === "sepsis" ? 0.85 : 0.8) ? "moderate" : "grave";
}

function tally(items: readonly string[]): CauseCount[] {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return [...counts]
		.map(([what, count]) => ({ what, count }))
		.sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}
