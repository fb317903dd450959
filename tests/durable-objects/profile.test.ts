import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	assignmentAt,
	deviceTime,
	enrolled,
	parseProfile,
	type Enrolment,
} from "../../durable-objects/device/profile.ts";
import { FIXTURE_PROFILE } from "./device-fixtures.ts";

const place: Enrolment = { deviceId: "D-1", wardId: "w", bedId: null, bedLabel: null, simulated: true };
const a = { tag: "a", surrogate: "P-A" };
const b = { tag: "b", surrogate: "P-B" };

describe("a device's profile", () => {
	it("written by the first version is still read, exactly", () => {
		expect(parseProfile(readFileSync(join(import.meta.dirname, "../fixtures/device/profile-v1.json"), "utf8"))).toEqual(
			FIXTURE_PROFILE,
		);
	});

	it("is refused by name when its version is another", () => {
		expect(() => parseProfile(JSON.stringify({ ...FIXTURE_PROFILE, version: 4 }))).toThrow(
			"device profile: got v4, expected v1",
		);
	});

	it("gives each moment to the patient assigned then", () => {
		const first = enrolled(null, { ...place, patient: a }, 1000);
		const second = enrolled(first, { ...place, patient: b }, 2000);
		const empty = enrolled(second, { ...place, patient: null }, 3000);
		expect([999, 1000, 1999, 2000, 2999, 3000].map((time) => assignmentAt(empty, time)?.surrogate ?? null)).toEqual([
			null,
			"P-A",
			"P-A",
			"P-B",
			"P-B",
			null,
		]);
	});

	it("does not begin a new assignment when the same patient is named again, or nobody is named", () => {
		const first = enrolled(null, { ...place, patient: a }, 1000);
		expect(enrolled(first, { ...place, patient: a }, 2000).assignments).toEqual(first.assignments);
		expect(enrolled(first, place, 2000).assignments).toEqual(first.assignments);
	});

	it("keeps keys and clock through a second enrolment, and drops the clock of a device that is real", () => {
		const again = enrolled(FIXTURE_PROFILE, { ...place, patient: b }, 5);
		expect(again).toMatchObject({ generation: 3, minGeneration: 2, clock: FIXTURE_PROFILE.clock });
		expect(enrolled(FIXTURE_PROFILE, { ...place, simulated: false }, 5).clock).toBeNull();
	});

	it("lets a declared clock run at its rate from its anchor", () => {
		const { anchorWall } = FIXTURE_PROFILE.clock ?? { anchorWall: 0 };
		expect(deviceTime(FIXTURE_PROFILE, anchorWall + 500)).toBe(anchorWall + 1000 + 10_000);
		expect(deviceTime({ ...FIXTURE_PROFILE, clock: null }, 77)).toBe(77);
	});
});
