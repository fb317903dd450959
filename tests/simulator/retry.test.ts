import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPatience, isTransient, parseRetryAfter, retryDelay, USUAL_POLICY } from "../../simulator/retry.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("retryDelay", () => {
	it("doubles its ceiling with every failure up to the cap, and jitters over all of it", () => {
		const policy = { baseMs: 100, capMs: 1000, giveUpMs: 1 };
		expect([1, 2, 3, 4, 5, 60, 5000].map((failures) => retryDelay(policy, failures, null, 1))).toEqual([
			100, 200, 400, 800, 1000, 1000, 1000,
		]);
		expect(retryDelay(policy, 5, null, 0)).toBe(0);
	});

	it("never comes back before Retry-After, nor later than the cap after it", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(100_000), chance, (failures, retryAfter, roll) => {
				const delay = retryDelay(USUAL_POLICY, failures, retryAfter, roll);
				expect(delay).toBeGreaterThanOrEqual(retryAfter);
				expect(delay).toBeLessThanOrEqual(retryAfter + USUAL_POLICY.capMs);
			}),
		);
	});
});

describe("isTransient", () => {
	it("is true for what may work later and false for what never will", () => {
		expect([408, 425, 429, 500, 502, 503, 504].every(isTransient)).toBe(true);
		expect([200, 202, 301, 400, 401, 403, 404, 413, 415, 422].some(isTransient)).toBe(false);
	});
});

describe("parseRetryAfter", () => {
	it("reads seconds and HTTP dates, and nothing else", () => {
		const now = Date.parse("2026-03-01T10:00:00Z");
		expect(parseRetryAfter("3", now)).toBe(3000);
		expect(parseRetryAfter(" 0 ", now)).toBe(0);
		expect(parseRetryAfter("Sun, 01 Mar 2026 10:00:07 GMT", now)).toBe(7000);
		expect(parseRetryAfter("Sun, 01 Mar 2026 09:00:00 GMT", now)).toBe(0);
		for (const nonsense of [null, undefined, "", "soon", "-5"]) expect(parseRetryAfter(nonsense, now)).toBeNull();
	});
});

describe("createPatience", () => {
	it("gives up only after failing for the whole time without a success in between", () => {
		const patience = createPatience({ baseMs: 10, capMs: 10, giveUpMs: 1000 }, () => 0.5);
		expect(patience.failed(0, null)).toBe(true);
		expect(patience.nextTry()).toBe(5);
		expect(patience.failed(1000, 20)).toBe(true);
		expect(patience.nextTry()).toBe(1025);
		patience.succeeded();
		expect([patience.failures(), patience.nextTry()]).toEqual([0, 0]);
		expect(patience.failed(1001, null)).toBe(true);
		expect(patience.failed(2001, null)).toBe(true);
		expect(patience.failed(2002, null)).toBe(false);
	});
});
