import { describe, expect, it } from "vitest";
import { SentenceSplitter } from "../../../workers/assistant/generate/sentences.ts";

/** The sentences of a text that comes in pieces of `size`. */
function split(text: string, size: number): string[] {
	const splitter = new SentenceSplitter();
	const found: string[] = [];
	for (let at = 0; at < text.length; at += size) found.push(...splitter.push(text.slice(at, at + size)));
	return [...found, ...splitter.end()];
}

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
	["two sentences", "SpO₂ is 86 %. It falls.", ["SpO₂ is 86 %.", "It falls."]],
	["decimals", "Temperature is 37.9 °C. It was 36.8 °C.", ["Temperature is 37.9 °C.", "It was 36.8 °C."]],
	[
		"citations after the full stop",
		"HR is 118/min. [S1] [S2] NEWS2 is 7. [S1]",
		["HR is 118/min. [S1] [S2]", "NEWS2 is 7. [S1]"],
	],
	["citations before it", "HR is 118/min [S1]. NEWS2 is 7 [S1, S2].", ["HR is 118/min [S1].", "NEWS2 is 7 [S1, S2]."]],
	[
		"abbreviations",
		"Bed No. 4 has approx. 20 readings, e.g. HR. Dr. Bo knows.",
		["Bed No. 4 has approx. 20 readings, e.g. HR.", "Dr. Bo knows."],
	],
	[
		"times of day",
		"It began at 2 a.m. and went on. It ended at 4 p.m. Nobody saw it.",
		["It began at 2 a.m. and went on.", "It ended at 4 p.m.", "Nobody saw it."],
	],
	["lists", "Now:\n- HR 118/min. [S1]\n- SpO₂ 86 %\n* RR 24", ["Now:", "- HR 118/min. [S1]", "- SpO₂ 86 %", "* RR 24"]],
	["numbered lists", "1. Check the leads.\n2. Check the patient.", ["1. Check the leads.", "2. Check the patient."]],
	[
		"headings and paragraphs",
		"## Bed 4\n\n**Bed 4** is worse. It was calm.\n\nAcknowledged.",
		["## Bed 4", "**Bed 4** is worse.", "It was calm.", "Acknowledged."],
	],
	[
		"questions, exclamations and quotes",
		'Why? She noted "no change." Then it fell! So.',
		["Why?", 'She noted "no change."', "Then it fell!", "So."],
	],
	["units that end in a stop", "It lasted 23 min. Then it closed.", ["It lasted 23 min.", "Then it closed."]],
	["no end", "SpO₂ is 86", ["SpO₂ is 86"]],
	["fences and rules", "```\nHR 118\n```\n---\nSo.", ["HR 118", "So."]],
];

describe("streamed text is cut into sentences:", () => {
	it.each(CASES)("%s, wherever its pieces are cut", (_, text, expected) => {
		for (const size of [1, 2, 3, 5, 8, 1000]) expect(split(text, size), `pieces of ${size}`).toEqual(expected);
	});

	it("one that never ends is let go at a length", () => {
		const found = split("word ".repeat(1000), 50);
		expect(found.length).toBeGreaterThan(3);
		expect(Math.max(...found.map((sentence) => sentence.length))).toBeLessThanOrEqual(1_200);
	});

	it("a sentence comes as soon as it is known to be whole", () => {
		const splitter = new SentenceSplitter();
		expect(splitter.push("SpO₂ is 86 %. ")).toEqual([]);
		expect(splitter.push("[S1")).toEqual([]);
		expect(splitter.push("] It")).toEqual(["SpO₂ is 86 %. [S1]"]);
	});
});
