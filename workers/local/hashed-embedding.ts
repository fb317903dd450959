/**
 * A text as a vector, without a model: each of its words, the words' parts and the clinical ideas behind them add to one
 * dimension, chosen by a hash, with a sign from the same hash. Deterministic on every machine.
 */
import { DIMENSIONS } from "../../search/embedding.ts";
import { tellingWords, wordsOf } from "../../search/full-text.ts";
import { CONCEPTS, EVERYWHERE } from "./clinical-words.ts";
import { stemOf } from "./stem.ts";

/** Names the space of these vectors: another version is another space. */
export const HASHED_EMBEDDER = "hashed-1";

/** What each kind of feature weighs. A concept is what a synonym is recognised by, a part what a mistyped word still shares. */
const WORD = 1;
const CONCEPT = 1.4;
const PAIR = 0.5;
const PART = 0.25;
/** Weight of words that are in most of what is said here. */
const COMMON = 0.35;
/** Characters of a word's part. */
const PART_LENGTHS = [3, 4] as const;

export function hashedEmbedding(text: string): number[] {
	const counts = new Map<string, number>();
	const add = (feature: string, weight: number) => counts.set(feature, (counts.get(feature) ?? 0) + weight);
	const words = wordsOf(text);
	for (const concept of conceptsOf(words)) add(`c:${concept}`, CONCEPT);
	const telling = new Set(tellingWords(text));
	let before = "";
	for (const word of words) {
		if (!telling.has(word)) continue;
		const stem = stemOf(word);
		const weight = EVERYWHERE.has(stem) ? COMMON : 1;
		add(`w:${stem}`, WORD * weight);
		if (before !== "") add(`p:${before} ${stem}`, PAIR * weight);
		for (const part of partsOf(word)) add(`g:${part}`, (PART * weight) / Math.sqrt(word.length));
		before = stem;
	}
	const vector = Array.from({ length: DIMENSIONS }, () => 0);
	for (const [feature, weight] of counts) {
		const hash = hashOf(feature);
		const i = hash % DIMENSIONS;
		// Said three times is not three times as much.
		vector[i] = (vector[i] as number) + (hash & 0x40000000 ? 1 : -1) * Math.sqrt(weight);
	}
	return vector;
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

function partsOf(word: string): string[] {
	const framed = `^${word}$`;
	return PART_LENGTHS.flatMap((n) => Array.from({ length: framed.length - n + 1 }, (_, i) => framed.slice(i, i + n)));
}

/** FNV-1a, 32 bits, with a last stir: its low bits alone would follow the last character. */
function hashOf(feature: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
	hash ^= hash >>> 15;
	hash = Math.imul(hash, 0x2c1b3c6d);
	return (hash ^ (hash >>> 12)) >>> 0;
}
