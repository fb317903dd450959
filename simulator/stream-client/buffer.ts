/** What a device has measured and the edge has not yet acknowledged: numbered without gaps, bounded. */
export class ReadingBuffer {
	readonly #capacity: number;
	/** Readings as JSON: written once, however often they are sent. */
	#texts: string[] = [];
	#times: number[] = [];
	/** Acknowledged readings at the front, cut off now and then rather than one by one. */
	#spent = 0;
	#first: number;

	/**
	 * @param first - sequence number of the first reading
	 * @param capacity - readings kept at most
	 */
	constructor(first: number, capacity: number) {
		this.#first = first;
		this.#capacity = capacity;
	}

	/** Sequence number of the oldest reading that is not acknowledged; of the next one where all are. */
	get first(): number {
		return this.#first + this.#spent;
	}

	/** Sequence number that the next reading gets. */
	get next(): number {
		return this.#first + this.#texts.length;
	}

	/** Readings not yet acknowledged. */
	get size(): number {
		return this.next - this.first;
	}

	/** Adds a reading. Returns false, and does not take it, when there is no room. */
	add(text: string, at: number): boolean {
		if (this.size >= this.#capacity) return false;
		this.#texts.push(text);
		this.#times.push(at);
		return true;
	}

	/** When reading `seq` was added. */
	timeOf(seq: number): number {
		return this.#times[seq - this.#first] as number;
	}

	/** Readings `from` to `to`, both included, as the inside of a JSON list. */
	list(from: number, to: number): string {
		return this.#texts.slice(from - this.#first, to + 1 - this.#first).join(",");
	}

	/** Forgets readings through `through`; returns how many there were. */
	forget(through: number): number {
		const last = Math.min(through, this.next - 1);
		const count = Math.max(0, last + 1 - this.first);
		this.#spent += count;
		if (this.#spent > 1024 || this.#spent === this.#texts.length) {
			this.#texts = this.#texts.slice(this.#spent);
			this.#times = this.#times.slice(this.#spent);
			this.#first += this.#spent;
			this.#spent = 0;
		}
		return count;
	}
}
