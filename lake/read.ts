/**
 * The bytes of one Parquet file back to readings.
 *
 * Reading needs no WebAssembly: a browser, a script or a Worker that only looks at the lake carries 20 KB instead of
 * the encoder's megabytes. It is also the second opinion on the writer, being another implementation of the format.
 */
import { decompress } from "fzstd";
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { STORED_STEPS_PER_UNIT, VITAL_KEYS } from "../vitals/catalogue.ts";
import { noVitals, RISK_LEVELS, type RiskLevel, type StoredReading } from "../vitals/reading.ts";
import { LAKE_COLUMNS, LAKE_METADATA_KEY, LAKE_SCHEMA_VERSION, SCORE_SCALE } from "./schema.ts";

/** One file of the lake, decoded. */
export interface LakeFile {
	readonly deviceId: string;
	readonly schemaVersion: number;
	/** In the order in which they were written. */
	readonly readings: StoredReading[];
}

/** A row as the file has it; wire names, stored scales. */
interface LakeRow {
	readonly [column: string]: number | bigint | string | null;
}

/**
 * Decodes one file written by `encodeReadings`.
 *
 * @param bytes - the whole file
 * @returns readings in catalogue units, rounded to the catalogue's hundredths; scores within 1/131070 of those written
 * @throws Error when the bytes are no Parquet, no file of the lake, of another schema version
 *   ("lake file: got v3, expected v1"), or hold what the writer never writes
 */
export async function decodeReadings(bytes: ArrayBuffer | Uint8Array): Promise<LakeFile> {
	const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
	const metadata = footer(view);
	const schemaVersion = versionOf(metadata);
	if (schemaVersion !== LAKE_SCHEMA_VERSION)
		throw new Error(`lake file: got v${schemaVersion}, expected v${LAKE_SCHEMA_VERSION}`);

	const rows = (await parquetReadObjects({
		file: inMemory(view),
		metadata,
		columns: LAKE_COLUMNS.map((column) => column.name),
		compressors: { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) },
		// Plain milliseconds, because a Date cannot hold every whole number that a timestamp column can.
		parsers: { timestampFromMilliseconds: Number },
	})) as LakeRow[];

	const deviceId = rows[0]?.["device_id"];
	if (typeof deviceId !== "string") throw new Error("lake file: got no rows, expected at least one");
	const stranger = rows.find((row) => row["device_id"] !== deviceId);
	if (stranger)
		throw new Error(`lake file: got devices ${deviceId} and ${String(stranger["device_id"])}, expected one`);
	return { deviceId, schemaVersion, readings: rows.map(toReading) };
}

function footer(view: Uint8Array): FileMetaData {
	try {
		return parquetMetadata(copy(view, 0, view.byteLength));
	} catch (cause) {
		throw new Error(`lake file: got ${view.byteLength} bytes that are not a Parquet file`, { cause });
	}
}

function versionOf(metadata: FileMetaData): number {
	const note = metadata.key_value_metadata?.find((entry) => entry.key === LAKE_METADATA_KEY)?.value;
	if (note === undefined)
		throw new Error(`lake file: got a Parquet file without ${LAKE_METADATA_KEY}, expected v${LAKE_SCHEMA_VERSION}`);
	const version = parsedVersion(note);
	if (!Number.isInteger(version))
		throw new Error(`lake file: got an unreadable ${LAKE_METADATA_KEY}, expected v${LAKE_SCHEMA_VERSION}`);
	return version as number;
}

function parsedVersion(note: string): unknown {
	try {
		return (JSON.parse(note) as { schema_version?: unknown } | null)?.schema_version;
	} catch {
		// Not JSON says the same as JSON without a version; the caller reports both.
		return undefined;
	}
}

function toReading(row: LakeRow): StoredReading {
	const vitals = noVitals();
	for (const key of VITAL_KEYS) vitals[key] = hundredths(row[key]);
	const score = numberOrNull(row["score"]);
	return {
		seq: Number(row["seq"]),
		timestamp: Number(row["timestamp"]),
		receivedAt: Number(row["received_at"]),
		patient: (row["patient"] ?? null) as string | null,
		vitals,
		battery: hundredths(row["battery_level"]),
		score: score === null ? null : score / SCORE_SCALE,
		risk: riskOf(row["risk"]),
		flags: Number(row["flags"]),
	};
}

function numberOrNull(cell: LakeRow[string] | undefined): number | null {
	return cell === null || cell === undefined ? null : Number(cell);
}

/** Undoes what 32 bits did to the decimals: 36.6 is stored as 36.59999847. */
function hundredths(cell: LakeRow[string] | undefined): number | null {
	const value = numberOrNull(cell);
	return value === null ? null : Math.round(value * STORED_STEPS_PER_UNIT) / STORED_STEPS_PER_UNIT;
}

function riskOf(cell: LakeRow[string] | undefined): RiskLevel {
	const risk = RISK_LEVELS.find((level) => level === cell);
	if (risk === undefined) throw new Error(`lake file: got risk ${String(cell)}, expected ${RISK_LEVELS.join(", ")}`);
	return risk;
}

function inMemory(view: Uint8Array): AsyncBuffer {
	return { byteLength: view.byteLength, slice: (start, end) => copy(view, start, end ?? view.byteLength) };
}

/** A copy, because the view may be a window on a larger or shared buffer and the reader wants a buffer of its own. */
function copy(view: Uint8Array, start: number, end: number): ArrayBuffer {
	return view.slice(start, end).buffer as ArrayBuffer;
}
