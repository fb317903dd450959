/** Brings SEARCH up to date: what has changed since it last looked, and no more. */
import { connectRegistry } from "../registry/connect.ts";
import { changesAfter, episodesChangedAfter } from "../registry/episode-feed.ts";
import { findKnowledge, knowledgeState, listKnowledge } from "../registry/knowledge.ts";
import type { SearchStatus } from "../vitals/knowledge.ts";
import { LIBRARY_PASSAGES } from "../knowledge/library.ts";
import { splitDocument, type Passage } from "../knowledge/passages.ts";
import { deleteDocuments, putDocuments, sha256, type SearchDocument, type SearchStores } from "./documents.ts";
import { embed, type EmbeddingDoor } from "./embedding.ts";
import { episodeDocument } from "./episode-text.ts";
import { vectorIndexOf } from "./vectors.ts";

/** Bindings of what indexes. */
export interface IndexingEnv extends SearchStores {
	readonly DB: D1Database;
	readonly AI: EmbeddingDoor;
}

/** How much is done at most before it is left to the next time. */
export interface IndexingBudget {
	/** Changes of episodes. */
	readonly changes: number;
	/** Texts that get their vectors. */
	readonly texts: number;
}

/** What a question waits for. */
export const AT_A_QUESTION: IndexingBudget = { changes: 400, texts: 100 };

/** What a request of its own does. */
export const AT_ONCE: IndexingBudget = { changes: 2_000, texts: 400 };

const EPISODES = "episodes";
const KNOWLEDGE = "knowledge";
/** Changes that are read in one query. */
const PAGE = 200;

interface Cursor {
	readonly position: number;
	readonly state: string;
}

/**
 * Indexes new and changed passages and episodes, as far as `budget` goes. Reads two cursors when there is nothing to do.
 * Safe to run twice at once: what is written twice is the same.
 */
export async function refreshText(env: IndexingEnv, { changes }: Pick<IndexingBudget, "changes">): Promise<void> {
	const cursors = await readCursors(env.SEARCH);
	await refreshPassages(env, cursors.get(KNOWLEDGE));
	await refreshEpisodes(env, cursors.get(EPISODES)?.position ?? 0, changes);
}

async function readCursors(database: D1Database): Promise<Map<string, Cursor>> {
	const { results } = await database.prepare("SELECT * FROM cursors").all<Cursor & { name: string }>();
	return new Map(results.map((row) => [row.name, row]));
}

const writeCursor = (database: D1Database, name: string, position: number, state: string) =>
	database
		.prepare("INSERT OR REPLACE INTO cursors (name, position, state) VALUES (?, ?, ?)")
		.bind(name, position, state)
		.run();

/** Changes with every release that has other passages. */
const EDITION = JSON.stringify(LIBRARY_PASSAGES.map(({ id, title, text }) => [id, title, text]));

async function refreshPassages(env: IndexingEnv, cursor: Cursor | undefined): Promise<void> {
	const registry = connectRegistry(env.DB);
	const state = await sha256(`${EDITION} ${await knowledgeState(registry)}`);
	if (cursor?.state === state) return;
	await putDocuments(env.SEARCH, LIBRARY_PASSAGES.map(passageDocument));
	const present = new Set(LIBRARY_PASSAGES.map(({ id }) => passageKey(id)));
	for (const { id } of await listKnowledge(registry)) {
		const row = await findKnowledge(registry, id);
		if (row === null) continue;
		const passages = splitDocument(id, row.title, row.text, row.format);
		for (const passage of passages) present.add(passageKey(passage.id));
		await putDocuments(env.SEARCH, passages.map(passageDocument));
	}
	const { results } = await env.SEARCH.prepare("SELECT key FROM documents WHERE kind = 'passage'").all<{
		key: string;
	}>();
	await removeDocuments(
		env,
		results.map(({ key }) => key).filter((key) => !present.has(key)),
	);
	await writeCursor(env.SEARCH, KNOWLEDGE, present.size, state);
}

const passageKey = (id: string): string => `passage:${id}`;

function passageDocument({ id, documentId, title, text }: Passage): SearchDocument {
	return {
		key: passageKey(id),
		kind: "passage",
		parent: documentId,
		ward: null,
		patient: null,
		device: null,
		since: null,
		until: null,
		title: title.normalize("NFKC"),
		body: text.normalize("NFKC"),
	};
}

async function refreshEpisodes(env: IndexingEnv, from: number, changes: number): Promise<void> {
	const registry = connectRegistry(env.DB);
	let position = from;
	for (let read = 0; read < changes; read += PAGE) {
		const page = await episodesChangedAfter(registry, position, PAGE);
		if (page.changes === 0) return;
		await putDocuments(env.SEARCH, page.episodes.map(episodeDocument));
		position = page.position;
		await writeCursor(env.SEARCH, EPISODES, position, "");
		if (page.changes < PAGE) return;
	}
}

/** Takes documents out, their vectors first. */
async function removeDocuments(env: SearchStores, keys: readonly string[]): Promise<void> {
	if (keys.length === 0) return;
	await vectorIndexOf(env).remove(keys);
	await deleteDocuments(env.SEARCH, keys);
}

/**
 * Gives vectors to what waits for them: passages before all, then the newest.
 *
 * @param space - vectors of another one are made anew; null where it is not known yet
 * @returns how many got one
 * @throws what the model throws: the texts wait on
 */
export async function refreshVectors(
	env: IndexingEnv,
	space: string | null,
	{ texts }: Pick<IndexingBudget, "texts">,
): Promise<number> {
	const condition = space === null ? "embedded IS NULL" : "embedded IS NULL OR embedded <> ?";
	const { results } = await env.SEARCH.prepare(
		`SELECT key, kind, ward, patient, title, body, hash FROM documents WHERE ${condition} 
		ORDER BY kind = 'passage' DESC, id DESC LIMIT ${texts}`,
	)
		.bind(...(space === null ? [] : [space]))
		.all<Pick<SearchDocument, "key" | "kind" | "ward" | "patient" | "title" | "body"> & { hash: string }>();
	if (results.length === 0) return 0;
	const { space: used, vectors } = await embed(
		env.AI,
		results.map(({ title, body }) => `${title}\n${body}`),
	);
	const index = vectorIndexOf(env);
	await index.put(
		results.map(({ key, kind, ward, patient }, i) => ({
			key,
			kind,
			ward,
			patient,
			vector: vectors[i] as Float32Array,
		})),
	);
	const statement = env.SEARCH.prepare("UPDATE documents SET embedded = ? WHERE key = ? AND hash = ?");
	const marked = await env.SEARCH.batch(results.map(({ key, hash }) => statement.bind(used, key, hash)));
	// Changed meanwhile: it waits again. Gone meanwhile: its vector must not stay.
	const unmarked = results.filter((_, i) => marked[i]?.meta.changes === 0).map(({ key }) => key);
	if (unmarked.length > 0) await index.remove(unmarked);
	return results.length;
}

/** What is indexed, and what is not yet. */
export async function statusOf(env: IndexingEnv): Promise<SearchStatus> {
	const [kinds, spaces] = await env.SEARCH.batch<{ kind: string; n: number; bare: number; space: string }>([
		env.SEARCH.prepare("SELECT kind, count(*) AS n, sum(embedded IS NULL) AS bare FROM documents GROUP BY kind"),
		env.SEARCH.prepare("SELECT DISTINCT embedded AS space FROM documents WHERE embedded IS NOT NULL ORDER BY 1"),
	]);
	const rows = kinds?.results ?? [];
	const position = (await readCursors(env.SEARCH)).get(EPISODES)?.position ?? 0;
	return {
		passages: rows.find(({ kind }) => kind === "passage")?.n ?? 0,
		episodes: rows.find(({ kind }) => kind === "episode")?.n ?? 0,
		without_vector: rows.reduce((sum, { bare }) => sum + bare, 0),
		waiting: await changesAfter(connectRegistry(env.DB), position),
		spaces: (spaces?.results ?? []).map(({ space }) => space),
	};
}
