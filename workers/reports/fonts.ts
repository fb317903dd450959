/**
 * Which font files a report may need, for the Worker that fetches them and for the build that puts them beside the dashboard.
 * Ranges are those of the files (Google Fonts' slices as Fontsource packs them), in CSS's notation. All are under the SIL Open
 * Font License 1.1.
 */

/** Where the files lie among the assets. */
export const REPORT_FONT_PATH = "/report-fonts/";

/** Han, kana and Hangul lie in some two hundred files by frequency; this one says which character is in which. */
export const HAN_INDEX = "han.json";

export interface FaceFile {
	/** File names under `REPORT_FONT_PATH`. */
	readonly regular: string;
	readonly bold: string;
	readonly ranges: string;
}

const face = (slice: string, ranges: string): FaceFile => ({
	regular: `${slice}-400-normal.woff`,
	bold: `${slice}-700-normal.woff`,
	ranges,
});

/** In the order in which they are asked. Han, kana and Hangul are not here: they have `HAN_INDEX`. */
export const SIMPLE_FACES: readonly FaceFile[] = [
	face(
		"noto-sans-latin",
		"U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
	),
	face(
		"noto-sans-latin-ext",
		"U+100-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,U+304,U+308,U+329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
	),
	face(
		"noto-sans-vietnamese",
		"U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB",
	),
	face("noto-sans-greek", "U+370-377,U+37A-37F,U+384-38A,U+38C,U+38E-3A1,U+3A3-3FF"),
	face("noto-sans-greek-ext", "U+1F00-1FFF"),
	face("noto-sans-cyrillic", "U+301,U+400-45F,U+490-491,U+4B0-4B1,U+2116"),
	face("noto-sans-cyrillic-ext", "U+460-52F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F"),
	face(
		"noto-sans-devanagari",
		"U+900-97F,U+1CD0-1CF9,U+200C-200D,U+20A8,U+20B9,U+20F0,U+25CC,U+A830-A839,U+A8E0-A8FF,U+11B00-11B09",
	),
	face(
		"noto-sans-arabic-arabic",
		"U+600-6FF,U+750-77F,U+870-88E,U+890-891,U+897-8E1,U+8E3-8FF,U+200C-200E,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC",
	),
	face("noto-sans-hebrew-hebrew", "U+307-308,U+590-5FF,U+200C-2010,U+20AA,U+25CC,U+FB1D-FB4F"),
];
