/** The document of the API: the route table, what is said of each route beside its handler, and the types that they answer. */
import { Hono } from "hono";
import { describeRoute, generateSpecs } from "hono-openapi";
import { type Body, type Operation, type Operations, type Schema, TAGS } from "../../workers/contract/describe.ts";
import { PATH_PARAMETERS } from "../../workers/contract/path-parameters.ts";
import { CORRELATED, nameOf, problemAnswer, problemsOf, SECURITY } from "./derived.ts";
import type { Route } from "./routes.ts";
import { type JsonSchema, schemasOf, withSensorRanges } from "./schemas.ts";

/** Not asked or answered over HTTP, and part of the contract all the same. */
const FRAMES = ["LiveFrame", "ChatEvent", "NotificationMessage", "ProblemDetails"];
/** Bodies whose parsers refuse what they do not know. */
const CLOSED = ["ContextBody", "LimitBody", "ObservationBody", "AmendmentBody", "ReportRequest"];

const ABOUT = `Vital signs at the edge: readings in, few and explained alerts out.

Errors are problem details (RFC 9457): \`type\` is stable and programs may branch on it, \`errors\` names each field. Every answer has
\`x-correlation-id\`, which finds the request in the log. Lists come in pages: \`next_cursor\` is passed as \`cursor\`, \`null\` is the end.
Numbers are in the catalogue's units. \`x-roles\` says which roles a route takes, \`x-wards\` what is looked at to find whose ward it is about.
What people send must come from this origin: a browser sends \`Origin\` by itself.`;

/** Where a schema is used: the names behind every `$ref`. */
function refsIn(value: unknown, found = new Set<string>()): Set<string> {
	if (typeof value !== "object" || value === null) return found;
	for (const [key, inner] of Object.entries(value)) {
		if (key === "$ref" && typeof inner === "string") found.add(inner.replace("#/components/schemas/", ""));
		else refsIn(inner, found);
	}
	return found;
}

/** @throws Error naming a route without a description, a description without a route, and a type that does not exist */
export async function documentOf(
	routes: readonly Route[],
	operations: Operations,
	version: string,
): Promise<JsonSchema> {
	const keys = routes.map(({ method, path }) => `${method} ${path}`);
	const [unsaid, unmade] = [
		keys.filter((key) => !(key in operations)),
		Object.keys(operations).filter((key) => !keys.includes(key)),
	];
	if (unsaid.length + unmade.length > 0)
		throw new Error(
			`Routes without a description: ${unsaid.join(", ")}; descriptions without a route: ${unmade.join(", ")}`,
		);
	const app = new Hono();
	const shared: Record<string, JsonSchema> = {};
	const names = new Map<string, number>();
	for (const route of routes) {
		const operation = operations[`${route.method} ${route.path}`] as Operation;
		const seen = names.get(route.handler.name) ?? 0;
		names.set(route.handler.name, seen + 1);
		const operationId = seen === 0 ? route.handler.name : `${route.handler.name}${seen + 1}`;
		const spec = { operationId, ...specOf(route, operation, shared) };
		app.on(route.method, route.path, describeRoute(spec as Parameters<typeof describeRoute>[0]));
	}
	const made = await generateSpecs(app, {
		excludeStaticFile: false,
		documentation: {
			openapi: "3.1.1",
			info: {
				title: "BioStream Sentinel",
				version,
				description: ABOUT,
				license: { name: "Apache-2.0", identifier: "Apache-2.0" },
			},
			servers: [{ url: "/" }],
			tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
		} as never,
	});
	const components = { ...componentsOf(operations), responses: { failure: FAILURE, ...shared } };
	return { ...made, webhooks: WEBHOOKS, components } as JsonSchema;
}

/** @param shared - is given the answers that routes have in common */
function specOf(route: Route, operation: Operation, shared: Record<string, JsonSchema>): JsonSchema {
	const { tag, summary, description, body } = operation;
	const { access, scope } = route;
	const people = access.kind === "people" ? { "x-roles": access.roles, "x-wards": scope } : {};
	return {
		tags: [tag],
		summary,
		...(description === undefined ? {} : { description }),
		...people,
		security: SECURITY[route.access.kind],
		parameters: parametersOf(route.path, operation),
		...(body === undefined ? {} : { requestBody: bodyOf(body) }),
		responses: responsesOf(route, operation, shared),
	};
}

function parametersOf(path: string, { query = {}, headers = {} }: Operation): JsonSchema[] {
	const inPath = [...path.matchAll(/\/([^/]+)\/:([a-z]+)/g)].map(([, of, name]) => {
		const parameter = PATH_PARAMETERS[`${of}/${name}`] ?? PATH_PARAMETERS[String(name)];
		if (parameter === undefined) throw new Error(`Nothing is said of :${name} in ${path}`);
		return { name, in: "path", required: true, ...parameter };
	});
	const given = (place: string, of: NonNullable<Operation["query"]>) =>
		Object.entries(of).map(([name, { description, schema, required, repeated }]) => ({
			name,
			in: place,
			description,
			...(required === undefined ? {} : { required }),
			schema: repeated === true ? { type: "array", items: schema } : schema,
		}));
	return [...inPath, ...given("query", query), ...given("header", headers)];
}

const contentOf = (content: Body["content"]) =>
	Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));

const bodyOf = ({ content, description, optional }: Body): JsonSchema => ({
	required: optional !== true,
	...(description === undefined ? {} : { description }),
	content: contentOf(content),
});

function responsesOf(route: Route, operation: Operation, shared: Record<string, JsonSchema>): JsonSchema {
	const responses: Record<string, JsonSchema> = {};
	for (const [status, { description, content, headers = {} }] of Object.entries(operation.answers)) {
		const own = Object.fromEntries(Object.entries(headers).map(([name, schema]) => [name, { schema }]));
		responses[status] = {
			description,
			...(status === "101" ? {} : { headers: { ...own, ...CORRELATED } }),
			...(content === undefined ? {} : { content: contentOf(content) }),
		};
	}
	for (const [status, codes] of problemsOf(route, operation)) {
		const problem = problemAnswer(route.path, codes, operation) as JsonSchema;
		const own = responses[status];
		const name = nameOf(route.path, codes, operation);
		if (own !== undefined) {
			const description = `${String(own["description"])} ${String(problem["description"])}`;
			responses[status] = {
				...problem,
				description,
				content: { ...(own["content"] as object), ...(problem["content"] as object) },
			};
		} else if (name === null) responses[status] = problem;
		else {
			shared[name] = problem;
			responses[status] = { $ref: `#/components/responses/${name}` };
		}
	}
	responses["default"] = { $ref: "#/components/responses/failure" };
	return responses;
}

function componentsOf(operations: Operations): JsonSchema {
	const bodies = refsIn(Object.values(operations).map(({ body }) => body));
	const answers = refsIn(Object.values(operations).map(({ answers: all, extra }) => [all, extra]));
	for (const name of FRAMES) answers.add(name);
	const open = schemasOf(bodies, { closed: false });
	for (const name of CLOSED) open[name] = { ...open[name], additionalProperties: false };
	open["TelemetryPayload"] = withSensorRanges(open["TelemetryPayload"] as JsonSchema);
	const schemas: Record<string, JsonSchema> = {
		...open,
		...schemasOf(answers, { closed: true }),
		OperationOutcome: OUTCOME,
	};
	// A problem has further members by its code.
	schemas["ProblemDetails"] = { ...schemas["ProblemDetails"], additionalProperties: true };
	return {
		schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
		headers: {
			correlation: {
				description: "Ties the answer to the server's log; taken from the request where it names one.",
				schema: { type: "string" },
			},
		},
		securitySchemes: {
			deviceKey: {
				type: "http",
				scheme: "bearer",
				description: "A device's key: it writes for that device, and reads nothing.",
			},
			fleetKey: {
				type: "http",
				scheme: "bearer",
				description: "A gateway's key: it writes for the devices of its fleet.",
			},
			access: {
				type: "apiKey",
				in: "header",
				name: "cf-access-jwt-assertion",
				description: "Set by Cloudflare Access for whoever signed in there.",
			},
			signedAddress: {
				type: "apiKey",
				in: "query",
				name: "signature",
				description: "The address itself is the credential, until it expires.",
			},
		},
	};
}

const OUTCOME: JsonSchema = {
	type: "object",
	required: ["resourceType", "issue"],
	properties: {
		resourceType: { const: "OperationOutcome" },
		issue: { type: "array", minItems: 1, items: { type: "object" } },
	},
};

/** What no request provokes. */
const FAILURE: JsonSchema = {
	description: "`internal`: Something failed on our side; the correlation id finds it in the logs.",
	headers: CORRELATED,
	content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDetails" } } },
};

const header = (name: string, description: string): Schema => ({
	name,
	in: "header",
	required: true,
	description,
	schema: { type: "string" },
});

/** What the service itself sends to a webhook: `docs/notifications.md`. */
const WEBHOOKS: JsonSchema = {
	notification: {
		post: {
			operationId: "receiveNotification",
			tags: ["Notifications"],
			summary: "A person's webhook is told of an episode",
			parameters: [
				header("webhook-id", "The same when it is sent again."),
				header("webhook-timestamp", "Seconds since the epoch."),
				header("webhook-signature", "`v1,` and HMAC-SHA256 of id, timestamp and body by the webhook's secret, base64."),
				header("idempotency-key", "As `webhook-id`."),
			],
			requestBody: {
				required: true,
				content: { "application/json": { schema: { $ref: "#/components/schemas/NotificationMessage" } } },
			},
			responses: {
				"2XX": { description: "Taken." },
				"410": { description: "The receiver is no more: nothing is sent there again." },
			},
		},
	},
};
