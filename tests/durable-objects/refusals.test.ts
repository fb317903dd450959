import { describe, expect, it } from "vitest";
import { refusalsAfter, withRefusals, type Refusal } from "../../durable-objects/device/refusals.ts";

const early = [{ field: "timestamp", code: "in_future", message: "ahead" }] as const;
const wrong = [{ field: "heart_rate", code: "out_of_range", message: "300" }] as const;
const refuse = (seq: number, errors: Refusal["errors"] = early): Refusal => ({ seq, errors });

describe("what a stream was refused", () => {
	it("is kept as stretches of the same reason, and told one by one", () => {
		const ranges = withRefusals([], [refuse(3), refuse(4), refuse(5, wrong), refuse(7, wrong)], 10);
		expect(ranges.map(({ from, to }) => [from, to])).toEqual([
			[3, 4],
			[5, 5],
			[7, 7],
		]);
		expect(refusalsAfter(ranges, 3)).toEqual([refuse(4), refuse(5, wrong), refuse(7, wrong)]);
		expect(refusalsAfter(ranges, 7)).toEqual([]);
	});

	it("grows over messages, and forgets what is too far back to be unacknowledged", () => {
		const ranges = withRefusals(withRefusals([], [refuse(1), refuse(2)], 2), [refuse(3), refuse(4)], 4);
		expect(ranges).toEqual([{ from: 1, to: 4, errors: early }]);
		expect(withRefusals(ranges, [], 1003)).toHaveLength(1);
		expect(withRefusals(ranges, [], 1004)).toEqual([]);
	});
});
