/**
 * Holds what the app answers against the document of the API: an answer of a status, a media type or a shape that is not documented
 * for its route fails the test that asked, and so does a body that was taken and is not documented. What was seen is noted for the
 * end of the run (`tests/support/contract-coverage.ts`).
 */
import { dereference, type OutputUnit, type Schema, validate } from "@cfworker/json-schema";
import document from "../../workers/contract/openapi.json" with { type: "json" };
import { type Documented, matcher, type OpenApi, responseOf } from "../support/contract-document.ts";

declare module "vitest" {
	interface TaskMeta {
		/** What this test saw: `METHOD /path status`. */
		provoked?: string[];
	}
}

const api = document as unknown as OpenApi;
const find = matcher(api);
const seen = new Set<string>();

/** What was seen since the last call. */
export function takeProvoked(): string[] {
	const taken = [...seen];
	seen.clear();
	return taken;
}

const BASE = "https://contract.test/";

/** A copy whose references lead to the components below. */
const placed = (schema: object): Schema =>
	JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", `${BASE}#/$defs/`)) as Schema;

/** Schemas refer to the document's components; each is taken apart once. */
const components = dereference(placed({ $defs: api.components.schemas }), {}, new URL(BASE));
let uses = 0;
const prepared = new WeakMap<object, { schema: Schema; lookup: Record<string, Schema | boolean> }>();

function faultsOf(schema: object, value: unknown): OutputUnit[] {
	let ready = prepared.get(schema);
	if (ready === undefined) {
		const own = placed(schema);
		ready = { schema: own, lookup: dereference(own, { ...components }, new URL(`${BASE}${++uses}`)) };
		prepared.set(schema, ready);
	}
	return validate(value, ready.schema, "2020-12", ready.lookup, false).errors;
}

/** The deepest complaint says most. */
const told = (faults: readonly OutputUnit[]) =>
	faults
		.filter(({ keyword }) => !["$ref", "properties", "items", "allOf", "anyOf"].includes(keyword))
		.slice(-4)
		.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
		.join("; ");

/** Of a request. Its body may have been read. */
type Asked = Pick<Request, "method" | "url">;

/** Requests that the document speaks of, with what it says. */
function documentedOf(request: Asked): Documented | null {
	return find(request.method, new URL(request.url).pathname);
}

/**
 * Passes the answer on.
 *
 * @param body - what the request carried, where it was JSON
 * @throws Error where answer and document disagree
 */
export async function held(request: Asked, response: Response, body?: unknown): Promise<Response> {
	const documented = documentedOf(request);
	if (documented === null) return response;
	const { key, operation } = documented;
	const { status } = response;
	const answer = responseOf(api, operation, status);
	if (answer === null)
		throw new Error(`${key} answered ${status}, which is not documented: ${await response.clone().text()}`);
	seen.add(`${key} ${status}`);
	if (status < 300) holdRequest(request, documented, body);
	const media = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
	const content = answer.content ?? {};
	if (Object.keys(content).length === 0) {
		if (media !== "" && status !== 101)
			throw new Error(`${key} answered ${status} with ${media}; no content is documented`);
		return response;
	}
	const { schema } = content[media] ?? {};
	if (content[media] === undefined)
		throw new Error(
			`${key} answered ${status} as ${media || "nothing"}; documented are ${Object.keys(content).join(", ")}`,
		);
	if (!/[/+]json$/.test(media) || schema === undefined) return response;
	const faults = faultsOf(schema, await response.clone().json());
	if (faults.length > 0) throw new Error(`${key} answered ${status} with what is not documented: ${told(faults)}`);
	return response;
}

/** A request that was taken is a documented one. */
function holdRequest(request: Asked, { key, operation }: Documented, body: unknown): void {
	const named = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
	for (const [name, value] of new URL(request.url).searchParams) {
		const parameter = named.find((each) => each.name === name);
		if (parameter === undefined) throw new Error(`${key} was asked with ${name}, which is not documented`);
		const { schema } = parameter;
		const given = schema["type"] === "integer" ? Number(value) : schema["type"] === "array" ? [value] : value;
		const faults = faultsOf(schema, given);
		if (faults.length > 0) throw new Error(`${key} took ${name}=${value}, which is not documented: ${told(faults)}`);
	}
	const schema = operation.requestBody?.content["application/json"]?.schema;
	if (body === undefined || schema === undefined) return;
	const faults = faultsOf(schema, body);
	if (faults.length > 0) throw new Error(`${key} took a body that is not documented: ${told(faults)}`);
}
