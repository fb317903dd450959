/** A word without its commonest endings: enough that a plural meets its singular. */
export function stemOf(word: string): string {
	if (word.length < 4 || /\d/.test(word)) return word;
	return word
		.replace(/(?:ies|ied)$/, "y")
		.replace(/(?:ings?|ed|es|s|ly|ment|ments)$/, "")
		.replace(/(.)\1$/, "$1")
		.replace(/e$/, "");
}
