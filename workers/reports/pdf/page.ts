/** The content of one page: what is drawn where, in the operators of PDF, and what of it is text of the document. */
import type { EmbeddedGlyph } from "./glyph-font.ts";
import type { Color, Line, Run, Typesetter } from "./typesetter.ts";

/** An element of the document's structure, for those who have it read to them. */
export interface Element {
	readonly type: "Document" | "H1" | "H2" | "P" | "Table" | "TR" | "TH" | "TD" | "Figure" | "Sect" | "Note";
	readonly kids: (Element | Content)[];
	/** What a figure shows, in words. */
	readonly alt?: string;
}

/** Marked content: part number `mcid` of a page. */
export interface Content {
	readonly page: number;
	readonly mcid: number;
}

export function element(type: Element["type"], parent: Element | null, alt?: string): Element {
	const made: Element = { type, kids: [], ...(alt === undefined ? {} : { alt }) };
	parent?.kids.push(made);
	return made;
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

export interface Stroke {
	readonly color: Color;
	/** Points. */
	readonly width: number;
	/** Lengths of dash and gap, points. */
	readonly dash?: readonly [number, number];
}

const FONT_NAMES = { regular: "F1", bold: "F2" } as const;
/** A displacement below this, in thousandths of an em, cannot be seen. */
const UNSEEN = 0.5;

/** Points have their origin at the upper left here, as people read; PDF's is at the lower left. */
export class Page {
	readonly width: number;
	readonly height: number;
	readonly index: number;
	/** Whose the marked parts are, by their numbers. */
	readonly marked: Element[] = [];
	readonly #ops: string[] = [];
	readonly #typesetter: Typesetter;

	constructor(index: number, width: number, height: number, typesetter: Typesetter) {
		this.index = index;
		this.width = width;
		this.height = height;
		this.#typesetter = typesetter;
	}

	get content(): string {
		return this.#ops.join("\n");
	}

	/** What `draw` draws belongs to `to`. */
	mark(to: Element, draw: () => void): void {
		const mcid = this.marked.length;
		this.marked.push(to);
		to.kids.push({ page: this.index, mcid });
		this.#ops.push(`/${to.type} <</MCID ${mcid}>> BDC`);
		draw();
		this.#ops.push("EMC");
	}

	/** What `draw` draws is ornament, or stands on every page: it is not read aloud. */
	artifact(draw: () => void): void {
		this.#ops.push("/Artifact BMC");
		draw();
		this.#ops.push("EMC");
	}

	/** @param baseline - from the top */
	text(line: Line, x: number, baseline: number): void {
		if (line.runs.length === 0) return;
		const boxes = line.runs.filter((run) => run.box !== null);
		this.#ops.push("BT");
		for (const run of line.runs) if (run.box === null) this.#ops.push(this.#run(run, x + run.x, baseline));
		this.#ops.push("ET");
		for (const run of boxes) this.#box(run, x + run.x, baseline);
	}

	rectangle(x: number, y: number, width: number, height: number, fill: Color): void {
		this.#ops.push(`${rgb(fill)} rg ${n(x)} ${n(this.height - y - height)} ${n(width)} ${n(height)} re f`);
	}

	outline(x: number, y: number, width: number, height: number, stroke: Stroke): void {
		this.#ops.push(`${pen(stroke)} ${n(x)} ${n(this.height - y - height)} ${n(width)} ${n(height)} re S`);
	}

	polyline(points: readonly Point[], stroke: Stroke): void {
		if (points.length < 2) return;
		this.#ops.push(`${pen(stroke)} ${this.#path(points)} S`);
	}

	polygon(points: readonly Point[], fill: Color): void {
		if (points.length < 3) return;
		this.#ops.push(`${rgb(fill)} rg ${this.#path(points)} f`);
	}

	/** What `draw` draws is seen within the rectangle only. */
	clip(x: number, y: number, width: number, height: number, draw: () => void): void {
		this.#ops.push(`q ${n(x)} ${n(this.height - y - height)} ${n(width)} ${n(height)} re W n`);
		draw();
		this.#ops.push("Q");
	}

	#path(points: readonly Point[]): string {
		return points.map(({ x, y }, i) => `${n(x)} ${n(this.height - y)} ${i === 0 ? "m" : "l"}`).join(" ");
	}

	#run(run: Run, x: number, baseline: number): string {
		const { size, weight, color } = run.style;
		const shown = glyphOperators(run, (glyph) => hex4(glyph.id));
		const ops = `/${FONT_NAMES[weight]} ${n(size)} Tf ${rgb(color)} rg 1 0 0 1 ${n(x)} ${n(this.height - baseline)} Tm ${shown}`;
		return run.reordered ? `/Span <</ActualText <${utf16(run.text)}>>> BDC ${ops} EMC` : ops;
	}

	/** A box with the code point in it, for what cannot be set. */
	#box(run: Run, x: number, baseline: number): void {
		const { size, color } = run.style;
		const hex = (run.box as number).toString(16).toUpperCase().padStart(4, "0");
		const half = Math.ceil(hex.length / 2);
		const [top, left, width, height] = [baseline - size * 0.82, x + size * 0.08, run.width - size * 0.16, size];
		this.#ops.push(`/Span <</ActualText <${utf16(run.text)}>>> BDC`);
		this.outline(left, top, width, height, { color, width: size * 0.05 });
		for (const [i, part] of [hex.slice(0, half), hex.slice(half)].entries()) {
			const small = this.#typesetter.line(part, { size: size * 0.42, weight: "regular", color });
			this.text(small, left + (width - small.width) / 2, top + height * (0.46 + i * 0.44));
		}
		this.#ops.push("EMC");
	}
}

/** Shows the glyphs; those that stand elsewhere than the advances say are moved. */
function glyphOperators(run: Run, code: (glyph: EmbeddedGlyph) => string): string {
	let ops = "";
	let array = "";
	let at = 0;
	let rise = 0;
	const flush = () => {
		if (array !== "") ops += `[${array}] TJ `;
		array = "";
	};
	for (const { glyph, x, y } of run.glyphs) {
		if (Math.abs(y - rise) > UNSEEN) {
			flush();
			ops += `${n((y * run.style.size) / 1000)} Ts `;
			rise = y;
		}
		if (Math.abs(x - at) > UNSEEN) array += n(at - x);
		array += `<${code(glyph)}>`;
		at = x + glyph.advance;
	}
	flush();
	if (rise !== 0) ops += "0 Ts";
	return ops.replaceAll("><", "").trimEnd();
}

/** At most three decimals: a thousandth of a point. */
const n = (value: number): string => String(Math.round(value * 1000) / 1000);
const rgb = (color: Color): string => color.map(n).join(" ");
const pen = ({ color, width, dash }: Stroke): string =>
	`${rgb(color)} RG ${n(width)} w [${dash === undefined ? "" : dash.map(n).join(" ")}] 0 d 1 j`;
const hex4 = (value: number): string => value.toString(16).padStart(4, "0").toUpperCase();

/** A text string of PDF, as hexadecimal digits. */
export function utf16(text: string): string {
	let hex = "FEFF";
	for (let i = 0; i < text.length; i++) hex += hex4(text.charCodeAt(i));
	return hex;
}
