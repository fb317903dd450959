import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { describe, expect, it } from "vitest";
import deviceNote from "../fixtures/device/erasure-v1.json";
import job from "../fixtures/device/patient-erasure-v1.json";
import { connectRegistry } from "../../registry/connect.ts";
import { beginErasure, findErasure } from "../../registry/erasures.ts";
import { enrol, eventually, monitorOf } from "./support.ts";

const PATIENT = "P-AAAAAAAAAAAA";
const ID = "9c1f0c5e-4f0a-4a43-9d3e-0d6a3f2b1c00";

/** Puts a note where the object keeps it, as a release before might have, and ends the object. */
async function stored(stub: Parameters<typeof evictDurableObject>[0], sql: string, ...values: string[]): Promise<void> {
	await runInDurableObject(stub as DurableObjectStub<undefined>, (_: unknown, state: DurableObjectState) => {
		state.storage.sql.exec(sql, ...values);
	});
	await evictDurableObject(stub);
}

describe("an erasure that a release before had begun", () => {
	it("goes on in the device from the step that was noted, with what was counted", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		await stored(stub, "INSERT INTO erasures (patient, body) VALUES (?, ?)", PATIENT, JSON.stringify(deviceNote));
		const { done, counts } = await stub.erase(PATIENT, []);
		expect(done).toBe(true);
		expect(counts).toMatchObject({ device_episodes: 2, device_assignments: 1, lake_readings: 0 });
	});

	it("goes on in its own object, and certifies what was counted then", async () => {
		const registry = connectRegistry(env.DB);
		const request = { id: ID, surrogate: PATIENT, requestedAt: 1772359200000, requestedBy: "admin" };
		await beginErasure(registry, request);
		const stub = env.PATIENT_ERASURE.getByName(ID);
		await stub.advance();
		await stored(stub, "INSERT INTO job (id, body) VALUES (1, ?)", JSON.stringify(job));
		await eventually(() => stub.advance());
		const row = await findErasure(registry, ID);
		expect(row?.certificate).toMatchObject({
			requested_at: "2026-03-01T10:00:00.000Z",
			removed: { devices: 1, lake_readings: 120, device_readings: 60, patients: 0 },
		});
	});

	it("is refused by name when its version is another", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const later = JSON.stringify({ ...deviceNote, version: 9 });
		await stored(stub, "INSERT INTO erasures (patient, body) VALUES (?, ?)", PATIENT, later);
		await runInDurableObject(stub, async (instance: DeviceMonitor) => {
			await expect(instance.erase(PATIENT, [])).rejects.toThrow("device erasure: got v9, expected v1");
		});
	});
});
