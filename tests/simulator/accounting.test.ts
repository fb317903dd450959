import { describe, expect, it } from "vitest";
import { createBooks, discrepancies, formatSummary } from "../../simulator/accounting.ts";

function balanced() {
	const books = createBooks();
	books.row(false, 8);
	books.row(true, 2);
	books.posted(8);
	books.refused("heart_rate:out_of_range");
	books.acknowledged(5, 2);
	return books;
}

describe("books", () => {
	it("add up when every row is sent and acknowledged, empty, or refused", () => {
		const summary = balanced().summary(2, 3);
		expect(summary).toMatchObject({
			rows: 10,
			sent: 7,
			empty: 2,
			refused: { "heart_rate:out_of_range": 1 },
			unsent: 0,
			acknowledged: 7,
			duplicates: 2,
			devices: 3,
		});
		expect(discrepancies(summary, false)).toEqual([]);
	});

	it("tell of a reading that was sent and never acknowledged", () => {
		const books = balanced();
		books.row(false);
		books.posted(1);
		expect(discrepancies(books.summary(1, 1), true)).toEqual(["8 readings were sent but 7 acknowledged"]);
	});

	it("tell of an acknowledgement too many", () => {
		const books = balanced();
		books.acknowledged(1, 0);
		expect(discrepancies(books.summary(1, 1), false)).toEqual(["7 readings were sent but 8 acknowledged"]);
	});

	it("forgive unsent rows only to a run that was stopped by hand", () => {
		const books = balanced();
		books.row(false, 5);
		expect(discrepancies(books.summary(1, 1), true)).toEqual([]);
		expect(discrepancies(books.summary(1, 1), false)).toEqual(["5 rows were never sent"]);
	});

	it("print every refusal with its reason", () => {
		expect(formatSummary(balanced().summary(2, 3))).toMatch(/refused heart_rate:out_of_range +1\n/);
	});
});
