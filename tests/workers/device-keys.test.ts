import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { ClaimsCreated, KeyIssued } from "../../vitals/fleets.ts";
import { deriveDeviceKey, readDeviceKey } from "../../workers/access/device-key.ts";
import { deriveFleetKey, readFleetKey } from "../../workers/access/fleet-key.ts";
import { configurationFaults } from "../../workers/env.ts";
import { ROUTES } from "../../workers/index.ts";
import { enrolBy, makeFleet, newDevice, post } from "./fleet-support.ts";
import { call, enrol, monitorOf } from "./support.ts";

const SECRET = "another-root-key-000000000000000000000000000000000";

const issue = (id: string) => call("POST", `/api/v1/devices/${id}/keys`, { role: "engineer" });
const revoke = (id: string, below: number | string) =>
	call("DELETE", `/api/v1/devices/${id}/keys?below=${below}`, { role: "engineer" });

describe("a key", () => {
	const device = deriveDeviceKey(env, "bed.7:a_1-x", 3);
	const fleet = deriveFleetKey(env, "gate.way-1", 3);

	it("proves its holder and generation, whatever dots the id has", () => {
		expect(readDeviceKey(env, device)).toEqual({ kind: "device", deviceId: "bed.7:a_1-x", generation: 3 });
		expect(readFleetKey(env, fleet)).toEqual({ kind: "fleet", fleetId: "gate.way-1", generation: 3 });
	});

	it("with any one character replaced proves nothing", () => {
		for (const key of [device, fleet]) {
			for (let i = 0; i < key.length; i++) {
				for (const other of ["A", "b", "7", ".", "-"]) {
					if (key[i] === other) continue;
					const forged = key.slice(0, i) + other + key.slice(i + 1);
					expect(readDeviceKey(env, forged) ?? readFleetKey(env, forged), forged).toBeNull();
				}
			}
		}
	});

	it.each([
		["cut short", device.slice(0, -1)],
		["padded", `${device}=`],
		["with more behind", `${device}.x`],
		["twice", `${device}${device}`],
		["of generation 0", device.replace(".3.", ".0.")],
		["of generation 03", device.replace(".3.", ".03.")],
		["of generation 3e0", device.replace(".3.", ".3e0.")],
		["empty", ""],
		["of a device, said to be a fleet's", device.replace("bsd1", "bsf1")],
		["of a fleet, said to be a device's", fleet.replace("bsf1", "bsd1")],
	])("%s proves nothing", (_, key) => {
		expect(readDeviceKey(env, key) ?? readFleetKey(env, key)).toBeNull();
	});

	it("of a fleet is no key of a device of the same name", () => {
		const same = deriveFleetKey(env, "GW-1", 1);
		expect(same.split(".").at(-1)).not.toBe(deriveDeviceKey(env, "GW-1", 1).split(".").at(-1));
		expect(readDeviceKey(env, same)).toBeNull();
	});
});

describe("the root key", () => {
	const key = deriveDeviceKey(env, "D-1", 1);
	const replaced = { ...env, DEVICE_ROOT_KEY: SECRET, DEVICE_ROOT_KEY_ID: "b" };
	const overlapping = { ...replaced, DEVICE_ROOT_KEYS_PREVIOUS: `${env.DEVICE_ROOT_KEY_ID}:${env.DEVICE_ROOT_KEY}` };

	it("when replaced still proves the keys made with it, and new ones are made with the new", () => {
		expect(readDeviceKey(overlapping, key)).toMatchObject({ deviceId: "D-1" });
		const newer = deriveDeviceKey(overlapping, "D-1", 2);
		expect(newer.split(".")[1]).toBe("b");
		expect(readDeviceKey(overlapping, newer)).toMatchObject({ generation: 2 });
	});

	it("when taken out proves nothing any more", () => {
		expect(readDeviceKey(replaced, key)).toBeNull();
	});

	it("does NOT prove a forged key of a device whose genuine one was just seen", () => {
		const genuine = deriveDeviceKey(env, "D-SEEN", 1);
		expect(readDeviceKey(env, genuine)).toMatchObject({ deviceId: "D-SEEN" });
		const mac = genuine.slice(-43);
		const forged = genuine.slice(0, -43) + (mac.startsWith("A") ? "B" : "A") + mac.slice(1);
		for (let i = 0; i < 2; i++) expect(readDeviceKey(env, forged)).toBeNull();
		expect(readDeviceKey(env, genuine.replace(".1.", ".2.")), "another generation").toBeNull();
		expect(readDeviceKey(env, genuine)).toMatchObject({ deviceId: "D-SEEN" });
	});

	it("of another name or another secret proves nothing", () => {
		expect(readDeviceKey({ ...env, DEVICE_ROOT_KEY: SECRET }, key)).toBeNull();
		expect(readDeviceKey(overlapping, key.replace("bsd1.a.", "bsd1.b."))).toBeNull();
		expect(readDeviceKey(overlapping, key.replace("bsd1.a.", "bsd1.c."))).toBeNull();
	});

	it.each([
		["without a name", `:${SECRET}`],
		["without a secret", "a2:"],
		["too short", "a2:short"],
		["of the present name", `${env.DEVICE_ROOT_KEY_ID}:${SECRET}`],
		["named twice", `c:${SECRET},c:${SECRET}`],
		["not a pair", SECRET],
	])("before it, %s, is a fault of the configuration that does not repeat the secret", (_, previous) => {
		const faults = configurationFaults({ ...env, DEVICE_ROOT_KEYS_PREVIOUS: previous });
		expect(faults.join()).toContain("DEVICE_ROOT_KEYS_PREVIOUS");
		expect(faults.join()).not.toContain(SECRET);
	});

	it("may have several before it", () => {
		const previous = `c:${SECRET}, d:${SECRET}`;
		expect(configurationFaults({ ...env, DEVICE_ROOT_KEYS_PREVIOUS: previous })).toEqual([]);
	});
});

describe("a device's keys", () => {
	it("overlap: the old one goes on until it is revoked, then it is refused at once", async () => {
		const { id, key: old } = await enrol();
		const issued = await issue(id);
		expect(issued.headers.get("cache-control")).toBe("no-store");
		const { key, generation, message } = (await issued.json()) as KeyIssued;
		expect(generation).toBe(2);
		expect(message).toContain("cannot be shown again");
		expect((await post(old, id)).status).toBe(202);
		expect((await post(key, id, { heart_rate: 73 })).status).toBe(202);

		const revoked = await revoke(id, 2);
		expect(await revoked.json()).toEqual({ lowest_valid: 2, generation: 2 });
		expect((await post(old, id)).status).toBe(401);
		expect((await post(key, id)).status).toBe(202);
	});

	it("stay revoked after the object was evicted, and whatever is asked later", async () => {
		const { id, key: old } = await enrol();
		await issue(id);
		await revoke(id, 2);
		await evictDurableObject(monitorOf(id));
		expect((await post(old, id)).status).toBe(401);
		expect(await (await revoke(id, 1)).json()).toEqual({ lowest_valid: 2, generation: 2 });
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: "ward-t" } })).status).toBe(
			200,
		);
		expect((await post(old, id)).status).toBe(401);
	});

	it("may all be revoked; a new one then works", async () => {
		const { id, key: old } = await enrol();
		await revoke(id, 2);
		expect((await post(old, id)).status).toBe(401);
		const { key } = (await (await issue(id)).json()) as KeyIssued;
		expect((await post(key, id)).status).toBe(202);
	});

	it.each(["", "0", "-1", "1.5", "x", "3", "999999999"])(
		"are not revoked below %o, which is refused by name",
		async (below) => {
			const { id, key } = await enrol();
			const response = await revoke(id, below);
			expect(response.status).toBe(422);
			expect(await response.json()).toMatchObject({ errors: [{ field: "below" }] });
			expect((await post(key, id)).status).toBe(202);
		},
	);

	it("of a device that nobody enrolled are refused by its object, genuine as they are", async () => {
		const id = `NOBODY-${crypto.randomUUID().slice(0, 8)}`;
		expect((await post(deriveDeviceKey(env, id, 1), id)).status).toBe(404);
		expect((await issue(id)).status).toBe(404);
		expect((await revoke(id, 1)).status).toBe(404);
	});

	it("that were enrolled but never issued are refused", async () => {
		const { id } = await enrol();
		expect((await post(deriveDeviceKey(env, id, 2), id)).status).toBe(401);
	});
});

describe("a key in the log", () => {
	it("is NOT there, whatever was done with it", async () => {
		const lines: string[] = [];
		for (const level of ["log", "info", "warn", "error", "debug"] as const)
			vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => void lines.push(JSON.stringify(parts)));
		try {
			const device = await enrol();
			const fleet = await makeFleet();
			const gateway = await enrolBy(fleet, newDevice());
			const forged = `${device.key.slice(0, -1)}!`;
			await post(device.key, device.id);
			await post(fleet.key, device.id);
			await post(forged, device.id);
			await revoke(device.id, 2);
			await post(device.key, device.id);
			const created = await call("POST", "/api/v1/claims", {
				role: "engineer",
				body: { device_id: device.id, ward_id: device.ward },
			});
			const { codes } = (await created.json()) as ClaimsCreated;
			const redeemed = await call("POST", "/api/v1/claims/redeem", { body: { code: codes[0], device_id: device.id } });
			const { key } = (await redeemed.json()) as KeyIssued;
			expect(gateway.status).toBe(201);
			expect(lines.length).toBeGreaterThan(10);
			const text = lines.join("\n");
			const macs = [device.key, fleet.key, key].map((shown) => shown.split(".").at(-1) as string);
			for (const secret of [...macs, ...codes, "bsd1.", "bsf1."]) expect(text).not.toContain(secret);
		} finally {
			vi.restoreAllMocks();
		}
	});
});

describe("what a key may NOT do", () => {
	it("device A writes not as B, on any route", async () => {
		const [a, b] = [await enrol({ simulated: true }), await enrol({ simulated: true })];
		expect((await post(a.key, b.id)).status).toBe(403);
		const batch = await call("POST", "/api/v1/telemetry/batch", {
			key: a.key,
			body: [{ device_id: b.id, timestamp: Date.now(), heart_rate: 70 }],
		});
		expect(batch.status).toBe(422);
		expect(await batch.json()).toMatchObject({ items: [{ status: 403 }] });
		const clock = { now: Date.now(), rate: 1 };
		expect((await call("PUT", `/api/v1/devices/${b.id}/clock`, { key: a.key, body: clock })).status).toBe(403);
		expect(await monitorOf(b.id).recent(10)).toEqual([]);
	});

	it("neither a device's nor a fleet's reads anything, nor opens a viewer's socket", async () => {
		const device = await enrol();
		const fleet = await makeFleet();
		const addressOf = (path: string) =>
			path.replace(":id", path.includes("/wards/") ? device.ward : path.includes("/fleets/") ? fleet.id : device.id);
		let asked = 0;
		for (const { method, path, access } of ROUTES) {
			if (access.kind !== "people") continue;
			for (const key of [device.key, fleet.key]) {
				const headers: Record<string, string> = path.endsWith("/live") ? { upgrade: "websocket" } : {};
				const response = await call(method, addressOf(path), { key, headers });
				expect(response.status, `${method} ${path}`).toBe(401);
				asked++;
			}
		}
		expect(asked).toBeGreaterThan(40);
	});

	it("a device's key is no gateway's", async () => {
		const fleet = await makeFleet();
		const { key } = await enrol();
		const response = await call("PUT", `/api/v1/fleets/${fleet.id}/devices/NEW-1`, { key, body: {} });
		expect(response.status).toBe(403);
	});
});
