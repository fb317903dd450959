/** What a release before this one has written is read, migrated, and goes on as if nothing had happened. */
import { applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { verifyChain } from "../../vitals/audit.ts";
import auditLog from "../fixtures/objects/audit-log-v1.json";
import device from "../fixtures/device/device-object-v3.json";
import fleet from "../fixtures/objects/fleet-ledger-v1.json";
import registry from "../fixtures/registry/registry-0015.json";
import station from "../fixtures/objects/ward-station-v1.json";
import { DEVICE, event, FLEET, goOn, known, play, playFleet, playWard, WARD } from "./object-fixtures.ts";
import {
	dumpObject,
	dumpRegistry,
	emptyRegistry,
	fillRegistry,
	loadObject,
	shapeOf,
	type Rows,
	type Tables,
} from "./storage-fixture.ts";
import { call, monitorOf, stationOf } from "./support.ts";

const tablesOf = (fixture: { tables: unknown }) => fixture.tables as Tables;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a device's object that a release before wrote", () => {
	it("knows what it knew, judges each reading that follows as it would have, and brings what was not there yet to the lake", async () => {
		const stub = monitorOf(DEVICE);
		await loadObject(stub, tablesOf(device));
		expect(plain(await known(stub))).toEqual(device.known);
		// Who changes detection on purpose records `next` anew; nothing else changes it.
		expect(plain(await goOn(stub))).toEqual(device.next);
		// Released: in the lake, and compared with what was put there. The first 340 were, before the fixture was made.
		expect(await stub.flush()).toMatchObject({ pending: 0 });
		expect((await stub.status()).releasedSeq).toBe(device.next.after.lastSeq);
	});
});

describe("a ward's station that a release before wrote", () => {
	it("has its bed, and tells its devices of its escalation and template", async () => {
		const stub = env.WARD_STATION.getByName(`${WARD}-before`);
		await loadObject(stub, station as unknown as Tables);
		expect(await stub.ping()).toBe(1);
		const left = { kind: "leave", deviceId: "NOBODY" } as const;
		expect(await stub.hear(WARD, left)).toEqual({
			escalation: [{ afterS: 90, to: { kind: "role", role: "clinician" } }],
			template: "obstetrics",
		});
		await stub.alive(DEVICE, null, { outbox: { owed: 1, since: 1 }, lake: null });
		expect(await stub.troubled()).toHaveLength(1);
	});
});

describe("a fleet's ledger that a release before wrote", () => {
	it("has its devices, its limit, and what it had revoked", async () => {
		const stub = env.FLEET_LEDGER.getByName(`${FLEET}-before`);
		await loadObject(stub, tablesOf(fleet));
		expect(await stub.status()).toEqual(fleet.status);
		expect(await stub.admit("GW-3", 1)).toEqual({ kind: "revoked" });
		expect(await stub.admit("GW-3", 2)).toEqual({ kind: "admitted", minGeneration: 2 });
		expect(await stub.admit("GW-4", 2)).toEqual({ kind: "full", limit: 3 });
	});
});

describe("an audit log that a release before wrote", () => {
	it("goes on with its chain, which holds from the first entry to the newest", async () => {
		const stub = env.AUDIT_LOG.getByName("audit-before");
		await loadObject(stub, tablesOf(auditLog));
		expect(await stub.head()).toEqual(auditLog.head);
		await stub.append(event("after"), true);
		const { entries } = await stub.find({ after: 0, limit: 100 });
		expect(entries.map(({ actor }) => actor)).toEqual(["a", "b", "c", "after"]);
		expect(entries[3]?.previous).toBe(auditLog.head.hash);
		expect((await verifyChain(entries, [])).faults).toEqual([]);
	});
});

describe("what this release writes", () => {
	it("is what the fixtures hold: whoever changes a table leaves a fixture of the new one", async () => {
		const fresh = { fleet: env.FLEET_LEDGER.getByName(FLEET), audit: env.AUDIT_LOG.getByName("audit-fresh") };
		await playFleet();
		await playWard();
		await fresh.audit.append(event("a"), true);
		const monitor = monitorOf("FRESH-001");
		await play("FRESH-001");
		expect(shapeOf(await dumpObject(monitor))).toEqual(shapeOf(tablesOf(device)));
		expect(shapeOf(await dumpObject(stationOf(WARD)))).toEqual(shapeOf(station as unknown as Tables));
		expect(shapeOf(await dumpObject(fresh.fleet))).toEqual(shapeOf(tablesOf(fleet)));
		expect(shapeOf(await dumpObject(fresh.audit))).toEqual(shapeOf(tablesOf(auditLog)));
		// They tell of devices that do not exist; nobody waits for that.
		await runInDurableObject(fresh.fleet, (_, { storage }) => storage.deleteAlarm());
	});
});

describe("a registry of migration 0015", () => {
	const BEFORE = env.MIGRATIONS.filter(({ name }) => name <= "0015_notifications.sql");

	it("is migrated to today's with every row as it was, and serves what it held", async () => {
		const before = registry as unknown as Record<string, Rows>;
		await emptyRegistry(env.DB);
		await applyD1Migrations(env.DB, BEFORE);
		await fillRegistry(env.DB, before);
		await applyD1Migrations(env.DB, env.MIGRATIONS);
		const after = await dumpRegistry(env.DB);
		for (const [table, rows] of Object.entries(before)) {
			// As far as it had them then: what was added since has its own tests.
			const columns = Object.keys(rows[0] ?? {});
			const same = after[table]?.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
			expect([table, same?.length === 0 ? [] : same]).toEqual([table, rows]);
		}
		const asked = await call("GET", `/api/v1/anomalies?device=${DEVICE}`, { role: "clinician" });
		const { data } = (await asked.json()) as { data: { episode_id: string; status: string }[] };
		expect(data).toMatchObject([{ episode_id: device.known.episodes[0]?.id, status: "open" }]);
		const found = await call("GET", `/api/v1/devices/${DEVICE}`, { role: "engineer" });
		expect(await found.json()).toMatchObject({ id: DEVICE, ward_id: WARD, bed: "Bed 1" });
	});
});
