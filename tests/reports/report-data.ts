/** Reports' data for tests: patients who never were, their readings computed, everything else as the server gathers it. */
import { normsOf, limitsValidated } from "../../detection/norms.ts";
import { news2 } from "../../detection/news2.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import { DEFAULT_CONTEXT, type LimitOverride, type PatientContext } from "../../vitals/patient-context.ts";
import { noVitals, type StoredReading } from "../../vitals/reading.ts";
import type { EpisodeReport, News2Row, ReportData } from "../../workers/reports/data.ts";
import type { FontReader } from "../../workers/reports/pdf/faces.ts";
import { Samples } from "../../workers/reports/samples.ts";
import { CHART_COLUMNS } from "../../workers/reports/trend-chart.ts";
import { readFont } from "../../scripts/report-fonts.ts";

const START = Date.parse("2026-11-26T06:00:00Z");
const HOUR = 3600_000;

/** The fonts from their packages, as the build puts them beside the dashboard. */
export const packagedFonts: FontReader = async (name) => readFont(name);

interface Case {
	readonly hours?: number;
	readonly everyMs?: number;
	readonly usual?: Partial<Record<VitalKey, number>>;
	readonly context?: PatientContext;
	/** Hours without readings. */
	readonly silent?: readonly (readonly [number, number])[];
	/** What the value is at an hour, where not the usual. */
	readonly course?: (vital: VitalKey, hour: number, value: number) => number;
	readonly episodes?: readonly EpisodeReport[];
	readonly observed?: boolean;
	readonly note?: string | null;
	readonly label?: string | null;
}

const ADULT = {
	heart_rate: 78,
	spo2: 97,
	respiratory_rate: 15,
	temperature: 36.8,
	systolic_pressure: 126,
	diastolic_pressure: 74,
	mean_pressure: 91,
	pulse_rate: 78,
} as const;
const SPREAD: Partial<Record<VitalKey, number>> = { temperature: 0.1, spo2: 0.7, respiratory_rate: 1.2 };

/** A number from 0 to 1 that depends on its seed alone. */
const random = (seed: number) => {
	const x = Math.sin(seed * 12.9898 + 4.1414) * 43_758.5453;
	return x - Math.floor(x);
};

function readingsOf(patient: Case): StoredReading[] {
	const { hours = 24, everyMs = 10_000, usual = ADULT, silent = [], course } = patient;
	const readings: StoredReading[] = [];
	for (let time = START, seq = 1; time < START + hours * HOUR; time += everyMs, seq++) {
		const hour = (time - START) / HOUR;
		if (silent.some(([from, to]) => hour >= from && hour < to)) continue;
		const vitals = noVitals();
		for (const [i, key] of VITAL_KEYS.entries()) {
			const base = usual[key];
			if (base === undefined) continue;
			const noise = (random(seq * 9 + i) + random(seq * 31 + i) - 1) * (SPREAD[key] ?? 5);
			const slow = Math.sin(hour / 3 + i) * (SPREAD[key] ?? 3);
			const value = base + noise + slow;
			const told = course?.(key, hour, value) ?? value;
			vitals[key] = Math.round(Math.min(key === "spo2" ? 100 : 299, told) * 10) / 10;
		}
		readings.push({
			seq,
			timestamp: time,
			receivedAt: time,
			patient: "P-0123456789AB",
			vitals,
			battery: 80,
			score: 0.4,
			risk: "LOW",
			flags: 0,
		});
	}
	return readings;
}

export function reportOf(patient: Case = {}): ReportData {
	const { hours = 24, context = DEFAULT_CONTEXT, usual = ADULT } = patient;
	const samples = new Samples();
	samples.take(readingsOf(patient));
	samples.sort();
	const period = { from: START, to: START + hours * HOUR };
	const holdMs = samples.holdMs;
	const gaps = samples.gaps(period, holdMs);
	const { limits } = normsOf(context);
	const vitals = VITAL_KEYS.flatMap((vital, i) => {
		const limit = limits[i] ?? { low: null, high: null, reason: "" };
		const found = samples.distribution(vital, period, holdMs, limit, CHART_COLUMNS);
		return found === null
			? []
			: [{ vital, limit, usual: vital === "pulse_rate" ? null : (usual[vital] ?? null), ...found }];
	});
	const observation = patient.observed === false ? {} : { consciousness: "A" as const, oxygen: false };
	const rows = new Map<number, News2Row>();
	for (const { time, vitals: values } of samples.lastOfEach(period, 60_000)) {
		const at = Math.floor((time - period.from) / HOUR);
		const score = news2(values, observation, context);
		const before = rows.get(at)?.highest ?? null;
		const highest = score.score === null ? before : Math.max(before ?? 0, score.score);
		rows.set(at, { from: START + at * HOUR, to: START + (at + 1) * HOUR, last: score, highest });
	}
	return {
		version: 1,
		patient: "P-0123456789AB",
		label: patient.label ?? null,
		devices: [{ id: "WEARABLE-007", ward: "Ward A", bed: "Bed 4", ...period }],
		others: 0,
		period,
		timeZone: "Europe/Berlin",
		context: { value: context, by: { id: "M-1", name: "Dr Lindqvist" }, at: START },
		limitsValidated: limitsValidated(context),
		readings: samples.count,
		gaps,
		coveredMs: period.to - period.from - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
		vitals,
		episodes: patient.episodes ?? [],
		moreEpisodes: 0,
		news2: [...rows.values()],
		observations:
			patient.observed === false || samples.count === 0
				? []
				: [
						{ at: START + HOUR, consciousness: "A", oxygen: false },
						{ at: START + 13 * HOUR, consciousness: "C", oxygen: true },
					],
		notes: [],
		narrative:
			samples.count === 0
				? null
				: {
						mode: "composed",
						notice: null,
						sentences: [
							{
								index: 0,
								text: "Two episodes of the patient's in 24 hours; both are closed [S1] [S2].",
								citations: ["S1", "S2"],
								flags: [],
							},
							{
								index: 1,
								text: "Heart rate rose to 140/min at 04:10 [S3].",
								citations: ["S3"],
								flags: [{ kind: "value", start: 19, end: 26, reason: "No source has a heart rate of 140/min." }],
							},
						],
						sources: [
							{ id: "S1", title: "Episode, 26 Nov 10:12, low saturation", text: "" },
							{ id: "S2", title: "Episode, 26 Nov 22:40, heart rate", text: "" },
							{ id: "S3", title: "Heart rate over the period: statistics", text: "" },
						],
					},
		note: patient.note ?? null,
		author: { id: "M-2", name: "Nurse Amara" },
	};
}

function episodeOf(more: Partial<EpisodeReport> = {}): EpisodeReport {
	return {
		id: "11111111-1111-4111-8111-111111111111",
		deviceId: "WEARABLE-007",
		channel: "physiological",
		rule: "forest",
		status: "closed",
		risk: "HIGH",
		peakScore: 0.78,
		openedAt: START + 4.2 * HOUR,
		closedAt: START + 5.1 * HOUR,
		leadingVital: "spo2",
		sentence: "Oxygen saturation fell from 97 to 86 % within 12 minutes, respiratory rate rose to 26 a minute.",
		contributions: [
			{ vital: "spo2", share: 0.62, actual: 86, usual: 97, usualOf: "patient", delta: -11 },
			{ vital: "respiratory_rate", share: 0.38, actual: 26, usual: 15, usualOf: "patient", delta: 11 },
		],
		news2: news2({ ...noVitals(), ...ADULT, spo2: 86, respiratory_rate: 26 }, { consciousness: "A", oxygen: false }),
		steps: [
			{ kind: "opened", at: START + 4.2 * HOUR, actor: null, comment: null },
			{
				kind: "acknowledged",
				at: START + 4.3 * HOUR,
				actor: { id: "M-2", name: "Nurse Amara" },
				comment: "Repositioned, oxygen started, Dr Lindqvist called",
			},
			{ kind: "closed", at: START + 5.1 * HOUR, actor: null, comment: null },
		],
		...more,
	};
}

/** A day with two episodes. */
export const adult = (more: Partial<Case> = {}): ReportData =>
	reportOf({
		silent: [[14.2, 15.6]],
		course: (vital, hour, value) => {
			const first = hour >= 4 && hour < 5.1 ? Math.sin(((hour - 4) / 1.1) * Math.PI) : 0;
			const second = hour >= 16.6 && hour < 18 ? Math.sin(((hour - 16.6) / 1.4) * Math.PI) : 0;
			if (vital === "spo2") return value - 11 * first;
			if (vital === "respiratory_rate") return value + 11 * first;
			if (vital === "heart_rate" || vital === "pulse_rate") return value + 45 * second + 12 * first;
			return value;
		},
		episodes: [
			episodeOf(),
			episodeOf({
				id: "22222222-2222-4222-8222-222222222222",
				risk: "MEDIUM",
				rule: "drift",
				status: "open",
				leadingVital: "heart_rate",
				openedAt: START + 16.8 * HOUR,
				closedAt: null,
				sentence: "Heart rate rose slowly from 78 to 121 a minute in 40 minutes.",
				contributions: [{ vital: "heart_rate", share: 1, actual: 121, usual: 78, usualOf: "patient", delta: 43 }],
				steps: [{ kind: "opened", at: START + 16.8 * HOUR, actor: null, comment: null }],
			}),
		],
		...more,
	});

/** A limit of the patient's own. */
const lowSaturation: LimitOverride = {
	vital: "spo2",
	low: 82,
	reason: "lives at 85 at home",
	at: START,
	by: "nurse",
	until: START + 86_400_000,
};

/** Chronic lung disease: scale 2, a saturation that would frighten in others. */
export const chronicLung = (more: Partial<Case> = {}): ReportData =>
	reportOf({
		context: { ...DEFAULT_CONTEXT, spo2Scale: 2, overrides: [lowSaturation] },
		usual: { ...ADULT, spo2: 89, respiratory_rate: 20 },
		observed: false,
		...more,
	});

export const child = (more: Partial<Case> = {}): ReportData =>
	reportOf({
		context: { ...DEFAULT_CONTEXT, ageBand: "2-3-years" },
		usual: { heart_rate: 112, spo2: 98, respiratory_rate: 26, temperature: 37.4 },
		hours: 6,
		everyMs: 60_000,
		...more,
	});
