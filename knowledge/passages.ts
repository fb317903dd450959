/**
 * Documents that the assistant may cite, and how they are taken apart into passages: at their headings, long sections at
 * paragraphs, none overlapping another. Ours (`documents/*.md`) and those that an admin uploads go the same way.
 */

import type { KnowledgeFormat } from "../vitals/knowledge.ts";

/** A piece of a document, small enough to be read at a glance and cited as one. */
export interface Passage {
	/** Unique, and the same in the next version while its heading is: `alarms.acknowledge`. Up to 54 characters. */
	readonly id: string;
	readonly documentId: string;
	/** Document and heading. */
	readonly title: string;
	/** Markdown. */
	readonly text: string;
}

/** A document of ours, with what its front matter says. */
export interface KnowledgeDocument {
	readonly id: string;
	readonly title: string;
	readonly version: number;
	/** `YYYY-MM-DD`. */
	readonly date: string;
	/** Published works that its facts are from. */
	readonly sources: readonly string[];
	readonly text: string;
	readonly passages: readonly Passage[];
}

/** Characters of a passage: about 250 words. A longer section becomes several. */
const PASSAGE_CHARACTERS = 1_800;
/** Characters of a heading in a passage's id. */
const SLUG_CHARACTERS = 32;
const TITLE_CHARACTERS = 160;

interface Section {
	readonly heading: string | null;
	readonly text: string;
}

/** `text` as passages, in its order. A text without a single letter has none. */
export function splitDocument(documentId: string, title: string, text: string, format: KnowledgeFormat): Passage[] {
	const sections = format === "markdown" ? sectionsOf(text) : [{ heading: null, text }];
	const taken = new Set<string>();
	return sections.flatMap(({ heading, text: section }, i) => {
		const pieces = piecesOf(section).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
		const slug = slugOf(heading) ?? (heading === null && i === 0 ? "start" : `section-${i + 1}`);
		return pieces.map((piece, k) => {
			const id = unique(pieces.length === 1 ? slug : `${slug}-${k + 1}`, taken);
			const name = heading === null ? title : `${title}: ${heading}`;
			return { id: `${documentId}.${id}`, documentId, title: name.slice(0, TITLE_CHARACTERS), text: piece };
		});
	});
}

/**
 * One of our own documents.
 *
 * @throws Error naming what its front matter lacks
 */
export function readDocument(markdown: string): KnowledgeDocument {
	const [, front, text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown) ?? [];
	if (front === undefined || text === undefined) throw new Error("A document begins with front matter between ---");
	const field = (name: string) => {
		const value = new RegExp(`^${name}: (.+)$`, "m").exec(front)?.[1];
		if (value === undefined) throw new Error(`The front matter lacks ${name}`);
		return value.trim();
	};
	const sources = [...front.matchAll(/^ {2}- (.+)$/gm)].map((match) => (match[1] as string).trim());
	if (sources.length === 0) throw new Error("The front matter lacks sources");
	const [id, title] = [field("id"), field("title")];
	return {
		id,
		title,
		version: Number(field("version")),
		date: field("date"),
		sources,
		text: text.trim(),
		passages: splitDocument(id, title, text, "markdown"),
	};
}

/** At headings that are not within a fenced block. */
function sectionsOf(text: string): Section[] {
	const sections: { heading: string | null; lines: string[] }[] = [{ heading: null, lines: [] }];
	let fence: string | null = null;
	for (const line of text.split(/\r\n|\r|\n/)) {
		const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
		if (mark !== undefined && fence === null) fence = mark;
		else if (mark !== undefined && fence !== null && mark.startsWith(fence)) fence = null;
		const [, heading] = fence === null ? (/^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line) ?? []) : [];
		if (heading === undefined) sections.at(-1)?.lines.push(line);
		else sections.push({ heading: heading === "" ? null : heading, lines: [] });
	}
	return sections.map(({ heading, lines }) => ({ heading, text: lines.join("\n").trim() }));
}

/** At paragraphs, then at sentences, then between words: the first that makes pieces short enough. */
function piecesOf(text: string): string[] {
	let pieces = [text.trim()];
	for (const boundary of [/\n\s*\n/, /(?<=[.!?。！？])\s+|\n/, /\s+/]) {
		pieces = pieces.flatMap((piece) =>
			piece.length <= PASSAGE_CHARACTERS ? [piece] : gather(piece.split(boundary), boundary.source === "\\n\\s*\\n"),
		);
	}
	return pieces.flatMap((piece) => cut(piece));
}

/** Neighbours together as long as they fit. */
function gather(parts: readonly string[], paragraphs: boolean): string[] {
	const gathered: string[] = [];
	const joint = paragraphs ? "\n\n" : " ";
	for (const part of parts) {
		const last = gathered.at(-1);
		if (last !== undefined && last.length + joint.length + part.length <= PASSAGE_CHARACTERS)
			gathered[gathered.length - 1] = last + joint + part;
		else gathered.push(part);
	}
	return gathered;
}

/** What has no space to be cut at, by length; never between the halves of one character. */
function cut(piece: string): string[] {
	if (piece.length <= PASSAGE_CHARACTERS) return [piece];
	const characters = [...piece];
	const half = PASSAGE_CHARACTERS / 2;
	return Array.from({ length: Math.ceil(characters.length / half) }, (_, i) =>
		characters.slice(i * half, (i + 1) * half).join(""),
	);
}

/** A heading as part of an id; null where nothing of it is Latin. */
function slugOf(heading: string | null): string | null {
	const whole = (heading ?? "")
		.normalize("NFKD")
		.toLowerCase()
		.replaceAll(/\p{M}/gu, "")
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-+|-+$/g, "");
	if (whole.length <= SLUG_CHARACTERS) return whole === "" ? null : whole;
	// Between two words, where there are two.
	const end = whole.lastIndexOf("-", SLUG_CHARACTERS);
	return whole.slice(0, end > 0 ? end : SLUG_CHARACTERS);
}

function unique(slug: string, taken: Set<string>): string {
	let id = slug;
	for (let n = 2; taken.has(id); n++) id = `${slug}.${n}`;
	taken.add(id);
	return id;
}
