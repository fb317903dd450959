/** Everything a report tells, from what the server holds: readings of object and lake, episodes, what was said at the bed. */
import type { PatientKnowledge } from "../../durable-objects/device/knowledge.ts";
import { limitsOf } from "../../durable-objects/device/knowledge.ts";
import { scoreAt } from "../../durable-objects/device/early-warning.ts";
import type { ColdColumns } from "../../lake/range-read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { handoversDuring } from "../../registry/handovers.ts";
import { membersNamed } from "../../registry/members.ts";
import { assignmentsOf, findPatient, type PatientRow } from "../../registry/patients.ts";
import { alarmsDuring, episodesDuring, otherPatients, placesOf, type ReportedEpisode } from "../../registry/reports.ts";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { Summoned } from "../../vitals/episode.ts";
import type { Observations } from "../../vitals/news2.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { openLabel } from "../access/label.ts";
import type { Env } from "../env.ts";
import { eachReading } from "../lake-history.ts";
import { watchesIn, type Watch } from "../patient-history.ts";
import {
	REPORT_VERSION,
	type AlarmReport,
	type EpisodeReport,
	type LimitReport,
	type News2Row,
	type ReportData,
	type ReportDevice,
	type Signatory,
	type Span,
} from "./data.ts";
import { narrate } from "./narrative.ts";
import { Samples } from "./samples.ts";
import { CHART_COLUMNS } from "./trend-chart.ts";

/** Episodes on one report, the newest: more are counted. */
const MAX_EPISODES = 60;
/** Hand-overs on one report: of a week of three shifts a day all are. */
const MAX_HANDOVERS = 24;
/** Rows of the score's course, at most, and the lengths they may have, milliseconds. */
const MAX_SCORE_ROWS = 24;
const SCORE_STEPS = [15, 30, 60, 120, 180, 240, 480].map((minutes) => minutes * 60_000);
const MINUTE_MS = 60_000;
/** Minutes that are scored before others get a turn. */
const MINUTES_AT_ONCE = 240;

/** Whom and what a report is about: checked, and allowed. */
export interface ReportOrder {
	/** Null for the readings of a device that watched nobody. */
	readonly patient: string | null;
	/** Only what this device measured; null for all of the patient's. */
	readonly deviceId: string | null;
	readonly period: Span;
	readonly timeZone: string;
	/** Print what the patient is called at the bed. */
	readonly showLabel: boolean;
	readonly note: string | null;
	readonly author: Signatory;
}

export async function gatherReport(env: Env, order: ReportOrder, breathe: () => Promise<void>): Promise<ReportData> {
	const { patient, deviceId, period } = order;
	const registry = connectRegistry(env.DB);
	const span = { patient, deviceId, ...period };
	const [row, worn, during, alarms] = await Promise.all([
		patient === null ? null : findPatient(registry, patient),
		patient === null ? [] : assignmentsOf(registry, patient),
		episodesDuring(registry, span, MAX_EPISODES),
		alarmsDuring(registry, span),
	]);
	const own = worn.filter((past) => deviceId === null || past.deviceId === deviceId);
	const watches: Watch[] = patient === null && deviceId !== null ? [{ deviceId, ...period }] : watchesIn(own, period);
	const ids = [...new Set(watches.map((watch) => watch.deviceId))];
	const [places, others, handovers, label] = await Promise.all([
		placesOf(registry, ids),
		otherPatients(registry, ids, patient, period),
		handoversDuring(registry, ids, period, MAX_HANDOVERS),
		order.showLabel && row?.label ? openLabel(env, row.surrogate, row.label).then((opened) => opened.label) : null,
	]);

	const { samples, known } = await readingsOf(env, patient, watches, breathe);
	samples.sort();
	await breathe();
	const context = contextOf(row, known);
	const { limits, validated } = limitsOf(context?.value ?? DEFAULT_CONTEXT);
	const holdMs = samples.holdMs;
	const gaps = samples.gaps(period, holdMs);
	const vitals = [];
	for (const vital of VITAL_KEYS) {
		const found = samples.distribution(vital, period, holdMs, limits[vital], CHART_COLUMNS);
		await breathe();
		if (found === null) continue;
		const usual = known.map((each) => each.usual[vital]).findLast((value) => value !== undefined) ?? null;
		vitals.push({ vital, usual, limit: limits[vital], ...found });
	}
	const observations = known
		.flatMap((each) => each.observations)
		.filter(unlikeOthers())
		.toSorted((a, b) => a.time - b.time);
	const overrides = context?.value.overrides ?? [];
	const signed = await signatories(env, [context?.by, ...[...observations, ...overrides].map(({ by }) => by)]);
	const data: ReportData = {
		version: REPORT_VERSION,
		patient,
		label,
		devices: devicesOf(own, watches, period, patient, places),
		others,
		period,
		timeZone: order.timeZone,
		context: context && {
			value: context.value,
			at: context.at,
			by: context.by === null ? null : signed(context.by),
		},
		limitsValidated: validated,
		readings: samples.count,
		gaps,
		coveredMs: period.to - period.from - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
		vitals,
		episodes: during.episodes.map(episodeOf),
		moreEpisodes: during.total - during.episodes.length,
		news2: await scores(samples, period, observations, context?.value ?? DEFAULT_CONTEXT, breathe),
		observations: observations
			.filter(({ time, error }) => time >= period.from && time < period.to && error === undefined)
			.map(({ time, by, consciousness, oxygen, oxygenFlow, fio2, temperature, systolic, diastolic }) => ({
				at: time,
				by: by === undefined ? null : signed(by),
				consciousness: consciousness ?? null,
				oxygen: oxygen ?? null,
				oxygenFlow: oxygenFlow ?? null,
				fio2: fio2 ?? null,
				temperature: temperature ?? null,
				systolic: systolic ?? null,
				diastolic: diastolic ?? null,
			})),
		notes: [],
		limits: overrides.map(({ vital, low, high, up, down, reason, by, at, until }): LimitReport => {
			const numbers = { low: low ?? null, high: high ?? null, up: up ?? null, down: down ?? null };
			return { vital, ...numbers, reason, by: signed(by), at, until };
		}),
		alarms: alarmsOf(alarms),
		handovers,
		narrative: null,
		note: order.note,
		author: order.author,
	};
	return { ...data, narrative: narrate(data) };
}

/** The patient's readings of every watch, and what its devices know of them. */
async function readingsOf(env: Env, patient: string | null, watches: readonly Watch[], breathe: () => Promise<void>) {
	const samples = new Samples();
	const known: PatientKnowledge[] = [];
	for (const { deviceId, from, to } of watches) {
		const whose = patient === null ? { patient, nobodySince: from } : { patient };
		const answer = await eachReading(env, deviceId, { from, to, whose }, patient ?? undefined, () => {
			const own = new Samples();
			const take = async (readings: readonly StoredReading[]) => {
				own.take(readings);
				await breathe();
			};
			const takeColumns = async (part: ColdColumns) => {
				own.takeColumns(part);
				await breathe();
			};
			return { own, take, takeColumns };
		});
		samples.append(answer.receiver.own);
		if (answer.known !== null) known.push(answer.known);
	}
	return { samples, known };
}

/** What was said of the patient last, to a device or in the registry. */
function contextOf(
	row: PatientRow | null,
	known: readonly PatientKnowledge[],
): { value: PatientContext; by: string | null; at: number | null } | null {
	const told = row?.context ? [{ value: row.context, by: row.contextBy ?? "", at: row.contextAt ?? 0 }] : [];
	for (const { context, changed } of known)
		if (changed !== null) told.push({ value: context, by: changed.by, at: changed.at });
	const last = told.toSorted((a, b) => a.at - b.at).at(-1);
	if (last !== undefined) return last;
	// What the ward's template says, where nobody has said anything of the patient.
	const standing = known.at(-1);
	return standing === undefined ? null : { value: standing.context, by: null, at: null };
}

/** People by their ids, looked up once; whoever is no member any more is called by the id. */
async function signatories(env: Env, ids: readonly (string | null | undefined)[]): Promise<(id: string) => Signatory> {
	const wanted = [...new Set(ids.filter((id) => id != null))];
	const found = wanted.length === 0 ? new Map<string, never>() : await membersNamed(connectRegistry(env.DB), wanted);
	return (id) => ({ id, name: found.get(id)?.name ?? id });
}

function alarmsOf({ waits, ...counts }: Awaited<ReturnType<typeof alarmsDuring>>): AlarmReport {
	const sorted = waits.toSorted((a, b) => a - b);
	return { ...counts, acknowledged: waits.length, medianWaitMs: sorted[(sorted.length - 1) >> 1] ?? null };
}

function devicesOf(
	worn: readonly { readonly deviceId: string; readonly startedAt: number; readonly endedAt: number | null }[],
	watches: readonly Watch[],
	period: Span,
	patient: string | null,
	places: ReadonlyMap<string, { readonly ward: string; readonly bed: string | null }>,
): ReportDevice[] {
	const spans =
		patient === null
			? watches
			: worn.map(({ deviceId, startedAt, endedAt }) => ({
					deviceId,
					from: Math.max(period.from, startedAt),
					to: Math.min(period.to, endedAt ?? period.to),
				}));
	return spans
		.filter(({ from, to }) => from < to)
		.toSorted((a, b) => a.from - b.from)
		.map(({ deviceId, from, to }) => {
			const place = places.get(deviceId);
			return { id: deviceId, ward: place?.ward ?? "", bed: place?.bed ?? null, from, to };
		});
}

function episodeOf(row: ReportedEpisode): EpisodeReport {
	return {
		id: row.id,
		deviceId: row.deviceId,
		channel: row.channel,
		rule: row.rule,
		status: row.status,
		risk: row.risk,
		peakScore: row.peakScore,
		openedAt: row.openedAt,
		closedAt: row.closedAt,
		leadingVital: row.leadingVital,
		sentence: row.sentence,
		contributions: row.contributions,
		news2: row.news2 ?? null,
		steps: row.steps.map(({ kind, at, actor, actorName, comment, detail, toName }) => ({
			kind,
			at,
			actor: actor === null ? null : { id: actor, name: actorName ?? actor },
			comment,
			to: detail?.to === undefined ? null : (toName ?? calledWords(detail.to)),
			until: detail?.until ?? null,
			verdict: detail?.verdict ?? null,
		})),
	};
}

const calledWords = (to: Summoned): string =>
	to.kind === "role" ? `everybody on the ward with the role ${to.role}` : "somebody who is no member any more";

/** One observation may be known to two devices that the patient wore one after the other. */
function unlikeOthers(): (observed: Observations) => boolean {
	const seen = new Set<string>();
	return (observed) => {
		const key = JSON.stringify(observed);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	};
}

/** The score's course: of each stretch the last, and the highest of its minutes. */
async function scores(
	samples: Samples,
	period: Span,
	observations: readonly Observations[],
	context: PatientContext,
	breathe: () => Promise<void>,
): Promise<News2Row[]> {
	const length = period.to - period.from;
	const step = SCORE_STEPS.find((each) => length / each <= MAX_SCORE_ROWS) ?? Math.ceil(length / MAX_SCORE_ROWS);
	const rows = new Map<number, News2Row>();
	let minutes = 0;
	for (const { time, vitals } of samples.lastOfEach(period, MINUTE_MS)) {
		if (++minutes % MINUTES_AT_ONCE === 0) await breathe();
		const from = period.from + Math.floor((time - period.from) / step) * step;
		const last = scoreAt(time, vitals, observations, context);
		const before = rows.get(from)?.highest ?? null;
		const highest = last.score === null ? before : Math.max(before ?? 0, last.score);
		rows.set(from, { from, to: Math.min(period.to, from + step), last, highest });
	}
	return [...rows.values()];
}
