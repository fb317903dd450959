import { parts, type SearchScope } from "./documents.ts";
import type { Neighbour, VectorEntry, VectorIndex } from "./vectors.ts";

/** What the platform takes in one call; of ids more than a hundred are refused as a whole. */
const UPSERTED = 1_000;
const IDS = 100;
/** Ids that `getByIds` takes. */
const LOOKED_UP = 20;
/** Neighbours that a query without values and metadata gives. */
const MOST_NEIGHBOURS = 100;
/** Bytes of a filter's JSON, which may have fewer than 2,048. */
const FILTER_BYTES = 2_000;
/** The ward of what everybody may find: a filter cannot ask for an absent value. */
const EVERYBODY = "";

/**
 * Vectors in Cloudflare Vectorize. The index has metadata indexes on `kind`, `ward` and `patient`, so that a filter applies
 * before the nearest are chosen. What is written counts some seconds later.
 */
export class VectorizeVectors implements VectorIndex {
	readonly #index: Vectorize;

	constructor(index: Vectorize) {
		this.#index = index;
	}

	async put(entries: readonly VectorEntry[]): Promise<void> {
		for (const some of parts(entries, UPSERTED)) {
			await this.#index.upsert(
				some.map(({ key, kind, ward, patient, vector }) => ({
					id: key,
					values: vector,
					metadata: { kind, ward: ward ?? EVERYBODY, ...(patient === null ? {} : { patient }) },
				})),
			);
		}
	}

	async remove(keys: readonly string[]): Promise<void> {
		for (const some of parts(keys, IDS)) await this.#index.deleteByIds(some);
	}

	async held(keys: readonly string[]): Promise<readonly string[]> {
		const held: string[] = [];
		for (const some of parts(keys, LOOKED_UP)) {
			for (const { id } of await this.#index.getByIds(some)) held.push(id);
		}
		return held;
	}

	/** All vectors of one index lie in one space: the model is not changed without a rebuild. */
	async nearest(
		vector: Float32Array,
		_space: string,
		scope: SearchScope,
		limit: number,
	): Promise<readonly Neighbour[]> {
		const answers = await Promise.all(
			filtersOf(scope).map((filter) =>
				this.#index.query(vector, { topK: Math.min(limit, MOST_NEIGHBOURS), filter, returnMetadata: "none" }),
			),
		);
		return answers
			.flatMap(({ matches }) => matches.map(({ id, score }) => ({ key: id, similarity: score })))
			.toSorted((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1))
			.slice(0, limit);
	}
}

/** The filters that together are `scope`: more than one where all its wards make one too long. */
function filtersOf({ kinds, wards, patient }: SearchScope): VectorizeVectorMetadataFilter[] {
	const common: VectorizeVectorMetadataFilter = {
		kind: { $in: [...kinds] },
		...(patient === undefined ? {} : { patient: { $eq: patient } }),
	};
	if (wards === "all") return [common];
	const filters: VectorizeVectorMetadataFilter[] = [];
	let listed: string[] = [];
	const filter = (list: string[]): VectorizeVectorMetadataFilter => ({ ...common, ward: { $in: list } });
	for (const ward of [EVERYBODY, ...wards]) {
		if (JSON.stringify(filter([...listed, ward])).length > FILTER_BYTES) {
			filters.push(filter(listed));
			listed = [];
		}
		listed.push(ward);
	}
	return [...filters, filter(listed)];
}
