/** One byte range of `Range: bytes=…` (RFC 9110): what a download that was cut off asks for to go on. */
import { Problem } from "./problem.ts";

/** First byte and the byte after the last. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

/**
 * The part of a file of `size` bytes that a request asks for, `null` for all of it. A range that is not understood,
 * several at once, or one of a file that has changed (`If-Range`) mean all of it, as the standard has it.
 *
 * @throws Problem 416 when the part begins behind the end
 */
export function rangeOf(request: Request, size: number, etag: string): ByteRange | null {
	const condition = request.headers.get("if-range");
	if (condition !== null && condition !== etag) return null;
	const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get("range") ?? "") ?? [];
	if (first === "" && last === "") return null;
	if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
	const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
	if (start >= size || start >= end) {
		throw new Problem("range_not_satisfiable", `The file has ${size} bytes`, { contentRange: `bytes */${size}` });
	}
	return { start, end };
}

/** The answer for a file or the part of it, with what a client needs to go on later. */
export function rangedResponse(
	body: ReadableStream | Uint8Array<ArrayBuffer> | null,
	size: number,
	range: ByteRange | null,
	headers: Record<string, string>,
): Response {
	const all = new Headers({ "accept-ranges": "bytes", ...headers });
	all.set("content-length", String(range === null ? size : range.end - range.start));
	if (range !== null) all.set("content-range", `bytes ${range.start}-${range.end - 1}/${size}`);
	return new Response(body, { status: range === null ? 200 : 206, headers: all });
}
