import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { listMembers } from "../../registry/members.ts";
import type { Role } from "../../vitals/api.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import type { BreakGlass, Member, NamedBreakGlass, WardScope } from "../../vitals/members.ts";
import { sessionCookie } from "../../workers/local/session.ts";
import { call, cookieFor, enrol, eventually, ORIGIN, stationOf } from "./support.ts";

let people = 0;
const post = (body: unknown, role: Role = "admin") => call("POST", "/api/v1/members", { role, body });
const patch = (id: string, body: unknown, cookie?: string) =>
	call("PATCH", `/api/v1/members/${id}`, cookie === undefined ? { role: "admin", body } : { cookie, body });

/** A member added through the API, and their cookie. */
async function add(role: Role, wards: WardScope): Promise<{ member: Member; cookie: string }> {
	const response = await post({ subject: `idp|${++people}-${crypto.randomUUID()}`, name: "Somebody", role, wards });
	expect(response.status).toBe(201);
	const member = (await response.json()) as Member;
	return { member, cookie: (await sessionCookie(env, member.id)).split(";")[0] as string };
}

async function watch(ward: string, cookie: string): Promise<{ status: number; closed: Promise<number> }> {
	const response = await call("GET", `/api/v1/wards/${ward}/live`, {
		cookie,
		headers: { upgrade: "websocket", origin: ORIGIN },
	});
	const closed = Promise.withResolvers<number>();
	response.webSocket?.accept();
	response.webSocket?.addEventListener("close", ({ code }) => closed.resolve(code));
	return { status: response.status, closed: closed.promise };
}

/** What a viewer's screen receives. */
async function watchFrames(ward: string, cookie: string): Promise<{ frames: LiveFrame[]; synced: Promise<void> }> {
	const response = await call("GET", `/api/v1/wards/${ward}/live`, {
		cookie,
		headers: { upgrade: "websocket", origin: ORIGIN },
	});
	const frames: LiveFrame[] = [];
	const first = Promise.withResolvers<void>();
	response.webSocket?.accept();
	response.webSocket?.addEventListener("message", ({ data }) => {
		frames.push(JSON.parse(String(data)) as LiveFrame);
		first.resolve();
	});
	return { frames, synced: first.promise };
}

describe("the members' addresses", () => {
	it("add, list and change people; a change counts from the next request on", async () => {
		const { member, cookie } = await add("viewer", ["ward-m"]);
		expect(member).toMatchObject({
			id: expect.stringMatching(/^M-/),
			role: "viewer",
			wards: ["ward-m"],
			status: "active",
		});
		const listed = (await (await call("GET", "/api/v1/members?limit=500", { role: "admin" })).json()) as {
			data: Member[];
		};
		expect(listed.data).toContainEqual(member);
		expect((await call("GET", "/api/v1/members", { cookie })).status).toBe(403);
		expect((await patch(member.id, { role: "admin", wards: "all", name: "New Name" })).status).toBe(200);
		expect((await call("GET", "/api/v1/members", { cookie })).status).toBe(200);
		expect(await (await call("GET", "/api/v1/me", { cookie })).json()).toMatchObject({
			name: "New Name",
			role: "admin",
		});
	});

	it("deactivate, and an activation later does not bring the old sessions back", async () => {
		const { member, cookie } = await add("clinician", "all");
		expect((await call("GET", "/api/v1/me", { cookie })).status).toBe(200);
		await patch(member.id, { status: "deactivated" });
		expect((await call("GET", "/api/v1/me", { cookie })).status).toBe(403);
		await patch(member.id, { status: "active" });
		expect((await call("GET", "/api/v1/me", { cookie })).status).toBe(401);
	});

	it("end all sessions of a person, who may sign in again", async () => {
		const { member, cookie } = await add("clinician", "all");
		expect((await call("POST", `/api/v1/members/${member.id}/end-sessions`, { role: "admin" })).status).toBe(204);
		expect((await call("GET", "/api/v1/me", { cookie })).status).toBe(401);
		const again = (await sessionCookie(env, member.id)).split(";")[0] as string;
		expect((await call("GET", "/api/v1/me", { cookie: again })).status).toBe(200);
	});

	it("refuse a subject that is a member, and answer 404 for nobody", async () => {
		const { member } = await add("viewer", []);
		expect((await post({ subject: member.subject, name: "x", role: "viewer", wards: [] })).status).toBe(409);
		for (const id of ["M-NOBODY", "a b", "%00", "x".repeat(60)]) {
			expect((await patch(encodeURIComponent(id), { role: "viewer" })).status).toBe(404);
		}
	});

	it.each([
		["subject", { subject: "two words" }],
		["subject", { subject: undefined }],
		["subject", { subject: 7 }],
		["name", { name: "" }],
		["name", { name: "a\u0000b" }],
		["role", { role: "owner" }],
		["role", { role: undefined }],
		["wards", { wards: undefined }],
		["wards", { wards: "ward-a" }],
		["wards", { wards: ["ok", "not ok"] }],
		["wards", { wards: Array.from({ length: 51 }, (_, i) => `ward-${i}`) }],
		["wards", { role: "admin", wards: ["ward-a"] }],
	])("refuse what is wrong with %s (%j)", async (field, wrong) => {
		const response = await post({ subject: "idp|x", name: "x", role: "viewer", wards: [], ...wrong });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("keep the last admin, even when two demote each other at the same moment", async () => {
		const one = await add("admin", "all");
		const two = await add("admin", "all");
		const everybody = await listMembers(connectRegistry(env.DB), "", 1000);
		for (const { id, role } of everybody) {
			if (role === "admin" && id !== one.member.id && id !== two.member.id) {
				expect((await patch(id, { status: "deactivated" }, one.cookie)).status).toBe(200);
			}
		}
		const answers = await Promise.all([
			patch(two.member.id, { role: "viewer" }, one.cookie),
			patch(one.member.id, { status: "deactivated" }, two.cookie),
		]);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		const left = (await listMembers(connectRegistry(env.DB), "", 1000)).filter(
			({ role, status }) => role === "admin" && status === "active",
		);
		expect(left).toHaveLength(1);
		const survivor = left[0]?.id === one.member.id ? one : two;
		expect((await patch(survivor.member.id, { role: "engineer" }, survivor.cookie)).status).toBe(409);
		expect((await patch(survivor.member.id, { status: "deactivated" }, survivor.cookie)).status).toBe(409);
		expect((await patch(survivor.member.id, { name: "Still here" }, survivor.cookie)).status).toBe(200);
		// The other tests' admin again.
		expect((await patch("admin", { status: "active" }, survivor.cookie)).status).toBe(200);
	});
});

describe("breaking the glass", () => {
	const breakGlass = (cookie: string, ward: unknown, reason: unknown = "Cardiac arrest, their team is in theatre") =>
		call("POST", "/api/v1/break-glass", { cookie, body: { ward, reason } });

	it("opens another ward for an hour, and tells the admins", async () => {
		const device = await enrol({ ward: "ward-glass" });
		const { member, cookie } = await add("clinician", ["ward-mine"]);
		const readings = `/api/v1/devices/${device.id}/readings`;
		expect((await call("GET", readings, { cookie })).status).toBe(403);
		const others = (await (await call("GET", "/api/v1/break-glass/wards", { cookie })).json()) as { data: object[] };
		expect(others.data).toContainEqual({ id: "ward-glass", name: "Ward ward-glass" });

		const broken = await breakGlass(cookie, "ward-glass");
		expect(broken.status).toBe(201);
		const grant = (await broken.json()) as BreakGlass;
		expect(Date.parse(grant.expires_at) - Date.parse(grant.granted_at)).toBe(3_600_000);
		expect((await call("GET", readings, { cookie })).status).toBe(200);
		expect(await (await call("GET", "/api/v1/me", { cookie })).json()).toMatchObject({
			wards: ["ward-mine"],
			break_glass: [{ ward_id: "ward-glass", until: grant.expires_at }],
		});
		const { data } = (await (await call("GET", "/api/v1/break-glass?state=open", { role: "admin" })).json()) as {
			data: BreakGlass[];
		};
		expect(data[0]).toEqual({ ...grant, member_name: "Somebody", ward_name: "Ward ward-glass" });
		expect(grant).toMatchObject({ member_id: member.id, reason: expect.stringContaining("Cardiac arrest") });

		await env.DB.prepare("UPDATE break_glass SET expires_at = ? WHERE id = ?").bind(Date.now(), grant.id).run();
		expect((await call("GET", readings, { cookie })).status).toBe(403);
	});

	it.each([
		["reason", "ward-glass", "too short"],
		["reason", "ward-glass", "          x         "],
		["reason", "ward-glass", undefined],
		["reason", "ward-glass", "x".repeat(301)],
		["ward", "no ward", "a reason that is long enough"],
		["ward", undefined, "a reason that is long enough"],
	])("asks for %s", async (field, ward, reason) => {
		const response = await call("POST", "/api/v1/break-glass", {
			role: "viewer",
			wards: ["ward-mine"],
			body: { ward, reason },
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("opens neither one's own ward, nor one that does not exist, nor more than five", async () => {
		const { cookie } = await add("clinician", ["ward-mine"]);
		expect((await breakGlass(cookie, "ward-mine")).status).toBe(409);
		expect((await breakGlass(cookie, "ward-of-nowhere")).status).toBe(404);
		for (let i = 0; i < 6; i++) {
			await call("PUT", `/api/v1/wards/ward-g${i}`, { role: "engineer", body: { name: "G" } });
		}
		const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => breakGlass(cookie, `ward-g${i}`)));
		expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409]);
	});

	it("again and again is kept from pushing out of sight what else is open", async () => {
		await call("PUT", "/api/v1/wards/ward-again", { role: "engineer", body: { name: "Again" } });
		const { cookie } = await add("clinician", ["ward-mine"]);
		const statuses: number[] = [];
		for (let i = 0; i < 22; i++) statuses.push((await breakGlass(cookie, "ward-again")).status);
		expect(statuses).toEqual([...Array<number>(20).fill(201), 409, 409]);
		expect((await call("GET", "/api/v1/anomalies?ward=ward-again", { cookie })).status).toBe(200);
	});

	it("is on the screens of admins at once, whichever ward they look at, and on nobody else's", async () => {
		await enrol({ ward: "ward-told" });
		await enrol({ ward: "ward-far" });
		const admin = await add("admin", "all");
		const before = await add("admin", "all");
		const viewer = await add("viewer", "all");
		const screens = await Promise.all(
			[admin, before, viewer].map(async ({ cookie }) => {
				const { frames, synced } = await watchFrames("ward-far", cookie);
				await synced;
				return frames;
			}),
		);
		// An admin no more: the socket is from before.
		await patch(before.member.id, { role: "viewer" });
		const { cookie, member } = await add("clinician", ["ward-mine"]);
		const reason = "Cardiac arrest, and nobody else is here";
		const grant = (await (await breakGlass(cookie, "ward-told", reason)).json()) as BreakGlass;
		const [told, ...others] = screens;
		const frame = await eventually(async () => told?.find(({ type }) => type === "glass"));
		expect(Object.keys(frame).toSorted(), "a nudge that says nothing").toEqual(["at", "type"]);
		// What the others might have been sent would have come before this.
		await enrol({ ward: "ward-far" });
		for (const screen of others) await eventually(async () => screen.some(({ type }) => type === "roster"));
		expect(others.flat().filter(({ type }) => type === "glass")).toEqual([]);
		expect(JSON.stringify(screens)).not.toContain(reason);

		const unseen = async () => {
			const response = await call("GET", "/api/v1/break-glass?state=unseen&limit=500", { cookie: admin.cookie });
			const { data } = (await response.json()) as { data: NamedBreakGlass[] };
			return data.find(({ id }) => id === grant.id);
		};
		expect(await unseen()).toMatchObject({
			reason,
			member_name: "Somebody",
			ward_name: "Ward ward-told",
			seen_at: null,
		});
		const see = (as: string, id = grant.id) => call("POST", `/api/v1/break-glass/${id}/seen`, { cookie: as, body: {} });
		expect((await see(cookie)).status, "whoever broke it").toBe(403);
		await patch(member.id, { role: "admin", wards: "all" });
		expect((await see(cookie)).status, "whoever broke it, and is an admin since").toBe(403);
		expect((await see(admin.cookie, "B-0123456789AB")).status).toBe(404);
		const seen = await see(admin.cookie);
		expect(await seen.json()).toMatchObject({ id: grant.id, seen_by: admin.member.id, seen_at: expect.any(String) });
		expect((await see(cookie)).status, "it was seen by another").toBe(200);
		expect(await unseen()).toBeUndefined();
		const audit = await call("GET", `/api/v1/audit?action=glass.seen&actor=${admin.member.id}`, { role: "admin" });
		const entries = ((await audit.json()) as { data: object[] }).data;
		expect(entries).toContainEqual(expect.objectContaining({ object: `glass:${grant.id}`, ward: "ward-told" }));
		expect(JSON.stringify(entries)).not.toContain("Cardiac");
	});
});

describe("a live socket", () => {
	it("is closed at the next look when its session, its member or its broken glass has ended", async () => {
		await enrol({ ward: "ward-sock" });
		const watching = await Promise.all(
			(["sign-out", "deactivated", "moved", "glass"] as const).map(async (how) => {
				const { member, cookie } = await add("clinician", how === "glass" ? ["ward-mine"] : ["ward-sock"]);
				if (how === "glass") {
					const body = { ward: "ward-sock", reason: "a reason that is long enough" };
					expect((await call("POST", "/api/v1/break-glass", { cookie, body })).status).toBe(201);
				}
				return { how, member, cookie, ...(await watch("ward-sock", cookie)) };
			}),
		);
		const stays = await watch("ward-sock", await cookieFor("viewer"));
		let stayed = true;
		void stays.closed.then(() => (stayed = false));
		for (const { how, member, cookie, status } of watching) {
			expect(status).toBe(101);
			if (how === "sign-out") await call("POST", "/sign-out", { cookie });
			if (how === "deactivated") await patch(member.id, { status: "deactivated" });
			if (how === "moved") await patch(member.id, { wards: ["ward-mine"] });
			if (how === "glass") await env.DB.prepare("UPDATE break_glass SET expires_at = 1").run();
		}
		// Greeting sets the alarm, a minute ahead.
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
		await eventually(() => runDurableObjectAlarm(stationOf("ward-sock")));
		vi.useRealTimers();
		for (const { how, closed } of watching) expect(await closed, how).toBe(1008);
		expect(stayed).toBe(true);
	});

	it("is NOT opened for a clinician of another ward", async () => {
		await enrol({ ward: "ward-sock" });
		const { cookie } = await add("clinician", ["ward-mine"]);
		expect((await watch("ward-sock", cookie)).status).toBe(403);
	});
});
