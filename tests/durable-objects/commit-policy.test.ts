import { describe, expect, it } from "vitest";
import {
	commitCause,
	LEAST_CALM_S,
	MOST_CALM_S,
	RISK_MS,
	type Pending,
} from "../../durable-objects/device/commit-policy.ts";
import { MAX_IN_FLIGHT } from "../../vitals/stream.ts";

/** Of the local application, and of production. */
const CALM_S = [60, 120];

const pending = (more: Partial<Pending>): Pending => ({
	handled: 1,
	ageMs: 0,
	riskMs: 0,
	gapMs: 0,
	atRisk: false,
	transitions: 0,
	again: false,
	first: false,
	...more,
});

/** Arrival times of the readings that are on disk when a device of that cadence is cut off after each arrival. */
function heldMs(cadenceMs: number, atRisk: boolean, arrivals: number, calmS: number): number {
	let [since, handled, longest] = [0, 0, 0];
	for (let k = 0; k < arrivals; k++) {
		const now = k * cadenceMs;
		if (handled === 0) since = now;
		handled++;
		const ageMs = now - since;
		const waiting = pending({ handled, ageMs, riskMs: atRisk ? ageMs : 0, gapMs: k === 0 ? 0 : cadenceMs, atRisk });
		const cause = commitCause(waiting, calmS);
		if (cause !== null) handled = 0;
		// Whatever is held now is held until the next arrival at least.
		else longest = Math.max(longest, now + cadenceMs - since);
	}
	return longest;
}

describe.each(CALM_S)("the commit policy, %d s when calm", (calmS) => {
	const causeOf = (more: Partial<Pending>) => commitCause(pending(more), calmS);

	it("waits while a calm patient's readings are few and fresh", () => {
		expect(causeOf({ handled: calmS - 1, ageMs: (calmS - 10) * 1_000, gapMs: 1_000 })).toBeNull();
	});

	it("writes down at once that a device has begun to stream: only then its silence is told from our forgetting", () => {
		expect(causeOf({ first: true })).toBe("first");
	});

	it("does NOT wait again for what a patient at risk had received before and forgot", () => {
		expect(causeOf({ again: true, atRisk: true })).toBe("again");
		expect(causeOf({ again: true })).toBeNull();
	});

	it("does NOT write a row for each onset timer: what was calm before it may wait with it for the five seconds", () => {
		expect(causeOf({ handled: 50, ageMs: 50_000, riskMs: 1_000, gapMs: 1_000, atRisk: true })).toBeNull();
		expect(causeOf({ handled: 50, ageMs: 50_000, riskMs: 4_000, gapMs: 1_000, atRisk: false })).toBeNull();
	});

	it("has nothing to do where nothing came", () => {
		expect(causeOf({ handled: 0, ageMs: calmS * 1_000, transitions: 0 })).toBeNull();
	});

	it.each([
		["a full group", { handled: calmS }, "full"],
		["so long a calm", { ageMs: calmS * 1_000, gapMs: 1_000 }, "age"],
		["five seconds at risk", { riskMs: RISK_MS, gapMs: 1_000, atRisk: true }, "risk"],
		["an episode that opened", { transitions: 1 }, "transition"],
	])("commits for %s", (_, more, cause) => {
		expect(causeOf(more)).toBe(cause);
	});

	it.each([200, 1_000, 1_700, 3_000, 7_000, 60_000, 3_600_000])(
		"holds a reading at risk no longer than five seconds, or not at all, at one each %d ms",
		(cadence) => {
			expect(heldMs(cadence, true, 200, calmS)).toBeLessThanOrEqual(Math.max(RISK_MS, cadence));
			expect(heldMs(cadence, false, 200, calmS)).toBeLessThanOrEqual(Math.max(calmS * 1_000, cadence));
		},
	);

	it("commits each sixth reading of a second at risk, also where one comes a little late", () => {
		for (const late of [0, 30, 60]) {
			const at = (handled: number) =>
				causeOf({ handled, riskMs: (handled - 1) * 1_000 + late, gapMs: 1_000, atRisk: true });
			expect([at(5), at(6)]).toEqual([null, "risk"]);
		}
	});
});

describe("the bounds of STREAM_COMMIT_SECONDS", () => {
	it("leave patients at risk their five seconds, and calm ones less than may be on its way unacknowledged", () => {
		expect(LEAST_CALM_S * 1_000).toBeGreaterThanOrEqual(RISK_MS);
		expect(MOST_CALM_S).toBeLessThan(MAX_IN_FLIGHT / 2);
	});
});
