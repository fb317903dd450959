/** An edge on a string, and a clock that stands still until it is told: for the stream client's tests. */
import type { EdgeFrame, StreamSettings } from "../../vitals/stream.ts";
import { StreamClient } from "../../simulator/stream-client/client.ts";
import type { StreamClientOptions, StreamClock, StreamSocket } from "../../simulator/stream-client/options.ts";

export interface FakeClock extends StreamClock {
	/** Lets `ms` pass, running what becomes due in order. */
	pass(ms: number): void;
	/** What `random` gives. */
	chance: number;
}

function createFakeClock(): FakeClock {
	let now = 1_000_000;
	let timers: { due: number; work: () => void }[] = [];
	const clock: FakeClock = {
		chance: 0.5,
		now: () => now,
		random: () => clock.chance,
		after(ms, work) {
			const timer = { due: now + Math.max(0, ms), work };
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
		pass(ms) {
			const until = now + ms;
			for (;;) {
				const [next] = timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due);
				if (next === undefined) break;
				now = Math.max(now, next.due);
				timers = timers.filter((timer) => timer !== next);
				next.work();
			}
			now = until;
		},
	};
	return clock;
}

type Sent = Record<string, unknown> & { type: string };

/** What `welcome` says unless told otherwise. */
export const SETTINGS: StreamSettings = {
	group: 1,
	every_s: 1,
	max_in_flight: 100,
	max_readings_per_message: 50,
	flush_after_s: 75,
};

/** One connection as the edge has it. */
class FakeSocket implements StreamSocket {
	readonly sent: Sent[] = [];
	pings = 0;
	closed = false;
	readonly #listeners = new Map<string, ((event: { data: unknown }) => void)[]>();

	send(text: string): void {
		if (this.closed) throw new Error("the socket is closed");
		if (text === "ping") this.pings++;
		else this.sent.push(JSON.parse(text) as Sent);
	}

	close(): void {
		this.closed = true;
	}

	addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
		this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
	}

	emit(type: "open" | "error" | "close" | "message", data?: unknown): void {
		for (const listener of this.#listeners.get(type) ?? []) listener({ data });
	}

	say(frame: EdgeFrame): void {
		this.emit("message", JSON.stringify(frame));
	}

	/** Opens and welcomes. */
	welcome(acknowledged = 0, settings: Record<string, number> = {}): void {
		this.emit("open");
		this.welcomed(acknowledged, settings);
	}

	/** Welcomes only. */
	welcomed(acknowledged = 0, settings: Record<string, number> = {}): void {
		this.say({
			type: "welcome",
			version: 1,
			acknowledged,
			now: 0,
			settings: { ...SETTINGS, ...settings },
		});
	}

	/** Ranges of the messages sent so far: `[first, last]`. */
	get ranges(): [number, number][] {
		return this.sent
			.filter(({ type }) => type === "readings")
			.map(({ first, readings }) => [first as number, (first as number) + (readings as unknown[]).length - 1]);
	}

	get flushes(): unknown[] {
		return this.sent.filter(({ type }) => type === "flush").map(({ through }) => through);
	}
}

/** A client that has begun, on a clock of its own; `socket()` is its last connection. */
export function setUp(more: Partial<StreamClientOptions> = {}) {
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
