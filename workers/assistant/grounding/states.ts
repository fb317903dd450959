/** Where an episode stands and what was seen at the bed: "acknowledged at 01:44", "still open", "on oxygen". */
import { WARDWIDE, whoseAt, type Whose } from "./claims.ts";
import { WARD, type StateEntry } from "./evidence.ts";
import { holds, type Ground, type Of, type Verdict } from "./ground.ts";
import { episodeAt } from "./leftover.ts";
import type { Sentence } from "./sentence.ts";
import type { TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";

const STATE_NAMES: Record<string, string> = {
	opened: "opened",
	escalated: "escalated",
	reopened: "reopened",
	closed: "closed",
	acknowledged: "acknowledged",
	snoozed: "snoozed",
	summoned: "summoned",
	judged: "judged so",
	risk: "rated so",
	leading: "led by it",
	consciousness: "like that",
	oxygen: "on oxygen",
	silent: "silent",
	limited: "set for the patient",
	observed: "observed",
	arrived: "new on the ward",
	left: "gone from the ward",
	"handed-over": "handed over",
};

/** What a sentence has to speak of for such a word to be a claim: "set" is said of much else. */
const SPOKEN_OF: Partial<Record<StateEntry["state"]["state"], RegExp>> = {
	limited: /\b(?:limits?|thresholds?|leave its usual)\b/,
	observed: /\b(?:temperature|temp|pressure|bp|conscious\w*|a?c?vpu|oxygen|o2|air|alert|confused|obs|observ\w*|hand)\b/,
};

/** What was observed or limited, by the words of the sentence; null where it names nothing. */
function subjectOf(sentence: Sentence, state: StateEntry["state"]["state"]): readonly string[] | null {
	const named = sentence.tokens.flatMap((token) =>
		token.is === "vital" && !isEpisode(token) && !/score/.test(sentence.said(token)) ? token.of : [],
	);
	const seen = [
		...named,
		...(/\b(?:conscious\w*|a?c?vpu|alert|confused|drowsy|unresponsive)\b/.test(sentence.folded)
			? ["consciousness"]
			: []),
		...(/\b(?:on|supplemental|extra|room) (?:oxygen|o2|air)\b/.test(sentence.folded) ? ["oxygen"] : []),
	];
	const known = state === "limited" ? named : seen;
	return known.length === 0 ? null : known;
}

const isEpisode = (token: Token | undefined) => token?.is === "vital" && token.of[0] === "episodes";

/** Which time is the state's own ("acknowledged at 02:09"), and which says which episode is meant ("the 02:02 episode"). */
function timesOfState(
	sentence: Sentence,
	index: number,
): { readonly own: TimeRef | null; readonly episode: TimeRef | null } {
	const { tokens } = sentence;
	const token = tokens[index] as Token;
	const names = (at: number): boolean => {
		if (isEpisode(tokens[at + 1])) return true;
		return isEpisode(
			tokens[
				sentence.back(
					at,
					(other) => isEpisode(other),
					(other) => other.is === "glue" && /^(?:of|at|from|in)$/.test(sentence.said(other)),
				)
			],
		);
	};
	let own: TimeRef | null = null;
	let episode: TimeRef | null = null;
	const take = (at: number) => {
		const { time } = tokens[at] as Of<"time">;
		if (time.form === "latest") return;
		if (names(at)) episode ??= time;
		else own ??= time;
	};
	for (let at = index + 1; at < tokens.length; at++) {
		const other = tokens[at] as Token;
		if (other.segment !== token.segment || other.is === "state" || other.is === "figure") break;
		if (other.is === "time") take(at);
	}
	for (let at = index - 1; at >= 0; at--) {
		const other = tokens[at] as Token;
		if (other.segment !== token.segment || other.is === "figure") break;
		// A time behind an earlier state is that state's.
		if (
			other.is === "time" &&
			(names(at) ||
				sentence.back(
					at,
					({ is }) => is === "state",
					({ segment }) => segment === token.segment,
				) < 0)
		)
			take(at);
	}
	return { own, episode };
}

const UNOBSERVED = /\b(?:nobody|no one)\b[^.;,]*\b(?:observed|checked|taken|measured)\b/;

/**
 * Whether the state only tells which episodes are counted, or are said not to be.
 *
 * @param open - it says that they are open; else that they began or ended, which only a ward's count is said of
 */
function counted(sentence: Sentence, index: number, open: boolean): boolean {
	const token = sentence.tokens[index] as Token;
	const noun = isEpisode(sentence.tokens[index + 1]);
	if (open && noun && sentence.negated(index)) return true;
	const beds = sentence.back(
		index,
		(other) => other.is === "vital" && other.of[0] === "beds",
		(other) => other.segment === token.segment,
	);
	if (open && beds >= 0 && sentence.tokens[beds - 1]?.is === "figure") return true;
	// "Ward B: 2 episodes are open": of nobody in particular.
	const episodes = sentence.back(index, isEpisode, (other) => other.segment === token.segment);
	const before = sentence.tokens[episodes - 1];
	const few = before?.is === "figure" || before?.is === "not";
	return episodes >= 0 && few && sentence.names.length === 0 && WARDWIDE.test(sentence.folded);
}

/** What a state's sentence says besides the state: which vital sign or level it names; null where it names none. */
function valuesOf(sentence: Sentence, index: number, token: Of<"state">): readonly string[] | null | "none" {
	if (token.state !== "leading") return token.value === undefined ? null : [token.value];
	const measured = (other: Token) => other.is === "vital" && !isEpisode(other) && !/score/.test(sentence.said(other));
	const ahead = /by$|to$|of$/.test(sentence.said(token))
		? sentence.ahead(index, measured, (other) => other.segment === token.segment)
		: -1;
	const at = ahead >= 0 ? ahead : sentence.back(index, measured);
	const found = at >= 0 ? at : sentence.ahead(index, measured, (other) => other.segment === token.segment);
	return found < 0 ? "none" : (sentence.tokens[found] as Of<"vital">).of;
}

export function checkState(sentence: Sentence, index: number, token: Of<"state">, ground: Ground): Verdict | null {
	if (SPOKEN_OF[token.state]?.test(sentence.folded) === false) return null;
	const whose =
		token.state === "handed-over" && sentence.names.length === 0
			? { who: [WARD], stranger: null, named: true }
			: whoseAt(sentence, index, ground.inherited);
	const { own, episode } = timesOfState(sentence, index);
	const episodic =
		sentence.back(index, isEpisode, (other) => other.clause === token.clause) >= 0 ||
		isEpisode(sentence.tokens[index + 1]);
	if (token.state === "opened" && !episodic && (own === null || /^(?:began|start|begun)/.test(sentence.said(token))))
		return null;
	if (whose.stranger !== null)
		return {
			kind: "patient",
			token,
			why: `No source is about ${sentence.text.slice(whose.stranger.start, whose.stranger.end)}.`,
		};
	const recorded = token.state === "limited" || token.state === "observed";
	// Sources that know of no limits and observations leave such words to their figures and times.
	if (recorded && ground.evidence.states.every(({ state }) => state.state !== token.state)) return null;
	const values = recorded ? subjectOf(sentence, token.state) : valuesOf(sentence, index, token);
	if (values === "none") return null;
	// "No open episode", "2 beds have an open episode", "5 episodes began": the count is the claim.
	const counts = token.state === "opened" || token.state === "closed";
	if (counts && counted(sentence, index, token.state === "closed" && !token.holds)) return null;
	// "Nobody has observed supplemental oxygen": what nobody observed is no state of the patient.
	if ((token.state === "oxygen" || token.state === "consciousness") && UNOBSERVED.test(sentence.folded)) return null;
	const wanted = token.holds !== sentence.negated(index);
	// "alert" and "high risk" are denied by another value; "closed" by itself not holding.
	const says = ({ state }: StateEntry, holding: boolean) => {
		// Of these each vital sign has its own yes or no, and none at all is said of none in particular.
		if (recorded)
			return (
				state.holds === holding &&
				(values === null
					? holding || state.value === undefined
					: state.value === undefined || values.includes(state.value))
			);
		return values === null ? state.holds === holding : state.holds && values.includes(state.value ?? "") === holding;
	};
	const timely = (entry: StateEntry): boolean => {
		const starts = ground.evidence.states
			.filter(({ state, source, who }) => source === entry.source && who === entry.who && state.state === "opened")
			.map(({ state }) => state.at);
		if (episode !== null && !starts.some((at) => near(episode, at)) && !near(episode, entry.state.at)) return false;
		if (own !== null && !ownFits(own, entry, starts)) return false;
		for (const time of [own, episode]) if (time !== null) ground.used.add(time);
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
	if (
		token.state === "closed" &&
		wanted === false &&
		own?.form === "period" &&
		/\b(?:was|were|been|had)\b/.test(sentence.folded.slice(0, token.start)) &&
		episodeAt(sentence, own, ground)
	) {
		ground.used.add(own);
		return null;
	}
	// Whoever has readings, posts.
	if (
		token.state === "silent" &&
		!wanted &&
		!holds(whose, ground, of(true, false)) &&
		holds(whose, ground, (who) => ground.evidence.posts(who))
	)
		return null;
	if (token.state === "risk" && wanted && news2Risk(values?.[0] ?? "", whose, ground)) return null;
	return refusal(token, wanted, whose, ground, of);
}

function refusal(
	token: Of<"state">,
	wanted: boolean,
	whose: Whose,
	ground: Ground,
	of: (holding: boolean, when: boolean) => (who: number) => boolean,
): Verdict {
	const name = ground.nameOf(whose.who);
	const word = STATE_NAMES[token.state] ?? token.state;
	if (holds(whose, ground, of(wanted, false)))
		return { kind: "time", token, why: `No source says that it was ${word} at that time${name}.` };
	const { who } = whose;
	if (
		who !== null &&
		ground.everyone.some((other) => !who.includes(other) && of(wanted, false)(other)) &&
		!holds(whose, ground, of(!wanted, false))
	)
		return { kind: "patient", token, why: `No source says so${name}; one does of another patient.` };
	if (!holds(whose, ground, of(!wanted, false)))
		return { kind: "unsupported", token, why: `No source says whether it was ${word}${name}.` };
	return token.state === "leading"
		? { kind: "vital", token, why: `The source names another leading vital sign${name}.` }
		: { kind: "negation", token, why: `The source says the contrary: ${wanted ? "not " : ""}${word}${name}.` };
}

/** Half a minute on either side of the minutes that the words mean. */
const SLACK_MS = 30_000;
const near = (time: TimeRef, at: number | null) =>
	at !== null && time.ranges.some(([from, to]) => at >= from - SLACK_MS && at < to + SLACK_MS);

/** Whether a state's own time is the one said: when it came about, or for one that has not, since when or when it still was so. */
function ownFits(own: TimeRef, { state }: StateEntry, starts: readonly (number | null)[]): boolean {
	if (own.form === "offset") {
		const [length = 0] = own.ranges[0] ?? [];
		return starts.some(
			(start) =>
				start !== null && state.at !== null && Math.abs(state.at - start - length) <= Math.max(60_000, length * 0.1),
		);
	}
	if (state.state === "closed" && !state.holds && own.form === "period") {
		const since = { ...own, ranges: own.ranges.map(([from]) => [from, from + 60_000] as const) };
		return starts.some((start) => near(since, start));
	}
	if (!state.holds)
		return (
			starts.length === 0 ||
			starts.some((start) => start !== null && own.ranges.some(([, to]) => start < to + SLACK_MS))
		);
	const lasting =
		state.state === "oxygen" ||
		state.state === "consciousness" ||
		state.state === "risk" ||
		state.state === "leading" ||
		state.state === "judged";
	return (lasting && own.form !== "moment") || near(own, state.at);
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
