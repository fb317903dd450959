/**
 * The grounding check: which parts of a sentence of an answer no source supports. What is a claim and how it is matched is
 * described in docs/assistant.md. Pure: no clock, no platform; the same sentence and sources give the same flags.
 */
import { vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import type { Flag, FlagKind, Quantity, Source, Subject } from "../../../vitals/assistant.ts";
import { adviceIn } from "./advice.ts";
import { figureClaims, type Inherited } from "./claims.ts";
import { Evidence } from "./evidence.ts";
import { checkFigure, checkPairs } from "./figures.ts";
import { isGeneral, passageSupports } from "./passages.ts";
import { withoutQuotes } from "./quotes.ts";
import { nameBook, Sentence, type NameBook } from "./sentence.ts";
import { Clockwork, type TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";
import { checkFinding, checkTimes } from "./findings.ts";
import type { Ground, Verdict } from "./ground.ts";
import { checkCourse, checkMove } from "./moves.ts";
import { unusedTimes } from "./leftover.ts";
import { checkState } from "./states.ts";
import { checkNone } from "./absence.ts";
import { checkVersus, isVersus } from "./versus.ts";

/** What an answer may rest on, and for whom it is written. */
export interface Grounding {
	readonly sources: readonly Source[];
	/** Everyone whom the sources speak of. */
	readonly subjects: readonly Subject[];
	/** Those whom the question asked about, by device id; everyone where it is empty (a question about a ward). */
	readonly asked: readonly string[];
	/** Milliseconds since the epoch, UTC. */
	readonly now: number;
	/** IANA zone of the reader. An unknown one throws a RangeError. */
	readonly timeZone: string;
}

/** What one sentence hands on to the next, for one answer: whom it was about, and what of. `checkSentence` updates it. */
export interface Carry {
	/** Device ids; empty where nobody was named yet. */
	devices: readonly string[];
	/** What the last figure was of; null where none was. */
	quantities: readonly Quantity[] | null;
}

/** What the first sentence of an answer gets. */
export function startCarry(): Carry {
	return { devices: [], quantities: null };
}

interface Prepared {
	readonly evidence: Evidence;
	readonly book: NameBook;
	readonly clock: Clockwork;
	readonly subjects: readonly Subject[];
	readonly now: number;
	readonly timeZone: string;
}

/** By the array of sources: an answer's sentences share it. */
const prepared = new WeakMap<readonly Source[], Prepared>();

function prepare(grounding: Grounding): Prepared {
	const { sources, subjects, now, timeZone } = grounding;
	const known = prepared.get(sources);
	if (known !== undefined && known.subjects === subjects && known.now === now && known.timeZone === timeZone)
		return known;
	const made = {
		evidence: new Evidence(sources, subjects),
		book: nameBook(subjects),
		clock: new Clockwork(now, timeZone),
		subjects,
		now,
		timeZone,
	};
	prepared.set(sources, made);
	return made;
}

/** Numbers of one sentence that are checked: people write a dozen; a text made to keep the check busy has more. */
const MAX_NUMBERS = 80;

/** "I can't tell", "there is no data": says what is not known. */
const IGNORANCE =
	/\b(?:i (?:can(?:no|')t|cannot|can not|could not|couldn't|do not|don't|am not able|am unable|have no|have nothing|did not find|found no)|there (?:is|are) no (?:data|readings?|records?|information|figures?|notes?)|no (?:data|readings?|records?|information|notes?) (?:is|are|was|were|on|for|about|available|found)|not (?:known|recorded|available|in the data)|unknown|no information|nothing (?:on record|is recorded))\b/;

/**
 * Checks one sentence of an answer.
 *
 * A sentence that cites sources must be supported by one of those; one that cites none, by any. Whom an unnamed sentence is
 * about comes from `carry`, else from the one who was asked about, else from the one whom its citations are about.
 *
 * @param text Markdown of one sentence, list item or heading, citations as `[S1]`
 * @param carry of this answer, updated in place
 * @returns in order of position; empty where everything is supported or nothing is claimed
 */
export function checkSentence(text: string, grounding: Grounding, carry: Carry = startCarry()): Flag[] {
	const { evidence, book, clock } = prepare(grounding);
	const { sources, subjects } = grounding;
	if ((text.match(/\d+/g)?.length ?? 0) > MAX_NUMBERS)
		return [
			{
				kind: "unsupported",
				start: 0,
				end: text.length,
				reason: "There are more figures in this than can be checked.",
			},
		];
	const whole = new Sentence(text, book, clock);
	const flags: Flag[] = [];
	const flag = (kind: FlagKind, start: number, end: number, reason: string) => {
		if (!flags.some((other) => other.kind === kind && other.start === start && other.end === end))
			flags.push({ kind, start, end, reason });
	};
	const cited = new Set(whole.citations.flatMap(({ ids }) => ids));
	const allowed = new Set<number>();
	for (const [index, { id }] of sources.entries())
		if (cited.size === 0 || cited.has(id.toUpperCase())) allowed.add(index);
	for (const { start, end, ids } of whole.citations)
		for (const id of ids)
			if (!sources.some((source) => source.id.toUpperCase() === id))
				flag("unsupported", start, end, `There is no source ${id}.`);
	const allowedSources = [...allowed].map((index) => sources[index] as Source);
	for (const { start, end, why } of adviceIn(whole, allowedSources)) flag("advice", start, end, why);
	const unquoted = withoutQuotes(text, allowedSources);
	const sentence = unquoted === text ? whole : new Sentence(unquoted, book, clock);

	const inherited = inheritedBy(sentence, grounding, carry, evidence, allowed);
	if (!sentence.folded.trimEnd().endsWith("?")) {
		const general = isGeneral(sentence);
		const passages = allowedSources.filter(({ kind }) => kind === "passage");
		const quoted = general && passages.length > 0 ? passageSupports(sentence, passages) : null;
		if (quoted?.supported !== true) {
			const found = verdicts(sentence, grounding, inherited, evidence, allowed);
			if (
				general &&
				(cited.size > 0
					? passages.length === allowedSources.length && passages.length > 0
					: found.length > 0 && passages.length > 0)
			) {
				const [start, end] = extent(sentence);
				if (
					quoted !== null &&
					!quoted.supported &&
					(sentence.tokens.some(({ is }) => is === "figure") || cited.size > 0)
				)
					flag(quoted.denied ? "negation" : quoted.number === null ? "unsupported" : "value", start, end, quoted.why);
			} else for (const { kind, token, why } of found) flag(kind, token.start, token.end, why);
		}
	}
	update(carry, sentence, subjects);
	return flags.sort((a, b) => a.start - b.start || a.end - b.end);
}

function extent({ text }: Sentence): [number, number] {
	const start = text.length - text.trimStart().length;
	return [start, text.trimEnd().length];
}

function inheritedBy(
	sentence: Sentence,
	grounding: Grounding,
	carry: Carry,
	evidence: Evidence,
	allowed: ReadonlySet<number>,
): Inherited {
	const { subjects, asked } = grounding;
	const positions = (devices: readonly string[]) =>
		devices.map((id) => subjects.findIndex(({ deviceId }) => deviceId === id)).filter((at) => at >= 0);
	const { quantities } = carry;
	const carried = positions(carry.devices);
	if (carried.length === 1) return { who: carried, quantities };
	if (asked.length === 1) return { who: positions(asked), quantities };
	if (subjects.length === 1) return { who: [0], quantities };
	if (sentence.citations.length > 0) {
		const about = new Set<number>();
		for (const source of allowed) for (const who of evidence.about(source)) if (who >= 0) about.add(who);
		if (about.size === 1) return { who: [...about], quantities };
	}
	return { who: null, quantities };
}

/** Begins with a ward: what follows is not of the bed before. */
const WARD_SENTENCE = /^[\s*-]*ward \S+ *[:,]/;

function update(carry: Carry, sentence: Sentence, subjects: readonly Subject[]): void {
	if (sentence.names.length > 0) {
		const known = new Set(sentence.names.flatMap((name) => name.subjects));
		carry.devices = [...known].map((who) => (subjects[who] as Subject).deviceId);
	} else if (subjects.length > 1 && WARD_SENTENCE.test(sentence.folded)) carry.devices = [];
	const last = sentence.tokens.findLast(
		(token): token is Extract<Token, { is: "vital" }> =>
			token.is === "vital" && token.of[0] !== "episodes" && token.of[0] !== "beds",
	);
	if (last !== undefined) carry.quantities = last.of;
}

function labelOf(quantity: Quantity): string {
	switch (quantity) {
		case "news2":
			return "NEWS2";
		case "per_bed_day":
			return "number of alarms a bed and day";
		case "per_hour":
			return "number of alarms an hour";
		case "battery":
		case "score":
		case "duration":
		case "share":
			return quantity;
		case "episodes":
		case "alarms":
		case "beds":
			return `number of ${quantity}`;
		default:
			return vitalSign(quantity satisfies VitalKey)
				.label.toLowerCase()
				.replace("co₂", "CO₂");
	}
}

function verdicts(
	sentence: Sentence,
	grounding: Grounding,
	inherited: Inherited,
	evidence: Evidence,
	allowed: ReadonlySet<number>,
): Verdict[] {
	const { subjects, asked } = grounding;
	const everyone = [...subjects.keys()].filter(
		(at) => asked.length === 0 || asked.includes((subjects[at] as Subject).deviceId),
	);
	const used = new Set<TimeRef>();
	const ground: Ground = {
		evidence,
		allowed,
		inherited,
		used,
		now: grounding.now,
		everyone,
		labelOf,
		nameOf: (who) =>
			who === null || who.length === 0 || (who[0] as number) < 0
				? ""
				: ` for ${who.map((at) => subjects[at]?.names[0] ?? subjects[at]?.deviceId ?? "").join(" and ")}`,
	};
	const found: Verdict[] = [];
	const claims = figureClaims(sentence, inherited, allowed);
	for (const claimed of claims) {
		const verdict = checkFigure(sentence, claimed, claims, ground);
		if (verdict !== null) found.push(verdict);
	}
	found.push(...checkPairs(sentence, claims, ground, found));
	const ignorant = IGNORANCE.test(sentence.folded);
	if (!ignorant) {
		for (const [index, token] of sentence.tokens.entries()) {
			const verdict = wordVerdict(sentence, index, token, ground);
			if (verdict !== null && !found.some((other) => other.token === verdict.token)) found.push(verdict);
		}
		found.push(...unusedTimes(sentence, claims, ground, found));
	}
	// A person of the ward whom nobody asked about.
	for (const token of sentence.tokens) {
		if (token.is !== "name" || token.name.subjects.length === 0 || asked.length === 0 || claims.length === 0) continue;
		if (token.name.subjects.every((at) => everyone.includes(at))) continue;
		found.push({ kind: "patient", token, why: `Nobody asked about ${sentence.text.slice(token.start, token.end)}.` });
	}
	return found;
}

function wordVerdict(sentence: Sentence, index: number, token: Token, ground: Ground): Verdict | null {
	switch (token.is) {
		case "move":
			return isVersus(sentence, index) === null
				? checkMove(sentence, index, token, ground)
				: checkVersus(sentence, index, token, ground);
		case "bound":
		case "versus":
			return checkVersus(sentence, index, token, ground);
		case "course":
			return checkCourse(sentence, index, token, ground);
		case "finding":
			return checkFinding(sentence, index, token, ground);
		case "state":
			return checkState(sentence, index, token, ground);
		case "times":
			return checkTimes(sentence, index, token, ground);
		case "not":
			return checkNone(sentence, index, token, ground);
		default:
			return null;
	}
}
