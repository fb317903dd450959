import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { ROLES, type Role } from "../../vitals/api.ts";
import { deriveDeviceKey } from "../../workers/access/device-key.ts";
import { ROUTES } from "../../workers/index.ts";
import { call, cookieFor, enrol, ORIGIN, payload } from "./support.ts";

const device = await enrol();

/** An address of the route that exists as far as access goes. */
const addressOf = (path: string) => path.replace(":id", path.includes("/wards/") ? device.ward : device.id);

async function session(claims: {
	role?: string;
	exp?: number | string;
	iss?: string;
	aud?: string;
	secret?: string;
	sub?: string;
}) {
	const token = await new SignJWT({ name: "x", role: claims.role ?? "admin" })
		.setProtectedHeader({ alg: "HS256" })
		.setSubject(claims.sub ?? "x")
		.setIssuer(claims.iss ?? "biostream-sentinel")
		.setAudience(claims.aud ?? "people")
		.setExpirationTime(claims.exp ?? "1h")
		.sign(new TextEncoder().encode(claims.secret ?? env.SESSION_KEY));
	return `__Host-session=${token}`;
}

describe("every route of the table", () => {
	const closed = ROUTES.filter((route) => route.access.kind !== "open");

	it("names who may use it; only /health is open, and the redemption of a code, which is a credential", () => {
		expect(ROUTES.filter((route) => route.access.kind === "open").map((route) => route.path)).toEqual([
			"/health",
			"/api/v1/claims/redeem",
		]);
	});

	it.each(closed.map((route) => [route.method, route.path] as const))(
		"%s %s refuses a request without credential",
		async (method, path) => {
			expect((await call(method, addressOf(path))).status).toBe(401);
		},
	);

	const peoples = closed.flatMap(({ method, path, access }) =>
		access.kind === "people" ? ROLES.map((role) => [method, path, role, access.roles.includes(role)] as const) : [],
	);
	it.each(peoples)("%s %s for a %s: allowed is %s", async (method, path, role, allowed) => {
		const { status } = await call(method, addressOf(path), { role, body: method === "GET" ? undefined : {} });
		if (allowed) expect([401, 403]).not.toContain(status);
		else expect(status).toBe(403);
	});

	it.each(closed.map((route) => [route.method, route.path, route.access.kind] as const))(
		"%s %s gives the other kind of credential nothing",
		async (method, path, kind) => {
			const credential = kind === "people" ? { key: device.key } : { role: "admin" as Role };
			expect(
				(await call(method, addressOf(path), { ...credential, body: method === "GET" ? undefined : {} })).status,
			).toBe(401);
		},
	);
});

describe("a device key", () => {
	const post = (key: string) => call("POST", "/api/v1/telemetry", { key, body: payload(device.id) });

	it("is refused when a single character differs, in every part", async () => {
		const parts = device.key.split(".");
		for (const [i, part] of parts.entries()) {
			const forged = parts.with(i, part.slice(0, -2) + (part.at(-2) === "A" ? "B" : "A") + part.slice(-1)).join(".");
			expect((await post(forged)).status, `part ${i}`).toBe(401);
		}
	});

	it("is refused for a generation beyond the issued ones", async () => {
		expect((await post(deriveDeviceKey(env, device.id, 99))).status).toBe(401);
	});

	it("reads nothing", async () => {
		for (const { method, path, access } of ROUTES) {
			if (access.kind !== "people") continue;
			expect((await call(method, addressOf(path), { key: device.key })).status).toBe(401);
		}
	});

	it("shows up in NO answer after it was issued", async () => {
		const listed = await (await call("GET", "/api/v1/devices?limit=500", { role: "admin" })).text();
		expect(listed).toContain(device.id);
		expect(listed).not.toContain("bsd1.");
	});
});

describe("a session", () => {
	it.each([
		["expired", { exp: Math.floor(Date.now() / 1000) - 60 }],
		["of another issuer", { iss: "somebody" }],
		["for another audience", { aud: "devices" }],
		["signed with another key", { secret: "another-secret-another-secret-another-secret-x" }],
		["of a role that does not exist", { role: "owner" }],
	])("%s is nobody's", async (_, claims) => {
		const response = await call("GET", "/api/v1/me", { headers: { cookie: await session(claims) } });
		expect(response.status).toBe(401);
	});

	it("with `alg: none` is nobody's", async () => {
		const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
		const token = `${part({ alg: "none" })}.${part({ sub: "x", name: "x", role: "admin", iss: "biostream-sentinel", aud: "people", exp: 9e9 })}.`;
		expect((await call("GET", "/api/v1/me", { headers: { cookie: `__Host-session=${token}` } })).status).toBe(401);
	});

	it("changes nothing from another site: a foreign or missing Origin is refused", async () => {
		for (const origin of ["https://evil.test", "null", ""]) {
			const response = await call("PUT", "/api/v1/wards/ward-x", {
				role: "admin",
				headers: { origin },
				body: { name: "X" },
			});
			expect(response.status).toBe(403);
		}
	});

	it("opens NO live socket for a page of another site", async () => {
		const response = await call("GET", `/api/v1/wards/${device.ward}/live`, {
			headers: { cookie: await cookieFor("viewer"), origin: "https://evil.test", upgrade: "websocket" },
		});
		expect(response.status).toBe(403);
	});
});

describe("the local sign-in", () => {
	const signIn = (body: string, headers: Record<string, string> = {}) =>
		call("POST", "/sign-in", {
			body,
			headers: { "content-type": "application/json", "content-length": String(body.length), ...headers },
		});

	it("signs a demo person in with a cookie that scripts cannot read", async () => {
		const response = await signIn('{"person":"nurse"}');
		expect(response.status).toBe(200);
		const cookie = response.headers.get("set-cookie") ?? "";
		for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
		const me = await call("GET", "/api/v1/me", { headers: { cookie: cookie.split(";")[0] as string } });
		expect(await me.json()).toEqual({ id: "nurse", name: "Nurse Amara", role: "clinician" });
	});

	it("knows nobody else, not even those every object has", async () => {
		for (const person of ["root", "constructor", "__proto__", ""]) {
			expect((await signIn(JSON.stringify({ person }))).status).toBe(422);
		}
		expect((await signIn("{")).status).toBe(422);
	});

	it("sends nobody to another site", async () => {
		for (const next of ["https://evil.test", "//evil.test", "/\\evil.test"]) {
			const body = new URLSearchParams({ person: "nurse", next }).toString();
			const response = await call("POST", "/sign-in", {
				body,
				headers: {
					"content-type": "application/x-www-form-urlencoded",
					"content-length": String(body.length),
					origin: ORIGIN,
				},
			});
			expect(response.status).toBe(303);
			expect(response.headers.get("location")).toBe("/");
		}
	});
});

describe("the configuration", () => {
	it("that lacks a secret lets nothing through, and names the setting", async () => {
		const { createApp } = await import("../../workers/app.ts");
		const app = createApp(ROUTES);
		const response = await app.fetch(new Request(`${ORIGIN}/health`), { ...env, SESSION_KEY: "short" });
		expect(response.status).toBe(503);
		expect(((await response.json()) as { detail: string }).detail).toContain("SESSION_KEY");
	});
});
