/** Text made plain for reading: the same length as it was, so positions hold. */

const PLAIN: Record<string, string> = {
	"–": "-",
	"—": "-",
	"−": "-",
	"‑": "-",
	"‐": "-",
	"’": "'",
	"‘": "'",
	"“": '"',
	"”": '"',
	"\u00a0": " ",
	"\u2009": " ",
	"\u202f": " ",
	"\u200b": " ",
	"*": " ",
	_: " ",
	"`": " ",
	"#": " ",
	"\n": " ",
	"\t": " ",
	"≈": "~",
	"∼": "~",
	º: "°",
	"˚": "°",
	"％": "%",
	"⁄": "/",
	"∕": "/",
	"‰": " ",
};
for (let digit = 0; digit < 10; digit++) {
	PLAIN[String.fromCharCode(0x2080 + digit)] = String(digit);
	PLAIN[String.fromCharCode(0xff10 + digit)] = String(digit);
}

/** Lower case, plain signs, no Markdown emphasis; every position is that of the original. */
export function fold(text: string): string {
	let out = "";
	for (let at = 0; at < text.length; at++) {
		const sign = text.charAt(at);
		const lower = sign.toLowerCase();
		out += PLAIN[sign] ?? (lower.length === 1 ? lower : sign);
	}
	return out;
}

/** A stretch of a sentence, UTF-16 positions. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export interface Citation extends Span {
	readonly ids: readonly string[];
}

/** `[S1]`, `[S1, S2]`, `[S1–S3]` is not one: a range of sources would hide which of them is meant. */
export function citationsOf(folded: string): Citation[] {
	const found: Citation[] = [];
	for (const match of folded.matchAll(/\[\s*(s\d+(?:\s*[,;]\s*s\d+)*)\s*\]/g))
		found.push({
			start: match.index,
			end: match.index + match[0].length,
			ids: (match[1] as string).split(/[,;]/).map((id) => id.trim().toUpperCase()),
		});
	return found;
}

/** What is no letter or digit ends a name: "WEARABLE-1000" does not name WEARABLE-100. */
export function standsAlone(folded: string, start: number, end: number): boolean {
	const before = folded.charAt(start - 1);
	const after = folded.charAt(end);
	if (/[\p{L}\p{N}]/u.test(before) || /[\p{L}\p{N}]/u.test(after)) return false;
	// A hyphen joins a longer name, a dash between spaces does not; "4.2" is not "4".
	if (before === "-" && /[\p{L}\p{N}]/u.test(folded.charAt(start - 2))) return false;
	return !/^[-.](?=[\p{L}\p{N}])/u.test(folded.slice(end, end + 2));
}
