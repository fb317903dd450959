import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { connect, numbered, streaming } from "./stream-support.ts";
import { monitorOf } from "./support.ts";

const AGO = () => Date.now() - 540_000;

/** Sixty readings, enough for a commit; the fifth and the sixth are of next year. */
function message(from: number) {
	const whole = numbered(1, 60, from);
	for (const i of [4, 5]) whole.readings[i] = { ...whole.readings[i], timestamp: Date.now() + 365 * 24 * 540_000 };
	return whole;
}
const BOTH = [
	{ seq: 5, errors: [{ field: "timestamp", code: "in_future" }] },
	{ seq: 6, errors: [{ field: "timestamp", code: "in_future" }] },
];

describe("a refusal on a stream", () => {
	it("is told BEFORE the acknowledgement that covers it, which would else pass it off as stored", async () => {
		const { wire } = await streaming();
		wire.send(message(AGO()));
		await wire.frame("ack", ({ through }) => through === 60);
		const order = wire.frames.map((frame) => frame.type).filter((type) => type === "refused" || type === "ack");
		expect(order.slice(0, 2)).toEqual(["refused", "ack"]);
	});

	it("is told again, before the welcome, to a device whose connection broke before it heard, also after an eviction", async () => {
		const { id, key, wire } = await streaming();
		wire.send(message(AGO()));
		await wire.frame("ack", ({ through }) => through === 60);
		wire.close();
		await evictDurableObject(monitorOf(id));
		const again = await connect(id, key);
		again.send({ type: "hello", version: 1, session: "s1", acknowledged: 0 });
		expect(await again.frame("welcome")).toMatchObject({ acknowledged: 60 });
		expect(again.frames.map((frame) => frame.type).slice(0, 2)).toEqual(["refused", "welcome"]);
		expect((await again.frame("refused")).readings).toMatchObject(BOTH);
	});

	it("is NOT told again to a device that has heard of the acknowledgement, nor to another session", async () => {
		const { id, key, wire } = await streaming();
		wire.send(message(AGO()));
		await wire.frame("ack", ({ through }) => through === 60);
		for (const hello of [
			{ session: "s1", acknowledged: 60 },
			{ session: "s2", acknowledged: 0 },
		]) {
			const again = await connect(id, key);
			again.send({ type: "hello", version: 1, ...hello });
			await again.frame("welcome");
			expect(again.count("refused")).toBe(0);
		}
	});
});
