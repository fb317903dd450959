/**
 * The subset of Markdown that an answer may use, as pieces of plain text: headings, list items, strong, emphasis, code and
 * citations. Nothing becomes markup: an image is its description, a link its words, and a tag the characters it is written with.
 */
import type { AnswerSentence, Flag } from "../../../vitals/assistant.ts";

export interface Piece {
	readonly text: string;
	readonly strong: boolean;
	readonly emphasis: boolean;
	readonly code: boolean;
	/** Id of the source that it cites; its text is that id. */
	readonly citation: string | null;
	/** The flag over it, where there is one. */
	readonly flag: Flag | null;
}

export type BlockKind = "heading" | "item" | "text";

export interface SentenceBlock {
	readonly kind: BlockKind;
	readonly pieces: readonly Piece[];
}

const PREFIX = /^\s*(?:(#{1,6})\s+|[-*+]\s+|\d{1,2}[.)]\s+)?/;
/** In order of precedence at one position. An image or a link keeps its words only. */
const MARK =
	/\[(S\d+)\]|!?\[([^\]\n]*)\]\([^)\n]*\)|`([^`\n]+)`|\*\*(?=\S)([^*\n]+?)\*\*|(?<![\w*])[*_](?=\S)([^*_\n]+?)[*_](?![\w*])/g;

/** A sentence as the reader sees it. Flags keep their places: they count in the sentence as it was sent. */
export function blockOf({ text, flags }: AnswerSentence): SentenceBlock {
	const [prefix = "", heading] = PREFIX.exec(text) ?? [];
	const kind = heading !== undefined ? "heading" : prefix.trim() === "" ? "text" : "item";
	const pieces: Piece[] = [];
	const add = (from: number, to: number, how: Partial<Piece> = {}) => {
		const plain = { strong: false, emphasis: false, code: false, citation: null, ...how };
		for (const [start, end, flag] of partsOf(from, to, flags))
			pieces.push({ ...plain, text: text.slice(start, end), flag });
	};
	let at = prefix.length;
	for (const match of text.matchAll(MARK)) {
		if (match.index < at) continue;
		if (match.index > at) add(at, match.index);
		const [whole, citation, words, code, strong, emphasis] = match;
		const inner = citation ?? words ?? code ?? strong ?? emphasis ?? "";
		const from = match.index + whole.indexOf(inner, whole.startsWith("!") ? 2 : 1);
		add(from, from + inner.length, {
			strong: strong !== undefined,
			emphasis: emphasis !== undefined,
			code: code !== undefined,
			citation: citation ?? null,
		});
		at = match.index + whole.length;
	}
	if (at < text.length) add(at, text.length);
	return { kind, pieces: pieces.filter((piece) => piece.text !== "") };
}

/** `[from, to)` cut where flags begin and end; the first flag of several counts. */
function partsOf(from: number, to: number, flags: readonly Flag[]): [number, number, Flag | null][] {
	const cuts = [...new Set([from, to, ...flags.flatMap(({ start, end }) => [start, end])])]
		.filter((cut) => cut >= from && cut <= to)
		.sort((a, b) => a - b);
	return cuts.slice(1).map((end, i) => {
		const start = cuts[i] as number;
		return [start, end, flags.find((flag) => flag.start < end && flag.end > start) ?? null];
	});
}

/** A sentence as it is spoken: no marks, no citations. */
export function spoken(sentence: AnswerSentence): string {
	return blockOf(sentence)
		.pieces.filter(({ citation }) => citation === null)
		.map(({ text }) => text)
		.join("")
		.replaceAll(/\s+/g, " ")
		.trim();
}

/** Neighbours that stand together: list items in a list, plain sentences in a paragraph. */
export function groupsOf<T extends { readonly block: SentenceBlock }>(
	sentences: readonly T[],
): { kind: BlockKind; sentences: T[] }[] {
	const groups: { kind: BlockKind; sentences: T[] }[] = [];
	for (const sentence of sentences) {
		const last = groups.at(-1);
		const { kind } = sentence.block;
		if (last !== undefined && last.kind === kind && kind !== "heading") last.sentences.push(sentence);
		else groups.push({ kind, sentences: [sentence] });
	}
	return groups;
}
