/** Reads delimited text as a stream: RFC 4180 quoting, LF or CRLF, an optional byte order mark. */
import { createReadStream } from "node:fs";

/** Splits text that comes in pieces into rows of cells. */
export interface RowSplitter {
	/** Rows completed by this piece. */
	push(piece: string): string[][];
	/** The last row, when the text did not end with a line break. */
	end(): string[][];
}

/** @param delimiter - one character, such as `,` or `|` */
export function createRowSplitter(delimiter: string): RowSplitter {
	let cell = "";
	let row: string[] = [];
	let quoted = false;
	// A quote inside quotes is an end or half of an escaped quote: only the next character, maybe of the next piece, tells.
	let quotePending = false;
	let started = false;

	function finishRow(rows: string[][]): void {
		row.push(cell);
		cell = "";
		// A blank line is no row.
		if (row.length > 1 || row[0] !== "") rows.push(row);
		row = [];
	}

	return {
		push(piece) {
			const rows: string[][] = [];
			let i = 0;
			if (!started && piece.length > 0) {
				started = true;
				if (piece.charCodeAt(0) === 0xfeff) i = 1;
			}
			for (; i < piece.length; i++) {
				const char = piece[i] as string;
				if (quotePending) {
					quotePending = false;
					if (char === '"') {
						cell += '"';
						continue;
					}
					quoted = false;
				} else if (quoted) {
					if (char === '"') quotePending = true;
					else cell += char;
					continue;
				}
				if (char === delimiter) {
					row.push(cell);
					cell = "";
				} else if (char === "\r" || char === "\n") {
					// The second half of a CRLF ends a blank line, which is no row.
					finishRow(rows);
				} else if (char === '"' && cell === "") {
					quoted = true;
				} else {
					cell += char;
				}
			}
			return rows;
		},
		end() {
			const rows: string[][] = [];
			if (cell !== "" || row.length > 0) finishRow(rows);
			return rows;
		},
	};
}

/**
 * Rows of a file, one after another, without holding the file in memory.
 *
 * @param path - UTF-8 text
 * @throws the file system's error when it cannot be read
 */
export async function* readRows(path: string, delimiter: string): AsyncGenerator<string[]> {
	const splitter = createRowSplitter(delimiter);
	for await (const piece of createReadStream(path, { encoding: "utf8" })) yield* splitter.push(piece as string);
	yield* splitter.end();
}

/** The first row of a file, `null` when it has none. */
export async function readHeader(path: string, delimiter: string): Promise<string[] | null> {
	for await (const row of readRows(path, delimiter)) return row;
	return null;
}
