import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
	answeredInFive,
	HELD_OUT_QUERIES,
	recallAtFive,
	TUNING_QUERIES,
	type SearchQuery,
} from "../../evaluation/assistant/search-queries.ts";
import { LIBRARY_PASSAGES } from "../../knowledge/library.ts";
import { search, type Ranking } from "../../workers/assistant/search/search.ts";

/** Recall and answered share of a ranking, in the real database with the local embedder. */
async function measure(queries: readonly SearchQuery[], ranking: Ranking) {
	const found: string[][] = [];
	for (const { query } of queries) {
		const hits = await search(env, { query, kinds: ["passage"], wards: "all", limit: 5, ranking });
		found.push(hits.map(({ key }) => key.slice("passage:".length)));
	}
	return { recall: recallAtFive(queries, found), answered: answeredInFive(queries, found) };
}

describe("the labelled questions", () => {
	it("name passages that exist, and none twice", () => {
		const known = new Set(LIBRARY_PASSAGES.map(({ id }) => id));
		const queries = [...TUNING_QUERIES, ...HELD_OUT_QUERIES];
		expect(queries.flatMap(({ relevant }) => relevant).filter((id) => !known.has(id))).toEqual([]);
		expect(new Set(queries.map(({ query }) => query)).size).toBe(queries.length);
		expect(queries.length).toBeGreaterThanOrEqual(60);
	});

	it("find their passages among the first five more often by words and vectors together than by words alone", async () => {
		const [words, both] = [await measure(HELD_OUT_QUERIES, "text"), await measure(HELD_OUT_QUERIES, "both")];
		expect(both.recall).toBeGreaterThan(words.recall);
		expect(both.answered).toBeGreaterThanOrEqual(0.9);
		const tuned = await measure(TUNING_QUERIES, "both");
		expect(tuned.recall).toBeGreaterThanOrEqual(0.95);
	});
});
