import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { BYE_CODES } from "../../vitals/stream.ts";
import { enrolBy, fleetKey, makeFleet, newDevice, revokeFleet } from "./fleet-support.ts";
import { item } from "./monitor-support.ts";
import { connect, numbered, streaming } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

const AGO = () => Date.now() - 600_000;
const HELLO = { type: "hello", version: 1, session: "s1", acknowledged: 0 };
const issue = (id: string) => call("POST", `/api/v1/devices/${id}/keys`, { role: "engineer" });
const revoke = (id: string, below: number) =>
	call("DELETE", `/api/v1/devices/${id}/keys?below=${below}`, { role: "engineer" });

async function gateway(more: { limit?: number } = {}) {
	const fleet = await makeFleet(more);
	const id = newDevice();
	await enrolBy(fleet, id);
	const wire = await connect(id, fleet.key);
	wire.send(HELLO);
	await wire.frame("welcome");
	return { fleet, id, wire };
}

/** Twice what a device may send in a burst; refused for their age, but they came. */
const tooMany = () => Array.from({ length: env.DEVICE_READINGS_PER_S * 10 }, () => item(1, 70));

describe("a stream whose key is revoked", () => {
	it("is told goodbye before the revocation is answered, with what it had sent on disk", async () => {
		const { id, key, wire } = await streaming();
		wire.send(numbered(1, 7, AGO()));
		await wire.settled();
		await issue(id);
		const began = Date.now();
		expect((await revoke(id, 2)).status).toBe(200);
		expect(await wire.frame("bye")).toEqual({ type: "bye", code: BYE_CODES.revoked, reason: "revoked" });
		await eventually(async () => wire.closed() === BYE_CODES.revoked);
		console.log(`closed ${Date.now() - began} ms after the revocation was asked for`);
		expect(await wire.frame("ack")).toMatchObject({ through: 7 });
		expect((await monitorOf(id).recent(10)).length).toBe(7);
		const again = await connect(id, key);
		expect(await again.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
	});

	it("is told while it sleeps: the object was evicted and nothing is being sent", async () => {
		const { id, wire } = await streaming();
		await evictDurableObject(monitorOf(id));
		await revoke(id, 2);
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
	});

	it("stores NOTHING more, whatever is still on its way", async () => {
		const { id, wire } = await streaming();
		await revoke(id, 2);
		// As from a device that has not noticed: its own end would refuse to send.
		await runInDurableObject(monitorOf(id), (instance, state) => {
			const text = JSON.stringify(numbered(1, 60, AGO()));
			for (const socket of state.getWebSockets()) instance.webSocketMessage(socket, text);
		});
		await eventually(async () => wire.closed() === BYE_CODES.revoked);
		expect(await monitorOf(id).recent(10)).toEqual([]);
	});

	it("takes NOT the place of the connection that counts, nor does another fleet's", async () => {
		const { id, key: old } = await enrol();
		const { key } = (await (await issue(id)).json()) as { key: string };
		await revoke(id, 2);
		const wire = await connect(id, key);
		wire.send(HELLO);
		await wire.frame("welcome");
		for (const refused of [old, (await makeFleet()).key]) {
			const other = await connect(id, refused);
			expect(await other.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
		}
		wire.send(numbered(1, 60, AGO()));
		expect(await wire.frame("ack")).toMatchObject({ through: 60 });
		expect(wire.count("bye")).toBe(0);
	});

	it("is none of the new key's business", async () => {
		const { id } = await enrol();
		const { key } = (await (await issue(id)).json()) as { key: string };
		const wire = await connect(id, key);
		wire.send(HELLO);
		await wire.frame("welcome");
		await revoke(id, 2);
		wire.send(numbered(1, 60, AGO()));
		expect(await wire.frame("ack")).toMatchObject({ through: 60 });
		expect(wire.count("bye")).toBe(0);
	});
});

describe("a gateway's stream", () => {
	it("brings readings of a device of its fleet", async () => {
		const { id, wire } = await gateway();
		wire.send(numbered(1, 60, AGO()));
		expect(await wire.frame("ack")).toMatchObject({ through: 60 });
		expect((await monitorOf(id).recent(100)).length).toBe(60);
	});

	it("is refused for a device of another fleet or of none", async () => {
		const { fleet } = await gateway();
		const other = await gateway();
		for (const id of [other.id, (await enrol()).id]) {
			const wire = await connect(id, fleet.key);
			expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
			await eventually(async () => wire.closed() === BYE_CODES.revoked);
		}
	});

	it("is closed on every device when the fleet's key is revoked, and the newer key's streams stay", async () => {
		const one = await gateway();
		const two = newDevice();
		await enrolBy(one.fleet, two);
		const wires = [one.wire, await connect(two, one.fleet.key)];
		const three = newDevice();
		await enrolBy(one.fleet, three);
		const newer = await connect(three, await fleetKey(one.fleet.id));
		newer.send(HELLO);
		await newer.frame("welcome");
		await revokeFleet(one.fleet.id, 2);
		for (const wire of wires) expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
		newer.send(numbered(1, 60, AGO()));
		expect(await newer.frame("ack")).toMatchObject({ through: 60 });
	});

	it("is closed when an engineer takes the device out of the fleet", async () => {
		const { fleet, id, wire } = await gateway();
		const body = { ward_id: fleet.ward, fleet: null };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
	});

	it("takes no fleet from a header of the device's own", async () => {
		const { fleet } = await gateway();
		const other = await gateway();
		const wire = await connect(other.id, fleet.key, { "x-key-fleet": other.fleet.id });
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
	});
});

describe("a stream that is faster than it may be", () => {
	it("is told to be slow, loses nothing, and goes on where it was", { timeout: 30_000 }, async () => {
		const { id, wire } = await streaming();
		// As if far too much had gone before: a debt of five seconds.
		await runInDurableObject(monitorOf(id), (instance) => {
			instance.ingest({ generation: 1, items: tooMany() });
		});
		const from = AGO();
		wire.send(numbered(1, 60, from));
		const { retry_after_s } = await wire.frame("slow");
		expect(retry_after_s).toBeGreaterThan(0);
		expect(await monitorOf(id).recent(10)).toEqual([]);
		await scheduler.wait(retry_after_s * 1000);
		wire.send(numbered(1, 60, from));
		expect(await wire.frame("ack")).toMatchObject({ through: 60 });
		expect((await monitorOf(id).recent(100)).length).toBe(60);
	});
});
