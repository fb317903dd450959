import { describe, expect, it } from "vitest";
import { makeFleet } from "./fleet-support.ts";
import { call, enrol } from "./support.ts";

/** A device and a fleet of a ward. */
async function place(ward: string) {
	const { id } = await enrol({ ward });
	return { id, ward, fleet: (await makeFleet({ ward })).id };
}

const device = await place("ward-mine");
const other = await place("ward-theirs");

describe("an engineer on some wards", () => {
	const mine = { wards: [device.ward] };

	it("cannot make codes for a ward they do not work on, nor put a device into its fleet, nor a fleet into it", async () => {
		const as = { role: "engineer", ...mine } as const;
		const claim = (body: object) => call("POST", "/api/v1/claims", { ...as, body });
		expect((await claim({ device_id: "NEW-DEVICE-2", ward_id: other.ward })).status).toBe(403);
		expect((await claim({ fleet: other.fleet })).status).toBe(403);
		expect((await claim({ fleet: device.fleet })).status).toBe(201);
		const join = (fleet: string) =>
			call("PUT", `/api/v1/devices/${device.id}`, { ...as, body: { ward_id: device.ward, fleet } });
		expect((await join(other.fleet)).status).toBe(403);
		expect((await join(device.fleet)).status).toBe(200);
		const save = (id: string, ward_id: string) =>
			call("PUT", `/api/v1/fleets/${id}`, { ...as, body: { name: "x", ward_id, device_limit: 9 } });
		expect((await save(device.fleet, other.ward)).status).toBe(403);
		expect((await save("new-fleet-1", other.ward)).status).toBe(403);
		expect((await save("new-fleet-1", device.ward)).status).toBe(201);
		const listed = await call("GET", "/api/v1/fleets?limit=500", as);
		const { data } = (await listed.json()) as { data: { ward_id: string }[] };
		expect(new Set(data.map((fleet) => fleet.ward_id))).toEqual(new Set([device.ward]));
	});
});
