/** The headers that every answer has. */

export const CORRELATION_HEADER = "x-correlation-id";

/** Answers are data for this reader alone. */
export const SECURITY_HEADERS: readonly (readonly [string, string])[] = Object.entries({
	"cache-control": "no-store",
	"x-content-type-options": "nosniff",
	// Not no-referrer: browsers would then send `Origin: null` with our own forms.
	"referrer-policy": "same-origin",
	"x-frame-options": "DENY",
	"cross-origin-resource-policy": "same-origin",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"strict-transport-security": "max-age=31536000; includeSubDomains",
});

/** Of those, the ones that are for others than browsers: a device's answers have these alone. */
const FOR_DEVICES = new Set(["cache-control", "x-content-type-options"]);

/** To copy: the runtime copies its own headers quicker than it makes them of an object. */
const JSON_HEADERS = new Headers([
	["content-type", "application/json"],
	...SECURITY_HEADERS.filter(([name]) => FOR_DEVICES.has(name)).map((header) => [...header]),
]);

/** Answers that need no more headers. */
const full = new WeakSet<Response>();

/** JSON with all the headers that a device needs, for what is answered thousands of times a second: adding them one by one takes twice as long. */
export function fullAnswer(body: unknown, status: number, correlationId: string): Response {
	const headers = new Headers(JSON_HEADERS);
	headers.set(CORRELATION_HEADER, correlationId);
	const response = new Response(JSON.stringify(body), { status, headers });
	full.add(response);
	return response;
}

/** Whether this very answer came from `fullAnswer`. */
export const isFull = (response: Response): boolean => full.has(response);
