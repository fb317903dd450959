/** A network as devices have it: connections break, everything takes a while, and now and then all of it is gone at once. */
import type { Client } from "../client.ts";
import type { StreamSocket } from "../stream-client/options.ts";

export interface NetworkFaults {
	/** Of the messages and requests, so many meet a connection that breaks: before them, or before their answer. */
	readonly loss: number;
	/** Each way takes so long besides, ms. */
	readonly delayMs: readonly [from: number, to: number];
}

export const SOUND_NETWORK: NetworkFaults = { loss: 0, delayMs: [0, 0] };

/** Code that undici's errors carry for the same. */
const BROKEN = "ECONNRESET";

type Listener = (event: { readonly data: unknown }) => void;

export class Network {
	readonly #faults: NetworkFaults;
	readonly #random: () => number;
	readonly #cuts = new Set<() => void>();
	#brokenOff = 0;

	constructor(faults: NetworkFaults, random: () => number = Math.random) {
		this.#faults = faults;
		this.#random = random;
	}

	/** Connections that this network has broken off. */
	get brokenOff(): number {
		return this.#brokenOff;
	}

	/** Breaks every connection at once, as an access point that restarts does. */
	storm(): void {
		for (const cut of this.#cuts) cut();
	}

	/** A socket over this network. What breaks it closes it on both sides. */
	socket(open: () => StreamSocket): () => StreamSocket {
		const { loss, delayMs } = this.#faults;
		const delayed = delayMs[1] > 0;
		return () => {
			const inner = open();
			const closed: (() => void)[] = [];
			let broken = false;
			const cut = () => {
				if (broken) return;
				broken = true;
				this.#brokenOff++;
				this.#cuts.delete(cut);
				inner.close();
				for (const told of closed) told();
			};
			this.#cuts.add(cut);
			inner.addEventListener("close", () => this.#cuts.delete(cut));
			inner.addEventListener("error", () => this.#cuts.delete(cut));
			// A connection keeps its order, whatever each message would have taken alone.
			const [out, back] = [lane(), lane()];
			const carry = (through: ReturnType<typeof lane>, work: () => void) => {
				if (!delayed) return work();
				through(this.#delay(), () => broken || work());
			};
			return {
				send: (text) => {
					if (broken) throw new Error(BROKEN);
					const breaks = this.#random() < loss;
					if (breaks && this.#random() < 0.5) return cut();
					carry(out, () => {
						inner.send(text);
						if (breaks) cut();
					});
				},
				close: (code) => inner.close(code),
				addEventListener: (type: "open" | "error" | "close" | "message", listener: Listener) => {
					if (type === "close") closed.push(listener as unknown as () => void);
					if (type === "message") {
						inner.addEventListener("message", (event) => carry(back, () => broken || listener(event)));
					} else {
						inner.addEventListener(type, () => broken || (listener as unknown as () => void)());
					}
				},
			};
		};
	}

	/** The posts of a client over this network. An answer that is lost leaves what was posted with the server. */
	posts(client: Pick<Client, "post" | "declareClock">): Pick<Client, "post" | "declareClock"> {
		return {
			declareClock: (...args) => client.declareClock(...args),
			post: async (key, payloads) => {
				const breaks = this.#random() < this.#faults.loss;
				const before = breaks && this.#random() < 0.5;
				let cut = before;
				const end = () => void (cut = true);
				this.#cuts.add(end);
				try {
					await this.#pass();
					if (cut) throw broken();
					const answer = await client.post(key, payloads);
					await this.#pass();
					if (cut || breaks) throw broken();
					return answer;
				} catch (error) {
					if ((error as { code?: unknown }).code === BROKEN) this.#brokenOff++;
					throw error;
				} finally {
					this.#cuts.delete(end);
				}
			},
		};
	}

	#delay(): number {
		const [from, to] = this.#faults.delayMs;
		return from + (to - from) * this.#random();
	}

	async #pass(): Promise<void> {
		if (this.#faults.delayMs[1] > 0) await new Promise((resolve) => setTimeout(resolve, this.#delay()));
	}
}

const broken = () => Object.assign(new Error("the connection broke"), { code: BROKEN });

/** One direction of a connection: what is sent later arrives later. */
function lane() {
	let freeAt = 0;
	const waiting: (() => void)[] = [];
	return (delay: number, work: () => void) => {
		const now = Date.now();
		freeAt = Math.max(freeAt, now + delay);
		waiting.push(work);
		// Two timers that end in the same millisecond may end in either order: each carries what has waited longest.
		setTimeout(() => waiting.shift()?.(), freeAt - now);
	};
}
