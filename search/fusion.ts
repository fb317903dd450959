/** Damps the difference between the first ranks; 60 is what the method's authors found (Cormack, Clarke, Büttcher 2009). */
const DAMPING = 60;

/** Reciprocal rank fusion: each list gives a key 1 / (60 + its rank). The highest sum first; equal ones by key. */
export function fuse(lists: readonly (readonly string[])[]): { readonly key: string; readonly score: number }[] {
	const scores = new Map<string, number>();
	for (const list of lists) {
		for (const [i, key] of list.entries()) scores.set(key, (scores.get(key) ?? 0) + 1 / (DAMPING + i + 1));
	}
	return [...scores]
		.map(([key, score]) => ({ key, score }))
		.toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}
