/** The document of the API and the routes that there are: neither has what the other does not. */
import { describe, expect, it } from "vitest";
import { createApp } from "../../workers/app.ts";
import document from "../../workers/contract/openapi.json" with { type: "json" };
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { type OpenApi, operationsOf } from "../support/contract-document.ts";
import { held } from "./contract.ts";
import { call, enrol, ORIGIN } from "./support.ts";

const documented = operationsOf(document as unknown as OpenApi);
/** As the document writes it. */
const named = (method: string, path: string) => `${method} ${path.replaceAll(/:([a-z]+)/g, "{$1}")}`;

describe("the document of the API", () => {
	it("has every route that the application answers, and no other", () => {
		const app = createApp(ROUTES, demoSessions);
		// What is registered for all methods refuses those that an address does not take.
		const registered = app.routes
			.filter(({ method }) => method !== "ALL")
			.map(({ method, path }) => named(method, path));
		expect(documented.map(({ key }) => key).toSorted()).toEqual([...new Set(registered)].toSorted());
	});

	it("says of each the roles that the route table has, and how one shows who one is", () => {
		const found = documented.map(({ key, operation }) => [
			key,
			operation["x-roles"],
			operation.security.flatMap(Object.keys),
		]);
		const schemes = {
			open: [],
			device: ["deviceKey", "fleetKey"],
			fleet: ["fleetKey"],
			signed: ["signedAddress"],
			people: ["access", "session"],
		};
		const declared = ROUTES.map(({ method, path, access }) => [
			named(method, path),
			access.kind === "people" ? access.roles : undefined,
			schemes[access.kind],
		]);
		const order = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
		expect(found.toSorted(order)).toEqual(declared.toSorted(order));
	});

	it("is given to whoever is signed in, and its page has scripts of our own only", async () => {
		const given = await call("GET", "/api/v1/openapi.json", { role: "viewer" });
		expect(await given.json()).toEqual(JSON.parse(JSON.stringify(document)));
		const page = await call("GET", "/api/docs", { role: "engineer" });
		expect(page.headers.get("content-security-policy")).toContain("script-src 'self';");
		const html = await page.text();
		expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|style=|https?:\/\//);
	});
});

describe("an answer", () => {
	const request = { method: "GET", url: `${ORIGIN}/api/v1/me` };
	const answer = (body: unknown, status = 200, type = "application/json") =>
		new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
	const me = { id: "M-1", name: "x", role: "viewer", wards: "all", break_glass: [] };

	it("of a status, a form or a shape that is not documented fails the test that asked", async () => {
		expect((await held(request, answer(me))).status).toBe(200);
		await expect(held(request, answer(me, 418))).rejects.toThrow("answered 418, which is not documented");
		await expect(held(request, answer(me, 200, "text/html"))).rejects.toThrow("answered 200 as text/html");
		await expect(held(request, answer({ ...me, role: "nurse" }))).rejects.toThrow("#/role");
		await expect(held(request, answer({ ...me, more: 1 }))).rejects.toThrow("#/more");
		const problem = {
			type: "urn:biostream:problem:not_found",
			title: "x",
			status: 401,
			detail: "x",
			correlation_id: "x",
		};
		await expect(held(request, answer(problem, 401, "application/problem+json"))).rejects.toThrow("#/type");
	});

	it("to a body or a parameter that is not documented fails it, too", async () => {
		const { id } = await enrol();
		const limits = { method: "PUT", url: `${ORIGIN}/api/v1/devices/${id}/tags` };
		await expect(held(limits, answer({ tags: [] }), { tags: ["a b"] })).rejects.toThrow("took a body");
		await expect(held({ ...request, url: `${request.url}?x=1` }, answer(me))).rejects.toThrow("asked with x");
	});
});
