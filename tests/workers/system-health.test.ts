import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { pointOf } from "../../durable-objects/metrics.ts";
import type { SystemHealth } from "../../vitals/health.ts";
import { createApp } from "../../workers/app.ts";
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { ingest, series, withBucket, type Stub } from "./monitor-support.ts";
import { call, cookieFor, enrol, eventually, monitorOf, ORIGIN, payload, stationOf } from "./support.ts";

const ward = () => `ward-${crypto.randomUUID().slice(0, 8)}`;

async function healthOf(id: string): Promise<SystemHealth> {
	const response = await call("GET", "/api/v1/health", { role: "engineer", wards: [id] });
	expect(response.status).toBe(200);
	return response.json();
}

/** What the object counts from now on. */
async function counted(stub: Stub): Promise<AnalyticsEngineDataPoint[]> {
	const points: AnalyticsEngineDataPoint[] = [];
	await runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		const METRICS = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
		object.env = Object.assign(Object.create(object.env), { METRICS });
	});
	return points;
}

/** Lines of the log that `work` writes. */
async function logged(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
	const lines: Record<string, unknown>[] = [];
	const spies = (["info", "warn", "error"] as const).map((level) =>
		vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(JSON.parse(line))),
	);
	try {
		await work();
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
	return lines;
}

describe("GET /api/v1/health", () => {
	it("tells engineers of each part, and of their wards alone", async () => {
		const here = ward();
		await enrol({ ward: here });
		await enrol({ ward: ward() });
		const health = await healthOf(here);
		expect(health).toMatchObject({ status: "ok", alerts: [] });
		expect(Object.keys(health.parts)).toEqual(["database", "search", "lake", "devices", "wards", "audit"]);
		expect(health.wards).toEqual([{ id: here, devices: 1, silent: 0, troubled: [] }]);
	});

	it("says why a part does not answer, which /health tells nobody", async () => {
		const app = createApp(ROUTES, demoSessions);
		const LAKE = { head: () => Promise.reject(new Error("the bucket is gone")) };
		const broken = { ...env, LAKE } as unknown as typeof env;
		const ask = async (path: string) =>
			app.fetch(new Request(ORIGIN + path, { headers: { cookie: await cookieFor("engineer") } }), broken);
		const open = await ask("/health");
		expect(open.status).toBe(503);
		expect(await open.text()).not.toContain("bucket");
		const health = (await (await ask("/api/v1/health")).json()) as SystemHealth;
		expect(health.parts["lake"]).toMatchObject({ status: "failed", reason: "Error: the bucket is gone" });
		expect(health.alerts).toContain("lake does not answer: Error: the bucket is gone");
	});

	it("names a device that cannot write to the lake, until it can", async () => {
		const here = ward();
		const { id } = await enrol({ ward: here });
		const stub = monitorOf(id);
		const points = await counted(stub);
		await ingest(stub, series(5));
		await withBucket(stub, { put: () => Promise.reject(new Error("R2 is down")) });
		await runInDurableObject(stub, async (instance) => {
			await expect(instance.flush()).rejects.toThrow("R2 is down");
			await expect(instance.flush()).rejects.toThrow("R2 is down");
		});
		await stub.watch(Date.now() + 60_000);
		await ingest(stub, series(1));
		const health = await eventually(async () => {
			const now = await healthOf(here);
			return now.alerts.length > 0 && now;
		});
		expect(health.alerts).toEqual([`1 device of ward ${here} cannot write to the lake`]);
		expect(health.wards[0]?.troubled).toMatchObject([{ device_id: id, outbox: null, lake: { failures: 2 } }]);

		await withBucket(stub, env.LAKE);
		expect(await stub.flush()).toMatchObject({ written: 2, pending: 0 });
		await ingest(
			stub,
			series(1, () => 70, Date.now()),
		);
		await eventually(async () => (await healthOf(here)).alerts.length === 0);
		expect(points.map(({ blobs, doubles }) => [blobs?.[0], doubles?.[0]])).toEqual([
			["unsealed", 1],
			["unsealed", 2],
			["sealed", 5],
			["sealed", 1],
		]);
	});

	it("names a device that cannot deliver what others must learn, with how much and since when", async () => {
		const here = ward();
		const { id } = await enrol({ ward: here });
		const stub = monitorOf(id);
		const points = await counted(stub);
		await runInDurableObject(stub, (instance) => {
			const object = instance as unknown as { env: object };
			const DB = { prepare: () => ({ bind: () => ({ run: () => Promise.reject(new Error("D1 is down")) }) }) };
			object.env = Object.assign(Object.create(object.env), { DB });
		});
		await stub.watch(Date.now() + 60_000);
		const before = Date.now();
		const lines = await logged(async () => {
			await ingest(stub, series(5));
			await stub.flush();
		});
		expect(lines).toContainEqual(
			expect.objectContaining({ level: "warn", event: "outbox.failed", queue: "catalogue", device: id, owed: 1 }),
		);
		await ingest(
			stub,
			series(1, () => 70, Date.now()),
		);
		const { wards } = await eventually(async () => {
			const now = await healthOf(here);
			return now.alerts.includes(`1 device of ward ${here} cannot deliver what others must learn`) && now;
		});
		const outbox = wards[0]?.troubled?.[0]?.outbox;
		expect(outbox?.owed).toBe(1);
		expect(outbox?.since).toBeGreaterThanOrEqual(before);
		expect(points).toContainEqual(expect.objectContaining({ indexes: ["owed"], blobs: ["owed", "catalogue"] }));
	});

	it("says that a ward has no data once all of its devices are silent", async () => {
		const here = ward();
		const [one, other] = [await enrol({ ward: here }), await enrol({ ward: here })];
		const silence = (device: string) =>
			env.DB.prepare(
				`INSERT INTO episodes (id, version, device_id, ward_id, channel, rule, status, risk, peak_score, opened_at,
				updated_at, vitals_at_onset, contributions, sentence) VALUES (?, 1, ?, ?, 'technical', 'silence', 'open', 'MEDIUM', 0, 1, 1, '{}', '[]', '')`,
			)
				.bind(crypto.randomUUID(), device, here)
				.run();
		await silence(one.id);
		expect((await healthOf(here)).alerts).toEqual([]);
		await silence(other.id);
		expect((await healthOf(here)).alerts).toEqual([`ward ${here} has no data: all of its 2 devices are silent`]);
	});

	it("leaves out a device that went to another ward", async () => {
		const here = ward();
		const { id } = await enrol({ ward: here });
		await stationOf(here).alive(id, null, { outbox: { owed: 3, since: 1 }, lake: null });
		expect((await healthOf(here)).alerts).toHaveLength(1);
		const { ward: there } = await enrol({ ward: ward() });
		const moved = await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: there } });
		expect(moved.status).toBe(200);
		await eventually(async () => (await healthOf(here)).alerts.length === 0);
	});
});

describe("what is counted", () => {
	it("is a person's request and each that fails, by route and never by its address; not a device's that is taken", async () => {
		const points: AnalyticsEngineDataPoint[] = [];
		const METRICS = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
		const app = createApp(ROUTES, demoSessions);
		const { id, key } = await enrol();
		const send = async (path: string, init: RequestInit = {}) =>
			(await app.fetch(new Request(ORIGIN + path, init), { ...env, METRICS })).status;
		const headers = { authorization: `Bearer ${key}` };
		const post = (body: unknown) => send("/api/v1/telemetry", { method: "POST", headers, body: JSON.stringify(body) });
		expect(await post(payload(id))).toBe(202);
		expect(points).toEqual([]);
		expect(await post({ device_id: id, heart_rate: "fast" })).toBe(422);
		expect(await send(`/api/v1/devices/${id}`, { headers: { cookie: await cookieFor("viewer") } })).toBe(200);
		expect(points.map(({ blobs, doubles }) => [...(blobs ?? []), doubles?.[0]])).toEqual([
			["request", "/api/v1/telemetry", "POST", 422],
			["request", "/api/v1/devices/:id", "GET", 200],
		]);
	});

	it("is an episode that opens, by ward, rule and risk", async () => {
		const here = ward();
		const { id } = await enrol({ ward: here });
		const stub = monitorOf(id);
		const points = await counted(stub);
		await ingest(
			stub,
			series(40, () => 190),
		);
		expect(points).toContainEqual(
			pointOf({ kind: "episode", ward: here, channel: "physiological", rule: "safety-net", risk: "HIGH" }),
		);
	});
});

describe("the log", () => {
	it("leads from a person's request to what the device's object did with it", async () => {
		const { id } = await enrol();
		const correlation = crypto.randomUUID();
		const lines = await logged(async () => {
			const response = await call("DELETE", `/api/v1/devices/${id}/tuning`, {
				role: "clinician",
				headers: { "x-correlation-id": correlation },
			});
			expect(response.headers.get("x-correlation-id")).toBe(correlation);
		});
		expect(lines).toContainEqual(
			expect.objectContaining({ event: "action", action: "untune", device: id, correlation_id: correlation }),
		);
		expect(lines).toContainEqual(expect.objectContaining({ event: "request", correlation_id: correlation }));
	});

	it("names no request that calls itself by anything but a UUID", async () => {
		const { id } = await enrol();
		const lines = await logged(() =>
			call("DELETE", `/api/v1/devices/${id}/tuning`, {
				role: "clinician",
				headers: { "x-correlation-id": "Jane-Doe" },
			}),
		);
		expect(lines).toContainEqual(expect.objectContaining({ event: "action", correlation_id: null }));
		expect(JSON.stringify(lines)).not.toContain("Jane");
	});
});
