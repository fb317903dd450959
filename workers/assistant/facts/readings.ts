/** The newest readings of a device, of the patient who is on it now. */
import type { Brief } from "../../../durable-objects/device/answers.ts";
import type { Fact } from "../../../vitals/assistant.ts";
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { LiveReading } from "../../../vitals/live.ts";
import { READING_FLAGS, type StoredReading } from "../../../vitals/reading.ts";
import { nameOf, type KnownDevice } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import { figure, plainFact, vitalFact, vitalName } from "./figures.ts";
import type { Draft, ReadingsFinding } from "./found.ts";
import { summarise, type Summary } from "./statistics.ts";
import type { Asking } from "./asking.ts";

/** Readings that a status rests on. */
export const NEWEST_READINGS = 20;

type Found = Omit<ReadingsFinding, "source"> & { readonly source: Draft };

/** Null where the device has sent nothing of its present patient. */
export function newestReadings(device: KnownDevice, brief: Brief, asking: Asking): Found | null {
	const patient = brief.record.outcome === "done" ? brief.record.record.patient : null;
	const own = brief.chart
		.filter(({ reading }) => reading.patient === patient && (reading.flags & READING_FLAGS.patient_mismatch) === 0)
		.toSorted((a, b) => a.reading.timestamp - b.reading.timestamp);
	const newest = own.at(-1);
	if (newest === undefined) return null;
	const latest = liveOf(device, newest.reading, newest.news2, brief.reading);
	const readings = own.map(({ reading }) => reading);
	const [from, to] = [(readings[0] as StoredReading).timestamp, latest.timestamp];
	const summaries = summariesOf(readings);
	const whose = { patient, deviceId: device.deviceId };
	const facts: Fact[] = [
		...VITAL_KEYS.flatMap((key) => valueFacts(whose, key, latest, summaries[key])),
		...own.flatMap(({ reading }) => rowFacts(whose, reading)),
		...own.flatMap(({ reading, news2 }) =>
			news2?.score == null ? [] : [plainFact(whose, "news2", "value", news2.score, at(reading.timestamp))],
		),
		...(latest.news2?.score == null && latest.news2 !== null
			? [plainFact(whose, "news2", "min", latest.news2.partial, at(to))]
			: []),
		...(latest.news2?.trend == null
			? []
			: [
					plainFact(
						whose,
						"news2",
						"delta",
						latest.news2.trend.change,
						{ from: latest.news2.trend.since, to },
						latest.news2.trend.direction,
					),
				]),
	];
	const source: Draft = {
		kind: "readings",
		title: `${nameOf(device)} · last ${own.length} readings`,
		patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from,
		to,
		text: textOf(device, readings, latest, summaries, asking),
		facts,
		target: { kind: "device", id: device.deviceId },
	};
	return { source, latest, summaries, n: own.length, from, to };
}

const at = (time: number) => ({ from: time, to: time });

function liveOf(
	device: KnownDevice,
	reading: StoredReading,
	news2: LiveReading["news2"] | Omit<NonNullable<LiveReading["news2"]>, "trend"> | null,
	live: LiveReading | null,
): LiveReading {
	// Of the very same moment the object knows more: the way the score went.
	if (live !== null && live.timestamp === reading.timestamp) return live;
	const { timestamp, receivedAt, vitals, battery, score, risk } = reading;
	const warned = news2 === null ? null : { trend: null, ...news2 };
	return {
		deviceId: device.deviceId,
		timestamp,
		receivedAt,
		vitals,
		battery,
		score,
		risk,
		news2: warned,
		confidence: 0,
	};
}

/** Summaries of readings, oldest first, by vital. */
function summariesOf(readings: readonly StoredReading[]): Partial<Record<VitalKey, Summary>> {
	const summaries: Partial<Record<VitalKey, Summary>> = {};
	for (const key of VITAL_KEYS) {
		const points = readings.flatMap(({ timestamp: time, vitals }) => {
			const value = vitals[key];
			return value === null ? [] : [{ time, value }];
		});
		const summary = summarise(key, points);
		if (summary !== null) summaries[key] = summary;
	}
	return summaries;
}

function rowFacts(whose: Pick<Fact, "patient" | "deviceId">, { timestamp, vitals }: StoredReading): Fact[] {
	return VITAL_KEYS.flatMap((key) => {
		const value = vitals[key];
		return value === null ? [] : [vitalFact(whose, key, "value", value, at(timestamp))];
	});
}

function valueFacts(
	whose: Pick<Fact, "patient" | "deviceId">,
	key: VitalKey,
	latest: LiveReading,
	summary: Summary | undefined,
): Fact[] {
	if (summary === undefined) return [];
	const value = latest.vitals[key];
	const direction = summary.course?.direction ?? null;
	return [
		...(value === null ? [] : [vitalFact(whose, key, "value", value, at(latest.timestamp), direction)]),
		...summaryFacts(whose, key, summary, { from: summary.first.time, to: summary.last.time }),
	];
}

/** Every figure of a summary. */
export function summaryFacts(
	whose: Pick<Fact, "patient" | "deviceId">,
	key: VitalKey,
	summary: Summary,
	time: { from: number; to: number },
): Fact[] {
	const { course } = summary;
	return [
		vitalFact(whose, key, "median", summary.median, time, course?.direction ?? null),
		vitalFact(whose, key, "min", summary.min, time),
		vitalFact(whose, key, "min", summary.min, at(summary.minAt)),
		vitalFact(whose, key, "max", summary.max, time),
		vitalFact(whose, key, "max", summary.max, at(summary.maxAt)),
		...(course === null
			? []
			: [
					vitalFact(whose, key, "delta", course.change, time, course.direction),
					vitalFact(whose, key, "median", course.from, thirdOf(time, 0), course.direction),
					vitalFact(whose, key, "median", course.to, thirdOf(time, 2), course.direction),
				]),
	];
}

function thirdOf({ from, to }: { from: number; to: number }, third: 0 | 2) {
	const length = (to - from) / 3;
	return third === 0 ? { from, to: from + length } : { from: to - length, to };
}

/** Rows for a model and a reader, oldest first; then what they sum up to. */
function textOf(
	device: KnownDevice,
	readings: readonly StoredReading[],
	latest: LiveReading,
	summaries: Partial<Record<VitalKey, Summary>>,
	{ now, zone }: Asking,
): string {
	const keys = VITAL_KEYS.filter((key) => summaries[key] !== undefined);
	const rows = readings.map(({ timestamp, vitals }) => {
		const values = keys.flatMap((key) => {
			const value = vitals[key];
			return value === null ? [] : [`${vitalName(key)} ${figure(key, value)}`];
		});
		return `${momentWords(timestamp, now, zone)}: ${values.join(", ")}`;
	});
	const sums = keys.map((key) => {
		const { median, min, max, course } = summaries[key] as Summary;
		const went = course === null ? "" : `, ${course.direction}`;
		return `${vitalName(key)}: median ${figure(key, median)}, lowest ${figure(key, min)}, highest ${figure(key, max)}${went}`;
	});
	const { news2 } = latest;
	const score =
		news2 === null || !news2.applicable
			? []
			: [
					news2.score === null
						? `NEWS2: incomplete, ${news2.known} of 7 known`
						: `NEWS2: ${news2.score} (${news2.band} risk)`,
				];
	return [`Newest readings of ${nameOf(device)}, oldest first.`, ...thinned(rows), ...sums, ...score].join("\n");
}

/** Rows of a stream at 1 Hz say the same: the newest five and every fifth before are shown. */
function thinned(rows: readonly string[]): string[] {
	return rows.filter((_, i) => i >= rows.length - 5 || (rows.length - 1 - i) % 5 === 0);
}
