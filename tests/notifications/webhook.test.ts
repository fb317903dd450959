import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { retryAfterMs, retryWaitMs } from "../../notifications/retry.ts";
import { openAddress, sealAddress, webhookSecret } from "../../notifications/secrets.ts";
import { webhookRequest } from "../../notifications/webhook.ts";

const KEY = "k".repeat(48);
const ID = "N-0123456789AB";
const body = JSON.stringify({ type: "test", note: "ünïcode" });
const headersOf = ({ headers }: RequestInit) => headers as Record<string, string>;

describe("a webhook's request", () => {
	it("is taken by a verifier that somebody else wrote, and not when anything of it is changed", async () => {
		const secret = await webhookSecret(KEY, ID, 1);
		const headers = headersOf(await webhookRequest("m-1", body, [secret], Date.now()));
		expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
		expect(headers["idempotency-key"]).toBe("m-1");
		for (const [altered, how] of [
			[`${body} `, headers],
			[body, { ...headers, "webhook-id": "m-2" }],
			[body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }],
		] as const)
			expect(() => new Webhook(secret).verify(altered, how)).toThrow("No matching signature");
	});

	it("that is replayed after five minutes is refused by it", async () => {
		const secret = await webhookSecret(KEY, ID, 1);
		const old = headersOf(await webhookRequest("m-1", body, [secret], Date.now() - 6 * 60_000));
		expect(() => new Webhook(secret).verify(body, old)).toThrow("too old");
	});

	it("is taken with the old secret and with the new one while both count", async () => {
		const [one, two, three] = await Promise.all([1, 2, 3].map((generation) => webhookSecret(KEY, ID, generation)));
		const headers = headersOf(await webhookRequest("m-1", body, [two as string, one as string], Date.now()));
		for (const secret of [one, two] as string[]) expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
		expect(() => new Webhook(three as string).verify(body, headers)).toThrow("No matching signature");
	});

	it("has a secret of its own: another subscription's, or another key's, is another", async () => {
		const secrets = [
			await webhookSecret(KEY, ID, 1),
			await webhookSecret(KEY, "N-0123456789AC", 1),
			await webhookSecret("l".repeat(48), ID, 1),
		];
		expect(new Set(secrets).size).toBe(3);
		for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
	});
});

describe("an address at rest", () => {
	it("opens for its own subscription with its own key, and is different each time it is sealed", async () => {
		const address = "https://hooks.example.org/secret-token";
		const [one, two] = [await sealAddress(KEY, ID, address), await sealAddress(KEY, ID, address)];
		expect(one).not.toBe(two);
		expect(one).not.toContain("secret-token");
		expect(await openAddress(KEY, ID, one)).toBe(address);
		expect(await openAddress(KEY, "N-0123456789AC", one)).toBeNull();
		expect(await openAddress("l".repeat(48), ID, one)).toBeNull();
		expect(await openAddress(KEY, ID, "nonsense")).toBeNull();
	});
});

describe("the wait after failures", () => {
	it("doubles from five seconds to five minutes, a quarter more or less", () => {
		const middle = [1, 2, 3, 4, 5, 6, 7, 8, 60].map((failures) => retryWaitMs(failures, null, () => 0.5) / 1000);
		expect(middle).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
		expect([retryWaitMs(1, null, () => 0), retryWaitMs(1, null, () => 0.999999)]).toEqual([3750, 6250]);
	});

	it("is as long as the receiver asks, up to an hour", () => {
		expect(retryWaitMs(1, 120_000, () => 0.5)).toBe(120_000);
		expect(retryWaitMs(8, 1_000, () => 0.5)).toBe(300_000);
		expect(retryWaitMs(1, 86_400_000, () => 0.5)).toBe(3_600_000);
	});

	it("is asked for in seconds or by a date, and anything else is nothing", () => {
		const now = Date.parse("2026-03-01T10:00:00Z");
		expect(retryAfterMs("120", now)).toBe(120_000);
		expect(retryAfterMs("Sun, 01 Mar 2026 10:05:00 GMT", now)).toBe(300_000);
		expect(retryAfterMs("Sun, 01 Mar 2026 09:05:00 GMT", now)).toBe(0);
		for (const nothing of [null, "", "soon", "-5", "1e3", "99999999999"]) expect(retryAfterMs(nothing, now)).toBeNull();
	});
});
