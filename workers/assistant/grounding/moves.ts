/** Which way something went: "rising", "stable", "getting worse". */
import type { Quantity } from "../../../vitals/assistant.ts";
import { whoseAt, type Whose } from "./claims.ts";
import { figureQuantities, holds, someSource, type Ground, type Of, type Verdict } from "./ground.ts";
import type { Sentence } from "./sentence.ts";
import type { Direction } from "./terms.ts";
import type { TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";

const OPPOSITE: Record<Direction, readonly Direction[]> = {
	rising: ["falling", "steady"],
	falling: ["rising", "steady"],
	steady: ["rising", "falling"],
};
const WAY: Record<Direction, string> = { rising: "rise", falling: "fall", steady: "stay steady" };

/** Up is better for these, down for the others. */
const BETTER_UP: ReadonlySet<Quantity> = new Set<Quantity>([
	"spo2",
	"systolic_pressure",
	"diastolic_pressure",
	"mean_pressure",
	"battery",
]);

/** The time that a word belongs to: in its segment, or alone in its clause. */
function timeNear(sentence: Sentence, index: number): TimeRef | null {
	const { strict, loose } = sentence.timesOf(index);
	return strict ?? (loose.length === 1 ? (loose[0] as TimeRef) : null);
}

/** Whether the move is a claim of its own; one that only carries a bound or a difference is checked with its figure. */
function movesOnItsOwn(sentence: Sentence, index: number, token: Of<"move">): boolean {
	const next = sentence.tokens[index + 1];
	// "An alert was raised": nothing that was measured.
	const noun = sentence.back(
		index,
		(other) => other.is === "vital",
		(other) => other.segment === token.segment && (other.is === "glue" || other.is === "not"),
	);
	if (noun >= 0 && (sentence.tokens[noun] as Of<"vital">).of[0] === "episodes") return false;
	const after = sentence.folded.slice(token.end);
	const bounded = sentence.ahead(
		index,
		(other) => other.is === "bound",
		(other) => other.segment === token.segment && other.is !== "figure" && other.is !== "time",
	);
	if (bounded >= 0 && sentence.negated(bounded)) return false;
	if (token.needs !== "context") return !/^ *(?:as|in line)\b/.test(after);
	if (/^ *than\b/.test(after)) return false;
	const before = sentence.said(sentence.tokens[index - 1]);
	if (
		/^(?:set|follow|made|make|back|wake|woke|look|looked|look|sit|sat|end|ended|add|adds|sign|pick|call|keep|catch|warm|speed|write|lie|broke|shut|calm|settle|note|hand|stand|sum|clear)$/.test(
			before,
		)
	)
		return false;
	const usual = sentence.ahead(
		index,
		(other) => other.is === "statistic" && other.statistic === "usual",
		(other) => other.segment === token.segment && other.is === "glue",
	);
	if (usual >= 0) return /^ *from\b/.test(after);
	return (
		next === undefined ||
		next.is === "break" ||
		next.is === "figure" ||
		next.is === "time" ||
		next.is === "cite" ||
		/^ *(?:from|by|to|since|at|over|again|slightly|a |in |on |with|markedly|sharply)/.test(after)
	);
}

export function checkMove(sentence: Sentence, index: number, token: Of<"move">, ground: Ground): Verdict | null {
	if (!movesOnItsOwn(sentence, index, token)) return null;
	const vital = token.of === undefined ? sentence.vitalNear(index) : null;
	const quantities = token.of ?? vital?.of ?? figureQuantities(sentence, index) ?? ground.inherited.quantities;
	const whose = whoseAt(sentence, index, ground.inherited);
	if (whose.stranger !== null)
		return {
			kind: "patient",
			token,
			why: `No source is about ${sentence.text.slice(whose.stranger.start, whose.stranger.end)}.`,
		};
	if (quantities === null) return token.direction === "steady" ? checkStable(token, whose, ground) : null;
	const time = timeNear(sentence, index);
	const wanted: readonly Direction[] = sentence.negated(index) ? OPPOSITE[token.direction] : [token.direction];
	const said = (of: readonly Direction[], when: TimeRef | null, allowed: Ground) => (who: number) =>
		quantities.some((quantity) =>
			someSource(allowed, (source) => {
				const found = allowed.evidence.directions(source, who, quantity, when);
				return of.some((way) => found.has(way));
			}),
		);
	if (time !== null && time.form !== "latest" && holds(whose, ground, said(wanted, time, ground))) {
		ground.used.add(time);
		return null;
	}
	const strict = sentence.timesOf(index).strict;
	const loosely = strict === null || strict.form === "moment" || strict.form === "loose" || strict.form === "latest";
	if (loosely && holds(whose, ground, said(wanted, null, ground))) return null;
	const name = ground.nameOf(whose.who);
	const label = ground.labelOf(quantities[0] as Quantity);
	const contrary = (["rising", "falling", "steady"] as const).filter((way) => !wanted.includes(way));
	if (holds(whose, ground, said(contrary, time?.form === "period" ? time : null, ground)))
		return sentence.negated(index)
			? { kind: "negation", token, why: `A source says that the ${label}${name} did ${WAY[token.direction]}.` }
			: { kind: "direction", token, why: `The sources do not let the ${label}${name} ${WAY[token.direction]}.` };
	if (strict !== null && holds(whose, ground, said(wanted, null, ground)))
		return { kind: "time", token, why: `No source says that the ${label}${name} did so at that time.` };
	return { kind: "direction", token, why: `No source says that the ${label}${name} did ${WAY[token.direction]}.` };
}

/** "Stable", of nothing in particular: nothing of theirs rose or fell. */
function checkStable(token: Token, whose: Whose, ground: Ground): Verdict | null {
	let known = false;
	let moved = false;
	for (const quantity of ground.evidence.quantities)
		for (const { fact, who, source } of ground.evidence.entries(quantity)) {
			if (!ground.allowed.has(source) || (whose.who !== null && !whose.who.includes(who))) continue;
			known = true;
			if ((fact.direction === "rising" || fact.direction === "falling") && quantity !== "battery") moved = true;
		}
	if (moved) return { kind: "direction", token, why: `A source says that figures${ground.nameOf(whose.who)} changed.` };
	return known
		? null
		: { kind: "unsupported", token, why: `No source says how steady figures${ground.nameOf(whose.who)} were.` };
}

export function checkCourse(sentence: Sentence, index: number, token: Of<"course">, ground: Ground): Verdict | null {
	const vital = sentence.vitalNear(index);
	const measured = vital?.of ?? figureQuantities(sentence, index);
	const whose = whoseAt(sentence, index, ground.inherited);
	if (whose.stranger !== null) return null;
	const worse = token.worse !== sentence.negated(index);
	const scored: readonly Quantity[] = measured ?? [
		"news2",
		"spo2",
		"respiratory_rate",
		"heart_rate",
		"mean_pressure",
		"systolic_pressure",
		"score",
	];
	const way = (quantity: Quantity): readonly Direction[] => {
		if (quantity === "heart_rate" || quantity === "pulse_rate")
			return measured === null ? [worse ? "rising" : "falling"] : ["rising", "falling"];
		return [BETTER_UP.has(quantity) === worse ? "falling" : "rising"];
	};
	const shown = (who: number) =>
		scored.some((quantity) =>
			someSource(ground, (source) => {
				const found = ground.evidence.directions(source, who, quantity, null);
				return way(quantity).some((direction) => found.has(direction));
			}),
		) ||
		(measured === null &&
			ground.evidence.states.some(
				({ state, who: of, source }) =>
					of === who && ground.allowed.has(source) && state.state === "closed" && state.holds !== worse,
			));
	if (holds(whose, ground, shown)) return null;
	return {
		kind: "direction",
		token,
		why: `No source shows that${ground.nameOf(whose.who) || " this"} is getting ${worse ? "worse" : "better"}.`.replace(
			"that for ",
			"that ",
		),
	};
}
