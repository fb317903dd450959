import { describe, expect, it } from "vitest";
import { planStrikes, type StrikeKind } from "../../chaos/schedule.ts";

const MINUTE = 60_000;
/** After 2, 4, 8, 16, 32 and 64 seconds the platform calls a failing alarm no more. */
const SIX_RETRIES_MS = 126_000;

describe("the schedule of faults", () => {
	it("is the same for the same seed, and another for another", () => {
		expect(planStrikes("a", 5 * MINUTE, 20)).toEqual(planStrikes("a", 5 * MINUTE, 20));
		expect(planStrikes("a", 5 * MINUTE, 20)).not.toEqual(planStrikes("b", 5 * MINUTE, 20));
	});

	it("kills as often as was asked for, in the time given, and does everything else, too", () => {
		const strikes = planStrikes("1", 15 * MINUTE, 60);
		const count = (kind: StrikeKind) => strikes.filter((strike) => strike.kind === kind).length;
		expect(count("kill")).toBe(60);
		for (const kind of ["store", "evict", "crash", "cut", "half-open", "upkeep"] as const)
			expect(count(kind), kind).toBeGreaterThan(10);
		expect(strikes.map((strike) => strike.at)).toEqual(strikes.map((strike) => strike.at).toSorted((a, b) => a - b));
		expect(strikes.filter((strike) => strike.kind === "kill" && strike.at > 15 * MINUTE)).toEqual([]);
	});

	it("has the registry down once for longer than the platform tries an alarm again", () => {
		const registry = planStrikes("1", 15 * MINUTE, 60).filter(
			(strike) => strike.kind === "store" && strike.store === "registry",
		);
		const outages = registry.map((strike, i) => {
			const down = strike.kind === "store" && strike.faults.fail === 1;
			return down ? (registry[i + 1]?.at ?? Infinity) - strike.at : 0;
		});
		expect(outages.filter((ms) => ms > SIX_RETRIES_MS)).toHaveLength(1);
		expect(Math.max(...outages)).toBeLessThan(5 * MINUTE);
	});

	it("leaves every store sound at the end or has its end on the list", () => {
		for (const seed of ["1", "2", "3"]) {
			for (const store of ["lake", "registry"]) {
				const strikes = planStrikes(seed, 15 * MINUTE, 0).filter(
					(strike) => strike.kind === "store" && strike.store === store,
				);
				expect(strikes.at(-1)).toMatchObject({ faults: { fail: 0, lost: 0, slowMs: 0 } });
			}
		}
	});
});
