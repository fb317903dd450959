/** Files of a device as they lie in the lake before and after compaction, in memory. */
import { type DaySource, dayOf, encodeDay, hoursOf } from "../../lake/day.ts";
import { encodeReadings } from "../../lake/parquet.ts";
import { inMemory, openLakeFile } from "../../lake/read.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { hourOf } from "./hour.ts";

/** Midnight before the readings of `hourOf`. */
export const DAY = dayOf(hourOf(1)[0]?.timestamp ?? 0);

/** `rows` readings at 1 Hz from midnight on. */
export function fromMidnight(rows: number): StoredReading[] {
	const readings = hourOf(rows);
	const shift = DAY - (readings[0]?.timestamp ?? 0);
	return readings.map((reading) => ({
		...reading,
		timestamp: reading.timestamp + shift,
		receivedAt: reading.receivedAt + shift,
		// As the device's object keeps it: what is written again must not be rounded again.
		score: reading.score === null ? null : Math.round(reading.score * 65_535) / 65_535,
	}));
}

/** Readings in ranges of `size`, in the order given: what an object seals. */
export function ranges(readings: readonly StoredReading[], size: number): StoredReading[][] {
	return Array.from({ length: Math.ceil(readings.length / size) }, (_, i) => readings.slice(i * size, (i + 1) * size));
}

/** A file's bytes as a source of a compaction. */
export function source(readings: readonly StoredReading[], bytes = encodeReadings("m-1", readings)): DaySource {
	const times = readings.map((reading) => reading.timestamp);
	return {
		firstTimestamp: times.reduce((a, b) => Math.min(a, b)),
		lastTimestamp: times.reduce((a, b) => Math.max(a, b)),
		open: () => openLakeFile(inMemory(bytes)),
	};
}

/** The compacted day of these readings, of ranges of an hour. */
export async function dayFile(readings: readonly StoredReading[], size = 3600) {
	const file = await encodeDay(
		"m-1",
		hoursOf(
			"m-1",
			ranges(readings, size).map((range) => source(range)),
			DAY,
		),
		encodeReadings,
	);
	if (file === null) throw new Error("no readings on that day");
	return file;
}
