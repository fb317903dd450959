/**
 * Readings as an Arrow IPC stream, which is what the Parquet encoder reads. Each column is filled as the one block of
 * memory that it is there: a general builder takes a call for each cell and writes out the same text for each row.
 */
import {
	batchType,
	Column,
	Endianness,
	field,
	float32,
	int64,
	Table,
	tableToIPC,
	timestamp,
	TimeUnit,
	uint16,
	utf8,
	Version,
} from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import type { StoredReading } from "../vitals/reading.ts";
import { LAKE_COLUMNS, type LakeColumn, type LakeValue } from "./schema.ts";

const TWO_TO_32 = 2 ** 32;

/**
 * The columns of `LAKE_SCHEMA_VERSION`.
 *
 * @throws RangeError on a value that its column cannot hold; the message names reading, field, value and what was expected
 */
export function arrowStream(deviceId: string, readings: readonly StoredReading[]): Uint8Array {
	const fields = LAKE_COLUMNS.map((column) => field(column.name, arrowType(column), column.nullable));
	const columns = LAKE_COLUMNS.map((column) => filled(column, deviceId, readings));
	const table = new Table({ version: Version.V5, endianness: Endianness.Little, fields, metadata: null }, columns);
	return tableToIPC(table, { format: "stream" }) as Uint8Array;
}

function arrowType(column: LakeColumn): DataType {
	switch (column.type) {
		case "int64":
			return int64();
		case "timestamp":
			return timestamp(TimeUnit.MILLISECOND, "UTC");
		case "string":
			return utf8();
		case "float32":
			return float32();
		case "uint16":
			return uint16();
	}
}

function filled(column: LakeColumn, deviceId: string, readings: readonly StoredReading[]): Column<unknown> {
	const cells = readings.map((reading) => toCell(column, reading, column.of(reading, deviceId)));
	const type = arrowType(column);
	const length = cells.length;
	const nullCount = cells.reduce<number>((count, cell) => count + (cell === null ? 1 : 0), 0);
	const validity = nullCount === 0 ? new Uint8Array(0) : presence(cells);
	const batch = new (batchType(type))({ length, nullCount, type, validity, ...blocks(column.type, cells) });
	return new Column([batch], type);
}

/** One bit a row, the first in the lowest: set where there is a value. */
function presence(cells: readonly LakeValue[]): Uint8Array {
	const bits = new Uint8Array((cells.length + 7) >> 3);
	for (const [row, cell] of cells.entries())
		if (cell !== null) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
	return bits;
}

/** The cells one after another, 0 where there is none. */
function blocks(type: LakeColumn["type"], cells: readonly LakeValue[]) {
	switch (type) {
		case "int64":
		case "timestamp":
			return { values: wholeNumbers(cells as readonly (number | null)[]) };
		case "float32":
			return { values: new Float32Array(cells as readonly number[]) };
		case "uint16":
			return { values: new Uint16Array(cells as readonly number[]) };
		case "string":
			return texts(cells as readonly (string | null)[]);
	}
}

/** By halves: a BigInt for each would take most of the time. */
function wholeNumbers(cells: readonly (number | null)[]): BigInt64Array {
	const values = new BigInt64Array(cells.length);
	const halves = new Int32Array(values.buffer);
	for (let row = 0; row < cells.length; row++) {
		const value = cells[row] ?? 0;
		halves[2 * row] = value % TWO_TO_32;
		halves[2 * row + 1] = Math.floor(value / TWO_TO_32);
	}
	return values;
}

/** Every text's end, and all of them in a row. A file names one device, few patients and three risks: each is encoded once. */
function texts(cells: readonly (string | null)[]): { offsets: Int32Array; values: Uint8Array } {
	const encoder = new TextEncoder();
	const known = new Map<string, Uint8Array>();
	const offsets = new Int32Array(cells.length + 1);
	const parts: (Uint8Array | null)[] = cells.map((cell, row) => {
		let bytes: Uint8Array | null = null;
		if (cell !== null) {
			bytes = known.get(cell) ?? encoder.encode(cell);
			known.set(cell, bytes);
		}
		offsets[row + 1] = (offsets[row] as number) + (bytes?.length ?? 0);
		return bytes;
	});
	const values = new Uint8Array(offsets.at(-1) as number);
	for (const [row, bytes] of parts.entries()) if (bytes !== null) values.set(bytes, offsets[row]);
	return { offsets, values };
}

const EXPECTED = {
	int64: "a whole number",
	timestamp: "whole milliseconds since the epoch",
	string: "well-formed text",
	float32: "a finite number",
	uint16: "a number from 0 to 65535",
} as const satisfies Record<LakeColumn["type"], string>;

/** The value as stored. Checked here because the columns' builders would wrap or cut a bad one without a word. */
function toCell(column: LakeColumn, reading: StoredReading, value: LakeValue | undefined): LakeValue {
	if (value === null || value === undefined) {
		if (column.nullable) return null;
		throw refusal(column, reading, value);
	}
	const cell = column.scale !== undefined && typeof value === "number" ? Math.round(value * column.scale) : value;
	if (!fits(column, cell)) throw refusal(column, reading, value);
	return cell;
}

function fits(column: LakeColumn, cell: number | string): boolean {
	switch (column.type) {
		case "int64":
		case "timestamp":
			return Number.isSafeInteger(cell);
		case "string":
			return typeof cell === "string" && cell.isWellFormed();
		case "float32":
			return typeof cell === "number" && Number.isFinite(Math.fround(cell));
		case "uint16":
			return typeof cell === "number" && Number.isInteger(cell) && cell >= 0 && cell <= 0xffff;
	}
}

function refusal(column: LakeColumn, reading: StoredReading, value: unknown): RangeError {
	const expected = column.scale === undefined ? EXPECTED[column.type] : `a number from 0 to ${0xffff / column.scale}`;
	return new RangeError(`lake: ${column.name} of reading ${reading.seq} is ${String(value)}, expected ${expected}`);
}
