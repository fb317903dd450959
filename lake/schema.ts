/**
 * What one file of the lake holds: the columns of its table, in order, and the note in its footer.
 *
 * One list describes every column once, so that the writer, the reader and the footer cannot disagree. A file
 * outlives the code that wrote it by years; it therefore says in itself which version it is and what each number is
 * measured in. Any change to the list is a new `LAKE_SCHEMA_VERSION`, and a reader that refuses what it does not know.
 */
import { BATTERY, VITAL_SIGNS } from "../vitals/catalogue.ts";
import type { StoredReading } from "../vitals/reading.ts";

/** Version of the columns below. Raise it with any change to their names, types, order or meaning. */
export const LAKE_SCHEMA_VERSION = 1;

/** Written into every file, so that a stray one can be traced. */
const LAKE_WRITER = "biostream-sentinel/lake";

/**
 * The one key of the footer's key-value metadata that is ours. One key, because the encoder keeps them in a hash map
 * whose order differs from write to write, and equal readings must give equal bytes.
 */
export const LAKE_METADATA_KEY = "biostream_lake";

/** The score is kept as a whole number of 65535ths: two bytes, in steps of 0.000015. */
export const SCORE_SCALE = 65535;

/** A cell as the columns see it, before scaling. */
export type LakeValue = number | string | null;

/** One column of the table. */
export interface LakeColumn {
	readonly name: string;
	/** `timestamp` is whole milliseconds since the epoch, UTC. */
	readonly type: "int64" | "timestamp" | "string" | "float32" | "uint16";
	readonly nullable: boolean;
	/**
	 * How the column is laid out: `delta` for counters and clocks, whose steps repeat; `split` (byte stream split) for
	 * floats, whose high bytes repeat; `dictionary` for the few values that fill a whole file.
	 */
	readonly layout: "delta" | "split" | "dictionary";
	/** The stored number is the value times this, rounded. */
	readonly scale?: number;
	/** This column's cell of one reading. */
	readonly of: (reading: StoredReading, deviceId: string) => LakeValue;
}

/** The columns of `LAKE_SCHEMA_VERSION`, in file order. */
export const LAKE_COLUMNS: readonly LakeColumn[] = [
	{ name: "seq", type: "int64", nullable: false, layout: "delta", of: (reading) => reading.seq },
	{ name: "timestamp", type: "timestamp", nullable: false, layout: "delta", of: (reading) => reading.timestamp },
	{ name: "received_at", type: "timestamp", nullable: false, layout: "delta", of: (reading) => reading.receivedAt },
	{ name: "device_id", type: "string", nullable: false, layout: "dictionary", of: (_, deviceId) => deviceId },
	{ name: "patient", type: "string", nullable: true, layout: "dictionary", of: (reading) => reading.patient },
	...VITAL_SIGNS.map((sign): LakeColumn => {
		return {
			name: sign.key,
			type: "float32",
			nullable: true,
			layout: "split",
			of: (reading) => reading.vitals[sign.key],
		};
	}),
	{ name: BATTERY.key, type: "float32", nullable: true, layout: "split", of: (reading) => reading.battery },
	{
		name: "score",
		type: "uint16",
		nullable: true,
		layout: "delta",
		scale: SCORE_SCALE,
		of: (reading) => reading.score,
	},
	{ name: "risk", type: "string", nullable: false, layout: "dictionary", of: (reading) => reading.risk },
	{ name: "flags", type: "uint16", nullable: false, layout: "dictionary", of: (reading) => reading.flags },
];

/** What the footer says about the file, as JSON under `LAKE_METADATA_KEY`. */
export interface LakeMetadata {
	readonly schema_version: number;
	readonly writer: string;
	/** Per column that needs explaining: unit as UCUM code, LOINC and IEEE 11073 (MDC) codes as the catalogue has them. */
	readonly columns: Readonly<Record<string, LakeColumnMetadata>>;
}

export interface LakeColumnMetadata {
	readonly ucum?: string;
	readonly loinc?: string;
	readonly mdc?: number;
	/** Divide the stored number by this to get the value. */
	readonly scale?: number;
}

/** The footer's note for files of this version: always the same text. */
export const LAKE_METADATA: LakeMetadata = {
	schema_version: LAKE_SCHEMA_VERSION,
	writer: LAKE_WRITER,
	columns: {
		...Object.fromEntries(VITAL_SIGNS.map(({ key, ucum, loinc, mdc }) => [key, { ucum, loinc, mdc }])),
		[BATTERY.key]: { ucum: BATTERY.unit },
		score: { scale: SCORE_SCALE },
	},
};
