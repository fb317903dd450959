/** Times that no claim was found true at. */
import type { Claimed } from "./claims.ts";
import type { Ground, Verdict } from "./ground.ts";
import type { Sentence } from "./sentence.ts";
import type { TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";

/** Whether a note that may be gone by has the clock time in its words. */
function inNotes(sentence: Sentence, token: Token, ground: Ground): boolean {
	const clock = /\d{1,2}:\d{2}/.exec(sentence.text.slice(token.start, token.end))?.[0];
	if (clock === undefined) return false;
	return ground.evidence.sources.some(
		({ kind, text }, index) =>
			ground.allowed.has(index) && (kind === "note" || kind === "observation") && text.includes(clock),
	);
}

/** Whether something about an episode of theirs came about then; of a stretch, that it opened with it and closed with it. */
export function episodeAt(sentence: Sentence, time: TimeRef, ground: Ground): boolean {
	const { who: inherited } = ground.inherited;
	const near = (wanted: number, at: number | null) => at !== null && at >= wanted - 30_000 && at < wanted + 90_000;
	const theirs = ground.evidence.states.filter(
		({ who, source }) =>
			ground.allowed.has(source) &&
			(sentence.names.length > 0
				? sentence.names.some((name) => name.subjects.includes(who))
				: (inherited?.includes(who) ?? true)),
	);
	return theirs.some(({ state, source }) =>
		time.ranges.some(([from, to]) => {
			if (time.form !== "period") return state.at !== null && state.at >= from - 30_000 && state.at < to + 30_000;
			const ends = theirs.some(
				(other) => other.source === source && other.state.state === "closed" && near(to, other.state.at),
			);
			return state.state === "opened" && near(from, state.at) && (ends || to >= ground.now);
		}),
	);
}

/** A time that no claim was found true at, in a sentence that makes claims. */
export function unusedTimes(
	sentence: Sentence,
	claims: readonly Claimed[],
	ground: Ground,
	found: readonly Verdict[],
): Verdict[] {
	const claiming =
		claims.some(({ whose }) => whose.who !== null) ||
		sentence.tokens.some(({ is }) => is === "state" || is === "finding");
	const episodic = sentence.tokens.some((token) => token.is === "vital" && token.of[0] === "episodes");
	if ((!claiming && !episodic) || found.some(({ kind }) => kind === "time")) return [];
	const lively = episodic || sentence.tokens.some(({ is }) => is === "state" || is === "move");
	const unused: Verdict[] = [];
	for (const token of sentence.tokens) {
		if (token.is !== "time" || ground.used.has(token.time)) continue;
		if (token.time.form === "latest" || token.time.form === "offset" || token.time.form === "loose") continue;
		if (inNotes(sentence, token, ground) || (lively && episodeAt(sentence, token.time, ground))) continue;
		unused.push({ kind: "time", token, why: "No source says so of that time." });
	}
	return unused;
}
