import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Falsehoods } from "../../evaluation/assistant/falsehoods.ts";
import { FALSE_KINDS } from "../../evaluation/assistant/falsehood-teller.ts";
import { randomWorld } from "../../evaluation/assistant/falsehood-world.ts";
import { startStandIn, workersAiStream, type StandIn } from "../../evaluation/assistant/stand-in.ts";
import { checkSentence, startCarry } from "../../workers/assistant/grounding/check.ts";

const SEED = "stand-in";
const world = randomWorld(SEED);
const grounding = { sources: world.sources, subjects: world.subjects, asked: [], now: world.now, timeZone: world.zone };

/** One sentence of each kind, each on a line of its own. */
function hallucinations(): string[] {
	const falsehoods = new Falsehoods(world, SEED);
	return FALSE_KINDS.flatMap((kind) => {
		for (let tries = 0; tries < 500; tries++) {
			const sample = falsehoods.next(kind);
			if (sample !== null && sample.before === null) return [sample.text];
		}
		return [];
	});
}

/** The data of server-sent events, without the last `[DONE]`. */
function dataOf(text: string): Record<string, unknown>[] {
	const data = text.split("\n\n").filter((event) => event !== "");
	expect(data.at(-1)).toBe("data: [DONE]");
	return data.slice(0, -1).map((event) => JSON.parse(event.slice("data: ".length)) as Record<string, unknown>);
}

describe("a stand-in of a language model that makes things up", () => {
	const said = hallucinations();
	let standIn: StandIn;
	beforeAll(async () => {
		standIn = await startStandIn(() => said.join("\n"));
	});
	afterAll(() => standIn.close());
	const ask = (stream: boolean) =>
		fetch(`${standIn.url}/chat/completions`, {
			method: "POST",
			body: JSON.stringify({ model: "any", stream, messages: [{ role: "user", content: "Who needs me?" }] }),
		});

	it("streams as an OpenAI-compatible server does, and what it says is flagged sentence by sentence", async () => {
		const response = await ask(true);
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		const chunks = dataOf(await response.text()) as {
			choices: [{ delta: { content?: string }; finish_reason: string | null }];
		}[];
		const text = chunks.map(({ choices: [{ delta }] }) => delta.content ?? "").join("");
		expect(text).toBe(said.join("\n"));
		expect(chunks.at(-1)?.choices[0].finish_reason).toBe("stop");
		expect(said).toHaveLength(FALSE_KINDS.length);
		const carry = startCarry();
		for (const sentence of text.split("\n"))
			expect(checkSentence(sentence, grounding, carry), sentence).not.toEqual([]);
	});

	it("answers whole where no stream is asked for, and keeps what it was asked", async () => {
		const body = (await (await ask(false)).json()) as { choices: [{ message: { content: string } }] };
		expect(body.choices[0].message.content).toBe(said.join("\n"));
		expect(standIn.asked.at(-1)).toMatchObject({
			stream: false,
			messages: [{ role: "user", content: "Who needs me?" }],
		});
	});

	it("knows no other path", async () => {
		expect((await fetch(`${standIn.url}/models`)).status).toBe(404);
	});

	it("gives the stream that Workers AI gives", async () => {
		const events = dataOf(await new Response(workersAiStream("HR is 118 [S1].")).text());
		expect(events.map(({ response }) => response).join("")).toBe("HR is 118 [S1].");
	});
});
