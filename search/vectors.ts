/** Where vectors are kept and compared: the platform's index where there is one, SEARCH itself where not. */
import type { SearchScope, SearchStores } from "./documents.ts";
import { D1Vectors } from "./d1-vectors.ts";
import { VectorizeVectors } from "./vectorize.ts";

export interface VectorEntry {
	readonly key: string;
	readonly kind: string;
	readonly ward: string | null;
	readonly patient: string | null;
	/** Of unit length. */
	readonly vector: Float32Array;
}

export interface Neighbour {
	readonly key: string;
	/** Cosine, −1 to 1. */
	readonly similarity: number;
}

export interface VectorIndex {
	/** Keeps vectors, in place of those they had. */
	put(entries: readonly VectorEntry[]): Promise<void>;
	remove(keys: readonly string[]): Promise<void>;
	/** Those of `keys` whose vectors are still there. */
	held(keys: readonly string[]): Promise<readonly string[]>;
	/** The nearest within `scope`, the nearest first. */
	nearest(vector: Float32Array, space: string, scope: SearchScope, limit: number): Promise<readonly Neighbour[]>;
}

export function vectorIndexOf({ SEARCH, VECTORS }: SearchStores): VectorIndex {
	return VECTORS === undefined ? new D1Vectors(SEARCH) : new VectorizeVectors(VECTORS);
}
