/**
 * A device's end of the stream protocol (docs/stream-protocol.md): buffers readings, sends them, keeps them until
 * they are acknowledged, and comes back after any failure. Knows nothing of the rest of the project but the frames:
 * take this folder and `vitals/stream.ts` and build it into a device.
 *
 * Guarantee: a reading that `offer` took is kept here until the edge has it on disk or has refused it.
 */
import { STREAM_VERSION, type ByeReason, type EdgeFrame, type StreamSettings } from "../../vitals/stream.ts";
import { ReadingBuffer } from "./buffer.ts";
import { pauseAfter, pauseWhenReplaced } from "./pause.ts";
import type { StreamClientOptions, StreamClock, StreamSocket, StreamState } from "./options.ts";

/** Three hours at 1 Hz. */
const USUAL_CAPACITY = 10_800;
/** Readings in a message while catching up: quick, and small enough that nothing waits long behind it. */
const CATCH_UP = 250;
/** Before the edge has said anything. */
const FIRST_SETTINGS: StreamSettings = {
	group: 1,
	every_s: 1,
	max_in_flight: 600,
	max_readings_per_message: CATCH_UP,
	flush_after_s: 75,
};
/** Nothing came for so long: ask whether somebody is there, and give up on the socket when nobody answers. */
const HEARTBEAT_MS = 20_000;
const HEARTBEAT_PATIENCE_MS = 10_000;
/** From the first try to the welcome. */
const CONNECT_PATIENCE_MS = 15_000;

/** Coming back would not help. */
const FINAL: ReadonlySet<ByeReason> = new Set(["revoked", "unknown_device", "unsupported_version"]);

const SYSTEM_CLOCK: StreamClock = {
	now: Date.now,
	after: (ms, work) => {
		const timer = setTimeout(work, ms);
		return () => clearTimeout(timer);
	},
	random: Math.random,
};

/** Why the state is "ended" after `close`. */
export const CLOSED = "closed here";

export class StreamClient {
	readonly #options: StreamClientOptions;
	readonly #clock: StreamClock;
	readonly #buffer: ReadingBuffer;
	readonly #refused = new Set<number>();
	#session: string;
	#state: StreamState = "waiting";
	#socket: StreamSocket | null = null;
	#settings = FIRST_SETTINGS;
	/** Number of the reading to send next, and of the highest ever sent plus one. */
	#next: number;
	#sentBefore: number;
	/** Readings in a message at most; halved when one was too large. */
	#largest = CATCH_UP;
	#failures = 0;
	#bye: ByeReason | null = null;
	#draining = false;
	/** What the last flush covered, and when it was sent: nothing, once it may have been lost. */
	#flushed = 0;
	#flushedAt = -Infinity;
	#quietUntil = 0;
	#heardAt = 0;
	/** Since when the oldest unacknowledged reading waits for the edge: sending it again does not make it younger. */
	#progressAt = -Infinity;
	#cancelPump = (): void => {};
	#cancelWatch = (): void => {};
	#cancelRetry = (): void => {};

	constructor(options: StreamClientOptions) {
		this.#options = options;
		this.#session = options.session;
		this.#clock = options.clock ?? SYSTEM_CLOCK;
		this.#buffer = new ReadingBuffer(options.first ?? 1, options.capacity ?? USUAL_CAPACITY);
		this.#next = this.#buffer.first;
		this.#sentBefore = Math.max(this.#next, (options.sent ?? 0) + 1);
	}

	get state(): StreamState {
		return this.#state;
	}

	/** Readings not yet acknowledged. */
	get waiting(): number {
		return this.#buffer.size;
	}

	/** Failed connections since the last one that worked. */
	get failures(): number {
		return this.#failures;
	}

	/** Begins; after an end, begins again with what is still unacknowledged. */
	start(): void {
		if (this.#state === "open" || this.#state === "connecting") return;
		this.#cancelRetry();
		this.#open();
	}

	/**
	 * Takes a reading: a telemetry payload without `device_id`, with `timestamp`.
	 *
	 * @returns its sequence number, `null` when the buffer is full and it was not taken
	 */
	offer(reading: object): number | null {
		const seq = this.#buffer.next;
		if (!this.#buffer.add(JSON.stringify(reading), this.#clock.now())) {
			this.#options.onOverflow?.();
			return null;
		}
		this.#pump();
		return seq;
	}

	/** From now on nothing waits for company, and acknowledgements are asked for. */
	drain(): void {
		this.#draining = true;
		this.#pump();
	}

	/** Ends at once. What was not acknowledged stays unacknowledged: drain first, and wait until `waiting` is 0. */
	close(): void {
		this.#end(CLOSED);
	}

	#enter(state: StreamState, why: string): void {
		this.#state = state;
		this.#options.onState?.(state, why);
	}

	#open(): void {
		this.#bye = null;
		this.#enter("connecting", "");
		// Whoever was told may have closed.
		if (this.#state !== "connecting") return;
		let socket: StreamSocket;
		try {
			socket = this.#options.connect();
		} catch (error) {
			return this.#lost(error instanceof Error ? error.message : String(error));
		}
		this.#socket = socket;
		// A socket that was given up may still speak; nobody listens to it.
		const own = (work: () => void) => () => {
			if (this.#socket === socket) work();
		};
		socket.addEventListener(
			"open",
			own(() => this.#hello()),
		);
		socket.addEventListener("message", (event) => {
			if (this.#socket === socket) this.#hear(String(event.data));
		});
		socket.addEventListener(
			"error",
			own(() => this.#lost("the connection failed")),
		);
		socket.addEventListener(
			"close",
			own(() => this.#lost("the connection was closed")),
		);
		this.#heardAt = this.#clock.now();
		this.#watch(CONNECT_PATIENCE_MS, () => this.#lost("no welcome came"));
	}

	#hello(): void {
		const acknowledged = this.#buffer.first - 1;
		const hello = { type: "hello", version: STREAM_VERSION, session: this.#session, acknowledged };
		this.#send(JSON.stringify({ ...hello, now: this.#clock.now() }));
	}

	#hear(text: string): void {
		this.#heardAt = this.#clock.now();
		if (text === "pong") return;
		let frame: EdgeFrame;
		try {
			frame = JSON.parse(text) as EdgeFrame;
		} catch {
			return this.#lost("the edge sent what is no frame");
		}
		switch (frame.type) {
			case "welcome":
				if (frame.acknowledged >= this.#sentBefore) return this.#disown();
				this.#welcome(frame.acknowledged, frame.settings);
				break;
			case "ack":
				if (frame.through >= this.#sentBefore) return this.#disown();
				this.#forget(frame.through);
				break;
			case "resend":
				if (frame.from > this.#sentBefore) return this.#disown();
				// It asks for what it had acknowledged: it was set back, and is told how far it had come.
				if (frame.from < this.#buffer.first) return this.#hello();
				this.#rewind(frame.from);
				break;
			case "slow":
				this.#rewind(this.#buffer.first);
				this.#quietUntil = this.#clock.now() + frame.retry_after_s * 1000 * (1 + this.#clock.random() / 2);
				break;
			case "refused":
				for (const refusal of frame.readings) {
					const { seq } = refusal;
					if (seq < this.#buffer.first || seq >= this.#sentBefore || this.#refused.has(seq)) continue;
					this.#refused.add(seq);
					this.#options.onRefused?.(refusal);
				}
				break;
			case "settings":
				this.#settings = frame.settings;
				break;
			case "skew":
				this.#options.onSkew?.(frame.ms);
				break;
			case "bye":
				this.#bye = frame.reason;
				if (this.#bye === "too_large") this.#largest = Math.max(1, this.#largest >> 1);
				break;
			case "error":
				// Nothing of the message was taken. A connection made anew begins at what is acknowledged.
				return this.#lost(`a frame was refused: ${frame.errors[0]?.message ?? ""}`);
			default:
				// A frame of a later release. It asks for nothing that this one could do.
				frame satisfies never;
		}
		this.#pump();
	}

	#welcome(acknowledged: number, settings: StreamSettings): void {
		this.#settings = settings;
		this.#forget(acknowledged);
		this.#rewind(this.#buffer.first);
		if (this.#state !== "open") {
			this.#enter("open", "");
			this.#heartbeat();
		}
	}

	/**
	 * The edge has numbers of this session that were never sent from here: another device has the same session, or this
	 * one lost its counter. What it acknowledges is not ours. A new session goes on with the same numbers.
	 */
	#disown(): void {
		const clock = this.#clock;
		this.#session = `${clock.now().toString(36)}-${Math.floor(clock.random() * 2 ** 48).toString(36)}`;
		this.#options.onSession?.(this.#session);
		this.#lost("the edge acknowledged what was never sent; a new session begins");
	}

	#forget(through: number): void {
		const count = this.#buffer.forget(through);
		if (count === 0) return;
		this.#progressAt = this.#clock.now();
		this.#failures = 0;
		this.#next = Math.max(this.#next, this.#buffer.first);
		let refused = 0;
		for (const seq of this.#refused) if (seq <= through && this.#refused.delete(seq)) refused++;
		this.#options.onAcknowledged?.(count, refused);
	}

	/** What was sent from `seq` on is sent again, and a flush that was to cover it is asked for again. */
	#rewind(seq: number): void {
		this.#next = seq;
		this.#flushed = 0;
		this.#flushedAt = -Infinity;
	}

	/** Sends what is due and sees to being called again when more is. */
	#pump(): void {
		this.#cancelPump();
		if (this.#state !== "open") return;
		const now = this.#clock.now();
		if (now < this.#quietUntil) return this.#pumpAfter(this.#quietUntil - now);
		const { group, every_s, max_in_flight, max_readings_per_message, flush_after_s } = this.#settings;
		for (;;) {
			const unsent = this.#buffer.next - this.#next;
			if (unsent === 0) break;
			const waited = now - this.#buffer.timeOf(this.#next);
			const again = this.#next < this.#sentBefore;
			if (!this.#draining && !again && unsent < group && waited < every_s * 1000) {
				this.#pumpAfter(every_s * 1000 - waited);
				break;
			}
			const room = max_in_flight - (this.#next - this.#buffer.first);
			const count = Math.min(unsent, room, max_readings_per_message, this.#largest);
			if (count <= 0) break;
			if (!this.#sendReadings(count, now)) return;
		}
		const sent = this.#next - this.#buffer.first;
		if (sent === 0) return;
		const through = this.#next - 1;
		const overdue = now - Math.max(this.#progressAt, this.#flushedAt) >= flush_after_s * 1000;
		if (overdue || (this.#draining && this.#next === this.#buffer.next && this.#flushed !== through)) {
			this.#flushed = through;
			this.#flushedAt = now;
			this.#send(JSON.stringify({ type: "flush", through }));
		}
	}

	#pumpAfter(ms: number): void {
		this.#cancelPump = this.#clock.after(ms, () => this.#pump());
	}

	#sendReadings(count: number, now: number): boolean {
		const first = this.#next;
		const last = first + count - 1;
		const list = this.#buffer.list(first, last);
		if (first === this.#buffer.first && first >= this.#sentBefore) this.#progressAt = now;
		const fresh = Math.max(0, last + 1 - Math.max(first, this.#sentBefore));
		this.#next = last + 1;
		this.#sentBefore = Math.max(this.#sentBefore, this.#next);
		this.#options.onSent?.(count, fresh);
		return this.#send(`{"type":"readings","first":${first},"now":${now},"readings":[${list}]}`);
	}

	#send(text: string): boolean {
		if (this.#socket === null) return false;
		try {
			this.#socket.send(text);
			return true;
		} catch (error) {
			this.#lost(error instanceof Error ? error.message : String(error));
			return false;
		}
	}

	/** Notices a half-open connection, and readings whose acknowledgement is overdue. */
	#heartbeat(): void {
		// Whoever was told that it is open may have closed.
		if (this.#state !== "open") return;
		const quiet = this.#clock.now() - this.#heardAt;
		const socket = this.#socket;
		if (quiet >= HEARTBEAT_MS) {
			if (!this.#send("ping")) return;
			const asked = this.#heardAt;
			return this.#watch(HEARTBEAT_PATIENCE_MS, () => {
				if (this.#heardAt === asked) this.#lost("no answer to the heartbeat");
				else this.#heartbeat();
			});
		}
		this.#pump();
		// Sending may have shown that the connection is gone: the watch is then the next one's.
		if (this.#socket !== socket) return;
		this.#watch(HEARTBEAT_MS - quiet, () => {
			// It has held for a while: the next failure is a first one.
			this.#failures = 0;
			this.#heartbeat();
		});
	}

	#watch(ms: number, work: () => void): void {
		this.#cancelWatch();
		this.#cancelWatch = this.#clock.after(ms, work);
	}

	/** The connection is gone, or of no more use: another one, later. */
	#lost(why: string): void {
		if (this.#state === "ended") return;
		const reason = this.#bye ?? why;
		if (this.#bye !== null && FINAL.has(this.#bye)) return this.#end(reason);
		this.#drop();
		// Before anybody is told, who may close or start at once: both cancel it.
		const chance = this.#clock.random();
		const pause = this.#bye === "replaced" ? pauseWhenReplaced(chance) : pauseAfter(this.#failures++, chance);
		this.#cancelRetry = this.#clock.after(pause, () => this.#open());
		this.#enter("waiting", reason);
	}

	#end(why: string): void {
		if (this.#state === "ended") return;
		this.#drop();
		this.#enter("ended", why);
	}

	#drop(): void {
		this.#cancelPump();
		this.#cancelWatch();
		this.#cancelRetry();
		const socket = this.#socket;
		this.#socket = null;
		try {
			socket?.close(1000);
		} catch {
			// It is closed already, or never opened.
		}
	}
}
