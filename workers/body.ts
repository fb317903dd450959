import { MAX_BODY_BYTES } from "../vitals/telemetry.ts";
import { Problem } from "./problem.ts";

/**
 * The body as text.
 *
 * @throws Problem 413 beyond `limit` bytes, whatever the declared length says
 */
export async function readText(request: Request, limit = MAX_BODY_BYTES): Promise<string> {
	const tooLarge = () => new Problem("too_large", `The body may have at most ${limit} bytes`);
	if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge();
	if (request.body === null) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of request.body as ReadableStream<Uint8Array>) {
		bytes += chunk.byteLength;
		if (bytes > limit) throw tooLarge();
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/**
 * Strings, and the tokens that some encoders write where JSON has no number. The closing quote is optional, so that
 * a string that never ends is one match and not a new search from each of its quotes.
 */
const NOT_A_NUMBER = /"(?:[^"\\]|\\[^])*"?|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses JSON. A bare `NaN` or `Infinity`, which some encoders write, becomes a text, so that the check
 * that follows names its field and the other readings of a batch are kept.
 *
 * @throws Problem 400 when it is not JSON
 */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		const repaired = text.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : JSON.stringify(token)));
		if (repaired !== text) {
			try {
				return JSON.parse(repaired);
			} catch {
				// Not JSON for another reason too.
			}
		}
		// The parser's own message quotes the body, which may hold an identifier.
		throw new Problem("malformed_json", "The body is not valid JSON");
	}
}

/** The body as a JSON object. */
export async function readObject(request: Request): Promise<Record<string, unknown>> {
	const value = parseJson(await readText(request));
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new Problem("validation_failed", "The body must be a JSON object", {
			errors: [{ field: "", code: "wrong_type", message: "The body must be a JSON object" }],
		});
	}
	return value as Record<string, unknown>;
}
