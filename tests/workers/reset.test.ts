import { afterEach, describe, expect, it, vi } from "vitest";
import { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { call, enrol, monitorOf, payload } from "./support.ts";

afterEach(() => vi.restoreAllMocks());

describe("an object that dies in the middle of a request", () => {
	it("is answered with 503 and Retry-After, NOT with 500, and takes the same reading then", async () => {
		const { id, key } = await enrol();
		const dying = vi.spyOn(DeviceMonitor.prototype, "ingest").mockImplementation(function (this: DeviceMonitor) {
			(this as unknown as { ctx: DurableObjectState }).ctx.abort("reset");
			throw new Error("it is dead");
		});
		const body = payload(id);
		const failed = await call("POST", "/api/v1/telemetry", { key, body });
		expect(failed.status).toBe(503);
		expect(failed.headers.get("retry-after")).toMatch(/^\d+$/);
		dying.mockRestore();
		expect((await call("POST", "/api/v1/telemetry", { key, body })).status).toBe(202);
		expect((await monitorOf(id).status()).lastSeq).toBe(1);
	});
});
