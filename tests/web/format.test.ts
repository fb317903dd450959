import { describe, expect, it } from "vitest";
import {
	episodeHeadline,
	formatBytes,
	formatCount,
	formatElapsed,
	formatShare,
	formatValue,
	priorityMarks,
	priorityOf,
	shortPatient,
	timeFormats,
	topContributions,
} from "../../web/src/state/format.ts";
import { anEpisode, NOON } from "./samples.ts";

describe("durations", () => {
	it.each([
		[-5000, "0 s"],
		[59_999, "59 s"],
		[60_000, "1 min"],
		[125_000, "2 min 5 s"],
		[5 * 60_000 + 30_000, "5 min"],
		[3_600_000, "1 h"],
		[4_000_000, "1 h 6 min"],
		[26 * 3_600_000, "1 d 2 h"],
	])("%i ms reads %j", (milliseconds, expected) => {
		expect(formatElapsed(milliseconds)).toBe(expected);
	});
});

describe("the alarm line of a sector", () => {
	const spo2 = { vital: "spo2", share: 0.7, actual: 86, usual: 96, delta: -10, usualOf: "patient" } as const;

	it("shows the leading vital sign against the usual one", () => {
		expect(episodeHeadline(anEpisode({ id: "e", contributions: [spo2] }))).toBe("SpO₂ 86 · usual 96");
	});

	it("shows the value at onset where no contribution names it", () => {
		const asystole = anEpisode({
			id: "e",
			leadingVital: "heart_rate",
			vitalsAtOnset: { heart_rate: 0 },
			rule: "safety-net",
		});
		expect(episodeHeadline(asystole)).toBe("HR 0");
	});

	it("falls back to the sentence where no vital sign leads", () => {
		expect(episodeHeadline(anEpisode({ id: "e", leadingVital: null, sentence: "Something changed" }))).toBe(
			"Something changed",
		);
	});

	it("names what is wrong with a device", () => {
		expect(episodeHeadline(anEpisode({ id: "e", channel: "technical", rule: "silence", leadingVital: null }))).toBe(
			"Device silent",
		);
	});
});

describe("priorities", () => {
	it("are told by asterisks as well as by colour", () => {
		expect((["high", "medium", "low", "technical"] as const).map(priorityMarks)).toEqual(["***", "**", "*", "*"]);
	});

	it("keep technical episodes apart, whatever their risk", () => {
		expect(priorityOf({ channel: "technical", risk: "HIGH" })).toBe("technical");
		expect(priorityOf({ channel: "physiological", risk: "HIGH" })).toBe("high");
		expect(priorityOf({ channel: "physiological", risk: "LOW" })).toBe("low");
	});
});

describe("contributions", () => {
	it("shows the largest first and leaves out what is below one per cent, without touching the episode", () => {
		const parts = [0.3, 0.005, 0.6, 0.05].map(
			(share) => ({ vital: "spo2", share, actual: 1, usual: 1, delta: 0, usualOf: "patient" }) as const,
		);
		expect(topContributions(parts, 2).map((part) => part.share)).toEqual([0.6, 0.3]);
		expect(parts[0]?.share).toBe(0.3);
		expect(topContributions(parts, 9)).toHaveLength(3);
		expect(formatShare(0.624)).toBe("62 %");
	});
});

describe("values and counts", () => {
	it("keep the decimals of the vital sign, and -- for none", () => {
		expect(formatValue("temperature", 36.55)).toMatch(/^36\.[56]$/);
		expect(formatValue("heart_rate", 0)).toBe("0");
		expect(formatValue("heart_rate", null)).toBe("--");
	});

	it("are compact when large, in the reader's locale", () => {
		expect(formatCount(9999, "en-US")).toBe("9,999");
		expect(formatCount(1_284_300, "en-US")).toBe("1.3M");
		expect(formatBytes(9_412_000, "en-US")).toBe("9.41 MB");
		expect(formatBytes(0, "de-DE")).toBe("0 B");
		expect(formatBytes(18_240, "de-DE")).toBe("18,2 kB");
	});

	it("shorten a patient's surrogate, and only a long one", () => {
		expect(shortPatient("p_5f3a91c2e7")).toBe("p_5f3a91…");
		expect(shortPatient("p_5f3a91c2")).toBe("p_5f3a91c2");
		expect(shortPatient(null)).toBe("");
	});
});

describe("times", () => {
	it("carry the zone and follow the reader's locale", () => {
		expect(timeFormats("en-GB", "UTC").clock(NOON)).toBe("12:00:00 UTC");
		expect(timeFormats("de-DE", "Europe/Berlin").clock(NOON)).toMatch(/^13:00:00 MEZ$/);
		expect(timeFormats("en-GB", "UTC").time(NOON)).toBe("12:00");
	});
});
