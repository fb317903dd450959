/** A device on a stream: the product's own client over a network that is not to be trusted. */
import { StreamClient } from "../../simulator/stream-client/client.ts";
import type { StreamSettings } from "../../vitals/stream.ts";
import type { FleetDevice } from "./messages.ts";
import { acknowledged, refused, type Books, type Measured } from "./patient.ts";
import type { MessageFaults, UnreliableSocket, Wire } from "./wire.ts";

/** Longer than any outage of a run. */
const CAPACITY = 500_000;

export class StreamingDevice {
	readonly #device: FleetDevice;
	readonly #books: Books;
	readonly #client: StreamClient;
	readonly #refused = new Set<number>();
	/** Not acknowledged, oldest first, from `#first` on; the front is cut off now and then. */
	#queue: Measured[] = [];
	#spent = 0;
	#first = 1;
	#sentAt: number[] = [];
	#socket: UnreliableSocket | null = null;
	/** The last settings that the edge told: `group` is 1 close to a patient at risk. */
	settings: StreamSettings | null = null;

	constructor(device: FleetDevice, wire: Wire, faults: MessageFaults, books: Books, session: string) {
		this.#device = device;
		this.#books = books;
		this.#client = new StreamClient({
			connect: () => {
				this.#socket = wire.stream(device.id, device.key, faults, (text) => this.#overhear(text));
				return this.#socket;
			},
			session,
			capacity: CAPACITY,
			onSent: (_, fresh) => {
				const now = Date.now();
				for (let i = 0; i < fresh; i++) this.#sentAt.push(now);
			},
			onRefused: ({ seq }) => void this.#refused.add(seq),
			onAcknowledged: (count) => this.#settle(count),
		});
		this.#client.start();
	}

	get waiting(): number {
		return this.#client.waiting;
	}

	/** It will not come back: the edge refuses its connection, or it was closed. */
	get ended(): boolean {
		return this.#client.state === "ended";
	}

	offer(one: Measured): void {
		const { device_id: _, ...reading } = one.payload;
		if (this.#client.offer(reading) === null) throw new Error(`${this.#device.id}: its buffer is full`);
		this.#queue.push(one);
	}

	drain(): void {
		this.#client.drain();
	}

	/** Dies: with a broken connection, or in silence. What was sent and not acknowledged goes on record. @param atRisk - the edge knew that the patient was */
	die(silently: boolean, atRisk: boolean): void {
		if (silently) this.#socket?.fallSilent();
		const unanswered = this.#queue.slice(this.#spent);
		const sent = this.#sentAt.slice(this.#spent);
		const { ledger } = this.#books;
		for (const [i, sentAt] of sent.entries()) ledger.note("u", this.#device.id, unanswered[i]?.timestamp ?? 0, sentAt);
		const last = this.#queue[this.#sentAt.length - 1];
		if (last !== undefined) ledger.note(atRisk ? "e" : "c", this.#device.id, last.timestamp, this.#sentAt.at(-1) ?? 0);
		this.#client.close();
	}

	#settle(count: number): void {
		for (let i = 0; i < count; i++) {
			const one = this.#queue[this.#spent++] as Measured;
			if (this.#refused.delete(this.#first++)) refused(this.#device, one, this.#books);
			else acknowledged(this.#device, one, this.#books);
		}
		if (this.#spent < 5_000) return;
		this.#queue = this.#queue.slice(this.#spent);
		this.#sentAt = this.#sentAt.slice(this.#spent);
		this.#spent = 0;
	}

	#overhear(text: string): void {
		if (!text.includes('"settings"')) return;
		this.settings = (JSON.parse(text) as { settings: StreamSettings }).settings;
	}
}
