/** Documents that the assistant may cite: ours, and those that admins upload. */
import type { Context } from "hono";
import { log, reason } from "../../durable-objects/log.ts";
import { LIBRARY } from "../../knowledge/library.ts";
import { splitDocument, type KnowledgeDocument, type Passage } from "../../knowledge/passages.ts";
import { connectRegistry } from "../../registry/connect.ts";
import {
	addKnowledge,
	deleteKnowledge,
	findKnowledge,
	listKnowledge,
	replaceKnowledge,
	type KnowledgeEntry,
	type KnowledgeRow,
} from "../../registry/knowledge.ts";
import { AT_ONCE, refreshText, refreshVectors } from "../../search/indexing.ts";
import {
	KNOWLEDGE_FORMATS,
	type KnowledgeAnswer,
	type KnowledgeDocumentAnswer,
	type KnowledgeFormat,
	type PassageAnswer,
} from "../../vitals/knowledge.ts";
import type { AppContext, Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { refuse, textField } from "../params.ts";
import { Problem } from "../problem.ts";

/** Characters of a document's text: some 60 pages. */
const MAX_TEXT = 131_072;
/** Uploaded documents at a time: they are read together when the index is made anew. */
const MAX_DOCUMENTS = 40;
const MAX_TITLE = 100;
const MAX_SOURCE = 300;
/** Control characters but tabulators and line ends, and halves of surrogate pairs: no text of a person has them. */
const NOT_IN_DOCUMENT = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** `GET /api/v1/knowledge`: every document, ours first. */
export const getKnowledge: Handler = async (context) => {
	const uploaded = await listKnowledge(connectRegistry(context.env.DB));
	return context.json({ data: [...LIBRARY.map(builtIn), ...uploaded.map(ofUpload)] });
};

/** `GET /api/v1/knowledge/:id`: a document with its passages, in its order. */
export const getKnowledgeDocument: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	const document = await findDocument(context, id);
	if (document === null) throw new Problem("not_found", "No document of that id exists");
	return context.json(whole(document.answer, document.passages));
};

/** `GET /api/v1/passages/:id`: what a citation opens. */
export const getPassage: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	const document = await findDocument(context, id.split(".")[0] ?? "");
	const passage = document?.passages.find((one) => one.id === id);
	if (document === null || passage === undefined) throw new Problem("not_found", "No passage of that id exists");
	const { title, text } = passage;
	return context.json({ id, title, text, document: document.answer } satisfies PassageAnswer);
};

/** `POST /api/v1/knowledge` `{title, source, format, text}`: 201 with the passages it was made into. */
export const postKnowledge: Handler = async (context) => {
	const id = `U-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	const { row, passages } = upload(context, id, 1, await readObject(context.req.raw));
	if (!(await addKnowledge(connectRegistry(context.env.DB), row, MAX_DOCUMENTS)))
		throw new Problem("conflict", `There are ${MAX_DOCUMENTS} uploaded documents: delete one that is no longer needed`);
	context.get("target").object = `knowledge:${id}:1`;
	indexSoon(context);
	return context.json(whole(ofUpload(row), passages), 201, { location: `/api/v1/knowledge/${id}` });
};

/** `PUT /api/v1/knowledge/:id` `{version, title, source, format, text}`: takes the place of that version. */
export const putKnowledge: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	const registry = connectRegistry(context.env.DB);
	const present = await uploaded(context, id);
	const body = await readObject(context.req.raw);
	if (!Number.isSafeInteger(body["version"]))
		refuse("version", "version must be the number of the version that you saw");
	const { row, passages } = upload(context, id, present.version + 1, body);
	if (body["version"] !== present.version || !(await replaceKnowledge(registry, row)))
		throw new Problem("version_conflict", "The document has changed meanwhile: read it again");
	context.get("target").object = `knowledge:${id}:${row.version}`;
	indexSoon(context);
	return context.json(whole(ofUpload(row), passages));
};

/** `DELETE /api/v1/knowledge/:id`: with every passage of it, from the index too. */
export const removeKnowledge: Handler = async (context) => {
	const { id } = await uploaded(context, context.req.param("id") ?? "");
	await deleteKnowledge(connectRegistry(context.env.DB), id);
	context.get("target").object = `knowledge:${id}`;
	indexSoon(context);
	return context.body(null, 204);
};

async function uploaded(context: Context<AppContext>, id: string): Promise<KnowledgeRow> {
	if (LIBRARY.some((document) => document.id === id))
		throw new Problem("conflict", "This document comes with the product and changes with it only");
	const row = await findKnowledge(connectRegistry(context.env.DB), id);
	if (row === null) throw new Problem("not_found", "No uploaded document of that id exists");
	return row;
}

function upload(context: Context<AppContext>, id: string, version: number, body: Record<string, unknown>) {
	const title = textField(body["title"], "title", MAX_TITLE);
	const source = textField(body["source"], "source", MAX_SOURCE);
	const format = body["format"] as KnowledgeFormat;
	if (!KNOWLEDGE_FORMATS.includes(format))
		refuse(
			"format",
			`format must be one of ${KNOWLEDGE_FORMATS.join(", ")}`,
			format === undefined ? "missing" : "bad_format",
		);
	const text = body["text"];
	if (typeof text !== "string" || NOT_IN_DOCUMENT.test(text))
		refuse("text", "text must be a text without control characters", text === undefined ? "missing" : "bad_format");
	if (text.length > MAX_TEXT) refuse("text", `text may have at most ${MAX_TEXT} characters`, "out_of_range");
	const passages = splitDocument(id, title, text, format);
	if (passages.length === 0) refuse("text", "text must hold at least one word");
	const by = context.get("person").id;
	const row: KnowledgeRow = { id, version, title, source, format, text, uploadedAt: Date.now(), uploadedBy: by };
	return { row, passages };
}

/** Searches index what is new by themselves; the next one need not wait for it. */
function indexSoon(context: Context<AppContext>): void {
	const work = async () => {
		await refreshText(context.env, AT_ONCE);
		await refreshVectors(context.env, null, AT_ONCE);
	};
	context.executionCtx.waitUntil(
		work().catch((error: unknown) => log("warn", "search.not_indexed", { reason: reason(error) })),
	);
}

interface Found {
	readonly answer: KnowledgeAnswer;
	readonly passages: readonly Passage[];
}

async function findDocument(context: Context<AppContext>, id: string): Promise<Found | null> {
	const ours = LIBRARY.find((document) => document.id === id);
	if (ours !== undefined) return { answer: builtIn(ours), passages: ours.passages };
	const row = await findKnowledge(connectRegistry(context.env.DB), id);
	return row && { answer: ofUpload(row), passages: splitDocument(row.id, row.title, row.text, row.format) };
}

function builtIn({ id, version, title, sources, date }: KnowledgeDocument): KnowledgeAnswer {
	return { id, version, title, built_in: true, sources, date: `${date}T00:00:00.000Z`, uploaded_by: null };
}

function ofUpload({ id, version, title, source, uploadedAt, uploadedBy }: KnowledgeEntry): KnowledgeAnswer {
	const date = new Date(uploadedAt).toISOString();
	return { id, version, title, built_in: false, sources: [source], date, uploaded_by: uploadedBy };
}

function whole(answer: KnowledgeAnswer, passages: readonly Passage[]): KnowledgeDocumentAnswer {
	return { ...answer, passages: passages.map(({ id, title, text }) => ({ id, title, text })) };
}
