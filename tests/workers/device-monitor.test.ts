import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { anomaliesOf, ingest, item, lakeReadings, series, stored } from "./monitor-support.ts";
import { call, enrol, eventually, HOURLY, monitorOf } from "./support.ts";

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

	it("continues the record when trouble returns within ten minutes of its close, through an eviction", async () => {
		const { id } = await enrol({ cadence_s: HOURLY });
		const stub = monitorOf(id);
		const start = Date.now() - 3600_000;
		await ingest(stub, series(300, undefined, start));
		await ingest(
			stub,
			series(40, () => 180, start + 300_000),
		);
		await ingest(stub, series(300, undefined, start + 340_000));
		expect((await stub.watch(0)).episodes).toEqual([]);
		const [first] = await eventually(async () => {
			const found = await anomaliesOf(id);
			return found[0]?.status === "closed" && found;
		});
		await evictDurableObject(stub);
		await ingest(
			stub,
			series(40, () => 180, start + 640_000),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ id: first?.episode_id, status: "open", closedAt: null }]);
		const again = await eventually(async () => (await anomaliesOf(id)).find((anomaly) => anomaly.status === "open"));
		expect([again.episode_id, again.version > (first?.version ?? 0)]).toEqual([first?.episode_id, true]);
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
