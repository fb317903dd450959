/** One sentence, read: its tokens, and what stands near what. */
import type { Quantity, Statistic, Subject } from "../../../vitals/assistant.ts";
import { citationsOf, fold, standsAlone, type Citation } from "./text.ts";
import type { Clockwork, TimeRef } from "./times.ts";
import { tokensOf, unitQuantities, type Figure, type NameRef, type Token } from "./tokens.ts";

/** Counts are named behind their figure ("two episodes"); the word alone says nothing of a figure that follows it. */
const COUNTED: ReadonlySet<Quantity> = new Set<Quantity>(["episodes", "alarms", "beds"]);

type Of<K extends Token["is"]> = Extract<Token, { is: K }>;

/** Names of subjects, the longest first, in folded text. */
export interface NameBook {
	readonly names: readonly { readonly folded: string; readonly subject: number }[];
	readonly series: RegExp;
}

const SERIES_WORDS = ["bed", "room", "bay", "cubicle", "bedspace"];

export function nameBook(subjects: readonly Subject[]): NameBook {
	const names = subjects
		.flatMap(({ names, deviceId }, subject) =>
			[...names, deviceId].map((name) => ({ folded: fold(name).trim(), subject })),
		)
		.filter(({ folded }) => folded !== "")
		.sort((a, b) => b.folded.length - a.folded.length);
	// Whatever is called as devices are called is a name, known or not: letters, a hyphen, a number.
	const stems = new Set(names.flatMap(({ folded }) => /^([a-z][a-z-]*)-\d/.exec(folded)?.[1] ?? []));
	const device = String.raw`(?:${[...stems, "wearable", "monitor", "device"].map((stem) => stem.replaceAll(/[^a-z-]/g, "")).join("|")})-[a-z0-9]+`;
	return {
		names,
		series: new RegExp(
			String.raw`\b(?:${SERIES_WORDS.join("|")})s \d+[a-z]?(?:(?:, | and |, and | & | or |\/)\d+(?![\d.]*(?:%| ?%| ?bpm|\/|:))[a-z]?)+\b|\b(?:${SERIES_WORDS.join("|")}) (?:no\.? ?|number |#)?\d+[a-z]?\b|\b${device}\b|\b(?:mr|mrs|ms|miss|mister|madam)\.? [a-z][a-z'-]+`,
			"g",
		),
	};
}

function namesIn(folded: string, book: NameBook): NameRef[] {
	const found: NameRef[] = [];
	const free = (start: number, end: number) => !found.some((other) => start < other.end && end > other.start);
	for (const match of folded.matchAll(book.series)) {
		const start = match.index;
		const text = match[0];
		const numbers = [...text.matchAll(/\d+[a-z]?/g)].map(([number]) => number);
		const word = /^[a-z]+/.exec(text)?.[0].replace(/s$/, "") ?? "";
		if (numbers.length > 1 && SERIES_WORDS.includes(word)) {
			const subjects = numbers.map(
				(number) => book.names.find(({ folded: name }) => name === `${word} ${number}`)?.subject,
			);
			const known = subjects.filter((subject) => subject !== undefined);
			found.push({ start, end: start + text.length, subjects: known.length === subjects.length ? known : [] });
		}
	}
	for (const { folded: name, subject } of book.names)
		for (let start = folded.indexOf(name); start >= 0; start = folded.indexOf(name, start + 1)) {
			const end = start + name.length;
			if (standsAlone(folded, start, end) && free(start, end)) found.push({ start, end, subjects: [subject] });
		}
	for (const match of folded.matchAll(book.series)) {
		const start = match.index;
		const end = start + match[0].length;
		if (free(start, end)) found.push({ start, end, subjects: [] });
	}
	return found.sort((a, b) => a.start - b.start);
}

const STANDARD = /\b(?:isa|iso|iec|en)[ -]?\d[\d.-]*\d\b/g;

export class Sentence {
	readonly text: string;
	readonly folded: string;
	readonly tokens: readonly Token[];
	readonly citations: readonly Citation[];
	readonly names: readonly NameRef[];
	readonly times: readonly TimeRef[];

	constructor(text: string, book: NameBook, clock: Clockwork) {
		this.text = text;
		this.folded = fold(text);
		this.citations = citationsOf(this.folded);
		this.names = namesIn(this.folded, book);
		const taken: { start: number; end: number }[] = [...this.citations, ...this.names];
		let blank = this.folded;
		for (const { start, end } of taken) blank = blank.slice(0, start) + "\u0001".repeat(end - start) + blank.slice(end);
		this.times = clock.read(blank);
		const marker = /^\s*(?:\(?\d{1,2}[.)]\s+|[-+>]\s+)/.exec(this.folded);
		const list: Citation[] = marker === null ? [] : [{ start: 0, end: marker[0].length, ids: [] }];
		// The number of a standard is its name.
		for (const { index, 0: standard } of this.folded.matchAll(STANDARD))
			list.push({ start: index, end: index + standard.length, ids: [] });
		const specials = [...list, ...this.citations, ...this.names, ...this.times].sort((a, b) => a.start - b.start);
		this.tokens = mergeRanges(tokensOf(this.folded, specials), this.folded);
	}

	at(index: number): Token | undefined {
		return this.tokens[index];
	}

	/** The folded text of a token. */
	said(token: Token | undefined): string {
		return token === undefined ? "" : this.folded.slice(token.start, token.end);
	}

	between(from: Token | undefined, to: Token | undefined): string {
		return this.folded.slice(from?.end ?? 0, to?.start ?? this.folded.length);
	}

	/** The nearest token before `index` that `wanted` picks, as long as `go` holds for those between. */
	back(index: number, wanted: (token: Token) => boolean, go: (token: Token) => boolean = () => true): number {
		for (let at = index - 1; at >= 0; at--) {
			const token = this.tokens[at] as Token;
			if (wanted(token)) return at;
			if (!go(token)) return -1;
		}
		return -1;
	}

	ahead(index: number, wanted: (token: Token) => boolean, go: (token: Token) => boolean = () => true): number {
		for (let at = index + 1; at < this.tokens.length; at++) {
			const token = this.tokens[at] as Token;
			if (wanted(token)) return at;
			if (!go(token)) return -1;
		}
		return -1;
	}

	/** Whose: the name that governs the token at `index`; null where the sentence names nobody before or behind it. */
	nameAt(index: number): NameRef | null {
		const token = this.tokens[index] as Token;
		const isName = (other: Token): other is Of<"name"> => other.is === "name";
		const same = (other: Token) => other.segment === token.segment;
		const found = [
			this.back(index, isName, same),
			this.ahead(index, isName, same),
			this.back(index, isName),
			this.ahead(index, isName),
		].find((at) => at >= 0 && isName(this.tokens[at] as Token));
		return found === undefined ? null : (this.tokens[found] as Of<"name">).name;
	}

	isVital(token: Token | undefined): token is Of<"vital"> {
		return token?.is === "vital";
	}

	/** The vital sign that governs a word such as "rising" or "tachycardic". */
	vitalNear(index: number): Of<"vital"> | null {
		const token = this.tokens[index] as Token;
		const measured = (other: Token) => other.is === "vital" && !COUNTED.has(other.of[0] as Quantity);
		const next = this.ahead(index, measured, (other) => other.is === "glue" && other.segment === token.segment);
		if (next >= 0) return this.tokens[next] as Of<"vital">;
		const before = this.back(index, measured, (other) => other.clause === token.clause);
		if (before >= 0) return this.tokens[before] as Of<"vital">;
		const behind = this.ahead(index, measured, (other) => other.segment === token.segment && other.is !== "figure");
		if (behind >= 0) return this.tokens[behind] as Of<"vital">;
		return null;
	}

	/** What the figure at `index` is said to be of, and the word that says so. */
	vitalOf(
		index: number,
		consumed: ReadonlySet<Token>,
	): { readonly of: readonly Quantity[]; readonly token: Of<"vital"> } | null {
		const figure = this.tokens[index] as Of<"figure">;
		const units = unitQuantities(figure);
		const fits = (of: readonly Quantity[]) => units === null || of.some((quantity) => units.includes(quantity));
		const measured = (token: Token): token is Of<"vital"> =>
			token.is === "vital" && !COUNTED.has(token.of[0] as Quantity);
		const counted = this.ahead(
			index,
			(token) => token.is === "vital" && COUNTED.has(token.of[0] as Quantity),
			(token) =>
				token.segment === figure.segment &&
				(token.is === "word" || token.is === "state" || (token.is === "glue" && /^(?:of|the)$/.test(this.said(token)))),
		);
		if (counted >= 0 && figure.unit === null && counted - index <= 3) {
			const token = this.tokens[counted] as Of<"vital">;
			return { of: token.of, token };
		}
		const follows = this.ahead(
			index,
			measured,
			(token) =>
				token.segment === figure.segment &&
				token.is === "glue" &&
				/^(?:of|for|in|the|a|an|on|\(|\)|=)$/.test(this.said(token)),
		);
		const ahead = follows >= 0 ? (this.tokens[follows] as Of<"vital">) : null;
		const before = this.back(
			index,
			(token) => measured(token),
			(token) => token.segment === figure.segment,
		);
		const near = before >= 0 ? (this.tokens[before] as Of<"vital">) : null;
		const adjacent =
			near !== null &&
			!consumed.has(near) &&
			this.back(
				index,
				(token) => token === near,
				(token) =>
					token.is === "glue" ||
					token.is === "about" ||
					token.is === "bound" ||
					token.is === "move" ||
					token.is === "statistic",
			) >= 0;
		const aheadOwn = ahead !== null && this.tokens[follows + 1]?.is === "figure";
		const choices: (Of<"vital"> | null)[] = adjacent
			? [near, aheadOwn ? null : ahead]
			: ahead !== null && !aheadOwn && (near === null || consumed.has(near) || !fits(near.of))
				? [ahead, near]
				: [near, ahead];
		const chosen =
			choices.find((token): token is Of<"vital"> => token !== null && fits(token.of)) ?? (adjacent ? near : null);
		if (chosen !== null) return { of: chosen.of, token: chosen };
		// "a minimum of 71 and a maximum of 76": the second is of what the first was, whatever its unit says.
		const continued =
			this.back(
				index,
				(token) => token.is === "statistic",
				(token) => token.segment === figure.segment && token.is === "glue",
			) >= 0;
		const back = this.back(index, (token) => measured(token) && (continued || fits(token.of)));
		if (back >= 0) {
			const token = this.tokens[back] as Of<"vital">;
			return { of: token.of, token };
		}
		if (near !== null) return { of: near.of, token: near };
		const later = this.ahead(
			index,
			(token) => measured(token) && fits(token.of),
			(token) => token.segment === figure.segment && token.is !== "figure",
		);
		if (later >= 0) {
			const token = this.tokens[later] as Of<"vital">;
			return { of: token.of, token };
		}
		return null;
	}

	/** Which statistic the words around the figure say it is. */
	statisticOf(index: number): { readonly statistic: Statistic; readonly token: Token } | null {
		const figure = this.tokens[index] as Token;
		const isStatistic = (token: Token): token is Of<"statistic"> => token.is === "statistic";
		const before = this.back(
			index,
			isStatistic,
			(token) => token.is !== "figure" && token.clause === figure.clause && token.is !== "cite",
		);
		if (before >= 0) {
			const token = this.tokens[before] as Of<"statistic">;
			return { statistic: token.statistic, token };
		}
		const after = this.ahead(
			index,
			isStatistic,
			(token) =>
				token.segment === figure.segment &&
				token.is !== "figure" &&
				token.is !== "vital" &&
				token.is !== "time" &&
				token.is !== "bound",
		);
		if (after < 0) return null;
		const owner = this.ahead(
			after,
			(token) => token.is === "figure",
			(token) => token.is === "glue" || token.is === "vital",
		);
		if (owner >= 0 && (this.tokens[owner] as Token).segment === figure.segment) return null;
		const token = this.tokens[after] as Of<"statistic">;
		return { statistic: token.statistic, token };
	}

	/** Times that the figure at `index` may be of: those that bind it, or those that might. */
	timesOf(index: number): { readonly strict: TimeRef | null; readonly loose: readonly TimeRef[] } {
		const own = this.tokens[index] as Token;
		const isTime = (token: Token): token is Of<"time"> =>
			token.is === "time" && token.time.form !== "latest" && token.time.form !== "offset";
		const behind = this.ahead(
			index,
			isTime,
			(token) => token.segment === own.segment && token.is !== "figure" && token.is !== "state",
		);
		if (behind >= 0) return { strict: (this.tokens[behind] as Of<"time">).time, loose: [] };
		const before = this.back(index, isTime, (token) => token.segment === own.segment);
		if (before >= 0) {
			const owner = this.back(
				before,
				(token) => token.is === "figure",
				(token) => token.segment === own.segment,
			);
			if (owner < 0 || !this.within(owner, before))
				return { strict: (this.tokens[before] as Of<"time">).time, loose: [] };
		}
		const inClause = this.tokens.filter((token): token is Of<"time"> => isTime(token) && token.clause === own.clause);
		const first = this.tokens.find(
			(token) => token.clause === own.clause && (token.is === "figure" || token.is === "state"),
		);
		const [lead] = inClause;
		if (inClause.length === 1 && lead !== undefined && first !== undefined && lead.start < first.start)
			return { strict: lead.time, loose: [] };
		return { strict: null, loose: this.tokens.filter(isTime).map((token) => token.time) };
	}

	/** Whether the time at `time` directly follows the figure at `figure`, and so is that figure's. */
	private within(figure: number, time: number): boolean {
		return (
			this.ahead(
				figure,
				(token) => token === this.tokens[time],
				(token) => token.is === "glue" || token.is === "vital" || token.is === "unit",
			) >= 0
		);
	}

	/** Whether a negation governs the token at `index`: within its segment, before it, nothing decided between. */
	negated(index: number): boolean {
		const own = this.tokens[index] as Token;
		return (
			this.back(
				index,
				(token) => token.is === "not",
				(token) => token.segment === own.segment && token.is !== "figure",
			) >= 0
		);
	}
}

/** "between 88 and 92", "88 to 92": one figure of two ends, unless it says where something came from. */
function mergeRanges(tokens: readonly Token[], folded: string): Token[] {
	const merged: Token[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at] as Token;
		const joint = tokens[at + 1];
		const upper = tokens[at + 2];
		if (
			token.is !== "figure" ||
			upper?.is !== "figure" ||
			joint === undefined ||
			token.pair !== null ||
			upper.pair !== null
		) {
			merged.push(token);
			continue;
		}
		const word = folded.slice(joint.start, joint.end);
		const lead = merged.findLast((other) => other.is !== "glue" && other.is !== "about" && other.is !== "vital");
		const ranging = lead?.is === "ranging";
		const from = merged.some(
			(other) => other.segment === token.segment && folded.slice(other.start, other.end) === "from",
		);
		const moving = merged.some((other) => other.is === "move" && other.clause === token.clause);
		const joins = ranging ? word === "and" || word === "to" : word === "to" && !from && !moving;
		const units = token.unit === null || token.unit === upper.unit;
		if (!joins || !units || upper.low <= token.low || token.high > token.low) {
			merged.push(token);
			continue;
		}
		const joined: Figure = {
			...token,
			end: upper.end,
			high: upper.high,
			decimals: Math.max(token.decimals, upper.decimals),
			unit: upper.unit,
			seconds: upper.seconds,
		};
		merged.push({ ...joined, segment: token.segment, clause: token.clause });
		at += 2;
	}
	return merged;
}
