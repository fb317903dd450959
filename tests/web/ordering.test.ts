import { describe, expect, it } from "vitest";
import { bedMatches, compareBeds, compareEpisodes, neighbour, wardToOpen } from "../../web/src/state/ordering.ts";
import { aBed, anEpisode, NOON } from "./samples.ts";

describe("the order of the queue", () => {
	it("puts patients before sensors, HIGH before MEDIUM, and then who has waited longest", () => {
		const queue = [
			anEpisode({ id: "battery", channel: "technical", rule: "battery", risk: "LOW", openedAt: NOON - 9000 }),
			anEpisode({ id: "lead-off", channel: "technical", rule: "ecg-signal", risk: "HIGH" }),
			anEpisode({ id: "medium-old", risk: "MEDIUM", openedAt: NOON - 5000 }),
			anEpisode({ id: "high-new", openedAt: NOON }),
			anEpisode({ id: "medium-new", risk: "MEDIUM", openedAt: NOON }),
			anEpisode({ id: "high-old", openedAt: NOON - 1000 }),
		].sort(compareEpisodes);
		expect(queue.map((episode) => episode.id)).toEqual([
			"high-old",
			"high-new",
			"medium-old",
			"medium-new",
			"lead-off",
			"battery",
		]);
	});

	it("is the same whatever the order of arrival, also at equal times", () => {
		const [a, b] = [anEpisode({ id: "a" }), anEpisode({ id: "b" })];
		expect([b, a].sort(compareEpisodes)).toEqual([a, b]);
	});
});

describe("the order of the beds", () => {
	it("falls back to the device where two beds share a label", () => {
		const beds = [aBed({ deviceId: "monitor-10", label: "Bed 1" }), aBed({ deviceId: "monitor-9", label: "Bed 1" })];
		expect(beds.sort(compareBeds).map((bed) => bed.deviceId)).toEqual(["monitor-9", "monitor-10"]);
	});
});

describe("the search", () => {
	const bed = aBed({ deviceId: "WEARABLE-031", label: "Bed 4", patient: "p_5f3a91" });

	it.each(["bed 4", "  BED   4 ", "wearable-031", "5f3a", ""])("finds the bed by %j", (query) => {
		expect(bedMatches(bed, query)).toBe(true);
	});

	it("reads the words as one phrase, so that a number in the device's id does not count for the bed's", () => {
		expect(bedMatches(bed, "bed 1")).toBe(false);
	});

	it("does not stumble over a bed without patient", () => {
		expect(bedMatches({ ...bed, patient: null }, "null")).toBe(false);
	});
});

describe("moving between beds", () => {
	const ids = ["a", "b", "c"];

	it("goes on by one and stays at the ends", () => {
		expect(neighbour(ids, "a", 1)).toBe("b");
		expect(neighbour(ids, "c", 1)).toBe("c");
		expect(neighbour(ids, "a", -1)).toBe("a");
	});

	it("enters at the first, or from behind at the last, when none has the focus", () => {
		expect(neighbour(ids, null, 1)).toBe("a");
		expect(neighbour(ids, "gone", -1)).toBe("c");
		expect(neighbour([], null, 1)).toBeUndefined();
	});
});

describe("the ward to open", () => {
	const wards = [
		{ id: "replay-a", name: "A recording" },
		{ id: "west", name: "Ward 10" },
		{ id: "east", name: "Ward 2" },
	];

	it("is the one asked for, as far as it exists", () => {
		expect(wardToOpen(wards, [null, "west"])).toBe("west");
		expect(wardToOpen(wards, ["gone", "replay-a"])).toBe("replay-a");
	});

	it("is else the first by name that is no replay", () => {
		expect(wardToOpen(wards, [null, "gone"])).toBe("east");
	});

	it("is a replay where there is nothing else, and none where there is no ward", () => {
		expect(wardToOpen(wards.slice(0, 1), [])).toBe("replay-a");
		expect(wardToOpen([], [null])).toBeNull();
	});
});
