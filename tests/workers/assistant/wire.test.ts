import { describe, expect, it } from "vitest";
import { generate, type Generated } from "../../../workers/assistant/generate/model.ts";
import { deltasOf, failureOf, ModelFailure } from "../../../workers/assistant/generate/wire.ts";
import { assistantSettings } from "../../../workers/assistant/settings.ts";
import { answerOf, event, standIn, streamOf, type StandIn } from "./model-support.ts";

const SETTINGS = { ...assistantSettings({}), patienceMs: 150, totalMs: 2_000 };
const STAYS = new AbortController().signal;

async function said(answer: unknown): Promise<string> {
	let text = "";
	for await (const delta of deltasOf(answer, STAYS)) if (delta.kind === "text") text += delta.text;
	return text;
}

async function generated(ai: StandIn, signal = STAYS): Promise<Generated[]> {
	const parts: Generated[] = [];
	for await (const part of generate(ai, "m", [{ role: "user", content: "x" }], SETTINGS, signal)) parts.push(part);
	return parts;
}

const sentences = (parts: Generated[]) => parts.flatMap((part) => (part.kind === "sentence" ? [part.text] : []));

describe("a model's answer on the wire", () => {
	const chunk = (delta: unknown, finish: string | null = null) =>
		event({ id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] });

	it.each([
		["pieces of `response`", answerOf("SpO₂ is 86 %. It falls.")],
		[
			"chunks as OpenAI's, with reasoning that is nobody's business",
			[
				chunk({ role: "assistant", content: "" }),
				chunk({ reasoning_content: "the nurse wants" }),
				chunk({ content: "SpO₂ is 86 %. " }),
				chunk({ content: "It falls." }, "stop"),
				event({ id: "c", choices: [], usage: { total_tokens: 12 } }),
				event("[DONE]"),
			],
		],
		["chunks that end without [DONE]", [chunk({ content: "SpO₂ is 86 %. It falls." }), chunk({}, "stop")]],
		[
			"events of OpenAI's responses",
			[
				`event: response.output_text.delta\n${event({ type: "response.output_text.delta", delta: "SpO₂ is 86 %. It falls." })}`,
				event({ type: "response.completed", response: { status: "completed" } }),
			],
		],
		[
			"carriage returns, comments and empty events",
			[': hello\r\n\r\ndata: {"response":"SpO₂ is 86 %. It falls."}\r\n\r\ndata: [DONE]\r\n\r\n'],
		],
	])("is read from %s", async (_, pieces) => {
		expect(await said(streamOf(pieces))).toBe("SpO₂ is 86 %. It falls.");
	});

	it("is read whatever the chunks are cut into, a letter's bytes included", async () => {
		const bytes = new TextEncoder().encode(answerOf("SpO₂ is 86 %. It falls.").join(""));
		for (const size of [1, 2, 3, 7, 64]) {
			const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
				bytes.slice(i * size, (i + 1) * size),
			);
			expect(await said(streamOf(pieces))).toBe("SpO₂ is 86 %. It falls.");
		}
	});

	it("is read from a token that is a number, and from a model that does not stream", async () => {
		expect(await said(streamOf([event({ response: 86 }), event({ response: " %" }), event("[DONE]")]))).toBe("86 %");
		expect(await said({ response: "All at once." })).toBe("All at once.");
		expect(await said({ choices: [{ message: { content: "All at once." } }] })).toBe("All at once.");
	});

	it.each([
		["cut before its end", [event({ response: "SpO₂ is" })]],
		["not JSON", ["data: <html>\n\n"]],
		["not an object", ["data: 5\n\n"]],
		["empty", []],
		["an error in the stream", [event({ errors: [{ code: 3040, message: "Capacity temporarily exceeded" }] })]],
		["an error object", [event({ error: { message: "model crashed" } })]],
	])("that is %s is a failure", async (_, pieces) => {
		await expect(said(streamOf(pieces))).rejects.toBeInstanceOf(ModelFailure);
	});

	it.each([
		["3036: You have used up your daily free allocation of 10,000 neurons.", "allowance", false],
		["4006: you have used up your daily free allocation of 10,000 neurons, please upgrade", "allowance", false],
		["3040: No more data centers to forward the request to", "busy", true],
		["AiError: 3040: Capacity temporarily exceeded, please try again.", "busy", true],
		["3007: Request timeout", "too_late", true],
		["5007: No such model @cf/nobody/nothing or task", "no_model", false],
		["5016: User has not agreed to the terms", "no_model", false],
		["Network connection lost.", "broken", true],
	])("%s means %s", (message, kind, passing) => {
		expect(failureOf(new Error(message))).toMatchObject({ kind, passing });
	});
});

describe("a model", () => {
	const ok = () => streamOf(answerOf("SpO₂ is 86 %. [S1] It falls. [S1]"));

	it("is heard sentence by sentence, with what it cost", async () => {
		const parts = await generated(standIn(ok));
		expect(sentences(parts)).toEqual(["SpO₂ is 86 %. [S1]", "It falls. [S1]"]);
		expect(parts.at(-1)).toEqual({ kind: "end", tokens: 1000, cut: false });
	});

	it("that is busy, silent or broken before its first sentence is asked once more, and no more than once", async () => {
		const broken = [
			() => Promise.reject(new Error("3040: Capacity temporarily exceeded")),
			() => new Promise(() => {}),
			() => streamOf([], { hangs: true }),
			() => streamOf([event({ response: "half" })]),
			() => streamOf(["nonsense\n\n"]),
		];
		for (const failing of broken) {
			const ai = standIn(failing, ok);
			expect(sentences(await generated(ai))).toHaveLength(2);
			expect(ai.asked).toHaveLength(2);
			const never = standIn(failing);
			await expect(generated(never)).rejects.toBeInstanceOf(ModelFailure);
			expect(never.asked).toHaveLength(2);
		}
	});

	it("whose allowance is used up, or that does not exist, is not asked again", async () => {
		for (const message of ["3036: daily free allocation", "5007: No such model"]) {
			const ai = standIn(() => Promise.reject(new Error(message)));
			await expect(generated(ai)).rejects.toBeInstanceOf(ModelFailure);
			expect(ai.asked).toHaveLength(1);
		}
	});

	it("that breaks after a sentence is not asked again: what was said would be said twice", async () => {
		const ai = standIn(() => streamOf([event({ response: "One. Two " })], { hangs: true }));
		const heard: string[] = [];
		const failing = async () => {
			for await (const part of generate(ai, "m", [], SETTINGS, STAYS))
				if (part.kind === "sentence") heard.push(part.text);
		};
		await expect(failing()).rejects.toMatchObject({ kind: "too_late" });
		expect(heard).toEqual(["One."]);
		expect(ai.asked).toHaveLength(1);
	});

	it("that came to the end of its budget leaves half a sentence unsaid", async () => {
		const cut = () =>
			streamOf([
				event({ choices: [{ delta: { content: "SpO₂ is 86 %. It is not" }, finish_reason: "length" }] }),
				event("[DONE]"),
			]);
		const parts = await generated(standIn(cut));
		expect(sentences(parts)).toEqual(["SpO₂ is 86 %."]);
		expect(parts.at(-1)).toMatchObject({ cut: true });
	});

	it("is stopped when the reader has gone, whether it speaks or hangs, or has not begun", async () => {
		let stopped = 0;
		const cancelled = () => void stopped++;
		const gone = new AbortController();
		const hanging = generated(
			standIn(() => streamOf([event({ response: "One. " })], { hangs: true, cancelled })),
			gone.signal,
		);
		await scheduler.wait(20);
		gone.abort();
		await expect(hanging).rejects.toBeInstanceOf(ModelFailure);
		expect(stopped).toBe(1);

		const reading = generate(
			standIn(() => streamOf(answerOf("One. Two. Three."), { hangs: true, cancelled })),
			"m",
			[],
			SETTINGS,
			STAYS,
		);
		await reading.next();
		await reading.return(undefined);
		await scheduler.wait(20);
		expect(stopped).toBe(2);
	});

	it("that answers after it was given up is stopped too", async () => {
		let stopped = 0;
		const late = async () => {
			await scheduler.wait(250);
			return streamOf(answerOf("Late."), { cancelled: () => void stopped++ });
		};
		await expect(generated(standIn(late))).rejects.toMatchObject({ kind: "too_late" });
		await scheduler.wait(400);
		expect(stopped).toBe(2);
	});
});
