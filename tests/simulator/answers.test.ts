import { describe, expect, it } from "vitest";
import { judge } from "../../simulator/answers.ts";
import type { Answer } from "../../simulator/client.ts";

const answer = (status: number, body: unknown = {}, retryAfterMs: number | null = null): Answer => ({
	status,
	body,
	retryAfterMs,
});
const item = (index: number, code = "out_of_range", status = 422) => ({
	index,
	status,
	errors: [{ field: "heart_rate", code, message: "" }],
});

describe("judge", () => {
	it("takes a single reading's 202 as stored, or as known when the server says duplicate", () => {
		expect(judge(answer(202, { duplicate: false }), 1)).toEqual({
			kind: "settled",
			accepted: 1,
			duplicates: 0,
			refused: [],
			again: [],
		});
		expect(judge(answer(202, { duplicate: true }), 1)).toEqual({
			kind: "settled",
			accepted: 0,
			duplicates: 1,
			refused: [],
			again: [],
		});
	});

	it("counts a single reading's 422 once, by its first complaint", () => {
		const body = {
			errors: [
				{ field: "spo2", code: "wrong_type", message: "" },
				{ field: "heart_rate", code: "out_of_range", message: "" },
			],
		};
		expect(judge(answer(422, body), 1)).toMatchObject({ refused: [{ index: 0, reason: "spo2:wrong_type" }] });
		expect(judge(answer(400, "no JSON"), 1)).toMatchObject({ refused: [{ index: 0, reason: "status:400" }] });
	});

	it("settles a partial batch item by item: refused for good, or again for those put off", () => {
		const verdict = judge(
			answer(202, { accepted: 1, duplicates: 1, rejected: 2, errors: [item(1), item(3, "unavailable", 503)] }),
			4,
		);
		expect(verdict).toEqual({
			kind: "settled",
			accepted: 1,
			duplicates: 1,
			refused: [{ index: 1, reason: "heart_rate:out_of_range" }],
			again: [3],
		});
	});

	it("settles a batch of which all is refused, whichever way the items are listed", () => {
		for (const body of [{ errors: [item(0), item(1, "wrong_type")] }, { items: [item(0), item(1, "wrong_type")] }]) {
			const refused = [
				{ index: 0, reason: "heart_rate:out_of_range" },
				{ index: 1, reason: "heart_rate:wrong_type" },
			];
			expect(judge(answer(422, body), 2)).toEqual({ kind: "settled", accepted: 0, duplicates: 0, refused, again: [] });
		}
	});

	it.each([408, 429, 500, 503])("tries again later after %d, when the server says", (status) => {
		expect(judge(answer(status, "", 2000), 5)).toMatchObject({ kind: "later", retryAfterMs: 2000 });
	});

	it.each([401, 404])("registers the device again after %d, alone or for every item of a batch", (status) => {
		expect(judge(answer(status), 1)).toMatchObject({ kind: "enrol" });
		expect(
			judge(answer(422, { errors: [item(0, "unknown_device", status), item(1, "unknown_device", status)] }), 2),
		).toMatchObject({ kind: "enrol" });
	});

	it("does NOT believe an acknowledgement whose counts do not add up", () => {
		for (const body of [
			"",
			{},
			{ accepted: 1, duplicates: 0, rejected: 0, errors: [] },
			{ accepted: 3, duplicates: 0, rejected: 0 },
		])
			expect(judge(answer(202, body), 2)).toMatchObject({ kind: "later" });
	});

	it("asks for smaller requests when it is not said which readings were refused", () => {
		expect(judge(answer(422, { errors: [{ field: "", code: "bad_format" }] }), 8)).toEqual({ kind: "split" });
		expect(judge(answer(413), 8)).toEqual({ kind: "split" });
		expect(judge(answer(202, { accepted: 6, duplicates: 0, rejected: 2, errors: [item(1)] }), 8)).toEqual({
			kind: "split",
		});
	});
});
