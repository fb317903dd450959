import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { exportSPKI, SignJWT } from "jose";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleForProduction, startDeployed, wrangler, type Bundle } from "../support/deployed-worker.ts";
import { AUDIENCE_TAG, claimsOf, makeKey, signToken, startIssuer, TEAM_DOMAIN } from "../support/issuer.ts";
import type { Issuer, SigningKey } from "../support/issuer.ts";

const ORIGIN = "https://sentinel.hospital.test";
const ADMIN = "7335d417-61da-459d-899c-0a01c76a2f94";
const SETTINGS = {
	DEVICE_ROOT_KEY: randomBytes(32).toString("hex"),
	PATIENT_KEY: randomBytes(32).toString("hex"),
	LABEL_KEY: randomBytes(32).toString("hex"),
	SESSION_KEY: randomBytes(32).toString("hex"),
	EXPORT_KEY: randomBytes(32).toString("hex"),
	NOTIFICATION_KEY: randomBytes(32).toString("hex"),
	DEVICE_ROOT_KEY_ID: "a",
	PATIENT_KEY_ID: "a",
	LABEL_KEY_ID: "a",
	LOCAL_SIGN_IN: "enabled",
	ACCESS_TEAM_DOMAIN: TEAM_DOMAIN,
	ACCESS_AUDIENCE: AUDIENCE_TAG,
	ADMIN_SUBJECTS: `somebody-else, ${ADMIN}`,
};

let bundle: Bundle;
let issuer: Issuer;
let key: SigningKey;
let worker: Miniflare;

beforeAll(async () => {
	key = await makeKey("key-1");
	[bundle, issuer] = await Promise.all([bundleForProduction(), startIssuer([key])]);
	worker = await startDeployed(bundle, SETTINGS, (url) =>
		url.host === TEAM_DOMAIN
			? fetch(issuer.address + url.pathname)
			: Promise.resolve(new Response(null, { status: 404 })),
	);
});

afterAll(async () => {
	await worker?.dispose();
	await issuer?.close();
	await bundle?.remove();
});

interface Ask {
	token?: string;
	headers?: Record<string, string>;
	method?: string;
	body?: unknown;
}

const ask = (path: string, { token, headers, method = "GET", body }: Ask = {}) =>
	worker.dispatchFetch(ORIGIN + path, {
		method,
		headers: {
			...(token === undefined ? {} : { "cf-access-jwt-assertion": token }),
			...(method === "GET" ? {} : { origin: ORIGIN }),
			...headers,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		redirect: "manual",
	});

const me = (token: string) => ask("/api/v1/me", { token });
const genuine = (more: Record<string, unknown> = {}, by = key) => signToken(by, { ...claimsOf(ADMIN), ...more });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a person who comes through Cloudflare Access", () => {
	it("gets 503, not a refusal, while the issuer's keys cannot be had, and is let in once they can", async () => {
		issuer.down = true;
		const early = await me(await genuine());
		expect(early.status).toBe(503);
		expect(early.headers.get("retry-after")).toBe("5");
		issuer.down = false;
		const response = await me(await genuine());
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({ role: "admin", wards: "all", name: "Administrator" });
	});

	it("is known by the header, or by the cookie where there is no header", async () => {
		const token = await genuine();
		const byCookie = await ask("/api/v1/me", { headers: { cookie: `a=b; CF_Authorization=${token}` } });
		expect(byCookie.status).toBe(200);
		const both = { cookie: `CF_Authorization=${token}`, "cf-access-jwt-assertion": "x.y.z" };
		expect((await ask("/api/v1/me", { headers: both })).status, "the header decides").toBe(401);
		const twice = { cookie: `CF_Authorization=${token}; CF_Authorization=${token}` };
		expect((await ask("/api/v1/me", { headers: twice })).status).toBe(401);
	});
});

describe("a token", () => {
	const now = () => Math.floor(Date.now() / 1000);
	const attacks: [string, () => Promise<string>][] = [
		["expired", () => genuine({ exp: now() - 60 })],
		["without expiry", () => genuine({ exp: undefined })],
		["not yet valid", () => genuine({ nbf: now() + 120 })],
		["issued in the future", () => genuine({ iat: now() + 120 })],
		["issued before a long shift ago", () => genuine({ iat: now() - 13 * 3600 })],
		["without the time it was issued", () => genuine({ iat: undefined })],
		["for another application", () => genuine({ aud: ["ab".repeat(32)] })],
		["for no application", () => genuine({ aud: undefined })],
		["of another team", () => genuine({ iss: "https://evil.cloudflareaccess.com" })],
		["of an issuer whose name begins like ours", () => genuine({ iss: `https://${TEAM_DOMAIN}.evil.test` })],
		["of the portal and not of an application", () => genuine({ type: "org" })],
		["of a service, which is nobody", () => genuine({ sub: "", common_name: "service" })],
		["without a subject", () => genuine({ sub: undefined })],
		["whose subject is a number", () => genuine({ sub: 7 as unknown as string })],
		["whose subject is markup", () => genuine({ sub: "<script>alert(1)</script>" })],
		["with alg none", async () => `${part({ alg: "none", kid: "key-1" })}.${part(claimsOf(ADMIN))}.`],
		[
			"with alg nOnE and a signature",
			async () => `${part({ alg: "nOnE", kid: "key-1" })}.${part(claimsOf(ADMIN))}.AAAA`,
		],
		[
			"signed with the public key as an HMAC secret",
			async () => {
				const body = `${part({ alg: "HS256", kid: "key-1", typ: "JWT" })}.${part(claimsOf(ADMIN))}`;
				const mac = createHmac("sha256", await exportSPKI(key.publicKey)).update(body);
				return `${body}.${mac.digest("base64url")}`;
			},
		],
		["signed with another key under our key's id", async () => genuine({}, await makeKey("key-1"))],
		["of a key nobody published", async () => genuine({}, await makeKey("key-unknown"))],
		["that names no key", () => signToken(key, claimsOf(ADMIN), { kid: undefined })],
		["whose key id is a list", async () => (await genuine()).replace(/^[^.]+/, part({ alg: "RS256", kid: ["key-1"] }))],
		["whose key id is a path", async () => genuine({}, { ...(await makeKey()), kid: "../../../../dev/null" })],
		["whose key id is SQL", async () => genuine({}, { ...(await makeKey()), kid: "x' UNION SELECT 'key-1" })],
		[
			"that brings its own key",
			async () => {
				const own = await makeKey("key-1");
				return signToken(own, claimsOf(ADMIN), { jwk: own.jwk });
			},
		],
		[
			"that says where its key is",
			async () => {
				const own = await makeKey("own");
				return signToken(own, claimsOf(ADMIN), { jku: "https://evil.test/certs", x5u: "https://evil.test/cert.pem" });
			},
		],
		[
			"with a critical header we do not know",
			async () => (await genuine()).replace(/^[^.]+/, part({ alg: "RS256", kid: "key-1", crit: ["b64"], b64: false })),
		],
		[
			"whose payload was changed",
			async () => {
				const [head, , signature] = (await genuine()).split(".");
				return `${head}.${part({ ...claimsOf(ADMIN), exp: now() + 86_400 })}.${signature}`;
			},
		],
		["without its signature", async () => `${(await genuine()).split(".").slice(0, 2).join(".")}.`],
		["of two parts", async () => (await genuine()).split(".").slice(0, 2).join(".")],
		["twice in one header", async () => `${await genuine()}, ${await genuine()}`],
		[
			"of another algorithm of the same key",
			async () => (await genuine()).replace(/^[^.]+/, part({ alg: "PS256", kid: "key-1" })),
		],
		[
			"signed with the key of demo sessions",
			() =>
				new SignJWT(claimsOf(ADMIN))
					.setProtectedHeader({ alg: "HS256", kid: "key-1" })
					.sign(new TextEncoder().encode(SETTINGS.SESSION_KEY)),
		],
		["over 8 KiB", () => genuine({ filler: "x".repeat(9_000) })],
		["that is no token", async () => "not a token"],
		["that is empty", async () => ""],
	];

	it.each(attacks)("%s is nobody's", async (_, forge) => {
		const response = await me(await forge());
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ type: "urn:biostream:problem:unauthenticated" });
	});

	it("like all of these, but genuine, is let in", async () => {
		expect((await me(await genuine())).status).toBe(200);
	});

	it("of a demo session is nobody's here, and neither is there an address to sign in", async () => {
		const token = await new SignJWT({ jti: "x" })
			.setProtectedHeader({ alg: "HS256" })
			.setSubject("admin")
			.setIssuer("biostream-sentinel")
			.setAudience("people")
			.setIssuedAt()
			.setExpirationTime("1h")
			.sign(new TextEncoder().encode(SETTINGS.SESSION_KEY));
		expect((await ask("/api/v1/me", { headers: { cookie: `__Host-session=${token}` } })).status).toBe(401);
		const signIn = await ask("/sign-in", { method: "POST", body: { person: "admin" } });
		expect(signIn.headers.get("set-cookie")).toBeNull();
		expect(await signIn.text()).toBe("the dashboard");
	});

	it("of an unknown key makes us ask the issuer once in a while, not every time", async () => {
		const before = issuer.asked;
		for (let i = 0; i < 20; i++) expect((await me(await genuine({}, await makeKey("key-flood")))).status).toBe(401);
		expect(issuer.asked - before).toBeLessThanOrEqual(2);
	});

	it("of the issuer's next key is let in without a restart, and the old key's until it is withdrawn", async () => {
		const next = await makeKey("key-2");
		issuer.keys = [next, key];
		let status = 0;
		for (let i = 0; i < 60 && status !== 200; i++) {
			({ status } = await me(await genuine({}, next)));
			if (status !== 200) await wait(500);
		}
		expect(status).toBe(200);
		expect((await me(await genuine())).status).toBe(200);
	});
});

describe("somebody Access knows and we do not", () => {
	it("is told their subject, is added with it by an admin, and signs out for good", async () => {
		const subject = crypto.randomUUID();
		const token = await signToken(key, claimsOf(subject));
		const refused = await me(token);
		expect(refused.status).toBe(403);
		expect(await refused.json()).toMatchObject({ subject, type: "urn:biostream:problem:forbidden" });

		const admin = await genuine();
		const added = await ask("/api/v1/members", {
			token: admin,
			method: "POST",
			body: { subject, name: "Dr. Osei", role: "clinician", wards: ["ward-a"] },
		});
		expect(added.status).toBe(201);
		expect(await (await me(token)).json()).toMatchObject({ name: "Dr. Osei", role: "clinician", wards: ["ward-a"] });

		const signedOut = await ask("/sign-out", { token, method: "POST" });
		expect(signedOut.status).toBe(303);
		expect(signedOut.headers.get("location")).toBe("/cdn-cgi/access/logout");
		expect((await me(token)).status).toBe(401);
		expect((await me(await signToken(key, { ...claimsOf(subject), iat: Math.floor(Date.now() / 1000) }))).status).toBe(
			200,
		);

		const log = (await (await ask("/api/v1/audit?limit=500", { token: admin })).json()) as {
			data: { actor: string; action: string; outcome: string }[];
		};
		expect(log.data).toContainEqual(expect.objectContaining({ actor: `subject:${subject}`, outcome: "refused" }));
		expect(log.data).toContainEqual(
			expect.objectContaining({ actor: `subject:${ADMIN}`, action: "member.first_admin" }),
		);
		expect(JSON.stringify(log)).not.toMatch(/hospital\.test|Osei/);
	});

	it("changes nothing from another site, whatever their token", async () => {
		const response = await ask("/sign-out", {
			token: await genuine(),
			method: "POST",
			headers: { origin: "https://evil.test" },
		});
		expect(response.status).toBe(403);
	});
});

describe("what is deployed", () => {
	it("does not contain the local sign-in, its people or its cookie", () => {
		expect(bundle.script).toContain("cf-access-jwt-assertion");
		for (const local of ["Nurse Amara", "Choose who you are", "__Host-session", "LOCAL_SIGN_IN", "demoSessions"]) {
			expect(bundle.script).not.toContain(local);
		}
	});

	it("is never the local configuration: Wrangler refuses it, whatever the command", async () => {
		for (const args of [["deploy"], ["deploy", "--env", ""], ["versions", "upload"]]) {
			const { code, output } = await wrangler(...args, "--dry-run");
			expect(code, args.join(" ")).not.toBe(0);
			expect(output).toContain("Deploy with: --env production");
		}
	});
});
