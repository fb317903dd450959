/** Taking things out of the search for good: a patient's records, or everything. */
import { deleteDocuments, sha256, type SearchStores } from "./documents.ts";
import { vectorIndexOf } from "./vectors.ts";

/** Keys that are taken out in one go. */
const AT_ONCE = 500;
/** An indexing that was under way at an erasure has long ended. Milliseconds. */
const REMEMBERED = 24 * 3600_000;

/**
 * Takes out whatever is of the patient, and lets nothing of them in for a day. The vectors go first and are looked for: a
 * vector index forgets some seconds after it was told, and what it still holds would have no row that leads to it.
 *
 * @param now - milliseconds since the epoch
 * @returns how many went with this call, and whether that is all: call again until it is
 */
export async function forgetPatient(
	stores: SearchStores,
	patient: string,
	now: number,
): Promise<{ readonly done: boolean; readonly documents: number }> {
	const { SEARCH } = stores;
	await SEARCH.batch([
		SEARCH.prepare("DELETE FROM erased WHERE at < ?").bind(now - REMEMBERED),
		SEARCH.prepare("INSERT OR REPLACE INTO erased (patient, at) VALUES (?, ?)").bind(await sha256(patient), now),
	]);
	const query = `SELECT key FROM documents WHERE patient = ? ORDER BY id LIMIT ${AT_ONCE}`;
	const { results } = await SEARCH.prepare(query).bind(patient).all<{ key: string }>();
	const keys = results.map(({ key }) => key);
	if (keys.length === 0) return { done: true, documents: 0 };
	const vectors = vectorIndexOf(stores);
	await vectors.remove(keys);
	const held = new Set(await vectors.held(keys));
	const gone = keys.filter((key) => !held.has(key));
	await deleteDocuments(SEARCH, gone);
	return { done: false, documents: gone.length };
}

/**
 * After rows of the registry's history went, its new ones take their numbers: what was read beyond `position` is read again.
 *
 * @param position - below every row that went
 */
export async function rereadEpisodesFrom({ SEARCH }: SearchStores, position: number): Promise<void> {
	await SEARCH.prepare("UPDATE cursors SET position = min(position, ?) WHERE name = 'episodes'").bind(position).run();
}

/** Takes out all that is in the index now, and forgets how far other stores were read. */
export async function emptyIndex(stores: SearchStores): Promise<void> {
	const { SEARCH } = stores;
	const vectors = vectorIndexOf(stores);
	// What others index meanwhile is new, and stays.
	const last = (await SEARCH.prepare("SELECT max(id) AS id FROM documents").first<{ id: number | null }>())?.id ?? 0;
	for (;;) {
		const query = `SELECT key FROM documents WHERE id <= ? LIMIT ${AT_ONCE}`;
		const { results } = await SEARCH.prepare(query).bind(last).all<{ key: string }>();
		if (results.length === 0) break;
		const keys = results.map(({ key }) => key);
		await vectors.remove(keys);
		await deleteDocuments(SEARCH, keys);
	}
	await SEARCH.prepare("DELETE FROM cursors").run();
}
