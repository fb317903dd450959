import { describe, expect, it } from "vitest";
import {
	auroc,
	aurocInterval,
	mean,
	meanInterval,
	quantile,
	standardDeviation,
	wilson,
} from "../../evaluation/statistics.ts";

describe("Wilson's interval", () => {
	it("agrees with published values", () => {
		// Newcombe (Stat Med 1998;17:857), table I, method 3.
		const known = [
			[81, 263, 0.2553, 0.3662],
			[15, 148, 0.0624, 0.1605],
			[0, 20, 0, 0.1611],
			[1, 29, 0.0061, 0.1718],
		] as const;
		for (const [successes, trials, low, high] of known) {
			expect(wilson(successes, trials).low).toBeCloseTo(low, 4);
			expect(wilson(successes, trials).high).toBeCloseTo(high, 4);
		}
	});

	it("knows nothing where nothing was tried", () => {
		expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
	});
});

describe("quantiles and means", () => {
	it("interpolates between ranks", () => {
		expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
		expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 10);
		expect(quantile([7], 0.9)).toBe(7);
		expect(quantile([], 0.5)).toBeNull();
	});

	it("gives mean, sample deviation and the interval of the mean", () => {
		const values = [2, 4, 4, 4, 5, 5, 7, 9];
		expect(mean(values)).toBe(5);
		expect(standardDeviation(values)).toBeCloseTo(2.13809, 5);
		expect(meanInterval(values).low).toBeCloseTo(5 - 1.48159, 4);
	});
});

describe("the area under the ROC curve", () => {
	it("is 1, a half and 0 for perfect, equal and inverted scores", () => {
		expect(auroc([3, 4], [1, 2])).toBe(1);
		expect(auroc([1, 1], [1, 1])).toBe(0.5);
		expect(auroc([1, 2], [3, 4])).toBe(0);
	});

	it("counts a tie as half a win", () => {
		expect(auroc([3, 2], [1, 2])).toBe(0.875);
	});

	it("has DeLong's interval, worked out by hand for four scores", () => {
		// Placements 1 and 3/4 on either side: variance 1/32 / 2 + 1/32 / 2 = 1/32.
		const { low, high } = aurocInterval([3, 2], [1, 2]);
		expect(low).toBeCloseTo(0.875 - 1.959964 * Math.sqrt(1 / 32), 5);
		expect(high).toBe(1);
	});
});
