/** What is around resources: bundles, outcomes, and what this server can do. */
import type { Bundle, CapabilityStatement, FhirResource, OperationOutcome, OperationOutcomeIssue } from "fhir/r4";
import type { FieldError, ProblemCode } from "../vitals/problem.ts";

export const FHIR_JSON = "application/fhir+json";

/** A page of a search. `base` is the server's address, such as `https://…/fhir`; `self` and `next` are whole addresses. */
export function searchset(
	base: string,
	resources: readonly FhirResource[],
	links: { readonly self: string; readonly next: string | null; readonly total?: number },
): Bundle {
	const { self, next, total } = links;
	return {
		resourceType: "Bundle",
		type: "searchset",
		...(total === undefined ? {} : { total }),
		link: [{ relation: "self", url: self }, ...(next === null ? [] : [{ relation: "next", url: next }])],
		entry: resources.map((resource) => ({
			fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
			resource,
			search: { mode: "match" },
		})),
	};
}

type IssueType = OperationOutcomeIssue["code"];

const ISSUES: Readonly<Partial<Record<ProblemCode, IssueType>>> = {
	unauthenticated: "login",
	forbidden: "forbidden",
	not_found: "not-found",
	unknown_device: "not-found",
	method_not_allowed: "not-supported",
	not_acceptable: "not-supported",
	address_too_long: "too-long",
	headers_too_large: "too-long",
	too_many_requests: "throttled",
	unavailable: "transient",
	internal: "exception",
	expired: "expired",
	conflict: "conflict",
};

/** A problem as FHIR clients read it; a field is named as the search parameter that it is. */
export function outcome(
	code: ProblemCode,
	detail: string,
	correlationId: string,
	errors: readonly FieldError[] = [],
): OperationOutcome {
	const issue = (type: IssueType, diagnostics: string, more: Partial<OperationOutcomeIssue> = {}) => ({
		severity: "error" as const,
		code: type,
		details: { coding: [{ system: "urn:biostream:problem", code }], text: diagnostics },
		diagnostics: `correlation id ${correlationId}`,
		...more,
	});
	const named = errors.map(({ field, code: fault, message }) =>
		issue(fault === "missing" ? "required" : "value", message, field === "" ? {} : { expression: [field] }),
	);
	const [first, ...others] = named.length > 0 ? named : [issue(ISSUES[code] ?? "invalid", detail)];
	return { resourceType: "OperationOutcome", issue: [first as OperationOutcomeIssue, ...others] };
}

type SearchParam = readonly [name: string, type: "token" | "reference" | "date", documentation?: string];

const PATIENT: SearchParam = ["patient", "reference", "A surrogate, P-…"];
const ID: SearchParam = ["_id", "token"];

/** What is read and searched here, with the parameters of the search. */
const SEARCHES = {
	Patient: [ID, ["identifier", "token"]],
	Device: [ID, ["identifier", "token"], PATIENT],
	Observation: [
		["patient", "reference", "A surrogate, P-…; needed"],
		["subject", "reference", "The same as patient"],
		["code", "token", "LOINC or ISO/IEEE 11073 codes"],
		["category", "token", "vital-signs"],
		["date", "date", "Prefixes eq, ge, gt, le, lt"],
	],
	DetectedIssue: [ID, PATIENT, ["identified", "date", "Prefixes eq, ge, gt, le, lt"], ["code", "token"]],
	RiskAssessment: [ID, PATIENT, ["subject", "reference", "The same as patient"], ["date", "date"]],
} as const satisfies Readonly<Record<string, readonly SearchParam[]>>;

/** When what this server can do last changed. */
const CHANGED = "2026-11-27";

export function capabilities(base: string): CapabilityStatement {
	return {
		resourceType: "CapabilityStatement",
		status: "active",
		date: CHANGED,
		kind: "instance",
		software: { name: "BioStream Sentinel" },
		implementation: { description: "Vital signs at the edge, pseudonymous, to read", url: base },
		fhirVersion: "4.0.1",
		format: ["json", FHIR_JSON],
		rest: [
			{
				mode: "server",
				security: {
					cors: false,
					description:
						"A session of somebody who cares for patients (viewer, clinician, admin), on their wards; Device also for engineers.",
				},
				resource: (Object.entries(SEARCHES) as [keyof typeof SEARCHES, readonly SearchParam[]][]).map(
					([type, params]) => ({
						type,
						...(type === "Observation"
							? { supportedProfile: ["http://hl7.org/fhir/StructureDefinition/vitalsigns"] }
							: {}),
						interaction: [{ code: "read" as const }, { code: "search-type" as const }],
						versioning: "no-version" as const,
						searchParam: params.map(([name, kind, documentation]) => ({
							name,
							type: kind,
							...(documentation === undefined ? {} : { documentation }),
						})),
					}),
				),
			},
		],
	};
}
