/**
 * Which reading times a device has already delivered, kept as runs of even spacing: an hour at 1 Hz
 * is one run of three numbers, not 3,600 entries. Runs never overlap. The newest are objects; all others are kept as
 * they are stored, five bytes a run where times jitter: a day of a device is a fifth of a megabyte, not two.
 */

/** Version of `serialise`'s layout. */
export const RUNS_FORMAT_VERSION = 1;

/**
 * Runs kept at most. A day at 1 Hz whose times jitter by milliseconds is 43,000 runs and 216 KB as stored; this many are
 * a day at 2.7 Hz of it, 600 KB, well below the 2 MB that a row may have. A device beyond that is remembered for less
 * than a day: what is older counts as too old, so that nothing is ever stored twice.
 */
export const MAX_RUNS = 120_000;
/** Dropped at once when there are too many, so that it happens seldom. */
const DROPPED_RUNS = 2_000;
/** Runs kept as objects at most, and how many of them are packed then: what a device sends again is nearly always among the newest. */
const MOST_LOOSE = 64;
const PACKED_AT_ONCE = 32;
/** Runs of a block at most: to look one up, or to put one between, all of its block are read. */
const BLOCK_RUNS = 256;

interface Run {
	start: number;
	/** Milliseconds between members; 0 while there is only one. */
	step: number;
	count: number;
}

/** Runs that follow one another. */
interface Block {
	readonly start: number;
	/** Last member of the last run. */
	readonly end: number;
	readonly runs: number;
	/** As `putRun` writes them, the first one without its gap. */
	readonly bytes: Uint8Array;
}

const endOf = (run: Run) => run.start + run.step * (run.count - 1);

const holds = (run: Run, timestamp: number): boolean =>
	timestamp <= endOf(run) &&
	(run.step === 0 ? timestamp === run.start : timestamp >= run.start && (timestamp - run.start) % run.step === 0);

export class TimestampRuns {
	/** Oldest first. Each ends before the next begins, and the last before `#loose`. */
	#blocks: Block[] = [];
	#packed = 0;
	/** The newest runs, oldest first. Empty only where there is none at all. */
	#loose: Run[] = [];
	#horizon = 0;

	/** Times before this were forgotten: whether they were delivered is not known any more. */
	get horizon(): number {
		return this.#horizon;
	}

	/** How many runs describe the times; a measure of memory. */
	get runs(): number {
		return this.#packed + this.#loose.length;
	}

	/** Whether `timestamp` (milliseconds since the epoch) was added. */
	has(timestamp: number): boolean {
		const oldest = this.#loose[0];
		if (oldest === undefined) return false;
		if (timestamp >= oldest.start) {
			return holds(this.#loose[lastStartingBy(this.#loose, timestamp)] as Run, timestamp);
		}
		const block = this.#blocks[lastStartingBy(this.#blocks, timestamp)];
		if (block === undefined || timestamp > block.end) return false;
		return unpack(block).some((run) => holds(run, timestamp));
	}

	/** Adds `timestamp`; returns false when it was there already. Beyond `MAX_RUNS` the oldest times are forgotten. */
	add(timestamp: number): boolean {
		if (this.runs >= MAX_RUNS) this.#dropOldest();
		if (timestamp < this.#horizon) return false;
		if (this.#blocks.length === 0 || timestamp >= (this.#loose[0] as Run).start) {
			if (!addTo(this.#loose, timestamp)) return false;
			this.#packSome();
			return true;
		}
		// What came before all of them goes to the first.
		const at = Math.max(0, lastStartingBy(this.#blocks, timestamp));
		const runs = unpack(this.#blocks[at] as Block);
		if (!addTo(runs, timestamp)) return false;
		const halves = runs.length > BLOCK_RUNS ? [runs.splice(0, runs.length >> 1), runs] : [runs];
		this.#replace(at, halves.map(pack));
		return true;
	}

	/** Forgets runs that ended before `horizon` (milliseconds since the epoch); packed ones when all of their block did. */
	prune(horizon: number): void {
		if (horizon <= this.#horizon) return;
		this.#horizon = Math.floor(horizon);
		while (this.#blocks[0] !== undefined && this.#blocks[0].end < horizon) this.#replace(0, []);
		if (this.#blocks.length > 0) return;
		const keep = this.#loose.findIndex((run) => endOf(run) >= horizon);
		if (keep !== 0) this.#loose.splice(0, keep === -1 ? this.#loose.length : keep);
	}

	/** Variable-length integers: version, horizon, runs, then gap from the previous run's end, count, and step where count > 1. */
	serialise(): Uint8Array {
		const parts: Uint8Array[] = [];
		const put = (...values: number[]) => parts.push(varints(values));
		put(RUNS_FORMAT_VERSION, this.#horizon, this.runs);
		let previous = 0;
		for (const { start, end, bytes } of this.#blocks) {
			put(start - previous);
			parts.push(bytes);
			previous = end;
		}
		const loose: number[] = [];
		for (const run of this.#loose) previous = putRun(loose, run, previous);
		put(...loose);
		const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
		let at = 0;
		for (const part of parts) {
			out.set(part, at);
			at += part.length;
		}
		return out;
	}

	/** @throws Error `timestamp runs: got v3, expected v1` on another format */
	static restore(stored: Uint8Array | ArrayBuffer): TimestampRuns {
		const take = reader(stored instanceof Uint8Array ? stored : new Uint8Array(stored));
		const version = take();
		if (version !== RUNS_FORMAT_VERSION) {
			throw new Error(`timestamp runs: got v${version}, expected v${RUNS_FORMAT_VERSION}`);
		}
		const restored = new TimestampRuns();
		restored.#horizon = take();
		const n = take();
		let previous = 0;
		for (let i = 0; i < n; i++) {
			const run = takeRun(take, previous + take());
			previous = endOf(run);
			restored.#loose.push(run);
			restored.#packSome();
		}
		return restored;
	}

	/** The oldest of too many loose runs are packed, into the last block as long as there is room. */
	#packSome(): void {
		if (this.#loose.length <= MOST_LOOSE) return;
		const runs = this.#loose.splice(0, PACKED_AT_ONCE);
		const last = this.#blocks.at(-1);
		if (last === undefined || last.runs + runs.length > BLOCK_RUNS) {
			this.#replace(this.#blocks.length, [pack(runs)]);
			return;
		}
		const more: number[] = [];
		let previous = last.end;
		for (const run of runs) previous = putRun(more, run, previous);
		const bytes = new Uint8Array(last.bytes.length + varintBytes(more));
		bytes.set(last.bytes);
		bytes.set(varints(more), last.bytes.length);
		this.#replace(this.#blocks.length - 1, [
			{ start: last.start, end: previous, runs: last.runs + runs.length, bytes },
		]);
	}

	#dropOldest(): void {
		let dropped = 0;
		while (this.#blocks[0] !== undefined && dropped < DROPPED_RUNS) {
			dropped += this.#blocks[0].runs;
			this.#replace(0, []);
		}
		this.prune((this.#blocks[0] ?? (this.#loose[0] as Run)).start);
	}

	/** Puts `blocks` where the block at `index` is, if there is one. */
	#replace(index: number, blocks: readonly Block[]): void {
		const removed = this.#blocks.splice(index, 1, ...blocks);
		for (const { runs } of removed) this.#packed -= runs;
		for (const { runs } of blocks) this.#packed += runs;
	}
}

/** Adds `timestamp` to runs that are all it can belong to; returns false when it was there already. */
function addTo(runs: Run[], timestamp: number): boolean {
	const at = lastStartingBy(runs, timestamp);
	const run = runs[at];
	if (run === undefined) {
		runs.splice(0, 0, { start: timestamp, step: 0, count: 1 });
		return true;
	}
	const end = endOf(run);
	if (timestamp > end) {
		append(runs, at, run, timestamp, end);
		return true;
	}
	if (holds(run, timestamp)) return false;
	// Between two members: the run is cut there.
	const before = Math.floor((timestamp - run.start) / run.step) + 1;
	const restStart = run.start + before * run.step;
	const restCount = run.count - before;
	runs.splice(
		at,
		1,
		{ start: run.start, step: before > 1 ? run.step : 0, count: before },
		{ start: timestamp, step: 0, count: 1 },
		{ start: restStart, step: restCount > 1 ? run.step : 0, count: restCount },
	);
	return true;
}

function append(runs: Run[], at: number, run: Run, timestamp: number, end: number): void {
	if (run.count === 1) {
		run.step = timestamp - run.start;
		run.count = 2;
	} else if (timestamp - end === run.step) {
		run.count++;
	} else {
		runs.splice(at + 1, 0, { start: timestamp, step: 0, count: 1 });
	}
}

/** Index of the last one that starts at or before `timestamp`, -1 when none does. */
function lastStartingBy(sorted: readonly { readonly start: number }[], timestamp: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] as Run).start <= timestamp) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

function pack(runs: readonly Run[]): Block {
	const numbers: number[] = [];
	let previous = (runs[0] as Run).start;
	const start = previous;
	for (const run of runs) previous = putRun(numbers, run, previous);
	// The first gap is the block's start, which may move when a block before it grows.
	return { start, end: previous, runs: runs.length, bytes: varints(numbers.slice(1)) };
}

function unpack({ start, runs, bytes }: Block): Run[] {
	const take = reader(bytes);
	const unpacked = [takeRun(take, start)];
	while (unpacked.length < runs) {
		const previous = endOf(unpacked[unpacked.length - 1] as Run);
		unpacked.push(takeRun(take, previous + take()));
	}
	return unpacked;
}

/** Adds a run's numbers to `numbers`; returns its end. */
function putRun(numbers: number[], run: Run, previous: number): number {
	numbers.push(run.start - previous, run.count);
	if (run.count > 1) numbers.push(run.step);
	return endOf(run);
}

function takeRun(take: () => number, start: number): Run {
	const count = take();
	return { start, count, step: count > 1 ? take() : 0 };
}

function varintBytes(numbers: readonly number[]): number {
	let bytes = 0;
	for (const number of numbers)
		for (let rest = number; ; rest = Math.floor(rest / 0x80)) {
			bytes++;
			if (rest < 0x80) break;
		}
	return bytes;
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function varints(numbers: readonly number[]): Uint8Array {
	const out = new Uint8Array(varintBytes(numbers));
	let at = 0;
	for (const number of numbers) {
		let rest = number;
		while (rest >= 0x80) {
			out[at++] = (rest % 0x80) + 0x80;
			rest = Math.floor(rest / 0x80);
		}
		out[at++] = rest;
	}
	return out;
}

/** @returns the next number; throws where there is none */
function reader(bytes: Uint8Array): () => number {
	let at = 0;
	return () => {
		let value = 0;
		let scale = 1;
		for (;;) {
			const byte = bytes[at++];
			if (byte === undefined) throw new Error("timestamp runs: ends early");
			value += (byte % 0x80) * scale;
			if (byte < 0x80) return value;
			scale *= 0x80;
		}
	};
}
