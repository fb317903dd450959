/** Finds tables of real patients in a folder and reads them into records. */
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { VitalKey } from "../vitals/catalogue.ts";
import { cellNumber, cellSeconds, mapColumns, type ColumnMap } from "./columns.ts";
import { readHeader, readRows } from "./csv.ts";

/** How finely a set is sampled: seconds, hours, or anything else. */
export type SetKind = "1hz" | "hourly" | "other";

/** One table, or many files of one patient each. */
export interface DataSet {
	/** File name, or `*.psv`. */
	readonly name: string;
	readonly kind: SetKind;
	readonly files: readonly string[];
	readonly delimiter: string;
}

/** One vital sign of one row. */
export interface PatientRow {
	/** Seconds since the record's first row. */
	readonly seconds: number;
	/** What was measured; empty when nothing was. Numbers as in the file, neither rounded nor filled in. */
	readonly vitals: Partial<Record<VitalKey, number>>;
}

export interface PatientRecord {
	readonly id: string;
	/** In order of time. */
	readonly rows: readonly PatientRow[];
}

/** The folder or the choice does not make sense; the message says what is there. */
export class DataError extends Error {
	override readonly name = "DataError";
}

const KIND_BY_UNIT: Record<ColumnMap["unit"]["name"], SetKind> = {
	seconds: "1hz",
	hours: "hourly",
	minutes: "other",
	timestamp: "other",
};
/** What tables use to say that nothing was measured. */
const MISSING = new Set(["", "nan", "na", "n/a", "null", "none"]);

/**
 * The sets in `path`: every `.csv` whose header names a time and a vital sign, and all `.psv` files together
 * (PhysioNet's 2019 challenge has one per patient). `path` may also be a single file.
 *
 * @throws DataError when there is no such path or nothing in it to replay
 */
export async function findDataSets(path: string): Promise<DataSet[]> {
	const info = await stat(path).catch(() => null);
	if (info === null) throw new DataError(`There is no file or folder "${path}"`);
	const files = info.isDirectory() ? (await readdir(path)).sort().map((name) => join(path, name)) : [path];
	const sets: DataSet[] = [];
	for (const file of files.filter((name) => extname(name).toLowerCase() === ".csv")) {
		const columns = mapColumns((await readHeader(file, ",")) ?? []);
		if (columns !== null)
			sets.push({ name: basename(file), kind: KIND_BY_UNIT[columns.unit.name], files: [file], delimiter: "," });
	}
	const piped = files.filter((name) => extname(name).toLowerCase() === ".psv");
	if (piped[0] !== undefined) {
		const columns = mapColumns((await readHeader(piped[0], "|")) ?? []);
		if (columns !== null)
			sets.push({
				name: piped.length === 1 ? basename(piped[0]) : `${piped.length} .psv files`,
				kind: KIND_BY_UNIT[columns.unit.name],
				files: piped,
				delimiter: "|",
			});
	}
	if (sets.length === 0)
		throw new DataError(
			`Nothing to replay in "${path}": a table needs a header with a time (t, hour, ICULOS, timestamp) and a vital sign (hr, spo2, ...)`,
		);
	return sets;
}

/**
 * Chooses one set: the finest where there are several.
 *
 * @param wish - `auto`, a kind, or a file's name
 * @throws DataError when the wish is not there
 */
export function chooseDataSet(sets: readonly DataSet[], wish: string): DataSet {
	const order: readonly SetKind[] = ["1hz", "hourly", "other"];
	const chosen =
		wish === "auto"
			? order.map((kind) => sets.find((set) => set.kind === kind)).find((set) => set !== undefined)
			: (sets.find((set) => set.name === wish) ?? sets.find((set) => set.kind === wish));
	if (chosen === undefined)
		throw new DataError(
			`There is no set "${wish}" here, only ${sets.map((set) => `${set.name} (${set.kind})`).join(", ")}`,
		);
	return chosen;
}

/** Rows of a set by record, and what could not be read. */
export interface LoadedSet {
	readonly records: readonly PatientRecord[];
	readonly rows: number;
	/** Cells that hold neither a number nor a way to say "nothing"; they count as nothing. */
	readonly unreadableCells: number;
}

/**
 * Reads a set. Rows keep their numbers as they are; nothing is interpolated.
 *
 * @param wanted - record ids to keep, `null` for all
 * @throws DataError when a row has no readable time, a file's header has changed, or a wanted record is missing
 */
export async function loadDataSet(set: DataSet, wanted: ReadonlySet<string> | null): Promise<LoadedSet> {
	const records = new Map<string, PatientRow[]>();
	let rows = 0;
	let unreadableCells = 0;
	for (const file of set.files) {
		const own = basename(file, extname(file));
		let columns: ColumnMap | null = null;
		let line = 0;
		for await (const cells of readRows(file, set.delimiter)) {
			line++;
			if (columns === null) {
				columns = mapColumns(cells);
				if (columns === null) throw new DataError(`${file}: the header names no time or no vital sign`);
				if (wanted !== null && columns.record === null && !wanted.has(own)) break;
				continue;
			}
			const id = columns.record === null ? own : (cells[columns.record] ?? "").trim();
			if (wanted !== null && !wanted.has(id)) continue;
			const seconds = cellSeconds(cells[columns.time], columns.unit);
			if (!Number.isFinite(seconds))
				throw new DataError(`${file}, row ${line}: "${cells[columns.time] ?? ""}" is not a time`);
			const { vitals, unreadable } = readVitals(cells, columns);
			unreadableCells += unreadable;
			rows++;
			const list = records.get(id);
			if (list === undefined) records.set(id, [{ seconds, vitals }]);
			else list.push({ seconds, vitals });
		}
	}
	for (const id of wanted ?? []) if (!records.has(id)) throw new DataError(`There is no record "${id}" in ${set.name}`);
	return { records: [...records].map(([id, list]) => ({ id, rows: fromZero(list) })), rows, unreadableCells };
}

function readVitals(
	cells: readonly string[],
	columns: ColumnMap,
): { vitals: Partial<Record<VitalKey, number>>; unreadable: number } {
	const vitals: Partial<Record<VitalKey, number>> = {};
	let unreadable = 0;
	for (const [key, candidates] of columns.vitals) {
		for (const index of candidates) {
			const value = cellNumber(cells[index]);
			if (Number.isFinite(value)) {
				vitals[key] ??= value;
			} else if (!MISSING.has((cells[index] ?? "").trim().toLowerCase())) {
				unreadable++;
			}
		}
	}
	return { vitals, unreadable };
}

/** Rows in order of time, counted from the first. */
function fromZero(rows: readonly PatientRow[]): PatientRow[] {
	const sorted = [...rows].sort((a, b) => a.seconds - b.seconds);
	const start = sorted[0]?.seconds ?? 0;
	return sorted.map(({ seconds, vitals }) => ({ seconds: seconds - start, vitals }));
}
