import type { ReadingPosition } from "../../durable-objects/device/history.ts";
import type { TrendSum } from "../../lake/trend.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevice } from "../../registry/devices.ts";
import { findShownOn } from "../../registry/places.ts";
import type { Page, ReadingEntry, TrendEntry, TrendPage, TrendValue } from "../../vitals/api.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import { flagNames, type StoredReading } from "../../vitals/reading.ts";
import type { Handler } from "../context.ts";
import { readingsBetween, trendBetween } from "../lake-history.ts";
import { countQuery, deviceIdParam, refuse, timeQuery } from "../params.ts";
import { Problem } from "../problem.ts";

const DAY_MS = 24 * 3600_000;
/** Time that one answer may span: a week and the day it is compared with. 690,000 readings at 1 Hz. */
const MAX_STRETCH_MS = 8 * DAY_MS;
/** Readings in one answer. */
export const MAX_READINGS = 5000;
/** Points in one answer: more than a wide screen has pixels. */
const MAX_POINTS = 5000;

/**
 * `GET /api/v1/devices/:id/readings`: the newest readings of the patient now on the device, newest first. With `from` and
 * `to` those of that time, oldest first, in pages; with `resolution` or `points` summed up. Whoever wore the device before
 * may be in another ward by now: their readings are at their own address.
 */
export const getReadings: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const query = context.req.query();
	const ranged = ["from", "to", "resolution", "points", "cursor"].some((name) => query[name] !== undefined);
	const limit = ranged
		? countQuery(query["limit"], "limit", 1, MAX_READINGS, 1000)
		: countQuery(query["limit"], "limit", 1, 1000, 20);
	const span = ranged ? stretchOf(query) : null;
	const resolution = span === null ? null : resolutionOf(query, span);
	const after = cursorOf(query["cursor"]);
	const registry = connectRegistry(context.env.DB);
	if ((await findDevice(registry, id)) === null) {
		throw new Problem("unknown_device", "No device of that id is registered");
	}
	if (span === null) {
		const chart = await context.env.DEVICE_MONITOR.getByName(id).chart(limit);
		const data = chart.map(({ reading, news2 }) => readingEntry(reading, news2));
		return context.json({ data, next_cursor: null } satisfies Page<ReadingEntry>);
	}
	const stretch = { ...span, whose: await findShownOn(registry, id) };
	if (resolution !== null) {
		const sums = await trendBetween(context.env, id, stretch, resolution * 1000);
		return context.json({ data: sums.map(trendEntry), resolution, next_cursor: null } satisfies TrendPage);
	}
	const { readings, next } = await readingsBetween(context.env, id, stretch, limit, after);
	return context.json({
		data: readings.map((reading) => readingEntry(reading)),
		next_cursor: next === null ? null : `${next.timestamp}.${next.seq}`,
	} satisfies Page<ReadingEntry>);
};

type Query = Record<string, string>;

export function stretchOf(query: Query): { from: number; to: number } {
	const from = timeQuery(query["from"], "from");
	if (from === undefined) refuse("from", "from is needed with to, resolution, points or cursor", "missing");
	const to = timeQuery(query["to"], "to") ?? from + MAX_STRETCH_MS;
	if (to <= from) refuse("to", "to must be later than from", "out_of_range");
	if (to - from > MAX_STRETCH_MS) {
		refuse("to", `to must be at most ${MAX_STRETCH_MS / DAY_MS} days after from; ask in parts`, "out_of_range");
	}
	return { from, to };
}

/** Seconds, `null` when the readings themselves are wanted. */
export function resolutionOf(query: Query, { from, to }: { from: number; to: number }): number | null {
	if (query["points"] !== undefined) {
		if (query["resolution"] !== undefined) refuse("points", "points and resolution say the same: give one of them");
		const points = countQuery(query["points"], "points", 1, MAX_POINTS, 1);
		return Math.ceil((to - from) / points / 1000);
	}
	if (query["resolution"] === undefined) return null;
	const resolution = countQuery(query["resolution"], "resolution", 1, DAY_MS / 1000, 1);
	const finest = Math.ceil((to - from) / MAX_POINTS / 1000);
	if (resolution < finest) {
		const message = `resolution must be at least ${finest} s for this time: an answer has at most ${MAX_POINTS} points`;
		refuse("resolution", message, "out_of_range");
	}
	return resolution;
}

function cursorOf(value: string | undefined): ReadingPosition | null {
	if (value === undefined) return null;
	const [, timestamp, seq] = /^(\d{1,15})\.(\d{1,15})$/.exec(value) ?? [];
	if (timestamp === undefined || seq === undefined) refuse("cursor", "cursor must be the next_cursor of an answer");
	return { timestamp: Number(timestamp), seq: Number(seq) };
}

/** The score belongs to what was observed at the bed then, which only the device's object knows, and only for now. */
export function readingEntry(reading: StoredReading, news2: ReadingEntry["news2"] = null): ReadingEntry {
	return {
		seq: reading.seq,
		timestamp: new Date(reading.timestamp).toISOString(),
		received_at: new Date(reading.receivedAt).toISOString(),
		vitals: reading.vitals,
		battery_level: reading.battery,
		score: reading.score,
		risk: reading.risk,
		flags: flagNames(reading.flags),
		news2,
	};
}

export function trendEntry(sum: TrendSum): TrendEntry {
	const value = (key: VitalKey): TrendValue | null => {
		const vital = sum.vitals[key];
		if (vital === undefined) return null;
		return { n: vital.n, mean: Math.round((vital.sum / vital.n) * 100) / 100, min: vital.min, max: vital.max };
	};
	return {
		timestamp: new Date(sum.start).toISOString(),
		n: sum.n,
		vitals: Object.fromEntries(VITAL_KEYS.map((key) => [key, value(key)])) as TrendEntry["vitals"],
		score: sum.score,
		risk: sum.risk,
		flags: flagNames(sum.flags),
	};
}
