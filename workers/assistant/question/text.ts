/** A message as the finders read it: each takes out what it understood, so that no figure is understood twice. */

/** Cuts a piece out and leaves as many blanks, so that positions stay. */
export class Message {
	readonly original: string;
	#left: string;

	constructor(original: string) {
		this.original = original;
		this.#left = original;
	}

	/** What nobody has understood yet. */
	get left(): string {
		return this.#left;
	}

	/** Takes the piece from `start` until before `end` out. */
	take(start: number, end: number): void {
		this.#left = this.#left.slice(0, start) + " ".repeat(end - start) + this.#left.slice(end);
	}

	/** The first match of what is left, taken out; null where there is none. */
	find(pattern: RegExp): RegExpExecArray | null {
		const match = pattern.exec(this.#left);
		if (match !== null) this.take(match.index, match.index + match[0].length);
		return match;
	}
}

/** Width, case and the many dashes told apart no more; as long as the text was, so that positions stay. */
export function folded(text: string): string {
	return [...text]
		.map((char) => {
			const plain = char.normalize("NFKC").toLowerCase();
			return (plain.length === char.length ? plain : char)
				.replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/u, "-")
				.replace(/[\u2018\u2019]/u, "'");
		})
		.join("");
}

/** Only letters and digits, folded: "WEARABLE-007", "wearable 007" and "Wearable_007" are one. */
export function bare(text: string): string {
	return folded(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

const NUMBER_WORDS = new Map(
	[
		..."zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(
			" ",
		),
		..."seventeen eighteen nineteen twenty".split(" "),
	].map((word, value) => [word, value]),
);

/** Words for 1 to 20, for a pattern. */
export const NUMBER_WORD = [...NUMBER_WORDS.keys()].slice(1).join("|");

/** "12", "four", "a", "an": the number, NaN for others. */
export function numberOf(word: string): number {
	if (/^\d+(\.\d+)?$/.test(word)) return Number(word);
	return word === "a" || word === "an" ? 1 : (NUMBER_WORDS.get(word) ?? NaN);
}

/** Escapes a text for a pattern. */
export const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Text of people inside Markdown: no markup, no link, no citation, one line. */
export function plain(text: string): string {
	return text
		.replaceAll(/\s+/g, " ")
		.replaceAll(/[\\`*_{}[\]<>#|~]/g, (char) => (char === "[" ? "(" : char === "]" ? ")" : ""))
		.trim();
}
