/**
 * Embeddings without a model. With `LOCAL_AI_URL` an OpenAI-compatible server makes them; without, they are hashed from words,
 * parts of words and a small table of clinical synonyms: near is what shares them, not what means the same. Good for trying
 * everything offline; no stand-in for a model's understanding.
 */
import { DIMENSIONS, type EmbeddingInput, type EmbeddingOutput } from "../../search/embedding.ts";
import { hashedEmbedding, HASHED_EMBEDDER } from "./hashed-embedding.ts";

export interface EmbeddingSettings {
	/** An OpenAI-compatible server, such as `http://localhost:11434`; with or without `/v1`. */
	readonly LOCAL_AI_URL?: string;
	/** The model there that makes embeddings of 1,024 dimensions; `bge-m3` when absent. */
	readonly LOCAL_AI_EMBEDDING_MODEL?: string;
}

/** Texts that the platform takes in one request. */
const MAX_TEXTS = 100;
/** A server that takes longer is given up. */
const PATIENCE_MS = 30_000;

/** An error as Workers AI words it. */
export function aiError(code: number, message: string): Error {
	const error = new Error(`${code}: ${message}`);
	error.name = "AiError";
	return error;
}

/** What the platform answers to `run("@cf/baai/bge-m3", { text })`. */
export async function embedLocally(settings: EmbeddingSettings, input: unknown): Promise<EmbeddingOutput> {
	const { text } = (input ?? {}) as Partial<EmbeddingInput>;
	const texts = typeof text === "string" ? [text] : text;
	if (!Array.isArray(texts) || texts.length === 0 || texts.length > MAX_TEXTS || !texts.every(isText))
		throw aiError(5006, `Error: oneOf at '/' not met: text must be a text or 1 to ${MAX_TEXTS} of them, none empty`);
	const url = settings.LOCAL_AI_URL ?? "";
	if (url === "") return answerOf(texts.map(hashedEmbedding), HASHED_EMBEDDER);
	const model = settings.LOCAL_AI_EMBEDDING_MODEL || "bge-m3";
	return answerOf(await askServer(url, model, texts), `server ${model}`);
}

const isText = (text: unknown): text is string => typeof text === "string" && text !== "";

function answerOf(data: readonly (readonly number[])[], embedder: string): EmbeddingOutput {
	return { shape: [data.length, DIMENSIONS], data, pooling: "cls", embedder };
}

async function askServer(url: string, model: string, input: readonly string[]): Promise<number[][]> {
	const address = `${url.replace(/\/+$/, "").replace(/\/v1$/, "")}/v1/embeddings`;
	const response = await fetch(address, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ model, input, encoding_format: "float" }),
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	if (!response.ok) {
		await response.body?.cancel();
		throw aiError(3040, `The server at LOCAL_AI_URL answered ${response.status} to a request for embeddings`);
	}
	const { data } = (await response.json()) as { data?: { index: number; embedding: number[] }[] };
	const vectors = (data ?? []).toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
	if (vectors.length !== input.length)
		throw aiError(3040, `The server at LOCAL_AI_URL answered ${vectors.length} embeddings to ${input.length} texts`);
	const wrong = vectors.find((vector) => vector.length !== DIMENSIONS);
	if (wrong !== undefined)
		throw aiError(
			3040,
			`LOCAL_AI_EMBEDDING_MODEL ${model} makes ${wrong.length} dimensions; the index needs ${DIMENSIONS}, as bge-m3 has`,
		);
	return vectors;
}
