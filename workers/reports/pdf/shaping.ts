/** Words as glyphs of a font, where its rules put them. */
import type { Face } from "./faces.ts";
import { UNITS, type GlyphPart } from "./glyph-font.ts";

/** A glyph where the font's rules put it, with the parts that belong to it. */
interface LaidGlyph {
	readonly gid: number;
	readonly codes: readonly number[];
	readonly x: number;
	readonly y: number;
	readonly more: readonly GlyphPart[];
}
interface LaidOut {
	readonly groups: readonly LaidGlyph[];
	readonly width: number;
}

/** Words whose rules were applied, by face, as long as the face is open: most of a report are those of the one before. */
const known = new WeakMap<Face, Map<string, LaidOut>>();
/** Of one face, at most; then it begins anew. */
const MOST_KNOWN = 2000;

/** Glyphs of a word by the font's own rules of joining, ligatures, marks and kerning, in the order in which they are seen. */
export function laidOut(text: string, face: Face, rtl: boolean): LaidOut {
	let ofFace = known.get(face);
	if (ofFace === undefined || ofFace.size >= MOST_KNOWN) known.set(face, (ofFace = new Map()));
	const key = `${rtl ? "r" : "l"}${text}`;
	let found = ofFace.get(key);
	if (found === undefined) ofFace.set(key, (found = layOut(text, face, rtl)));
	return found;
}

function layOut(text: string, { font }: Face, rtl: boolean): LaidOut {
	// The library remembers of each glyph what it stood for first: of another word that would be said of this one.
	(font as unknown as { _glyphs: object })._glyphs = {};
	const run = font.layout(text, undefined, undefined, undefined, rtl ? "rtl" : "ltr");
	const scale = UNITS / font.unitsPerEm;
	let x = 0;
	const placed = run.glyphs.flatMap(({ id, codePoints }, i) => {
		const position = run.positions[i];
		if (position === undefined) return [];
		const at = { gid: id, codes: codePoints, x: x + position.xOffset * scale, y: position.yOffset * scale };
		x += position.xAdvance * scale;
		return [at];
	});
	// Parts that stand for no character belong to the letter that was written before them, which lies to the right in Arabic.
	const groups: (typeof placed)[] = [];
	for (const part of rtl ? placed.reverse() : placed) {
		const group = groups.at(-1);
		if (part.codes.length === 0 && group !== undefined) group.push(part);
		else groups.push([part]);
	}
	if (rtl) groups.reverse();
	const laid = groups.flatMap(([first, ...others]): LaidGlyph[] => {
		if (first === undefined) return [];
		const more = others.map((part) => ({
			gid: part.gid,
			x: Math.round(part.x - first.x),
			y: Math.round(part.y - first.y),
		}));
		return [{ ...first, more }];
	});
	return { groups: laid, width: x };
}
