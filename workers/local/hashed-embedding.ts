/**
 * A text as a vector, without a model: each of its words, each two neighbours and the clinical ideas behind them add to one
 * dimension, chosen by a hash, with a sign from the same hash. The first line counts as a heading; slips of clinical words are
 * mended first. Parts of words were tried and only added noise. Deterministic on every machine.
 */
import { DIMENSIONS } from "../../search/embedding.ts";
import { tellingWords, wordsOf } from "../../search/full-text.ts";
import { CONCEPTS, rarityOf } from "./clinical-words.ts";
import { meantWord } from "./spelling.ts";
import { stemOf } from "./stem.ts";

/** Names the space of these vectors: another version is another space. */
export const HASHED_EMBEDDER = "hashed-2";

/** What each kind of feature weighs, found on `TUNING_QUERIES`. A concept is what a synonym is recognised by. */
const WORD = 1;
const CONCEPT = 1.2;
const PAIR = 0.5;
/** A heading's words weigh so much more than those of the text below it. */
const HEADING = 3;
/** Said three times is not three times as much. */
const REPEATED = 0.6;

export function hashedEmbedding(text: string): number[] {
	const features = new Map<string, number>();
	const end = text.indexOf("\n");
	if (end > 0) addFeatures(features, text.slice(0, end), HEADING);
	addFeatures(features, end > 0 ? text.slice(end) : text, 1);
	const vector = Array.from({ length: DIMENSIONS }, () => 0);
	for (const [feature, weight] of features) {
		const hash = hashOf(feature);
		const i = hash % DIMENSIONS;
		vector[i] = (vector[i] as number) + (hash & 0x40000000 ? 1 : -1) * weight ** REPEATED;
	}
	return vector;
}

function addFeatures(features: Map<string, number>, text: string, times: number): void {
	const add = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + times * weight);
	const words = wordsOf(text).map((word) => meantWord(word) ?? word);
	for (const concept of conceptsOf(words)) add(`c:${concept}`, CONCEPT * rarityOf(concept));
	const telling = new Set(tellingWords(words.join(" "), Infinity));
	let before = "";
	for (const word of words) {
		if (!telling.has(word)) continue;
		const stem = stemOf(word);
		const rarity = rarityOf(stem);
		add(`w:${stem}`, WORD * rarity);
		if (before !== "") add(`p:${before} ${stem}`, PAIR * rarity);
		before = stem;
	}
}

/** The ideas that words and phrases of up to three words stand for. */
function conceptsOf(words: readonly string[]): string[] {
	const found: string[] = [];
	for (let i = 0; i < words.length; i++) {
		for (let n = 1; n <= 3 && i + n <= words.length; n++) {
			const phrase = words
				.slice(i, i + n)
				.map(stemOf)
				.join(" ");
			found.push(...(CONCEPTS.get(phrase) ?? []));
		}
	}
	return found;
}

/** FNV-1a, 32 bits, with a last stir: its low bits alone would follow the last character. */
function hashOf(feature: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
	hash ^= hash >>> 15;
	hash = Math.imul(hash, 0x2c1b3c6d);
	return (hash ^ (hash >>> 12)) >>> 0;
}
