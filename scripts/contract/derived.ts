/** What a route's access and its body bring along: problems, and how one says who one is. */
import { PROBLEM_BASE, PROBLEMS, type ProblemCode } from "../../vitals/problem.ts";
import { type Operation, ref, type Schema } from "../../workers/contract/describe.ts";
import type { Route } from "./routes.ts";

/** Whatever is asked: `workers/app.ts`. */
const ALWAYS: readonly ProblemCode[] = ["address_too_long", "unavailable"];
const BY_ACCESS: Readonly<Record<Route["access"]["kind"], readonly ProblemCode[]>> = {
	open: [],
	device: ["unauthenticated", "forbidden", "too_many_requests"],
	fleet: ["unauthenticated", "forbidden", "too_many_requests"],
	signed: ["unauthenticated"],
	people: ["unauthenticated", "forbidden"],
};
/** Of `workers/body.ts`. */
const OF_BODY: readonly ProblemCode[] = ["bad_request", "too_large", "unsupported_media_type", "validation_failed"];

export const SECURITY: Readonly<Record<Route["access"]["kind"], readonly Record<string, readonly string[]>[]>> = {
	open: [],
	device: [{ deviceKey: [] }, { fleetKey: [] }],
	fleet: [{ fleetKey: [] }],
	signed: [{ signedAddress: [] }],
	// A developer's machine has a sign-in of its own, which is not deployed and stands in no document.
	people: [{ access: [] }],
};

const isFhir = (path: string) => path.startsWith("/fhir/");

/** Codes of the problems that a route may answer, by their status. */
export function problemsOf(route: Route, operation: Operation): Map<number, ProblemCode[]> {
	const codes = new Set([...ALWAYS, ...BY_ACCESS[route.access.kind], ...(operation.problems ?? [])]);
	// What devices call each second is not counted.
	if (route.quiet !== true) codes.add("headers_too_large");
	if (operation.body !== undefined) {
		for (const code of OF_BODY) codes.add(code);
		if (operation.body.content["application/json"] !== undefined) codes.add("malformed_json");
	}
	return Map.groupBy([...codes].toSorted(), (code) => PROBLEMS[code].status);
}

/** The name under which a problem's answer is kept once for all routes that have it; null where it has members of the route's own. */
export function nameOf(path: string, codes: readonly ProblemCode[], { extra }: Operation): string | null {
	if (codes.some((code) => extra?.[code] !== undefined)) return null;
	return [...(isFhir(path) ? ["fhir"] : []), ...codes].join(".");
}

/** A problem's answer: `application/problem+json`, or FHIR's OperationOutcome. */
export function problemAnswer(path: string, codes: readonly ProblemCode[], operation: Operation): Schema {
	const { status } = PROBLEMS[codes[0] as ProblemCode];
	const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" ");
	const headers: Record<string, Schema> = {
		...(status === 429 || status === 503
			? { "retry-after": { schema: { type: "string" }, description: "Seconds." } }
			: {}),
		...(status === 401 ? { "www-authenticate": { schema: { type: "string" } } } : {}),
		...CORRELATED,
	};
	if (isFhir(path))
		return { description, headers, content: { "application/fhir+json": { schema: ref("OperationOutcome") } } };
	const extra = Object.assign({}, ...codes.map((code) => operation.extra?.[code] ?? {})) as Record<string, Schema>;
	const type = { enum: codes.map((code) => PROBLEM_BASE + code) };
	const schema = { allOf: [ref("ProblemDetails"), { type: "object", properties: { type, ...extra } }] };
	return { description, headers, content: { "application/problem+json": { schema } } };
}

export const CORRELATED = { "x-correlation-id": { $ref: "#/components/headers/correlation" } };
