/** What the stream client is given, and what it tells. */

/** The part of a WebSocket that is needed. */
export interface StreamSocket {
	send(text: string): void;
	close(code?: number): void;
	addEventListener(type: "open" | "error" | "close", listener: () => void): void;
	addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** Time and chance, from outside so that tests can own them. */
export interface StreamClock {
	now(): number;
	/** Runs `work` after `ms`; the result cancels it. */
	after(ms: number, work: () => void): () => void;
	/** Uniform in [0, 1). */
	random(): number;
}

export type StreamState =
	/** No connection; a try is due. */
	| "waiting"
	| "connecting"
	| "open"
	/** For good: closed by us, or the edge said that coming back is of no use. */
	| "ended";

/** One refused reading: it will not be taken, whatever is done. */
export interface Refusal {
	readonly seq: number;
	readonly errors: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

export interface StreamClientOptions {
	/** Opens a socket to the stream's address with the device's key. May throw. */
	readonly connect: () => StreamSocket;
	/** Names this run of the counter. A device that keeps its buffer through a restart keeps its session too. */
	readonly session: string;
	/** Number of the first reading; 1 unless a session goes on. */
	readonly first?: number;
	/**
	 * Where a session goes on: the highest number that may have been sent in it, or the highest held when that was not
	 * kept. What the edge acknowledges beyond is not believed.
	 */
	readonly sent?: number;
	/** Readings kept at most while they cannot be delivered. Beyond that `offer` refuses, and says so. */
	readonly capacity?: number;
	readonly clock?: StreamClock;
	/** Told how many readings were dealt with, and how many of them had been refused. */
	readonly onAcknowledged?: (count: number, refused: number) => void;
	readonly onRefused?: (refusal: Refusal) => void;
	/** A reading was not taken because the buffer is full. */
	readonly onOverflow?: () => void;
	/** The edge acknowledged what was never sent, and the session is another one from now on: keep it with the buffer. */
	readonly onSession?: (session: string) => void;
	readonly onState?: (state: StreamState, why: string) => void;
	/** The device's clock minus the edge's, milliseconds. */
	readonly onSkew?: (ms: number) => void;
	/** A message was sent with so many readings, of which so many for the first time. */
	readonly onSent?: (readings: number, fresh: number) => void;
}
