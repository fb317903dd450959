/**
 * One patient's readings across the devices that watched them: each device's part from its object and the lake, held to
 * the intervals of assignment and to rows that are the patient's.
 */
import type { ReadingPosition } from "../durable-objects/device/history.ts";
import { Trend, type TrendSum } from "../lake/trend.ts";
import type { StoredReading } from "../vitals/reading.ts";
import type { Env } from "./env.ts";
import { readingsBetween, trendBetween } from "./lake-history.ts";

/** Milliseconds since the epoch, UTC: `from` included, `to` not. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A device's watch over the patient. */
export interface Watch extends Span {
	readonly deviceId: string;
}

export interface PatientReading {
	readonly deviceId: string;
	readonly reading: StoredReading;
}

/** A place between two of a patient's readings: by time, then device, then sequence number. */
export interface PatientPosition extends ReadingPosition {
	readonly deviceId: string;
}

/** A device's clock may be ahead of ours by so much: readings of a patient who leaves then bear times after they left. */
const AHEAD_MS = 60_000;

/**
 * The parts of the intervals that lie in `span`, by device. Wide enough for clocks that disagree, never twice the same
 * time of a device: what is read there is held to the patient's rows.
 */
export function watchesIn(
	assignments: readonly { readonly deviceId: string; readonly startedAt: number; readonly endedAt: number | null }[],
	span: Span,
): Watch[] {
	const watches: Watch[] = [];
	for (const { deviceId, startedAt, endedAt } of assignments.toSorted((x, y) => x.startedAt - y.startedAt)) {
		const from = Math.max(span.from, startedAt);
		const to = Math.min(span.to, endedAt === null ? span.to : endedAt + AHEAD_MS);
		if (from >= to) continue;
		const last = watches.findLastIndex((watch) => watch.deviceId === deviceId);
		const before = watches[last];
		if (before !== undefined && before.to >= from) watches[last] = { ...before, to: Math.max(before.to, to) };
		else watches.push({ deviceId, from, to });
	}
	return watches;
}

/**
 * The first `limit` readings after a place, in order.
 *
 * @returns the readings, and the place of the last where more may follow
 */
export async function patientReadings(
	env: Env,
	patient: string,
	watches: readonly Watch[],
	limit: number,
	after: PatientPosition | null,
): Promise<{ readings: PatientReading[]; next: PatientPosition | null }> {
	let more = false;
	const found: PatientReading[] = [];
	for (const watch of watches) {
		if (after !== null && watch.to <= after.timestamp) continue;
		const { readings, next } = await readingsBetween(
			env,
			watch.deviceId,
			{ ...watch, whose: { patient } },
			limit,
			afterOn(watch.deviceId, after),
		);
		more ||= next !== null;
		for (const reading of readings) found.push({ deviceId: watch.deviceId, reading });
	}
	found.sort(
		(a, b) =>
			a.reading.timestamp - b.reading.timestamp ||
			(a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : 0) ||
			a.reading.seq - b.reading.seq,
	);
	const readings = found.slice(0, limit);
	const last = readings.at(-1);
	if (last === undefined || (!more && found.length <= limit)) return { readings, next: null };
	return { readings, next: { deviceId: last.deviceId, timestamp: last.reading.timestamp, seq: last.reading.seq } };
}

/** Where a device goes on: of the moment itself, those devices that come later in the order have still to be asked. */
function afterOn(deviceId: string, after: PatientPosition | null): ReadingPosition | null {
	if (after === null) return null;
	const { timestamp, seq } = after;
	if (deviceId === after.deviceId) return { timestamp, seq };
	return { timestamp, seq: deviceId < after.deviceId ? Number.MAX_SAFE_INTEGER : -1 };
}

/** The patient's readings summed up in stretches of `resolution` milliseconds. */
export async function patientTrend(
	env: Env,
	patient: string,
	watches: readonly Watch[],
	resolution: number,
): Promise<TrendSum[]> {
	const trend = new Trend(resolution);
	for (const watch of watches) {
		trend.merge(await trendBetween(env, watch.deviceId, { ...watch, whose: { patient } }, resolution));
	}
	return trend.sums();
}
