import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { addMember, changeMember, endSessions } from "../../registry/members.ts";
import { ROLES } from "../../vitals/api.ts";
import { deriveDeviceKey } from "../../workers/access/device-key.ts";
import { accessTokens } from "../../workers/access/access-token.ts";
import { ROUTES } from "../../workers/index.ts";
import { sessionCookie } from "../../workers/local/session.ts";
import { makeFleet } from "./fleet-support.ts";
import { rowsOf } from "./registry-rows.ts";
import { call, cookieFor, enrol, ORIGIN, payload } from "./support.ts";

/** A device with a patient and an episode in its ward. */
async function place(more: { ward?: string } = {}) {
	const { id, key, ward } = await enrol({ ...more, patient_id: `ACCESS-${more.ward ?? "t"}` });
	const patient = await env.DB.prepare("SELECT surrogate FROM assignments WHERE device_id = ?")
		.bind(id)
		.first("surrogate");
	const { episode, report } = await rowsOf(id, ward, String(patient));
	const { id: fleet, key: fleetKey } = await makeFleet({ ward });
	return { id, key, ward, episode, patient: String(patient), report, fleet, fleetKey };
}

const device = await place();
const other = await place({ ward: "ward-elsewhere" });

/** An address of the route that exists as far as access goes. */
const addressOf = (path: string, of = device) =>
	path
		.replace("/members/:id", "/members/M-NOBODY")
		.replace("/fleets/:id", `/fleets/${of.fleet}`)
		.replace("/wards/:id", `/wards/${of.ward}`)
		.replace("/episodes/:id", `/episodes/${of.episode}`)
		.replace(/(DetectedIssue|RiskAssessment)\/:id/, `$1/${of.episode}`)
		.replace("Observation/:id", `Observation/${of.patient.slice(2)}.1.x.8867-4`)
		.replace("/reports/:id", `/reports/${of.report}`)
		.replace(":surrogate", of.patient)
		.replace(":vital", "heart_rate")
		.replace(":observation", "00000000-0000-4000-8000-000000000000")
		.replace(":id", of.id);
const OPENLY = ["/health", "/api/v1/claims/redeem", "/fhir/metadata"];
const bodyOf = (method: string) => (method === "GET" ? undefined : {});

async function session(claims: { exp?: number; iss?: string; aud?: string; secret?: string; sub?: string }) {
	const token = await new SignJWT({ jti: crypto.randomUUID() })
		.setProtectedHeader({ alg: "HS256" })
		.setSubject(claims.sub ?? "admin")
		.setIssuer(claims.iss ?? "biostream-sentinel")
		.setAudience(claims.aud ?? "people")
		.setIssuedAt(Date.now() / 1000 - 7200)
		.setExpirationTime(claims.exp ?? Date.now() / 1000 + 3600)
		.sign(new TextEncoder().encode(claims.secret ?? env.SESSION_KEY));
	return `__Host-session=${token}`;
}

/** A cookie of a member of their own, after `then` was done to the member. */
async function cookieAfter(then: (id: string) => Promise<unknown>): Promise<string> {
	const registry = connectRegistry(env.DB);
	const member = await addMember(registry, { subject: null, name: "x", role: "admin", wards: "all" }, Date.now());
	const cookie = (await sessionCookie(env, member?.id ?? "")).split(";")[0] as string;
	await then(member?.id ?? "");
	return cookie;
}

describe("every route of the table", () => {
	const peoples = ROUTES.flatMap((route) => ("scope" in route ? [route] : []));
	const devices = ROUTES.filter((route) => route.access.kind === "device" || route.access.kind === "fleet");
	const useless = new Map<string, { cookie?: string; key?: string; status: number }>();

	beforeAll(async () => {
		const signedOut = await cookieFor("admin");
		await call("POST", "/sign-out", { cookie: signedOut });
		const ended = await cookieAfter((id) => endSessions(connectRegistry(env.DB), id, Date.now() + 1));
		const deactivated = await cookieAfter((id) =>
			changeMember(connectRegistry(env.DB), id, { status: "deactivated" }, Date.now()),
		);
		useless.set("no credential", { status: 401 });
		useless.set("a device's key", { key: device.key, status: 401 });
		useless.set("a fleet's key", { key: device.fleetKey, status: 401 });
		useless.set("an expired session", { cookie: await session({ exp: Date.now() / 1000 - 60 }), status: 401 });
		useless.set("a session that was signed out of", { cookie: signedOut, status: 401 });
		useless.set("a session that an admin ended", { cookie: ended, status: 401 });
		useless.set("the session of nobody we know", { cookie: await session({ sub: "stranger" }), status: 401 });
		useless.set("the session of a deactivated member", { cookie: deactivated, status: 403 });
	});

	it("names who may use it; /health and what FHIR can do are open, a code is redeemed for what it is, and only an export's file goes by its signature", () => {
		expect(ROUTES.filter((route) => route.access.kind === "open").map((route) => route.path)).toEqual(OPENLY);
		expect(ROUTES.filter((route) => route.access.kind === "signed").map((route) => route.path)).toEqual([
			"/api/v1/export/file",
		]);
	});

	it("names its scope and what the audit log keeps, when people use it; what changes something is an action", () => {
		// A question changes nothing; it is in a body so that it is in no address.
		const changing = peoples.filter(({ method, path }) => method !== "GET" && path !== "/api/v1/chat");
		for (const route of peoples) expect(route.scope, route.path).toBeTypeOf("string");
		for (const route of changing) expect(route.audit.kind, route.path).toBe("action");
		const actions = peoples.map((route) => route.audit.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	const credentials = [
		"no credential",
		"a device's key",
		"a fleet's key",
		"an expired session",
		"a session that was signed out of",
		"a session that an admin ended",
		"the session of nobody we know",
		"the session of a deactivated member",
	];
	it.each(peoples.flatMap(({ method, path }) => credentials.map((credential) => [method, path, credential] as const)))(
		"%s %s is closed to %s",
		async (method, path, credential) => {
			const { status, ...as } = useless.get(credential)!;
			const headers = { origin: ORIGIN };
			expect((await call(method, addressOf(path), { ...as, headers, body: bodyOf(method) })).status).toBe(status);
		},
	);

	it.each(
		peoples.flatMap(({ method, path, access }) =>
			ROLES.map((role) => [method, path, role, access.roles.includes(role)] as const),
		),
	)("%s %s for a %s: allowed is %s", async (method, path, role, allowed) => {
		const { status } = await call(method, addressOf(path), { role, body: bodyOf(method) });
		if (allowed) expect([401, 403]).not.toContain(status);
		else expect(status).toBe(403);
	});

	const wardly = new Set(
		"ward device fhir-device fhir-observation new-device fleet new-fleet episode patient report".split(" "),
	);
	const placed = new Set([...wardly, "hospital"]);
	it.each(
		peoples.flatMap(({ method, path, access, scope }) =>
			access.roles.map((role) => [method, path, role, placed.has(scope) ? 403 : "what is theirs"] as const),
		),
	)("%s %s for a %s of another ward: %s", async (method, path, role, expected) => {
		const { status } = await call(method, addressOf(path, other), { role, wards: [device.ward], body: bodyOf(method) });
		if (expected === 403) expect(status).toBe(403);
		else expect([401, 403]).not.toContain(status);
	});

	it.each(
		peoples.flatMap(({ method, path, access, scope }) =>
			wardly.has(scope) ? access.roles.map((role) => [method, path, role] as const) : [],
		),
	)("%s %s for a %s of that ward is not refused", async (method, path, role) => {
		const { status } = await call(method, addressOf(path), { role, wards: [device.ward], body: bodyOf(method) });
		expect([401, 403]).not.toContain(status);
	});

	it.each(
		peoples.flatMap(({ path, access, scope }) =>
			scope === "listed" ? access.roles.map((role) => [path, role] as const) : [],
		),
	)("GET %s?ward= refuses a %s of another ward", async (path, role) => {
		const refused = await call("GET", `${path}?ward=${other.ward}`, { role, wards: [device.ward] });
		expect(refused.status).toBe(403);
	});

	it.each(
		peoples.flatMap(({ method, path, access }) =>
			method === "GET"
				? []
				: ["https://evil.test", "null", ""].map((origin) => [method, path, origin, access] as const),
		),
	)("%s %s changes nothing for a page of the origin '%s'", async (method, path, origin, access) => {
		const response = await call(method, addressOf(path), { role: access.roles[0], headers: { origin }, body: {} });
		expect(response.status).toBe(403);
	});

	const forged = (key: string) => `${key.slice(0, -2)}${key.at(-2) === "A" ? "B" : "A"}${key.at(-1)}`;
	it.each(
		devices.flatMap(({ method, path }) => ["none", "forged", ...ROLES].map((who) => [method, path, who] as const)),
	)("%s %s is closed to the credential: %s", async (method, path, who) => {
		const as =
			who === "none" ? {} : who === "forged" ? { key: forged(device.key) } : { role: who as (typeof ROLES)[number] };
		const what = method === "GET" ? { headers: { upgrade: "websocket" } } : { body: payload(device.id) };
		expect((await call(method, addressOf(path), { ...as, ...what })).status).toBe(401);
	});

	const own = devices.filter((route) => route.access.kind === "device");
	it.each(own.map(({ method, path }) => [method, path] as const))(
		"%s %s takes nothing for this device with another device's key",
		async (method, path) => {
			const body = path.endsWith("/batch") ? [payload(device.id)] : payload(device.id);
			const what = method === "GET" ? { headers: { upgrade: "websocket" } } : { body };
			const response = await call(method, addressOf(path), { key: other.key, ...what });
			expect(response.status).toBe(path.endsWith("/batch") ? 422 : 403);
			expect(await response.text()).toContain("another device");
		},
	);
});

describe("a person on some wards", () => {
	const mine = { wards: [device.ward] };

	it("gets the same answer for a device elsewhere and for one that does not exist", async () => {
		const answers = await Promise.all(
			[other.id, "NOBODY-77"].map(async (id) => {
				const response = await call("GET", `/api/v1/devices/${id}/readings`, { role: "clinician", ...mine });
				const { correlation_id: _, ...body } = (await response.json()) as Record<string, unknown>;
				return { status: response.status, body };
			}),
		);
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]?.status).toBe(403);
	});

	it("finds only their own wards, devices and counts in lists", async () => {
		const get = async (path: string) =>
			(await (await call("GET", path, { role: "clinician", ...mine })).json()) as { data: Record<string, unknown>[] };
		expect((await get("/api/v1/wards")).data.map((ward) => ward["id"])).toEqual([device.ward]);
		const listed = (await get("/api/v1/devices?limit=500")).data;
		expect(new Set(listed.map((entry) => entry["ward_id"]))).toEqual(new Set([device.ward]));
		expect((await get(`/api/v1/anomalies?device=${other.id}`)).data).toEqual([]);
		const overview = await (await call("GET", "/api/v1/overview", { role: "clinician", ...mine })).json();
		expect(overview).toMatchObject({ devices: listed.length });
	});

	it("cannot move a device into a ward they do not work on, nor out of one", async () => {
		const move = (id: string, ward_id: string) =>
			call("PUT", `/api/v1/devices/${id}`, { role: "engineer", ...mine, body: { ward_id } });
		expect((await move(device.id, other.ward)).status).toBe(403);
		expect((await move(other.id, device.ward)).status).toBe(403);
		expect((await move("NEW-DEVICE-1", other.ward)).status).toBe(403);
		expect((await move("NEW-DEVICE-1", device.ward)).status).toBe(201);
	});

	it("without any ward sees nothing at all", async () => {
		const listed = await call("GET", "/api/v1/devices", { role: "clinician", wards: [] });
		expect(await listed.json()).toMatchObject({ data: [] });
		expect((await call("GET", `/api/v1/devices/${device.id}`, { role: "clinician", wards: [] })).status).toBe(403);
	});
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
	it("counts until one of these is wrong", async () => {
		await cookieFor("admin");
		expect((await call("GET", "/api/v1/me", { headers: { cookie: await session({}) } })).status).toBe(200);
	});

	it("that comes twice in one request is nobody's", async () => {
		const cookie = `${await cookieFor("admin")}; ${await cookieFor("viewer")}`;
		expect((await call("GET", "/api/v1/me", { cookie })).status).toBe(401);
	});

	it("ends where it is signed out of, and others of the same person go on", async () => {
		const [one, two] = [await cookieFor("viewer"), await cookieFor("viewer")];
		expect((await call("POST", "/sign-out", { cookie: one })).headers.get("set-cookie")).toContain("Max-Age=0");
		expect((await call("GET", "/api/v1/me", { cookie: one })).status).toBe(401);
		expect((await call("GET", "/api/v1/me", { cookie: two })).status).toBe(200);
	});

	it.each([
		["expired", { exp: Math.floor(Date.now() / 1000) - 60 }],
		["of another issuer", { iss: "somebody" }],
		["for another audience", { aud: "devices" }],
		["signed with another key", { secret: "another-secret-another-secret-another-secret-x" }],
	])("%s is nobody's", async (_, claims) => {
		const response = await call("GET", "/api/v1/me", { headers: { cookie: await session(claims) } });
		expect(response.status).toBe(401);
	});

	it("with `alg: none` is nobody's", async () => {
		const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
		const token = `${part({ alg: "none" })}.${part({ sub: "admin", jti: "x", iat: 1, iss: "biostream-sentinel", aud: "people", exp: 9e9 })}.`;
		expect((await call("GET", "/api/v1/me", { headers: { cookie: `__Host-session=${token}` } })).status).toBe(401);
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
		expect(await me.json()).toEqual({
			id: "nurse",
			name: "Nurse Amara",
			role: "clinician",
			wards: "all",
			break_glass: [],
		});
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
	const answerOf = async (faulty: Record<string, unknown>) => {
		const { createApp } = await import("../../workers/app.ts");
		const whole = { ACCESS_TEAM_DOMAIN: "hospital.cloudflareaccess.com", ACCESS_AUDIENCE: "a".repeat(64) };
		const app = createApp(ROUTES, accessTokens);
		return app.fetch(new Request(`${ORIGIN}/health`), { ...env, ...whole, ...faulty });
	};

	it.each(["DEVICE_ROOT_KEY", "PATIENT_KEY", "ACCESS_TEAM_DOMAIN", "ACCESS_AUDIENCE", "JURISDICTION"])(
		"that lacks %s lets nothing through, and names the setting",
		async (setting) => {
			expect((await answerOf({})).status).toBe(200);
			for (const value of [undefined, "", "short"]) {
				const response = await answerOf({ [setting]: value });
				expect(response.status).toBe(503);
				expect(((await response.json()) as { detail: string }).detail).toContain(setting);
			}
		},
	);
});

describe("a request", () => {
	it("with headers over 32 KiB or an address over 4,096 characters is refused", async () => {
		const headers = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`x-filler-${i}`, "x".repeat(7000)]));
		expect((await call("GET", "/health", { headers })).status).toBe(431);
		expect((await call("GET", `/api/v1/anomalies?ward=${"x".repeat(5000)}`, { role: "viewer" })).status).toBe(414);
	});

	it("is answered with the headers that keep a browser from harm, refused or not", async () => {
		for (const response of [await call("GET", "/health"), await call("GET", "/api/v1/me")]) {
			for (const [name, value] of [
				["x-content-type-options", "nosniff"],
				["cache-control", "no-store"],
				["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
				["strict-transport-security", "max-age=31536000; includeSubDomains"],
				["cross-origin-resource-policy", "same-origin"],
			] as const) {
				expect(response.headers.get(name)).toBe(value);
			}
		}
	});
});
