/** The rows of SEARCH: one a passage or an episode. Everything in them is made from what lies elsewhere. */
import type { WardScope } from "../vitals/members.ts";

/** What can be found. Notes come with the day they exist. */
export const SEARCH_KINDS = ["passage", "episode"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** What the index keeps of something. Its text holds no surrogate, no device and no words of people at the bed. */
export interface SearchDocument {
	/** Kind and id, such as `passage:news2-response.score-7-or-more`: at most 64 bytes. */
	readonly key: string;
	readonly kind: SearchKind;
	/** What it goes with when that goes: a document's id, an episode's. */
	readonly parent: string;
	/** The only ward whose people may find it; null where everybody may. */
	readonly ward: string | null;
	/** Surrogate. */
	readonly patient: string | null;
	readonly device: string | null;
	/** Milliseconds since the epoch. */
	readonly since: number | null;
	readonly until: number | null;
	readonly title: string;
	readonly body: string;
}

/** Which rows a question may see. */
export interface SearchScope {
	readonly kinds: readonly SearchKind[];
	readonly wards: WardScope;
	/** Surrogate; everybody's when absent. */
	readonly patient?: string | undefined;
}

/** Bindings of everything here. */
export interface SearchStores {
	readonly SEARCH: D1Database;
	/** The platform's vector index; absent on a developer's machine, where SEARCH holds the vectors too. */
	readonly VECTORS?: Vectorize;
}

/** Keys in one statement: they travel as one JSON value, so that this bounds only its size. */
const KEYS_AT_ONCE = 500;
/** Statements in one batch. */
const STATEMENTS_AT_ONCE = 50;

/** The condition that keeps a query to `scope`; its values are bound in this order. */
export function scopeCondition(scope: SearchScope): { readonly sql: string; readonly values: readonly string[] } {
	const parts = ["d.kind IN (SELECT value FROM json_each(?))"];
	const values = [JSON.stringify(scope.kinds)];
	if (scope.wards !== "all") {
		parts.push("(d.ward IS NULL OR d.ward IN (SELECT value FROM json_each(?)))");
		values.push(JSON.stringify(scope.wards));
	}
	if (scope.patient !== undefined) {
		parts.push("d.patient = ?");
		values.push(scope.patient);
	}
	return { sql: parts.join(" AND "), values };
}

/** Of `keys` those within `scope`, by key. */
export async function findDocuments(
	database: D1Database,
	keys: readonly string[],
	scope: SearchScope,
): Promise<Map<string, SearchDocument>> {
	const found = new Map<string, SearchDocument>();
	const { sql, values } = scopeCondition(scope);
	for (const some of parts(keys, KEYS_AT_ONCE)) {
		const query = `SELECT d.key, d.kind, d.parent, d.ward, d.patient, d.device, d.since, d.until, d.title, d.body
			FROM documents d WHERE d.key IN (SELECT value FROM json_each(?)) AND ${sql}`;
		const { results } = await database
			.prepare(query)
			.bind(JSON.stringify(some), ...values)
			.all<SearchDocument & Record<string, unknown>>();
		for (const row of results) found.set(row.key, row);
	}
	return found;
}

/** Hash of all that is kept of a document: what has the same is not written again. */
async function hashOf(document: SearchDocument): Promise<string> {
	const { ward, patient, device, since, until, title, body } = document;
	return sha256(JSON.stringify([ward, patient, device, since, until, title, body]));
}

/** What stands for an erased patient among `erased`. */
async function tombstoneOf(patient: string | null): Promise<string> {
	return patient === null ? "" : sha256(patient);
}

/** SHA-256, hex. */
export async function sha256(text: string): Promise<string> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

/**
 * Writes what is new or has changed; that is then waiting for its vector. Nothing of a patient who is being erased.
 *
 * @returns how many were written
 */
export async function putDocuments(database: D1Database, documents: readonly SearchDocument[]): Promise<number> {
	let written = 0;
	for (const some of parts(documents, STATEMENTS_AT_ONCE)) {
		const statements = await Promise.all(
			some.map(async (document) => {
				const { key, kind, parent, ward, patient, device, since, until, title, body } = document;
				return database
					.prepare(
						`INSERT INTO documents (key, kind, parent, ward, patient, device, since, until, title, body, hash)
						SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
						WHERE NOT EXISTS (SELECT 1 FROM erased WHERE patient = ?12)
						ON CONFLICT (key) DO UPDATE SET ward = excluded.ward, patient = excluded.patient, device = excluded.device,
							since = excluded.since, until = excluded.until, title = excluded.title, body = excluded.body,
							hash = excluded.hash, embedded = NULL, vector = NULL
						WHERE hash <> excluded.hash`,
					)
					.bind(
						key,
						kind,
						parent,
						ward,
						patient,
						device,
						since,
						until,
						title,
						body,
						await hashOf(document),
						await tombstoneOf(patient),
					);
			}),
		);
		for (const { meta } of await database.batch(statements)) if (meta.changes > 0) written++;
	}
	return written;
}

/** Takes documents out of the full text. Their vectors are the caller's to remove before. */
export async function deleteDocuments(database: D1Database, keys: readonly string[]): Promise<void> {
	for (const some of parts(keys, KEYS_AT_ONCE)) {
		const query = "DELETE FROM documents WHERE key IN (SELECT value FROM json_each(?))";
		await database.prepare(query).bind(JSON.stringify(some)).run();
	}
}

/** `list` in pieces of at most `size`. */
export function parts<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
