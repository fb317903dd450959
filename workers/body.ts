import { parseDeviceJson } from "../vitals/json.ts";
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

/** @throws Problem 400 when `text` is not JSON */
export function parseJson(text: string): unknown {
	const value = parseDeviceJson(text);
	if (value === undefined) throw new Problem("malformed_json", "The body is not valid JSON");
	return value;
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
