/** Documents that admins upload for the assistant to cite: the truth that SEARCH is made from. */
import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Registry } from "./connect.ts";
import { knowledgeDocuments } from "./knowledge-schema.ts";

export type KnowledgeRow = typeof knowledgeDocuments.$inferSelect;
export type KnowledgeEntry = Omit<KnowledgeRow, "text">;

/** All but the text, which may be long. */
const ENTRY = {
	id: knowledgeDocuments.id,
	version: knowledgeDocuments.version,
	title: knowledgeDocuments.title,
	source: knowledgeDocuments.source,
	format: knowledgeDocuments.format,
	uploadedAt: knowledgeDocuments.uploadedAt,
	uploadedBy: knowledgeDocuments.uploadedBy,
};

/** Documents in their present version, the newest first, without their texts. */
export async function listKnowledge(registry: Registry): Promise<KnowledgeEntry[]> {
	return registry.select(ENTRY).from(knowledgeDocuments).orderBy(desc(knowledgeDocuments.uploadedAt));
}

/** The document, `null` when there is none of that id. */
export async function findKnowledge(registry: Registry, id: string): Promise<KnowledgeRow | null> {
	const [row] = await registry.select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, id)).limit(1);
	return row ?? null;
}

/** Keeps a new document, unless there are `most` already. @returns false where there are */
export async function addKnowledge(registry: Registry, row: KnowledgeRow, most: number): Promise<boolean> {
	const [counted] = await registry.select({ n: count() }).from(knowledgeDocuments);
	if ((counted?.n ?? 0) >= most) return false;
	await registry.insert(knowledgeDocuments).values(row);
	return true;
}

/** Puts `row` in the place of the version before it. @returns false where that is not the present one */
export async function replaceKnowledge(registry: Registry, row: KnowledgeRow): Promise<boolean> {
	const { id, version, ...values } = row;
	const changed = await registry
		.update(knowledgeDocuments)
		.set({ ...values, version })
		.where(and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.version, version - 1)))
		.returning({ id: knowledgeDocuments.id });
	return changed.length > 0;
}

/** @returns false where there is none of that id */
export async function deleteKnowledge(registry: Registry, id: string): Promise<boolean> {
	const gone = await registry
		.delete(knowledgeDocuments)
		.where(eq(knowledgeDocuments.id, id))
		.returning({ id: knowledgeDocuments.id });
	return gone.length > 0;
}

/** Every document with its version: changes whenever one comes, goes or changes. */
export async function knowledgeState(registry: Registry): Promise<string> {
	const [row] = await registry
		.select({
			state: sql<string | null>`group_concat(${knowledgeDocuments.id} || ' ' || ${knowledgeDocuments.version})`,
		})
		.from(knowledgeDocuments);
	return row?.state ?? "";
}
