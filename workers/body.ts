import { parseDeviceJson } from "../vitals/json.ts";
import { MAX_BODY_BYTES } from "../vitals/telemetry.ts";
import { Problem } from "./problem.ts";

/**
 * The body as text; a body sent as `Content-Encoding: gzip` is unpacked.
 *
 * @throws Problem 413 beyond `limit` bytes after unpacking, whatever the declared length says; 400 for broken gzip; 415 for other encodings
 */
export async function readText(request: Request, limit = MAX_BODY_BYTES): Promise<string> {
	const tooLarge = () => new Problem("too_large", `The body may have at most ${limit} bytes`);
	const declared = request.headers.get("content-length");
	if (Number(declared ?? 0) > limit) throw tooLarge();
	if (declared !== null && !request.headers.has("content-encoding")) {
		// Declared and so framed: read in one go, which is much quicker than chunk by chunk, or than to ask for the stream.
		const text = await request.text();
		if (text.length > limit) throw tooLarge();
		return text;
	}
	if (request.body === null) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	try {
		for await (const chunk of unpacked(request, request.body)) {
			bytes += chunk.byteLength;
			if (bytes > limit) throw tooLarge();
			text += decoder.decode(chunk, { stream: true });
		}
	} catch (error) {
		if (error instanceof Problem || !request.headers.has("content-encoding")) throw error;
		throw new Problem("bad_request", "The body is not valid gzip");
	}
	return text + decoder.decode();
}

function unpacked(request: Request, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
	const encoding = (request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
	if (encoding === "identity" || encoding === "") return body;
	if (encoding === "gzip" || encoding === "x-gzip") return body.pipeThrough(new DecompressionStream("gzip"));
	throw new Problem("unsupported_media_type", "Content-Encoding may be gzip or absent");
}

/** @throws Problem 400 when `text` is not JSON */
export function parseJson(text: string): unknown {
	const value = parseDeviceJson(text);
	if (value === undefined) throw new Problem("malformed_json", "The body is not valid JSON");
	return value;
}

/** The body as a JSON object, of at most `limit` bytes. */
export async function readObject(request: Request, limit = MAX_BODY_BYTES): Promise<Record<string, unknown>> {
	const value = parseJson(await readText(request, limit));
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new Problem("validation_failed", "The body must be a JSON object", {
			errors: [{ field: "", code: "wrong_type", message: "The body must be a JSON object" }],
		});
	}
	return value as Record<string, unknown>;
}
