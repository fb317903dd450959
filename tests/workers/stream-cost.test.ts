import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { lakeReadings, unhurried } from "./monitor-support.ts";
import { numbered, streaming } from "./stream-support.ts";
import { eventually, HOURLY, monitorOf } from "./support.ts";

describe("what a calm stream costs", () => {
	it("is at most 1.5 rows written for 60 readings, alarms and the way to the lake included", async () => {
		const { id, wire } = await streaming({ cadence_s: HOURLY });
		await unhurried(monitorOf(id));
		const rows = { sql: 0, alarms: 0 };
		await runInDurableObject(monitorOf(id), (instance, { storage }) => {
			// As in production: an hour at 1 Hz makes an object.
			const object = instance as unknown as { env: object };
			object.env = Object.assign(Object.create(object.env), { LAKE_SEAL_READINGS: 3600, LAKE_SEAL_SECONDS: 3600 });
			const prototype = Object.getPrototypeOf(storage.sql) as SqlStorage;
			const exec = prototype.exec;
			const counted: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
			storage.sql.exec = function (this: SqlStorage, ...args: Parameters<SqlStorage["exec"]>) {
				const cursor = exec.apply(storage.sql, args);
				counted.push(cursor);
				if (counted.length > 50) for (const done of counted.splice(0, 25)) rows.sql += done.rowsWritten;
				return cursor;
			} as SqlStorage["exec"];
			const setAlarm = storage.setAlarm.bind(storage);
			storage.setAlarm = (time, options) => {
				rows.alarms++;
				return setAlarm(time, options);
			};
			Object.assign(rows, { finish: () => counted.splice(0).forEach((done) => (rows.sql += done.rowsWritten)) });
		});
		const from = Date.now() - 3_600_000;
		for (let seq = 1; seq <= 3600; seq++) {
			wire.send(numbered(seq, seq, from));
			if (seq % 300 === 0) await wire.frame("ack", ({ through }) => through > seq - 60);
		}
		// What the last group lacks to be full.
		wire.send({ type: "flush", through: 3600 });
		await wire.frame("ack", ({ through }) => through === 3600);
		await eventually(
			async () =>
				(await monitorOf(id).status()).releasedSeq === 3600 || (await runDurableObjectAlarm(monitorOf(id)), null),
		);
		(rows as unknown as { finish(): void }).finish();
		expect(await lakeReadings(id)).toHaveLength(3600);
		const each = (rows.sql + rows.alarms) / 60;

		expect(rows.sql).toBeGreaterThanOrEqual(60);
		expect(each).toBeLessThanOrEqual(1.5);
	});
});
