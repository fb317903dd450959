import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../../registry/connect.ts";
import { findConversation, listConversations, saveConversation } from "../../../registry/conversations.ts";
import type { AuditEntry } from "../../../vitals/audit.ts";
import type { ChatAnswer, ConversationAnswer, ConversationEntry } from "../../../vitals/assistant.ts";
import { sealLabel } from "../../../workers/access/label.ts";
import { createApp } from "../../../workers/app.ts";
import { ROUTES } from "../../../workers/index.ts";
import { demoSessions } from "../../../workers/local/session.ts";
import fixture from "../../fixtures/assistant/conversation-v1.json";
import { call, cookieFor, enrol, eventually, ORIGIN } from "../support.ts";

type Person = Parameters<typeof call>[2];

async function ask(message: string, as: Person, more: Record<string, unknown> = {}): Promise<ChatAnswer> {
	const response = await call("POST", "/api/v1/chat", { ...as, body: { message, ...more } });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as ChatAnswer;
}

const list = async (as: Person) =>
	((await (await call("GET", "/api/v1/chat/conversations", as)).json()) as { data: ConversationEntry[] }).data;
const read = (id: string, as: Person) => call("GET", `/api/v1/chat/conversations/${id}`, as);
const forget = (id: string, as: Person) => call("DELETE", `/api/v1/chat/conversations/${id}`, as);

/** Asks about a device, and waits until the conversation is kept, which outlasts the answer. */
async function begun(device: string, as: Person): Promise<string> {
	const { conversation_id: id } = await ask(`How is ${device}?`, as);
	await eventually(async () => (await list(as)).some((entry) => entry.id === id));
	return id;
}

describe("conversations", () => {
	it("are listed and read again by the one who had them, newest first", async () => {
		const { id: device } = await enrol({ ward: "ward-talk" });
		const one = { role: "clinician", wards: ["ward-talk"] } as const;
		const first = await begun(device, one);
		const second = await begun(device, one);
		expect((await list(one)).map(({ id }) => id)).toEqual([second, first]);
		const { title, turns } = (await (await read(first, one)).json()) as ConversationAnswer;
		expect(title).toBe(`How is ${device}?`);
		expect(turns).toMatchObject([{ question: `How is ${device}?`, mode: "composed" }]);
		expect(turns[0]?.reply).toContain(device);
	});

	it("are kept though a clock says that twenty others are newer", async () => {
		const now = Date.now();
		const registry = connectRegistry(env.DB);
		const begun = (id: string, updatedAt: number) =>
			saveConversation(
				registry,
				{
					id,
					memberId: "M-AHEAD",
					startedAt: updatedAt,
					updatedAt,
					expiresAt: now + 3600_000,
					patients: [],
					wards: [],
					turns: "",
				},
				now,
			);
		for (let i = 0; i < 21; i++) await begun(`ahead-${i}`, now + 60_000 + i);
		await begun("behind", now);
		expect(await findConversation(registry, "M-AHEAD", "behind", now)).not.toBeNull();
		expect(await findConversation(registry, "M-AHEAD", "ahead-1", now)).toBeNull();
		expect(await listConversations(registry, "M-AHEAD", now)).toHaveLength(20);
	});

	it("are nobody else's: another person, an admin too, is told the same of them as of one that never was", async () => {
		const { id: device } = await enrol({ ward: "ward-talk-2" });
		const one = { role: "clinician", wards: ["ward-talk-2"] } as const;
		const id = await begun(device, one);
		const never = crypto.randomUUID();
		const detail = async (response: Response) => {
			expect(response.status).toBe(404);
			return ((await response.json()) as { detail: string }).detail;
		};
		for (const other of [{ role: "viewer", wards: ["ward-talk-2"] }, { role: "admin" }] as const) {
			expect(await list(other)).toEqual([]);
			expect(await detail(await read(id, other))).toBe(await detail(await read(never, other)));
			expect(await detail(await forget(id, other))).toBe(await detail(await forget(never, other)));
			// Nor does it help to go on with it: that begins a new one.
			const { conversation_id: theirs } = await ask("And in the last hour?", other, { conversation_id: id });
			expect(theirs).not.toBe(id);
			await eventually(async () => (await list(other)).length === 1);
			expect((await call("DELETE", "/api/v1/chat/conversations", other)).status).toBe(204);
			expect(await list(other)).toEqual([]);
		}
		expect((await read(id, one)).status).toBe(200);
	});

	it("are forgotten one by one, or all of one's own", async () => {
		const { id: device } = await enrol({ ward: "ward-talk-3" });
		const one = { role: "clinician", wards: ["ward-talk-3"] } as const;
		const [first, second, third] = [await begun(device, one), await begun(device, one), await begun(device, one)];
		expect((await forget(second, one)).status).toBe(204);
		expect((await forget(second, one)).status).toBe(404);
		expect((await list(one)).map(({ id }) => id)).toEqual([third, first]);
		expect((await call("DELETE", "/api/v1/chat/conversations", one)).status).toBe(204);
		expect(await list(one)).toEqual([]);
		expect((await read(first, one)).status).toBe(404);
	});

	it("about a ward are closed to someone who does not work there any more", async () => {
		const { id: device } = await enrol({ ward: "ward-talk-4" });
		const one = { role: "clinician", wards: ["ward-talk-4", "ward-talk-5"] } as const;
		const id = await begun(device, one);
		const cookie = await cookieFor(one.role, one.wards);
		await env.DB.prepare("UPDATE members SET wards = ? WHERE id = 'clinician-ward-talk-4-ward-talk-5'")
			.bind(JSON.stringify(["ward-talk-5"]))
			.run();
		expect(await list({ cookie })).toEqual([]);
		expect((await read(id, { cookie })).status).toBe(404);
	});
});

describe("a conversation that a release before kept", () => {
	const as = { role: "clinician", wards: ["ward-kept"] } as const;

	async function kept(stored: unknown): Promise<string> {
		const device = { role: "engineer", body: { ward_id: "ward-kept", bed: "Bed 1" } } as const;
		await call("PUT", "/api/v1/wards/ward-kept", { role: "engineer", body: { name: "Kept" } });
		await call("PUT", "/api/v1/devices/CONVERSATION-1", device);
		await cookieFor(as.role, as.wards);
		const [id, now] = [crypto.randomUUID(), Date.now()];
		const row = {
			id,
			memberId: "clinician-ward-kept",
			startedAt: now,
			updatedAt: now,
			expiresAt: now + 3600_000,
			patients: [],
			wards: ["ward-kept"],
			turns: await sealLabel(env, `conversation:${id}`, JSON.stringify(stored)),
		};
		await saveConversation(connectRegistry(env.DB), row, now);
		return id;
	}

	it("is read, and a question that names nobody goes on with whom it was about", async () => {
		const id = await kept(fixture);
		const answer = (await (await read(id, as)).json()) as ConversationAnswer;
		expect(answer).toMatchObject({ id, title: "How is bed 1?", turns: fixture.turns });
		const { conversation_id: same, reply } = await ask("And in the last hour?", as, { conversation_id: id });
		expect(same).toBe(id);
		expect(reply).toContain("CONVERSATION-1");
		await eventually(async () => ((await (await read(id, as)).json()) as ConversationAnswer).turns.length === 2);
	});

	it("is not there where a later program wrote it: it is not misread, and a question begins anew", async () => {
		const id = await kept({ ...fixture, version: 2 });
		expect((await read(id, as)).status).toBe(404);
		const { conversation_id: other, reply } = await ask("And in the last hour?", as, { conversation_id: id });
		expect(other).not.toBe(id);
		expect(reply).not.toContain("CONVERSATION-1 ");
	});

	it("is not read under another id: what is sealed for one is nobody's under the next", async () => {
		const id = await kept(fixture);
		const other = crypto.randomUUID();
		await env.DB.prepare("UPDATE conversations SET id = ? WHERE id = ?").bind(other, id).run();
		expect((await read(other, as)).status).toBe(404);
	});
});

describe("a question to the assistant in the audit log", () => {
	const entriesOf = async (ward: string) => {
		const response = await call("GET", `/api/v1/audit?action=assistant.ask&ward=${ward}`, { role: "admin" });
		return ((await response.json()) as { data: AuditEntry[] }).data;
	};

	it("is an entry for each bed that it was about, with whose bed it is and none of its words", async () => {
		const ward = "ward-asked";
		const beds = await Promise.all(
			["Bed 1", "Bed 2", "Bed 3"].map((bed) => enrol({ ward, bed, patient_id: `ASKED-${bed}` })),
		);
		const as = { role: "clinician", wards: [ward] } as const;
		await ask("Compare beds 1 and 2, QUAGGA", as);
		const entries = await eventually(async () => {
			const found = await entriesOf(ward);
			return found.length === 2 && found;
		});
		expect(entries.map(({ object }) => object).toSorted()).toEqual(
			[`device:${beds[0]?.id}`, `device:${beds[1]?.id}`].toSorted(),
		);
		for (const entry of entries)
			expect(entry).toMatchObject({
				actor: "clinician-ward-asked",
				ward,
				patient: expect.stringMatching(/^P-[0-9A-F]{12}$/),
				outcome: "done",
			});
		expect(new Set(entries.map(({ patient }) => patient)).size).toBe(2);
		expect(JSON.stringify(entries)).not.toMatch(/QUAGGA|Compare/);
	});

	it("holds the ward that was asked about, and nothing of a bed that the person may not see", async () => {
		const { id } = await enrol({ ward: "ward-asked-2", bed: "Bed 1", patient_id: "ASKED-2" });
		await ask("How is ward-asked-2?", { role: "clinician", wards: ["ward-asked-2"] });
		await ask(`How is ${id}?`, { role: "clinician", wards: ["ward-elsewhere"] });
		const objects = await eventually(async () => {
			const found = await entriesOf("ward-asked-2");
			return found.length > 0 && found.map(({ actor, object }) => `${actor} ${object}`);
		});
		expect(objects).toContain("clinician-ward-asked-2 ward:ward-asked-2");
		expect(objects.filter((one) => one.startsWith("clinician-ward-elsewhere"))).toEqual([]);
	});
});

describe("the assistant's limits", () => {
	it("stop a person who asks without end, and nobody else", async () => {
		const as = { role: "clinician", wards: ["ward-flood"] } as const;
		const cookie = await cookieFor(as.role, as.wards);
		let [asked, refused]: [number, Response | null] = [0, null];
		while (refused === null && asked < 100) {
			const response = await call("POST", "/api/v1/chat", { cookie, body: { message: "How is bed 999?" } });
			asked++;
			if (response.status === 429) refused = response;
			else expect(response.status).toBe(200);
		}
		// One more than the limit, or twice the limit where a period ended meanwhile.
		expect(asked).toBeGreaterThan(30);
		expect(asked).toBeLessThanOrEqual(61);
		expect(refused?.headers.get("retry-after")).toBe("60");
		expect(await refused?.json()).toMatchObject({ type: "urn:biostream:problem:too_many_requests" });
		await ask("How is bed 999?", { role: "viewer", wards: ["ward-flood"] });
	});

	it.each([
		["AI_TEMPERATURE", 3],
		["AI_MAX_TOKENS", 10],
		["AI_PATIENCE_MS", "8000"],
		["AI_TOTAL_MS", Number.NaN],
		["AI_DAILY_TOKENS", -1],
		["CHAT_MEMORY_HOURS", 0],
		["AI_MODEL", "a model\nof mine"],
		["SHIFT_STARTS", "19:00,07:00"],
		["SHIFT_STARTS", "7 in the morning"],
	])("%s set to %j are named, and nothing is served", async (name, value) => {
		const settings = { ...env, [name]: value } as unknown as typeof env;
		const response = await createApp(ROUTES, demoSessions).fetch(new Request(`${ORIGIN}/health`), settings);
		expect(response.status).toBe(503);
		expect(((await response.json()) as { detail: string }).detail).toContain(`the setting ${name} must be`);
	});
});
