/** A sentence as tokens: names, citations, times, numbers with their units, and the words of `terms.ts`. */
import type { Quantity } from "../../../vitals/assistant.ts";
import { ONES, TENS } from "./number-words.ts";
import type { Citation, Span } from "./text.ts";
import { termAt, UNIT_OF, type Term, type UnitName } from "./terms.ts";
import type { TimeRef } from "./times.ts";

/** A name in a sentence and whom it calls: positions in `subjects`, none where nobody is called that. */
export interface NameRef extends Span {
	readonly subjects: readonly number[];
}

export interface Figure extends Span {
	readonly is: "figure";
	readonly low: number;
	/** The same as `low` unless the sentence gives a range. */
	readonly high: number;
	readonly decimals: number;
	readonly unit: UnitName | null;
	/** Of a time: seconds in a unit. */
	readonly seconds: number;
	/** 104 and 62 of "104/62". */
	readonly pair: "systolic" | "diastolic" | null;
	readonly words: boolean;
}

export type Token = (
	| Figure
	| ({ readonly is: "name"; readonly name: NameRef } & Span)
	| ({ readonly is: "time"; readonly time: TimeRef } & Span)
	| ({ readonly is: "cite"; readonly ids: readonly string[] } & Span)
	| ({ readonly is: "word"; readonly text: string } & Span)
	| ({ readonly is: "arrow" } & Span)
	| (Term & Span)
) & { readonly segment: number; readonly clause: number };

type Raw = Span & { readonly text: string; readonly special?: NameRef | TimeRef | Citation };

const LEXEME =
	/\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|°\s?[cf](?![a-z])|\/\s?min(?:ute)?\b|->|→|[a-z][a-z0-9']*|'s\b|[^\s]/gy;
const SPACE = /\s*/gy;
/** Hyphens between letters, and between a number and a word, only join: "end-tidal", "20-minute". */
function unhyphen(folded: string): string {
	return folded.replace(/(?<=[a-z0-9])-(?=[a-z])/g, " ").replace(/(?<=[a-z])-(?=\d)/g, " ");
}

function lex(folded: string, specials: readonly (NameRef | TimeRef | Citation)[]): Raw[] {
	const text = unhyphen(folded);
	const raw: Raw[] = [];
	let at = 0;
	let next = 0;
	while (at < text.length) {
		SPACE.lastIndex = at;
		SPACE.exec(text);
		at = SPACE.lastIndex;
		while (next < specials.length && (specials[next] as Span).start < at) next++;
		const special = specials[next];
		if (special !== undefined && special.start === at) {
			raw.push({ start: at, end: special.end, text: "\u0000", special });
			at = special.end;
			continue;
		}
		LEXEME.lastIndex = at;
		const match = LEXEME.exec(text);
		if (match === null) break;
		const limit = special === undefined ? text.length : special.start;
		const end = Math.min(LEXEME.lastIndex, limit);
		raw.push({ start: at, end, text: text.slice(at, end).replace(/^([°/])\s/, "$1") });
		at = end;
	}
	return raw;
}

/** A full stop behind these ends no sentence. */
const ABBREVIATED = new Set([
	"approx",
	"ca",
	"temp",
	"resp",
	"vs",
	"avg",
	"max",
	"min",
	"no",
	"dr",
	"mr",
	"mrs",
	"ms",
	"st",
]);

const isDigits = (text: string | undefined) => text !== undefined && /^\d/.test(text);

/** The number that begins at `at` in words or digits: its value, its decimals and how many lexemes it takes. */
function numberAt(
	raw: readonly Raw[],
	at: number,
): { value: number; decimals: number; length: number; words: boolean } | null {
	const text = (raw[at] as Raw).text;
	if (/^\d/.test(text)) {
		const plain = text.replaceAll(",", "");
		return { value: Number(plain), decimals: plain.split(".")[1]?.length ?? 0, length: 1, words: false };
	}
	const word = (index: number) => raw[index]?.text ?? "";
	let value = ONES[text] ?? TENS[text];
	if (text === "hundred" || (text === "a" && word(at + 1) === "hundred")) value = 1;
	if (value === undefined) return null;
	let length = text === "hundred" ? 0 : 1;
	if (TENS[text] !== undefined && (ONES[word(at + 1)] ?? 0) > 0 && (ONES[word(at + 1)] as number) < 10) {
		value += ONES[word(at + 1)] as number;
		length = 2;
	}
	if (word(at + length) === "hundred") {
		value *= 100;
		length++;
		const skip = word(at + length) === "and" ? 1 : 0;
		const rest =
			at + length + skip < raw.length && word(at + length + skip) !== "a" ? numberAt(raw, at + length + skip) : null;
		if (rest !== null && rest.words && rest.value < 100) {
			value += rest.value;
			length += skip + rest.length;
		}
	}
	if (word(at + length) === "point" && ONES[word(at + length + 1)] !== undefined)
		return {
			value: value + (ONES[word(at + length + 1)] as number) / 10,
			decimals: 1,
			length: length + 2,
			words: true,
		};
	return { value, decimals: 0, length, words: true };
}

/** Units that are one letter or an everyday word are units only behind a number. */
function unitAt(
	words: readonly string[],
	at: number,
): { readonly unit: UnitName; readonly seconds: number; readonly length: number } | null {
	const found = termAt(words, at);
	if (found === null || found.term.is !== "unit") return null;
	return { unit: found.term.unit, seconds: found.term.seconds ?? 0, length: found.length };
}

export function tokensOf(folded: string, specials: readonly (NameRef | TimeRef | Citation)[]): Token[] {
	const raw = lex(folded, specials);
	const words = raw.map((lexeme) => lexeme.text);
	const tokens: Token[] = [];
	let segment = 0;
	let clause = 0;
	const push = (token: DistributiveOmit<Token, "segment" | "clause">) => {
		// A break is of no segment, and a strong one of no clause: a search within one ends there.
		if (token.is === "break") tokens.push({ ...token, segment: -1, clause: token.strong ? -1 : clause } as Token);
		else tokens.push({ ...token, segment, clause } as Token);
	};
	for (let at = 0; at < raw.length;) {
		const { start, end, text, special } = raw[at] as Raw;
		if (special !== undefined) {
			if ("subjects" in special) push({ is: "name", start, end, name: special });
			else if ("ids" in special) push({ is: "cite", start, end, ids: special.ids });
			else push({ is: "time", start, end, time: special });
			at++;
			continue;
		}
		const number = numberAt(raw, at);
		if (number !== null) {
			const taken = figureAt(raw, words, at, number);
			for (const figure of taken.figures) push(figure);
			at = taken.next;
			continue;
		}
		if (text === "->" || text === "→") {
			push({ is: "arrow", start, end });
			at++;
			continue;
		}
		// A sign before a difference: "-6", "+44".
		if ((text === "-" || text === "+") && isDigits(words[at + 1]) && (raw[at + 1] as Raw).start === end) {
			at++;
			continue;
		}
		if (text === "-" || text === "|") {
			segment++;
			clause++;
			push({ is: "break", strong: true, start, end });
			at++;
			continue;
		}
		if (text === "." && (words[at - 1]?.length === 1 || ABBREVIATED.has(words[at - 1] ?? ""))) {
			at++;
			continue;
		}
		if (text === "min") {
			push({ is: "statistic", statistic: "min", start, end });
			at++;
			continue;
		}
		const found = termAt(words, at);
		if (
			found !== null &&
			!(found.term.is === "unit" && text.length < 4 && text !== "%") &&
			!(text === "t" && !isDigits(words[at + 1]) && !/^[:=]$/.test(words[at + 1] ?? ""))
		) {
			const last = raw[at + found.length - 1] as Raw;
			if (found.term.is === "break") {
				segment++;
				if (found.term.strong) clause++;
			}
			push({ ...found.term, start, end: last.end });
			at += found.length;
			continue;
		}
		if (text.endsWith("n't")) push({ is: "not", start, end });
		else push({ is: "word", start, end, text });
		at++;
	}
	return tokens;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** One figure, a range ("88-92", "88 to 92" is left to the reader of claims), or the two of a blood pressure. */
function figureAt(
	raw: readonly Raw[],
	words: readonly string[],
	at: number,
	number: { value: number; decimals: number; length: number; words: boolean },
): { figures: DistributiveOmit<Figure, "segment" | "clause">[]; next: number } {
	const start = (raw[at] as Raw).start;
	let next = at + number.length;
	const base = { is: "figure" as const, decimals: number.decimals, words: number.words };
	const second = next + 1 < raw.length ? numberAt(raw, next + 1) : null;
	const sign = words[next];
	if (second !== null && (sign === "/" || (sign === "over" && number.value > 40 && second.value < number.value))) {
		const middle = (raw[at + number.length - 1] as Raw).end;
		const from = (raw[next + 1] as Raw).start;
		next += 1 + second.length;
		const unit = unitAt(words, next);
		if (unit !== null) next += unit.length;
		const rest = { unit: unit?.unit ?? null, seconds: 0 };
		return {
			figures: [
				{ ...base, ...rest, start, end: middle, low: number.value, high: number.value, pair: "systolic" },
				{
					...base,
					...rest,
					start: from,
					end: (raw[next - 1] as Raw).end,
					low: second.value,
					high: second.value,
					pair: "diastolic",
				},
			],
			next,
		};
	}
	const firstUnit = unitAt(words, next);
	let high = number.value;
	let decimals = number.decimals;
	const dash = firstUnit === null ? next : next + firstUnit.length;
	if (words[dash] === "-" && dash + 1 < raw.length) {
		const upper = numberAt(raw, dash + 1);
		const touching = (raw[dash] as Raw).start - (raw[dash - 1] as Raw).end;
		if (upper !== null && upper.value > number.value && touching <= 1) {
			high = upper.value;
			decimals = Math.max(decimals, upper.decimals);
			next = dash + 1 + upper.length;
		}
	}
	let unit = unitAt(words, next) ?? (high === number.value ? null : firstUnit);
	if (unit !== null && unit !== firstUnit) next += unit.length;
	else if (unit !== null && high === number.value) next += unit.length;
	let value = number.value;
	// "1 h 20 min" is one length.
	if (unit?.unit === "time" && high === value && isDigits(words[next])) {
		const rest = numberAt(raw, next);
		const lesser = rest === null ? null : unitAt(words, next + rest.length);
		if (rest !== null && lesser?.unit === "time" && lesser.seconds < unit.seconds) {
			value = value * (unit.seconds / lesser.seconds) + rest.value;
			high = value;
			next += rest.length + lesser.length;
			unit = lesser;
		}
	}
	return {
		figures: [
			{
				...base,
				start,
				end: (raw[next - 1] as Raw).end,
				low: value,
				high,
				decimals,
				unit: unit?.unit ?? null,
				seconds: unit?.seconds ?? 0,
				pair: null,
			},
		],
		next,
	};
}

/** What the figure's unit lets it be of; null where it has none. */
export function unitQuantities(figure: Figure): readonly Quantity[] | null {
	return figure.unit === null ? null : UNIT_OF[figure.unit];
}
