/** Texts to vectors, through the one door to models: `env.AI`. */

export const EMBEDDING_MODEL = "@cf/baai/bge-m3";
/** Dimensions of its vectors. */
export const DIMENSIONS = 1024;
/** Texts in one request. The model takes 60,000 tokens at once; a passage has at most some 400. */
const TEXTS_AT_ONCE = 50;
/** A question waits no longer for its vector: the full text then answers alone. */
const PATIENCE_MS = 5_000;

/** What `run` of the embedding model takes and gives, synchronously; errors are thrown as `<code>: <sentence>`. */
export interface EmbeddingInput {
	readonly text: string | readonly string[];
}
export interface EmbeddingOutput {
	readonly shape: readonly number[];
	readonly data: readonly (readonly number[])[];
	readonly pooling?: "mean" | "cls";
	/** Only from the local stand-in: which embedder that was. */
	readonly embedder?: string;
}

/** Vectors of unit length, and the space they lie in: vectors of two spaces must not be compared. */
export interface Embedded {
	readonly space: string;
	readonly vectors: readonly Float32Array[];
}

/** The part of `env.AI` that is used here. */
export type EmbeddingDoor = Pick<Ai, "run">;

/**
 * @throws Error with the platform's own words, or what is wrong with its answer
 */
export async function embed(ai: EmbeddingDoor, texts: readonly string[]): Promise<Embedded> {
	const vectors: Float32Array[] = [];
	let space = "";
	for (let i = 0; i < texts.length; i += TEXTS_AT_ONCE) {
		const some = texts.slice(i, i + TEXTS_AT_ONCE);
		const answer = (await inTime(ai.run(EMBEDDING_MODEL, { text: some }))) as EmbeddingOutput;
		const data = answer.data ?? [];
		if (data.length !== some.length)
			throw new Error(`The embedding model answered ${data.length} vectors to ${some.length} texts`);
		for (const values of data) vectors.push(unitVector(values));
		space = `${EMBEDDING_MODEL} ${answer.embedder ?? answer.pooling ?? "cls"}`;
	}
	return { space, vectors };
}

function unitVector(values: readonly number[]): Float32Array {
	if (values.length !== DIMENSIONS)
		throw new Error(`The embedding model answered ${values.length} dimensions; the index has ${DIMENSIONS}`);
	const vector = Float32Array.from(values);
	const length = Math.sqrt(dot(vector, vector));
	if (!Number.isFinite(length)) throw new Error("The embedding model answered values that are no numbers");
	// A text without any feature points nowhere, and is near to nothing.
	return length === 0 ? vector : vector.map((value) => value / length);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(
		() => late.reject(new Error(`The embedding model did not answer within ${PATIENCE_MS} ms`)),
		PATIENCE_MS,
	);
	try {
		return await Promise.race([answer, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
