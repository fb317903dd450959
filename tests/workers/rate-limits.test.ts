import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { newClaimCode } from "../../workers/access/claim-code.ts";
import { addressOf } from "../../workers/access/rate-limit.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { createApp } from "../../workers/app.ts";
import { ROUTES } from "../../workers/index.ts";
import { makeFleet, enrolBy, newDevice, post } from "./fleet-support.ts";
import { item, series } from "./monitor-support.ts";
import { falseClock } from "./silence-support.ts";
import { call, enrol, monitorOf, ORIGIN, payload } from "./support.ts";

/** A counter that has had enough, and notes whom it was asked about. */
function exhausted() {
	const keys: string[] = [];
	return { keys, limit: ({ key }: { key: string }) => Promise.resolve({ success: keys.push(key) < 0 }) };
}

describe("the platform's counters", () => {
	const from = (address: string) => ({ "cf-connecting-ip": address });

	it("stop an address that tries one key after another, and only that one", async () => {
		const { id, key } = await enrol();
		const attempt = (address: string) =>
			call("POST", "/api/v1/telemetry", { key: "bsd1.a.D-1.1.x", headers: from(address), body: {} });
		let refused: Response | null = null;
		let attempts = 0;
		while (refused === null && attempts < 1_000) {
			const response = await attempt("203.0.113.9");
			attempts++;
			if (response.status === 429) refused = response;
			else expect(response.status).toBe(401);
		}
		// One more than the limit, or twice the limit where a period ended meanwhile.
		expect(attempts).toBeGreaterThan(300);
		expect(attempts).toBeLessThanOrEqual(601);
		expect(refused?.headers.get("retry-after")).toBe("60");
		expect(await refused?.json()).toMatchObject({ type: "urn:biostream:problem:too_many_requests" });
		expect((await attempt("203.0.113.10")).status).toBe(401);
		// A good key from the same address is nobody's guess.
		const good = await call("POST", "/api/v1/telemetry", { key, headers: from("203.0.113.9"), body: payload(id) });
		expect(good.status).toBe(202);
		const body = { code: newClaimCode(), device_id: "D-1" };
		expect((await call("POST", "/api/v1/claims/redeem", { headers: from("203.0.113.9"), body })).status).toBe(429);
	});

	it("that are not bound are named, and nothing is let through", async () => {
		const response = await createApp(ROUTES, demoSessions).fetch(new Request(`${ORIGIN}/health`), {
			...env,
			ADDRESS_LIMIT: undefined,
		});
		expect(response.status).toBe(503);
		expect(((await response.json()) as { detail: string }).detail).toContain("ADDRESS_LIMIT");
	});

	it.each([
		["198.51.100.7", "198.51.100.7"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"],
		["2001:DB8::1", "2001:db8:0:0::/64"],
		["::1", "0:0:0:0::/64"],
	])("take %s for %s", (address, counted) => {
		expect(addressOf(new Request(ORIGIN, { headers: from(address) }))).toBe(counted);
	});
});

describe("the platform's counters of keys, within one period", () => {
	// Time stands still: a slow machine would see the period end before a gateway has sent enough.
	falseClock();

	it(
		"count a device and a fleet by what their keys prove, and only those that send much",
		{ timeout: 120_000 },
		async () => {
			const [device, fleet] = [await enrol(), await makeFleet()];
			const [devices, fleets] = [exhausted(), exhausted()];
			const app = createApp(ROUTES, demoSessions);
			const until429 = async (key: string) => {
				for (let sent = 1; sent < 12_000; sent++) {
					// Refused for its body: nothing of it reaches an object.
					const request = new Request(`${ORIGIN}/api/v1/telemetry`, {
						method: "POST",
						headers: { authorization: `Bearer ${key}` },
						body: "{}",
					});
					const response = await app.fetch(request, { ...env, DEVICE_LIMIT: devices, FLEET_LIMIT: fleets });
					if (response.status === 429) return { sent, retryAfter: response.headers.get("retry-after") };
					expect(response.status).toBe(422);
				}
				throw new Error("was never refused");
			};
			const refused = [await until429(device.key), await until429(fleet.key)];
			expect(refused.map(({ retryAfter }) => retryAfter)).toEqual(["10", "10"]);
			expect(refused[0]?.sent).toBeGreaterThan(500);
			expect(refused[1]?.sent).toBeGreaterThan(5_000);
			expect([devices.keys, fleets.keys]).toEqual([[device.id], [fleet.id]]);
		},
	);
});

describe("a device that sends faster than it may", () => {
	it("is told to wait, by its gateway's key too, and loses nothing", async () => {
		const fleet = await makeFleet();
		const id = newDevice();
		await enrolBy(fleet, id);
		const stub = monitorOf(id);
		const burst = env.DEVICE_READINGS_PER_S * 5;
		const items = series(burst);
		for (let i = 0; i < burst; i += 1_000) {
			const result = await stub.ingest({ generation: 1, fleet: fleet.id, items: items.slice(i, i + 1_000) });
			expect(result.outcome).toBe("taken");
		}
		const before = await stub.status();
		// Whatever time has passed since, a full burst is not there again.
		expect(await stub.ingest({ generation: 1, fleet: fleet.id, items: series(burst) })).toEqual({
			outcome: "too_fast",
			retryAfter: expect.any(Number),
		});
		expect(await stub.status()).toEqual(before);
	});

	it("gets 429 over HTTP with the seconds to wait, and what it sends then is taken", { timeout: 30_000 }, async () => {
		const { id, key } = await enrol();
		// Twice a burst, refused for their age; a debt of five seconds.
		const items = Array.from({ length: env.DEVICE_READINGS_PER_S * 10 }, () => item(1, 70));
		await runInDurableObject(monitorOf(id), (instance) => void instance.ingest({ generation: 1, items }));
		const refused = await post(key, id);
		expect(refused.status).toBe(429);
		const wait = Number(refused.headers.get("retry-after"));
		expect(wait).toBeGreaterThan(0);
		expect(await monitorOf(id).recent(1)).toEqual([]);
		await scheduler.wait(wait * 1000);
		expect((await post(key, id)).status).toBe(202);
	});
});
