import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowOffset, rowWindow } from "../../web/src/state/row-window.ts";

const even = { measured: [], typical: 100 };

describe("the rows of a long list that are built", () => {
	it("are those that touch the stretch that is looked at", () => {
		expect(rowWindow(even, 1000, 250, 700)).toEqual({ from: 2, to: 7, before: 200, after: 99_300 });
	});

	it("take their room from what was measured, where it was", () => {
		const heights = { measured: [300, undefined, 50], typical: 100 };
		expect(rowOffset(heights, 3)).toBe(450);
		expect(rowWindow(heights, 4, 310, 420)).toEqual({ from: 1, to: 3, before: 300, after: 100 });
	});

	it("are the nearest where the list is out of sight, so that the focus always finds one", () => {
		expect(rowWindow(even, 10, -900, -400)).toMatchObject({ from: 0, to: 1 });
		expect(rowWindow(even, 10, 5000, 5600)).toMatchObject({ from: 9, to: 10, after: 0 });
	});

	it("and the room of the others are together as high as the whole list, wherever one looks", () => {
		const list = fc.record({
			measured: fc.array(fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }), { maxLength: 60 }),
			count: fc.integer({ min: 1, max: 60 }),
			top: fc.integer({ min: -2000, max: 9000 }),
			height: fc.integer({ min: 0, max: 2000 }),
		});
		fc.assert(
			fc.property(list, ({ measured, count, top, height }) => {
				const heights = { measured, typical: 120 };
				const { from, to, before, after } = rowWindow(heights, count, top, top + height);
				expect(to).toBeGreaterThan(from);
				expect(before).toBe(rowOffset(heights, from));
				expect(rowOffset(heights, to) + after).toBe(rowOffset(heights, count));
			}),
		);
	});
});
