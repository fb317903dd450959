/** A file of devices as text (RFC 4180) becomes lines that were checked each for itself. Nothing outside is asked. */
import { CsvError, parse } from "csv-parse/sync";
import type { FieldError } from "../../vitals/problem.ts";
import { FLEET_ID_PATTERN } from "../../vitals/fleets.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import { isLine } from "../../vitals/checks.ts";
import { WARD_ID_PATTERN } from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";
import { checkTags, MAX_TAGS, TAG_RULE, TAG_SEPARATOR } from "./tags.ts";

/** Lines of one file: each may ask a device's object, and 10,000 requests to others is what the platform allows one. */
const MAX_IMPORT_LINES = 1_000;
/** Bytes of one file: a thousand lines of the longest values. */
export const MAX_IMPORT_BYTES = 1024 * 1024;
/** Characters of a bed's label. */
const MAX_BED = 40;
/** Seconds between two posts, at most: a device that posts once a day. */
const MAX_CADENCE_S = 86_400;

/** Columns that are written out; an import takes them all, and `cadence_s`. */
export const COLUMNS = [
	"device_id",
	"ward_id",
	"bed",
	"fleet",
	"tags",
	"simulated",
	"firmware",
	"enrolled_at",
] as const;
/** What devices say themselves, or never changes: read by nobody. */
const IGNORED: readonly string[] = ["firmware", "enrolled_at"];
const READ = ["device_id", "ward_id", "bed", "fleet", "tags", "simulated", "cadence_s"] as const;
const REQUIRED = ["device_id", "ward_id"] as const;
type Column = (typeof READ)[number];

/** A line whose values can be taken as far as the file alone tells. `undefined` for columns that the file does not have. */
export interface DeviceLine {
	readonly line: number;
	readonly id: string;
	readonly wardId: string;
	readonly bed: string | null | undefined;
	readonly fleet: string | null | undefined;
	readonly tags: readonly string[] | undefined;
	readonly simulated: boolean | undefined;
	readonly cadenceS: number | null | undefined;
}

export interface ParsedLine {
	readonly line: number;
	/** As written, where it can be a device's id. */
	readonly id: string | null;
	readonly value: DeviceLine | null;
	readonly errors: readonly FieldError[];
}

export interface ParsedFile {
	readonly ignored: readonly string[];
	readonly lines: readonly ParsedLine[];
}

/**
 * Reads a file. The first line names the columns, in any order.
 *
 * @throws Problem 422 where it is no CSV, lacks a column that is needed, has one twice or one that is not known; 413 with too many lines
 */
export function parseDevices(text: string): ParsedFile {
	const [heading, ...records] = recordsOf(text);
	if (heading === undefined) throw refused("", "missing", "The file is empty; its first line names the columns");
	const columns = heading.cells.map((cell) => cell.trim().toLowerCase());
	checkHeading(columns);
	if (records.length > MAX_IMPORT_LINES)
		throw new Problem("too_large", `A file may have at most ${MAX_IMPORT_LINES} devices, got ${records.length}`);
	const first = new Map<string, number>();
	const lines = records.map(({ line, cells }): ParsedLine => {
		const errors: FieldError[] = [];
		if (cells.length > columns.length)
			errors.push({ field: "", code: "unknown_field", message: "The line has more cells than the heading" });
		const value = checkLine(line, (column) => cellOf(cells[columns.indexOf(column)], columns.includes(column)), errors);
		const written = cellOf(cells[columns.indexOf("device_id")], true) ?? "";
		const id = DEVICE_ID_PATTERN.test(written) ? written : null;
		const before = id === null ? undefined : first.get(id);
		if (before !== undefined)
			errors.push({ field: "device_id", code: "duplicate", message: `The device is on line ${before} already` });
		else if (id !== null) first.set(id, line);
		return { line, id, value: errors.length > 0 ? null : value, errors };
	});
	return { ignored: columns.filter((column) => IGNORED.includes(column)), lines };
}

interface CsvRecord {
	readonly line: number;
	readonly cells: readonly string[];
}

function recordsOf(text: string): CsvRecord[] {
	try {
		const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;
		// The parser counts both characters of a line end inside a cell.
		const parsed = parse(text.replaceAll("\r\n", "\n"), options);
		// A record's number is that of the line on which it ends; cells with line ends begin earlier.
		return parsed.map(({ record, info }) => ({
			line: info.lines - record.reduce((ends, cell) => ends + (cell.match(/\r|\n/g)?.length ?? 0), 0),
			cells: record,
		}));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const at = error.lines === undefined ? "" : ` on line ${error.lines}`;
		throw refused("", "bad_format", `The file is not CSV: a quotation mark is missing or misplaced${at}`);
	}
}

function checkHeading(columns: readonly string[]): void {
	const errors: FieldError[] = [];
	const known: readonly string[] = [...READ, ...IGNORED];
	for (const column of new Set(columns)) {
		// A heading may be a patient's name that somebody sorted to the top: it is not repeated.
		if (!known.includes(column)) {
			const at = `column ${columns.indexOf(column) + 1}`;
			const message = `${at} is not known; columns are ${known.join(", ")}`;
			errors.push({ field: at, code: "unknown_field", message });
		} else if (columns.filter((other) => other === column).length > 1) {
			errors.push({ field: column, code: "duplicate", message: `The column ${column} is there twice` });
		}
	}
	for (const column of REQUIRED) {
		if (!columns.includes(column))
			errors.push({ field: column, code: "missing", message: `The column ${column} is missing` });
	}
	if (errors.length > 0) throw validationProblem(errors);
}

function refused(field: string, code: FieldError["code"], message: string): Problem {
	return validationProblem([{ field, code, message }]);
}

/** A cell's text, `undefined` without such a column. A mark that keeps it from being a formula is taken off again. */
function cellOf(cell: string | undefined, there: boolean): string | undefined {
	if (!there) return undefined;
	const text = (cell ?? "").trim();
	return /^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? text.slice(1) : text;
}

function checkLine(line: number, cell: (column: Column) => string | undefined, errors: FieldError[]): DeviceLine {
	const fault = (field: Column, message: string, code: FieldError["code"] = "bad_format") =>
		errors.push({ field, code, message });
	const given = (column: Column, pattern: RegExp, rule: string): string => {
		const text = cell(column) ?? "";
		if (text === "") fault(column, `${column} is missing`, "missing");
		else if (!pattern.test(text)) fault(column, `${column} must be ${rule}`);
		return text;
	};
	const id = given("device_id", DEVICE_ID_PATTERN, "3 to 50 letters, digits or . _ : -");
	const wardId = given("ward_id", WARD_ID_PATTERN, "1 to 50 letters, digits or . _ -");

	const bedText = cell("bed");
	if (bedText !== undefined && bedText !== "" && !isLine(bedText, MAX_BED))
		fault("bed", `bed must be a text of 1 to ${MAX_BED} characters, without control characters`);
	const fleetText = cell("fleet");
	if (fleetText !== undefined && fleetText !== "" && !FLEET_ID_PATTERN.test(fleetText))
		fault("fleet", "fleet must be a fleet's id, or empty for none");

	const tagText = cell("tags");
	const tags = tagText === undefined ? undefined : checkTags(tagText.split(TAG_SEPARATOR).filter((tag) => tag !== ""));
	if (tags === null) fault("tags", `tags must be at most ${MAX_TAGS}, apart by spaces, each ${TAG_RULE}`);

	const simulatedText = cell("simulated")?.toLowerCase();
	if (simulatedText !== undefined && !["", "true", "false"].includes(simulatedText))
		fault("simulated", "simulated must be true or false", "wrong_type");
	const cadenceText = cell("cadence_s");
	const cadence = cadenceText === undefined ? undefined : cadenceText === "" ? null : Number(cadenceText);
	if (typeof cadence === "number" && !(cadence > 0 && cadence <= MAX_CADENCE_S))
		fault("cadence_s", `cadence_s must be seconds above 0 and at most ${MAX_CADENCE_S}, or empty`, "out_of_range");

	return {
		line,
		id,
		wardId,
		bed: bedText === "" ? null : bedText,
		fleet: fleetText === "" ? null : fleetText,
		tags: tags ?? undefined,
		simulated: simulatedText === undefined || simulatedText === "" ? undefined : simulatedText === "true",
		cadenceS: cadence,
	};
}
