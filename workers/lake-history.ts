/**
 * A device's history from its object and the lake as one. The object is asked first: what it has no longer was
 * released before, and is then either in the catalogue, which is read after, or named in the object's answer. Where
 * both have a reading, the object's sequence numbers decide.
 */
import type { AsyncBuffer } from "hyparquet";
import { type HistoryQuery, inTime, isAfter, type ReadingPosition } from "../durable-objects/device/history.ts";
import { isOf, type Whose } from "../durable-objects/device/whose.ts";
import { type ColdColumns, type LakeFilePlace, readStretchColumns, walkStretch } from "../lake/range-read.ts";
import { Trend, type TrendSum } from "../lake/trend.ts";
import type { PatientKnowledge } from "../durable-objects/device/knowledge.ts";
import { connectRegistry } from "../registry/connect.ts";
import { knownLakeObjects, lakeObjectsBetween } from "../registry/lake-catalogue.ts";
import type { StoredReading } from "../vitals/reading.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problem.ts";

/** Files up to this size are fetched in one request: an hour's is, and its footer is a seventh of it. */
const WHOLE_FILE_BYTES = 48 * 1024;

/** The catalogue named an object that is not in the bucket any more: compacted or expired meanwhile. */
export class MissingObject extends Error {
	override name = "MissingObject";
}

/** An object of the bucket behind ranged requests; nothing is fetched until something is asked for. */
export function rangedObject(bucket: Pick<R2Bucket, "get">, { key, bytes }: LakeFilePlace): AsyncBuffer {
	const fetch = async (offset: number, length: number): Promise<ArrayBuffer> => {
		const object = await bucket.get(key, { range: { offset, length } });
		if (object === null) throw new MissingObject(`${key} is not in the lake`);
		return object.arrayBuffer();
	};
	if (bytes > WHOLE_FILE_BYTES) {
		return { byteLength: bytes, slice: (start, end = bytes) => fetch(start, end - start) };
	}
	let whole: Promise<ArrayBuffer> | null = null;
	return {
		byteLength: bytes,
		slice: async (start, end = bytes) => (await (whole ??= fetch(0, bytes))).slice(start, end),
	};
}

interface Stretch {
	/** Milliseconds since the epoch, UTC; `to` not included. */
	readonly from: number;
	readonly to: number;
	readonly whose: Whose;
}

/**
 * The first `limit` readings after `after`, in order of time and then of sequence number.
 *
 * @returns `next` is where to go on, `null` when there is no more
 */
export function readingsBetween(
	env: Env,
	deviceId: string,
	{ from, to, whose }: Stretch,
	limit: number,
	after: ReadingPosition | null,
): Promise<{ readings: StoredReading[]; next: ReadingPosition | null }> {
	// Earlier ones come before `after`: no need to fetch them.
	const start = after === null ? from : Math.max(from, after.timestamp);
	// One more than asked for tells whether there is a next page.
	const query: HistoryQuery = { kind: "readings", from: start, to, whose, limit: limit + 1, after };
	return whileCurrent(async () => {
		const { hot, places } = await parts(env, deviceId, query);
		const found = [...hot.readings];
		const stretch = { from: start, to, belowSeq: hot.firstSeq };
		for await (const part of walkStretch(places, stretch, (place) => rangedObject(env.LAKE, place))) {
			const wanted = part.readings.filter(isOf(whose));
			for (const reading of wanted) if (isAfter(reading, after)) found.push(reading);
			const settled = found.filter((reading) => reading.timestamp < part.settledBefore);
			if (settled.length > limit) break;
		}
		const readings = found.toSorted(inTime).slice(0, limit);
		return { readings, next: found.length > limit ? (readings.at(-1) ?? null) : null };
	});
}

/** Readings summed up in stretches of `resolution` milliseconds, oldest first. */
export function trendBetween(
	env: Env,
	deviceId: string,
	{ from, to, whose }: Stretch,
	resolution: number,
): Promise<TrendSum[]> {
	return whileCurrent(async () => {
		const { hot, places } = await parts(env, deviceId, { kind: "trend", from, to, whose, resolution });
		const trend = new Trend(resolution);
		trend.merge(hot.sums);
		const stretch = { from, to, belowSeq: hot.firstSeq };
		await readStretchColumns(
			places,
			stretch,
			(place) => rangedObject(env.LAKE, place),
			(part) => trend.addColumns(rowsOf(part, whose)),
			true,
		);
		return trend.sums();
	});
}

/** Readings of the device's object taken in one answer: an hour at 1 Hz, 1 MB. */
const HOT_PAGE = 3600;

/** Takes readings as they come: of the device's object as objects, of the lake by columns, of which `rows` are wanted. */
export interface ReadingReceiver {
	take(readings: readonly StoredReading[]): void | Promise<void>;
	takeColumns(part: ColdColumns): void | Promise<void>;
}

/**
 * Every reading of the stretch, in no particular order, some thousands at a time: for what need not hold all of them.
 *
 * @param about - surrogate of the patient of whom more is asked
 * @param begin - makes the receiver; made anew where the history moved under the reader, what the one before got is void
 * @returns what the last receiver is, and what the device knows of the patient
 */
export function eachReading<T extends ReadingReceiver>(
	env: Env,
	deviceId: string,
	{ from, to, whose }: Stretch,
	about: string | undefined,
	begin: () => T,
): Promise<{ readonly receiver: T; readonly known: PatientKnowledge | null }> {
	return whileCurrent(async () => {
		const receiver = begin();
		const query = { kind: "readings", from, to, whose, about, limit: HOT_PAGE } as const;
		const { hot, places } = await parts(env, deviceId, { ...query, after: null });
		await receiver.take(hot.readings);
		for (let page = hot.readings; page.length === HOT_PAGE;) {
			const { timestamp, seq } = page.at(-1) as StoredReading;
			const next = await env.DEVICE_MONITOR.getByName(deviceId).history({ ...query, after: { timestamp, seq } });
			// Some went to the lake meanwhile, into objects that are not among the places.
			if (next.firstSeq !== hot.firstSeq) throw new MissingObject("readings went to the lake meanwhile");
			page = next.readings;
			await receiver.take(page);
		}
		await readStretchColumns(
			places,
			{ from, to, belowSeq: hot.firstSeq },
			(place) => rangedObject(env.LAKE, place),
			(part) => receiver.takeColumns(rowsOf(part, whose)),
		);
		return { receiver, known: hot.known };
	});
}

/** The rows of these people. */
function rowsOf(part: ColdColumns, whose: Whose): ColdColumns {
	const wanted = isOf(whose);
	const { patients, times, rows } = part;
	const isTheirs = (row: number) => wanted({ patient: patients[row] ?? null, timestamp: times[row] as number });
	return { ...part, rows: rows.filter(isTheirs) };
}

async function parts(env: Env, deviceId: string, query: HistoryQuery) {
	const registry = connectRegistry(env.DB);
	const hot = await env.DEVICE_MONITOR.getByName(deviceId).history(query);
	const catalogued: LakeFilePlace[] = await lakeObjectsBetween(registry, deviceId, query.from, query.to);
	// An object that the catalogue knows by now may even have been replaced: the catalogue's word is the later one.
	const keys = hot.uncatalogued.map((object) => object.key);
	const known = keys.length === 0 ? new Set<string>() : await knownLakeObjects(registry, keys);
	const unknown = hot.uncatalogued
		.filter((object) => !known.has(object.key))
		.map((object): LakeFilePlace => ({ ...object, footerBytes: object.footerBytes ?? 0 }));
	return { hot, places: [...catalogued, ...unknown] };
}

/** Asks again, once, when an object went between the look into the catalogue and the look into the bucket. */
async function whileCurrent<T>(read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof MissingObject)) throw error;
	}
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof MissingObject)) throw error;
		throw new Problem("unavailable", "Part of the history cannot be read just now; ask again shortly", {
			retryAfter: 5,
		});
	}
}
