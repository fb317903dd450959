/** What every route refuses alike, provoked on every route; and what each takes, as an example of it. */
import { createExecutionContext, env, waitOnExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { createApp, type Route } from "../../workers/app.ts";
import type { Schema } from "../../workers/contract/describe.ts";
import { OPERATIONS } from "../../workers/contract/operations.ts";
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { held } from "./contract.ts";
import { addressOfNothing, credentialOf, examples, makeWorld } from "./contract-fixture.ts";
import { ask, ORIGIN } from "./support.ts";

const world = await makeWorld();
const given = examples(world);

interface Asked {
	readonly address?: string;
	readonly query?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string;
}

function request(route: Route, { address, query = "", headers = {}, body }: Asked = {}): Request {
	return new Request(ORIGIN + (address ?? world.addressOf(route.path)) + query, {
		method: route.method,
		headers: { ...credentialOf(world, route), ...headers },
		redirect: "manual",
		...(body === undefined ? {} : { body }),
	});
}

const named = (route: Route) => `${route.method} ${route.path}`;
const operationOf = (route: Route) => OPERATIONS[named(route)]!;
const example = (route: Route): Asked => {
	const { body, query } = given[named(route)] ?? {};
	return {
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		query: query === undefined ? "" : `?${query}`,
	};
};
const all = ROUTES.map((route) => [named(route), route] as const);
const withBody = all.filter(([, route]) => operationOf(route).body !== undefined);
const withJson = withBody.filter(([, route]) => operationOf(route).body?.content["application/json"] !== undefined);
/** An import is read as CSV, whatever it holds. */
const typed = (route: Route): Record<string, string> => ({
	"content-type": route.path.endsWith("/import") ? "text/csv" : "application/json",
});

describe("every route", () => {
	it.each(all)("%s refuses an address that is too long, and headers that are", async (_, route) => {
		expect((await ask(request(route, { query: `?x=${"x".repeat(4_100)}` }))).status).toBe(414);
		// What devices post each second is not counted.
		const large = { ...example(route), headers: { "x-large": "x".repeat(33_000) } };
		if (route.quiet !== true) expect((await ask(request(route, large))).status).toBe(431);
	});

	it.each(all)("%s says that it cannot be used where a setting is missing", async (_, route) => {
		const context = createExecutionContext();
		const asked = request(route);
		const { method, url } = asked;
		const response = await createApp(ROUTES, demoSessions).fetch(asked, { ...env, DEVICE_ROOT_KEY: "" }, context);
		await waitOnExecutionContext(context);
		expect((await held({ method, url }, response)).status).toBe(503);
	});
});

describe("every route that takes a body", () => {
	it.each(withBody)("%s refuses one that is too large, and one in an encoding that is not read", async (_, route) => {
		const large = request(route, { headers: typed(route), body: " ".repeat(1024 * 1024 + 1) });
		expect((await ask(large)).status).toBe(413);
		const packed = request(route, { headers: { ...typed(route), "content-encoding": "br" }, body: "{}" });
		expect((await ask(packed)).status).toBe(415);
	});

	it.each(withBody)("%s refuses gzip that is none, and values that are not acceptable", async (_, route) => {
		const broken = request(route, { headers: { ...typed(route), "content-encoding": "gzip" }, body: "no gzip" });
		expect((await ask(broken)).status).toBe(400);
		expect((await ask(request(route, { headers: typed(route), body: "7" }))).status).toBe(422);
	});

	it.each(withJson)("%s refuses what is not JSON", async (_, route) => {
		const response = await ask(request(route, { body: "{" }));
		expect([response.status, ((await response.json()) as { type: string }).type]).toEqual([
			400,
			"urn:biostream:problem:malformed_json",
		]);
	});
});

/** A value that the schema of a parameter does not allow. */
const wrongFor = ({ type, enum: allowed, pattern, format }: Schema): string | null =>
	type === "integer" || allowed !== undefined || pattern !== undefined || format !== undefined ? "!" : null;

describe("an address", () => {
	const finding = all.filter(([, route]) => {
		const { problems = [] } = operationOf(route);
		return route.path.includes(":") && (problems.includes("not_found") || problems.includes("unknown_device"));
	});
	const people = finding.filter(([, route]) => route.access.kind === "people");
	it.each(people)("%s of nothing is not found", async (_, route) => {
		const websocket = route.path.endsWith("/live") ? { headers: { upgrade: "websocket" } } : {};
		const asked = { ...example(route), ...websocket, address: addressOfNothing(route.path) };
		expect((await ask(request(route, asked))).status).toBe(404);
	});

	const wrong = all.flatMap(([name, route]) => {
		const { query = {}, problems = [], body } = operationOf(route);
		const [parameter] = Object.entries(query).find(([, { schema }]) => wrongFor(schema) !== null) ?? [];
		const refuses = problems.includes("validation_failed") || problems.includes("bad_request");
		return refuses && body === undefined ? [[name, route, parameter] as const] : [];
	});
	it.each(wrong)("%s with a wrong value is refused", async (_, route, parameter) => {
		const websocket = route.path.endsWith("/live") ? { headers: { upgrade: "websocket" } } : {};
		const more = new URLSearchParams(given[named(route)]?.query);
		if (parameter !== undefined) more.set(parameter, "!");
		const address = parameter === undefined ? route.path.replace(":id", "!").replace(":bed", "x") : undefined;
		const asked = { ...websocket, query: `?${more}`, ...(address === undefined ? {} : { address }) };
		expect([400, 422]).toContain((await ask(request(route, asked))).status);
	});
});

describe("an example", () => {
	const taken = all.filter(
		([name, route]) =>
			given[name]?.body !== undefined && !/episodes|erasure|report|amend|break-glass|limits/.test(route.path),
	);
	it.each(taken)("of %s is taken", async (name, route) => {
		const asked = request(route, example(route));
		const response = await ask(asked, given[name]?.body);
		expect(response.status, await response.clone().text()).toBeLessThan(300);
	});
});
