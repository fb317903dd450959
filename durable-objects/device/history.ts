/** The part of a device's history that has not left its object, for those who put it together with the lake's. */
import { Trend, type TrendSum } from "../../lake/trend.ts";
import type { LakeObjectRow } from "../../registry/lake-catalogue.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { Journal } from "./journal.ts";
import type { PatientKnowledge } from "./knowledge.ts";
import { isOf, type Whose } from "./whose.ts";

/** Readings held beyond those asked for: bounds memory after an outage of the lake, and how often they are put in order. */
const HELD_BEYOND = 600;

/** Readings of a stretch of time: `from` included, `to` not, milliseconds since the epoch, UTC. */
export type HistoryQuery = {
	readonly from: number;
	readonly to: number;
	/** Absent for all. */
	readonly whose?: Whose | undefined;
	/** Also what is known of this patient, by surrogate. */
	readonly about?: string | undefined;
} &
	/** The first `limit` readings of those after `after`, in order of time and then of sequence number. */
	(
		| { readonly kind: "readings"; readonly limit: number; readonly after: ReadingPosition | null }
		/** Summed up in stretches of so many milliseconds. */
		| { readonly kind: "trend"; readonly resolution: number }
	);

/** A place between two readings in order of time. */
export interface ReadingPosition {
	readonly timestamp: number;
	readonly seq: number;
}

export interface HotHistory {
	/** Every reading from this sequence number on is here, or was not there yet when this was answered. */
	readonly firstSeq: number;
	readonly readings: readonly StoredReading[];
	readonly sums: readonly TrendSum[];
	/** Objects of the lake that the catalogue may not know yet. */
	readonly uncatalogued: readonly LakeObjectRow[];
	/** Null where it was not asked for, and of a patient whom the device does not know. */
	readonly known: PatientKnowledge | null;
}

/** Whether `reading` comes after `position` in order of time and then of sequence number. */
export function isAfter(reading: ReadingPosition, position: ReadingPosition | null): boolean {
	return position === null || inTime(reading, position) > 0;
}

/** Orders by time, then by sequence number. */
export function inTime(a: ReadingPosition, b: ReadingPosition): number {
	return a.timestamp - b.timestamp || a.seq - b.seq;
}

export function hotHistory(
	journal: Journal,
	query: HistoryQuery,
	uncatalogued: readonly LakeObjectRow[],
): Omit<HotHistory, "known"> {
	const { from, to } = query;
	const isWanted = isOf(query.whose);
	const { firstSeq } = journal;
	const trend = query.kind === "trend" ? new Trend(query.resolution) : null;
	let readings: StoredReading[] = [];
	for (const group of journal.between(from, to)) {
		for (const reading of group) {
			if (!isWanted(reading)) continue;
			if (trend !== null) trend.add(reading);
			else if (query.kind === "readings" && isAfter(reading, query.after)) readings.push(reading);
		}
		// Late readings lie anywhere, so what comes first is known at the end; not many more are held than are asked for.
		if (query.kind === "readings" && readings.length > query.limit + HELD_BEYOND)
			readings = first(readings, query.limit);
	}
	if (query.kind === "readings") readings = first(readings, query.limit);
	return { firstSeq, readings, sums: trend?.sums() ?? [], uncatalogued };
}

function first(readings: readonly StoredReading[], limit: number): StoredReading[] {
	return readings.toSorted(inTime).slice(0, limit);
}
