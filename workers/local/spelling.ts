/** A mistyped clinical word to the word that was meant. */
import { CLINICAL_WORDS } from "./clinical-words.ts";

/** Shorter words have too many neighbours. */
const SHORTEST = 4;
/** From this length on two slips are forgiven, below one. */
const TWO_SLIPS_FROM = 8;

/** The clinical word that `word` is a slip of; null where it is one itself, or like none. Nobody mistypes the first letter. */
export function meantWord(word: string): string | null {
	if (word.length < SHORTEST || CLINICAL_WORDS.has(word) || /\d/.test(word)) return null;
	let meant: string | null = null;
	let least = word.length >= TWO_SLIPS_FROM ? 3 : 2;
	for (const known of CLINICAL_WORDS) {
		if (known.length < SHORTEST || known[0] !== word[0] || Math.abs(known.length - word.length) >= least) continue;
		// A longer or shorter form of the same word is no slip.
		if (known.startsWith(word) || word.startsWith(known)) continue;
		const slips = slipsBetween(word, known);
		if (slips < least) [meant, least] = [known, slips];
	}
	return meant;
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
	let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			let least = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				least = Math.min(least, (before[j - 2] as number) + 1);
			row.push(least);
		}
		[before, last] = [last, row];
	}
	return last[b.length] as number;
}
