import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerSentence, ChatEvent, Flag } from "../../vitals/assistant.ts";
import { eventsOf } from "../../web/src/assistant/events.ts";
import { blockOf, groupsOf, spoken } from "../../web/src/assistant/markdown.ts";

const sentence = (text: string, flags: readonly Flag[] = []): AnswerSentence => ({
	index: 0,
	text,
	citations: [],
	flags,
});
const texts = (text: string) => blockOf(sentence(text)).pieces.map((piece) => piece.text);

describe("an answer's Markdown", () => {
	it("becomes pieces of plain text: strong, emphasis, code and citations", () => {
		const { kind, pieces } = blockOf(sentence("- **Bed 4** has *no* `SpO₂` of 90 %. [S1] [S12]"));
		expect(kind).toBe("item");
		expect(pieces.filter(({ strong }) => strong).map(({ text }) => text)).toEqual(["Bed 4"]);
		expect(pieces.filter(({ emphasis }) => emphasis).map(({ text }) => text)).toEqual(["no"]);
		expect(pieces.filter(({ code }) => code).map(({ text }) => text)).toEqual(["SpO₂"]);
		expect(pieces.flatMap(({ citation }) => citation ?? [])).toEqual(["S1", "S12"]);
		expect(blockOf(sentence("## Ward A"))).toMatchObject({ kind: "heading", pieces: [{ text: "Ward A" }] });
	});

	it("keeps of an image and of a link their words only, and of a tag its characters", () => {
		expect(texts("![seen](https://evil.test/p.png?d=1) [open](javascript:alert(1))").join("")).not.toMatch(
			/evil|javascript/,
		);
		expect(texts("<img src=x onerror=alert(1)>")).toEqual(["<img src=x onerror=alert(1)>"]);
	});

	it("shows a flag over what it is about, also across marks", () => {
		const text = "Bed 4 has a **heart rate of 140/min** now. [S1]";
		const start = text.indexOf("heart rate");
		const flag: Flag = { kind: "value", start, end: text.indexOf("/min") + 4, reason: "" };
		const flagged = blockOf(sentence(text, [flag])).pieces.filter((piece) => piece.flag !== null);
		expect(flagged).toMatchObject([{ text: "heart rate of 140/min", strong: true }]);
	});

	it("is read out without marks and citations", () => {
		expect(spoken(sentence("- **Bed 4**: SpO₂ 83 %. [S1]"))).toBe("Bed 4: SpO₂ 83 %.");
	});

	it("puts list items into one list and sentences into one block", () => {
		const lines = ["One.", "Two.", "- a", "- b", "# H", "Three."].map((text) => ({ block: blockOf(sentence(text)) }));
		expect(groupsOf(lines).map(({ kind, sentences }) => [kind, sentences.length])).toEqual([
			["text", 2],
			["item", 2],
			["heading", 1],
			["text", 1],
		]);
	});

	it("invents nothing and never fails, whatever the text and wherever the flags", () => {
		const marks = fc.array(fc.constantFrom("**", "*", "_", "`", "[S1]", "![", "](", ")", "- ", "# ", "<b>", "Bed 4 "));
		fc.assert(
			fc.property(marks, fc.nat(40), fc.nat(40), (parts, a, b) => {
				const text = parts.join("");
				const flag: Flag = { kind: "value", start: Math.min(a, b), end: Math.max(a, b), reason: "" };
				for (const piece of blockOf(sentence(text, [flag])).pieces) expect(text).toContain(piece.text);
			}),
		);
	});
});

describe("an answer's events", () => {
	const stream = (...parts: string[]) =>
		new ReadableStream<Uint8Array>({
			start(controller) {
				for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
				controller.close();
			},
		});
	const all = async (body: ReadableStream<Uint8Array>) => {
		const events: ChatEvent[] = [];
		for await (const event of eventsOf(body)) events.push(event);
		return events;
	};
	const done = { type: "done", notice: null, flagged: 0, disclaimer: "SpO₂" } as const;

	it("arrive whole however the network cuts them, also within a letter", async () => {
		const bytes = new TextEncoder().encode(`event: done\r\ndata: ${JSON.stringify(done)}\r\n\r\n: comment\n\n`);
		for (let cut = 1; cut < bytes.length; cut++) {
			const body = new ReadableStream<Uint8Array>({
				start(controller) {
					controller.enqueue(bytes.slice(0, cut));
					controller.enqueue(bytes.slice(cut));
					controller.close();
				},
			});
			expect(await all(body)).toEqual([done]);
		}
	});

	it("that were cut off or are no JSON are left out", async () => {
		const good = `data: ${JSON.stringify(done)}\n\n`;
		expect(await all(stream("data: {broken\n\n", good, "data: 7\n\n", good.slice(0, 20)))).toEqual([done]);
	});
});
