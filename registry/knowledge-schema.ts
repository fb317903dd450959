/** The part of the schema that is the hospital's own guidelines. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { KnowledgeFormat } from "../vitals/knowledge.ts";

/** Documents that admins uploaded for the assistant to cite, each in its present version. */
export const knowledgeDocuments = sqliteTable("knowledge_documents", {
	/** `U-` and 12 hexadecimal digits. */
	id: text("id").primaryKey(),
	/** From 1; the number of the upload that it is. */
	version: integer("version").notNull(),
	title: text("title").notNull(),
	/** Where its facts are from, in the uploader's words. */
	source: text("source").notNull(),
	format: text("format").$type<KnowledgeFormat>().notNull(),
	text: text("text").notNull(),
	uploadedAt: integer("uploaded_at").notNull(),
	/** The person's id. */
	uploadedBy: text("uploaded_by").notNull(),
});
