import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { FleetLedger } from "../../durable-objects/fleet-ledger.ts";
import type { DeviceSummary } from "../../vitals/api.ts";
import { deriveFleetKey } from "../../workers/access/fleet-key.ts";
import { enrolBy, fleetKey, fleetOf, makeFleet, newDevice, post, revokeFleet } from "./fleet-support.ts";
import { call, enrol, eventually, monitorOf, payload } from "./support.ts";

const ledgerOf = (id: string) => env.FLEET_LEDGER.getByName(id);
const told = (id: string) =>
	eventually(async () => {
		const { revocation } = await fleetOf(id);
		return revocation.remaining === 0 ? revocation : null;
	});
const deviceOf = async (id: string) =>
	(await call("GET", `/api/v1/devices/${id}`, { role: "engineer" })).json<DeviceSummary>();

describe("a gateway", () => {
	it("enrols a device of its fleet in the fleet's ward and writes for it, single and in batches", async () => {
		const fleet = await makeFleet();
		const device = newDevice();
		const enrolled = await enrolBy(fleet, device, { bed: "Bed 9" });
		expect(enrolled.status).toBe(201);
		expect(await enrolled.json()).toEqual({
			device: { id: device, ward_id: fleet.ward, bed: "Bed 9", fleet: fleet.id },
			latest_timestamp: null,
		});
		expect((await enrolBy(fleet, device)).status).toBe(200);
		expect((await post(fleet.key, device)).status).toBe(202);
		const now = Date.now();
		const batch = await call("POST", "/api/v1/telemetry/batch", {
			key: fleet.key,
			body: [1, 2].map((i) => payload(device, { timestamp: now - i * 1000 })),
		});
		expect(batch.status).toBe(202);
		expect((await monitorOf(device).recent(10)).length).toBe(3);
		expect(await deviceOf(device)).toMatchObject({ fleet: fleet.id, bed: "Bed 9", simulated: false });
	});

	it("sends one device's readings in a batch; another's are refused by their index", async () => {
		const fleet = await makeFleet();
		const [a, b] = [newDevice(), newDevice()];
		for (const device of [a, b]) await enrolBy(fleet, device);
		const batch = await call("POST", "/api/v1/telemetry/batch", { key: fleet.key, body: [payload(a), payload(b)] });
		expect(await batch.json()).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 1, status: 403 }] });
		expect(await monitorOf(b).recent(10)).toEqual([]);
	});

	it("writes NOT for a device of another fleet, of no fleet, or that nobody enrolled", async () => {
		const [x, y] = [await makeFleet(), await makeFleet()];
		const device = newDevice();
		await enrolBy(y, device);
		const lone = await enrol();
		expect((await post(x.key, device)).status).toBe(403);
		expect((await post(x.key, lone.id)).status).toBe(403);
		expect((await post(x.key, newDevice())).status).toBe(404);
		expect(await monitorOf(device).recent(10)).toEqual([]);
	});

	it("takes over NO device that is registered elsewhere, and enrols in NO other fleet", async () => {
		const [x, y] = [await makeFleet(), await makeFleet()];
		const device = newDevice();
		await enrolBy(y, device);
		const lone = await enrol();
		for (const id of [device, lone.id]) expect((await enrolBy(x, id)).status).toBe(403);
		expect((await enrolBy({ id: y.id, key: x.key }, newDevice())).status).toBe(403);
		expect((await fleetOf(x.id)).devices).toBe(0);
	});

	it("enrols up to the fleet's limit, at once or one by one", async () => {
		const fleet = await makeFleet({ limit: 3 });
		const statuses = await Promise.all(
			Array.from({ length: 6 }, async () => (await enrolBy(fleet, newDevice())).status),
		);
		expect(statuses.toSorted()).toEqual([201, 201, 201, 409, 409, 409]);
		const refused = await enrolBy(fleet, newDevice());
		expect(await refused.json()).toMatchObject({ type: "urn:biostream:problem:fleet_full" });
		expect((await fleetOf(fleet.id)).devices).toBe(3);
	});

	it("moves nothing: what an engineer decided of a device stays", async () => {
		const fleet = await makeFleet();
		const device = newDevice();
		await enrolBy(fleet, device);
		await call("PUT", "/api/v1/wards/ward-g", { role: "engineer", body: { name: "G" } });
		await call("PUT", `/api/v1/devices/${device}`, { role: "engineer", body: { ward_id: "ward-g", bed: "Bed 1" } });
		expect((await enrolBy(fleet, device)).status).toBe(200);
		expect(await deviceOf(device)).toMatchObject({ ward_id: "ward-g", bed: "Bed 1", fleet: fleet.id });
	});

	it.each([{ bed: "" }, { bed: 7 }, { bed: "x".repeat(41) }])("is told which field is wrong: %o", async (body) => {
		const fleet = await makeFleet();
		const response = await enrolBy(fleet, newDevice(), body);
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field: "bed" }] });
	});

	it("is told that a device id is none", async () => {
		expect((await enrolBy(await makeFleet(), "x y")).status).toBe(422);
	});
});

describe("a fleet", () => {
	it.each([
		[{ name: "x", ward_id: "ward-f" }, "device_limit"],
		[{ name: "x", ward_id: "ward-f", device_limit: 0 }, "device_limit"],
		[{ name: "x", ward_id: "ward-f", device_limit: "9" }, "device_limit"],
		[{ name: "x", ward_id: "nowhere", device_limit: 9 }, "ward_id"],
		[{ ward_id: "ward-f", device_limit: 9 }, "name"],
	])("is refused by the field that is wrong: %o", async (body, field) => {
		const response = await call("PUT", "/api/v1/fleets/some-fleet", { role: "engineer", body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("is listed, and shows NO key", async () => {
		const fleet = await makeFleet({ ward: "ward-listed" });
		const listed = await call("GET", "/api/v1/fleets?ward=ward-listed", { role: "engineer" });
		const text = await listed.text();
		expect(JSON.parse(text)).toMatchObject({ data: [{ id: fleet.id, device_limit: 10 }] });
		expect(text + JSON.stringify(await fleetOf(fleet.id))).not.toContain("bsf1.");
	});

	it("that does not exist has no keys", async () => {
		expect((await call("POST", "/api/v1/fleets/none/keys", { role: "engineer" })).status).toBe(404);
		expect((await revokeFleet("none", 1)).status).toBe(404);
		expect((await call("GET", "/api/v1/fleets/none", { role: "engineer" })).status).toBe(404);
	});

	it("gives its place back when a device leaves it, and its key no longer writes for the device", async () => {
		const fleet = await makeFleet({ limit: 1 });
		const device = newDevice();
		await enrolBy(fleet, device);
		const left = await call("PUT", `/api/v1/devices/${device}`, {
			role: "engineer",
			body: { ward_id: fleet.ward, fleet: null },
		});
		expect(left.status).toBe(200);
		expect((await post(fleet.key, device)).status).toBe(403);
		expect((await fleetOf(fleet.id)).devices).toBe(0);
		expect((await enrolBy(fleet, newDevice())).status).toBe(201);
	});

	it("takes a device that an engineer puts in, and refuses one too many", async () => {
		const fleet = await makeFleet({ limit: 1 });
		const [a, b] = [await enrol(), await enrol()];
		const join = (id: string) =>
			call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: "ward-t", fleet: fleet.id } });
		expect((await join(a.id)).status).toBe(200);
		expect((await post(fleet.key, a.id)).status).toBe(202);
		expect((await post(a.key, a.id, { heart_rate: 60 })).status).toBe(202);
		expect((await join(b.id)).status).toBe(409);
		expect((await post(fleet.key, b.id)).status).toBe(403);
		const unknown = await call("PUT", `/api/v1/devices/${b.id}`, {
			role: "engineer",
			body: { ward_id: "ward-t", fleet: "no-such-fleet" },
		});
		expect(await unknown.json()).toMatchObject({ status: 422, errors: [{ field: "fleet" }] });
	});
});

describe("a fleet's ledger", () => {
	/** As version 1 writes it. */
	const load = (id: string, version: number) =>
		runInDurableObject(ledgerOf(id), (_, { storage }) => {
			storage.sql.exec("DELETE FROM fleet");
			storage.sql.exec(
				"INSERT INTO fleet (id, ledger_version, fleet_id, device_limit, generation, min_generation) VALUES (1, ?, ?, 2, 5, 4)",
				version,
				id,
			);
			storage.sql.exec("INSERT INTO devices (device_id, told, admitted_at) VALUES ('GW-1', 4, 1), ('GW-2', 3, 1)");
		});

	it("that version 1 wrote is read", async () => {
		const id = `ledger-${crypto.randomUUID().slice(0, 8)}`;
		await load(id, 1);
		await evictDurableObject(ledgerOf(id));
		expect(await ledgerOf(id).status()).toEqual({
			generation: 5,
			devices: 2,
			revocation: { generation: 4, total: 2, remaining: 1 },
		});
		expect(await ledgerOf(id).admit("GW-3", 5)).toEqual({ kind: "full", limit: 2 });
	});

	it("of another version is refused by name", async () => {
		const id = `ledger-${crypto.randomUUID().slice(0, 8)}`;
		await load(id, 9);
		await runInDurableObject(ledgerOf(id), (_, state) => {
			expect(() => new FleetLedger(state, env)).toThrow("fleet ledger: got v9, expected v1");
		});
	});
});

describe("a fleet's revocation", () => {
	it("reaches every device, shows what remains, and leaves newer keys valid", async () => {
		const fleet = await makeFleet();
		const devices = Array.from({ length: 5 }, newDevice);
		for (const device of devices) await enrolBy(fleet, device);
		const newer = await fleetKey(fleet.id);
		for (const key of [fleet.key, newer]) expect((await post(key, devices[0]!, { spo2: 90 })).status).toBe(202);

		const revoked = await revokeFleet(fleet.id, 2);
		expect(revoked.status).toBe(202);
		expect(await revoked.json()).toMatchObject({ revocation: { generation: 2, total: 5 } });
		expect(await told(fleet.id)).toEqual({ generation: 2, total: 5, remaining: 0 });
		for (const device of devices) {
			expect((await post(fleet.key, device)).status).toBe(401);
			expect((await post(newer, device)).status).toBe(202);
		}
	});

	it("is at once for the enrolment of devices", async () => {
		const fleet = await makeFleet();
		await revokeFleet(fleet.id, 2);
		expect((await enrolBy(fleet, newDevice())).status).toBe(401);
		// Genuine, but never issued by the ledger.
		expect((await enrolBy({ id: fleet.id, key: deriveFleetKey(env, fleet.id, 7) }, newDevice())).status).toBe(401);
	});

	it("goes on where it stood after the ledger was evicted, and tries again what failed", async () => {
		const fleet = await makeFleet();
		const devices = Array.from({ length: 3 }, newDevice);
		for (const device of devices) await enrolBy(fleet, device);
		const ledger = ledgerOf(fleet.id);
		await runInDurableObject(ledger, (instance) => {
			const object = instance as unknown as { env: object };
			const down = { getByName: () => ({ raiseFleetFloor: () => Promise.reject(new Error("down")) }) };
			object.env = Object.assign(Object.create(object.env), { DEVICE_MONITOR: down });
		});
		await revokeFleet(fleet.id, 2);
		await runDurableObjectAlarm(ledger);
		expect((await fleetOf(fleet.id)).revocation).toEqual({ generation: 2, total: 3, remaining: 3 });
		expect((await post(fleet.key, devices[0]!)).status).toBe(202);

		await evictDurableObject(ledger);
		expect(await told(fleet.id)).toEqual({ generation: 2, total: 3, remaining: 0 });
		expect((await post(fleet.key, devices[0]!)).status).toBe(401);
	});

	it("that comes while a device is on its way in reaches it when it arrives", async () => {
		const fleet = await makeFleet();
		const device = newDevice();
		const ledger = ledgerOf(fleet.id);
		expect(await ledger.admit(device, 1)).toEqual({ kind: "admitted", minGeneration: 1 });
		await ledger.revokeBelow(2);
		await runDurableObjectAlarm(ledger);
		expect((await fleetOf(fleet.id)).revocation.remaining).toBe(1);
		await monitorOf(device).enrol({
			deviceId: device,
			wardId: fleet.ward,
			bedId: null,
			bedLabel: null,
			simulated: false,
			fleet: { id: fleet.id, minGeneration: 1 },
		});
		await ledger.confirm(device, 1);
		expect((await fleetOf(fleet.id)).revocation.remaining).toBe(0);
		expect((await post(fleet.key, device)).status).toBe(401);
	});

	it("finds that a device has moved away and counts it no longer", async () => {
		const fleet = await makeFleet();
		const device = newDevice();
		await enrolBy(fleet, device);
		// The registry's request died before the ledger learned of it.
		await runInDurableObject(monitorOf(device), (instance) =>
			instance.enrol({
				deviceId: device,
				wardId: fleet.ward,
				bedId: null,
				bedLabel: null,
				simulated: false,
				fleet: null,
			}),
		);
		await revokeFleet(fleet.id, 2);
		expect(await told(fleet.id)).toEqual({ generation: 2, total: 0, remaining: 0 });
	});

	// A thousand databases are made on the way; no figure is asserted.
	it("reaches a fleet of 1,000 devices", { timeout: 300_000 }, async () => {
		const fleet = await makeFleet({ limit: 1_000 });
		const ledger = ledgerOf(fleet.id);
		const devices = Array.from({ length: 1_000 }, (_, i) => `THOUSAND-${i}`);
		await runInDurableObject(ledger, (instance) => devices.forEach((id) => instance.admit(id, 1)));
		for (let i = 0; i < devices.length; i += 50) {
			await Promise.all(
				devices.slice(i, i + 50).map((deviceId) => {
					const at = { wardId: fleet.ward, bedId: null, bedLabel: null, simulated: false };
					return monitorOf(deviceId).enrol({ deviceId, ...at, fleet: { id: fleet.id, minGeneration: 1 } });
				}),
			);
		}
		await runInDurableObject(ledger, async (instance) => {
			for (const id of devices) await instance.confirm(id, 1);
		});
		const began = Date.now();
		const { revocation } = (await (await revokeFleet(fleet.id, 2)).json()) as Awaited<ReturnType<typeof fleetOf>>;
		expect(revocation).toMatchObject({ generation: 2, total: 1_000 });
		let seen = revocation.remaining;
		while (seen > 0) {
			await scheduler.wait(20);
			const { remaining } = (await fleetOf(fleet.id)).revocation;
			expect(remaining).toBeLessThanOrEqual(seen);
			seen = remaining;
		}
		console.log(`1,000 devices were told in ${(Date.now() - began) / 1000} s`);
		for (const device of [devices[0]!, devices[499]!, devices[999]!]) {
			expect((await post(fleet.key, device)).status).toBe(401);
		}
	});
});
