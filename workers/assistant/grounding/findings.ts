/** Words that a figure must bear out: "febrile", "higher than usual", "twice the baseline". */
import type { Quantity } from "../../../vitals/assistant.ts";
import { whoseAt } from "./claims.ts";
import { timeFits } from "./evidence.ts";
import { figureQuantities, holds, type Ground, type Of, type Verdict } from "./ground.ts";
import type { Sentence } from "./sentence.ts";
import type { Finding } from "./terms.ts";

const meets = (value: number, { above, below }: Finding) =>
	(above === undefined || value > above) && (below === undefined || value < below);

export function checkFinding(sentence: Sentence, index: number, token: Of<"finding">, ground: Ground): Verdict | null {
	const whose = whoseAt(sentence, index, ground.inherited);
	if (whose.stranger !== null)
		return {
			kind: "patient",
			token,
			why: `No source is about ${sentence.text.slice(whose.stranger.start, whose.stranger.end)}.`,
		};
	const time = sentence.timesOf(index).strict;
	const { quantity: quantities } = token.finding;
	const denied = sentence.negated(index);
	const word = sentence.text.slice(token.start, token.end);
	const known = (
		who: number,
		of: (value: number, fact: { readonly to: number }) => boolean,
		allowed: ReadonlySet<number>,
	) =>
		quantities.some((quantity) =>
			ground.evidence
				.entries(quantity)
				.some(
					({ fact, who: whom, source }) =>
						whom === who &&
						allowed.has(source) &&
						["value", "median", "mean", "min", "max"].includes(fact.statistic) &&
						(time === null || timeFits(fact, time)) &&
						of(fact.value, fact),
				),
		);
	const newest = (who: number, fact: { readonly to: number }) =>
		quantities.every((quantity) => fact.to >= (ground.evidence.newest(who, quantity) ?? 0) - 120_000);
	const so = (who: number) => known(who, (value) => meets(value, token.finding), ground.allowed);
	// Denied of now: the newest figures decide, not that there once was a lower one.
	const notSo = (who: number) =>
		known(who, (value, fact) => newest(who, fact) && !meets(value, token.finding), ground.allowed) &&
		!known(
			who,
			(value, fact) =>
				newest(who, fact) &&
				fact.to - (time?.ranges[0]?.[0] ?? fact.to) >= 0 &&
				meets(value, token.finding) &&
				isMoment(fact),
			ground.allowed,
		);
	if (holds(whose, ground, denied ? notSo : so)) {
		if (time !== null) ground.used.add(time);
		return null;
	}
	const name = ground.nameOf(whose.who);
	if (denied) {
		return holds(whose, ground, so)
			? { kind: "negation", token, why: `A figure${name} says "${word}".` }
			: { kind: "unsupported", token, why: `No figure${name} rules "${word}" out.` };
	}
	const others = ground.everyone.some((who) => !(whose.who ?? []).includes(who) && so(who));
	const any = holds(whose, ground, (who) => known(who, () => true, ground.allowed));
	if (others && whose.who !== null)
		return { kind: "patient", token, why: `The figures${name} do not say "${word}"; another patient's do.` };
	if (any) return { kind: "value", token, why: `The figures${name} do not say "${word}".` };
	return { kind: "unsupported", token, why: `No figure${name} says "${word}".` };
}

const isMoment = (fact: { readonly to: number; readonly from?: number }) =>
	fact.from === undefined || fact.to === fact.from;

/** "Twice the usual", "half her baseline": a value of one source over its usual, within a tenth. */
export function checkTimes(sentence: Sentence, index: number, token: Of<"times">, ground: Ground): Verdict | null {
	const usual = sentence.ahead(
		index,
		(other) => other.is === "statistic" && other.statistic === "usual",
		(other) => other.segment === token.segment && (other.is === "glue" || other.is === "word"),
	);
	if (usual < 0) return null;
	const quantities = sentence.vitalNear(index)?.of ?? ground.inherited.quantities ?? figureQuantities(sentence, index);
	const whose = whoseAt(sentence, index, ground.inherited);
	if (quantities === null) return { kind: "unsupported", token, why: "It is not said what this is a multiple of." };
	const so = (who: number) =>
		quantities.some((quantity) => {
			const theirs = ground.evidence
				.entries(quantity)
				.filter((entry) => entry.who === who && ground.allowed.has(entry.source));
			return theirs.some(
				(base) =>
					base.fact.statistic === "usual" &&
					theirs.some(
						({ fact }) =>
							fact.statistic !== "usual" &&
							fact.statistic !== "delta" &&
							fact.statistic !== "limit" &&
							Math.abs(fact.value / base.fact.value / token.factor - 1) <= 0.1,
					),
			);
		});
	if (holds(whose, ground, so)) return null;
	return {
		kind: "value",
		token,
		why: `No source has the ${ground.labelOf(quantities[0] as Quantity)}${ground.nameOf(whose.who)} at that multiple of the usual.`,
	};
}
