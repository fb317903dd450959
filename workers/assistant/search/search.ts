/** Finding what an answer may rest on: guidelines, and past episodes of the wards that the person may see. */
import { log, reason } from "../../../durable-objects/log.ts";
import { findDocuments, type SearchDocument, type SearchKind, type SearchScope } from "../../../search/documents.ts";
import { embed } from "../../../search/embedding.ts";
import { matchText } from "../../../search/full-text.ts";
import { fuse } from "../../../search/fusion.ts";
import { AT_A_QUESTION, refreshText, refreshVectors, type IndexingEnv } from "../../../search/indexing.ts";
import { vectorIndexOf } from "../../../search/vectors.ts";
import type { WardScope } from "../../../vitals/members.ts";

/** By words and meaning, or by one of them alone. */
export const RANKINGS = ["both", "text", "vectors"] as const;
export type Ranking = (typeof RANKINGS)[number];

export interface SearchRequest {
	/** In a person's own words; up to 2,000 characters are looked at. */
	readonly query: string;
	readonly kinds: readonly SearchKind[];
	/** Wards whose episodes the person may see: `wardsOf(context)`. */
	readonly wards: WardScope;
	/** Surrogate: episodes of this patient only. */
	readonly patient?: string | undefined;
	readonly limit: number;
	readonly ranking?: Ranking;
}

/** Something that was found. */
export interface Hit extends SearchDocument {
	/** The sum of reciprocal ranks: comparable within one answer only. */
	readonly score: number;
	/** BM25, null where none of the words is in it. */
	readonly bm25: number | null;
	/** Cosine of the meanings, −1 to 1; null where it is not among the nearest, or there was no vector. */
	readonly similarity: number | null;
}

const QUERY_CHARACTERS = 2_000;
/** Candidates of each ranking: a third of our own passages. With many more, what is middling in both would win. */
const CANDIDATES = 20;

/**
 * The best of each kind, fused by reciprocal rank; with several kinds, all in one list. Indexes first what is new, as far
 * as a question may wait. Where the embedding model fails, the words alone decide, and the operator's log says so.
 */
export async function search(env: IndexingEnv, request: SearchRequest): Promise<Hit[]> {
	const query = request.query.slice(0, QUERY_CHARACTERS).toWellFormed();
	const { kinds, wards, patient, limit, ranking = "both" } = request;
	await refreshText(env, AT_A_QUESTION);
	const vector = ranking === "text" ? null : await vectorOf(env, query);
	const perKind = await Promise.all(
		kinds.map((kind) => searchKind(env, query, vector, { kinds: [kind], wards, patient }, ranking)),
	);
	return perKind
		.flat()
		.toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
		.slice(0, limit);
}

interface QueryVector {
	readonly space: string;
	readonly vector: Float32Array;
}

async function vectorOf(env: IndexingEnv, query: string): Promise<QueryVector | null> {
	if (query.trim() === "") return null;
	try {
		const { space, vectors } = await embed(env.AI, [query]);
		await refreshVectors(env, space, AT_A_QUESTION);
		return { space, vector: vectors[0] as Float32Array };
	} catch (error) {
		log("warn", "search.words_alone", { reason: reason(error) });
		return null;
	}
}

async function searchKind(
	env: IndexingEnv,
	query: string,
	queried: QueryVector | null,
	scope: SearchScope,
	ranking: Ranking,
): Promise<Hit[]> {
	const [matches, neighbours] = await Promise.all([
		ranking === "vectors" ? [] : matchText(env.SEARCH, query, scope, CANDIDATES),
		queried === null ? [] : vectorIndexOf(env).nearest(queried.vector, queried.space, scope, CANDIDATES),
	]);
	const fused = fuse([matches.map(({ key }) => key), neighbours.map(({ key }) => key)]);
	// Once more within the scope: a vector index may still hold what has gone or moved.
	const documents = await findDocuments(
		env.SEARCH,
		fused.map(({ key }) => key),
		scope,
	);
	const bm25 = new Map(matches.map(({ key, score }) => [key, score]));
	const similarity = new Map(neighbours.map(({ key, similarity: cosine }) => [key, cosine]));
	return fused.flatMap(({ key, score }) => {
		const document = documents.get(key);
		if (document === undefined) return [];
		return [{ ...document, score, bm25: bm25.get(key) ?? null, similarity: similarity.get(key) ?? null }];
	});
}
