import { describe, expect, it } from "vitest";
import { Counters, sum } from "../../chaos/fleet/counters.ts";
import { faultsFound, figures, type Findings } from "../../chaos/report.ts";

const SOUND = {
	acknowledged: 10,
	stored: 10,
	lost: 0,
	doubled: 0,
	altered: 0,
	invented: 0,
	refusedStored: 0,
	refused: 0,
	brokenSequences: 0,
	examples: [],
};
const found = (more: Partial<Findings> = {}): Findings => ({
	seed: "1",
	minutes: 1,
	sabotage: null,
	restarts: [900, 1000, 2000],
	strikes: { kill: 3 },
	registryDownMs: 0,
	undelivered: 0,
	tally: new Counters().tally(0),
	viewers: { frames: 1, episodes: 0, slow: 3 },
	readings: SOUND,
	compacted: SOUND,
	deaths: [],
	episodes: {
		registered: 1,
		held: 1,
		missing: 0,
		different: 0,
		doubled: 0,
		stuckOpen: 0,
		incompleteHistory: 0,
		examples: [],
	},
	failures: {},
	...more,
});

describe("the report of a run", () => {
	it("has the figures that scripts read", () => {
		expect(figures(found())).toMatchObject({
			kills: 3,
			acknowledged: 10,
			lost: 0,
			doubled: 0,
			restart_ms: 1300,
			restart_p50_ms: 1000,
			restart_p95_ms: 2000,
			passed: true,
		});
	});

	it.each([
		["before compaction", { readings: { ...SOUND, lost: 1 } }, "1 acknowledged readings are lost"],
		["after compaction", { compacted: { ...SOUND, doubled: 2 } }, "2 readings are doubled after compaction"],
		["on the way", { undelivered: 3 }, "3 readings could not be delivered"],
		["in the registry", { episodes: { ...found().episodes, missing: 1 } }, "1 episodes are missing in the registry"],
	])("fails what is wrong %s", (_, more, sentence) => {
		expect(faultsFound(found(more))).toEqual([sentence]);
		expect(figures(found(more))["passed"]).toBe(false);
	});

	it("lets a dead device take 5 s of a patient at risk with it, a minute of a calm one, and NOT more", () => {
		const death = (atRisk: boolean, lostMs: number) =>
			faultsFound(found({ deaths: [{ device: "DEV-1", atRisk, lostReadings: 9, lostMs }] }));
		expect([death(true, 5_000), death(false, 60_000)]).toEqual([[], []]);
		expect(death(true, 5_001)).toEqual(["DEV-1 took 9 readings of 5001 ms with it"]);
		expect(death(false, 60_001)).toHaveLength(1);
	});

	it("adds up fleets", () => {
		const [one, other] = [new Counters(), new Counters()];
		one.add("offered", 3);
		other.add("offered", 4);
		one.answer(202);
		other.answer(202);
		other.answer(503);
		expect(sum([one.tally(1), other.tally(2)])).toMatchObject({
			offered: 7,
			waiting: 3,
			answers: { "202": 2, "503": 1 },
		});
	});
});
