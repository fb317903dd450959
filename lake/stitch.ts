/**
 * Parquet files to one Parquet file with a row group for each: the column chunks are copied as they are and the footers
 * joined. So a day is written hour by hour, in the memory of an hour, and each row group begins where an hour does,
 * which the encoder's own rule (every n rows) cannot promise.
 *
 * Field ids are those of parquet.thrift; the footer's layout is the format's.
 */
import {
	numberIn,
	readStruct,
	setNumber,
	setStructs,
	structIn,
	structsIn,
	type ThriftStruct,
	writeStruct,
} from "./thrift.ts";

const MAGIC = new TextEncoder().encode("PAR1");
/** Length of the footer, and the magic number again. */
const TRAILER_BYTES = 8;

const FILE = { schema: 2, rows: 3, rowGroups: 4, metadata: 5 };
const GROUP = { columns: 1, fileOffset: 5, ordinal: 7 };
const CHUNK = { metadata: 3, offsetIndex: 4, offsetIndexLength: 5, columnIndex: 6, columnIndexLength: 7 };
const COLUMN = {
	compressedSize: 7,
	dataPage: 9,
	indexPage: 10,
	dictionaryPage: 11,
	statistics: 12,
	encodingStats: 13,
	bloomFilter: 14,
	bloomFilterLength: 15,
	sizeStatistics: 16,
};
/** The minimum and maximum of before 2017, which repeat the ones that readers use now. */
const OLD_STATISTICS = [1, 2];

/** A finished file. */
export interface StitchedFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Bytes from the footer's beginning to the end of the file: what a reader fetches first. */
	readonly footerBytes: number;
}

/** Joins files one by one; keeps their column chunks and forgets the rest. */
export class Stitcher {
	readonly #parts: Uint8Array[] = [MAGIC];
	readonly #groups: ThriftStruct[] = [];
	#size = MAGIC.byteLength;
	#rows = 0;
	#footer: ThriftStruct | null = null;
	#likeness = "";

	/** Row groups so far. */
	get groups(): number {
		return this.#groups.length;
	}

	/**
	 * Appends the row groups of `file`, a whole Parquet file.
	 *
	 * @throws Error when it is none, or its schema or metadata differ from those of the first
	 */
	add(file: Uint8Array): void {
		const footer = readStruct(file.subarray(file.byteLength - footerBytes(file), file.byteLength - TRAILER_BYTES));
		const likeness = this.#likenessOf(footer);
		if (this.#footer === null) {
			this.#footer = footer;
			this.#likeness = likeness;
		} else if (likeness !== this.#likeness) throw new Error("stitch: got another schema, expected that of the first");
		for (const group of structsIn(footer, FILE.rowGroups)) this.#addGroup(file, group);
		this.#rows += numberIn(footer, FILE.rows) ?? 0;
	}

	/** @throws Error when nothing was added */
	finish(): StitchedFile {
		if (this.#footer === null) throw new Error("stitch: got no files, expected at least one");
		setNumber(this.#footer, FILE.rows, this.#rows, 64);
		setStructs(this.#footer, FILE.rowGroups, this.#groups);
		const footer = writeStruct(this.#footer);
		const bytes = new Uint8Array(this.#size + footer.byteLength + TRAILER_BYTES);
		let at = 0;
		for (const part of [...this.#parts, footer]) {
			bytes.set(part, at);
			at += part.byteLength;
		}
		new DataView(bytes.buffer).setUint32(at, footer.byteLength, true);
		bytes.set(MAGIC, at + 4);
		return { bytes, footerBytes: footer.byteLength + TRAILER_BYTES };
	}

	#addGroup(file: Uint8Array, group: ThriftStruct): void {
		const chunks = structsIn(group, GROUP.columns).map((chunk) => {
			const column = structIn(chunk, CHUNK.metadata);
			const start = chunkStart(column);
			return { chunk, column, start, end: start + (numberIn(column, COLUMN.compressedSize) ?? 0) };
		});
		const start = Math.min(...chunks.map((chunk) => chunk.start));
		const end = Math.max(...chunks.map((chunk) => chunk.end));
		const shift = this.#size - start;
		for (const { chunk, column } of chunks) {
			for (const id of [COLUMN.dataPage, COLUMN.indexPage, COLUMN.dictionaryPage]) move(column, id, shift);
			// Page indexes and filters stay behind: with one page a chunk they repeat what the chunk says.
			for (const id of [CHUNK.offsetIndex, CHUNK.offsetIndexLength, CHUNK.columnIndex, CHUNK.columnIndexLength]) {
				chunk.delete(id);
			}
			const dropped = [COLUMN.encodingStats, COLUMN.bloomFilter, COLUMN.bloomFilterLength, COLUMN.sizeStatistics];
			for (const id of dropped) column.delete(id);
			if (column.has(COLUMN.statistics)) {
				for (const id of OLD_STATISTICS) structIn(column, COLUMN.statistics).delete(id);
			}
		}
		move(group, GROUP.fileOffset, shift);
		setNumber(group, GROUP.ordinal, this.#groups.length, 16);
		this.#groups.push(group);
		this.#parts.push(file.slice(start, end));
		this.#size += end - start;
	}

	/** What files that belong together have in common, as text. */
	#likenessOf(footer: ThriftStruct): string {
		const common = [...footer].filter(([id]) => id === FILE.schema || id === FILE.metadata);
		return writeStruct(new Map(common)).join();
	}
}

/**
 * Bytes from the footer's beginning to the end of a Parquet file.
 *
 * @throws Error when the bytes are no Parquet file
 */
export function footerBytes(file: Uint8Array): number {
	const magic = file.subarray(-MAGIC.byteLength);
	const length =
		file.byteLength < TRAILER_BYTES + MAGIC.byteLength || MAGIC.some((byte, i) => magic[i] !== byte)
			? Number.NaN
			: new DataView(file.buffer, file.byteOffset).getUint32(file.byteLength - TRAILER_BYTES, true) + TRAILER_BYTES;
	if (!(length <= file.byteLength - MAGIC.byteLength)) {
		throw new Error(`stitch: got ${file.byteLength} bytes that are not a Parquet file`);
	}
	return length;
}

function chunkStart(column: ThriftStruct): number {
	const pages = [COLUMN.dataPage, COLUMN.dictionaryPage].map((id) => numberIn(column, id));
	return Math.min(...pages.filter((page) => page !== undefined && page > 0).map(Number));
}

function move(struct: ThriftStruct, id: number, shift: number): void {
	const offset = numberIn(struct, id);
	if (offset !== undefined) setNumber(struct, id, offset + shift, 64);
}
