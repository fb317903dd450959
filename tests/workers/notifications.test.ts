/** What people do about their own notifications, over HTTP. */
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../workers/app.ts";
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import type { NotificationsAnswer, SubscriptionMade, TestAnswer } from "../../vitals/notifications.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { deliver, episodeOf, internet, logOf, ok, person, subscribe, tell, ward } from "./notification-support.ts";
import { falseClock, pass } from "./silence-support.ts";
import { d1Dump } from "./sinks.ts";
import { call, ORIGIN } from "./support.ts";

const net = internet();
falseClock();

let HOST = "";
beforeEach(() => {
	HOST = `n-${crypto.randomUUID()}.example.org`;
});
const BASE = "/api/v1/notifications";
const there = () => `https://${HOST}/in?token=SECRET-TOKEN`;
const get = async <T>(cookie: string, path: string) => (await (await call("GET", path, { cookie })).json()) as T;
const fieldOf = async (response: Response) => ((await response.json()) as ProblemDetails).errors?.[0]?.field;

async function mine(role: "clinician" | "viewer" = "clinician") {
	const wardId = await ward();
	const { id, cookie } = await person(role, [wardId]);
	const made = await subscribe(cookie, { ward_id: wardId, url: there() });
	return { wardId, id, cookie, made };
}

describe("a subscription", () => {
	it("is listed to its owner whole, with what was left out chosen for them, and its secret is shown once", async () => {
		const wardId = await ward();
		const { cookie } = await person("viewer", [wardId]);
		const body = { ward_id: wardId, channel: "webhook", name: "My pager", url: there() };
		const response = await call("POST", BASE, { cookie, body });
		expect(response.status).toBe(201);
		const { secret, ...entry } = (await response.json()) as SubscriptionMade;
		expect(secret).toMatch(/^whsec_/);
		expect(entry).toMatchObject({
			ward_id: wardId,
			channel: "webhook",
			name: "My pager",
			address: there(),
			min_risk: "MEDIUM",
			events: ["opened", "escalated", "summoned"],
			quiet_hours: false,
			status: "active",
			previous_secret_until: null,
		});
		const listed = await get<NotificationsAnswer>(cookie, BASE);
		expect(listed).toEqual({ data: [entry], quiet_hours: null, push_key: env.VAPID_PUBLIC_KEY });
	});

	it("lies in the registry sealed: neither its address nor what signs it can be read there", async () => {
		const { made } = await mine();
		const rows = (await d1Dump()).get("subscriptions") ?? "";
		expect(rows).toContain(made.id);
		for (const hidden of ["SECRET-TOKEN", HOST, "whsec_", made.secret?.slice(6) ?? "no secret"])
			expect(rows).not.toContain(hidden);
	});

	it("is its owner's alone: to anybody else, an admin too, it does not exist", async () => {
		const { made, wardId } = await mine();
		for (const role of ["clinician", "admin"] as const) {
			const { cookie } = await person(role);
			for (const [method, path, body] of [
				["PATCH", "", { name: "x" }],
				["DELETE", "", undefined],
				["POST", "/rotate", {}],
				["POST", "/test", {}],
				["GET", "/deliveries", undefined],
			] as const) {
				const response = await call(method, `${BASE}/${made.id}${path}`, {
					cookie,
					...(body === undefined ? {} : { body }),
				});
				expect(response.status, `${role} ${method} ${path}`).toBe(404);
			}
			expect((await get<NotificationsAnswer>(cookie, BASE)).data).toEqual([]);
		}
		expect(net().at(HOST)).toHaveLength(0);
		expect(wardId).not.toBe("");
	});

	it("is for a ward on which one works: another and none give the same answer, and broken glass opens none", async () => {
		const [own, elsewhere] = [await ward(), await ward()];
		const { cookie } = await person("clinician", [own]);
		const glass = { ward: elsewhere, reason: "needed at the bed" };
		expect((await call("POST", "/api/v1/break-glass", { cookie, body: glass })).status).toBe(201);
		const tried = async (ward_id: string) => {
			const body = { ward_id, channel: "webhook", name: "x", url: there() };
			const { correlation_id: _, ...rest } = (await (
				await call("POST", BASE, { cookie, body })
			).json()) as ProblemDetails;
			return rest;
		};
		expect(await tried(elsewhere)).toMatchObject({ status: 403 });
		expect(await tried("nowhere")).toEqual(await tried(elsewhere));
		const { cookie: everywhere } = await person("clinician");
		const body = { ward_id: "nowhere", channel: "webhook", name: "x", url: there() };
		expect(await fieldOf(await call("POST", BASE, { cookie: everywhere, body }))).toBe("ward_id");
	});

	it("is one of twenty at most, also when many are asked for at once", async () => {
		const wardId = await ward();
		const { cookie } = await person("clinician", [wardId]);
		const body = { ward_id: wardId, channel: "webhook", name: "x", url: there() };
		const all = await Promise.all(Array.from({ length: 25 }, () => call("POST", BASE, { cookie, body })));
		expect(all.filter(({ status }) => status === 201)).toHaveLength(20);
		expect(all.filter(({ status }) => status === 409)).toHaveLength(5);
	});

	it("is made, rotated and tested so many times a minute, and a person who goes on is told when to come back", async () => {
		const { cookie, made } = await mine();
		const rotate = () => call("POST", `${BASE}/${made.id}/rotate`, { cookie, body: {} });
		const all = await Promise.all(Array.from({ length: 40 }, rotate));
		const late = all.filter(({ status }) => status === 429);
		expect(late.length).toBeGreaterThan(5);
		expect(late[0]?.headers.get("retry-after")).toBe("60");
	});

	it("is refused by the name of the field", async () => {
		const wardId = await ward();
		const { cookie } = await person("clinician", [wardId]);
		const good = { ward_id: wardId, channel: "webhook", name: "x", url: there() };
		for (const [field, more] of [
			["ward_id", { ward_id: 5 }],
			["channel", { channel: "sms" }],
			["channel", { channel: undefined }],
			["name", { name: "" }],
			["url", { url: undefined }],
			["url", { url: "ftp://example.org/" }],
			["events", { events: [] }],
			["events", { events: ["everything"] }],
			["min_risk", { min_risk: "LOWEST" }],
			["quiet_hours", { quiet_hours: "no" }],
		] as const) {
			const response = await call("POST", BASE, { cookie, body: { ...good, ...more } });
			expect([response.status, await fieldOf(response)], JSON.stringify(more)).toEqual([422, field]);
		}
	});

	it("changes in what is named, and what is not stays; paused, it hears nothing", async () => {
		const { wardId, cookie, made } = await mine();
		net().host(HOST, ok);
		const change = (body: object) => call("PATCH", `${BASE}/${made.id}`, { cookie, body });
		const { secret: _, ...before } = made;
		expect(await (await change({ events: ["resolved", "opened"], status: "paused" })).json()).toEqual({
			...before,
			events: ["opened", "resolved"],
			status: "paused",
		});
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(0);
		for (const [field, body] of [
			["", {}],
			["status", { status: "gone" }],
			["url", { url: "http://user:x@example.org" }],
		] as const)
			expect(await fieldOf(await change(body))).toBe(field);
	});

	it("that is deleted hears nothing more, also of what waits, and nothing of it stays", async () => {
		const { wardId, cookie, made } = await mine();
		net().host(HOST, () => new Response(null, { status: 500 }));
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect((await call("DELETE", `${BASE}/${made.id}`, { cookie })).status).toBe(204);
		pass(3600);
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(1);
		expect((await call("GET", `${BASE}/${made.id}/deliveries`, { cookie })).status).toBe(404);
		expect((await call("DELETE", `${BASE}/${made.id}`, { cookie })).status).toBe(404);
	});
});

describe("outside local development", () => {
	it.each([
		"http://hooks.example.org/",
		"https://127.0.0.1/",
		"https://localhost/",
		"https://metadata.google.internal/",
	])("no message is sent to %s", async (url) => {
		const wardId = await ward();
		const { cookie } = await person("clinician", [wardId]);
		const headers = { cookie, origin: ORIGIN, "content-type": "application/json" };
		const body = JSON.stringify({ ward_id: wardId, channel: "webhook", name: "x", url });
		const request = new Request(ORIGIN + BASE, { method: "POST", headers, body });
		const deployed = { ...env, NOTIFICATION_RECEIVERS: "public" };
		const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;
		const response = await createApp(ROUTES, demoSessions).fetch(request, deployed, context);
		expect([response.status, await fieldOf(response)]).toEqual([422, "url"]);
	});

	it("web push is set up whole or not at all, and the missing setting is named", async () => {
		const answer = async (more: object) => {
			const app = createApp(ROUTES, demoSessions);
			return app.fetch(new Request(`${ORIGIN}/health`), { ...env, ...more });
		};
		expect((await answer({ VAPID_PUBLIC_KEY: "", VAPID_PRIVATE_KEY: "" })).status).toBe(200);
		for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT", "NOTIFICATION_KEY"]) {
			const response = await answer({ [name]: "" });
			expect(response.status).toBe(503);
			expect(await response.text()).toContain(name);
		}
	});
});

describe("a webhook's secret", () => {
	it("is rotated with an overlap: both count until its end, then the new one alone", async () => {
		const { wardId, cookie, made } = await mine();
		net().host(HOST, ok);
		const response = await call("POST", `${BASE}/${made.id}/rotate`, { cookie, body: { overlap_hours: 2 } });
		const rotated = (await response.json()) as SubscriptionMade;
		expect(rotated.secret).not.toBe(made.secret);
		expect(Date.parse(rotated.previous_secret_until ?? "") - Date.now()).toBe(2 * 3_600_000);
		const told = async (secret: string | null) => {
			await tell(wardId, "opened", episodeOf(wardId));
			await deliver(wardId, net());
			const { text, headers } = net().at(HOST).at(-1)!;
			// The library's own clock is true: only the signature is looked at.
			const stamp = new Date(Number(headers.get("webhook-timestamp")) * 1000);
			const signature = new Webhook(secret ?? "").sign(headers.get("webhook-id") ?? "", stamp, text);
			return headers.get("webhook-signature")?.split(" ").includes(signature);
		};
		expect([await told(made.secret), await told(rotated.secret)]).toEqual([true, true]);
		pass(2 * 3600 + 1);
		expect([await told(made.secret), await told(rotated.secret)]).toEqual([false, true]);
		for (const overlap of [-1, 1.5, 1000, "long"]) {
			const refused = await call("POST", `${BASE}/${made.id}/rotate`, { cookie, body: { overlap_hours: overlap } });
			expect([refused.status, await fieldOf(refused)]).toEqual([422, "overlap_hours"]);
		}
	});
});

describe("the test button", () => {
	const test = async (cookie: string, id: string) =>
		(await (await call("POST", `${BASE}/${id}/test`, { cookie, body: {} })).json()) as TestAnswer;

	it("says what came of one message, signed like any other, and the log has it", async () => {
		const { cookie, made, wardId } = await mine();
		net().host(HOST, () => new Response(null, { status: 418 }));
		expect(await test(cookie, made.id)).toEqual({ delivered: false, status: 418, error: "answered 418" });
		net().host(HOST, ok);
		expect(await test(cookie, made.id)).toEqual({ delivered: true, status: 200, error: null });
		const { text, headers } = net().at(HOST).at(-1)!;
		const sent = new Webhook(made.secret ?? "").verify(text, Object.fromEntries(headers));
		expect(sent).toMatchObject({ type: "test", data: { ward: { id: wardId } } });
		expect((await logOf(cookie, made.id)).map(({ event, state, status }) => [event, state, status])).toEqual([
			["test", "dead", 418],
			["test", "delivered", 200],
		]);
	});

	it("says so where nobody is there, and sends nothing where the subscription is paused", async () => {
		const { cookie, made } = await mine();
		expect(await test(cookie, made.id)).toEqual({ delivered: false, status: null, error: "no connection" });
		await call("PATCH", `${BASE}/${made.id}`, { cookie, body: { status: "paused" } });
		const tried = net().arrived.length;
		expect(await test(cookie, made.id)).toEqual({
			delivered: false,
			status: null,
			error: "the subscription is paused",
		});
		expect(net().arrived).toHaveLength(tried);
	});
});

describe("the delivery log", () => {
	it("comes by pages, newest first, and holds no address and no secret", async () => {
		const { cookie, made, wardId } = await mine();
		net().host(HOST, ok);
		for (let i = 0; i < 5; i++) await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		const ids: string[] = [];
		let cursor: string | null = null;
		do {
			const path: string = `${BASE}/${made.id}/deliveries?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`;
			const page: { data: { id: string }[]; next_cursor: string | null } = await get(cookie, path);
			expect(page.data.length).toBeLessThanOrEqual(2);
			expect(JSON.stringify(page)).not.toMatch(/SECRET|whsec|SpO/);
			ids.push(...page.data.map(({ id }) => id));
			cursor = page.next_cursor;
		} while (cursor !== null);
		const keys = net()
			.at(HOST)
			.map(({ headers }) => headers.get("idempotency-key"));
		expect(ids.toSorted()).toEqual(keys.toSorted());
		expect(new Set(ids).size).toBe(5);
	});
});

describe("quiet hours and the ward's setting", () => {
	it("are kept, listed and taken back by their owner", async () => {
		const { cookie } = await person("viewer");
		const quiet_hours = {
			from: "22:00",
			to: "06:30",
			time_zone: "America/Sao_Paulo",
			held: "drop",
			let_through: { high: true, summoned: false },
		};
		const put = (value: unknown) => call("PUT", `${BASE}/quiet-hours`, { cookie, body: { quiet_hours: value } });
		expect(await (await put(quiet_hours)).json()).toEqual({ quiet_hours });
		expect((await get<NotificationsAnswer>(cookie, BASE)).quiet_hours).toEqual(quiet_hours);
		expect(await fieldOf(await put({ ...quiet_hours, from: "25:00" }))).toBe("quiet_hours.from");
		expect((await put(null)).status).toBe(200);
		expect((await get<NotificationsAnswer>(cookie, BASE)).quiet_hours).toBeNull();
	});

	it("no bed leaves a ward until an admin says so, and there is no such setting of no ward", async () => {
		const wardId = await ward();
		const path = `/api/v1/wards/${wardId}/notifications`;
		expect(await (await call("GET", path, { role: "viewer" })).json()).toEqual({ ward_id: wardId, identity: false });
		expect((await call("PUT", path, { role: "clinician", body: { identity: true } })).status).toBe(403);
		expect((await call("PUT", path, { role: "admin", body: { identity: true } })).status).toBe(200);
		expect(await (await call("GET", path, { role: "viewer" })).json()).toEqual({ ward_id: wardId, identity: true });
		const nowhere = "/api/v1/wards/nowhere/notifications";
		expect((await call("GET", nowhere, { role: "admin" })).status).toBe(404);
		expect((await call("PUT", nowhere, { role: "admin", body: { identity: true } })).status).toBe(404);
		expect(await fieldOf(await call("PUT", path, { role: "admin", body: { identity: "yes" } }))).toBe("identity");
	});
});
