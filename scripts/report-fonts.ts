/** The fonts of reports: from their packages to where the Worker fetches them, beside the dashboard. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HAN_INDEX, SIMPLE_FACES } from "../workers/reports/fonts.ts";
import { ROOT } from "./bootstrap.mjs";

const PACKAGES = join(ROOT, "node_modules");
/** Slices that the simple faces have already. */
const NOT_HAN = new Set(["latin", "latin-ext", "cyrillic", "vietnamese"]);
/** The variable fonts, in the order in which they are asked; of the Korean one, what the Chinese one does not draw. */
const HAN = [
	{ family: "noto-sans-sc", only: null },
	{ family: "noto-sans-kr", only: /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/ },
] as const;

const fontFolder = (family: string) => join(PACKAGES, "@fontsource-variable", family);

/** The files of the variable fonts, with the characters for which each is asked, as ranges. */
function hanFiles(): [name: string, ranges: string][] {
	return HAN.flatMap(({ family, only }) => {
		const slices = JSON.parse(readFileSync(join(fontFolder(family), "unicode.json"), "utf8")) as Record<string, string>;
		return Object.entries(slices).flatMap(([slice, ranges]): [string, string][] => {
			if (NOT_HAN.has(slice)) return [];
			const drawn = ranges
				.split(",")
				.map((range) => range.trim())
				.filter(
					(range) =>
						only?.test(String.fromCodePoint(firstOf(range))) ?? !HANGUL.test(String.fromCodePoint(firstOf(range))),
				);
			return drawn.length === 0
				? []
				: [[`${family}-${slice.replaceAll(/[[\]]/g, "")}-wght-normal.woff2`, drawn.join(",")]];
		});
	});
}

const HANGUL = HAN[1].only;
const firstOf = (range: string) => Number.parseInt(range.slice(2).split("-")[0] ?? "", 16);

/** Which character is in which file, as the Worker reads it. */
const hanIndex = (): string => JSON.stringify(Object.fromEntries(hanFiles()));

/** Where a font file lies in its package; `null` for a name that is none. */
function fontFile(name: string): string | null {
	const [, simple] = /^(noto-sans(?:-arabic|-hebrew)?)-[\w-]+\.woff$/.exec(name) ?? [];
	if (simple !== undefined) return join(PACKAGES, "@fontsource", simple, "files", name);
	const [, han] = /^(noto-sans-(?:sc|kr))-[\w-]+\.woff2$/.exec(name) ?? [];
	return han === undefined ? null : join(fontFolder(han), "files", name);
}

/** The bytes of a font file or of the index, by name; `null` for a name that is none. */
export function readFont(name: string): Uint8Array<ArrayBuffer> | null {
	if (name === HAN_INDEX) return new TextEncoder().encode(hanIndex());
	const file = fontFile(name);
	return file !== null && existsSync(file) ? new Uint8Array(readFileSync(file)) : null;
}

/** Copies all of them, the index, and the licence they are under, to `folder`. */
export function copyFonts(folder: string): void {
	mkdirSync(folder, { recursive: true });
	const simple = SIMPLE_FACES.flatMap((face) => [face.regular, face.bold]);
	for (const name of [...simple, ...hanFiles().map(([file]) => file)])
		copyFileSync(fontFile(name) as string, join(folder, name));
	writeFileSync(join(folder, HAN_INDEX), hanIndex());
	for (const family of ["noto-sans", "noto-sans-arabic", "noto-sans-hebrew"])
		copyFileSync(join(PACKAGES, "@fontsource", family, "LICENSE"), join(folder, `LICENSE-${family}.txt`));
	for (const { family } of HAN)
		copyFileSync(join(fontFolder(family), "LICENSE"), join(folder, `LICENSE-${family}.txt`));
}
