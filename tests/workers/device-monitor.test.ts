import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import type { IngestItem } from "../../durable-objects/device/intake.ts";
import { decodeReadings } from "../../lake/read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listLakeObjects } from "../../registry/lake-catalogue.ts";
import type { Anomaly, Page } from "../../vitals/api.ts";
import { noVitals } from "../../vitals/reading.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

type Stub = DurableObjectStub<DeviceMonitor>;

const item = (timestamp: number, heartRate: number, spo2 = 97): IngestItem => ({
	reading: { timestamp, vitals: { ...noVitals(), heart_rate: heartRate, spo2 }, battery: 80 },
	patientTag: null,
	timed: true,
});

/** `n` readings, one a second, the last of them now; `shape` says each one's heart rate. */
const series = (n: number, shape: (i: number) => number = (i) => 70 + (i % 5), from = Date.now() - n * 1000) =>
	Array.from({ length: n }, (_, i) => item(from + i * 1000, shape(i)));

const ingest = async (stub: Stub, items: IngestItem[]) => {
	const result = await stub.ingest({ generation: 1, items });
	if (result.outcome !== "taken") throw new Error(result.outcome);
	return result;
};

const stored = async (stub: Stub) => (await stub.recent(5000)).toReversed();

async function lakeReadings(deviceId: string) {
	const objects = (await listLakeObjects(connectRegistry(env.DB), "", 1000)).filter(
		(object) => object.device_id === deviceId,
	);
	const files = await Promise.all(
		objects.map(async ({ key }) => decodeReadings(await (await env.LAKE.get(key))!.arrayBuffer())),
	);
	return files.flatMap((file) => file.readings);
}

const anomaliesOf = async (deviceId: string) =>
	((await (await call("GET", `/api/v1/anomalies?device=${deviceId}`, { role: "clinician" })).json()) as Page<Anomaly>)
		.data;

/** Makes the object's next calls to R2 meet `bucket` in place of the real one. */
const withBucket = (stub: Stub, bucket: Partial<R2Bucket>) =>
	runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		object.env = Object.assign(Object.create(object.env), { LAKE: bucket });
	});

describe("a device's object", () => {
	it("has every acknowledged reading after an eviction, in order and once", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const items = series(150);
		for (let i = 0; i < items.length; i += 7) {
			await ingest(stub, items.slice(i, i + 7));
			if (i % 21 === 0) await evictDurableObject(stub);
		}
		const readings = await stored(stub);
		expect(readings.map((reading) => reading.seq)).toEqual(items.map((_, i) => i + 1));
		expect(readings.map((reading) => reading.timestamp)).toEqual(items.map(({ reading }) => reading.timestamp));
	});

	it("gives the same verdicts however often it is evicted", async () => {
		const [one, two] = [await enrol(), await enrol()];
		// The forest's seed comes from the device id, so the undisturbed run is the same device, replayed.
		const items = series(
			400,
			(i) => (i > 300 && i < 360 ? 165 : 72 + Math.round(3 * Math.sin(i / 9))),
			Date.now() - 400_000,
		);
		const verdicts = async (evictions: boolean) => {
			const stub = monitorOf(evictions ? one.id : two.id);
			const results = [];
			for (let i = 0; i < items.length; i += 10) {
				results.push(...(await ingest(stub, items.slice(i, i + 10))).results);
				if (evictions && i % 50 === 0) await evictDurableObject(stub);
			}
			return results;
		};
		const disturbed = await verdicts(true);
		const reference = await runInDurableObject(monitorOf(two.id), async () => {
			const { Detector } = await import("../../detection/detector.ts");
			let seed = 0x811c9dc5;
			for (let i = 0; i < one.id.length; i++) seed = Math.imul(seed ^ one.id.charCodeAt(i), 0x01000193);
			const detector = new Detector({ seed: seed >>> 0 });
			return items.map(({ reading }) => detector.push(reading).risk);
		});
		expect(disturbed.map((result) => (result.kind === "stored" ? result.risk : result.kind))).toEqual(reference);
		expect(reference).toContain("HIGH");
	});

	it("recognises a reading sent again after an eviction, and after it went to the lake", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const items = series(90);
		await ingest(stub, items);
		await evictDurableObject(stub);
		expect((await ingest(stub, items)).results.every((result) => result.kind === "duplicate")).toBe(true);
		await stub.flush();
		await evictDurableObject(stub);
		const again = await ingest(stub, [...items, item(Date.now(), 71)]);
		expect(again.results.filter((result) => result.kind === "duplicate")).toHaveLength(90);
		expect(again.stored).toBe(1);
		await stub.flush();
		expect(await lakeReadings(id)).toHaveLength(91);
	});

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

	it("is not silenced by one wrong time: a reading far ahead does not make the next ones late", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const start = Date.now() - 60_000;
		await ingest(stub, series(40, undefined, start));
		await ingest(stub, [item(Date.now() + 55_000, 71)]);
		await ingest(
			stub,
			series(20, () => 22, start + 40_000),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ risk: "HIGH", leadingVital: "heart_rate" }]);
	});

	it("knows its newest reading through a long backlog and an eviction", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(5));
		const { reading } = await stub.watch(0);
		for (let i = 0; i < 3; i++) await ingest(stub, series(500, undefined, Date.now() - (i + 1) * 3600_000));
		await evictDurableObject(stub);
		expect((await stub.watch(0)).reading).toEqual(reading);
	});

	it("starts anew with a new patient: nothing of the one before is shown, learned from, or alerted on", async () => {
		const { id, ward } = await enrol({ patient_id: "PATIENT-OLD" });
		const stub = monitorOf(id);
		const from = Date.now();
		await ingest(
			stub,
			series(40, () => 170, from),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ patient: expect.stringMatching(/^P-/), risk: "HIGH" }]);
		const [{ patient: old } = { patient: null }] = (await stub.watch(0)).episodes;
		await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: ward, patient_id: "PATIENT-NEW" },
		});
		await ingest(
			stub,
			series(20, () => 200, from + 40_000),
		);
		const { episodes } = await stub.watch(0);
		expect(episodes).toMatchObject([{ status: "open", risk: "HIGH", version: 1 }]);
		expect(episodes[0]?.patient).not.toBe(old);
		const closed = await eventually(async () => (await anomaliesOf(id)).find((anomaly) => anomaly.status === "closed"));
		expect(closed.patient).toBe(old);
	});

	it("opens an episode for a heart rate of 180, shows it in D1, and closes it when calm returns", async () => {
		// A device that runs an hour ahead, so that all of this lies after the patient's assignment.
		const { id, key } = await enrol({ patient_id: "PATIENT-E", simulated: true });
		const stub = monitorOf(id);
		const start = Date.now() + 3600_000;
		await call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now: start + 600_000, rate: 1 } });
		await ingest(stub, series(300, undefined, start));
		await ingest(
			stub,
			series(40, () => 180, start + 300_000),
		);
		const opened = await eventually(async () =>
			(await anomaliesOf(id)).find((anomaly) => anomaly.channel === "physiological"),
		);
		expect(opened).toMatchObject({
			status: "open",
			risk_level: "HIGH",
			leading_vital: "heart_rate",
			patient: expect.stringMatching(/^P-/),
		});
		expect(opened.sentence).toContain("180");
		await ingest(stub, series(300, undefined, start + 340_000));
		const closed = await eventually(async () => (await anomaliesOf(id)).find((anomaly) => anomaly.status === "closed"));
		expect(closed.episode_id).toBe(opened.episode_id);
		expect(closed.version).toBeGreaterThan(opened.version);
	});

	it("delivers episodes to D1 once its writes work again, in spite of an eviction between", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await env.DB.exec("ALTER TABLE episodes RENAME TO episodes_away");
		const start = Date.now() - 600_000;
		try {
			await ingest(stub, [...series(300, undefined, start), ...series(60, () => 190, start + 300_000)]);
			await eventually(async () => (await stub.status()).outbox > 0);
			await evictDurableObject(stub);
			await runDurableObjectAlarm(stub);
			expect((await stub.status()).outbox).toBeGreaterThan(0);
			const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
			expect(alarm, "a failed delivery re-arms itself").not.toBeNull();
		} finally {
			await env.DB.exec("ALTER TABLE episodes_away RENAME TO episodes");
		}
		// The alarm is due in seconds; the test does not wait for it.
		await runInDurableObject(stub, (_, state) => state.storage.sql.exec("UPDATE timers SET due = 0").toArray());
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		expect((await stub.status()).outbox).toBe(0);
		expect(await anomaliesOf(id)).toMatchObject([{ device_id: id, status: "open" }]);
	});

	it("acknowledges NOTHING when its own commit fails, and takes the same readings afterwards", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(10, undefined, Date.now() - 60_000));
		const sql = (text: string) => runInDurableObject(stub, (_, state) => state.storage.sql.exec(text).toArray());
		await sql("ALTER TABLE reading_groups RENAME TO away");
		const items = series(20, undefined, Date.now() - 30_000);
		expect(
			await runInDurableObject(stub, (instance: DeviceMonitor) => {
				try {
					return instance.ingest({ generation: 1, items }).outcome;
				} catch {
					return "threw";
				}
			}),
		).not.toBe("taken");
		await sql("ALTER TABLE away RENAME TO reading_groups");
		await evictDurableObject(stub);
		expect((await ingest(stub, items)).stored).toBe(20);
		expect(await stored(stub)).toHaveLength(30);
	});

	it("takes late readings without scoring them or alarming", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await ingest(stub, series(10));
		const late = await ingest(
			stub,
			series(30, () => 200, Date.now() - 3600_000),
		);
		expect(late.results.every((result) => result.kind === "stored" && result.risk === "LOW")).toBe(true);
		expect((await stub.watch(0)).episodes).toEqual([]);
		expect((await stub.watch(0)).reading?.vitals.heart_rate).not.toBe(200);
	});

	it("refuses a key generation that was never issued", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		expect(await stub.ingest({ generation: 2, items: series(1) })).toEqual({ outcome: "revoked" });
		expect(await stub.issueGeneration()).toBe(2);
		expect(await stub.ingest({ generation: 2, items: series(1) })).toMatchObject({ outcome: "taken" });
	});

	it("judges readings of the patient before by the assignment at their own time", async () => {
		const { id, ward } = await enrol({ patient_id: "PATIENT-A" });
		const stub = monitorOf(id);
		const before = Date.now();
		await ingest(stub, [item(before, 70)]);
		await scheduler.wait(20);
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, patient_id: "PATIENT-B" } });
		await scheduler.wait(5);
		await ingest(stub, [item(Date.now(), 71)]);
		await ingest(stub, [item(before + 1, 72)]);
		const [first, second, late] = await stored(stub);
		expect(late?.patient).toBe(first?.patient);
		expect(second?.patient).not.toBe(first?.patient);
	});
});
