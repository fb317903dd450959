import { describe, expect, it } from "vitest";
import { isWall, nightOf, wallAddress } from "../../web/src/wall/address.ts";
import { layOut, pageAt } from "../../web/src/wall/layout.ts";

/** The room for beds on a full-HD wall, below the head and the alarms. */
const [WIDTH, HEIGHT] = [1900, 880];

describe("the beds on a wall", () => {
	it("are as large as the wall lets them be", () => {
		expect(layOut(1, WIDTH, HEIGHT)).toEqual({ columns: 1, rows: 1, pages: 1 });
		expect(layOut(2, WIDTH, HEIGHT)).toEqual({ columns: 2, rows: 1, pages: 1 });
		expect(layOut(8, WIDTH, HEIGHT)).toEqual({ columns: 4, rows: 2, pages: 1 });
	});

	it("all have a place, whatever the number and the screen, and none is smaller than can be read where the screen is large enough", () => {
		for (const [width, height] of [
			[WIDTH, HEIGHT],
			[3800, 1900],
			[1060, 1700],
			[360, 600],
		] as const) {
			for (let beds = 0; beds <= 120; beds++) {
				const { columns, rows, pages } = layOut(beds, width, height);
				expect(columns * rows * pages).toBeGreaterThanOrEqual(beds);
				expect(columns * rows * (pages - 1)).toBeLessThan(Math.max(1, beds));
				expect(width / columns).toBeGreaterThanOrEqual(340);
				expect(height / rows).toBeGreaterThanOrEqual(230);
			}
		}
	});

	it("come page by page, each for as long", () => {
		expect([0, 14_999, 15_000, 30_000, 45_000].map((now) => pageAt(now, 3, 15_000))).toEqual([0, 0, 1, 2, 0]);
		expect(pageAt(99_999, 1, 15_000)).toBe(0);
	});
});

describe("the address of a wall", () => {
	it("names its ward, and is known again", () => {
		const address = new URL(wallAddress("ward-a"), "https://sentinel.example");
		expect(isWall(address.search)).toBe(true);
		expect(address.searchParams.get("ward")).toBe("ward-a");
		expect(isWall("?ward=ward-a")).toBe(false);
		expect(nightOf("?display=wall&night=21:00-07:00")).toBe("21:00-07:00");
		expect(nightOf("?display=wall")).toBeNull();
	});
});
