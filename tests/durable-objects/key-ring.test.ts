import { describe, expect, it } from "vitest";
import { judgeKey, withFleet, type KeyRing } from "../../durable-objects/device/key-ring.ts";

const ring: KeyRing = { generation: 4, minGeneration: 3, fleet: { id: "f", minGeneration: 2 } };

describe("a device's key ring", () => {
	it.each([
		[{ generation: 2 }, "revoked"],
		[{ generation: 3 }, "valid"],
		[{ generation: 4 }, "valid"],
		// Genuine, but never issued by this object: a registry that was restored from an old copy.
		[{ generation: 5 }, "revoked"],
		[{ generation: 1, fleet: "f" }, "revoked"],
		[{ generation: 2, fleet: "f" }, "valid"],
		[{ generation: 9, fleet: "f" }, "valid"],
		[{ generation: 9, fleet: "g" }, "other_fleet"],
	] as const)("makes of %o: %s", (key, verdict) => {
		expect(judgeKey(ring, key)).toBe(verdict);
	});

	it("of before there were fleets takes no fleet's key", () => {
		expect(judgeKey({ generation: 1, minGeneration: 1 }, { generation: 1, fleet: "f" })).toBe("other_fleet");
	});

	it("keeps what a fleet has revoked, whoever speaks first, and forgets it in another fleet", () => {
		expect(withFleet(ring, { id: "f", minGeneration: 1 })).toEqual({ id: "f", minGeneration: 2 });
		expect(withFleet(ring, { id: "f", minGeneration: 5 })).toEqual({ id: "f", minGeneration: 5 });
		expect(withFleet(ring, { id: "g", minGeneration: 1 })).toEqual({ id: "g", minGeneration: 1 });
		expect(withFleet(ring, undefined)).toEqual(ring.fleet);
		expect(withFleet(ring, null)).toBeNull();
		expect(withFleet(null, undefined)).toBeNull();
	});
});
