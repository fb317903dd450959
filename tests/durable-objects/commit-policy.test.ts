import { describe, expect, it } from "vitest";
import {
	CALM_MS,
	COMMIT_READINGS,
	commitCause,
	RISK_MS,
	type Pending,
} from "../../durable-objects/device/commit-policy.ts";

const pending = (more: Partial<Pending>): Pending => ({
	handled: 1,
	ageMs: 0,
	gapMs: 0,
	atRisk: false,
	transitions: 0,
	again: false,
	...more,
});

/** Arrival times of the readings that are on disk when a device of that cadence is cut off after each arrival. */
function heldMs(cadenceMs: number, atRisk: boolean, arrivals: number): number {
	let [since, handled, longest] = [0, 0, 0];
	for (let k = 0; k < arrivals; k++) {
		const now = k * cadenceMs;
		if (handled === 0) since = now;
		handled++;
		const cause = commitCause(pending({ handled, ageMs: now - since, gapMs: k === 0 ? 0 : cadenceMs, atRisk }));
		if (cause !== null) handled = 0;
		// Whatever is held now is held until the next arrival at least.
		else longest = Math.max(longest, now + cadenceMs - since);
	}
	return longest;
}

describe("the commit policy", () => {
	it("waits while a calm patient's readings are few and fresh", () => {
		expect(commitCause(pending({ handled: COMMIT_READINGS - 1, ageMs: 50_000, gapMs: 1_000 }))).toBeNull();
	});

	it("does NOT wait again for what a patient at risk had received before and forgot", () => {
		expect(commitCause(pending({ again: true, atRisk: true }))).toBe("again");
		expect(commitCause(pending({ again: true }))).toBeNull();
	});

	it("has nothing to do where nothing came", () => {
		expect(commitCause(pending({ handled: 0, ageMs: CALM_MS, transitions: 0 }))).toBeNull();
	});

	it.each([
		["a full group", { handled: COMMIT_READINGS }, "full"],
		["a minute of calm", { ageMs: CALM_MS, gapMs: 1_000 }, "age"],
		["five seconds at risk", { ageMs: RISK_MS, gapMs: 1_000, atRisk: true }, "risk"],
		["an episode that opened", { transitions: 1 }, "transition"],
	])("commits for %s", (_, more, cause) => {
		expect(commitCause(pending(more))).toBe(cause);
	});

	it.each([200, 1_000, 1_700, 3_000, 7_000, 60_000, 3_600_000])(
		"holds a reading at risk no longer than five seconds, or not at all, at one each %d ms",
		(cadence) => {
			expect(heldMs(cadence, true, 200)).toBeLessThanOrEqual(Math.max(RISK_MS, cadence));
			expect(heldMs(cadence, false, 200)).toBeLessThanOrEqual(Math.max(CALM_MS, cadence));
		},
	);

	it("commits each sixth reading of a second at risk, also where one comes a little late", () => {
		for (const late of [0, 30, 60]) {
			const at = (handled: number) =>
				commitCause(pending({ handled, ageMs: (handled - 1) * 1_000 + late, gapMs: 1_000, atRisk: true }));
			expect([at(5), at(6)]).toEqual([null, "risk"]);
		}
	});
});
