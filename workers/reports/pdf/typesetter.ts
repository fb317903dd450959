/**
 * Text to lines of glyphs: which face has a character, how letters join, where lines break, and in which order a line with
 * several writing directions is seen (the Unicode bidirectional algorithm).
 */
import bidiFactory from "bidi-js";
import { drawnCodes, linesOf, signsOf, type Sign } from "./clean.ts";
import type { Face, Faces, Weight } from "./faces.ts";
import { GlyphFont, UNITS, type EmbeddedGlyph } from "./glyph-font.ts";
import { laidOut } from "./shaping.ts";

/** A glyph where it stands, in thousandths of an em from the run's left end and the baseline. */
export interface PlacedGlyph {
	readonly glyph: EmbeddedGlyph;
	readonly x: number;
	readonly y: number;
}

/** A stretch of one line that is drawn in one go, left to right. */
export interface Run {
	/** In points from the line's left end. */
	x: number;
	readonly width: number;
	readonly style: TextStyle;
	/** What it says, in reading order. */
	readonly text: string;
	/** The glyphs say it in another order: a reader that copies is told the text. */
	readonly reordered: boolean;
	readonly glyphs: readonly PlacedGlyph[];
	/** A character that is shown as a box: its code point. */
	readonly box: number | null;
}

export interface TextStyle {
	readonly size: number;
	readonly weight: Weight;
	/** Red, green, blue, 0 to 1. */
	readonly color: Color;
}
export type Color = readonly [number, number, number];

/** A text in one style. */
export interface Span {
	readonly text: string;
	readonly style: TextStyle;
}

export interface Line {
	readonly runs: readonly Run[];
	/** Points. */
	readonly width: number;
	readonly rtl: boolean;
	/** The largest size in it, points. */
	readonly size: number;
}

/** What cannot be broken further: some glyphs of one direction and style. */
interface Piece {
	readonly text: string;
	readonly level: number;
	readonly style: TextStyle;
	readonly width: number;
	readonly glyphs: readonly PlacedGlyph[];
	readonly box: number | null;
	readonly space: boolean;
	/** A line may end after it. */
	readonly breakAfter: boolean;
}

interface Item extends Sign {
	readonly style: TextStyle;
	readonly face: Face | null;
	level: number;
}

interface Shaped {
	readonly glyphs: readonly PlacedGlyph[];
	/** Thousandths of an em. */
	readonly width: number;
}

/** Han, kana, Hangul and their punctuation: a line may end after each. */
const IDEOGRAPHIC = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uac00-\ud7a3\uff00-\uffef]/u;
/** What never begins a line, and what never ends one. */
const NOT_FIRST =
	/^[\u3001\u3002\u300d\u300f\u3011\u3015\u3017\uff01\uff09\uff0c\uff1a\uff1b\uff1f\uff5d!),.:;?\]}”’»%]/u;
const NOT_LAST = /^[\u300c\u300e\u3010\u3014\u3016\uff08\uff5b([{“‘«]/u;
/** A line may end after these within a word. */
const BREAKING = /[-–—/]$/u;
/** A box with a code point: its width in thousandths of an em. */
const BOX_WIDTH = 1150;
/** Graphemes of a word that are shaped at once: longer ones are no words. */
const LONGEST_WORD = 48;

/** What most texts are made of and one face has: taken word by word instead of letter by letter. */
const PLAIN = /^[\x20-\x7e\xa1-\xac\xae-\xff–—‘’“”•…]*$/;
const TOKENS = / +|[^ \-–—/]+[-–—/]?|[-–—/]/g;
/** Letters and marks of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const bidi = bidiFactory();

export class Typesetter {
	readonly fonts: Readonly<Record<Weight, GlyphFont>> = { regular: new GlyphFont(), bold: new GlyphFont() };
	readonly #faces: Faces;
	readonly #shaped = new Map<string, Shaped>();

	constructor(faces: Faces) {
		this.#faces = faces;
	}

	/**
	 * Lines no wider than `width`. Each line end of the text begins a new line.
	 *
	 * @param width - points
	 * @param breathe - called every few hundred letters
	 */
	async lines(spans: readonly Span[], width: number, breathe: () => Promise<void>): Promise<Line[]> {
		const lines: Line[] = [];
		for (const paragraph of paragraphsOf(spans)) lines.push(...(await this.#paragraph(paragraph, width, breathe)));
		return lines;
	}

	/** One line however long, for what is measured first. */
	line(text: string, style: TextStyle): Line {
		const items = this.#items([{ text, style }]);
		const base = levelsOf(items);
		return compose(this.#pieces(items), base, style.size);
	}

	async #paragraph(spans: readonly Span[], width: number, breathe: () => Promise<void>): Promise<Line[]> {
		const items = this.#items(spans);
		const base = levelsOf(items);
		const fallback = spans[0]?.style.size ?? 0;
		const lines: Line[] = [];
		let line: Piece[] = [];
		let used = 0;
		const finish = () => {
			while (line.at(-1)?.space) line.pop();
			lines.push(compose(line, base, fallback));
			line = [];
			used = 0;
		};
		let word: Piece[] = [];
		let since = 0;
		const place = () => {
			const wide = word.reduce((sum, piece) => sum + piece.width, 0);
			if (used + wide > width && line.length > 0) finish();
			for (const piece of word) {
				if (used + piece.width > width && line.length > 0) finish();
				line.push(piece);
				used += piece.width;
			}
			word = [];
		};
		for (const piece of this.#piecesWithin(items, width)) {
			since += piece.text.length;
			if (since > 300) {
				since = 0;
				await breathe();
			}
			if (piece.space) {
				place();
				// A line never begins with the space at which it was broken.
				if (line.length > 0 || lines.length === 0) {
					line.push(piece);
					used += piece.width;
				}
				continue;
			}
			word.push(piece);
			if (piece.breakAfter) place();
		}
		place();
		finish();
		return lines;
	}

	/** Graphemes with their face; what no face has is taken apart, and boxed where that does not help. */
	#items(spans: readonly Span[]): Item[] {
		const items: Item[] = [];
		for (const { text, style } of spans) {
			if (PLAIN.test(text)) {
				const face = this.#faces.faceOf([0x20], style.weight);
				for (const token of text.match(TOKENS) ?? [])
					for (const part of token.length > LONGEST_WORD ? token : [token])
						items.push({ text: part, box: null, style, face, level: 0 });
				continue;
			}
			for (const sign of signsOf(text)) {
				const face = sign.box === null ? this.#faces.faceOf(drawnCodes(sign.text), style.weight) : null;
				if (face !== null || sign.box !== null) items.push({ ...sign, style, face, level: 0 });
				else for (const part of this.#apart(sign.text, style)) items.push(part);
			}
		}
		return items;
	}

	#apart(text: string, style: TextStyle): Item[] {
		return drawnCodes(text).flatMap((code): Item[] => {
			const char = String.fromCodePoint(code);
			// A subscript 2 may be had as a 2.
			const plain = char.normalize("NFKC");
			for (const candidate of [char, plain]) {
				const face = this.#faces.faceOf(drawnCodes(candidate), style.weight);
				if (face !== null) return [{ text: candidate, box: null, style, face, level: 0 }];
			}
			return [{ text: char, box: code, style, face: null, level: 0 }];
		});
	}

	*#piecesWithin(items: readonly Item[], width: number): Generator<Piece> {
		for (const group of groupsOf(items)) {
			const piece = this.#piece(group);
			// Wider than a line by itself: letter by letter.
			if (piece.width <= width || group.length === 1) yield piece;
			else for (const item of group) yield { ...this.#piece([item]), breakAfter: true };
		}
	}

	#pieces(items: readonly Item[]): Piece[] {
		return groupsOf(items).map((group) => this.#piece(group));
	}

	#piece(group: readonly Item[]): Piece {
		const [first] = group as [Item];
		const last = group.at(-1) as Item;
		const text = group.map((item) => item.text).join("");
		const { level, style, face, box } = first;
		const base = { text, level, style, box, space: isSpace(text), breakAfter: mayEnd(last.text) };
		const scale = style.size / UNITS;
		if (box !== null || face === null) return { ...base, width: BOX_WIDTH * scale, glyphs: [] };
		const shaped = this.#shape(text, face, style.weight, level % 2 === 1);
		return { ...base, width: shaped.width * scale, glyphs: shaped.glyphs };
	}

	#shape(text: string, face: Face, weight: Weight, rtl: boolean): Shaped {
		const key = `${weight} ${face.name} ${rtl ? "r" : "l"} ${text}`;
		let shaped = this.#shaped.get(key);
		if (shaped === undefined) {
			const mirrored = rtl ? mirror(text) : text;
			shaped = isPlain(mirrored, face)
				? this.#set(mirrored, face, weight, rtl)
				: this.#layOut(mirrored, face, weight, rtl);
			this.#shaped.set(key, shaped);
		}
		return shaped;
	}

	/** Glyph after glyph: digits and Han need no more. */
	#set(text: string, face: Face, weight: Weight, rtl: boolean): Shaped {
		const { font } = face;
		const glyphs: PlacedGlyph[] = [];
		let x = 0;
		const chars = rtl ? [...text].reverse() : text;
		for (const char of chars) {
			const code = char.codePointAt(0) as number;
			const glyph = this.fonts[weight].use(face, font.glyphForCodePoint(code).id, [code]);
			glyphs.push({ glyph, x, y: 0 });
			x += glyph.advance;
		}
		return { glyphs, width: x };
	}

	/** By the font's own rules of joining, ligatures, marks and kerning. */
	#layOut(text: string, face: Face, weight: Weight, rtl: boolean): Shaped {
		const { groups, width } = laidOut(text, face, rtl);
		const glyphs = groups.map(({ gid, codes, x, y, more }) => ({
			glyph: this.fonts[weight].use(face, gid, codes, more),
			x,
			y,
		}));
		return { glyphs, width };
	}
}

/** A text of several styles, parted at its line ends. */
function paragraphsOf(spans: readonly Span[]): Span[][] {
	const paragraphs: Span[][] = [[]];
	for (const { text, style } of spans) {
		for (const [i, part] of linesOf(text).entries()) {
			if (i > 0) paragraphs.push([]);
			paragraphs.at(-1)?.push({ text: part, style });
		}
	}
	return paragraphs;
}

/** Sets each item's embedding level. Returns the paragraph's own: 0 or 1. */
function levelsOf(items: readonly Item[]): number {
	// A box is neutral, whatever it stands for: an override that is shown does not override.
	const text = items.map((item) => (item.box === null ? item.text : "\ufffc")).join("");
	if (!RIGHT_TO_LEFT.test(text)) return 0;
	const { levels, paragraphs } = bidi.getEmbeddingLevels(text);
	let at = 0;
	for (const item of items) {
		item.level = levels[at] ?? 0;
		at += item.box === null ? item.text.length : 1;
	}
	return paragraphs[0]?.level ?? 0;
}

/** Items that are shaped together: of one word, direction, style and face. */
function groupsOf(items: readonly Item[]): Item[][] {
	const groups: Item[][] = [];
	for (const item of items) {
		const group = groups.at(-1);
		const last = group?.at(-1);
		const joins =
			group !== undefined &&
			last !== undefined &&
			group.length < LONGEST_WORD &&
			last.box === null &&
			item.box === null &&
			last.style === item.style &&
			last.face === item.face &&
			last.level === item.level &&
			isSpace(last.text) === isSpace(item.text) &&
			(isSpace(item.text) || !mayEnd(last.text) || NOT_FIRST.test(item.text));
		if (joins) group.push(item);
		else groups.push([item]);
	}
	return groups;
}

const isSpace = (text: string) => /^[ \u2002-\u200a\u3000]+$/.test(text);
const mayEnd = (text: string) => (IDEOGRAPHIC.test(text) && !NOT_LAST.test(text)) || BREAKING.test(text);
const isPlain = (text: string, face: Face) => !face.shaped || /^[\d.,:;/%+\u2013\u2212 ]*$/.test(text);

function mirror(text: string): string {
	return [...text].map((char) => bidi.getMirroredCharacter(char) ?? char).join("");
}

/** The pieces of a line in the order in which they are seen: from the highest level down, each run of it is turned. */
function compose(pieces: readonly Piece[], base: number, fallbackSize: number): Line {
	const seen = [...pieces];
	// Spaces at the end of a line take the paragraph's direction.
	const levels = seen.map((piece) => piece.level);
	for (let i = seen.length - 1; i >= 0 && seen[i]?.space; i--) levels[i] = base;
	const highest = Math.max(0, ...levels);
	for (let level = highest; level >= 1; level--) {
		for (let i = 0; i < seen.length; i++) {
			if ((levels[i] as number) < level) continue;
			let end = i;
			while (end < seen.length && (levels[end] as number) >= level) end++;
			seen.splice(i, end - i, ...seen.slice(i, end).reverse());
			levels.splice(i, end - i, ...levels.slice(i, end).reverse());
			i = end;
		}
	}
	let x = 0;
	const runs: Run[] = [];
	for (const piece of seen) {
		const { text, width, style, glyphs, box, level, space } = piece;
		// From right to left glyphs lie as they are seen, which readers know to turn; within a syllable they do not.
		const said = glyphs.map(({ glyph }) => glyph.unicode).join("");
		const reordered = level % 2 === 0 && box === null && said !== text;
		if (!space || glyphs.length > 0) runs.push({ x, width, style, text, glyphs, box, reordered });
		x += width;
	}
	const size = Math.max(0, ...pieces.map((piece) => piece.style.size)) || fallbackSize;
	return { runs, width: x, rtl: base % 2 === 1, size };
}
