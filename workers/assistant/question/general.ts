/** Questions that guidelines answer: they name nobody and are in the words of rules, scores and equipment. */
import type { Intent } from "./question.ts";

/** Words of guidelines. */
const WORDS =
	/\b(?:news ?2?|(?:early )?warning scores?|parameters?|scale (?:[12]|one|two)|alarms?|priorit\w+|probes?|sensors?|cuffs?|electrodes?|leads?|batter\w+|charg(?:e|er|ing)|checklist|procedures?|guidelines?|polic(?:y|ies)|pregnan\w*|limits?|thresholds?|targets?|acknowledg\w*|snooz\w*|escalat\w*|baseline)\b/;
/** A person whom nobody has named. */
const PERSON = /\b(?:she|he|her|his|him|hers|(?:this|that|my|the) patient)\b/;
/** May stand for a person, or for a thing of the guidelines that the sentence named before. */
const THING = /\b(?:it|its|that one|this one)\b/;
/** Asks how things are or are done, and not how somebody's have gone. */
const ASKS_HOW =
	/\b(?:(?:can|may|could|should|must|do|does) (?:i|we|one|you)|difference between|(?:what|which|when|who|how (?:long|often|much|many|far)) (?:is|are|does|do|may|can|should|must|counts?|happens?))\b/;

/** Whether there are words of guidelines in it. */
export const speaksOfGuidelines = (text: string): boolean => WORDS.test(text);

/** Whether it points at somebody: by a pronoun that stands for nothing in the question itself. */
export function pointsAtSomebody(text: string): boolean {
	if (PERSON.test(text)) return true;
	const thing = THING.exec(text);
	const word = WORDS.exec(text);
	return thing !== null && (word === null || thing.index < word.index);
}

/** Whether a question that names nobody is one for the guidelines. */
export function isGeneral(text: string, intent: Intent): boolean {
	if (!speaksOfGuidelines(text) || pointsAtSomebody(text)) return false;
	return intent === "status" || (OF_SOMEBODY.has(intent) && ASKS_HOW.test(text));
}

/** Mostly of a patient or a ward, and of rules where it is asked how things are done. */
const OF_SOMEBODY: ReadonlySet<Intent> = new Set(["compare", "trend", "response"]);
