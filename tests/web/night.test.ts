import { describe, expect, it } from "vitest";
import { isDimmed, parseHours } from "../../web/src/state/night.ts";

const at = (hour: number, minute = 0) => hour * 60 + minute;

describe("the night", () => {
	it("goes over midnight", () => {
		expect([at(21, 59), at(22), at(0), at(5, 59), at(6)].map((minute) => isDimmed("auto", minute))).toEqual([
			false,
			true,
			true,
			true,
			false,
		]);
	});

	it("is whatever the reader says, at any hour", () => {
		expect(isDimmed("on", at(12))).toBe(true);
		expect(isDimmed("off", at(23))).toBe(false);
	});

	it("has hours of its own where the address names them, and none where it names nonsense", () => {
		const hours = parseHours("20:30-07:15");
		expect(hours).toEqual({ from: at(20, 30), to: at(7, 15) });
		expect(isDimmed("auto", at(7, 14), hours!)).toBe(true);
		for (const text of ["", "22-6", "24:00-06:00", "22:00-06:60", "on"]) expect(parseHours(text)).toBeNull();
	});
});
