/** How FHIR is asked and answered over HTTP. */
import type { FhirResource } from "fhir/r4";
import type { Context } from "hono";
import { FHIR_JSON, outcome, searchset } from "../../fhir/messages.ts";
import { spanOf, type Span } from "../../fhir/search.ts";
import type { FieldError } from "../../vitals/problem.ts";
import type { AppContext } from "../context.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { assignmentsOf } from "../../registry/patients.ts";
import { requirePatient } from "../access/scope.ts";
import { PATIENT_PATTERN } from "../params.ts";
import { Problem } from "../problem.ts";

type FhirContext = Context<AppContext>;

/** Whether an address is FHIR's, whose errors are OperationOutcomes. */
export const isFhir = (path: string) => path === "/fhir" || path.startsWith("/fhir/");

/** A problem as FHIR has it: status and headers stay. */
export function asOutcome(problem: Problem, correlationId: string): Response {
	const { status, headers } = problem.toResponse(correlationId);
	headers.set("content-type", FHIR_JSON);
	const body = outcome(problem.code, problem.message, correlationId, problem.errors);
	return new Response(JSON.stringify(body), { status, headers });
}

const TAKEN = new Set(["*/*", "application/*", "application/json", FHIR_JSON, "json"]);

/** @throws Problem 406 where no form of answer is asked for that is made here */
export function requireJson(context: FhirContext): void {
	const format = context.req.query("_format");
	const accept = context.req.header("accept");
	const asked = format ?? (accept === undefined || accept.trim() === "" ? "*/*" : accept);
	const types = asked.split(",").map((type) => (type.split(";")[0] ?? "").trim().toLowerCase());
	if (!types.some((type) => TAKEN.has(type)))
		throw new Problem("not_acceptable", `Answers are made as ${FHIR_JSON}; XML is not`);
}

/** The server's address, as clients see it. */
export const baseOf = (context: FhirContext) => `${new URL(context.req.url).origin}/fhir`;

/** A resource, with its version where it has one. */
export function resourceAnswer(context: FhirContext, resource: FhirResource): Response {
	const headers: Record<string, string> = { "content-type": FHIR_JSON };
	const { versionId, lastUpdated } = resource.meta ?? {};
	if (versionId !== undefined) headers["etag"] = `W/"${versionId}"`;
	if (lastUpdated !== undefined) headers["last-modified"] = new Date(lastUpdated).toUTCString();
	return context.body(JSON.stringify(resource), 200, headers);
}

/** A page of a search. `cursor` leads to the next one. */
export function bundleAnswer(context: FhirContext, found: readonly FhirResource[], cursor: string | null): Response {
	const next = new URL(context.req.url);
	if (cursor !== null) next.searchParams.set("_cursor", cursor);
	const bundle = searchset(baseOf(context), found, {
		self: context.req.url,
		next: cursor === null ? null : next.href,
	});
	return context.body(JSON.stringify(bundle), 200, { "content-type": FHIR_JSON });
}

/**
 * The intervals in which devices watched the patient, for somebody who may know; `null` where nobody of that surrogate is known.
 *
 * @throws Problem 403 where the patient is in none of the person's wards, and, the same, where such a person asks for nobody
 */
export async function enterPatient(
	context: FhirContext,
	surrogate: string,
): Promise<Awaited<ReturnType<typeof assignmentsOf>> | null> {
	const rows = PATIENT_PATTERN.test(surrogate) ? await assignmentsOf(connectRegistry(context.env.DB), surrogate) : [];
	if (rows.length === 0 && context.get("standing").wards === "all") return null;
	await requirePatient(context, surrogate);
	return rows;
}

/** @throws Problem 400 naming the parameter */
export function refuseParameter(field: string, message: string, code: FieldError["code"] = "bad_format"): never {
	throw new Problem("bad_request", message, { errors: [{ field, code, message }] });
}

/** Parameters of a search, by name. @throws Problem 400 for one that is not known: what is passed over is taken for heard */
export function parameters(context: FhirContext, known: readonly string[]): Record<string, string[]> {
	requireJson(context);
	const given = context.req.queries();
	const all = [...known, "_count", "_cursor", "_format"];
	for (const [name, values] of Object.entries(given)) {
		if (!all.includes(name)) {
			const message = `There is no search by that parameter here; known are ${all.join(", ")}`;
			refuseParameter(/^[a-z_:-]{1,40}$/i.test(name) ? name : "", message, "unknown_field");
		}
		if (values.length > 1 && !["date", "identified"].includes(name))
			refuseParameter(name, `${name} may be given once`, "duplicate");
	}
	return given;
}

/** Resources of one page. */
const MOST = 1000;
const USUAL = 100;

export function countOf(given: Record<string, string[]>): number {
	const [text] = given["_count"] ?? [];
	if (text === undefined) return USUAL;
	const count = Number(text);
	if (!/^\d{1,6}$/.test(text) || count < 1)
		refuseParameter("_count", `_count must be a whole number from 1`, "out_of_range");
	// As the specification has it: fewer than asked for is an answer.
	return Math.min(count, MOST);
}

export function datesOf(given: Record<string, string[]>, name: string): Span {
	const span = spanOf(given[name] ?? []);
	if (span === null)
		refuseParameter(name, `${name} must be a date such as ge2026-03-01T10:00:00Z; prefixes are eq, ge, gt, le, lt`);
	return span;
}
