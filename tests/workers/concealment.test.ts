import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../workers/app.ts";
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { makeFleet } from "./fleet-support.ts";
import { call, enrol, ORIGIN } from "./support.ts";

/** A device and a fleet in a ward. */
async function place(ward: string) {
	const { id } = await enrol({ ward });
	return { id, ward, fleet: (await makeFleet({ ward })).id };
}

const [here, elsewhere] = [await place("ward-here"), await place("ward-elsewhere")];

describe("an engineer of one ward", () => {
	it("gets the same answer for a fleet elsewhere and for one that does not exist, wherever they may name one", async () => {
		const ask = async (method: string, path: string, body: unknown) => {
			const response = await call(method, path, { role: "engineer", wards: [here.ward], body });
			const { correlation_id: _, ...rest } = (await response.json()) as Record<string, unknown>;
			return { status: response.status, rest };
		};
		for (const [method, path, body] of [
			["POST", "/api/v1/claims", {}],
			["POST", "/api/v1/claims", { ward_id: here.ward }],
			["PUT", `/api/v1/devices/${here.id}`, { ward_id: here.ward }],
		] as const) {
			const there = await ask(method, path, { ...body, fleet: elsewhere.fleet });
			const nowhere = await ask(method, path, { ...body, fleet: "fleet-of-nowhere" });
			expect(there.status, path).toBe(403);
			expect(nowhere, path).toEqual(there);
			expect((await ask(method, path, { ...body, fleet: here.fleet })).status, path).toBeLessThan(300);
		}
	});
});

describe("two secrets that are the same", () => {
	it.each([
		["PATIENT_KEY", "LABEL_KEY"],
		["DEVICE_ROOT_KEY", "EXPORT_KEY"],
	] as const)("let nothing through, naming %s and %s and not what they are", async (one, two) => {
		const same = { ...env, [one]: env[two] };
		const response = await createApp(ROUTES, demoSessions).fetch(new Request(`${ORIGIN}/health`), same);
		expect(response.status).toBe(503);
		const { detail } = (await response.json()) as { detail: string };
		expect(detail).toContain(one);
		expect(detail).toContain(two);
		expect(detail).not.toContain(env[two]);
	});
});

describe("/health, which anybody may ask", () => {
	it("asks nobody else for an address that asks too often", async () => {
		const asked: string[] = [];
		const ADDRESS_LIMIT = {
			limit: ({ key }: { key: string }) => Promise.resolve({ success: key !== "203.0.113.77" && asked.push(key) > 0 }),
		};
		const app = createApp(ROUTES, demoSessions);
		const health = (address: string) =>
			app.fetch(new Request(`${ORIGIN}/health`, { headers: { "cf-connecting-ip": address } }), {
				...env,
				ADDRESS_LIMIT,
			});
		expect((await health("203.0.113.77")).status).toBe(429);
		expect((await health("203.0.113.78")).status).toBe(200);
		expect(asked).toEqual(["203.0.113.78"]);
	});
});
