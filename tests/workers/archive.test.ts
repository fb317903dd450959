import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { catalogueOf, deviceAt, fill, HOUR_MS, midnight } from "./lake-support.ts";
import { ingest, item, lakeReadings, series, stored, withBucket } from "./monitor-support.ts";
import { enrol, eventually, monitorOf } from "./support.ts";

// Days of readings take seconds on a busy machine; no test asserts a time.
vi.setConfig({ testTimeout: 60_000 });

describe("the way to the lake", () => {
	it("moves readings to the lake exactly once, over many seals, and counts them in the catalogue", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const items = series(700);
		for (let i = 0; i < items.length; i += 70) {
			await ingest(stub, items.slice(i, i + 70));
			if (i % 140 === 0) await stub.flush();
			if (i % 210 === 0) await evictDurableObject(stub);
		}
		expect(await stub.flush()).toEqual({ written: 1, pending: 0 });
		const readings = await lakeReadings(id);
		expect(readings.map((reading) => reading.seq).toSorted((a, b) => a - b)).toEqual(items.map((_, i) => i + 1));
		expect(readings.map((reading) => reading.timestamp)).toEqual(items.map(({ reading }) => reading.timestamp));
	});

	it("reuses its rows: what lies in SQLite stays bounded while the lake keeps up", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const start = Date.now() - 6000_000;
		for (let k = 0; k < 50; k++) {
			await ingest(stub, series(120, undefined, start + k * 120_000));
			await stub.flush();
		}
		const rows = await runInDurableObject(
			stub,
			(_, state) => state.storage.sql.exec("SELECT count(*) AS n FROM reading_groups").one()["n"],
		);
		expect(rows).toBeLessThanOrEqual(30);
		expect((await stored(stub)).length).toBeGreaterThanOrEqual(1200);
	});

	it("seals by count: the alarm takes a full range to the lake without being asked", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(env.LAKE_SEAL_READINGS));
		await eventually(
			async () =>
				(await stub.status()).releasedSeq === env.LAKE_SEAL_READINGS || (await runDurableObjectAlarm(stub), null),
		);
		expect(await lakeReadings(id)).toHaveLength(env.LAKE_SEAL_READINGS);
	});

	it("keeps readings while R2 fails, goes on taking new ones, and delivers all of them once it is back", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(100));
		await withBucket(stub, { put: () => Promise.reject(new Error("R2 is down")) });
		await expect(runInDurableObject(stub, (instance: DeviceMonitor) => instance.flush())).rejects.toThrow("R2 is down");
		await runDurableObjectAlarm(stub);
		const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
		expect(alarm, "a failed upload re-arms itself").not.toBeNull();
		expect((await ingest(stub, series(30, undefined, Date.now()))).stored).toBe(30);
		await evictDurableObject(stub);
		expect((await stub.flush()).pending).toBe(0);
		expect((await lakeReadings(id)).map((reading) => reading.seq).toSorted((a, b) => a - b)).toEqual(
			Array.from({ length: 130 }, (_, i) => i + 1),
		);
	});

	it("counts an upload whose answer was lost as done, and doubles nothing", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(80));
		await withBucket(stub, {
			put: (async (key: string, value: ArrayBuffer, options: R2PutOptions) => {
				await env.LAKE.put(key, value, options);
				throw new Error("connection reset after the object was stored");
			}) as unknown as R2Bucket["put"],
		});
		await expect(runInDurableObject(stub, (instance: DeviceMonitor) => instance.flush())).rejects.toThrow(
			"connection reset",
		);
		await evictDurableObject(stub);
		await ingest(stub, series(20, undefined, Date.now()));
		expect((await stub.flush()).pending).toBe(0);
		expect((await lakeReadings(id)).map((reading) => reading.seq).toSorted((a, b) => a - b)).toEqual(
			Array.from({ length: 100 }, (_, i) => i + 1),
		);
	});

	it("releases NOTHING when another content lies under its key", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(10));
		await withBucket(stub, { put: () => Promise.reject(new Error("later")) });
		await expect(runInDurableObject(stub, (instance: DeviceMonitor) => instance.flush())).rejects.toThrow("later");
		const key = await runInDurableObject(
			stub,
			(_, state) => state.storage.sql.exec("SELECT object_key AS k FROM sealed_ranges").one()["k"],
		);
		await env.LAKE.put(String(key), "not ours");
		await evictDurableObject(stub);
		await expect(runInDurableObject(stub, (instance: DeviceMonitor) => instance.flush())).rejects.toThrow("MD5");
		expect((await stub.status()).releasedSeq).toBe(0);
		expect(await (await env.LAKE.get(String(key)))?.text()).toBe("not ours");
	});

	it("has lost and doubled nothing when the release of a range fails on the way", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const items = series(1500);
		await ingest(stub, items);
		const sql = (text: string) => runInDurableObject(stub, (_, state) => state.storage.sql.exec(text).toArray());
		await sql("CREATE TRIGGER broken BEFORE UPDATE OF released_seq ON device BEGIN SELECT RAISE(ABORT, 'disk'); END");
		await expect(runInDurableObject(stub, (instance: DeviceMonitor) => instance.flush())).rejects.toThrow("disk");
		await ingest(stub, series(900, undefined, Date.now() - 3600_000 * 2));
		await sql("DROP TRIGGER broken");
		expect((await ingest(stub, items)).stored).toBe(0);
		expect((await stub.flush()).pending).toBe(0);
		const seqs = (await lakeReadings(id)).map((reading) => reading.seq).toSorted((a, b) => a - b);
		expect(seqs).toEqual(Array.from({ length: 2400 }, (_, k) => k + 1));
	});

	it("asks R2 no more often because more readings come while it is down", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		let puts = 0;
		await withBucket(stub, { put: () => Promise.reject(new Error(`R2 is down ${++puts}`)) });
		await ingest(stub, series(env.LAKE_SEAL_READINGS));
		await eventually(async () => (await runDurableObjectAlarm(stub), puts > 0));
		const before = puts;
		for (let i = 0; i < 10; i++) await ingest(stub, [item(Date.now() + i, 70)]);
		await scheduler.wait(200);
		expect(puts).toBe(before);
	});

	it("knows what was released 23 hours ago, and refuses by a stable code what it cannot know any more", async () => {
		const start = midnight(4);
		const { id, stub, at } = await deviceAt(start);
		const times = await fill(stub, at, start, start + 100_000, 1000, 25);
		const again = times.map((time) => item(time, 99));
		// Another reading moves the device's time on: what was measured decides, not what a clock claims.
		for (const later of [60_000, 2 * HOUR_MS, 23 * HOUR_MS]) {
			await at(start + 100_000 + later);
			await ingest(stub, [item(start + 100_000 + later, 70)]);
			await stub.flush();
			await evictDurableObject(stub);
			expect((await ingest(stub, again)).results.map((result) => result.kind)).toEqual(times.map(() => "duplicate"));
		}
		await at(start + 25 * HOUR_MS);
		await ingest(stub, [item(start + 25 * HOUR_MS, 70)]);
		for (const result of (await ingest(stub, again)).results) {
			expect(result).toMatchObject({ kind: "refused", error: { field: "timestamp", code: "too_old" } });
		}
		await stub.flush();
		expect(await lakeReadings(id)).toHaveLength(times.length + 4);
	});

	it("puts late readings into a later range and leaves sealed ones as they are", async () => {
		const start = midnight(4);
		const { id, stub, at } = await deviceAt(start);
		await fill(stub, at, start, start + 60_000, 1000, 30);
		const before = (await catalogueOf(id)).current;
		await ingest(stub, [item(start + 500, 61), item(start + 1500, 62)]);
		await stub.flush();
		const after = (await catalogueOf(id)).current;
		expect(after).toEqual(expect.arrayContaining(before));
		expect(after).toHaveLength(before.length + 1);
		const late = (await lakeReadings(id)).filter((reading) => reading.seq > 60);
		expect(late.map((reading) => reading.timestamp)).toEqual([start + 500, start + 1500]);
	});
});
