import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { AUDIT_LOG_NAME } from "../../durable-objects/audit-log.ts";
import { insertEntries } from "../../durable-objects/audit/entries.ts";
import { verifyChain, type AuditEntry, type AuditEvent, type AuditHead } from "../../vitals/audit.ts";
import { networkOf } from "../../workers/access/audit.ts";
import { call, enrol } from "./support.ts";

const log = () => env.AUDIT_LOG.getByName(AUDIT_LOG_NAME);
const logNamed = (name: string) => env.AUDIT_LOG.getByName(name);

async function find(query: string): Promise<AuditEntry[]> {
	const response = await call("GET", `/api/v1/audit?${query}`, { role: "admin" });
	expect(response.status).toBe(200);
	return ((await response.json()) as { data: AuditEntry[] }).data;
}

const event = (more: Partial<AuditEvent> = {}): AuditEvent => ({
	at: new Date().toISOString(),
	actor: "nurse",
	role: "clinician",
	action: "readings.read",
	object: "device:DEV-1",
	ward: "ward-a",
	patient: "P-1",
	outcome: "done",
	grant: null,
	origin: null,
	correlation: null,
	...more,
});

const fill = async (name: string, n: number, more: (i: number) => Partial<AuditEvent> = () => ({})) => {
	for (let i = 0; i < n; i++) await logNamed(name).append(event({ actor: `actor-${i}`, ...more(i) }), false);
};
const whole = async (name: string) => (await logNamed(name).find({ after: 0, limit: 10_000 })).entries;

describe("the audit log", () => {
	it("keeps a look at a patient: who, what, where, whose, when, from which network", async () => {
		const { id, ward } = await enrol({ ward: "ward-audit", patient_id: "PATIENT-AUDIT" });
		const correlation = crypto.randomUUID();
		await call("GET", `/api/v1/devices/${id}/readings`, {
			role: "clinician",
			headers: { "x-correlation-id": correlation, "cf-connecting-ip": "198.51.100.77" },
		});
		const [entry] = await find("action=readings.read&ward=ward-audit");
		expect(entry).toMatchObject({
			actor: "clinician",
			role: "clinician",
			object: `device:${id}`,
			ward,
			patient: expect.stringMatching(/^P-[0-9A-F]{12}$/),
			outcome: "done",
			origin: "198.51.100.0/24",
			correlation,
		});
	});

	it("keeps an action before it is acknowledged, and a refusal with what was refused", async () => {
		const { id } = await enrol({ ward: "ward-audit-2", patient_id: "PATIENT-AUDIT-2" });
		const enrolled = await find("action=device.enrol&ward=ward-audit-2");
		expect(enrolled[0]).toMatchObject({
			object: `device:${id}`,
			patient: expect.stringMatching(/^P-/),
			outcome: "done",
		});
		expect((await find("action=device.issue_key&ward=ward-audit-2"))[0]).toMatchObject({ actor: "engineer" });
		const as = { role: "clinician", wards: ["ward-mine"] } as const;
		await call("GET", `/api/v1/devices/${id}/readings`, as);
		await call("GET", `/api/v1/devices/${id}/readings`, as);
		const refused = await find("outcome=refused&ward=ward-audit-2");
		expect(refused, "the same refusal twice within minutes is one entry").toHaveLength(1);
		expect(refused[0]).toMatchObject({ actor: "clinician-ward-mine", action: "readings.read", object: `device:${id}` });
	});

	it("marks what was seen through broken glass", async () => {
		const { id } = await enrol({ ward: "ward-audit-3" });
		const as = { role: "viewer", wards: ["ward-mine"] } as const;
		const body = { ward: "ward-audit-3", reason: "Named MARGARET in the reason" };
		const grant = (await (await call("POST", "/api/v1/break-glass", { ...as, body })).json()) as { id: string };
		await call("GET", `/api/v1/devices/${id}/readings`, as);
		expect((await find("action=readings.read&ward=ward-audit-3"))[0]?.grant).toBe(grant.id);
		expect((await find("action=glass.break&ward=ward-audit-3"))[0]?.grant).toBe(grant.id);
		await call("GET", "/api/v1/anomalies", as);
		expect((await find("action=episodes.list&actor=viewer-ward-mine"))[0]).toMatchObject({
			object: "wards:ward-mine,ward-audit-3",
			grant: grant.id,
		});
	});

	it("holds NO identifier, reason, name or client's own text", async () => {
		const { id } = await enrol({ ward: "ward-audit-4", patient_id: "MRN-SECRET-1", bed: "Bed of MARGARET" });
		await call("GET", `/api/v1/devices/${id}/readings`, {
			role: "clinician",
			headers: { "x-correlation-id": "MRN-SECRET-1" },
		});
		const text = await (await call("GET", "/api/v1/audit/export", { role: "admin" })).text();
		expect(text).toContain(id);
		for (const planted of ["MRN-SECRET", "MARGARET"]) expect(text).not.toContain(planted);
	});

	it("refuses to acknowledge an action that it cannot keep, and keeps nobody from a patient meanwhile", async () => {
		const { id } = await enrol({ ward: "ward-audit-5" });
		await runInDurableObject(log(), (_, state) => state.storage.sql.exec("ALTER TABLE entries RENAME TO entries_away"));
		try {
			const issued = await call("POST", `/api/v1/devices/${id}/keys`, { role: "engineer" });
			expect(issued.status).toBe(503);
			expect(issued.headers.get("retry-after")).toBe("5");
			expect(await issued.text()).not.toContain("bsd1.");
			expect((await call("GET", `/api/v1/devices/${id}/readings`, { role: "clinician" })).status).toBe(200);
		} finally {
			await runInDurableObject(log(), (_, state) =>
				state.storage.sql.exec("ALTER TABLE entries_away RENAME TO entries"),
			);
		}
		const [kept] = await find("action=device.issue_key&ward=ward-audit-5");
		expect(kept, "gathered while it could not be written").toMatchObject({ object: `device:${id}` });
	});

	it("is exported whole as one chain that verifies", async () => {
		const text = await (await call("GET", "/api/v1/audit/export", { role: "admin" })).text();
		const entries = text
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as AuditEntry);
		const report = await verifyChain(entries, []);
		expect(report.faults).toEqual([]);
		expect(report.entries).toBeGreaterThan(10);
	});

	it.each(["outcome=maybe", "since=yesterday", "limit=0", "cursor=x", "until=x"])("refuses ?%s", async (query) => {
		const response = await call("GET", `/api/v1/audit?${query}`, { role: "admin" });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field: query.split("=")[0] }] });
	});
});

describe("the chain", () => {
	it("has every entry once and in order, whoever wrote at the same time, through an eviction", async () => {
		await Promise.all(
			Array.from({ length: 50 }, (_, i) => logNamed("many").append(event({ actor: `a-${i}` }), i % 3 === 0)),
		);
		await logNamed("many").find({ limit: 1 });
		await evictDurableObject(logNamed("many"));
		await Promise.all(
			Array.from({ length: 250 }, (_, i) => logNamed("many").append(event({ actor: `b-${i}` }), false)),
		);
		const entries = await whole("many");
		expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
		expect(new Set(entries.map(({ actor }) => actor)).size).toBe(300);
		expect((await verifyChain(entries, [])).faults).toEqual([]);
	});

	it("costs one row written an entry", async () => {
		await fill("rows", 1);
		const [first] = await whole("rows");
		const written = await runInDurableObject(logNamed("rows"), (_, { storage }) => {
			let rows = 0;
			const counting = {
				exec: (query: string, ...values: SqlStorageValue[]) => {
					const cursor = storage.sql.exec(query, ...values);
					rows += cursor.rowsWritten;
					return cursor;
				},
			} as unknown as SqlStorage;
			insertEntries(
				counting,
				Array.from({ length: 10 }, (_unused, i) => ({ ...(first as AuditEntry), seq: 100 + i })),
			);
			return rows;
		});
		expect(written).toBe(10);
	});

	it.each([
		["changed", "UPDATE entries SET actor = 'somebody-else' WHERE seq = 4", 4],
		["changed by one letter of its patient", "UPDATE entries SET patient = 'P-2' WHERE seq = 7", 7],
		["moved in time", "UPDATE entries SET at = at + 1 WHERE seq = 2", 2],
		["removed", "DELETE FROM entries WHERE seq = 5", 6],
		["given another hash", "UPDATE entries SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 3", 3],
	])("with an entry that was %s does not verify, and says where", async (what, sql, seq) => {
		await fill(what, 9);
		expect((await verifyChain(await whole(what), [])).faults).toEqual([]);
		await runInDurableObject(logNamed(what), (_, state) => void state.storage.sql.exec(sql));
		expect((await verifyChain(await whole(what), [])).faults[0]?.seq).toBe(seq);
	});

	it("written anew from end to end, or cut short, is found by the head kept of the day before", async () => {
		const yesterday = Date.now() - 86_400_000;
		await fill("anew", 5, (i) => ({ at: new Date(yesterday + i).toISOString() }));
		const head = (await logNamed("anew").keepHead()) as AuditHead;
		expect(head).toMatchObject({ seq: 5, date: new Date(yesterday).toISOString().slice(0, 10) });
		expect((await verifyChain(await whole("anew"), [head])).faults).toEqual([]);
		await fill("forged", 5, (i) => ({ at: new Date(yesterday + i).toISOString(), patient: "P-FORGED" }));
		const forged = await verifyChain(await whole("forged"), [head]);
		expect(forged.faults).toEqual([{ seq: 5, what: expect.stringContaining(head.date) }]);
		const cut = await verifyChain((await whole("anew")).slice(0, 3), [head]);
		expect(cut.faults).toEqual([{ seq: 5, what: expect.stringContaining("cut short") }]);
	});

	it("keeps each day's head once: a later one of another hash does not take its place", async () => {
		const day = Date.UTC(2026, 1, 1);
		await fill("day-1", 3, (i) => ({ at: new Date(day + i).toISOString() }));
		await fill("day-2", 3, (i) => ({ at: new Date(day + i).toISOString(), patient: "P-FORGED" }));
		const kept = await logNamed("day-1").keepHead(day + 86_400_000);
		await logNamed("day-1").keepHead(day + 86_400_000);
		await logNamed("day-2").keepHead(day + 86_400_000);
		expect(await (await env.LAKE.get("audit/head/date=2026-02-01.json"))?.json()).toEqual(kept);
		const { data } = (await (await call("GET", "/api/v1/audit/heads", { role: "admin" })).json()) as {
			data: AuditHead[];
		};
		expect(data).toContainEqual(kept);
	});

	it("keeps its head by itself after midnight, and tries again when the bucket is down", async () => {
		const date = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 1).toISOString().slice(0, 10);
		const key = `audit/head/date=${date}.json`;
		await env.LAKE.delete(key);
		await fill("alarm", 2, () => ({ at: "2026-03-01T12:00:00.000Z" }));
		await whole("alarm");
		const makeDue = async () => {
			await runInDurableObject(
				logNamed("alarm"),
				(_, { storage }) => void storage.sql.exec("UPDATE timers SET due = 1"),
			);
			await evictDurableObject(logNamed("alarm"));
		};
		await makeDue();
		await runInDurableObject(logNamed("alarm"), (instance) => {
			const object = instance as unknown as { env: object };
			const down = { put: () => Promise.reject(new Error("R2 is down")) };
			object.env = Object.assign(Object.create(object.env), { LAKE: down });
		});
		expect(await runDurableObjectAlarm(logNamed("alarm"))).toBe(true);
		expect(await env.LAKE.head(key)).toBeNull();
		await makeDue();
		expect(await runDurableObjectAlarm(logNamed("alarm"))).toBe(true);
		expect(await (await env.LAKE.get(key))?.json()).toMatchObject({ date, seq: 2 });
	});

	it("is read by time, and pages without gap or repetition", async () => {
		const at = (i: number) => Date.UTC(2026, 0, 1) + i * 60_000;
		await fill("time", 100, (i) => ({ at: new Date(at(i)).toISOString(), ward: i % 2 === 0 ? "even" : "odd" }));
		const { entries } = await logNamed("time").find({ since: at(10), until: at(19), limit: 100 });
		expect(entries.map(({ seq }) => seq)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11]);
		const paged: number[] = [];
		let before: number | undefined;
		do {
			const page = await logNamed("time").find({ ward: "odd", before, limit: 7 });
			paged.push(...page.entries.map(({ seq }) => seq));
			before = page.next ?? undefined;
		} while (before !== undefined);
		expect(paged).toEqual(Array.from({ length: 50 }, (_, i) => 100 - 2 * i));
	});
});

describe("a network", () => {
	it.each([
		["203.0.113.77", "203.0.113.0/24"],
		["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48"],
		["2001:db8::1", "2001:db8:0::/48"],
		["::1", "0:0:0::/48"],
		["fe80::1:2:3:4", "fe80:0:0::/48"],
		["not an address", null],
		[null, null],
	])("of %s is %s", (address, network) => {
		expect(networkOf(address)).toBe(network);
	});
});
