/**
 * Blocks of a document to pages: headings stay with what follows, paragraphs leave no single line behind, tables repeat
 * their heading, nothing leaves the margins.
 */
import type { ReportPaper } from "../../../vitals/reports.ts";
import { element, Page, type Element } from "./page.ts";
import type { Color, Line, Span, TextStyle, Typesetter } from "./typesetter.ts";

const PAPERS: Readonly<Record<ReportPaper, readonly [number, number]>> = {
	a4: [595.28, 841.89],
	letter: [612, 792],
};

/** Points. */
export const MARGIN = { left: 54, right: 54, top: 66, bottom: 62 } as const;

export const INK: Color = [0.1, 0.14, 0.19];
export const MUTED: Color = [0.36, 0.41, 0.46];
export const RULE: Color = [0.8, 0.83, 0.86];
const HEAD_FILL: Color = [0.945, 0.955, 0.965];

const BODY = 9;
/** Leading as a multiple of the size: Noto Sans has tall and deep letters in some scripts. */
const LEADING = 1.42;
/** The baseline lies so far below a line's top, in sizes. */
const ASCENT = 1.06;
/** Lines of a paragraph that stay together on either side of a page's end. */
const TOGETHER = 2;
const CELL = { x: 4, y: 2.6 } as const;

/** Text in a block; what is not said is that of the block. */
export interface Inline {
	readonly text: string;
	readonly bold?: boolean;
	readonly color?: Color;
	readonly size?: number;
}

export interface TableColumn {
	readonly title: string;
	/** Share of the width. */
	readonly width: number;
	readonly align?: "right";
}

export type Block =
	| { readonly kind: "heading"; readonly level: 1 | 2; readonly text: string }
	| {
			readonly kind: "paragraph";
			readonly content: readonly Inline[];
			/** Points of air below. */
			readonly after?: number;
			/** A line along its left side, in this colour. */
			readonly bar?: Color;
	  }
	/** Short facts with their names above, side by side. */
	| {
			readonly kind: "facts";
			readonly facts: readonly { readonly name: string; readonly value: readonly Inline[] }[];
			readonly columns: number;
	  }
	| {
			readonly kind: "table";
			readonly columns: readonly TableColumn[];
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  }
	/** Drawn within a box of that height; `alt` says it in words. */
	| {
			readonly kind: "figure";
			readonly height: number;
			readonly alt: string;
			readonly draw: (page: Page, typesetter: Typesetter, x: number, y: number, width: number) => void;
	  }
	| { readonly kind: "space"; readonly height: number };

/** All texts of a block that come in that weight: whose letters have to be at hand. */
export function textsOf(block: Block, bold: boolean): string[] {
	const of = (content: readonly Inline[]) =>
		content.filter((part) => (part.bold ?? false) === bold).map((part) => part.text);
	switch (block.kind) {
		case "heading":
			return bold ? [block.text] : [];
		case "paragraph":
			return of(block.content);
		case "facts":
			return block.facts.flatMap(({ name, value }) => (bold ? of(value) : [name, ...of(value)]));
		case "table":
			return [...(bold ? block.columns.map((column) => column.title) : []), ...block.rows.flat().flatMap(of)];
		case "figure":
		case "space":
			return [];
		default:
			return block satisfies never;
	}
}

export class Flow {
	readonly pages: Page[] = [];
	readonly root: Element = element("Document", null);
	readonly width: number;
	readonly #size: readonly [number, number];
	readonly #typesetter: Typesetter;
	readonly #breathe: () => Promise<void>;
	#y = 0;

	constructor(paper: ReportPaper, typesetter: Typesetter, breathe: () => Promise<void>) {
		this.#size = PAPERS[paper];
		this.#typesetter = typesetter;
		this.#breathe = breathe;
		this.width = this.#size[0] - MARGIN.left - MARGIN.right;
		this.#turn();
	}

	async place(blocks: readonly Block[]): Promise<void> {
		for (const [i, block] of blocks.entries()) {
			await this.#breathe();
			switch (block.kind) {
				case "heading":
					await this.#heading(block, blocks[i + 1]);
					break;
				case "paragraph":
					await this.#paragraph(block);
					break;
				case "facts":
					await this.#facts(block);
					break;
				case "table":
					await this.#table(block);
					break;
				case "figure":
					this.#figure(block);
					break;
				case "space":
					this.#y += block.height;
					break;
				default:
					block satisfies never;
			}
		}
	}

	get #page(): Page {
		return this.pages.at(-1) as Page;
	}

	get #left(): number {
		return this.#size[1] - MARGIN.bottom - this.#y;
	}

	#turn(): void {
		this.pages.push(new Page(this.pages.length, this.#size[0], this.#size[1], this.#typesetter));
		this.#y = MARGIN.top;
	}

	#ensure(height: number): void {
		if (height > this.#left && this.#y > MARGIN.top) this.#turn();
	}

	#lines(content: readonly Inline[], width: number, size: number = BODY, color: Color = INK): Promise<Line[]> {
		const spans = content.map((part): Span => ({
			text: part.text,
			style: { size: part.size ?? size, weight: part.bold ? "bold" : "regular", color: part.color ?? color },
		}));
		return this.#typesetter.lines(spans, width, this.#breathe);
	}

	async #heading({ level, text }: Extract<Block, { kind: "heading" }>, next: Block | undefined): Promise<void> {
		const size = level === 1 ? 12 : 9.5;
		const before = this.#y === MARGIN.top ? 0 : level === 1 ? 16 : 9;
		const lines = await this.#lines([{ text, bold: true }], this.width, size);
		const height = lines.length * size * LEADING + (level === 1 ? 5 : 2);
		this.#ensure(before + height + (await this.#least(next)));
		if (this.#y > MARGIN.top) this.#y += before;
		this.#set(lines, element(level === 1 ? "H1" : "H2", this.root), MARGIN.left, this.width);
		if (level === 1) {
			const y = this.#y + 1.5;
			this.#page.artifact(() =>
				this.#page.polyline(
					[
						{ x: MARGIN.left, y },
						{ x: MARGIN.left + this.width, y },
					],
					{ color: RULE, width: 0.7 },
				),
			);
			this.#y += 7;
		} else this.#y += 2;
	}

	/** Height of what must follow a heading on its page. */
	async #least(block: Block | undefined): Promise<number> {
		if (block === undefined || block.kind === "space") return 0;
		if (block.kind === "figure") return block.height;
		if (block.kind === "heading") return 3 * BODY * LEADING;
		if (block.kind === "table") return 4 * (BODY * LEADING + 2 * CELL.y);
		return 2 * TOGETHER * BODY * LEADING;
	}

	/** Draws lines downward from here. */
	#set(lines: readonly Line[], to: Element, x: number, width: number): void {
		this.#page.mark(to, () => {
			for (const line of lines) {
				this.#page.text(line, line.rtl ? x + width - line.width : x, this.#y + line.size * ASCENT);
				this.#y += line.size * LEADING;
			}
		});
	}

	async #paragraph({ content, after = 5, bar }: Extract<Block, { kind: "paragraph" }>): Promise<void> {
		const inset = bar === undefined ? 0 : 10;
		let lines = await this.#lines(content, this.width - inset);
		const to = element("P", this.root);
		while (lines.length > 0) {
			const height = (lines[0] as Line).size * LEADING;
			let fit = Math.floor(this.#left / height + 1e-6);
			if (fit < lines.length) {
				if (lines.length - fit < TOGETHER) fit = lines.length - TOGETHER;
				if (fit < TOGETHER && this.#y > MARGIN.top) {
					this.#turn();
					continue;
				}
			}
			const part = lines.slice(0, Math.max(1, fit));
			lines = lines.slice(part.length);
			const top = this.#y;
			this.#set(part, to, MARGIN.left + inset, this.width - inset);
			if (bar !== undefined) this.#page.artifact(() => this.#page.rectangle(MARGIN.left, top, 2, this.#y - top, bar));
			if (lines.length > 0) this.#turn();
			await this.#breathe();
		}
		// A bar goes on to the next paragraph.
		this.#y += after;
	}

	async #facts({ facts, columns }: Extract<Block, { kind: "facts" }>): Promise<void> {
		const gap = 12;
		const width = (this.width - gap * (columns - 1)) / columns;
		for (let i = 0; i < facts.length; i += columns) {
			const cells = await Promise.all(
				facts.slice(i, i + columns).map(async ({ name, value }) => ({
					name: await this.#lines([{ text: name }], width, 7.5, MUTED),
					value: await this.#lines(value, width, 9.5),
				})),
			);
			const heightOf = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.size * LEADING, 0);
			const height = Math.max(...cells.map(({ name, value }) => heightOf(name) + heightOf(value)));
			this.#ensure(height + 5);
			const top = this.#y;
			for (const [column, { name, value }] of cells.entries()) {
				this.#y = top;
				this.#set([...name, ...value], element("P", this.root), MARGIN.left + column * (width + gap), width);
			}
			this.#y = top + height + 5;
		}
		this.#y += 2;
	}

	async #table({ columns, rows }: Extract<Block, { kind: "table" }>): Promise<void> {
		const total = columns.reduce((sum, column) => sum + column.width, 0);
		const widths = columns.map((column) => (column.width / total) * this.width);
		const size = 8.2;
		const cellLines = (content: readonly Inline[], i: number, color?: Color) =>
			this.#lines(content, (widths[i] as number) - 2 * CELL.x, size, color);
		const head = await Promise.all(
			columns.map((column, i) => cellLines([{ text: column.title, bold: true }], i, MUTED)),
		);
		const table = element("Table", this.root);
		const rowHeight = (cells: readonly (readonly Line[])[]) =>
			Math.max(...cells.map((lines) => lines.reduce((sum, line) => sum + line.size * LEADING, 0)), size * LEADING) +
			2 * CELL.y;
		const headHeight = rowHeight(head);
		const drawRow = (cells: readonly (readonly Line[])[], row: Element | null, type: "TH" | "TD") => {
			const page = this.#page;
			const top = this.#y;
			const height = rowHeight(cells);
			if (type === "TH") page.artifact(() => page.rectangle(MARGIN.left, top, this.width, height, HEAD_FILL));
			let x: number = MARGIN.left;
			for (const [i, lines] of cells.entries()) {
				const width = widths[i] as number;
				const draw = () => {
					let y = top + CELL.y;
					for (const line of lines) {
						const right = columns[i]?.align === "right" || line.rtl;
						page.text(line, right ? x + width - CELL.x - line.width : x + CELL.x, y + line.size * ASCENT);
						y += line.size * LEADING;
					}
				};
				if (row === null) page.artifact(draw);
				else page.mark(element(type, row), draw);
				x += width;
			}
			this.#y = top + height;
			const y = this.#y;
			const rule = [
				{ x: MARGIN.left, y },
				{ x: MARGIN.left + this.width, y },
			];
			page.artifact(() => page.polyline(rule, { color: RULE, width: 0.4 }));
		};
		this.#ensure(headHeight + 2 * (size * LEADING + 2 * CELL.y));
		drawRow(head, element("TR", table), "TH");
		for (const row of rows) {
			let cells = await Promise.all(row.map((content, i) => cellLines(content, i)));
			await this.#breathe();
			const tr = element("TR", table);
			while (cells.some((lines) => lines.length > 0)) {
				const room = this.#size[1] - MARGIN.top - MARGIN.bottom - headHeight;
				let part: readonly (readonly Line[])[] = cells;
				// A row is parted only where no page could hold it.
				if (rowHeight(cells) > room)
					part = cells.map((lines) => lines.slice(0, Math.floor(room / (size * LEADING)) - 2));
				if (rowHeight(part) > this.#left) {
					this.#turn();
					drawRow(head, null, "TH");
				}
				drawRow(part, tr, "TD");
				cells = cells.map((lines, i) => lines.slice((part[i] as readonly Line[]).length));
			}
		}
		this.#y += 7;
	}

	#figure({ height, alt, draw }: Extract<Block, { kind: "figure" }>): void {
		this.#ensure(height);
		const page = this.#page;
		page.mark(element("Figure", this.root, alt), () => draw(page, this.#typesetter, MARGIN.left, this.#y, this.width));
		this.#y += height;
	}
}

/** A line of a page's head or foot. */
export function marginal(typesetter: Typesetter, text: string, style: Partial<TextStyle> = {}): Line {
	return typesetter.line(text, { size: 7, weight: "regular", color: MUTED, ...style });
}
