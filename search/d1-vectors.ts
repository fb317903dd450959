import { dot } from "./embedding.ts";
import { scopeCondition, type SearchScope } from "./documents.ts";
import type { Neighbour, VectorEntry, VectorIndex } from "./vectors.ts";

/** Vectors compared with one question, the newest: 2 MB of text from the database. Enough for a machine on a desk. */
const COMPARED = 1_500;
/** The largest value of a signed byte. */
const BYTE = 127;

/**
 * Vectors in SEARCH, compared one by one: for a developer's machine, and exact. Each is a byte a dimension, scaled to its
 * own largest value, which moves a cosine by less than 0.01; base64, because D1 gives bytes back as a list of numbers.
 */
export class D1Vectors implements VectorIndex {
	readonly #database: D1Database;

	constructor(database: D1Database) {
		this.#database = database;
	}

	async put(entries: readonly VectorEntry[]): Promise<void> {
		if (entries.length === 0) return;
		const statement = this.#database.prepare("UPDATE documents SET vector = ? WHERE key = ?");
		await this.#database.batch(entries.map(({ key, vector }) => statement.bind(quantise(vector), key)));
	}

	async remove(keys: readonly string[]): Promise<void> {
		const query = "UPDATE documents SET vector = NULL, embedded = NULL WHERE key IN (SELECT value FROM json_each(?))";
		await this.#database.prepare(query).bind(JSON.stringify(keys)).run();
	}

	async held(keys: readonly string[]): Promise<readonly string[]> {
		const query = "SELECT key FROM documents WHERE vector IS NOT NULL AND key IN (SELECT value FROM json_each(?))";
		const { results } = await this.#database.prepare(query).bind(JSON.stringify(keys)).all<{ key: string }>();
		return results.map(({ key }) => key);
	}

	async nearest(vector: Float32Array, space: string, scope: SearchScope, limit: number): Promise<readonly Neighbour[]> {
		const { sql, values } = scopeCondition(scope);
		const query = `SELECT d.key, d.vector FROM documents d
			WHERE ${sql} AND d.embedded = ? AND d.vector IS NOT NULL ORDER BY d.id DESC LIMIT ${COMPARED}`;
		const { results } = await this.#database
			.prepare(query)
			.bind(...values, space)
			.all<{ key: string; vector: string }>();
		return results
			.map((row) => ({ key: row.key, similarity: cosine(vector, row.vector) }))
			.toSorted((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1))
			.slice(0, limit);
	}
}

function quantise(vector: Float32Array): string {
	const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	const scale = largest === 0 ? 0 : BYTE / largest;
	return new Uint8Array(Int8Array.from(vector, (value) => Math.round(value * scale)).buffer).toBase64();
}

/** Of a vector of unit length with a stored one. */
function cosine(vector: Float32Array, stored: string): number {
	const bytes = new Int8Array(Uint8Array.fromBase64(stored).buffer);
	const length = Math.sqrt(dot(bytes, bytes));
	return length === 0 || bytes.length !== vector.length ? 0 : dot(vector, bytes) / length;
}
