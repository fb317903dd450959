/**
 * An answer without a language model: sentences from what was found, each figure with the source it comes from. The same
 * question over the same facts gets the same words.
 */
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import { concernOf } from "../facts/episodes.ts";
import { figure, vitalName } from "../facts/figures.ts";
import type { BedFound, Found, PassageFinding, WardFound } from "../facts/found.ts";
import { SentenceSplitter } from "../generate/sentences.ts";
import { nameOf, type Question } from "../question/question.ts";
import { bedStatus, bedTrend, gapsOf, leadOf, nearestOf, news2Of, openOf, pastOf, valuesOf } from "./bed.ts";
import { bedLimits, bedObserved } from "./record.ts";
import { wardDays, wardHandOver } from "./shift.ts";
import { wardLoad, wardPast, wardResponse, wardStatus, wardWhy } from "./ward.ts";
import { bold, capitalised, cite, list, usualsOf, type Writing } from "./words.ts";

/** Sentences of a passage that are told: a reader opens the rest. */
const PASSAGE_SENTENCES = 4;
const PASSAGES_TOLD = 2;
const LONG_MS = 36 * 3600_000;

/** Markdown sentences, list items and headings in order, with citations as `[S1]`. */
export function compose(question: Question, found: Found, writing: Writing): string[] {
	return [...question.remarks, ...bodyOf(question, found, writing)];
}

function bodyOf(question: Question, found: Found, writing: Writing): string[] {
	const { beds, wards, passages } = found;
	const { intent } = question;
	switch (intent) {
		case "treatment":
			return [
				"I give no advice on treatment, drugs or doses; the responsible clinician decides.",
				...(beds.length > 0 ? ["What is measured:"] : []),
				...worstFirst(beds).flatMap((bed) => bedStatus(bed, question, writing)),
				...passagesOf(passages),
			];
		case "identity":
			return [
				"I do not say who a patient is; names stay on the patient's own page.",
				...worstFirst(beds).flatMap((bed) => bedStatus(bed, question, writing)),
			];
		case "how-to":
			return howTo(question, found, writing);
		case "alarm-load":
			return [
				...wards.flatMap((ward) => [...wardDays(ward, writing), ...wardCounts(ward)]),
				...beds.flatMap((bed) => bedLoad(bed, question, writing)),
			];
		case "hand-over":
			return [
				...wards.flatMap((ward) => wardHandOver(ward, writing)),
				...worstFirst(beds).flatMap((bed) => bedHandOver(bed, question, writing)),
			];
		case "limits":
			return [
				...beds.flatMap((bed) => bedLimits(bed, question, writing)),
				...beds.flatMap((bed) => valuesOf(bed, question.vitals, writing)),
			];
		case "observed":
			return beds.flatMap((bed) => [
				...bedObserved(bed, question, writing),
				// Of a time that is over nothing is known here of what is open now.
				...(question.range === null ? leadOf({ ...bed, episodes: openOf(bed) }, writing) : []),
				...valuesOf(bed, question.vitals, writing),
				...(question.vitals.length === 0 ? news2Of(bed, writing) : []),
			]);
		case "response":
			return [
				...wards.flatMap((ward) => wardResponse(ward, writing)),
				...beds.flatMap((bed) => bedResponse(bed, question, writing)),
			];
		case "why":
			return [
				...wards.flatMap((ward) => wardWhy(ward, writing)),
				...beds.flatMap((bed) => bedWhy(bed, writing)),
				...likeIt(passages),
			];
		case "compare":
			return [...wards.flatMap((ward) => wardStatus(ward, writing)), ...compared(beds, question, writing)];
		case "trend":
			return [
				...wards.flatMap((ward) => wardOverTime(ward, writing)),
				...beds.flatMap((bed) => bedTrend(bed, question, writing)),
			];
		case "status":
			return [
				...wards.flatMap((ward) => (ward.asked ? wardOverTime(ward, writing) : wardStatus(ward, writing))),
				...worstFirst(beds).flatMap((bed) =>
					question.range === null ? bedStatus(bed, question, writing) : bedTrend(bed, question, writing),
				),
			];
		default:
			return intent satisfies never;
	}
}

/** Where whole days are told, the count of a long time would say the same again. */
function wardCounts(ward: WardFound): string[] {
	const { days, load } = ward;
	const told = wardLoad(ward);
	return days !== null && load !== null && load.range.to - load.range.from >= LONG_MS ? told.slice(0, 1) : told;
}

function worstFirst(beds: readonly BedFound[]): BedFound[] {
	const concern = ({ episodes }: BedFound) => Math.max(0, ...episodes.map(({ episode }) => concernOf(episode)));
	const score = ({ readings }: BedFound) => readings?.latest.news2?.score ?? -1;
	return beds.toSorted((a, b) => concern(b) - concern(a) || score(b) - score(a));
}

/** What people did about the bed's episodes of that time, or the last one, and how the patient is. */
function bedResponse(bed: BedFound, question: Question, writing: Writing): string[] {
	const name = bold(bed.device);
	if (bed.failed.includes("the episodes")) return [`${name}: its episodes could not be read just now.`];
	const told = bed.episodes.slice(0, 4).flatMap((found) => bulleted(pastOf(found, writing)));
	const none = [`${name} has had no alert in that time.${cite(bed.state)}`, ...nearestOf(bed, writing)];
	return [
		...(told.length === 0 ? none : [`${name}:`, ...told]),
		...valuesOf(bed, question.vitals, writing),
		...gapsOf(bed, question.vitals, writing),
	];
}

/** A ward in a stretch of time: what it had, what is open, what is over. */
function wardOverTime(ward: WardFound, writing: Writing): string[] {
	const past = wardPast(ward, writing);
	return [...wardLoad(ward), ...wardStatus(ward, writing), ...(past.length === 0 ? [] : ["Over since then:", ...past])];
}

/** The alerts that are open, or the last one: what it rests on, with each vital's share. */
function bedWhy(bed: BedFound, writing: Writing): string[] {
	const open = openOf(bed);
	const chosen = open.length > 0 ? open : bed.episodes.slice(0, 1);
	if (chosen.length === 0) {
		return bed.failed.includes("the episodes")
			? [`${bold(bed.device)}: its episodes could not be read just now.`]
			: [`${bold(bed.device)} has had no alert in that time.${cite(bed.state)}`, ...valuesOf(bed, [], writing)];
	}
	const told = chosen.flatMap((found) => {
		const [first = "", ...acts] = pastOf(found, writing);
		const { contributions } = found.episode;
		const part = ({ vital, delta, usualOf }: (typeof contributions)[number]) =>
			`${vitalName(vital)} ${delta === 0 ? "at" : `${figure(vital, Math.abs(delta))} ${delta > 0 ? "above" : "below"}`} ${usualOf === "patient" ? "its usual" : "what is usual in people"}`;
		const most = contributions.slice(0, 3);
		const why =
			most.length === 0
				? []
				: [
						`It came from ${list(most.map(part))}.${cite(found)}`,
						...most
							.slice(0, 2)
							.map(
								({ vital, share }) =>
									`${capitalised(vitalName(vital))} made up ${Math.round(share * 100)} % of the alert.${cite(found)}`,
							),
					];
		return [first, ...why, RULES[found.episode.rule] + cite(found), ...acts];
	});
	return [`${bold(bed.device)}:`, ...told, ...valuesOf(bed, [], writing), ...gapsOf(bed, [], writing)];
}

/** How each rule decides, in a sentence without figures. */
const RULES: Readonly<Record<BedFound["episodes"][number]["episode"]["rule"], string>> = {
	forest: "It came because the values together were unlike this patient's own baseline for long enough.",
	"safety-net": "It came because a value passed an absolute limit that no baseline can learn away.",
	drift: "It came because values moved away from this patient's baseline slowly.",
	"sensors-absent": "It is about the sensors: vital signs that were there stopped coming.",
	"ecg-signal": "It is about the ECG leads: they fell off or failed.",
	"flat-line": "It is about the signals: all of them stand still.",
	battery: "It is about the device's battery.",
	silence: "It is about the device: it stopped posting.",
	"patient-mismatch": "It is about whose the device is: it named another patient than the one assigned to it.",
};

function bedLoad(bed: BedFound, question: Question, writing: Writing): string[] {
	const when = question.range?.words ?? "the last 24 hours";
	if (bed.failed.includes("the episodes")) return [`${bold(bed.device)}: its episodes could not be read just now.`];
	if (bed.episodes.length === 0) return [`${bold(bed.device)} had no alert in ${when}.`];
	const sentences = [`${bold(bed.device)}, ${when}:`];
	return [...sentences, ...bed.episodes.flatMap((found) => bulleted(pastOf(found, writing)))];
}

const bulleted = ([first = "", ...rest]: readonly string[]) => [`- ${first}`, ...rest];

/** Situation, background, what was done, what is missing: for the one who takes over. */
function bedHandOver(bed: BedFound, question: Question, writing: Writing): string[] {
	const background =
		bed.observed === null || bed.observed.rounds.length === 0
			? []
			: bedObserved(bed, { vitals: [], text: "", range: null }, writing);
	const over = bed.episodes.filter(({ episode }) => episode.status !== "open");
	return [
		...leadOf({ ...bed, episodes: openOf(bed) }, writing),
		...valuesOf(bed, question.vitals, writing),
		...news2Of(bed, writing),
		...background,
		...over.slice(0, 4).flatMap((found) => bulleted(pastOf(found, writing))),
		...gapsOf(bed, question.vitals, writing),
	];
}

/** Bed against bed; one alone against its usual and its earlier self. */
function compared(beds: readonly BedFound[], question: Question, writing: Writing): string[] {
	const [only] = beds;
	if (only === undefined) return [];
	if (beds.length === 1) return [...versusUsual(only, question.vitals), ...bedTrend(only, question, writing)];
	const keys = VITAL_KEYS.filter(
		(key) =>
			(question.vitals.length === 0 || question.vitals.includes(key)) &&
			beds.filter(({ readings }) => readings?.latest.vitals[key] != null).length > 1,
	);
	const lines = keys.map((key) => {
		const values = beds.flatMap((bed) => {
			const value = bed.readings?.latest.vitals[key];
			return value == null ? [] : [{ bed, value }];
		});
		const words = values.map(({ bed, value }) => `${nameOf(bed.device)} ${figure(key, value)}`);
		return `- ${capitalised(vitalName(key))}: ${list(words)}.${cite(...values.map(({ bed }) => bed.readings))}`;
	});
	const scores = beds.flatMap((bed) => {
		const score = bed.readings?.latest.news2?.score;
		return score == null ? [] : [{ bed, score }];
	});
	if (scores.length > 1 && question.vitals.length === 0)
		lines.push(
			`- NEWS2: ${list(scores.map(({ bed, score }) => `${nameOf(bed.device)} ${score}`))}.${cite(...scores.map(({ bed }) => bed.readings))}`,
		);
	return [
		...worstFirst(beds).flatMap((bed) => leadOf({ ...bed, episodes: openOf(bed) }, writing)),
		...(lines.length === 0 ? ["They have no vital sign in common to compare."] : ["Newest values:", ...lines]),
		...beds.flatMap((bed) => gapsOf(bed, question.vitals, writing)),
	];
}

function versusUsual(bed: BedFound, wanted: readonly VitalKey[]): string[] {
	const { readings } = bed;
	if (readings === null) return [];
	const words = [...usualsOf(bed)].flatMap(([key, { usual, told }]) => {
		const value = readings.latest.vitals[key];
		if (value === null || (wanted.length > 0 && !wanted.includes(key))) return [];
		return [{ told, text: `${vitalName(key)} ${figure(key, value)}, usually ${figure(key, usual)}` }];
	});
	if (words.length === 0)
		return [`${bold(bed.device)}: what is usual for this patient is not told in any of their episodes.`];
	return [
		`${bold(bed.device)} now: ${list(words.map(({ text }) => text))}.${cite(readings, ...words.map(({ told }) => told))}`,
	];
}

function howTo(question: Question, { beds, passages }: Found, writing: Writing): string[] {
	const told = passagesOf(passages);
	const status = worstFirst(beds).flatMap((bed) => bedStatus(bed, question, writing));
	if (told.length > 0) return [...told, ...status];
	return ["None of the guidelines here answers that.", ...status];
}

/** The beginning of the best passages, in their own words. */
function passagesOf(passages: readonly PassageFinding[]): string[] {
	return passages
		.filter(({ source }) => source.kind === "passage")
		.slice(0, PASSAGES_TOLD)
		.flatMap((passage) =>
			sentencesIn(passage.text)
				.slice(0, PASSAGE_SENTENCES)
				.map((sentence) => `${sentence.replaceAll(/[[\]]/g, "")}${cite(passage)}`),
		);
}

/** Of Markdown whose lines are wrapped: a paragraph is one line again, headings are left out. */
function sentencesIn(text: string): string[] {
	const paragraphs = text
		.split(/\n\s*\n|\n(?=\s*(?:[-*#|]|\d+\.) ?)/)
		.map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
		.filter((paragraph) => paragraph !== "" && !/^[#|]/.test(paragraph));
	const splitter = new SentenceSplitter();
	return [...splitter.push(paragraphs.join("\n")), ...splitter.end()];
}

/** Past episodes that are like this one: that they are there, not what they say of others. */
function likeIt(passages: readonly PassageFinding[]): string[] {
	const past = passages.filter(({ source }) => source.kind === "episode");
	return past.length === 0
		? []
		: [`Like it were: ${list(past.slice(0, 3).map(({ source }) => source.title))}.${cite(...past.slice(0, 3))}`];
}
