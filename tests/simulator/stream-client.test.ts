import { describe, expect, it } from "vitest";
import { StreamClient } from "../../simulator/stream-client/client.ts";
import type { StreamClientOptions } from "../../simulator/stream-client/options.ts";
import { createFakeClock, FakeSocket, SETTINGS } from "./stream-edge.ts";

function setUp(more: Partial<StreamClientOptions> = {}) {
	const clock = createFakeClock();
	const sockets: FakeSocket[] = [];
	const told = { acknowledged: 0, refused: [] as number[], overflows: 0, states: [] as string[], skew: [] as number[] };
	const client = new StreamClient({
		connect: () => {
			const socket = new FakeSocket();
			sockets.push(socket);
			return socket;
		},
		session: "s",
		clock,
		onAcknowledged: (count) => (told.acknowledged += count),
		onRefused: ({ seq }) => told.refused.push(seq),
		onOverflow: () => told.overflows++,
		onState: (state, why) => told.states.push(why === "" ? state : `${state}: ${why}`),
		onSkew: (ms) => told.skew.push(ms),
		...more,
	});
	const offer = (count: number) => {
		for (let i = 0; i < count; i++) client.offer({ timestamp: clock.now() + i, heart_rate: 70 });
	};
	client.start();
	const socket = (k = -1) => sockets.at(k) as FakeSocket;
	return { client, clock, sockets, socket, told, offer };
}

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

	it.each([
		["a welcome", { type: "welcome", version: 1, acknowledged: 9, now: 0, settings: SETTINGS }],
		["an acknowledgement", { type: "ack", through: 9 }],
		["a request to send again", { type: "resend", from: 10 }],
	] as const)("forgets nothing and takes a new session when %s is about numbers that it never sent", (_, frame) => {
		const sessions: string[] = [];
		const { client, clock, socket, offer, told } = setUp({ onSession: (session) => sessions.push(session) });
		socket().welcome();
		offer(8);
		socket().say({ type: "ack", through: 3 });
		socket().emit("close");
		clock.pass(500);
		socket().welcome(3);
		socket().say(frame);
		expect([client.waiting, told.acknowledged]).toEqual([5, 3]);
		expect(told.states.at(-1)).toBe("waiting: the edge acknowledged what was never sent; a new session begins");
		expect(sessions).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/)]);
		clock.pass(500);
		socket().emit("open");
		expect(socket().sent[0]).toMatchObject({ type: "hello", session: sessions[0], acknowledged: 3 });
		socket().welcomed(3);
		expect(socket().ranges).toEqual([[4, 8]]);
		socket().say({ type: "ack", through: 8 });
		expect([client.waiting, told.acknowledged]).toEqual([0, 8]);
	});

	it("forgets nothing that it has not sent yet when the first welcome acknowledges it", () => {
		const { client, socket, offer, told } = setUp();
		offer(10);
		socket().welcome(5);
		expect([client.waiting, told.acknowledged, client.state]).toEqual([10, 0, "waiting"]);
	});

	it("believes what is acknowledged of a session that goes on, as far as that was sent before", () => {
		const { client, socket, offer, told } = setUp({ first: 5, sent: 8 });
		offer(6);
		socket().welcome(8);
		expect([client.waiting, told.acknowledged, client.state]).toEqual([2, 4, "open"]);
		expect(socket().ranges).toEqual([[9, 10]]);
	});

	it("does not count refusals of numbers that it never sent", () => {
		const { socket, offer, told } = setUp();
		socket().welcome();
		offer(2);
		socket().say({ type: "refused", readings: [{ seq: 3, errors: [] }] });
		expect(told.refused).toEqual([]);
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

	it("comes back after a failure with growing, jittered pauses, and sends what is not acknowledged", () => {
		const { clock, sockets, socket, offer, client } = setUp();
		socket().welcome();
		offer(5);
		socket().say({ type: "ack", through: 2 });
		socket().emit("close");
		const pauses: number[] = [];
		for (let k = 0; k < 9; k++) {
			const count = sockets.length;
			let waited = 0;
			while (sockets.length === count) {
				clock.pass(50);
				waited += 50;
			}
			pauses.push(waited);
			socket().emit("error");
		}
		expect(pauses.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
		expect(Math.max(...pauses)).toBe(15_000);
		clock.pass(15_000);
		socket().emit("open");
		expect(socket().sent[0]).toMatchObject({ type: "hello", acknowledged: 2 });
		socket().welcome(4);
		expect(socket().ranges).toEqual([[5, 5]]);
		expect(client.waiting).toBe(1);
	});

	it("does not listen to a socket that it gave up", () => {
		const { clock, socket, offer, client } = setUp();
		socket().welcome();
		offer(2);
		const old = socket();
		old.emit("close");
		clock.pass(1_000);
		old.say({ type: "ack", through: 2 });
		old.emit("close");
		expect(client.waiting).toBe(2);
		expect(client.state).toBe("connecting");
	});

	it("notices a half-open connection by its heartbeat", () => {
		const { clock, sockets, socket } = setUp();
		socket().welcome();
		clock.pass(20_000);
		expect(socket().pings).toBe(1);
		socket().emit("message", "pong");
		clock.pass(29_000);
		expect([sockets.length, socket().pings]).toEqual([1, 2]);
		clock.pass(11_000);
		expect(sockets.length).toBe(2);
	});

	it("comes back when the socket throws at the heartbeat's ping and never tells that it closed", () => {
		const { clock, sockets, socket, client } = setUp();
		socket().welcome();
		socket().closed = true;
		clock.pass(20_000);
		expect(client.state).toBe("waiting");
		clock.pass(500);
		expect([client.state, sockets.length]).toEqual(["connecting", 2]);
	});

	it("comes back when the socket throws at a flush from the heartbeat and never tells that it closed", () => {
		const { clock, sockets, socket, offer, client } = setUp();
		socket().welcome(0, { flush_after_s: 15 });
		offer(1);
		clock.pass(19_000);
		socket().emit("message", "pong");
		socket().closed = true;
		clock.pass(1_000);
		expect(client.state).toBe("waiting");
		clock.pass(500);
		expect([client.state, sockets.length]).toEqual(["connecting", 2]);
		socket().welcome();
		expect(socket().ranges).toEqual([[1, 1]]);
	});

	it("comes back when the socket throws at the first readings after the welcome", () => {
		const { clock, sockets, socket, offer, client, told } = setUp();
		offer(3);
		socket().emit("open");
		socket().closed = true;
		socket().welcomed();
		expect(told.states).toEqual(["connecting", "open", "waiting: the socket is closed"]);
		clock.pass(500);
		expect([client.state, sockets.length]).toEqual(["connecting", 2]);
		socket().welcome();
		expect(socket().ranges).toEqual([[1, 3]]);
	});

	it("does not come back when it is closed by whoever is told that the connection was lost", () => {
		const { clock, sockets, socket, client } = setUp({
			onState: (state) => {
				if (state === "waiting") client.close();
			},
		});
		socket().welcome();
		socket().emit("close");
		clock.pass(600_000);
		expect([client.state, sockets.length]).toEqual(["ended", 1]);
	});

	it("watches over the new connection when it is started by whoever is told that the old one was lost", () => {
		const { clock, sockets, socket, client } = setUp({
			onState: (state) => {
				if (state === "waiting") client.start();
			},
		});
		socket().welcome();
		socket().closed = true;
		clock.pass(20_000);
		expect([client.state, sockets.length]).toEqual(["connecting", 2]);
		clock.pass(15_000);
		expect(sockets.length).toBe(3);
	});

	it("gives up a connection on which no welcome comes", () => {
		const { clock, sockets, socket } = setUp();
		socket().emit("open");
		clock.pass(16_000);
		expect(sockets.length).toBe(2);
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

	it.each(["revoked", "unknown_device", "unsupported_version"] as const)(
		"ends when it is told goodbye for %s, and may be begun again with what it holds",
		(why) => {
			const { clock, sockets, socket, offer, client, told } = setUp();
			socket().welcome();
			offer(3);
			socket().say({ type: "bye", code: 4000, reason: why });
			socket().emit("close");
			clock.pass(600_000);
			expect([sockets.length, client.state, told.states.at(-1)]).toEqual([1, "ended", `ended: ${why}`]);
			client.start();
			socket().welcome();
			expect(socket().ranges).toEqual([[1, 3]]);
		},
	);

	it.each([
		[0, 60_000],
		[0.5, 120_000],
		[1 - Number.EPSILON, 180_000],
	])("comes back slowly, at a time left to chance (%d), when it is told that it was replaced", (chance, pause) => {
		const { clock, sockets, socket, offer, client, told } = setUp();
		socket().welcome();
		offer(3);
		clock.chance = chance;
		socket().say({ type: "bye", code: 4409, reason: "replaced" });
		socket().emit("close");
		offer(2);
		clock.pass(pause - 1);
		expect([sockets.length, client.state, told.states.at(-1)]).toEqual([1, "waiting", "waiting: replaced"]);
		clock.pass(1);
		expect([sockets.length, client.state]).toEqual([2, "connecting"]);
		socket().welcome();
		expect(socket().ranges).toEqual([[1, 5]]);
	});

	it("comes back at once when it is started after it was replaced, and then not a second time", () => {
		const { clock, sockets, socket, client } = setUp();
		socket().welcome();
		socket().say({ type: "bye", code: 4409, reason: "replaced" });
		socket().emit("close");
		client.start();
		socket().welcome();
		for (let i = 0; i < 20; i++) {
			clock.pass(10_000);
			socket().emit("message", "pong");
		}
		expect([sockets.length, client.state]).toEqual([2, "open"]);
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
