import { describe, expect, it } from "vitest";
import { SETTINGS, setUp } from "./stream-edge.ts";

describe("the stream client in trouble", () => {
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

	it.each(["connecting", "open"] as const)(
		"stays closed when it is closed by whoever is told that it is %s",
		(when) => {
			let armed = false;
			const { clock, sockets, socket, client } = setUp({
				onState: (state) => {
					if (armed && state === when) client.close();
				},
			});
			armed = true;
			socket().emit("close");
			clock.pass(500);
			if (when === "open") socket().welcome();
			clock.pass(600_000);
			expect([client.state, sockets.length]).toEqual(["ended", when === "open" ? 2 : 1]);
		},
	);

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
});
