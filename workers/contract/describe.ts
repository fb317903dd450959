/**
 * What is said of a route in the document of the API (`openapi.json`). Pure data beside the handlers: `scripts/contract.ts` joins it with
 * the route table and with the types that the handlers answer. Nothing of it runs in the Worker.
 */
import type { ProblemCode } from "../../vitals/problem.ts";

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A schema of the document by the name of its TypeScript type. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export interface Parameter {
	readonly description: string;
	readonly schema: Schema;
	readonly required?: true;
	/** May be given several times. */
	readonly repeated?: true;
}

export interface Content {
	readonly [mediaType: string]: Schema;
}

export interface Answer {
	readonly description: string;
	readonly content?: Content;
	readonly headers?: Readonly<Record<string, Schema>>;
}

export interface Body {
	readonly content: Content;
	readonly description?: string;
	/** A body may be left out. */
	readonly optional?: true;
}

/** What is said of one route. */
export interface Operation {
	readonly tag: Tag;
	readonly summary: string;
	/** Markdown. */
	readonly description?: string;
	readonly query?: Readonly<Record<string, Parameter>>;
	readonly headers?: Readonly<Record<string, Parameter>>;
	readonly body?: Body;
	/** What a request that is understood is answered with. */
	readonly answers: Readonly<Record<number, Answer>>;
	/** Problems beyond those that its access and its body bring along (`derived.ts`). */
	readonly problems?: readonly ProblemCode[];
	/** Further members of a problem, by its code: schemas of theirs. */
	readonly extra?: Readonly<Partial<Record<ProblemCode, Readonly<Record<string, Schema>>>>>;
}

/** By `METHOD /path`, as the route table has them. */
export type Operations = Readonly<Record<string, Operation>>;

export const TAGS = {
	Devices: "What devices and gateways send, with a key.",
	Registry: "Wards, beds, devices, who wears them, their keys, fleets and claim codes.",
	Ward: "A ward now: live values, episodes, hand-over, how many alarms it is given.",
	Episodes: "One episode and what people do about it.",
	Bedside: "What people say at the bed: context, limits, observations.",
	Patients: "Patients by their surrogate: history, label, discharge, export, erasure.",
	Assistant: "Questions, what answers rest on, and the search behind them.",
	Reports: "Reports as PDF and the data behind them.",
	Lake: "Readings as Parquet and CSV, in bulk.",
	Notifications: "Where a person is told of episodes, and when not.",
	People: "Who is signed in, members, broken glass.",
	Audit: "The audit log and its chain.",
	FHIR: "HL7 FHIR R4, read only. Errors are OperationOutcomes.",
	Service: "The service itself: health, and this document.",
} as const;
export type Tag = keyof typeof TAGS;

const jsonOf = (schema: Schema): Content => ({ "application/json": schema });

/** An answer of one of our types. */
export const json = (description: string, schema: Schema | string, headers?: Answer["headers"]): Answer => ({
	description,
	content: jsonOf(typeof schema === "string" ? ref(schema) : schema),
	...(headers === undefined ? {} : { headers }),
});

/** A page of a list. */
export const page = (description: string, of: string): Answer => json(description, pageOf(ref(of)));

/** `Page<T>`, with what else the answer has. */
export const pageOf = (of: Schema, more: Readonly<Record<string, Schema>> = {}): Schema =>
	object({ data: { type: "array", items: of }, next_cursor: NEXT_CURSOR, ...more });

/** A list that is whole. */
export const list = (description: string, of: Schema | string): Answer =>
	json(description, object({ data: { type: "array", items: typeof of === "string" ? ref(of) : of } }));

/** Every property is there, and no other. */
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
	type: "object",
	properties,
	required: Object.keys(properties),
	additionalProperties: false,
});

export const nothing = (description: string): Answer => ({ description });

/** A file. Binary ones have no schema, as OpenAPI 3.1 has it. */
export const file = (description: string, mediaType: string, headers: Answer["headers"] = {}): Answer => ({
	description,
	content: { [mediaType]: /^text\/|json/.test(mediaType) ? { type: "string" } : {} },
	headers: { "content-disposition": { type: "string" }, ...headers },
});

/** A body of one of the types in `bodies/`. */
export const body = (name: string): Body => ({ content: jsonOf(ref(name)) });

const NEXT_CURSOR: Schema = {
	type: ["string", "null"],
	description: "Pass as `cursor` for the next page; `null` on the last.",
};

/** ISO 8601 with a zone or a day, or milliseconds since the epoch. */
const MOMENT: Schema = {
	type: "string",
	pattern: String.raw`^(\d{10,}|\d{4}-\d{2}-\d{2}(T.+)?)$`,
	examples: ["2026-03-01T10:00:00Z", "1772359200000"],
};

export const time = (what: string): Parameter => ({
	description: `${what} ISO 8601, or milliseconds since the epoch.`,
	schema: MOMENT,
});
export const day = (what: string): Parameter => ({
	description: `${what} A day of UTC.`,
	schema: { type: "string", format: "date" },
});
export const count = (what: string, minimum: number, maximum: number, usual?: number): Parameter => ({
	description: what,
	schema: { type: "integer", minimum, maximum, ...(usual === undefined ? {} : { default: usual }) },
});
export const limit = (maximum: number, usual: number): Parameter => count("Entries in one page.", 1, maximum, usual);
export const text = (what: string, more: Schema = {}): Parameter => ({
	description: what,
	schema: { type: "string", ...more },
});
export const choice = (what: string, of: readonly string[]): Parameter => ({
	description: what,
	schema: { type: "string", enum: of },
});
export const required = (parameter: Parameter): Parameter => ({ ...parameter, required: true });
export const cursor = text("`next_cursor` of the page before.");
export const ward = text("Of this ward only.", { maxLength: 50 });
