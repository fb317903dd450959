import { describe, expect, it } from "vitest";
import { SETTINGS, setUp } from "./stream-edge.ts";

describe("the stream client", () => {
	it("says hello with what was acknowledged, and sends what waits after the welcome", () => {
		const { socket, offer } = setUp();
		offer(3);
		socket().emit("open");
		expect(socket().sent).toMatchObject([{ type: "hello", version: 1, session: "s", acknowledged: 0 }]);
		socket().welcome();
		expect(socket().ranges).toEqual([[1, 3]]);
	});

	it("keeps readings until they are acknowledged, and no longer", () => {
		const { client, socket, offer, told } = setUp();
		socket().welcome();
		offer(10);
		expect(client.waiting).toBe(10);
		socket().say({ type: "ack", through: 4 });
		expect([client.waiting, told.acknowledged]).toEqual([6, 4]);
		socket().say({ type: "ack", through: 4 });
		socket().say({ type: "ack", through: 10 });
		expect([client.waiting, told.acknowledged]).toEqual([0, 10]);
	});

	it("gathers as many readings as it is told to, and waits no longer than it is told to", () => {
		const { clock, socket, offer } = setUp();
		socket().welcome(0, { group: 5, every_s: 3 });
		offer(4);
		expect(socket().ranges).toEqual([]);
		offer(1);
		expect(socket().ranges).toEqual([[1, 5]]);
		offer(2);
		clock.pass(2_999);
		expect(socket().ranges).toHaveLength(1);
		clock.pass(1);
		expect(socket().ranges.at(-1)).toEqual([6, 7]);
		offer(1);
		socket().say({
			type: "settings",
			settings: SETTINGS,
		});
		expect(socket().ranges.at(-1)).toEqual([8, 8]);
	});

	it("has no more on the way than it is told to", () => {
		const { socket, offer } = setUp();
		offer(300);
		socket().welcome();
		expect(socket().ranges).toEqual([
			[1, 50],
			[51, 100],
		]);
		socket().say({ type: "ack", through: 50 });
		expect(socket().ranges.at(-1)).toEqual([101, 150]);
	});

	it("sends again from where it is asked to", () => {
		const { socket, offer } = setUp();
		socket().welcome();
		offer(10);
		socket().say({ type: "ack", through: 4 });
		socket().say({ type: "resend", from: 7 });
		expect(socket().ranges.at(-1)).toEqual([7, 10]);
	});

	it("tells an edge that was set back how far it had come, and does not invent what it no longer has", () => {
		const { socket, offer } = setUp();
		socket().welcome();
		offer(10);
		socket().say({ type: "ack", through: 8 });
		socket().say({ type: "resend", from: 3 });
		expect(socket().sent.at(-1)).toMatchObject({ type: "hello", acknowledged: 8 });
		socket().welcome(8);
		expect(socket().ranges.at(-1)).toEqual([9, 10]);
	});

	it("pauses when it is told to, then sends everything that is not acknowledged", () => {
		const { clock, socket, offer } = setUp();
		socket().welcome();
		offer(5);
		const before = socket().ranges.length;
		socket().say({ type: "slow", retry_after_s: 10 });
		offer(5);
		clock.pass(9_999);
		expect(socket().ranges).toHaveLength(before);
		clock.pass(6_000);
		expect(socket().ranges.at(-1)).toEqual([1, 10]);
	});

	it("asks for an acknowledgement that is overdue", () => {
		const { clock, socket, offer } = setUp();
		socket().welcome();
		offer(3);
		for (let i = 0; i < 9; i++) {
			clock.pass(10_000);
			socket().emit("message", "pong");
		}
		expect(socket().flushes).toEqual([3]);
	});

	it("asks for an overdue acknowledgement also when the edge forgets everything between two messages", () => {
		const { clock, socket, offer } = setUp();
		socket().welcome();
		for (let i = 1; i <= 5; i++) {
			offer(1);
			if (i > 1) socket().say({ type: "resend", from: 1 });
			expect(socket().ranges.at(-1)).toEqual([1, i]);
			if (i < 5) expect(socket().flushes).toEqual([]);
			clock.pass(20_000);
			socket().emit("message", "pong");
		}
		// Sent at 80 s with the fifth reading, and once more after it all had to be sent again.
		expect(socket().flushes).toEqual([5, 5]);
		expect(socket().sent.at(-1)).toMatchObject({ type: "flush", through: 5 });
		socket().say({ type: "ack", through: 5 });
		offer(1);
		clock.pass(20_000);
		expect(socket().flushes).toHaveLength(2);
	});

	it("asks for an overdue acknowledgement as soon as it has sent again on a new connection", () => {
		const { clock, socket, offer } = setUp();
		clock.chance = 0;
		socket().welcome();
		offer(3);
		for (let i = 0; i < 4; i++) {
			clock.pass(19_000);
			socket().emit("close");
			clock.pass(500);
			socket().welcome();
		}
		expect(socket().sent).toMatchObject([
			{ type: "hello", acknowledged: 0 },
			{ type: "readings", first: 1 },
			{ type: "flush", through: 3 },
		]);
	});

	it("asks once in the time that it is told for an acknowledgement that does not come", () => {
		const { clock, socket, offer } = setUp();
		socket().welcome();
		for (let i = 1; i <= 20; i++) {
			offer(1);
			clock.pass(10_000);
			socket().emit("message", "pong");
		}
		expect(socket().flushes).toEqual([8, 16]);
	});

	it("asks for the last acknowledgement when it is drained", () => {
		const { socket, offer, client } = setUp();
		socket().welcome(0, { group: 60, every_s: 60 });
		offer(7);
		expect(socket().ranges).toEqual([]);
		client.drain();
		expect(socket().ranges).toEqual([[1, 7]]);
		expect(socket().flushes).toEqual([7]);
		socket().say({ type: "ack", through: 7 });
		expect(client.waiting).toBe(0);
	});

	it("asks again for the last acknowledgement after it had to send again", () => {
		const { socket, offer, client } = setUp();
		socket().welcome();
		offer(7);
		client.drain();
		socket().say({ type: "resend", from: 3 });
		expect(socket().ranges.at(-1)).toEqual([3, 7]);
		expect(socket().flushes).toEqual([7, 7]);
	});

	it("refuses readings beyond its capacity and says so: what it took is kept", () => {
		const { client, socket, offer, told } = setUp({ capacity: 5 });
		offer(8);
		expect([client.waiting, told.overflows]).toEqual([5, 3]);
		socket().welcome();
		socket().say({ type: "ack", through: 5 });
		expect(client.offer({ timestamp: 1 })).toBe(6);
	});

	it("tells of a refused reading once, also when it is sent again after a crash", () => {
		const { clock, socket, offer, told } = setUp();
		socket().welcome();
		offer(3);
		const refusal = { type: "refused", readings: [{ seq: 2, errors: [] }] } as const;
		socket().say(refusal);
		socket().emit("close");
		clock.pass(1_000);
		socket().welcome();
		socket().say(refusal);
		socket().say({ type: "ack", through: 3 });
		expect([told.refused, told.acknowledged]).toEqual([[2], 3]);
	});

	it("sends smaller messages after one was too large", () => {
		const { clock, socket, offer } = setUp();
		offer(200);
		socket().welcome(0, { max_in_flight: 500, max_readings_per_message: 500 });
		expect(socket().ranges).toEqual([[1, 200]]);
		socket().say({ type: "bye", code: 1009, reason: "too_large" });
		socket().emit("close");
		clock.pass(1_000);
		socket().welcome(0, { max_in_flight: 500, max_readings_per_message: 500 });
		expect(socket().ranges[0]).toEqual([1, 125]);
	});

	it("passes on what it learns of its clock", () => {
		const { socket, told } = setUp();
		socket().welcome();
		socket().say({ type: "skew", ms: -90_000 });
		expect(told.skew).toEqual([-90_000]);
	});
});
