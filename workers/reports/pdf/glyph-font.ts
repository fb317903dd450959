/**
 * The font that a report carries: the outlines it uses and no others, of however many faces, as one TrueType program. Only what
 * PDF asks of an embedded font is written: no names, no character map, no hints.
 */
import type { Font, Path } from "fontkit";
import { checksum, sfnt } from "./sfnt.ts";

/** All Noto faces draw on a grid of so many units to the em. */
export const UNITS = 1000;

/** A glyph as it lies in the embedded font. */
export interface EmbeddedGlyph {
	/** Its number in the embedded font. */
	readonly id: number;
	/** Advance in thousandths of an em. */
	readonly advance: number;
	/** The characters it stands for. */
	readonly unicode: string;
}

interface Outline {
	readonly data: Uint8Array;
	readonly box: readonly [number, number, number, number];
}

const EMPTY: Outline = { data: new Uint8Array(0), box: [0, 0, 0, 0] };

/** A font that draws its outlines otherwise than as they lie in its file. */
export interface DrawnFont {
	readonly font: Font;
	/** The outline of glyph `gid`. */
	readonly outline: (gid: number) => Path;
}

/** An outline beside another's origin, in thousandths of an em. */
export interface GlyphPart {
	readonly gid: number;
	readonly x: number;
	readonly y: number;
}

/** What is to be embedded, gathered while text is set. */
export class GlyphFont {
	readonly #glyphs: { readonly of: DrawnFont; readonly parts: readonly GlyphPart[]; readonly glyph: EmbeddedGlyph }[] =
		[];
	readonly #known = new Map<DrawnFont, Map<string, EmbeddedGlyph>>();

	get glyphs(): readonly EmbeddedGlyph[] {
		return this.#glyphs.map(({ glyph }) => glyph);
	}

	/**
	 * The glyph `gid` of a font for these characters. One shape may stand for several (a tooth that dots make to one letter or
	 * another): each is embedded, so that what is copied is what was written.
	 *
	 * @param more - parts that stand for nothing by themselves, such as those dots
	 */
	use(of: DrawnFont, gid: number, codes: readonly number[], more: readonly GlyphPart[] = []): EmbeddedGlyph {
		const { font } = of;
		let ofFont = this.#known.get(of);
		if (ofFont === undefined) this.#known.set(of, (ofFont = new Map()));
		const key = `${gid} ${codes.join()} ${more.map(({ gid: part, x, y }) => `${part},${x},${y}`).join(" ")}`;
		let glyph = ofFont.get(key);
		if (glyph === undefined) {
			const advance = Math.round((font.getGlyph(gid).advanceWidth * UNITS) / font.unitsPerEm);
			glyph = { id: this.#glyphs.length + 1, advance, unicode: String.fromCodePoint(...codes) };
			ofFont.set(key, glyph);
			this.#glyphs.push({ of, parts: [{ gid, x: 0, y: 0 }, ...more], glyph });
		}
		return glyph;
	}

	/**
	 * The font program.
	 *
	 * @param breathe - called every few glyphs: reading an outline takes up to a millisecond
	 */
	async program(breathe: () => Promise<void>): Promise<Uint8Array> {
		const outlines = [EMPTY];
		for (const { of, parts } of this.#glyphs) {
			const scale = UNITS / of.font.unitsPerEm;
			outlines.push(
				outlineOf(
					parts.map((part) => ({ ...part, path: of.outline(part.gid) })),
					scale,
				),
			);
			if (outlines.length % 8 === 0) await breathe();
		}
		return assemble(outlines, [0, ...this.#glyphs.map(({ glyph }) => glyph.advance)]);
	}
}

/** Paths as one simple glyph: contours of points on and off the curve, as differences. */
function outlineOf(
	parts: readonly { readonly path: Path; readonly x: number; readonly y: number }[],
	scale: number,
): Outline {
	const points: { x: number; y: number; on: boolean }[] = [];
	const ends: number[] = [];
	const add = (x: number, y: number, on: boolean) =>
		points.push({ x: Math.round(x * scale), y: Math.round(y * scale), on });
	const close = () => {
		const start = (ends.at(-1) ?? -1) + 1;
		const [first, last] = [points[start], points.at(-1)];
		// A contour closes by itself: coming back to its first point would count it twice.
		if (first && last && points.length - 1 > start && last.on && first.x === last.x && first.y === last.y) points.pop();
		if (points.length > start) ends.push(points.length - 1);
	};
	for (const { path, x, y } of parts) {
		for (const { command, args } of path.commands) {
			const [a = 0, b = 0, c = 0, d = 0] = args.map((value, i) => value + (i % 2 === 0 ? x : y) / scale);
			if (command === "moveTo") {
				close();
				add(a, b, true);
			} else if (command === "lineTo") add(a, b, true);
			else if (command === "quadraticCurveTo") {
				add(a, b, false);
				add(c, d, true);
			} else if (command === "bezierCurveTo") throw new Error("outline: got a cubic curve, expected quadratic ones");
		}
		close();
	}
	if (points.length === 0) return EMPTY;
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
	const data = new Uint8Array((10 + ends.length * 2 + 2 + points.length * 5 + 3) & ~3);
	const view = new DataView(data.buffer);
	view.setInt16(0, ends.length);
	for (const [i, value] of box.entries()) view.setInt16(2 + i * 2, value);
	let at = 10;
	for (const end of ends) {
		view.setUint16(at, end);
		at += 2;
	}
	view.setUint16(at, 0);
	at += 2;
	// Bit 0: on the curve. Every difference is written in full: compression makes up for it.
	for (const { on } of points) view.setUint8(at++, on ? 1 : 0);
	for (const axis of ["x", "y"] as const) {
		let before = 0;
		for (const point of points) {
			view.setInt16(at, point[axis] - before);
			at += 2;
			before = point[axis];
		}
	}
	return { data, box };
}

function assemble(outlines: readonly Outline[], advances: readonly number[]): Uint8Array {
	const count = outlines.length;
	const edge = (i: 0 | 1 | 2 | 3, furthest: typeof Math.min) =>
		outlines.reduce((value, { box }) => furthest(value, box[i]), 0);
	const bounds = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)] as const;
	const head = table(54, (view) => {
		view.setUint32(0, 0x10000);
		view.setUint32(4, 0x10000);
		view.setUint32(12, 0x5f0f3cf5);
		// Baseline at 0, left side bearing at 0.
		view.setUint16(16, 0b11);
		view.setUint16(18, UNITS);
		for (const [i, value] of bounds.entries()) view.setInt16(36 + i * 2, value);
		view.setUint16(46, 8);
		view.setInt16(48, 2);
		view.setInt16(50, 1);
	});
	const hhea = table(36, (view) => {
		view.setUint32(0, 0x10000);
		view.setInt16(4, bounds[3]);
		view.setInt16(6, bounds[1]);
		view.setUint16(10, Math.max(...advances));
		view.setInt16(12, bounds[0]);
		view.setInt16(16, bounds[2]);
		view.setInt16(18, 1);
		view.setUint16(34, count);
	});
	const maxp = table(32, (view) => {
		view.setUint32(0, 0x10000);
		view.setUint16(4, count);
		const views = outlines.map(({ data }) => new DataView(data.buffer));
		const contours = views.map((glyph) => (glyph.byteLength === 0 ? 0 : glyph.getInt16(0)));
		const points = views.map((glyph, i) =>
			(contours[i] as number) === 0 ? 0 : glyph.getUint16(10 + ((contours[i] as number) - 1) * 2) + 1,
		);
		view.setUint16(6, Math.max(...points));
		view.setUint16(8, Math.max(...contours));
		view.setUint16(14, 1);
	});
	const hmtx = table(count * 4, (view) => {
		for (const [i, advance] of advances.entries()) {
			view.setUint16(i * 4, advance);
			view.setInt16(i * 4 + 2, (outlines[i] as Outline).box[0]);
		}
	});
	let offset = 0;
	const loca = table((count + 1) * 4, (view) => {
		for (const [i, { data }] of outlines.entries()) {
			view.setUint32(i * 4, offset);
			offset += data.length;
		}
		view.setUint32(count * 4, offset);
	});
	const glyf = new Uint8Array(offset);
	offset = 0;
	for (const { data } of outlines) {
		glyf.set(data, offset);
		offset += data.length;
	}
	const file = sfnt({ glyf, head, hhea, hmtx, loca, maxp });
	const view = new DataView(file.buffer);
	const headAt = view.getUint32(12 + 16 + 8);
	view.setUint32(headAt + 8, (0xb1b0afba - checksum(view, 0, file.length)) >>> 0);
	return file;
}

function table(size: number, fill: (view: DataView) => void): Uint8Array {
	const data = new Uint8Array(size);
	fill(new DataView(data.buffer));
	return data;
}
