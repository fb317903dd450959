import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, sineOfTurns, smoothStep } from "../../scenarios/random.ts";

const PINNED = [3956978812, 2733631485, 3935680310, 1874815669];

describe("createRandom", () => {
	it("gives the numbers it gave when this test was written, on every platform", () => {
		const random = createRandom("ward-a/bed-1");
		expect(Array.from({ length: 4 }, () => random.bits())).toEqual(PINNED);
	});

	it("takes the number 1 and the text 1 for the same seed", () => {
		expect(createRandom(1).bits()).toBe(createRandom("1").bits());
	});

	it("gives different numbers for different seeds", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (a, b) => {
				fc.pre(a !== b);
				const one = createRandom(a);
				const other = createRandom(b);
				expect([one.bits(), one.bits(), one.bits()]).not.toEqual([other.bits(), other.bits(), other.bits()]);
			}),
		);
	});

	it("keeps uniform numbers in their range, with the mean in the middle", () => {
		const random = createRandom("uniform");
		let sum = 0;
		for (let i = 0; i < 20_000; i++) {
			const value = random.between(2, 4);
			expect(value >= 2 && value < 4).toBe(true);
			sum += value;
		}
		expect(sum / 20_000).toBeCloseTo(3, 1);
	});

	it("draws normal numbers with mean 0, deviation 1 and no wild outliers", () => {
		const random = createRandom("normal");
		const values = Array.from({ length: 50_000 }, () => random.normal());
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
		expect(Math.abs(mean)).toBeLessThan(0.02);
		expect(Math.abs(variance - 1)).toBeLessThan(0.03);
		expect(Math.max(...values.map(Math.abs))).toBeLessThan(3.47);
	});
});

describe("curves", () => {
	it("follows the sine within 0.0011 without calling it", () => {
		fc.assert(
			fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (turns) => {
				expect(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(0.0011);
			}),
		);
	});

	it("rises smoothly from 0 to 1 and never back", () => {
		expect([smoothStep(-1), smoothStep(0), smoothStep(0.5), smoothStep(1), smoothStep(2)]).toEqual([0, 0, 0.5, 1, 1]);
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(share, share, (a, b) => {
				expect(smoothStep(Math.min(a, b))).toBeLessThanOrEqual(smoothStep(Math.max(a, b)));
			}),
		);
	});
});
