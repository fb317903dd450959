import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dot, embed, EMBEDDING_MODEL, type EmbeddingOutput } from "../../search/embedding.ts";
import { embedLocally } from "../../workers/local/local-embeddings.ts";

const near = async (a: string, b: string) => {
	const { vectors } = await embed(env.AI, [a, b]);
	return dot(vectors[0] as Float32Array, vectors[1] as Float32Array);
};

describe("the stand-in of the embedding model", () => {
	it("answers through the binding in the platform's shape, one text or several, and says which embedder it is", async () => {
		const one = (await env.AI.run(EMBEDDING_MODEL, { text: "a bed" })) as EmbeddingOutput;
		expect(one).toMatchObject({ shape: [1, 1024], pooling: "cls", embedder: "hashed-2" });
		const two = (await env.AI.run(EMBEDDING_MODEL, { text: ["a bed", "a probe"] })) as EmbeddingOutput;
		expect(two.shape).toEqual([2, 1024]);
		expect(two.data[0]).toEqual(one.data[0]);
		expect(two.data[1]).toHaveLength(1024);
	});

	it("refuses what the platform refuses, with a code", async () => {
		for (const text of [[], [""], 7, undefined, Array.from({ length: 101 }, () => "x")])
			await expect(embedLocally({}, { text })).rejects.toThrow(/^5006: /);
	});

	it("puts synonyms and slips nearer than strangers", async () => {
		expect(await near("sats dropping", "oxygen saturation falling")).toBeGreaterThan(
			await near("sats dropping", "keyboard help"),
		);
		expect(await near("batery charge", "battery charge")).toBeGreaterThan(0.9);
	});
});

describe("an OpenAI-compatible server at LOCAL_AI_URL", () => {
	afterEach(() => void vi.unstubAllGlobals());
	const serve = (answer: () => Response) => {
		const asked: { url: string; body: unknown }[] = [];
		vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
			asked.push({ url, body: JSON.parse(String(init.body)) });
			return answer();
		});
		return asked;
	};
	const settings = { LOCAL_AI_URL: "http://localhost:11434/v1/" };

	it("makes the embeddings, whatever order it answers in", async () => {
		const vector = (value: number) => Array.from({ length: 1024 }, () => value);
		const data = [
			{ index: 1, embedding: vector(2) },
			{ index: 0, embedding: vector(1) },
		];
		const asked = serve(() => Response.json({ data }));
		const { data: given, embedder } = await embedLocally(settings, { text: ["a", "b"] });
		expect(given.map((values) => values[0])).toEqual([1, 2]);
		expect(embedder).toBe("server bge-m3");
		expect(asked).toMatchObject([
			{ url: "http://localhost:11434/v1/embeddings", body: { model: "bge-m3", input: ["a", "b"] } },
		]);
	});

	it("that has a model of other dimensions is refused, naming the setting", async () => {
		serve(() => Response.json({ data: [{ index: 0, embedding: [1, 2, 3] }] }));
		await expect(embedLocally(settings, { text: "a" })).rejects.toThrow(/LOCAL_AI_EMBEDDING_MODEL.*3 dimensions.*1024/);
	});

	it("that fails fails as the platform does", async () => {
		serve(() => new Response("no", { status: 404 }));
		await expect(embedLocally(settings, { text: "a" })).rejects.toThrow(/^3040: .*404/);
	});
});

describe("an answer of the model", () => {
	const ai = (answer: unknown) => ({ run: async () => answer }) as unknown as Ai;
	it("with too few vectors, other dimensions or no numbers is no answer", async () => {
		await expect(embed(ai({ data: [] }), ["a"])).rejects.toThrow("0 vectors to 1 texts");
		await expect(embed(ai({ data: [[1, 2]] }), ["a"])).rejects.toThrow("2 dimensions");
		await expect(embed(ai({ data: [Array(1024).fill(NaN)] }), ["a"])).rejects.toThrow("no numbers");
	});
});
