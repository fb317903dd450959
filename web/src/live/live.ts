/**
 * One ward's live connection: a WebSocket that reconnects by itself, and frames handed over once per
 * animation frame. Every connection starts with a snapshot, so a reconnect needs no catching up of its own.
 */
import type { LiveFrame } from "../../../vitals/live.ts";
import { parseMessage, reconnectDelay } from "./protocol.ts";

/** How often `ping` is sent, in ms: below the 30 s after which middleboxes may drop an idle connection. */
export const PING_EVERY_MS = 25_000;
/** A ping that brought nothing back within this time (ms) means a dead connection, even if nobody said so. */
export const ANSWER_WITHIN_MS = 8000;
/** An attempt that has not opened by then (ms) is given up. */
const OPEN_WITHIN_MS = 10_000;
/** Frames that may wait for the next animation frame; a hidden tab gets none, and must not hoard. */
const MOST_WAITING_FRAMES = 120;

/** State of the connection. */
export type LiveStatus =
	| { readonly kind: "connecting" }
	| { readonly kind: "open" }
	/** `retryAt`: when the next attempt starts, ms since the epoch by this machine's clock. */
	| { readonly kind: "reconnecting"; readonly attempt: number; readonly retryAt: number }
	/** The station speaks a protocol version this page does not know. */
	| { readonly kind: "outdated" };

/** What the owner of a connection is told. */
export interface LiveHandlers {
	/** Frames in the order of arrival, batched per animation frame. */
	onFrames(frames: readonly LiveFrame[]): void;
	onStatus(status: LiveStatus): void;
	/** At arrival, before any batching: the station's clock and this machine's, ms since the epoch. */
	onClock(serverAt: number, localAt: number): void;
	/** An attempt failed before it opened: the session may have ended, which a WebSocket cannot say. */
	onAttemptFailed(): void;
}

/** The part of `WebSocket` that is used. */
export interface LiveSocket {
	send(text: string): void;
	close(): void;
}

/** What a socket reports; never before `connect` returned. */
export interface LiveSocketEvents {
	opened(): void;
	message(data: unknown): void;
	closed(): void;
}

/** What the connection needs from its surroundings; tests bring their own. */
export interface LiveEnvironment {
	connect(wardId: string, events: LiveSocketEvents): LiveSocket;
	now(): number;
	random(): number;
	/** Calls back after `ms`; returns what cancels it. */
	after(ms: number, callback: () => void): () => void;
	/** Calls back before the next paint. */
	nextFrame(callback: () => void): void;
}

/** A running connection. */
export interface LiveConnection {
	/** Ends a pause between attempts. */
	retryNow(): void;
	/** Applies what waits for an animation frame, for a tab that comes back to the front. */
	flush(): void;
	/** Ends the connection for good; no handler is called afterwards. */
	close(): void;
}

/** Opens and keeps a connection to the ward `wardId`. */
export function connectLive(wardId: string, handlers: LiveHandlers, environment: LiveEnvironment): LiveConnection {
	let socket: LiveSocket | null = null;
	let attempt = 0;
	let ended = false;
	let heard = false;
	let waiting: LiveFrame[] = [];
	let frameAsked = false;
	let cancelTimer = () => {};

	const flush = () => {
		frameAsked = false;
		if (ended || waiting.length === 0) return;
		const frames = waiting;
		waiting = [];
		handlers.onFrames(frames);
	};

	const drop = () => {
		const dropped = socket;
		// First, so that nothing the socket still reports is listened to.
		socket = null;
		dropped?.close();
	};

	const fail = (wasOpen: boolean) => {
		cancelTimer();
		drop();
		// What arrived before the loss is still true.
		flush();
		attempt++;
		const delay = reconnectDelay(attempt, environment.random());
		handlers.onStatus({ kind: "reconnecting", attempt, retryAt: environment.now() + delay });
		cancelTimer = environment.after(delay, open);
		if (!wasOpen) handlers.onAttemptFailed();
	};

	const keepAlive = () => {
		cancelTimer = environment.after(PING_EVERY_MS, () => {
			heard = false;
			socket?.send("ping");
			cancelTimer = environment.after(ANSWER_WITHIN_MS, () => (heard ? keepAlive() : fail(true)));
		});
	};

	const receive = (data: unknown) => {
		heard = true;
		const message = parseMessage(typeof data === "string" ? data : "");
		switch (message.kind) {
			case "pong":
				return;
			case "malformed":
				// Something was lost on the way: a fresh snapshot puts it right.
				return fail(true);
			case "other-version":
				close();
				return handlers.onStatus({ kind: "outdated" });
			case "frame":
				handlers.onClock(message.frame.at, environment.now());
				// Only a snapshot proves that the station is back: a socket that opens and breaks keeps backing off.
				if (message.frame.type === "snapshot") attempt = 0;
				waiting.push(message.frame);
				if (waiting.length >= MOST_WAITING_FRAMES) return flush();
				if (!frameAsked) {
					frameAsked = true;
					environment.nextFrame(flush);
				}
		}
	};

	const open = () => {
		if (ended) return;
		let opened = false;
		const opening: LiveSocket = environment.connect(wardId, {
			opened() {
				if (socket !== opening) return;
				opened = true;
				cancelTimer();
				handlers.onStatus({ kind: "open" });
				keepAlive();
			},
			message(data) {
				if (socket === opening) receive(data);
			},
			closed() {
				if (socket === opening) fail(opened);
			},
		});
		socket = opening;
		cancelTimer = environment.after(OPEN_WITHIN_MS, () => fail(false));
	};

	const close = () => {
		ended = true;
		cancelTimer();
		drop();
		waiting = [];
	};

	handlers.onStatus({ kind: "connecting" });
	open();

	return {
		retryNow() {
			if (ended || socket) return;
			cancelTimer();
			open();
		},
		flush,
		close,
	};
}

/** The browser's WebSocket, timers and animation frames. */
export function browserEnvironment(): LiveEnvironment {
	return {
		connect(wardId, events) {
			const address = new URL(`/api/v1/wards/${encodeURIComponent(wardId)}/live`, location.href);
			address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
			const socket = new WebSocket(address);
			socket.addEventListener("open", events.opened);
			socket.addEventListener("message", (event) => events.message(event.data));
			socket.addEventListener("close", events.closed);
			return socket;
		},
		now: () => Date.now(),
		random: () => Math.random(),
		after(ms, callback) {
			const timer = setTimeout(callback, ms);
			return () => clearTimeout(timer);
		},
		// A tab in the background gets no animation frames, and an alarm must be heard there, too.
		nextFrame: (callback) => (document.hidden ? queueMicrotask(callback) : void requestAnimationFrame(callback)),
	};
}
