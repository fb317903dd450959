import { describe, expect, it } from "vitest";
import type { LiveFrame } from "../../vitals/live.ts";
import {
	ANSWER_WITHIN_MS,
	connectLive,
	type LiveEnvironment,
	type LiveSocket,
	type LiveSocketEvents,
	type LiveStatus,
	PING_EVERY_MS,
} from "../../web/src/live/live.ts";
import { parseMessage, reconnectDelay } from "../../web/src/live/protocol.ts";
import { ServerClock } from "../../web/src/state/server-clock.ts";
import { aReading, aSnapshot, NOON, readingsFrame } from "./samples.ts";

class FakeSocket implements LiveSocket {
	readonly #events: LiveSocketEvents;
	readonly sent: string[] = [];
	closed = false;
	constructor(events: LiveSocketEvents) {
		this.#events = events;
	}
	send(text: string): void {
		this.sent.push(text);
	}
	close(): void {
		this.closed = true;
	}
	open(): void {
		this.#events.opened();
	}
	receive(value: unknown): void {
		this.#events.message(typeof value === "string" ? value : JSON.stringify(value));
	}
	break(): void {
		this.#events.closed();
	}
}

/** A connection whose time, sockets and animation frames the test moves by hand. */
function harness() {
	const sockets: FakeSocket[] = [];
	const statuses: LiveStatus[] = [];
	const batches: (readonly LiveFrame[])[] = [];
	const clock: [number, number][] = [];
	const timers = new Set<{ due: number; callback: () => void }>();
	let paints: (() => void)[] = [];
	let now = NOON;
	let failedAttempts = 0;
	const environment: LiveEnvironment = {
		connect(_wardId, events) {
			const socket = new FakeSocket(events);
			sockets.push(socket);
			return socket;
		},
		now: () => now,
		random: () => 1,
		after(ms, callback) {
			const timer = { due: now + ms, callback };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		nextFrame: (callback) => void paints.push(callback),
	};
	const connection = connectLive(
		"ward-a",
		{
			onFrames: (frames) => void batches.push(frames),
			onStatus: (status) => void statuses.push(status),
			onClock: (serverAt, localAt) => void clock.push([serverAt, localAt]),
			onAttemptFailed: () => void failedAttempts++,
		},
		environment,
	);
	return {
		connection,
		sockets,
		statuses,
		batches,
		clock,
		now: () => now,
		failedAttempts: () => failedAttempts,
		socket: () => sockets.at(-1) as FakeSocket,
		status: () => statuses.at(-1)?.kind,
		pass(ms: number) {
			const until = now + ms;
			for (;;) {
				const next = [...timers].filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
				if (!next) break;
				timers.delete(next);
				now = next.due;
				next.callback();
			}
			now = until;
		},
		paint() {
			const due = paints;
			paints = [];
			for (const callback of due) callback();
		},
	};
}

describe("the live connection", () => {
	it("hands over everything that came since the last animation frame at once, in order", () => {
		const live = harness();
		live.socket().open();
		live.socket().receive(aSnapshot());
		live.socket().receive(readingsFrame(aReading("monitor-1", NOON)));
		expect(live.batches).toEqual([]);
		live.paint();
		expect(live.batches.map((frames) => frames.map((frame) => frame.type))).toEqual([["snapshot", "readings"]]);
		expect(live.clock).toHaveLength(2);
	});

	it("does not hoard frames while the tab is hidden and nothing is painted", () => {
		const live = harness();
		live.socket().open();
		for (let count = 0; count < 500; count++) live.socket().receive(readingsFrame());
		expect(live.batches.flat().length).toBeGreaterThanOrEqual(480);
	});

	it("says that it is reconnecting, comes back by itself, and is resynchronised by the snapshot", () => {
		const live = harness();
		live.socket().open();
		live.socket().receive(aSnapshot());
		live.socket().break();
		expect(live.status()).toBe("reconnecting");
		expect(live.batches.flat()).toHaveLength(1);
		live.pass(1000);
		expect(live.sockets).toHaveLength(2);
		live.socket().open();
		live.socket().receive(aSnapshot());
		live.paint();
		expect(live.status()).toBe("open");
		expect(live.batches.flat().map((frame) => frame.type)).toEqual(["snapshot", "snapshot"]);
	});

	it("waits longer after each failure, also when sockets open only to break", () => {
		const live = harness();
		const pauses: number[] = [];
		for (let count = 0; count < 7; count++) {
			live.socket().open();
			live.socket().break();
			const status = live.statuses.at(-1);
			if (status?.kind !== "reconnecting") throw new Error(`expected a pause, got ${status?.kind}`);
			pauses.push(status.retryAt - live.now());
			live.pass(pauses.at(-1) as number);
		}
		expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
	});

	it("asks whether the session still stands only when a connection could not be opened", () => {
		const live = harness();
		live.socket().open();
		live.socket().break();
		expect(live.failedAttempts()).toBe(0);
		live.pass(500);
		live.socket().break();
		expect(live.failedAttempts()).toBe(1);
	});

	it("gives up an attempt that never opens", () => {
		const live = harness();
		const first = live.socket();
		live.pass(10_000);
		expect(first.closed).toBe(true);
		expect(live.status()).toBe("reconnecting");
	});

	it("pings an open connection and stays on it while it answers", () => {
		const live = harness();
		live.socket().open();
		live.pass(PING_EVERY_MS);
		expect(live.socket().sent).toEqual(["ping"]);
		live.socket().receive("pong");
		live.pass(ANSWER_WITHIN_MS + PING_EVERY_MS);
		expect(live.socket().sent).toEqual(["ping", "ping"]);
		expect(live.status()).toBe("open");
	});

	it("notices a connection that died without a word", () => {
		const live = harness();
		live.socket().open();
		live.pass(PING_EVERY_MS + ANSWER_WITHIN_MS);
		expect(live.status()).toBe("reconnecting");
		expect(live.sockets[0]?.closed).toBe(true);
	});

	it("asks for a reload at a protocol version it does not know, and does NOT try again", () => {
		const live = harness();
		live.socket().open();
		live.socket().receive({ ...aSnapshot(), version: 1 });
		live.pass(600_000);
		live.paint();
		expect(live.status()).toBe("outdated");
		expect(live.batches).toEqual([]);
		expect(live.sockets).toHaveLength(1);
	});

	it("starts over after a frame that is not readable", () => {
		const live = harness();
		live.socket().open();
		live.socket().receive('{"type":"readings","at":');
		expect(live.status()).toBe("reconnecting");
	});

	it("tries at once when it is told to, and only while it waits", () => {
		const live = harness();
		live.connection.retryNow();
		expect(live.sockets).toHaveLength(1);
		live.socket().break();
		live.connection.retryNow();
		expect(live.sockets).toHaveLength(2);
	});

	it("does not listen to a socket that it gave up", () => {
		const live = harness();
		const first = live.socket();
		live.pass(10_000 + 500);
		first.open();
		first.receive(aSnapshot());
		first.break();
		live.paint();
		expect([live.batches.length, live.sockets.length, live.status()]).toEqual([0, 2, "reconnecting"]);
	});

	it("calls nobody after it was closed", () => {
		const live = harness();
		live.socket().open();
		live.socket().receive(aSnapshot());
		live.connection.close();
		const told = live.statuses.length;
		live.paint();
		live.pass(60_000);
		expect([live.batches.length, live.statuses.length, live.sockets.length]).toEqual([0, told, 1]);
	});
});

describe("messages", () => {
	it("are frames, pongs, of another version, or malformed", () => {
		expect(parseMessage(JSON.stringify(aSnapshot())).kind).toBe("frame");
		expect(parseMessage("pong").kind).toBe("pong");
		expect(parseMessage(JSON.stringify({ ...aSnapshot(), version: 7 }))).toEqual({ kind: "other-version", version: 7 });
		const broken = ["", "null", "[]", "7", "{}", '{"type":"readings"}'];
		expect(broken.filter((text) => parseMessage(text).kind !== "malformed")).toEqual([]);
	});
});

describe("the pause before reconnecting", () => {
	it("doubles up to a quarter of a minute, half of it at random", () => {
		expect([1, 2, 3, 10, 1000].map((attempt) => reconnectDelay(attempt, 1))).toEqual([500, 1000, 2000, 15_000, 15_000]);
		expect(reconnectDelay(10, 0)).toBe(7500);
	});
});

describe("the server's clock", () => {
	it("shows true ages on a workstation whose clock is an hour wrong", () => {
		const clock = new ServerClock();
		clock.sample(NOON, NOON - 3_600_000);
		expect(clock.now(NOON - 3_600_000 + 5000)).toBe(NOON + 5000);
	});

	it("is not set back by a frame that was slow on the way", () => {
		const clock = new ServerClock();
		clock.sample(NOON, NOON);
		clock.sample(NOON + 1000, NOON + 2500);
		expect(clock.now(NOON + 2500)).toBe(NOON + 2500);
	});

	it("follows at once when this machine's clock is set or the machine slept", () => {
		const clock = new ServerClock();
		clock.sample(NOON, NOON);
		clock.sample(NOON + 1000, NOON + 901_000);
		expect(clock.now(NOON + 901_000)).toBe(NOON + 1000);
	});
});
