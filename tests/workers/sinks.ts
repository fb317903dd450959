/** Everything that is stored, as text: for tests that look for what must not be there. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeReadings } from "../../lake/read.ts";

const latin1 = new TextDecoder("latin1");

/** Every row of every table of D1, by table. */
export const d1Dump = (): Promise<Map<string, string>> => databaseDump(env.DB);

/** Every row of every table of the search index, its full text's own tables too; blobs byte by byte. */
export const searchDump = (): Promise<Map<string, string>> => databaseDump(env.SEARCH);

async function databaseDump(database: D1Database): Promise<Map<string, string>> {
	const { results } = await database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	const names = results.map(({ name }) => String(name)).filter((name) => !/^(_cf|sqlite)/.test(name));
	const dumps = new Map<string, string>();
	for (const name of names) {
		const { results: rows } = await database.prepare(`SELECT * FROM "${name}"`).all();
		const text = (value: unknown) => (Array.isArray(value) ? latin1.decode(Uint8Array.from(value as number[])) : value);
		dumps.set(
			name,
			JSON.stringify(
				rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, text(value)]))),
			),
		);
	}
	return dumps;
}

/** Every row of every table of an object's SQLite; blobs byte by byte. */
export function sqliteDump(stub: DurableObjectStub<undefined>): Promise<string> {
	return runInDurableObject(stub, (_: unknown, state: DurableObjectState) => {
		const { sql } = state.storage;
		const tables = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
		const rows = tables
			.filter(({ name }) => !name.startsWith("_cf"))
			.flatMap(({ name }) => sql.exec(`SELECT * FROM "${name}"`).toArray());
		const text = (value: unknown) => (value instanceof ArrayBuffer ? latin1.decode(value) : String(value));
		return rows.map((row) => Object.values(row).map(text).join("|")).join("\n");
	});
}

/** Every object of the bucket: key, metadata, bytes, and what a reader makes of them. */
export async function bucketDump(): Promise<Map<string, string>> {
	const dumps = new Map<string, string>();
	let cursor: string | undefined;
	do {
		const page = await env.LAKE.list(cursor === undefined ? {} : { cursor });
		for (const { key } of page.objects) {
			const object = await env.LAKE.get(key);
			if (object === null) continue;
			const bytes = await object.arrayBuffer();
			const rows = key.endsWith(".parquet") ? JSON.stringify(await decodeReadings(bytes)) : "";
			const about = JSON.stringify([object.customMetadata, object.httpMetadata]);
			dumps.set(key, [key, about, latin1.decode(bytes), rows].join("\n"));
		}
		cursor = page.truncated ? page.cursor : undefined;
	} while (cursor !== undefined);
	return dumps;
}
