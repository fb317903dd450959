/** The verdict on one figure, and on two that a change joins: "from 72 to 118". */
import type { FlagKind, Quantity } from "../../../vitals/assistant.ts";
import type { Claimed } from "./claims.ts";
import { timeFits, type Entry } from "./evidence.ts";
import type { Sentence } from "./sentence.ts";
import { inUnit, isOfTime, supported, tolerance, type FigureClaim, type Part } from "./support.ts";
import type { Direction } from "./terms.ts";
import { UNIT_OF } from "./terms.ts";
import type { TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";
import type { Ground, Verdict } from "./ground.ts";

/** Which part is wrong: the first that, left out of account, lets a source support the rest. */
const PARTS: readonly (readonly [Part, FlagKind])[] = [
	["time", "time"],
	["who", "patient"],
	["statistic", "value"],
	["quantity", "vital"],
	["value", "value"],
	["allowed", "unsupported"],
];

export function checkFigure(
	sentence: Sentence,
	claimed: Claimed,
	all: readonly Claimed[],
	ground: Ground,
): Verdict | null {
	const { claim, whose, figure, negated } = claimed;
	const token = sentence.tokens[claimed.index] as Token;
	const shown = sentence.text.slice(figure.start, figure.end);
	const name = ground.nameOf(claim.who);
	const label = ground.labelOf(claim.quantities[0] as Quantity);
	if (whose.stranger !== null) {
		const stranger = sentence.text.slice(whose.stranger.start, whose.stranger.end);
		return { kind: "patient", token, why: `No source is about ${stranger}.` };
	}
	if (claimed.role === "difference-of-two") return differs(sentence, claimed, all, ground);
	const units = figure.unit === null ? null : UNIT_OF[figure.unit];
	if (
		units !== null &&
		claim.named &&
		claimed.role !== "duration" &&
		claimed.role !== "difference" &&
		claimed.role !== "share" &&
		!claim.quantities.some((quantity) => units.includes(quantity))
	)
		return { kind: "unit", token, why: `${shown} is no unit of the ${label}.` };
	if (negated) return denies(claimed, token, ground, `${label}${name}`, shown);
	if (settle(claimed, ground) !== null) {
		if (
			claim.who === null &&
			ground.everyone.length > 1 &&
			claimed.role !== "count" &&
			sentence.citations.length === 0 &&
			supported({ ...claim, who: null }, ground.evidence) !== null
		)
			return { kind: "patient", token, why: `It is not said whose ${label} this is.` };
		return null;
	}
	if (claimed.role === "duration" && outsideTime(sentence, claimed)) return null;
	for (const [part, kind] of PARTS) {
		const found = relaxed(claimed, ground, part);
		if (found === null) continue;
		return { kind: figureKind(kind, claimed, found), token, why: reasonOf(part, shown, label, name, claimed) };
	}
	return {
		kind: "unsupported",
		token,
		why: `No source has ${shown} as ${label === "duration" ? "a duration" : `the ${label}`}${name}.`,
	};
}

/** A wrong unit of a length is a wrong unit when the number itself is right. */
function figureKind(kind: FlagKind, { claim, figure }: Claimed, entry: Entry): FlagKind {
	if (figure.unit === "time" && kind === "value" && entry.fact.quantity === "duration") {
		const minutes = inUnit(entry.fact.value, "duration", { ...figure, seconds: 60 }, entry.fact.unit);
		if (Math.abs(minutes - figure.low) < 0.5) return "unit";
		return "time";
	}
	if (
		(figure.unit === "fahrenheit" || figure.unit === "kpa") &&
		kind === "value" &&
		Math.abs(entry.fact.value - figure.low) <= tolerance(claim, entry.fact.quantity)
	)
		return "unit";
	return kind;
}

function reasonOf(part: Part, shown: string, label: string, name: string, { claim }: Claimed): string {
	switch (part) {
		case "time":
			return `No source has ${shown} as the ${label}${name} at that time.`;
		case "who":
			return `No source has ${shown} as the ${label}${name}; one has it of another patient.`;
		case "quantity":
			return `${shown} is not the ${label}${name}; a source has it of something else.`;
		case "statistic":
			return `No source has ${shown} as that figure of the ${label}${name}.`;
		case "allowed":
			return `The source cited does not have ${shown} as the ${label}${name}.`;
		default:
			return `No source has ${claim.bound === null ? "" : `${claim.bound.side} `}${shown} as the ${label}${name}.`;
	}
}

function relaxed({ claim, loose }: Claimed, ground: Ground, part: Part): Entry | null {
	const found = supported(claim, ground.evidence, part);
	if (found !== null || loose.length === 0) return found;
	return supported({ ...claim, time: loose[0] ?? null }, ground.evidence, part);
}

/** The support of a figure at the time that binds it, or at one that it might be of, or at none. */
function settle({ claim, loose, role }: Claimed, ground: Ground): Entry | null {
	if (role === "ratio") return null;
	for (const time of loose) {
		const found =
			supported({ ...claim, time }, ground.evidence) ??
			(role === "difference" ? derived({ ...claim, time }, ground) : null);
		if (found !== null) {
			if (role === "duration" && !spans(found, time)) return found;
			if (found.fact.statistic !== "usual" && found.fact.statistic !== "limit") ground.used.add(time);
			return found;
		}
	}
	if (role === "count" && claim.figure.low === 1 && claim.quantities[0] === "episodes") {
		const one = oneEpisode(claim, ground);
		if (one !== null) return one;
	}
	const found = supported(claim, ground.evidence) ?? (role === "difference" ? derived(claim, ground) : null);
	if (found !== null && claim.time !== null && found.fact.statistic !== "usual" && found.fact.statistic !== "limit")
		ground.used.add(claim.time);
	return found;
}

/** Whether a length is that of the stretch which the sentence names, or began at its moment. */
function spans({ fact }: Entry, time: TimeRef): boolean {
	const near = (a: number, b: number) => Math.abs(a - b) <= 90_000;
	return time.ranges.some(([from, to]) => near(fact.from, from) && (time.form !== "period" || near(fact.to, to)));
}

/** "One episode", of the source that is one. */
function oneEpisode(claim: FigureClaim, ground: Ground): Entry | null {
	const counted = ground.evidence
		.entries("episodes")
		.some(
			({ fact, who, source }) =>
				fact.statistic === "count" && claim.allowed.has(source) && (claim.who?.includes(who) ?? true),
		);
	if (counted) return null;
	const opened = ground.evidence.states.filter(
		({ state, who, source }) =>
			state.state === "opened" &&
			claim.allowed.has(source) &&
			(claim.who?.includes(who) ?? false) &&
			(claim.time === null ||
				(state.at !== null &&
					claim.time.ranges.some(([from, to]) => (state.at as number) >= from && (state.at as number) <= to))),
	);
	const [first] = opened;
	if (first === undefined || opened.length > 1) return null;
	for (const quantity of ground.evidence.quantities)
		for (const entry of ground.evidence.entries(quantity)) if (entry.source === first.source) return entry;
	return null;
}

/** A difference that nobody wrote down: a value of one source less its usual, or a later value less an earlier. */
function derived(claim: FigureClaim, ground: Ground): Entry | null {
	for (const quantity of claim.quantities)
		for (const entry of ground.evidence.entries(quantity)) {
			if (!claim.allowed.has(entry.source)) continue;
			if (claim.who !== null && !claim.who.includes(entry.who)) continue;
			if (
				entry.fact.statistic === "usual" ||
				entry.fact.statistic === "limit" ||
				entry.fact.statistic === "delta" ||
				entry.fact.statistic === "count"
			)
				continue;
			if (claim.time !== null && !timeFits(entry.fact, claim.time)) continue;
			for (const base of ground.evidence.entries(quantity)) {
				if (base.who !== entry.who || !claim.allowed.has(base.source) || base === entry) continue;
				const earlier =
					base.fact.statistic === "value" &&
					entry.fact.statistic === "value" &&
					base.fact.to < entry.fact.from &&
					base.source === entry.source;
				if (base.fact.statistic !== "usual" && !earlier) continue;
				const change =
					Math.round(inUnit(entry.fact.value, quantity, claim.figure, entry.fact.unit) * 100) / 100 -
					inUnit(base.fact.value, quantity, claim.figure, base.fact.unit);
				const within = tolerance(claim, quantity);
				if (claim.sign !== null && Math.sign(change) !== claim.sign) continue;
				if (Math.abs(Math.abs(change) - claim.figure.low) <= within) return entry;
			}
		}
	return null;
}

/** "30 lower than the 118 in Bed 4": the arithmetic of two figures of the sentence, each of which is checked for itself. */
function differs(sentence: Sentence, claimed: Claimed, all: readonly Claimed[], ground: Ground): Verdict | null {
	const { figure, claim } = claimed;
	const token = sentence.tokens[claimed.index] as Token;
	const before = all.findLast((other) => other.index < claimed.index && other.role !== "duration");
	const after = all.find((other) => other.index > claimed.index && other.role !== "duration");
	if (before !== undefined && after !== undefined) {
		const change = before.figure.low - after.figure.low;
		if (
			Math.sign(change) === claim.sign &&
			Math.abs(Math.abs(change) - figure.low) <= tolerance(claim, claim.quantities[0] as Quantity)
		)
			return null;
	} else if (supported(claim, ground.evidence) !== null || derived(claim, ground) !== null) return null;
	return { kind: "value", token, why: "The difference does not follow from the two figures." };
}

/** "It is not 118", where a source says that it is. */
function denies({ claim }: Claimed, token: Token, ground: Ground, what: string, shown: string): Verdict | null {
	if (supported(claim, ground.evidence) !== null)
		return { kind: "negation", token, why: `A source has ${shown} as the ${what}.` };
	const other = supported(claim, ground.evidence, "value");
	if (other !== null) {
		if (claim.time !== null) ground.used.add(claim.time);
		return null;
	}
	return { kind: "unsupported", token, why: `No source speaks of the ${what}.` };
}

/** "Every 4 hours", "within 30 minutes": a plan or a border, no length that was measured. */
function outsideTime(sentence: Sentence, { figure }: Claimed): boolean {
	return /\bevery *$/.test(sentence.folded.slice(0, figure.start));
}

/** Two figures that a change joins. Both are checked for themselves; here their order, and the word that names the change. */
export function checkPairs(
	sentence: Sentence,
	claims: readonly Claimed[],
	ground: Ground,
	found: readonly Verdict[],
): Verdict[] {
	const wrong: Verdict[] = [];
	for (const [at, from] of claims.entries()) {
		if (from.role !== "from") continue;
		const same = (other: Claimed | undefined) =>
			other !== undefined &&
			other.claim.quantities.some((quantity) => from.claim.quantities.includes(quantity)) &&
			other.role !== "duration";
		const next = claims[at + 1];
		const joined =
			next !== undefined &&
			same(next) &&
			/\bto\b|->|→/.test(sentence.folded.slice(from.figure.end, next.figure.start)) &&
			next.role !== "from";
		const to = joined ? next : claims.slice(0, at).findLast((other) => same(other) && other.role === "figure");
		const token = sentence.tokens[from.index] as Token;
		if (
			to === undefined ||
			found.some((verdict) => verdict.token === token || verdict.token === sentence.tokens[to.index])
		)
			continue;
		const rise = to.figure.low - from.figure.low;
		const way: Direction = rise > 0 ? "rising" : rise < 0 ? "falling" : "steady";
		const before = sentence.back(
			from.index,
			(other) => other.is === "move" && other.direction !== "steady",
			(other) => other.clause === token.clause && other.is !== "figure",
		);
		const move = before < 0 ? undefined : (sentence.tokens[before] as Extract<Token, { is: "move" }>);
		if (move !== undefined && move.direction !== way && !sentence.negated(before)) {
			wrong.push({
				kind: "direction",
				token: move,
				why: `From ${sentence.text.slice(from.figure.start, from.figure.end)} to ${sentence.text.slice(to.figure.start, to.figure.end)} is the other way.`,
			});
			continue;
		}
		if (!inOrder(from.claim, to.claim, way, ground))
			wrong.push({ kind: "direction", token, why: "No source has these two figures in this order." });
	}
	return wrong;
}

function matches(claim: FigureClaim, ground: Ground): Entry[] {
	const entries: Entry[] = [];
	for (const quantity of claim.quantities)
		for (const entry of ground.evidence.entries(quantity)) {
			const { fact } = entry;
			if (!claim.allowed.has(entry.source) || !claim.statistics.has(fact.statistic)) continue;
			if (claim.who !== null && !claim.who.includes(entry.who)) continue;
			if (!isOfTime(fact, claim)) continue;
			if (
				Math.abs(inUnit(fact.value, quantity, claim.figure, fact.unit) - claim.figure.low) > tolerance(claim, quantity)
			)
				continue;
			entries.push(entry);
		}
	return entries;
}

/** "Between 03:25 and 06:28 it fell from 92 to 83": the two are of the ends of the stretch, not of somewhere in it. */
function fills(time: FigureClaim["time"], first: number, last: number): boolean {
	if (time === null || time.form !== "period") return true;
	return time.ranges.some(([from, to]) => {
		const slack = Math.max(3 * 60_000, (to - from) * 0.05);
		return Math.abs(first - from) <= slack && Math.abs(last - to) <= slack;
	});
}

/** Whether the first figure came before the second: by their times, from the usual, or as the ends of a stretch that went so. */
function inOrder(from: FigureClaim, to: FigureClaim, way: Direction, ground: Ground): boolean {
	const later = matches(to, ground);
	return matches(from, ground).some((first) =>
		later.some((second) => {
			if (first.who !== second.who || first.fact.quantity !== second.fact.quantity) return false;
			if (first.fact.statistic === "usual") return second.fact.statistic !== "usual";
			if (second.fact.statistic === "usual") return false;
			const moments = first.fact.from === first.fact.to && second.fact.from === second.fact.to;
			if (moments)
				return (
					first.fact.to < second.fact.from &&
					fills(from.time, first.fact.to, second.fact.to) &&
					fills(to.time, first.fact.to, second.fact.to)
				);
			return [first.source, second.source].some((source) =>
				ground.evidence.directions(source, first.who, first.fact.quantity, null).has(way),
			);
		}),
	);
}
