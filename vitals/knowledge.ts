/** Documents that the assistant may cite, as they travel. Snake case is the wire's. */

export const KNOWLEDGE_FORMATS = ["markdown", "text"] as const;
export type KnowledgeFormat = (typeof KNOWLEDGE_FORMATS)[number];

/** One entry of `GET /api/v1/knowledge`. */
export interface KnowledgeAnswer {
	readonly id: string;
	readonly version: number;
	readonly title: string;
	/** Comes with the product; else an admin uploaded it. */
	readonly built_in: boolean;
	readonly sources: readonly string[];
	/** When this version was written or uploaded, ISO 8601. */
	readonly date: string;
	/** Id of the person who uploaded it; null where it is built in. */
	readonly uploaded_by: string | null;
}

/** A piece of a document, `GET /api/v1/passages/:id`. Its text is Markdown where the document is. */
export interface PassageAnswer {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	readonly document: KnowledgeAnswer;
}

/** `GET /api/v1/knowledge/:id`. */
export interface KnowledgeDocumentAnswer extends KnowledgeAnswer {
	readonly passages: readonly { readonly id: string; readonly title: string; readonly text: string }[];
}

/** `GET /api/v1/search/status`, and the answer of what changes the index. */
export interface SearchStatus {
	/** By kind, what can be found, and how much of that has no vector yet. */
	readonly passages: number;
	readonly episodes: number;
	readonly without_vector: number;
	/** Changes of episodes that are not indexed yet. */
	readonly waiting: number;
	/** Embedders whose vectors are there: one, or two while it changes. */
	readonly spaces: readonly string[];
}
