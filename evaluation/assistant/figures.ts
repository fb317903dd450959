/** Reads figures out of sentences: which number is of which vital sign. Knows nothing of how an answer is made. */
import type { AnswerSentence } from "../../vitals/assistant.ts";
import type { Measure } from "./expectation.ts";

export interface ShownFigure {
	readonly measure: Measure;
	readonly value: number;
	readonly decimals: number;
	/** What stands before it, back to the figure before: which statistic it is said to be. */
	readonly before: string;
	readonly after: string;
}

const NAMES: readonly (readonly [Measure | "pressure", RegExp])[] = [
	["heart_rate", /heart rates?|\bHR\b|\bpulse\b/gi],
	["spo2", /SpO₂|SpO2|(oxygen )?saturations?|\bsats?\b/gi],
	["respiratory_rate", /respiratory rates?|breathing rate|\bRR\b/gi],
	["temperature", /temperatures?|\btemp\b/gi],
	["systolic_pressure", /systolic( (blood )?pressures?)?|\bSYS\b/gi],
	["diastolic_pressure", /diastolic( (blood )?pressures?)?|\bDIA\b/gi],
	["pressure", /blood pressures?|\bBP\b/gi],
	["battery", /battery( level)?|\bcharge\b/gi],
];

/** What holds digits and is no figure of a vital sign. Blanked, so that positions stay. */
const NO_FIGURES = [
	/\[S\d+\]/g,
	/SpO2|NEWS ?2?[^.;,()]{0,12}\b\d+ (of|points?)\b|NEWS ?2/gi,
	/[A-Z]+(-[A-Z]+)*-\d+/gi,
	/\b(beds?|cot|ward|level|scale|version|limit of \d+ h)\s+\d+/gi,
	/\d{4}-\d{2}-\d{2}|\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b( \d{4})?|\b(Mar|March) \d+/gi,
	/\b\d{1,2}:\d{2}(:\d{2})?\b/g,
	/(UTC|GMT)\s?[+−-]\d+(:\d+)?/g,
	/\b\d+([.,]\d+)? ?(min|minutes?|h|hours?|s|seconds?|d|days?|m|ms)\b(?!\/)(?! ?Hg)/gi,
	/\b\d+ (of \d+ )?(readings?|values?|episodes?|alarms?|alerts?|beds?|points?|devices?|times|patients?)\b/gi,
	/\b(last|first|newest|of) \d+\b(?! ?(%|\/min|°|mmHg))/gi,
];

/** A stretch of a sentence that is flagged says nothing: it is shown with its reason. */
export function unflagged({ text, flags }: AnswerSentence): string {
	let shown = text;
	for (const { start, end } of flags) shown = shown.slice(0, start) + " ".repeat(end - start) + shown.slice(end);
	return shown;
}

/** Every figure of a vital sign in `text`, in order. */
export function figuresIn(text: string): ShownFigure[] {
	const names = NAMES.flatMap(([measure, pattern]) =>
		[...text.matchAll(pattern)].map((match) => ({ measure, at: match.index, end: match.index + match[0].length })),
	).sort((a, b) => a.at - b.at);
	if (names.length === 0) return [];
	let plain = text;
	for (const pattern of NO_FIGURES) plain = plain.replaceAll(pattern, (found) => " ".repeat(found.length));
	const figures: ShownFigure[] = [];
	let ended = 0;
	for (const match of plain.matchAll(/(?<![\w.])\d{1,3}(?:\.\d+)?(?![\w])/g)) {
		const said = match[0];
		const name = names.findLast(({ at }) => at < match.index) ?? names[0];
		const measure = name?.measure === "pressure" ? pressureAt(plain, match.index) : name?.measure;
		if (measure === undefined) continue;
		const end = match.index + said.length;
		figures.push({
			measure,
			value: Number(said),
			decimals: (said.split(".")[1] ?? "").length,
			before: text.slice(Math.max(ended, match.index - 60), match.index).replaceAll("/min", ""),
			after: text.slice(end, end + 30),
		});
		ended = end;
	}
	return figures;
}

/** "121/75": the second is the lower one. */
function pressureAt(text: string, at: number): Measure {
	return /\d\s*\/\s*$/.test(text.slice(0, at)) ? "diastolic_pressure" : "systolic_pressure";
}

/** Whether `shown` is `true value`, as rounded as it is shown. */
export function agrees(shown: ShownFigure, value: number, tolerance = 0): boolean {
	return Math.abs(shown.value - value) <= tolerance + 0.5 * 10 ** -shown.decimals + 1e-9;
}

/** `name` as a whole word of `text`, however it is written. */
export function holdsName(text: string, name: string): boolean {
	const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
	return new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, "i").test(text);
}
