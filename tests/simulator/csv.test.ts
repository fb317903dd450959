import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRowSplitter } from "../../simulator/csv.ts";

function split(text: string, delimiter = ",", pieceLength = text.length || 1): string[][] {
	const splitter = createRowSplitter(delimiter);
	const rows: string[][] = [];
	for (let i = 0; i < text.length; i += pieceLength) rows.push(...splitter.push(text.slice(i, i + pieceLength)));
	return [...rows, ...splitter.end()];
}

describe("createRowSplitter", () => {
	it("reads LF, CRLF and lone CR, with and without a last line break", () => {
		const rows = [
			["a", "b"],
			["1", ""],
			["", "2"],
		];
		for (const text of ["a,b\n1,\n,2", "a,b\r\n1,\r\n,2\r\n", "a,b\r1,\r,2\r"]) expect(split(text)).toEqual(rows);
	});

	it("reads quoted fields with delimiters, line breaks and doubled quotes inside", () => {
		expect(split('"a, b","say ""now""","two\r\nlines"\r\nplain,"",x')).toEqual([
			["a, b", 'say "now"', "two\r\nlines"],
			["plain", "", "x"],
		]);
	});

	it("skips blank lines and a byte order mark, and keeps a row of empty cells", () => {
		expect(split("\uFEFFhr,rr\n\n80,16\n\n,\n")).toEqual([
			["hr", "rr"],
			["80", "16"],
			["", ""],
		]);
	});

	it("reads back any table, wherever the text is cut into pieces", () => {
		const cell = fc.string({ unit: fc.constantFrom("a", "1", ",", "|", '"', "\n", "\r", " ", "é") });
		fc.assert(
			fc.property(
				fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
				fc.integer({ min: 1, max: 9 }),
				fc.constantFrom(",", "|"),
				fc.constantFrom("\n", "\r\n"),
				(table, pieceLength, delimiter, lineBreak) => {
					const text = table
						.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
						.join(lineBreak);
					expect(split(text, delimiter, pieceLength)).toEqual(table);
				},
			),
		);
	});
});
