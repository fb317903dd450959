/**
 * Cuts streamed Markdown into sentences, list items and headings as soon as each is whole. Decimals, abbreviations, numbered
 * items and the citations after a full stop do not end, or begin, a sentence.
 */

/** Words before a full stop that do not end a sentence. */
const ABBREVIATIONS = new Set(
	"no nos dr mr mrs ms prof st approx ca e.g i.e eg ie vs fig resp avg temp est etc incl cf pt pts jan feb mar apr jun jul aug sep sept oct nov dec".split(
		" ",
	),
);
/** Units that are written with a full stop, or stand before the one of their sentence. */
const UNITS = new Set("min mins max hr hrs sec secs".split(" "));
/** Ends a sentence: marks, what closes with them, and the citations that belong to it. */
const END = /([.!?…]+)([)"'”’*_]*)((?:[ \t]*\[S\d+(?:\s*,\s*S\d+)*\])*)(?=\s|$)/g;
/** A sentence that does not end is let go at this length. */
const LONGEST = 1_200;

export class SentenceSplitter {
	#rest = "";

	/** Takes the next piece of text; returns what is whole by now. */
	push(text: string): string[] {
		this.#rest += text;
		return this.#take(false);
	}

	/** There is no more: what is left is a sentence as it stands. */
	end(): string[] {
		return this.#take(true);
	}

	/** What is not whole yet. */
	get rest(): string {
		return this.#rest;
	}

	#take(last: boolean): string[] {
		const sentences: string[] = [];
		for (;;) {
			const end = this.#nextEnd(last);
			if (end === null) break;
			const sentence = this.#rest.slice(0, end).trim();
			this.#rest = this.#rest.slice(end).replace(/^[ \t]+/, "");
			if (sentence !== "" && !/^(?:[-*_=]{3,}|```\w*|[-*+]|\d+[.)])$/.test(sentence)) sentences.push(sentence);
		}
		return sentences;
	}

	/** Where the first whole unit ends; null where there is none yet. */
	#nextEnd(last: boolean): number | null {
		const text = this.#rest;
		if (text === "") return null;
		const line = text.search(/\n/);
		END.lastIndex = 0;
		for (let match = END.exec(text); match !== null; match = END.exec(text)) {
			const end = match.index + match[0].length;
			if (line >= 0 && line < match.index) break;
			const after = text.slice(end);
			// A citation may follow, after the space: only what comes next tells.
			if (/^[ \t]*(?:\[S?\d*(?:\s*,\s*S?\d*)*)?$/.test(after) && !last) return null;
			if (endsSentence(text, match.index, match[1] as string, after)) return end;
		}
		if (line >= 0) return line + 1;
		if (last) return text.length;
		if (text.length > LONGEST) return Math.max(text.lastIndexOf(" ", LONGEST), LONGEST / 2);
		return null;
	}
}

function endsSentence(text: string, at: number, mark: string, after: string): boolean {
	if (mark !== ".") return true;
	const before = text.slice(0, at);
	// "1. Check the leads": the number of a list item.
	if (/(?:^|\n)\s*(?:\*\*)?\d{1,3}$/.test(before)) return false;
	const word = /[\p{L}\p{N}.]+$/u.exec(before)?.[0] ?? "";
	const next = /^\s+["'“(*_]*(\S)/u.exec(after)?.[1] ?? "";
	// "Dr A. Byron", but not "37.9 °C."
	if (/^\p{L}$/u.test(word) && word !== "I" && /(?:^|[\s(])\p{L}$/u.test(before)) return false;
	if (/^[ap]\.m$/i.test(word)) return !/[\p{Ll}\d(]/u.test(next);
	if (UNITS.has(word)) return !/[\p{Ll}\d(]/u.test(next);
	if (ABBREVIATIONS.has(word.toLowerCase())) return false;
	// A small letter goes on with the sentence.
	return !/^\p{Ll}$/u.test(next);
}
