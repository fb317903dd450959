import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { ClaimRedeemed, ClaimsCreated } from "../../vitals/fleets.ts";
import { newClaimCode, readClaimCode } from "../../workers/access/claim-code.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { fleetOf, makeFleet, newDevice, post } from "./fleet-support.ts";
import { call, enrol, monitorOf } from "./support.ts";

const WARD = "ward-claims";
await call("PUT", `/api/v1/wards/${WARD}`, { role: "engineer", body: { name: "Claims" } });

const create = (body: object) => call("POST", "/api/v1/claims", { role: "engineer", body });
const codesFor = async (body: object): Promise<readonly string[]> => {
	const created = await create(body);
	if (created.status !== 201) throw new Error(await created.text());
	return ((await created.json()) as ClaimsCreated).codes;
};
const codeFor = async (body: object): Promise<string> => (await codesFor(body))[0] as string;
const redeem = (code: string, device_id: string) =>
	call("POST", "/api/v1/claims/redeem", { body: { code, device_id } });
const expireAll = () => env.DB.prepare("UPDATE claims SET expires_at = 1 WHERE redeemed_at IS NULL").run();

describe("a claim code", () => {
	it("has 100 random bits, and is read however it was typed", () => {
		const codes = new Set(Array.from({ length: 1000 }, newClaimCode));
		expect(codes.size).toBe(1000);
		for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
		expect(readClaimCode("0o1il-abcde fghjk-MNPQR")).toBe("00111ABCDEFGHJKMNPQR");
		for (const none of ["", "ABC", `${newClaimCode()}A`, newClaimCode().replace(/.$/, "U"), "🩺".repeat(20)])
			expect(readClaimCode(none), none).toBeNull();
	});

	it("gives a device that nobody knew its ward and its key, once", async () => {
		const device = newDevice();
		const code = await codeFor({ device_id: device, ward_id: WARD });
		const redeemed = await redeem(code.toLowerCase().replaceAll("-", " "), device);
		expect(redeemed.status).toBe(201);
		expect(redeemed.headers.get("cache-control")).toBe("no-store");
		const { key, generation, ward_id } = (await redeemed.json()) as ClaimRedeemed;
		expect([generation, ward_id]).toEqual([1, WARD]);
		expect((await post(key, device)).status).toBe(202);
		expect((await redeem(code, device)).status).toBe(401);
	});

	it("gives a device that is registered a new key, and leaves its place and its older key", async () => {
		const { id, key: old } = await enrol({ ward: WARD, bed: "Bed 4" });
		const code = await codeFor({ device_id: id, ward_id: WARD });
		const { key, generation } = (await (await redeem(code, id)).json()) as ClaimRedeemed;
		expect(generation).toBe(2);
		for (const valid of [old, key]) expect((await post(valid, id)).status).toBe(202);
		const device = await call("GET", `/api/v1/devices/${id}`, { role: "engineer" });
		expect(await device.json()).toMatchObject({ ward_id: WARD, bed: "Bed 4" });
	});

	it("is good for ONE redemption of any number at once", async () => {
		const device = newDevice();
		const code = await codeFor({ device_id: device, ward_id: WARD });
		const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await redeem(code, device)).status));
		expect(statuses.filter((status) => status === 201).length).toBe(1);
		expect(statuses.filter((status) => status === 401).length).toBe(11);
		const generation = await runInDurableObject(monitorOf(device), (_, { storage }) => {
			const { profile } = storage.sql.exec<{ profile: string }>("SELECT profile FROM device").one();
			return (JSON.parse(profile) as { generation: number }).generation;
		});
		expect(generation).toBe(1);
	});

	it("of another device, expired, unknown or malformed is refused with the same words", async () => {
		const device = newDevice();
		const code = await codeFor({ device_id: device, ward_id: WARD });
		const late = await codeFor({ device_id: device, ward_id: WARD, expires_in_s: 60 });
		const other = await redeem(code, newDevice());
		await expireAll();
		const answers = [
			other,
			await redeem(late, device),
			await redeem(newClaimCode(), device),
			await redeem("x", device),
		];
		const details = await Promise.all(
			answers.map(async (answer) => ((await answer.json()) as { detail: string }).detail),
		);
		expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401]);
		expect(new Set(details).size).toBe(1);
	});

	it("is nowhere in the registry, which has its hash", async () => {
		const code = await codeFor({ device_id: newDevice(), ward_id: WARD });
		const { results } = await env.DB.prepare("SELECT * FROM claims").all();
		const text = JSON.stringify(results);
		expect(text).toMatch(/"code_hash":"[0-9a-f]{64}"/);
		expect(text).not.toContain(code);
		expect(text).not.toContain(readClaimCode(code));
	});

	it("is good again when its device could not be enrolled: nobody has seen a key", async () => {
		const device = newDevice();
		const code = await codeFor({ device_id: device, ward_id: WARD });
		const { createApp } = await import("../../workers/app.ts");
		const { ROUTES } = await import("../../workers/index.ts");
		const down = { getByName: () => ({ issueGeneration: () => Promise.reject(new Error("down")) }) };
		const request = new Request("https://sentinel.test/api/v1/claims/redeem", {
			method: "POST",
			body: JSON.stringify({ code, device_id: device }),
		});
		const failed = await createApp(ROUTES, demoSessions).fetch(request, { ...env, DEVICE_MONITOR: down });
		expect(failed.status).toBe(500);
		const redeemed = await redeem(code, device);
		expect(redeemed.status).toBe(201);
		expect((await post(((await redeemed.json()) as ClaimRedeemed).key, device)).status).toBe(202);
	});
});

describe("codes of a fleet", () => {
	it("are good for one new device each, which its gateway may write for", async () => {
		const fleet = await makeFleet();
		const codes = await codesFor({ fleet: fleet.id, count: 3 });
		expect(new Set(codes).size).toBe(3);
		for (const code of codes) {
			const device = newDevice();
			const { key } = (await (await redeem(code, device)).json()) as ClaimRedeemed;
			expect((await post(key, device)).status).toBe(202);
			expect((await post(fleet.key, device, { spo2: 95 })).status).toBe(202);
			expect((await redeem(code, newDevice())).status).toBe(401);
		}
		expect(await fleetOf(fleet.id)).toMatchObject({ devices: 3, revocation: { remaining: 0 } });
	});

	it("take over NO device that is registered, in the fleet or elsewhere", async () => {
		const fleet = await makeFleet();
		const [a, b] = await codesFor({ fleet: fleet.id, count: 2 });
		const device = newDevice();
		expect((await redeem(a as string, device)).status).toBe(201);
		expect((await redeem(b as string, device)).status).toBe(401);
		expect((await redeem(b as string, (await enrol()).id)).status).toBe(401);
		// Refused is not used up.
		expect((await redeem(b as string, newDevice())).status).toBe(201);
	});

	it("two at once for the same new device: one gets it", async () => {
		const [x, y] = [await makeFleet(), await makeFleet()];
		const device = newDevice();
		const [a, b] = [await codeFor({ fleet: x.id }), await codeFor({ fleet: y.id })];
		const statuses = (await Promise.all([redeem(a, device), redeem(b, device)])).map(({ status }) => status);
		expect(statuses.filter((status) => status === 201).length).toBe(1);
		const counts = [(await fleetOf(x.id)).devices, (await fleetOf(y.id)).devices];
		expect(counts.toSorted()).toEqual([0, 1]);
	});

	it("beyond the fleet's limit are refused and stay good", async () => {
		const fleet = await makeFleet({ limit: 1 });
		const [a, b] = await codesFor({ fleet: fleet.id, count: 2 });
		expect((await redeem(a as string, newDevice())).status).toBe(201);
		const device = newDevice();
		expect((await redeem(b as string, device)).status).toBe(409);
		expect((await call("GET", `/api/v1/devices/${device}`, { role: "engineer" })).status).toBe(404);
		const body = { name: "Gateway", ward_id: fleet.ward, device_limit: 2 };
		await call("PUT", `/api/v1/fleets/${fleet.id}`, { role: "engineer", body });
		expect((await redeem(b as string, device)).status).toBe(201);
	});
});

describe("a claim that is asked for wrongly", () => {
	it.each([
		[{ ward_id: WARD }, "device_id"],
		[{ device_id: "x y", ward_id: WARD }, "device_id"],
		[{ device_id: "NEW-1" }, "ward_id"],
		[{ device_id: "NEW-1", ward_id: "nowhere" }, "ward_id"],
		[{ device_id: "NEW-1", ward_id: WARD, expires_in_s: 5 }, "expires_in_s"],
		[{ device_id: "NEW-1", ward_id: WARD, expires_in_s: 1e9 }, "expires_in_s"],
		[{ device_id: "NEW-1", ward_id: WARD, count: 2 }, "count"],
		[{ fleet: "no-such-fleet", ward_id: WARD }, "fleet"],
	])("%o is refused by the field", async (body, field) => {
		const response = await create(body);
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("for a device of another ward is refused: a code moves nothing", async () => {
		const { id } = await enrol();
		expect((await create({ device_id: id, ward_id: WARD })).status).toBe(409);
	});

	it.each([
		[{ device_id: "D-1" }, "code"],
		[{ code: 7, device_id: "D-1" }, "code"],
		[{ code: newClaimCode() }, "device_id"],
		[{ code: newClaimCode(), device_id: "'; DROP TABLE claims" }, "device_id"],
	])("redeemed with %o is refused by the field", async (body, field) => {
		const response = await call("POST", "/api/v1/claims/redeem", { body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});
});
