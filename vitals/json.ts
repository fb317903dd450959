/**
 * Strings, and the tokens that some encoders write where JSON has no number. The closing quote is optional, so that
 * a string that never ends is one match and not a new search from each of its quotes.
 */
const NOT_A_NUMBER = /"(?:[^"\\]|\\[^])*"?|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses JSON from devices. A bare `NaN` or `Infinity`, which some encoders write, becomes a text, so that the
 * check that follows names its field and the other readings beside it are kept.
 *
 * @returns `undefined` when it is not JSON: the parser's own complaint quotes the text, which may hold an identifier
 */
export function parseDeviceJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		const repaired = text.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : JSON.stringify(token)));
		if (repaired === text) return undefined;
		try {
			return JSON.parse(repaired);
		} catch {
			// Not JSON for another reason too.
			return undefined;
		}
	}
}
