/** Comparisons with what is usual: "higher than usual", "above baseline", "elevated". */
import type { Quantity } from "../../../vitals/assistant.ts";
import { whoseAt, type Whose } from "./claims.ts";
import { holds, someSource, type Ground, type Verdict } from "./ground.ts";
import type { Sentence } from "./sentence.ts";
import type { Token } from "./tokens.ts";

interface Versus {
	readonly sign: 1 | -1;
	readonly of: readonly Quantity[] | null;
	readonly whose: (ground: Ground) => Whose;
	/** Figures on either side: what is compared, and the usual where it is given. Null where one is not. */
	readonly figures: readonly [number, number] | null;
}

/** "Higher than usual", "above baseline", "elevated": a comparison with no figure of its own, or with the usual's. */
export function isVersus(sentence: Sentence, index: number): Versus | null {
	const token = sentence.tokens[index] as Token;
	let sign: 1 | -1;
	if (token.is === "versus") sign = token.sign;
	else if (token.is === "bound" && token.open) sign = token.side === "above" ? 1 : -1;
	else if (token.is === "move" && token.needs === "context" && token.direction !== "steady")
		sign = token.direction === "rising" ? 1 : -1;
	else return null;
	if (token.is !== "versus") {
		const usual = sentence.ahead(
			index,
			(other) => other.is === "statistic" && other.statistic === "usual",
			(other) =>
				other.segment === token.segment && (other.is === "glue" || (other.is === "word" && other.text !== "from")),
		);
		if (usual < 0) return null;
		// "up from a usual 74" is the direction's and the figure's claim.
		if (/^ *from\b/.test(sentence.folded.slice(token.end))) return null;
	} else if (sentence.said(token) === "fast" && sentence.vitalNear(index) === null) return null;
	if (sentence.negated(index)) sign = sign === 1 ? -1 : 1;
	const vital = sentence.vitalNear(index);
	const figure = sentence.back(
		index,
		(other) => other.is === "figure",
		(other) => other.segment === token.segment,
	);
	const byFigure = figure < 0 ? null : (sentence.vitalOf(figure, new Set())?.of ?? null);
	const behind = sentence.ahead(
		index,
		(other) => other.is === "figure",
		(other) => other.segment === token.segment,
	);
	const value = sentence.back(
		index,
		(other) => other.is === "figure",
		(other) => other.clause === token.clause && other.is !== "vital",
	);
	const low = (at: number) => (sentence.tokens[at] as Extract<Token, { is: "figure" }>).low;
	const immediate = sentence.tokens[index - 1]?.is === "figure" || sentence.tokens[index - 1]?.is === "unit";
	const figures = behind >= 0 && value >= 0 && !immediate ? ([low(value), low(behind)] as const) : null;
	return { figures, sign, of: vital?.of ?? byFigure, whose: (ground) => whoseAt(sentence, index, ground.inherited) };
}

/** With both figures given, by their arithmetic; otherwise a source must have one on that side of the usual. */
export function checkVersus(sentence: Sentence, index: number, token: Token, ground: Ground): Verdict | null {
	const versus = isVersus(sentence, index);
	if (versus === null) return null;
	const { sign, figures } = versus;
	const quantities = versus.of ?? ground.inherited.quantities ?? ["heart_rate"];
	const whose = versus.whose(ground);
	if (figures !== null) {
		const [value, usual] = figures;
		return Math.sign(value - usual) === sign
			? null
			: { kind: "direction", token, why: `${value} is not ${sign > 0 ? "above" : "below"} ${usual}.` };
	}
	const wanted = (who: number) =>
		quantities.some((quantity) =>
			someSource(ground, (source) => {
				const usual: number[] = [];
				const values: number[] = [];
				for (const { fact, who: whom, source: of } of ground.evidence.entries(quantity)) {
					if (whom !== who || of !== source) continue;
					if (fact.statistic === "delta" && Math.sign(fact.value) === sign) return true;
					if (fact.statistic === "usual") usual.push(fact.value);
					else if (fact.statistic !== "limit" && fact.statistic !== "delta") values.push(fact.value);
				}
				return usual.some((base) => values.some((value) => Math.sign(value - base) === sign));
			}),
		);
	const apart = (who: number) =>
		quantities.some((quantity) => {
			const all = ground.evidence
				.entries(quantity)
				.filter((entry) => entry.who === who && ground.allowed.has(entry.source));
			const usual = all.filter(({ fact }) => fact.statistic === "usual").map(({ fact }) => fact.value);
			const values = all.filter(({ fact }) => fact.statistic === "value").map(({ fact }) => fact.value);
			return usual.some((base) => values.some((value) => Math.sign(value - base) === sign));
		});
	if (holds(whose, ground, wanted) || holds(whose, ground, apart)) return null;
	return {
		kind: "direction",
		token,
		why: `No source has the ${ground.labelOf(quantities[0] as Quantity)}${ground.nameOf(whose.who)} ${sign > 0 ? "above" : "below"} what is usual.`,
	};
}
