import { describe, expect, it } from "vitest";
import {
	episodeHeadline,
	formatBytes,
	formatCount,
	formatElapsed,
	formatShare,
	formatValue,
	isExpected,
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
		[5 * 60_000 + 30_000, "5 min 30 s"],
		[59 * 60_000 + 59_000, "59 min 59 s"],
		[3_600_000, "1 h"],
		[4_000_000, "1 h 6 min"],
		[26 * 3_600_000, "1 d 2 h"],
	])("%i ms reads %j", (milliseconds, expected) => {
		expect(formatElapsed(milliseconds)).toBe(expected);
	});
});

describe("the alarm line of a sector", () => {
	const spo2 = { vital: "spo2", share: 0.7, actual: 81, usual: 97, delta: -16, usualOf: "patient" } as const;
	const desaturation = anEpisode({ id: "e", contributions: [spo2] });

	it("shows the leading vital sign as it is now, not as it was at onset, against the usual one", () => {
		expect(episodeHeadline(desaturation, 81)).toBe("SpO₂ 81 · usual 97");
		expect(episodeHeadline(desaturation, 86)).toBe("SpO₂ 86 · usual 97");
	});

	it("says what it was once the value is nearer to usual than half of the onset's departure", () => {
		expect(episodeHeadline(desaturation, 89)).toBe("SpO₂ 89 · usual 97");
		expect(episodeHeadline(desaturation, 90)).toBe("SpO₂ 90 · was 81");
		expect(episodeHeadline(desaturation, 97)).toBe("SpO₂ 97 · was 81");
	});

	it("keeps alarming against usual where the value has swung to the other side", () => {
		const tachycardia = {
			vital: "heart_rate",
			share: 0.9,
			actual: 156,
			usual: 79,
			delta: 77,
			usualOf: "patient",
		} as const;
		const episode = anEpisode({ id: "e", leadingVital: "heart_rate", contributions: [tachycardia] });
		expect(episodeHeadline(episode, 79)).toBe("HR 79 · was 156");
		expect(episodeHeadline(episode, 30)).toBe("HR 30 · usual 79");
	});

	it("shows no number as live where there is none", () => {
		expect(episodeHeadline(desaturation, null)).toBe("SpO₂ -- · was 81");
	});

	it("says expected rather than usual where the patient's own median is not known", () => {
		const part = { ...spo2, usualOf: "population" as const };
		expect(episodeHeadline(anEpisode({ id: "e", contributions: [part] }), 81)).toBe("SpO₂ 81 · expected 97");
		expect(isExpected(spo2)).toBe(false);
		expect(isExpected({ ...spo2, usualOf: "patient" } as typeof spo2)).toBe(false);
	});

	it("shows the value at onset beside the live one where no contribution names it", () => {
		const asystole = anEpisode({
			id: "e",
			leadingVital: "heart_rate",
			vitalsAtOnset: { heart_rate: 0 },
			rule: "safety-net",
		});
		expect(episodeHeadline(asystole, 0)).toBe("HR 0");
		expect(episodeHeadline(asystole, 64)).toBe("HR 64 · was 0");
		expect(episodeHeadline(asystole, null)).toBe("HR -- · was 0");
	});

	it("falls back to the sentence where no vital sign leads", () => {
		const episode = anEpisode({ id: "e", leadingVital: null, sentence: "Something changed" });
		expect(episodeHeadline(episode, null)).toBe("Something changed");
	});

	it("names what is wrong with a device", () => {
		const episode = anEpisode({ id: "e", channel: "technical", rule: "silence", leadingVital: null });
		expect(episodeHeadline(episode, null)).toBe("Device silent");
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
		expect(timeFormats("en-GB", "UTC").time(NOON)).toBe("12:00 UTC");
	});

	it("have 24 hours in every locale, and begin the day with 00", () => {
		const american = timeFormats("en-US", "UTC");
		expect(american.clock(NOON + 3_600_000)).toBe("13:00:00 UTC");
		expect(american.time(NOON + 12 * 3_600_000)).toBe("00:00 UTC");
		expect(american.full(NOON + 3_600_000)).not.toMatch(/[AP]M/);
	});
});
