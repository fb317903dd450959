/**
 * Which reading times a device has already delivered, kept as runs of even spacing: an hour at 1 Hz
 * is one run of three numbers, not 3,600 entries. Runs never overlap, so a look-up is one binary search.
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

interface Run {
	start: number;
	/** Milliseconds between members; 0 while there is only one. */
	step: number;
	count: number;
}

const endOf = (run: Run) => run.start + run.step * (run.count - 1);

export class TimestampRuns {
	#runs: Run[] = [];
	#horizon = 0;

	/** Times before this were forgotten: whether they were delivered is not known any more. */
	get horizon(): number {
		return this.#horizon;
	}

	/** How many runs describe the times; a measure of memory. */
	get runs(): number {
		return this.#runs.length;
	}

	/** Whether `timestamp` (milliseconds since the epoch) was added. */
	has(timestamp: number): boolean {
		const run = this.#runs[this.#lastStartingAtOrBefore(timestamp)];
		if (run === undefined || timestamp > endOf(run)) return false;
		return run.step === 0 ? timestamp === run.start : (timestamp - run.start) % run.step === 0;
	}

	/** Adds `timestamp`; returns false when it was there already. Beyond `MAX_RUNS` the oldest times are forgotten. */
	add(timestamp: number): boolean {
		if (this.#runs.length >= MAX_RUNS) {
			const kept = this.#runs[DROPPED_RUNS] as Run;
			this.prune(kept.start);
		}
		if (timestamp < this.#horizon) return false;
		const at = this.#lastStartingAtOrBefore(timestamp);
		const run = this.#runs[at];
		if (run === undefined) {
			this.#runs.splice(0, 0, { start: timestamp, step: 0, count: 1 });
			return true;
		}
		const end = endOf(run);
		if (timestamp > end) {
			this.#append(at, run, timestamp, end);
			return true;
		}
		if (run.step === 0 ? timestamp === run.start : (timestamp - run.start) % run.step === 0) return false;
		// Between two members: the run is cut there.
		const before = Math.floor((timestamp - run.start) / run.step) + 1;
		const restStart = run.start + before * run.step;
		const restCount = run.count - before;
		this.#runs.splice(
			at,
			1,
			{ start: run.start, step: before > 1 ? run.step : 0, count: before },
			{ start: timestamp, step: 0, count: 1 },
			{ start: restStart, step: restCount > 1 ? run.step : 0, count: restCount },
		);
		return true;
	}

	/** Forgets runs that ended before `horizon` (milliseconds since the epoch). */
	prune(horizon: number): void {
		if (horizon <= this.#horizon) return;
		this.#horizon = Math.floor(horizon);
		const keep = this.#runs.findIndex((run) => endOf(run) >= horizon);
		if (keep !== 0) this.#runs.splice(0, keep === -1 ? this.#runs.length : keep);
	}

	/** Variable-length integers: version, horizon, runs, then gap from the previous run's end, count, and step where count > 1. */
	serialise(): Uint8Array {
		const out: number[] = [];
		const put = (value: number) => {
			let rest = value;
			while (rest >= 0x80) {
				out.push((rest % 0x80) + 0x80);
				rest = Math.floor(rest / 0x80);
			}
			out.push(rest);
		};
		put(RUNS_FORMAT_VERSION);
		put(this.#horizon);
		put(this.#runs.length);
		let previous = 0;
		for (const run of this.#runs) {
			put(run.start - previous);
			put(run.count);
			if (run.count > 1) put(run.step);
			previous = endOf(run);
		}
		return Uint8Array.from(out);
	}

	/** @throws Error `timestamp runs: got v3, expected v1` on another format */
	static restore(stored: Uint8Array | ArrayBuffer): TimestampRuns {
		const bytes = stored instanceof Uint8Array ? stored : new Uint8Array(stored);
		let at = 0;
		const take = () => {
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
		const version = take();
		if (version !== RUNS_FORMAT_VERSION) {
			throw new Error(`timestamp runs: got v${version}, expected v${RUNS_FORMAT_VERSION}`);
		}
		const restored = new TimestampRuns();
		restored.#horizon = take();
		const n = take();
		let previous = 0;
		for (let i = 0; i < n; i++) {
			const start = previous + take();
			const count = take();
			const run = { start, count, step: count > 1 ? take() : 0 };
			restored.#runs.push(run);
			previous = endOf(run);
		}
		return restored;
	}

	#append(at: number, run: Run, timestamp: number, end: number): void {
		if (run.count === 1) {
			run.step = timestamp - run.start;
			run.count = 2;
		} else if (timestamp - end === run.step) {
			run.count++;
		} else {
			this.#runs.splice(at + 1, 0, { start: timestamp, step: 0, count: 1 });
		}
	}

	/** Index of the last run that starts at or before `timestamp`, -1 when none does. */
	#lastStartingAtOrBefore(timestamp: number): number {
		let low = 0;
		let high = this.#runs.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#runs[middle] as Run).start <= timestamp) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}
}
