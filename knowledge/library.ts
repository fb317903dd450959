/** The documents that come with the product. */
import news2 from "./documents/news2.md";
import { readDocument, type KnowledgeDocument, type Passage } from "./passages.ts";

export const LIBRARY: readonly KnowledgeDocument[] = [news2].map((text) => readDocument(text));

/** Every passage of ours. */
export const LIBRARY_PASSAGES: readonly Passage[] = LIBRARY.flatMap((document) => document.passages);
