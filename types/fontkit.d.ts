/** What is used of fontkit, which brings no types; those of DefinitelyTyped bring Node's along, which a Worker has not. */
declare module "fontkit" {
	export interface Path {
		readonly commands: readonly {
			readonly command: "moveTo" | "lineTo" | "quadraticCurveTo" | "bezierCurveTo" | "closePath";
			readonly args: readonly number[];
		}[];
	}
	export interface Glyph {
		readonly id: number;
		readonly advanceWidth: number;
		readonly codePoints: readonly number[];
		readonly path: Path;
	}
	export interface GlyphRun {
		readonly glyphs: readonly Glyph[];
		readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[];
	}
	export interface Font {
		readonly unitsPerEm: number;
		readonly variationAxes: Readonly<Record<string, unknown>>;
		hasGlyphForCodePoint(code: number): boolean;
		glyphForCodePoint(code: number): Glyph;
		getGlyph(gid: number): Glyph;
		layout(
			text: string,
			features?: undefined,
			script?: undefined,
			language?: undefined,
			direction?: "ltr" | "rtl",
		): GlyphRun;
	}
	/** @throws where the bytes are no font */
	export function create(bytes: Uint8Array): Font;
}
