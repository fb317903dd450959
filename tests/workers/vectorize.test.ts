import { describe, expect, it } from "vitest";
import { VectorizeVectors } from "../../search/vectorize.ts";

/** A stand-in with the binding's shapes and limits: filters before it ranks, refuses too many ids, forgets at `settle`. */
function standIn() {
	const kept = new Map<string, VectorizeVector>();
	const leaving = new Set<string>();
	const filters: VectorizeVectorMetadataFilter[] = [];
	const matches = (vector: VectorizeVector, filter: VectorizeVectorMetadataFilter = {}) =>
		Object.entries(filter).every(([field, rule]) => {
			const value = vector.metadata?.[field] as string;
			const { $in, $eq } = rule as { $in?: string[]; $eq?: string };
			return $in === undefined ? value === $eq : $in.includes(value);
		});
	const index = {
		upsert: async (vectors: VectorizeVector[]) => {
			if (vectors.length > 1000) throw new Error("VECTOR_UPSERT_ERROR");
			for (const vector of vectors) {
				if (new TextEncoder().encode(vector.id).length > 64) throw new Error("VECTOR_UPSERT_ERROR: id too long");
				kept.set(vector.id, vector);
			}
			return { mutationId: "m" };
		},
		deleteByIds: async (ids: string[]) => {
			if (ids.length > 100) throw new Error("VECTOR_DELETE_ERROR (code = 40007): too many ids in payload");
			for (const id of ids) leaving.add(id);
			return { mutationId: "m" };
		},
		getByIds: async (ids: string[]) => {
			if (ids.length > 20) throw new Error("VECTOR_GET_ERROR: too many ids in payload");
			return ids.flatMap((id) => kept.get(id) ?? []);
		},
		query: async (vector: Float32Array, options: VectorizeQueryOptions) => {
			if ((options.topK ?? 5) > 100) throw new Error("VECTOR_QUERY_ERROR: top_k too large");
			if (JSON.stringify(options.filter).length >= 2048) throw new Error("VECTOR_QUERY_ERROR: filter too large");
			filters.push(options.filter ?? {});
			const found = [...kept.values()]
				.filter((one) => matches(one, options.filter))
				.map(({ id, values }) => ({
					id,
					score: [...values].reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0),
				}))
				.toSorted((a, b) => b.score - a.score)
				.slice(0, options.topK);
			return { count: found.length, matches: found };
		},
	};
	const settle = () => {
		for (const id of leaving) kept.delete(id);
		leaving.clear();
	};
	return { vectors: new VectorizeVectors(index as unknown as Vectorize), kept, filters, settle };
}

const entry = (key: string, ward: string | null, vector: number[], patient: string | null = null) => ({
	key,
	kind: ward === null ? "passage" : "episode",
	ward,
	patient,
	vector: Float32Array.from(vector),
});

describe("vectors in the platform's index", () => {
	it("are asked for within the scope, so that the nearest of other wards do not crowd out those that may be seen", async () => {
		const { vectors } = standIn();
		const others = Array.from({ length: 150 }, (_, i) => entry(`episode:other-${i}`, "other", [1, 0]));
		await vectors.put([...others, entry("episode:own", "own", [0.5, 0.5]), entry("passage:p", null, [0.1, 0])]);
		const near = (wards: "all" | string[], patient?: string) =>
			vectors.nearest(Float32Array.from([1, 0]), "", { kinds: ["episode", "passage"], wards, patient }, 20);
		expect((await near(["own"])).map(({ key }) => key)).toEqual(["episode:own", "passage:p"]);
		expect((await near([])).map(({ key }) => key)).toEqual(["passage:p"]);
		expect(await near("all")).toHaveLength(20);
		expect(await near("all", "P-1")).toEqual([]);
	});

	it("of as many wards as a person may have are asked for in filters that are short enough", async () => {
		const { vectors, filters } = standIn();
		const wards = Array.from({ length: 55 }, (_, i) => `${"w".repeat(47)}-${i}`);
		await vectors.put(wards.map((ward, i) => entry(`episode:${i}`, ward, [1, i / 100])));
		const near = await vectors.nearest(Float32Array.from([1, 0]), "", { kinds: ["episode"], wards }, 60);
		expect(near).toHaveLength(55);
		expect(filters.length).toBeGreaterThan(1);
	});

	it("are removed a hundred at a time, and held until the index has forgotten them", async () => {
		const { vectors, kept, settle } = standIn();
		const keys = Array.from({ length: 250 }, (_, i) => `episode:${i}`);
		await vectors.put(keys.map((key) => entry(key, "w", [1, 0])));
		await vectors.remove(keys);
		expect(await vectors.held(keys)).toHaveLength(250);
		settle();
		expect(await vectors.held(keys)).toEqual([]);
		expect(kept.size).toBe(0);
	});
});
