import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { placedIn, resident } from "../../durable-objects/residency.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { createApp } from "../../workers/app.ts";
import type { Env } from "../../workers/env.ts";
import { ROUTES } from "../../workers/index.ts";
import { call, cookieFor, ORIGIN } from "./support.ts";

/** A property of `target`, a method bound to it. */
const bindMethod = (target: object, name: string | symbol): unknown => {
	const value: unknown = Reflect.get(target, name);
	return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
};

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

	it("is not asked again for ten seconds of a database that is down, or hangs, and nothing waits for it meanwhile", async () => {
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
		try {
			for (const answer of [() => Promise.reject(new Error("D1_ERROR: down")), () => new Promise(() => undefined)]) {
				let asked = 0;
				const statement = new Proxy(env.DB.prepare("SELECT 1"), {
					get: (target, name): unknown =>
						name === "bind" ? () => statement : name in target ? () => (asked++, answer()) : undefined,
				});
				const down = Object.assign(Object.create(env.DB) as D1Database, {
					prepare: () => statement,
					batch: () => (asked++, answer()),
				});
				const app = createApp(ROUTES, demoSessions);
				const ask = () => app.fetch(new Request(`${ORIGIN}/api/v1/nothing`), { ...env, DB: down });
				expect((await ask()).status).toBe(404);
				const first = asked;
				expect(first).toBeGreaterThan(0);
				for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(404);
				expect(asked).toBe(first);
				vi.setSystemTime(Date.now() + 10_001);
				await ask();
				expect(asked).toBeGreaterThan(first);
			}
		} finally {
			vi.useRealTimers();
		}
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

describe("a ward's location", () => {
	/** The app over namespaces that note what they were asked for, and with what wish. */
	function noting(settings: Partial<Env> = {}) {
		const asked: [string, string, unknown][] = [];
		const names = ["WARD_STATION", "DEVICE_MONITOR", "AUDIT_LOG", "FLEET_LEDGER", "PATIENT_ERASURE"] as const;
		const namespace = (name: (typeof names)[number]): unknown =>
			new Proxy(env[name] as typeof env.WARD_STATION, {
				get: (target, property) =>
					property === "getByName"
						? (id: string, options: unknown) => {
								if (name === "WARD_STATION" || name === "DEVICE_MONITOR") asked.push([name, id, options]);
								return target.getByName(id, options as never);
							}
						: property === "jurisdiction"
							? () => namespace(name)
							: Reflect.get(target, property),
			});
		const namespaces = Object.fromEntries(names.map((name) => [name, namespace(name)]));
		const bindings = { ...env, ...namespaces, ...settings } as Env;
		const app = createApp(ROUTES, demoSessions);
		const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
			const context = createExecutionContext();
			const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
			const request = new Request(ORIGIN + path, {
				...init,
				headers: { cookie: await cookieFor("admin"), origin: ORIGIN, ...headers },
			});
			const response = await app.fetch(request, bindings, context);
			await waitOnExecutionContext(context);
			return response;
		};
		return { asked, ask };
	}

	it("is asked for where its station and the devices of it are made, whoever enrols them", async () => {
		const { asked, ask } = noting();
		const saved = await ask("PUT", "/api/v1/wards/ward-osaka", { name: "Osaka", location: "apac-ne" });
		expect(await saved.json()).toMatchObject({ id: "ward-osaka", location: "apac-ne" });
		expect(asked, "before anybody else asks for it").toEqual([
			["WARD_STATION", "ward-osaka", { locationHint: "apac-ne" }],
		]);
		const first = (name: string, id: string) => asked.find((call) => call[0] === name && call[1] === id)?.[2];

		expect((await ask("PUT", "/api/v1/devices/OSAKA-1", { ward_id: "ward-osaka" })).status).toBe(201);
		expect(first("DEVICE_MONITOR", "OSAKA-1")).toEqual({ locationHint: "apac-ne" });

		const codes = await ask("POST", "/api/v1/claims", { device_id: "OSAKA-2", ward_id: "ward-osaka" });
		const {
			codes: [code],
		} = (await codes.json()) as { codes: string[] };
		expect((await ask("POST", "/api/v1/claims/redeem", { code, device_id: "OSAKA-2" })).status).toBe(201);
		expect(first("DEVICE_MONITOR", "OSAKA-2")).toEqual({ locationHint: "apac-ne" });

		await ask("PUT", "/api/v1/fleets/fleet-osaka", { name: "F", ward_id: "ward-osaka", device_limit: 2 });
		const { key } = (await (await ask("POST", "/api/v1/fleets/fleet-osaka/keys")).json()) as { key: string };
		const authorization = `Bearer ${key}`;
		expect((await ask("PUT", "/api/v1/fleets/fleet-osaka/devices/OSAKA-3", {}, { authorization })).status).toBe(201);
		expect(first("DEVICE_MONITOR", "OSAKA-3")).toEqual({ locationHint: "apac-ne" });

		const live = await ask("GET", "/api/v1/wards/ward-osaka/live", undefined, { upgrade: "websocket" });
		expect(live.status).toBe(101);
		live.webSocket?.accept();
		live.webSocket?.close(1000);
		expect(asked.findLast(([name]) => name === "WARD_STATION")?.[2]).toEqual({ locationHint: "apac-ne" });
	});

	it("stays when the ward is renamed, goes when it is said to be none, and is not asked for without", async () => {
		const { asked, ask } = noting();
		await ask("PUT", "/api/v1/wards/ward-lima", { name: "Lima", location: "sam" });
		expect(await (await ask("PUT", "/api/v1/wards/ward-lima", { name: "Lima 2" })).json()).toMatchObject({
			name: "Lima 2",
			location: "sam",
		});
		expect(await (await ask("PUT", "/api/v1/wards/ward-lima", { name: "Lima", location: null })).json()).toMatchObject({
			location: null,
		});
		asked.length = 0;
		await ask("PUT", "/api/v1/devices/LIMA-1", { ward_id: "ward-lima" });
		expect(asked).toContainEqual(["DEVICE_MONITOR", "LIMA-1", undefined]);
	});

	it.each([
		["none", "moon"],
		["none", 7],
		["none", ""],
		["eu", "enam"],
		["eu", "me"],
		["fedramp", "weur"],
	])("under the jurisdiction %s is not %s", async (jurisdiction, location) => {
		// What is recorded says so too, as in a deployment that began that way.
		await env.DB.prepare("UPDATE settings SET value = ?").bind(jurisdiction).run();
		const other = new Proxy(env.DB, { get: (target, name) => bindMethod(target, name) });
		const { ask, asked } = noting({ JURISDICTION: jurisdiction, DB: other });
		const response = await ask("PUT", "/api/v1/wards/ward-where", { name: "W", location });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field: "location" }] });
		expect(asked).toEqual([]);
		await env.DB.prepare("UPDATE settings SET value = 'none'").run();
	});

	it("that agrees with the jurisdiction is asked for within it", () => {
		expect(placedIn("eu", "weur")).toEqual({ locationHint: "weur" });
		expect(placedIn("fedramp", "enam")).toEqual({ locationHint: "enam" });
		expect(placedIn("eu", "enam"), "one that was stored before").toBeUndefined();
		expect(placedIn("none", "enam")).toEqual({ locationHint: "enam" });
	});
});
