/**
 * Whole databases as files: what a release has written, for later ones to read. A release that changes what it writes leaves
 * a new fixture (`dumpObject` and `dumpRegistry`, printed by its test where that has none) beside the old ones, which stay.
 */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";

type Value = string | number | null | { readonly base64: string };
export type Rows = readonly Readonly<Record<string, Value>>[];

/** Each table: how it was made, and what is in it. */
export type Tables = Readonly<Record<string, { readonly sql: string; readonly rows: Rows }>>;

/** Any object: what is asked here is its storage. */
type AnyStub = DurableObjectStub<undefined>;

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const toBytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** `bytes` are array buffers in an object's storage, arrays of numbers from D1. */
function encode(value: unknown): Value {
	if (value instanceof ArrayBuffer) return { base64: toText(new Uint8Array(value)) };
	if (Array.isArray(value)) return { base64: toText(Uint8Array.from(value as number[])) };
	return value as Value;
}
const decode = (value: Value) => (value !== null && typeof value === "object" ? toBytes(value.base64).buffer : value);

const encodeRow = (row: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(row).map(([column, value]) => [column, encode(value)]));

const TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'";
const OURS = `${TABLES} AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;

const insertion = (table: string, row: Rows[number]) => {
	const columns = Object.keys(row);
	const into = `"${table}" (${columns.map((column) => `"${column}"`).join(", ")})`;
	return `INSERT INTO ${into} VALUES (${columns.map(() => "?").join(", ")})`;
};

/** The object's tables as they are now. */
export function dumpObject(stub: unknown): Promise<Tables> {
	return runInDurableObject(stub as AnyStub, (_: unknown, { storage: { sql } }: DurableObjectState) =>
		Object.fromEntries(
			sql
				.exec<{ name: string; sql: string }>(OURS)
				.toArray()
				.map((table) => {
					const rows = sql.exec(`SELECT * FROM "${table.name}"`).toArray();
					return [table.name, { sql: table.sql, rows: rows.map(encodeRow) }];
				}),
		),
	);
}

/** Puts the fixture's tables in place of the object's own, and ends the object: it wakes as if it had written them. */
export async function loadObject(stub: unknown, tables: Tables): Promise<void> {
	await runInDurableObject(stub as AnyStub, async (_: unknown, { storage }: DurableObjectState) => {
		const { sql } = storage;
		await storage.deleteAlarm();
		for (const { name } of sql.exec<{ name: string }>(OURS).toArray()) sql.exec(`DROP TABLE "${name}"`);
		for (const [name, table] of Object.entries(tables)) {
			sql.exec(table.sql);
			for (const row of table.rows) sql.exec(insertion(name, row), ...Object.values(row).map(decode));
		}
	});
	await evictDurableObject(stub as AnyStub);
}

/** How an object's tables are made, without what is in them. */
export const shapeOf = (tables: Tables): Record<string, string> =>
	Object.fromEntries(Object.entries(tables).map(([name, { sql }]) => [name, sql.replaceAll(/\s+/g, " ")]));

/** Rows of every table of a D1 database but those that say which migrations it has had. */
export async function dumpRegistry(database: D1Database): Promise<Record<string, Rows>> {
	const { results } = await database.prepare(OURS).all<{ name: string }>();
	const dump: Record<string, Rows> = {};
	for (const { name } of results) {
		if (name === "d1_migrations") continue;
		const { results: rows } = await database.prepare(`SELECT * FROM "${name}"`).all();
		dump[name] = rows.map(encodeRow);
	}
	return dump;
}

/** Takes every table away: the database is as one that was never migrated. */
export async function emptyRegistry(database: D1Database): Promise<void> {
	const { results } = await database.prepare(OURS).all<{ name: string }>();
	await database.batch([
		database.prepare("PRAGMA defer_foreign_keys = on"),
		...results.map(({ name }) => database.prepare(`DROP TABLE "${name}"`)),
	]);
}

export async function fillRegistry(database: D1Database, dump: Readonly<Record<string, Rows>>): Promise<void> {
	const rows = Object.entries(dump).flatMap(([table, all]) =>
		all.map((row) => database.prepare(insertion(table, row)).bind(...Object.values(row).map(decode))),
	);
	await database.batch([database.prepare("PRAGMA defer_foreign_keys = on"), ...rows]);
}
