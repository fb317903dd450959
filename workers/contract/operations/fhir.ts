/** HL7 FHIR R4. What a resource holds is FHIR's to say; what is said here is which one it is. */
import { type Answer, count, type Operation, type Operations, type Parameter, required, text } from "../describe.ts";

const R4 = "https://hl7.org/fhir/R4/";
const FORM: Record<string, Parameter> = { _format: text("`json`, where `Accept` says something else.") };
const SEARCH: Record<string, Parameter> = {
	...FORM,
	_count: count("Resources of one page; more than 1,000 are not given.", 1, 999_999, 100),
	_cursor: text("Of a `next` link."),
};
const DATE: Parameter = {
	...text("A date with a prefix `eq`, `ge`, `gt`, `le` or `lt`, such as `ge2026-03-01T10:00:00Z`."),
	repeated: true,
};

const resource = (type: string): Answer => ({
	description: `${type}: ${R4}${type.toLowerCase()}.html`,
	content: {
		"application/fhir+json": {
			type: "object",
			required: ["resourceType"],
			properties: { resourceType: { const: type } },
			externalDocs: { url: `${R4}${type.toLowerCase()}.html` },
		},
	},
});

const read = (type: string, what: string, more: Partial<Operation> = {}): Operation => ({
	tag: "FHIR",
	summary: `${type}: ${what}`,
	query: FORM,
	answers: { 200: resource(type) },
	problems: ["not_found", "not_acceptable"],
	...more,
});
const search = (type: string, what: string, query: Record<string, Parameter>): Operation => ({
	tag: "FHIR",
	summary: `${type}: ${what}`,
	description: "A parameter that is not known is refused.",
	query: { ...query, ...SEARCH },
	answers: { 200: { ...resource("Bundle"), description: `A searchset of ${type}.` } },
	problems: ["bad_request", "not_acceptable"],
});

const ID = { _id: text("The resource's id.") };
const PATIENT = { patient: text("A patient: `P-…` or `Patient/P-…`.") };

export const FHIR: Operations = {
	"GET /fhir/metadata": {
		...read("CapabilityStatement", "what this server can do"),
		problems: ["not_acceptable"],
	},
	"GET /fhir/Patient": search("Patient", "those on devices of the reader's wards", {
		...ID,
		identifier: text("The patient's surrogate."),
	}),
	"GET /fhir/Patient/:surrogate": read("Patient", "pseudonymous"),
	"GET /fhir/Device": search("Device", "of the reader's wards", {
		...ID,
		identifier: text("The device's id."),
		...PATIENT,
	}),
	"GET /fhir/Device/:id": read("Device", "one", { problems: ["unknown_device", "not_acceptable"] }),
	"GET /fhir/Observation": search("Observation", "a patient's vital signs, oldest first", {
		patient: required(PATIENT.patient),
		subject: text("The same as `patient`."),
		code: text("LOINC or IEEE 11073 codes, apart by commas."),
		category: text("`vital-signs`."),
		date: DATE,
	}),
	"GET /fhir/Observation/:id": read("Observation", "one vital sign of one reading"),
	"GET /fhir/DetectedIssue": search("DetectedIssue", "episodes, newest first", {
		...ID,
		...PATIENT,
		identified: DATE,
		code: text("What raised it."),
	}),
	"GET /fhir/DetectedIssue/:id": read("DetectedIssue", "an episode"),
	"GET /fhir/RiskAssessment": search("RiskAssessment", "NEWS2 as episodes opened, newest first", {
		...ID,
		...PATIENT,
		subject: text("The same as `patient`."),
		date: DATE,
	}),
	"GET /fhir/RiskAssessment/:id": read("RiskAssessment", "NEWS2 as an episode opened"),
};
