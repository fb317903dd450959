/** What a sentence claims by its figures. */
import type { Quantity, Statistic } from "../../../vitals/assistant.ts";
import { VITAL_KEYS } from "../../../vitals/catalogue.ts";
import { WARD, type End } from "./evidence.ts";
import type { Sentence } from "./sentence.ts";
import type { Bound, FigureClaim } from "./support.ts";
import type { TimeRef } from "./times.ts";
import { unitQuantities, type Figure, type NameRef, type Token } from "./tokens.ts";

/** Whom a stretch is about. */
export interface Whose {
	readonly who: readonly number[] | null;
	/** A name that nobody here is called; null otherwise. */
	readonly stranger: NameRef | null;
	readonly named: boolean;
}

/** What the sentence before hands on. */
export interface Inherited {
	readonly who: readonly number[] | null;
	readonly quantities: readonly Quantity[] | null;
}

export type Role = "figure" | "difference" | "difference-of-two" | "from" | "ratio" | "share" | "count" | "duration";

export interface Claimed {
	readonly index: number;
	readonly figure: Figure;
	readonly role: Role;
	readonly claim: FigureClaim;
	readonly whose: Whose;
	/** The word that names what it is of; null where the unit or the sentence before does. */
	readonly vital: Token | null;
	/** Times that it might be of, where none binds it. */
	readonly loose: readonly TimeRef[];
	readonly negated: boolean;
}

const BARE: ReadonlySet<Statistic> = new Set(["value", "median", "mean", "min", "max"]);
const COUNTS: ReadonlySet<Statistic> = new Set(["count"]);
const set = (...statistics: Statistic[]): ReadonlySet<Statistic> => new Set(statistics);

const EVERY: readonly Quantity[] = [...VITAL_KEYS, "news2", "battery", "score"];

/** A dose: the business of the search for advice. */
const DOSED =
	/^ ?(?:mg|mcg|µg|ug|g|grams?|milligrams?|micrograms?|ml|l|lit(?:re|er)s?|units|iu|mmol|meq|puffs|tablets?)\b/;

/** Said of a ward as a whole, where it names nobody. */
export const WARDWIDE = /\b(?:ward|unit|icu|itu|across the|department|everyone|everybody)\b/;

/** Begins with a ward and goes on about it: nobody in particular. */
const WARD_OPENS = /^[\s*-]*(?:the )?(?:ward|unit|icu|itu)\b[^:,]{0,40}[:,]/;

/** "4.5 alarms a bed and day", "0.2 alarms an hour". */
const RATES: readonly (readonly [RegExp, Quantity])[] = [
	[/^ *(?:alarms?|alerts?) (?:a|per|for each|for every|each|on each) (?:bed|patient|device)\b/, "per_bed_day"],
	[/^ *(?:alarms?|alerts?) (?:an|per|each|every) hour\b/, "per_hour"],
];

/** Whom the token at `index` is about: the name near it, else whom the sentence before was about. */
export function whoseAt(sentence: Sentence, index: number, inherited: Inherited): Whose {
	const name = sentence.nameAt(index);
	if (name !== null)
		return name.subjects.length > 0
			? { who: name.subjects, stranger: null, named: true }
			: { who: null, stranger: name, named: true };
	return { who: inherited.who, stranger: null, named: false };
}

/** Which way a difference goes that the figure at `index` gives from the usual: "44 above usual"; null where it is none. */
function differenceAt(sentence: Sentence, index: number): { sign: 1 | -1; usual: boolean; other: number } | null {
	const { tokens } = sentence;
	const figure = tokens[index] as Token;
	const next = sentence.ahead(
		index,
		(token) => token.is === "bound" || (token.is === "move" && token.needs === "context"),
		(token) => token.is === "unit",
	);
	if (next >= 0) {
		const token = tokens[next] as Token;
		const up = token.is === "bound" ? token.side === "above" : token.is === "move" && token.direction === "rising";
		const usual = sentence.ahead(
			next,
			(other) => other.is === "statistic" && other.statistic === "usual",
			(other) =>
				other.segment === figure.segment && (other.is === "glue" || other.is === "word" || other.is === "vital"),
		);
		if (usual >= 0) return { sign: up ? 1 : -1, usual: true, other: -1 };
		const than = sentence.said(token).endsWith("than") || /^ *than\b/.test(sentence.folded.slice(token.end));
		const rival = sentence.ahead(
			next,
			(other) => other.is === "figure",
			(other) =>
				other.segment === figure.segment && (other.is === "glue" || other.is === "vital" || other.is === "name"),
		);
		if (than && rival >= 0) return { sign: up ? 1 : -1, usual: false, other: rival };
	}
	const sign = sentence.folded.charAt(figure.start - 1);
	const open = /[\s(]/.test(sentence.folded.charAt(figure.start - 2) || " ");
	if (sign === "+" && open) return { sign: 1, usual: true, other: -1 };
	if (sign === "-" && open) return { sign: -1, usual: true, other: -1 };
	const before = tokens[index - 1];
	const moved = (at: number): 1 | -1 | null => {
		const token = tokens[at];
		return token?.is === "move" && token.direction !== "steady" ? (token.direction === "rising" ? 1 : -1) : null;
	};
	if (sentence.said(before) === "by") {
		const move = sentence.back(
			index,
			(token) => token.is === "move",
			(token) => token.segment === figure.segment,
		);
		const way = moved(move);
		if (way !== null) return { sign: way, usual: true, other: -1 };
	}
	const off = /^ *(?:from|on|against|versus|vs|compared)\b.{0,16}\b(?:usual|baseline|norm)/.test(
		sentence.folded.slice(figure.end),
	);
	const way = moved(index - 1);
	if (way !== null && off && !/\bto$/.test(sentence.said(before))) return { sign: way, usual: true, other: -1 };
	if (
		way !== null &&
		figure.is === "figure" &&
		(figure.unit === "points" || figure.unit === "beats") &&
		!/^ *to\b/.test(sentence.folded.slice(figure.end)) &&
		!/\bto$/.test(sentence.said(before))
	)
		return { sign: way, usual: true, other: -1 };
	return null;
}

function boundAt(sentence: Sentence, index: number): Bound | null {
	const figure = sentence.tokens[index] as Token;
	const before = sentence.back(
		index,
		(token) => token.is === "bound",
		(token) => token.is === "glue" && /^(?:the|a|an|=)$/.test(sentence.said(token)),
	);
	const after = sentence.ahead(
		index,
		(token) => token.is === "bound" && sentence.said(token).startsWith("or "),
		(token) => token.is === "unit",
	);
	const at = before >= 0 ? before : after;
	if (at < 0) return null;
	const token = sentence.tokens[at] as Extract<Token, { is: "bound" }>;
	const all =
		sentence.back(
			at,
			(other) => other.is === "all",
			(other) => other.segment === figure.segment,
		) >= 0;
	if (sentence.negated(at)) return { side: token.side === "above" ? "below" : "above", open: !token.open, all: true };
	return { side: token.side, open: token.open, all };
}

const boundWord = (sentence: Sentence, index: number) => sentence.said(sentence.tokens[index - 1]);

const SHARE_SOURCES: readonly Quantity[] = ["share"];

/** Every figure of the sentence as a claim, in order. */
export function figureClaims(sentence: Sentence, inherited: Inherited, allowed: ReadonlySet<number>): Claimed[] {
	const claims: Claimed[] = [];
	const consumed = new Set<Token>();
	const sharing = sentence.tokens.some((token) => token.is === "share");
	for (const [index, figure] of sentence.tokens.entries()) {
		if (figure.is !== "figure" || DOSED.test(sentence.folded.slice(figure.end))) continue;
		const units = unitQuantities(figure);
		const found = sentence.vitalOf(index, consumed);
		const lone = figure.words && figure.unit === null && found === null;
		// "one of them", "the three": a number word that counts nothing named here.
		if (figure.words && figure.low === 1 && sentence.tokens[index - 1]?.is === "not") continue;
		if (lone || (figure.words && figure.low === 1 && figure.unit === null && !isCount(found?.of))) continue;
		if (figure.words && figure.unit === null && found !== null && !isCount(found.of) && !directly(sentence, index))
			continue;
		if (found !== null) consumed.add(found.token);
		const whose = whoseAt(sentence, index, inherited);
		const { strict, loose } = sentence.timesOf(index);
		const statistic = sentence.statisticOf(index);
		const bound = boundAt(sentence, index);
		const difference = bound === null || figureBeforeBound(sentence, index) ? differenceAt(sentence, index) : null;
		const share = sharing && (figure.unit === "percent" || (figure.unit === null && found?.of[0] === "share"));
		let role: Role = "figure";
		let quantities: readonly Quantity[] = found?.of ?? units ?? inherited.quantities ?? EVERY;
		let statistics = BARE;
		let shareOf: readonly Quantity[] | null = null;
		let who = whose.who;
		if (figure.pair !== null) quantities = figure.pair === "systolic" ? ["systolic_pressure"] : ["diastolic_pressure"];
		if (figure.unit === "time") {
			role = "duration";
			quantities = ["duration"];
			statistics = set("value", "max", "median", "mean", "min", "count");
		} else if (difference !== null) {
			role = difference.other >= 0 ? "difference-of-two" : "difference";
			statistics = set("delta");
			if (figure.unit === "points" && found === null) quantities = inherited.quantities ?? EVERY;
		} else if (share) {
			role = "share";
			shareOf = shareVital(sentence, index);
			quantities = SHARE_SOURCES;
			statistics = set("value", "max", "delta", "mean");
		} else if (RATES.some(([of]) => of.test(sentence.folded.slice(figure.end)))) {
			quantities = RATES.flatMap(([of, quantity]) => (of.test(sentence.folded.slice(figure.end)) ? [quantity] : []));
			if (sentence.names.length === 0) who = [WARD];
		} else if (isCount(quantities) && figure.unit === null) {
			role = "count";
			statistics = COUNTS;
			const near = sentence.tokens.some((token) => token.is === "name");
			if (quantities[0] === "beds" || (!near && WARDWIDE.test(sentence.folded))) who = [WARD];
		} else if (statistic !== null) {
			if (statistic.statistic === "min" || statistic.statistic === "max")
				statistics = set(statistic.statistic, "value");
			else if (statistic.statistic === "delta") statistics = set("delta");
			else statistics = set(statistic.statistic);
		}
		// "Ward B: the median wait was 4 min", after a sentence about a bed.
		if ((role === "duration" || role === "share") && sentence.names.length === 0 && WARD_OPENS.test(sentence.folded))
			who = [WARD];
		// "104/62 with a mean of 76": the mean of a pressure is a vital sign of its own.
		if (
			statistic?.statistic === "mean" &&
			statistics.has("mean") &&
			figure.pair === null &&
			quantities.includes("mean_pressure")
		) {
			quantities = ["mean_pressure"];
			statistics = BARE;
		}
		if (role === "figure" && fromAt(sentence, index)) {
			role = "from";
			if (statistic === null) statistics = new Set<Statistic>([...BARE, "usual"]);
		}
		const bare = role === "figure" && statistic === null && bound === null && strict === null && loose.length === 0;
		claims.push({
			index,
			figure,
			role,
			whose,
			vital: found?.token ?? null,
			loose: strict === null ? loose : [],
			negated: bound === null && role === "figure" && negatedFigure(sentence, index),
			claim: {
				figure,
				quantities,
				named: found !== null || figure.pair !== null,
				statistics,
				who,
				time: strict,
				end: null,
				newest: role === "figure" && statistic === null ? isPresent(sentence, figure, bare) : null,
				about:
					sentence.back(
						index,
						(token) => token.is === "about",
						(token) => token.is === "glue" || token.is === "statistic",
					) >= 0 || /^ *or so\b/.test(sentence.folded.slice(figure.end)),
				bound:
					role === "difference" ||
					role === "difference-of-two" ||
					(role === "count" && /^(?:over|across|past)/.test(boundWord(sentence, index)))
						? null
						: bound,
				shareOf,
				sign: difference?.sign ?? null,
				direction: null,
				extreme:
					role === "figure" && statistic !== null && (statistic.statistic === "min" || statistic.statistic === "max")
						? statistic.statistic
						: null,
				allowed,
			},
		});
	}
	return claims.map((claimed, i) => {
		const end = endOf(sentence, claims, i);
		return end === null ? claimed : { ...claimed, claim: { ...claimed.claim, end } };
	});
}

/** "From 94 to 88": the first and the last of its stretch. */
function endOf(sentence: Sentence, claims: readonly Claimed[], i: number): End | null {
	const joined = (from: Claimed | undefined, to: Claimed | undefined) =>
		from?.role === "from" &&
		to?.role === "figure" &&
		/^\s*(?:to|->|→)\s*$/.test(sentence.folded.slice(from.figure.end, to.figure.start));
	if (joined(claims[i], claims[i + 1])) return "first";
	return joined(claims[i - 1], claims[i]) ? "last" : null;
}

/** What puts a figure into the past, though no time is said. */
const PAST =
	/\b(?:was|were|had|been|went|when|onset|opened|began|before|earlier|episodes?|alerts?|alarms?|rose|fell|risen|fallen|climbed|dropped|reached|touched|hit|came|dipped|spiked|peaked|limit|usual|baseline|night|over|desat[a-z]*)\b|\b(?!bed\b)[a-z]{2,}ed\b/;

/** Whether a figure is said of now: by "now" or in the present tense, or as one of a list without a verb. */
function isPresent(sentence: Sentence, figure: Token, bare: boolean): FigureClaim["newest"] {
	const now = sentence.tokens.some(
		(token) => token.is === "time" && token.time.form === "latest" && token.clause === figure.clause,
	);
	const before = sentence.folded.slice(0, figure.start);
	if (now && (bare || /\b(?:currently|now|at present)\b[^.;,]*$/.test(before))) return "said";
	if (!bare) return null;
	if (/(?:\bis|\bare|'s)(?: (?:at|now|still|only))?[^a-z]*$/.test(before)) return "said";
	return PAST.test(sentence.folded) ? null : "listed";
}

const isCount = (of: readonly Quantity[] | undefined) => of?.[0] === "episodes" || of?.[0] === "beds";

/** Whether nothing but small words lies between a vital sign and the number word behind it: "a score of seven". */
function directly(sentence: Sentence, index: number): boolean {
	return (
		sentence.back(
			index,
			(token) => token.is === "vital",
			(token) => token.is === "glue" || token.is === "about" || token.is === "move" || token.is === "bound",
		) >= 0
	);
}

/** "44 above usual": the bound stands behind the figure, not before it. */
function figureBeforeBound(sentence: Sentence, index: number): boolean {
	const before = sentence.back(
		index,
		(token) => token.is === "bound",
		(token) => token.is === "glue",
	);
	return before < 0;
}

/** "from 72": what something rose or fell from. */
function fromAt(sentence: Sentence, index: number): boolean {
	const own = sentence.tokens[index] as Token;
	const at = sentence.back(
		index,
		(token) => token.is === "glue" && sentence.said(token) === "from",
		(token) =>
			token.segment === own.segment &&
			(token.is === "about" ||
				token.is === "statistic" ||
				token.is === "word" ||
				(token.is === "glue" && !/^(?:to|is|was)$/.test(sentence.said(token)))),
	);
	return at >= 0 || sentence.tokens[index + 1]?.is === "arrow";
}

/** "It is not true that …": denies whatever follows. */
const UNTRUE =
	/\b(?:isn't|not|never|hardly|wasn't) (?:true|correct|right|the case|so) that\b|\b(?:untrue|false|wrong|incorrect|inaccurate) (?:that|to say)\b/;

/** "Is not 118", "no heart rate of 118": nothing but small words between. */
function negatedFigure(sentence: Sentence, index: number): boolean {
	const own = sentence.tokens[index] as Token;
	return (
		UNTRUE.test(sentence.folded.slice(0, own.start)) ||
		sentence.back(
			index,
			(token) => token.is === "not",
			(token) =>
				token.segment === own.segment &&
				(token.is === "about" ||
					token.is === "move" ||
					(token.is === "vital" && !isCount(token.of)) ||
					(token.is === "glue" && sentence.said(token) !== "(")),
		) >= 0
	);
}

function shareVital(sentence: Sentence, index: number): readonly Quantity[] | null {
	const own = sentence.tokens[index] as Token;
	const measured = (token: Token): token is Extract<Token, { is: "vital" }> =>
		token.is === "vital" && !/score|episode|alert|alarm/.test(sentence.said(token));
	const after = sentence.ahead(index, measured, (token) => token.is !== "figure" && token.clause === own.clause);
	const before = sentence.back(index, measured, (token) => token.segment === own.segment);
	const at =
		before >= 0 && !(after >= 0 && (sentence.tokens[after] as Token).segment === own.segment)
			? before
			: after >= 0
				? after
				: sentence.back(index, measured);
	return at < 0 ? null : (sentence.tokens[at] as Extract<Token, { is: "vital" }>).of;
}
