/** General statements, of a guideline and of no patient: a passage must hold their numbers and most of their words. */
import type { Source } from "../../../vitals/assistant.ts";
import type { Sentence } from "./sentence.ts";
import { fold } from "./text.ts";

/** What makes a sentence general. Without one of these it is about a patient. */
const GENERAL =
	/\b(?:should|must|guideline|guidelines|guidance|policy|policies|protocol|recommends?|recommended|advises?|calls? for|requires?|counts? as|means|meant|apply|applies|anyone|patients|adults|people|whenever|in general|generally|or more|or above|or higher|or less|or below|or lower|asks? for|according to|triggers?|thresholds?|pregnancy|pregnant|defined as|is an emergency|at least every|at least hourly|scoring|scores of|total of|parameter|procedure|escalate|never silence|always|minimum frequency|prompts?)\b/;
/** And what makes it a patient's all the same. */
const PERSONAL =
	/\b(?:her|his|she|he|hers|this patient|the patient's|this bed|has now|is now|currently|right now|their own)\b/;

const STOP = new Set(
	"a an and are as at be by for from has have if in into is it its of on or that the their then there these this to was were when where which will with within who whom not no do does did should must may can could would than also any each every per one you your our they them he she him her his more most least up about over under above below but so such guideline guidelines guidance policy policies protocol protocols says say states asks ask recommends recommended advises according counts means scores score news2 news".split(
		" ",
	),
);
/** Part of the words of a statement that a passage must share: what is put in other words shares more than half. */
const SHARED = 0.5;

/** The beginning of a word stands for it: "assess", "assesses", "assessment". */
const stem = (word: string) => (word.length > 5 ? word.slice(0, 5) : word.replace(/(?:es|s)$/, ""));

const NUMBER_WORDS: Record<string, string> = {
	one: "1",
	two: "2",
	three: "3",
	four: "4",
	five: "5",
	six: "6",
	seven: "7",
	eight: "8",
	nine: "9",
	ten: "10",
	twelve: "12",
	sixteen: "16",
	hourly: "1",
	an: "1",
	daily: "24",
	once: "1",
	twice: "2",
};

interface Passage {
	readonly numbers: ReadonlySet<string>;
	readonly words: ReadonlySet<string>;
	readonly sentences: readonly { readonly words: ReadonlySet<string>; readonly denied: boolean }[];
}

const known = new WeakMap<Source, Passage>();
const numbersOf = (folded: string) =>
	[...folded.matchAll(/(?<![a-z\d.])\d+(?:\.\d+)?/g)].map(([number]) => String(Number(number)));
const wordsOf = (folded: string) => (folded.match(/[a-z][a-z0-9]+/g) ?? []).filter((word) => !STOP.has(word)).map(stem);
const DENIED = /\b(?:not|no|never|without|nobody|none|cannot)\b|n't\b/;

function passageOf(source: Source): Passage {
	let passage = known.get(source);
	if (passage === undefined) {
		const folded = fold(`${source.title}. ${source.text}`);
		const numbers = new Set(numbersOf(folded));
		for (const word of folded.match(/[a-z]+/g) ?? [])
			if (NUMBER_WORDS[word] !== undefined) numbers.add(NUMBER_WORDS[word]);
		passage = {
			numbers,
			words: new Set(wordsOf(folded)),
			sentences: folded
				.split(/(?<=[.;:!?])\s+/)
				.map((text) => ({ words: new Set([...wordsOf(text), ...numbersOf(text)]), denied: DENIED.test(text) })),
		};
		known.set(source, passage);
	}
	return passage;
}

export function isGeneral(sentence: Sentence): boolean {
	return sentence.names.length === 0 && GENERAL.test(sentence.folded) && !PERSONAL.test(sentence.folded);
}

export type PassageVerdict =
	| { readonly supported: true }
	| { readonly supported: false; readonly why: string; readonly number: string | null; readonly denied: boolean };

/** Whether one of the passages says this: all of its numbers, half of its words, and the same yes or no. */
export function passageSupports(sentence: Sentence, passages: readonly Source[]): PassageVerdict {
	let plain = sentence.folded;
	for (const { start, end } of sentence.citations)
		plain = plain.slice(0, start) + " ".repeat(end - start) + plain.slice(end);
	const numbers = numbersOf(plain);
	const words = [...new Set(wordsOf(plain))];
	let worst: PassageVerdict = {
		supported: false,
		why: "No passage that was found says this.",
		number: null,
		denied: false,
	};
	for (const source of passages) {
		const passage = passageOf(source);
		const missing = numbers.find((number) => !passage.numbers.has(number));
		const shared = words.filter((word) => passage.words.has(word)).length;
		if (shared < words.length * SHARED) continue;
		if (missing !== undefined) {
			worst = {
				supported: false,
				why: `No passage that was found has the number ${missing} in this.`,
				number: missing,
				denied: false,
			};
			continue;
		}
		const best = passage.sentences
			.map(({ words: theirs, denied }) => ({
				denied,
				shared: [...words, ...numbers].filter((word) => theirs.has(word)).length,
			}))
			.sort((a, b) => b.shared - a.shared)[0];
		if (best !== undefined && best.denied !== DENIED.test(plain)) {
			worst = { supported: false, why: "The passage says the contrary.", number: null, denied: true };
			continue;
		}
		return { supported: true };
	}
	return worst;
}
