/** "No episodes": the claim that something did not happen. */
import { whoseAt, type Whose } from "./claims.ts";
import { timeFits, WARD } from "./evidence.ts";
import type { Sentence } from "./sentence.ts";
import type { Token } from "./tokens.ts";
import type { Ground, Verdict } from "./ground.ts";

/** "No episodes": the count of the time must be 0, or every episode known of theirs must have ended where it says "open". */
export function checkNone(sentence: Sentence, index: number, token: Token, ground: Ground): Verdict | null {
	const at = sentence.ahead(
		index,
		(other) => other.is === "vital" && other.of[0] === "episodes",
		(other) =>
			other.segment === token.segment &&
			(other.is === "glue" ||
				other.is === "state" ||
				(other.is === "figure" && other.words && other.low === 1) ||
				(other.is === "word" &&
					/^(?:new|further|more|recorded|any|sign|such|other|additional|documented|active|single|reported|ongoing|current|physiological|technical)$/.test(
						other.text,
					))),
	);
	if (at < 0 || /^(?:neither|nor|cannot|nobody|no one)$/.test(sentence.said(token))) return null;
	const named = sentence.tokens.some((other) => other.is === "name");
	const wardwide = !named && /\b(?:ward|unit|icu)\b/.test(sentence.folded);
	const whose: Whose = wardwide
		? { who: [WARD], stranger: null, named: true }
		: whoseAt(sentence, at, ground.inherited);
	if (whose.stranger !== null)
		return { kind: "patient", token: sentence.tokens[at] as Token, why: "No source is about them." };
	const { strict, loose } = sentence.timesOf(at);
	const time = strict ?? loose[0] ?? null;
	const noun = sentence.tokens[at] as Token;
	const open =
		sentence.ahead(
			index,
			(other) => other.is === "state" && other.state === "closed" && !other.holds,
			(other) => other !== noun,
		) >= 0 ||
		// "None of the episodes is open any more."
		sentence.ahead(
			at,
			(other) => other.is === "state" && other.state === "closed" && !other.holds,
			(other) => other.segment === noun.segment && (other.is === "glue" || other.is === "name" || other.is === "word"),
		) >= 0;
	const who = whose.who ?? ground.everyone;
	const counts = (whom: number, when: boolean) =>
		ground.evidence
			.entries("episodes")
			.filter(
				(entry) =>
					entry.who === whom &&
					ground.allowed.has(entry.source) &&
					entry.fact.statistic === "count" &&
					(!when || time === null || timeFits(entry.fact, time)),
			);
	const openOnes = (whom: number) =>
		ground.evidence.states.filter(
			(entry) => entry.who === whom && ground.allowed.has(entry.source) && entry.state.state === "closed",
		);
	const none = (whom: number) =>
		open
			? counts(whom, true).some(({ fact }) => fact.value === 0) ||
				(openOnes(whom).length > 0 && openOnes(whom).every(({ state }) => state.holds))
			: counts(whom, true).some(({ fact }) => fact.value === 0);
	if (who.length > 0 && who.every(none)) {
		if (time !== null) ground.used.add(time);
		return null;
	}
	// How many there were says nothing of how many are open.
	const some = (whom: number) =>
		counts(whom, false).some(({ fact }) => fact.value > 0 && (!open || fact.from === fact.to)) ||
		openOnes(whom).some(({ state }) => !open || !state.holds);
	const name = ground.nameOf(whose.who);
	if (who.some(some)) return { kind: "negation", token: noun, why: `A source has episodes${name}.` };
	if (ground.everyone.some((whom) => !who.includes(whom) && none(whom)))
		return {
			kind: "patient",
			token: noun,
			why: `No source says that there were no episodes${name}; one does of another patient.`,
		};
	return { kind: "unsupported", token: noun, why: `No source counts the episodes${name} of that time.` };
}
