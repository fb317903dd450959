/**
 * The typefaces of a report: slices of Noto Sans by script, fetched when a text needs them. They are static assets beside the
 * dashboard, not part of the Worker: a script that nobody writes costs nothing.
 */
import { create, type Font, type Path } from "fontkit";
import { HAN_INDEX, REPORT_FONT_PATH, SIMPLE_FACES, type FaceFile } from "../fonts.ts";
import type { DrawnFont } from "./glyph-font.ts";
import { fromWoff, isWoff } from "./sfnt.ts";

/** Reads one font file by its name; `null` when there is none. */
export type FontReader = (name: string) => Promise<Uint8Array | null>;

export type Weight = "regular" | "bold";

/** One slice of a typeface, open. */
export interface Face extends DrawnFont {
	/** Its file: unique among the faces. */
	readonly name: string;
	/** Letters join, marks move: the font's own rules are needed. Han characters and Hangul syllables stand alone. */
	readonly shaped: boolean;
}

/** The weight at which the variable fonts are drawn, beside Noto Sans Regular. */
const HAN_WEIGHT = 400;

/** A font could not be read: nothing can be set without it. */
export class MissingFont extends Error {
	override name = "MissingFont";
}

const readers = new WeakMap<object, FontReader>();

/** The assets of this deployment as a font reader: the same for all its reports, so that faces stay open between them. */
export function assetFonts(assets: { fetch(input: string): Promise<Response> }): FontReader {
	const known = readers.get(assets);
	if (known !== undefined) return known;
	const reader: FontReader = async (name) => {
		const response = await assets.fetch(`https://assets.invalid${REPORT_FONT_PATH}${name}`);
		// What is not there is answered with the dashboard's page.
		const found = response.ok && !(response.headers.get("content-type") ?? "").startsWith("text/html");
		if (found) return new Uint8Array(await response.arrayBuffer());
		await response.body?.cancel();
		return null;
	};
	readers.set(assets, reader);
	return reader;
}

const SIMPLE_NAMES: ReadonlySet<string> = new Set(SIMPLE_FACES.flatMap(({ regular, bold }) => [regular, bold]));
/**
 * Faces that stay open in the isolate, by what read them: those of the catalogue, 720 KB in all. Open ones and no promises of
 * them: a request may not wait for what another fetches.
 */
const kept = new WeakMap<FontReader, Map<string, Face>>();

/** Faces that are open, and which of them has a character. */
export class Faces {
	readonly #read: FontReader;
	readonly #open = new Map<string, Promise<Face>>();
	readonly #ready = new Map<string, Face>();
	/** Which open face has a character, by weight. */
	readonly #found: Readonly<Record<Weight, Map<number, Face | null>>> = { regular: new Map(), bold: new Map() };
	#han: Map<number, string> | null = null;

	constructor(read: FontReader) {
		this.#read = read;
	}

	/**
	 * Opens what the texts need. Characters that no face has are left: they are drawn as boxes.
	 *
	 * @param breathe - called between two files: opening one takes milliseconds
	 * @throws MissingFont when a file of the catalogue is not there
	 */
	async prepare(texts: Iterable<string>, weight: Weight, breathe: () => Promise<void>): Promise<void> {
		const wanted = new Set<string>();
		let rest = new Set<number>();
		for (const text of texts) for (const char of text) rest.add(char.codePointAt(0) as number);
		for (const face of SIMPLE_FACES) {
			const covered = [...rest].filter((code) => covers(face, code));
			if (covered.length === 0) continue;
			wanted.add(face[weight]);
			const taken = new Set(covered);
			rest = new Set([...rest].filter((code) => !taken.has(code)));
		}
		if ([...rest].some(mayBeHan)) {
			this.#han ??= await this.#hanIndex();
			for (const code of rest) {
				const file = this.#han.get(code);
				if (file !== undefined) wanted.add(file);
			}
		}
		for (const name of wanted) {
			if (this.#ready.has(name)) continue;
			this.#ready.set(name, await this.#load(name));
			await breathe();
		}
		for (const found of Object.values(this.#found)) found.clear();
	}

	/** The open face that has all of `codes`, `null` where none does. */
	faceOf(codes: readonly number[], weight: Weight): Face | null {
		const [only] = codes;
		if (codes.length !== 1 || only === undefined) return this.#search(codes, weight);
		const found = this.#found[weight];
		let face = found.get(only);
		if (face === undefined) found.set(only, (face = this.#search(codes, weight)));
		return face;
	}

	#search(codes: readonly number[], weight: Weight): Face | null {
		for (const file of SIMPLE_FACES) {
			if (!codes.some((code) => covers(file, code))) continue;
			const face = this.#ready.get(file[weight]) ?? this.#ready.get(file.regular);
			if (face !== undefined && codes.every((code) => face.font.hasGlyphForCodePoint(code))) return face;
		}
		const [first] = codes;
		const name = first === undefined ? undefined : this.#han?.get(first);
		const face = name === undefined ? undefined : this.#ready.get(name);
		return face !== undefined && codes.every((code) => face.font.hasGlyphForCodePoint(code)) ? face : null;
	}

	async #hanIndex(): Promise<Map<number, string>> {
		const bytes = await this.#read(HAN_INDEX);
		if (bytes === null) throw new MissingFont(HAN_INDEX);
		const ranges = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>;
		const index = new Map<number, string>();
		for (const [name, list] of Object.entries(ranges))
			for (const [first, last] of parseRanges(list)) for (let code = first; code <= last; code++) index.set(code, name);
		return index;
	}

	async #load(name: string): Promise<Face> {
		if (!SIMPLE_NAMES.has(name)) return this.#fetched(name);
		let faces = kept.get(this.#read);
		if (faces === undefined) kept.set(this.#read, (faces = new Map()));
		let face = faces.get(name);
		if (face === undefined) faces.set(name, (face = await this.#fetched(name)));
		return face;
	}

	#fetched(name: string): Promise<Face> {
		const open = this.#open.get(name) ?? this.#read(name).then((bytes) => openFace(name, bytes));
		this.#open.set(name, open);
		return open;
	}
}

async function openFace(name: string, bytes: Uint8Array | null): Promise<Face> {
	if (bytes === null) throw new MissingFont(name);
	const font = create(isWoff(bytes) ? await fromWoff(bytes) : bytes);
	const isVaried = "wght" in font.variationAxes;
	const draw = isVaried ? variedOutline(font as VariableFont) : (gid: number) => font.getGlyph(gid).path;
	return { name, font, shaped: !isVaried, outline: drawnOnce(draw) };
}

/** Reading an outline takes up to a millisecond, and a report uses those of the one before. */
function drawnOnce(draw: (gid: number) => Path): (gid: number) => Path {
	const drawn = new Map<number, Path>();
	return (gid) => {
		let path = drawn.get(gid);
		if (path === undefined) drawn.set(gid, (path = draw(gid)));
		return path;
	};
}

/** What the library has and does not show: it varies plain fonts only, and these are compressed. */
interface VariableFont extends Font {
	variationCoords: readonly number[];
	readonly _variationProcessor: { transformPoints(gid: number, points: VariedPoint[]): void };
}
interface VariedPoint {
	endContour: boolean;
	copy(): VariedPoint;
}
interface VariedGlyph {
	/** Not `path`, which remembers what it was before. */
	_getPath(): Path;
	_decode(): { readonly points?: VariedPoint[] } | null;
}

/** Outlines at the weight that goes with the others: the file holds the thinnest, and how its points move. */
function variedOutline(font: VariableFont): (gid: number) => Path {
	font.variationCoords = [HAN_WEIGHT];
	const varied = new Set<number>();
	return (gid) => {
		const glyph = font.getGlyph(gid) as unknown as VariedGlyph;
		const points = glyph._decode()?.points;
		const [first] = points ?? [];
		if (points !== undefined && first !== undefined && !varied.has(gid)) {
			varied.add(gid);
			// Four points more, each by itself, carry the advances, which are the same at every weight here.
			const advances = Array.from({ length: 4 }, () => Object.assign(first.copy(), { endContour: true }));
			font._variationProcessor.transformPoints(gid, [...points, ...advances]);
		}
		return glyph._getPath();
	};
}

/** Below lie scripts of which the Han font has nothing that the others lack. */
const mayBeHan = (code: number) => code >= 0x2100;

const parsed = new WeakMap<FaceFile, readonly (readonly [number, number])[]>();

function covers(face: FaceFile, code: number): boolean {
	let ranges = parsed.get(face);
	if (ranges === undefined) {
		ranges = parseRanges(face.ranges);
		parsed.set(face, ranges);
	}
	return ranges.some(([first, last]) => code >= first && code <= last);
}

/** "U+0-FF,U+131" as pairs of first and last. */
function parseRanges(list: string): [number, number][] {
	return list.split(",").map((part) => {
		const [first = "", last = first] = part.trim().replace(/^U\+/i, "").split("-");
		return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
	});
}
