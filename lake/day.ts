/**
 * Many files of a device to one file a day: readings in order of their time, one row group an hour.
 *
 * Everything goes hour by hour, so that memory holds the readings of an hour and the compressed bytes of a day.
 * Where the bytes come from and go to is the caller's.
 */
import type { StoredReading } from "../vitals/reading.ts";
import type { OpenLakeFile } from "./read.ts";
import { Stitcher } from "./stitch.ts";

export const DAY_MS = 24 * 3600_000;
const HOUR_MS = 3600_000;
/** Readings that one hour may have, ten a second: bounds memory. A device that sends more keeps its files as they are. */
const MAX_HOUR_READINGS = 36_000;

/** The sources cannot be made into one file, or the file is not what they hold. Nothing may be switched. */
export class LakeRefusal extends Error {
	override name = "LakeRefusal";
}

/** A file of the lake that is opened when its first hour is needed. */
export interface DaySource {
	/** Earliest and latest reading time in it, milliseconds since the epoch, UTC. */
	readonly firstTimestamp: number;
	readonly lastTimestamp: number;
	readonly open: () => Promise<OpenLakeFile>;
}

/** One compacted day, and what the catalogue says of it. */
export interface DayFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly footerBytes: number;
	readonly readings: number;
	/** Lowest and highest sequence number; those between need not all be in the file. */
	readonly firstSeq: number;
	readonly lastSeq: number;
	readonly firstTimestamp: number;
	readonly lastTimestamp: number;
}

/** Start of the UTC day of `timestamp`. */
export function dayOf(timestamp: number): number {
	return Math.floor(timestamp / DAY_MS) * DAY_MS;
}

/**
 * The readings of one UTC day, hour by hour, each hour in order of time and then of sequence number; hours without
 * readings are left out. A source is held open from its first to its last hour.
 *
 * @param day - start of the day, milliseconds since the epoch
 * @throws LakeRefusal when a reading occurs twice, is of another device, or an hour has more readings than memory should hold
 */
export async function* hoursOf(
	deviceId: string,
	sources: readonly DaySource[],
	day: number,
): AsyncGenerator<StoredReading[]> {
	const open = new Map<DaySource, OpenLakeFile>();
	for (let from = day; from < day + DAY_MS; from += HOUR_MS) {
		const to = from + HOUR_MS;
		const hour: StoredReading[] = [];
		for (const source of sources) {
			if (source.firstTimestamp >= to || source.lastTimestamp < from) continue;
			const file = open.get(source) ?? (await source.open());
			open.set(source, file);
			for (const group of file.groups) {
				if (group.firstTimestamp >= to || group.lastTimestamp < from) continue;
				const { readings, deviceId: found } = await file.read(group);
				if (found !== deviceId) throw new LakeRefusal(`got readings of ${found}, expected ${deviceId}`);
				for (const reading of readings) if (reading.timestamp >= from && reading.timestamp < to) hour.push(reading);
				if (hour.length > MAX_HOUR_READINGS)
					throw new LakeRefusal(
						`more than ${MAX_HOUR_READINGS} readings in the hour of ${new Date(from).toISOString()}`,
					);
			}
			if (source.lastTimestamp < to) open.delete(source);
		}
		if (hour.length > 0) yield inOrder(hour);
	}
}

function inOrder(hour: StoredReading[]): StoredReading[] {
	hour.sort((a, b) => a.timestamp - b.timestamp || a.seq - b.seq);
	const seqs = new Set(hour.map((reading) => reading.seq));
	if (seqs.size !== hour.length) throw new LakeRefusal(`a reading of ${hour.length} is in the sources twice`);
	return hour;
}

/**
 * Encodes the hours of one day as one file, a row group for each. Equal hours give equal bytes.
 *
 * @param encode - `encodeReadings`, with its encoder behind it
 * @returns `null` when there are no readings
 */
export async function encodeDay(
	deviceId: string,
	hours: AsyncIterable<readonly StoredReading[]> | Iterable<readonly StoredReading[]>,
	encode: (deviceId: string, readings: readonly StoredReading[]) => Uint8Array,
): Promise<DayFile | null> {
	const stitcher = new Stitcher();
	const sum = {
		readings: 0,
		firstSeq: Infinity,
		lastSeq: -Infinity,
		firstTimestamp: Infinity,
		lastTimestamp: -Infinity,
	};
	for await (const hour of hours) {
		stitcher.add(encode(deviceId, hour));
		sum.readings += hour.length;
		for (const { seq, timestamp } of hour) {
			sum.firstSeq = Math.min(sum.firstSeq, seq);
			sum.lastSeq = Math.max(sum.lastSeq, seq);
			sum.firstTimestamp = Math.min(sum.firstTimestamp, timestamp);
			sum.lastTimestamp = Math.max(sum.lastTimestamp, timestamp);
		}
	}
	return stitcher.groups === 0 ? null : { ...stitcher.finish(), ...sum };
}

/**
 * Checks that two streams of hours are the same readings, every value of every row.
 *
 * @returns readings compared
 * @throws LakeRefusal naming the first difference
 */
export async function compareHours(
	expected: AsyncIterable<readonly StoredReading[]>,
	found: AsyncIterable<readonly StoredReading[]>,
): Promise<number> {
	const other = found[Symbol.asyncIterator]();
	let compared = 0;
	for await (const hour of expected) {
		const { value, done } = await other.next();
		const there: readonly StoredReading[] = done ? [] : value;
		for (const [i, reading] of hour.entries()) {
			const difference = firstDifference(reading, there[i]);
			if (difference !== null) throw new LakeRefusal(`reading ${reading.seq}: ${difference}`);
		}
		if (there.length !== hour.length) throw new LakeRefusal(`reading ${there[hour.length]?.seq} is in no source`);
		compared += hour.length;
	}
	const rest = await other.next();
	if (!rest.done) throw new LakeRefusal(`reading ${rest.value[0]?.seq} is in no source`);
	return compared;
}

function firstDifference(a: StoredReading, b: StoredReading | undefined): string | null {
	if (b === undefined) return "missing";
	const flat = (reading: StoredReading) => Object.entries({ ...reading, ...reading.vitals, vitals: null });
	const there = new Map<string, unknown>(flat(b));
	const entry = flat(a).find(([name, value]) => value !== there.get(name));
	return entry === undefined ? null : `${entry[0]} is ${String(there.get(entry[0]))}, expected ${String(entry[1])}`;
}
