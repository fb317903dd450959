/** The search by itself, and the upkeep of its index. */
import { SEARCH_KINDS, type SearchKind } from "../../search/documents.ts";
import { AT_ONCE, refreshText, refreshVectors, statusOf } from "../../search/indexing.ts";
import { emptyIndex } from "../../search/erasure.ts";
import { wardsOf } from "../access/scope.ts";
import { RANKINGS, search, type Ranking } from "../assistant/search/search.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import { refuse } from "../params.ts";

const MAX_QUERY = 2_000;
const MAX_HITS = 20;
const HITS = 5;

/**
 * `POST /api/v1/search` `{query, kinds?, limit?, ranking?}`: guidelines, and past episodes of the person's wards. A question may
 * hold a name, so it travels in a body and is kept nowhere.
 */
export const postSearch: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const { query, kinds = SEARCH_KINDS, limit = HITS, ranking = "both" } = body;
	if (typeof query !== "string" || query.trim() === "" || query.length > MAX_QUERY)
		refuse(
			"query",
			`query must be a text of 1 to ${MAX_QUERY} characters`,
			query === undefined ? "missing" : "bad_format",
		);
	if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => SEARCH_KINDS.includes(kind as SearchKind)))
		refuse("kinds", `kinds must be a list of ${SEARCH_KINDS.join(", ")}`);
	if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_HITS)
		refuse("limit", `limit must be a whole number from 1 to ${MAX_HITS}`, "out_of_range");
	if (!RANKINGS.includes(ranking as Ranking)) refuse("ranking", `ranking must be one of ${RANKINGS.join(", ")}`);
	const hits = await search(context.env, {
		query,
		kinds: [...new Set(kinds as SearchKind[])],
		wards: wardsOf(context),
		limit: limit as number,
		ranking: ranking as Ranking,
	});
	const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
	return context.json({
		data: hits.map(({ key, kind, title, body: text, ward, device, since, until, score, bm25, similarity }) => ({
			id: key.slice(kind.length + 1),
			kind,
			title,
			text,
			ward_id: ward,
			device_id: device,
			from: iso(since),
			to: iso(until),
			score,
			bm25,
			similarity,
		})),
	});
};

/** `GET /api/v1/search/status`: what is indexed, and what waits. */
export const getSearchStatus: Handler = async (context) => context.json(await statusOf(context.env));

/** `POST /api/v1/search/refresh`: indexes what waits, as much as one request may; ask again while something waits. */
export const refreshSearch: Handler = async (context) => {
	await refreshText(context.env, AT_ONCE);
	await refreshVectors(context.env, null, AT_ONCE);
	return context.json(await statusOf(context.env));
};

/** `POST /api/v1/search/rebuild`: empties the index and begins anew; `refresh` goes on. Nothing is lost: it is made from elsewhere. */
export const rebuildSearch: Handler = async (context) => {
	await emptyIndex(context.env);
	return refreshSearch(context);
};
