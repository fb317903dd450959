import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { connect, numbered, streaming } from "./stream-support.ts";
import { eventually, monitorOf } from "./support.ts";

const AGO = () => Date.now() - 540_000;

/** A stream whose patient has an open episode, with everything through 70 on disk. */
async function atRisk() {
	const device = await streaming();
	const from = AGO();
	device.wire.send(numbered(1, 40, from));
	device.wire.send(numbered(41, 70, from, { heart_rate: 185 }));
	device.wire.send({ type: "flush", through: 70 });
	await device.wire.frame("ack", ({ through }) => through === 70);
	expect((await monitorOf(device.id).watch(0)).episodes).toHaveLength(1);
	return { ...device, next: (first: number, last: number) => numbered(first, last, from, { heart_rate: 185 }) };
}

describe("what a patient at risk sends again", () => {
	it("is committed at once after an eviction: it has been at stake since it first came", async () => {
		const { id, wire, next } = await atRisk();
		wire.send(next(71, 74));
		await eventually(async () => (await monitorOf(id).watch(0)).reading?.committed === false);
		await evictDurableObject(monitorOf(id));
		wire.send(next(75, 75));
		expect(await wire.frame("resend")).toEqual({ type: "resend", from: 71 });
		wire.send(next(71, 75));
		await wire.frame("ack", ({ through }) => through === 75);
	});

	it("is committed at once on a new connection", async () => {
		const { id, key, next } = await atRisk();
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s1", acknowledged: 70 });
		await wire.frame("welcome");
		wire.send(next(71, 75));
		await wire.frame("ack", ({ through }) => through === 75);
	});
});
