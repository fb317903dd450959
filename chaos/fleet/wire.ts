/** The network between a fleet and the edge, and all that it does to messages. */
import { Agent, buildConnector, request, WebSocket } from "undici";
import type { Random } from "../../scenarios/random.ts";
import type { StreamSocket } from "../../simulator/stream-client/options.ts";
import type { Counters } from "./counters.ts";

const ANSWER_MS = 20_000;
const CONNECT_MS = 5_000;
/** Longer than connecting and answering may take together. */
const GIVE_UP_MS = ANSWER_MS + CONNECT_MS + 5_000;
/** A message that is overtaken waits for the next one, and no longer than this. */
const HELD_MS = 200;
/** A connection that carries nothing any more is kept open for so long: longer than the edge lets an object sleep. */
const LINGER_MS = 60_000;

export interface Answer {
	/** 0 when none came. */
	readonly status: number;
	readonly body: unknown;
}

const NO_ANSWER: Answer = { status: 0, body: null };

/** How a device's messages fare; chances from 0 to 1. */
export interface MessageFaults {
	readonly duplicate: number;
	readonly reorder: number;
}

interface Connection {
	readonly destroy: () => unknown;
}

export class Wire {
	readonly #url: string;
	readonly #random: Random;
	readonly #counters: Counters;
	readonly #agent: Agent;
	readonly #connections = new Set<Connection>();
	readonly #streams = new Set<UnreliableSocket>();

	constructor(url: string, random: Random, counters: Counters) {
		this.#url = url;
		this.#random = random;
		this.#counters = counters;
		const connect = buildConnector({ timeout: CONNECT_MS });
		this.#agent = new Agent({
			headersTimeout: ANSWER_MS,
			bodyTimeout: ANSWER_MS,
			connections: 64,
			connect: (options, callback) =>
				connect(options, (...[error, socket]) => {
					if (error !== null) return callback(error, null);
					this.#connections.add(socket);
					socket.once("close", () => this.#connections.delete(socket));
					callback(null, socket);
				}),
		});
	}

	/** Sends a request once. Never throws. */
	async ask(method: "POST" | "PUT", path: string, key: string, body: unknown): Promise<Answer> {
		let gaveUp: NodeJS.Timeout | undefined;
		// A request whose connection is destroyed under it is not always told so by the library.
		const late = new Promise<Answer>((resolve) => {
			gaveUp = setTimeout(() => resolve(NO_ANSWER), GIVE_UP_MS);
		});
		const answer = await Promise.race([late, this.#send(method, path, key, body)]);
		clearTimeout(gaveUp);
		this.#counters.answer(answer.status);
		return answer;
	}

	async #send(method: "POST" | "PUT", path: string, key: string, body: unknown): Promise<Answer> {
		try {
			const response = await request(new URL(path, this.#url), {
				method,
				headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
				body: JSON.stringify(body),
				dispatcher: this.#agent,
			});
			return { status: response.statusCode, body: parsed(await response.body.text()) };
		} catch {
			// The connection broke: nobody knows whether the request arrived.
			return NO_ANSWER;
		}
	}

	/** Opens the stream of a device. */
	stream(deviceId: string, key: string, faults: MessageFaults, onFrame?: (text: string) => void): UnreliableSocket {
		const address = new URL(`/api/v1/devices/${encodeURIComponent(deviceId)}/stream`, this.#url);
		address.protocol = "ws:";
		const inner = new WebSocket(address, { dispatcher: this.#agent, headers: { authorization: `Bearer ${key}` } });
		const socket = new UnreliableSocket(inner, this.#random, faults, this.#counters, onFrame);
		this.#streams.add(socket);
		inner.addEventListener("close", () => this.#streams.delete(socket));
		return socket;
	}

	/** Breaks this share of all connections. */
	cut(share: number): void {
		for (const connection of this.#connections) {
			if (!this.#random.chance(share)) continue;
			connection.destroy();
			this.#counters.add("cuts");
		}
	}

	/** Leaves this share of the streams open and carries nothing over them any more. */
	halfOpen(share: number): void {
		for (const stream of this.#streams) {
			if (!this.#random.chance(share) || stream.deaf) continue;
			stream.fallSilent();
			this.#counters.add("halfOpen");
		}
	}

	close(): Promise<void> {
		return this.#agent.destroy();
	}
}

/** A WebSocket that sends some messages twice and some in the wrong order, and may fall silent without a close. */
export class UnreliableSocket implements StreamSocket {
	readonly #inner: WebSocket;
	readonly #random: Random;
	readonly #faults: MessageFaults;
	readonly #counters: Counters;
	#held: string | null = null;
	deaf = false;

	constructor(
		inner: WebSocket,
		random: Random,
		faults: MessageFaults,
		counters: Counters,
		onFrame?: (text: string) => void,
	) {
		this.#inner = inner;
		this.#random = random;
		this.#faults = faults;
		this.#counters = counters;
		if (onFrame !== undefined)
			inner.addEventListener("message", (event) => {
				if (!this.deaf) onFrame(String(event.data));
			});
	}

	send(text: string): void {
		if (this.deaf) return;
		if (!text.startsWith('{"type":"readings"')) return this.#inner.send(text);
		if (this.#held === null && this.#random.chance(this.#faults.reorder)) {
			this.#held = text;
			this.#counters.add("reorderedMessages");
			setTimeout(() => this.#release(), HELD_MS);
			return;
		}
		this.#inner.send(text);
		this.#release();
		if (!this.#random.chance(this.#faults.duplicate)) return;
		this.#inner.send(text);
		this.#counters.add("duplicatedMessages");
	}

	close(code?: number): void {
		if (this.deaf) return void setTimeout(() => this.#inner.close(), LINGER_MS).unref();
		this.#inner.close(code);
	}

	fallSilent(): void {
		this.deaf = true;
	}

	addEventListener(type: "open" | "error" | "close", listener: () => void): void;
	addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
	addEventListener(type: string, listener: (event: { readonly data: unknown }) => void): void {
		this.#inner.addEventListener(type as "message", (event) => {
			if (!this.deaf) listener(event);
		});
	}

	#release(): void {
		const held = this.#held;
		this.#held = null;
		if (held === null || this.deaf || this.#inner.readyState !== WebSocket.OPEN) return;
		this.#inner.send(held);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// No JSON: the status carries the meaning.
		return null;
	}
}
