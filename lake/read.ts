/**
 * The bytes of one Parquet file back to readings.
 *
 * Reading needs no WebAssembly: a browser, a script or a Worker that only looks at the lake carries 20 KB instead of
 * the encoder's megabytes. It is also the second opinion on the writer, being another implementation of the format.
 */
import { decompress } from "fzstd";
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetRead, parquetReadObjects } from "hyparquet";
import { STORED_STEPS_PER_UNIT, VITAL_KEYS } from "../vitals/catalogue.ts";
import { noVitals, RISK_LEVELS, type RiskLevel, type StoredReading } from "../vitals/reading.ts";
import { LAKE_METADATA_KEY, LAKE_SCHEMA_VERSION, SCORE_SCALE } from "./schema.ts";

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

/** One row group of an open file, as its footer describes it. */
export interface LakeRowGroup {
	/** Position of its first row in the file, and of the first row after it. */
	readonly rowStart: number;
	readonly rowEnd: number;
	/** Earliest and latest reading time in it, milliseconds since the epoch, UTC. */
	readonly firstTimestamp: number;
	readonly lastTimestamp: number;
	/** Highest sequence number in it; infinite where the file does not say. */
	readonly lastSeq: number;
	/** Where its column chunks lie in the file. */
	readonly byteStart: number;
	readonly byteEnd: number;
}

/** A file whose footer was read; row groups are fetched when asked for. */
export interface OpenLakeFile {
	readonly schemaVersion: number;
	readonly groups: readonly LakeRowGroup[];
	/**
	 * The device and the readings of one row group, in file order. Fetches that group's column chunks and nothing else,
	 * in one call where they are below 2 MB; from `fetched` where the caller has them already.
	 */
	readonly read: (
		group: LakeRowGroup,
		fetched?: AsyncBuffer,
	) => Promise<{ deviceId: string; readings: StoredReading[] }>;
	/** Some columns of one row group, as they are stored; nothing of the others is decoded, and no row becomes an object. */
	readonly columns: <Name extends string>(
		group: LakeRowGroup,
		names: readonly Name[],
		fetched?: AsyncBuffer,
	) => Promise<Readonly<Record<Name, StoredCells>>>;
}

/** One column of a row group, row by row: wire scales, times in milliseconds. */
export type StoredCells = ArrayLike<number | bigint | string | null>;

/** Footers fetched when nobody says how long it is: that of a day file is about 30 KB. */
const FOOTER_GUESS_BYTES = 48 * 1024;
/** Length of the footer, and the magic number: what a Parquet file ends with. */
const TRAILER_BYTES = 8;

/**
 * Reads the footer of one file of the lake.
 *
 * @param file - the file, whole or behind ranged requests
 * @param footerBytes - bytes from the footer to the file's end, as the catalogue has it; 0 when unknown
 * @throws Error when the bytes are no Parquet, no file of the lake, of another schema version
 *   ("lake file: got v3, expected v1"); whatever `file` throws
 */
export async function openLakeFile(file: AsyncBuffer, footerBytes = 0): Promise<OpenLakeFile> {
	const metadata = await footer(file, footerBytes);
	const schemaVersion = versionOf(metadata);
	if (schemaVersion !== LAKE_SCHEMA_VERSION)
		throw new Error(`lake file: got v${schemaVersion}, expected v${LAKE_SCHEMA_VERSION}`);
	const groups = rowGroups(metadata);
	return {
		schemaVersion,
		groups,
		read: async ({ rowStart, rowEnd }, fetched = file) => {
			const rows = (await parquetReadObjects({
				file: fetched,
				metadata,
				rowStart,
				rowEnd,
				compressors: COMPRESSORS,
				parsers: PARSERS,
			})) as LakeRow[];
			const deviceId = rows[0]?.["device_id"];
			if (typeof deviceId !== "string") throw new Error("lake file: got no rows, expected at least one");
			const stranger = rows.find((row) => row["device_id"] !== deviceId);
			if (stranger)
				throw new Error(`lake file: got devices ${deviceId} and ${String(stranger["device_id"])}, expected one`);
			return { deviceId, readings: rows.map(toReading) };
		},
		columns: async (group, names, fetched = file) => columnsOf(metadata, group, names, fetched),
	};
}

/**
 * Decodes one file written by `encodeReadings` or `encodeDay`.
 *
 * @param bytes - the whole file
 * @returns readings in catalogue units, rounded to the catalogue's hundredths; scores within 1/131070 of those written
 * @throws Error as `openLakeFile`, or when the file holds what the writer never writes
 */
export async function decodeReadings(bytes: ArrayBuffer | Uint8Array): Promise<LakeFile> {
	const file = await openLakeFile(inMemory(bytes));
	const parts = [];
	for (const group of file.groups) parts.push(await file.read(group));
	const deviceId = parts[0]?.deviceId;
	if (deviceId === undefined) throw new Error("lake file: got no rows, expected at least one");
	const stranger = parts.find((part) => part.deviceId !== deviceId);
	if (stranger) throw new Error(`lake file: got devices ${deviceId} and ${stranger.deviceId}, expected one`);
	return { deviceId, schemaVersion: file.schemaVersion, readings: parts.flatMap((part) => part.readings) };
}

/** A whole file in memory, for `openLakeFile`. */
export function inMemory(bytes: ArrayBuffer | Uint8Array): AsyncBuffer {
	const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
	// A copy, because the view may be a window on a larger or shared buffer and the reader wants a buffer of its own.
	const slice = (start: number, end = view.byteLength) => view.slice(start, end).buffer as ArrayBuffer;
	return { byteLength: view.byteLength, slice };
}

async function columnsOf<Name extends string>(
	metadata: FileMetaData,
	{ rowStart, rowEnd }: LakeRowGroup,
	names: readonly Name[],
	file: AsyncBuffer,
): Promise<Record<Name, StoredCells>> {
	const pages = new Map<string, { at: number; cells: StoredCells }[]>(names.map((name) => [name, []]));
	await parquetRead({
		file,
		metadata,
		rowStart,
		rowEnd,
		columns: [...names],
		compressors: COMPRESSORS,
		parsers: PARSERS,
		onChunk: ({ columnName, columnData, rowStart: at }) => {
			pages.get(columnName)?.push({ at: at - rowStart, cells: columnData as StoredCells });
		},
	});
	const columns: Partial<Record<Name, StoredCells>> = {};
	for (const name of names) {
		const parts = pages.get(name) ?? [];
		const [only] = parts;
		columns[name] = parts.length === 1 && only?.at === 0 ? only.cells : joined(parts);
		if (columns[name].length !== rowEnd - rowStart)
			throw new Error(`lake file: got ${columns[name].length} of ${name}, expected ${rowEnd - rowStart}`);
	}
	return columns as Record<Name, StoredCells>;
}

function joined(parts: readonly { readonly at: number; readonly cells: StoredCells }[]): StoredCells {
	const all: (number | bigint | string | null)[] = [];
	for (const { cells } of parts.toSorted((a, b) => a.at - b.at))
		for (let i = 0; i < cells.length; i++) all.push(cells[i] as number);
	return all;
}

const COMPRESSORS = { ZSTD: (input: Uint8Array, length: number) => decompress(input, outputOf(length)) };

/**
 * Room for a page. The library compares it to 1, for which every byte would be written out in decimals: half of
 * the time that reading a file takes. Told what it is as a plain value, it need not.
 */
function outputOf(length: number): Uint8Array {
	return Object.defineProperty(new Uint8Array(length), Symbol.toPrimitive, { value: () => Number.NaN });
}

/** Plain milliseconds, because a Date cannot hold every whole number that a timestamp column can. */
const PARSERS = { timestampFromMilliseconds: Number };

async function footer(file: AsyncBuffer, footerBytes: number): Promise<FileMetaData> {
	const guess = footerBytes > 0 ? footerBytes : FOOTER_GUESS_BYTES;
	let tail = await file.slice(Math.max(0, file.byteLength - guess), file.byteLength);
	if (tail.byteLength >= TRAILER_BYTES) {
		const needed = new DataView(tail).getUint32(tail.byteLength - TRAILER_BYTES, true) + TRAILER_BYTES;
		if (needed > tail.byteLength && needed <= file.byteLength) {
			tail = await file.slice(file.byteLength - needed, file.byteLength);
		}
	}
	try {
		return parquetMetadata(tail, { parsers: PARSERS });
	} catch (cause) {
		throw new Error(`lake file: got ${file.byteLength} bytes that are not a Parquet file`, { cause });
	}
}

function rowGroups(metadata: FileMetaData): LakeRowGroup[] {
	let rowStart = 0;
	return metadata.row_groups.map((group) => {
		const begin = rowStart;
		rowStart += Number(group.num_rows);
		const column = group.columns.find((chunk) => chunk.meta_data?.path_in_schema[0] === "timestamp");
		const { min_value: first, max_value: last } = column?.meta_data?.statistics ?? {};
		if (typeof first !== "number" || typeof last !== "number")
			throw new Error("lake file: got a row group without statistics of its timestamps");
		const seqs = group.columns.find((chunk) => chunk.meta_data?.path_in_schema[0] === "seq")?.meta_data?.statistics;
		const chunks = group.columns.map(({ meta_data }) => {
			const { dictionary_page_offset = 0n, data_page_offset = 0n, total_compressed_size = 0n } = meta_data ?? {};
			const start = Number(dictionary_page_offset || data_page_offset);
			return { start, end: start + Number(total_compressed_size) };
		});
		return {
			rowStart: begin,
			rowEnd: rowStart,
			firstTimestamp: first,
			lastTimestamp: last,
			lastSeq: typeof seqs?.max_value === "bigint" ? Number(seqs.max_value) : Infinity,
			byteStart: Math.min(...chunks.map((chunk) => chunk.start)),
			byteEnd: Math.max(...chunks.map((chunk) => chunk.end)),
		};
	});
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
