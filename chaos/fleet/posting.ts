/** A device that posts batches, and is never sure whether the last one arrived. */
import type { Random } from "../../scenarios/random.ts";
import type { BatchAccepted } from "../../vitals/api.ts";
import type { FleetDevice } from "./messages.ts";
import { acknowledged, refused, type Books, type Measured } from "./patient.ts";
import type { MessageFaults, Wire } from "./wire.ts";

const BATCH = 60;
/** Acknowledged batches that are kept, to be sent again. */
const KEPT = 20;
const PAUSE_MS = [100, 1_200] as const;
/** Of the batches, so many are followed by an old one. */
const AGAIN = 0.05;

export class PostingDevice {
	readonly #device: FleetDevice;
	readonly #wire: Wire;
	readonly #random: Random;
	readonly #faults: MessageFaults;
	readonly #books: Books;
	readonly #queue: Measured[] = [];
	readonly #before: Measured[][] = [];
	#busy = false;

	constructor(device: FleetDevice, wire: Wire, random: Random, faults: MessageFaults, books: Books) {
		this.#device = device;
		this.#wire = wire;
		this.#random = random;
		this.#faults = faults;
		this.#books = books;
	}

	get waiting(): number {
		return this.#queue.length;
	}

	offer(one: Measured): void {
		this.#queue.push(one);
	}

	/** Delivers what waits, one batch after the other, each until it is answered. */
	async work(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		while (this.#queue.length > 0) {
			const batch = this.#queue.slice(0, BATCH);
			await this.deliver(batch);
			this.#queue.splice(0, batch.length);
			this.#before.push(batch);
			if (this.#before.length > KEPT) this.#before.shift();
			if (this.#random.chance(AGAIN)) await this.again(this.#before[0] as Measured[]);
		}
		this.#busy = false;
	}

	/** Posts a batch until it is answered, in any order, now and then twice at once. */
	async deliver(batch: readonly Measured[]): Promise<void> {
		for (;;) {
			const sent = this.#random.chance(this.#faults.reorder) ? shuffled(batch, this.#random) : batch;
			if (sent !== batch) this.#books.counters.add("reorderedMessages");
			const twice = this.#random.chance(this.#faults.duplicate);
			if (twice) this.#books.counters.add("duplicatedMessages");
			const posts = await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => this.#post(sent)));
			const answer = posts.find((one) => one !== null);
			if (answer != null) {
				const bad = new Set(answer.errors.map((error) => error.index));
				for (const [i, one] of sent.entries()) (bad.has(i) ? refused : acknowledged)(this.#device, one, this.#books);
				return;
			}
			await new Promise((resolve) => setTimeout(resolve, this.#random.between(...PAUSE_MS)));
		}
	}

	/** Sends an acknowledged batch once more; whether it is answered matters to nobody. */
	async again(batch: readonly Measured[]): Promise<void> {
		const answer = await this.#post(batch);
		if (answer === null) return;
		this.#books.counters.add("resent", batch.length);
		this.#books.counters.add("takenAgain", answer.accepted);
	}

	/** @returns the edge's word on each reading, `null` when there was none */
	async #post(batch: readonly Measured[]): Promise<BatchAccepted | null> {
		const payloads = batch.map((one) => one.payload);
		const { status, body } = await this.#wire.ask("POST", "/api/v1/telemetry/batch", this.#device.key, payloads);
		if (status === 202) return body as BatchAccepted;
		if (status !== 422) return null;
		// None was acceptable: the problem lists them.
		const { items } = body as { items: BatchAccepted["errors"] };
		return { accepted: 0, duplicates: 0, errors: items } as unknown as BatchAccepted;
	}
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
	const copy = [...list];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = Math.floor(random.uniform() * (i + 1));
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
