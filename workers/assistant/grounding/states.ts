/** Where an episode stands and what was seen at the bed: "acknowledged at 01:44", "still open", "on oxygen". */
import { whoseAt, type Whose } from "./claims.ts";
import type { StateEntry } from "./evidence.ts";
import { holds, type Ground, type Of, type Verdict } from "./ground.ts";
import type { Sentence } from "./sentence.ts";
import type { TimeRef } from "./times.ts";

const STATE_NAMES: Record<string, string> = {
	opened: "opened",
	escalated: "escalated",
	reopened: "reopened",
	closed: "closed",
	acknowledged: "acknowledged",
	risk: "rated so",
	leading: "led by it",
	consciousness: "like that",
	oxygen: "on oxygen",
	silent: "silent",
};

export function checkState(sentence: Sentence, index: number, token: Of<"state">, ground: Ground): Verdict | null {
	const whose = whoseAt(sentence, index, ground.inherited);
	const episodic =
		sentence.back(
			index,
			(other) => other.is === "vital" && other.of[0] === "episodes",
			(other) => other.clause === token.clause,
		) >= 0 || /^ *(?:episode|alert|alarm|event)/.test(sentence.folded.slice(token.end));
	const behind = sentence.ahead(
		index,
		(other) => other.is === "time",
		(other) => other.segment === token.segment && other.is !== "state" && other.is !== "figure",
	);
	const trailing = behind < 0 ? null : (sentence.tokens[behind] as Of<"time">).time;
	if (token.state === "opened" && !episodic && trailing === null) return null;
	if (token.state === "opened" && /^began|^start/.test(sentence.said(token)) && !episodic) return null;
	if (whose.stranger !== null)
		return {
			kind: "patient",
			token,
			why: `No source is about ${sentence.text.slice(whose.stranger.start, whose.stranger.end)}.`,
		};
	const denied = sentence.negated(index);
	const wanted = token.holds !== denied;
	const before = sentence.back(
		index,
		(other) => other.is === "time",
		(other) => other.segment === token.segment && other.is !== "figure",
	);
	const preceding = before < 0 ? null : (sentence.tokens[before] as Of<"time">).time;
	const leadingVital =
		token.state === "leading"
			? sentence.ahead(
					index,
					(other) => other.is === "vital",
					(other) => other.segment === token.segment,
				)
			: -1;
	const backVital =
		token.state === "leading" && leadingVital < 0
			? sentence.back(index, (other) => other.is === "vital" && other.of[0] !== "episodes")
			: leadingVital;
	if (token.state === "leading" && (backVital < 0 || (sentence.tokens[backVital] as Of<"vital">).of[0] === "episodes"))
		return null;
	const values: readonly string[] | null =
		token.state === "leading"
			? (sentence.tokens[backVital] as Of<"vital">).of
			: token.value === undefined
				? null
				: [token.value];
	// "alert" and "high risk" are denied by another value; "closed" by itself not holding.
	const valued = values !== null;
	const says = ({ state }: StateEntry, holding: boolean) =>
		valued ? state.holds && values.includes(state.value ?? "") === holding : state.holds === holding;
	const opened = (source: number, who: number) =>
		ground.evidence.states.filter(
			({ state, source: of, who: whom }) => of === source && whom === who && state.state === "opened",
		);
	const timely = (entry: StateEntry): boolean => {
		const { state, source, who } = entry;
		const near = (time: TimeRef, at: number | null) =>
			at !== null && time.ranges.some(([from, to]) => at >= from - 30_000 && at < to + 30_000);
		const starts = opened(source, who);
		if (trailing !== null && trailing.form !== "latest") {
			if (trailing.form === "offset") {
				const [length = 0] = trailing.ranges[0] ?? [];
				if (
					!starts.some(
						({ state: start }) =>
							start.at !== null &&
							state.at !== null &&
							Math.abs(state.at - start.at - length) <= Math.max(60_000, length * 0.1),
					)
				)
					return false;
			} else if (state.state === "closed" && !state.holds) {
				if (
					!starts.some(({ state: start }) =>
						near(
							{
								...trailing,
								ranges: trailing.ranges.map(
									([from, to]) =>
										[from, trailing.form === "period" && to > from + 60_000 ? from + 60_000 : to] as const,
								),
							},
							start.at,
						),
					)
				)
					return false;
			} else if (token.state === "oxygen" || token.state === "consciousness" || token.state === "risk") {
				if (trailing.form === "moment" && !near(trailing, state.at)) return false;
			} else if (state.holds && !near(trailing, state.at)) return false;
			ground.used.add(trailing);
		}
		if (preceding !== null && preceding !== trailing && preceding.form !== "latest" && preceding.form !== "offset") {
			const fits =
				near(preceding, state.at) || starts.some(({ state: start }) => near(preceding, start.at)) || !state.holds;
			if (!fits) return false;
			ground.used.add(preceding);
		}
		return true;
	};
	const of = (holding: boolean, when: boolean) => (who: number) =>
		ground.evidence.states.some(
			(entry) =>
				entry.state.state === token.state &&
				entry.who === who &&
				ground.allowed.has(entry.source) &&
				says(entry, holding) &&
				(!when || timely(entry)),
		);
	if (holds(whose, ground, of(wanted, true))) return null;
	// Whoever has readings, posts.
	if (
		token.state === "silent" &&
		!wanted &&
		!holds(whose, ground, of(true, false)) &&
		holds(whose, ground, (who) => ground.evidence.posts(who))
	)
		return null;
	if (token.state === "risk" && wanted && news2Risk(values?.[0] ?? "", whose, ground)) return null;
	const name = ground.nameOf(whose.who);
	const word = STATE_NAMES[token.state] ?? token.state;
	if (holds(whose, ground, of(wanted, false)))
		return { kind: "time", token, why: `No source says that it was ${word} at that time${name}.` };
	if (
		whose.who !== null &&
		ground.everyone.some((who) => !whose.who?.includes(who) && of(wanted, false)(who)) &&
		!holds(whose, ground, of(!wanted, false))
	)
		return { kind: "patient", token, why: `No source says so${name}; one does of another patient.` };
	if (holds(whose, ground, of(!wanted, false)))
		return token.state === "leading"
			? { kind: "vital", token, why: `The source names another leading vital sign${name}.` }
			: { kind: "negation", token, why: `The source says the contrary: ${wanted ? "not " : ""}${word}${name}.` };
	return { kind: "unsupported", token, why: `No source says whether it was ${word}${name}.` };
}

/** "High risk" by the score: NEWS2 of 7 and more is high, 5 and 6 medium, below low (Royal College of Physicians, 2017). */
function news2Risk(level: string, whose: Whose, ground: Ground): boolean {
	return holds(whose, ground, (who) =>
		ground.evidence.entries("news2").some(({ fact, who: whom, source }) => {
			if (whom !== who || !ground.allowed.has(source) || fact.statistic !== "value") return false;
			return level === (fact.value >= 7 ? "HIGH" : fact.value >= 5 ? "MEDIUM" : "LOW");
		}),
	);
}
