import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	assignmentAt,
	contextOf,
	deviceTime,
	enrolled,
	parseProfile,
	presentAssignment,
	withRecord,
	type Enrolment,
} from "../../durable-objects/device/profile.ts";
import { DEFAULT_CONTEXT } from "../../vitals/patient-context.ts";
import { FIXTURE_PROFILE, UNTOLD } from "./device-fixtures.ts";

const place: Enrolment = { deviceId: "D-1", wardId: "w", bedId: null, bedLabel: null, simulated: true };
const a = { tag: "a", surrogate: "P-A" };
const b = { tag: "b", surrogate: "P-B" };

describe("a device's profile", () => {
	const fixture = (version: number) =>
		readFileSync(join(import.meta.dirname, `../fixtures/device/profile-v${version}.json`), "utf8");

	it("is read exactly as it was written", () => {
		expect(parseProfile(fixture(3))).toEqual(FIXTURE_PROFILE);
	});

	it("written by the second version is still read: limits without an end become ones that end after a week", () => {
		const stored = JSON.parse(fixture(2)) as { assignments: { changed: { at: number; by: string } }[] };
		const changed = stored.assignments[1]?.changed ?? { at: 0, by: "" };
		const [past, present] = parseProfile(fixture(2)).assignments;
		expect(past?.context).toEqual(UNTOLD.context);
		expect(present?.context).toEqual({
			ageBand: "6-8-years",
			pregnant: false,
			spo2Scale: 1,
			told: changed,
			overrides: [
				{
					vital: "heart_rate",
					high: 140,
					reason: "Set before reasons were kept",
					...changed,
					until: changed.at + 7 * 86_400_000,
				},
			],
		});
		expect(present?.observations).toEqual([
			{ consciousness: "A", time: changed.at + 100 },
			{ oxygen: true, time: changed.at + 1100 },
		]);
	});

	it("written by the first version is still read: of its patients nothing was said", () => {
		const assignments = FIXTURE_PROFILE.assignments.map((assignment) => ({ ...assignment, ...UNTOLD }));
		const { template: _, ...before } = FIXTURE_PROFILE;
		expect(parseProfile(fixture(1))).toEqual({
			...before,
			assignments: assignments.map(({ said: __, ...assignment }) => assignment),
		});
	});

	it("is refused by name when its version is another", () => {
		expect(() => parseProfile(JSON.stringify({ ...FIXTURE_PROFILE, version: 5 }))).toThrow(
			"device profile: got v5, expected v3",
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

	it("gives a patient what was said of them, here or, if that is newer, elsewhere; a new one starts with the default", () => {
		const context = { ...DEFAULT_CONTEXT, ageBand: "2-3-years" } as const;
		const later = { ...DEFAULT_CONTEXT, ageBand: "3-4-years" } as const;
		const first = withRecord(enrolled(null, { ...place, patient: a }, 1000), {
			context,
			changed: { at: 1500, by: "nurse" },
			observations: [{ oxygen: true, time: 1600 }],
		});
		const second = enrolled(first, { ...place, patient: b }, 2000);
		expect(presentAssignment(second)).toMatchObject({ surrogate: "P-B", context: DEFAULT_CONTEXT, changed: null });
		expect(contextOf(second, "P-A")).toEqual(context);
		const known = (at: number) => ({ ...a, known: { context: later, changed: { at, by: "x" } } });
		expect(presentAssignment(enrolled(second, { ...place, patient: known(1400) }, 3000))).toMatchObject({
			context,
			observations: [{ oxygen: true }],
		});
		expect(presentAssignment(enrolled(second, { ...place, patient: known(2500) }, 3000))?.context).toEqual(later);
	});
});
