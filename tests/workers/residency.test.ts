import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { resident } from "../../durable-objects/residency.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { createApp } from "../../workers/app.ts";
import type { Env } from "../../workers/env.ts";
import { ROUTES } from "../../workers/index.ts";
import { call, ORIGIN } from "./support.ts";

describe("the jurisdiction", () => {
	it("is recorded with the first request, and another one is refused later, naming the way to move", async () => {
		expect((await call("GET", "/health")).status).toBe(200);
		const { results } = await env.DB.prepare("SELECT * FROM settings").all();
		expect(results).toEqual([{ name: "jurisdiction", value: "none" }]);
		const moved: Env = { ...env, JURISDICTION: "eu" };
		const response = await createApp(ROUTES, demoSessions).fetch(new Request(`${ORIGIN}/health`), moved);
		expect(response.status).toBe(503);
		expect(((await response.json()) as { detail: string }).detail).toMatch(/JURISDICTION is eu.*under none.*Moving/);
	});

	it("confines every namespace of objects, and only when it is set", () => {
		expect(resident(env)).toBe(env);
		const asked: string[] = [];
		const namespace = (name: string) =>
			({ jurisdiction: (where: string) => (asked.push(`${name} ${where}`), name) }) as unknown as never;
		const namespaces = Object.entries(env)
			.filter(([, binding]) => (binding as object).constructor?.name === "DurableObjectNamespace")
			.map(([name]) => name);
		const bindings = Object.fromEntries(namespaces.map((name) => [name, namespace(name)]));
		const confined = resident({ ...env, ...bindings, JURISDICTION: "eu" } as Env) as unknown as Record<string, unknown>;
		expect(namespaces.length).toBeGreaterThanOrEqual(3);
		expect(asked.toSorted()).toEqual(namespaces.map((name) => `${name} eu`).toSorted());
		for (const name of namespaces) expect(confined[name]).toBe(name);
	});
});
