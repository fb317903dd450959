/**
 * Texts from devices and people as they may be printed. Nothing is dropped in silence: what has no printed form, or would turn
 * the writing direction of what stands beside it, is shown as a box with its code point.
 */

/** Stands for a character that is shown as a box; its code point is kept beside. */
export interface Sign {
	/** What is set: one grapheme. */
	readonly text: string;
	/** The code point to show in a box, `null` for a grapheme that is set in type. */
	readonly box: number | null;
}

/** Controls, overrides and isolates of direction, invisible operators, tags, what is private or unassigned by design. */
const UNPRINTABLE =
	/^[\p{Cc}\p{Co}\p{Cs}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;
/** Only joins or selects a form: nothing to see where it does not. */
const JOINERS = /^(?:\u200c|\u200d|\u034f|[\ufe00-\ufe0f])$/u;
const JOINER_CODES = new Set([0x200c, 0x200d, 0x34f]);
/** Marks on one letter, at most: more would be drawn over the lines above. */
const MOST_MARKS = 6;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The lines of a text: composed, line ends alike, tabulators as spaces, halves of surrogate pairs replaced. */
export function linesOf(text: string): string[] {
	return text
		.toWellFormed()
		.normalize("NFC")
		.replaceAll("\t", "    ")
		.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
}

/** One line's graphemes. */
export function signsOf(line: string): Sign[] {
	const signs: Sign[] = [];
	for (const { segment } of graphemes.segment(line)) {
		let printed = "";
		let marks = 0;
		const boxed: number[] = [];
		for (const char of segment) {
			const code = char.codePointAt(0) as number;
			if (code === 0xad) continue;
			if (UNPRINTABLE.test(char)) boxed.push(code);
			else if (printed !== "" && /\p{M}/u.test(char) && ++marks > MOST_MARKS) boxed.push(code);
			else printed += char;
		}
		if (printed !== "" && !JOINERS.test(printed)) signs.push({ text: printed, box: null });
		for (const box of boxed) signs.push({ text: String.fromCodePoint(box), box });
	}
	return signs;
}

/** The code points that a face must have to set the grapheme: joiners and selectors are not drawn. */
export function drawnCodes(text: string): number[] {
	return [...text]
		.map((char) => char.codePointAt(0) as number)
		.filter((code) => !JOINER_CODES.has(code) && !(code >= 0xfe00 && code <= 0xfe0f));
}
