/**
 * A patient's readings of a period, packed: a day at 1 Hz is 86,400 rows, of which the exact median is asked and every
 * minute's score. 44 bytes a reading.
 */
import type { ColdColumns } from "../../lake/range-read.ts";
import { STORED_STEPS_PER_UNIT, VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import { noVitals, READING_FLAGS, type StoredReading, type VitalValues } from "../../vitals/reading.ts";
import type { Distribution, Span, TrendPoint } from "./data.ts";

/** Stands for a value that was not measured. */
const MISSING = -0x8000_0000;
/** A reading stands for the time until the next, but never for longer than three usual intervals, or a minute. */
const USUAL_INTERVALS = 3;
const SHORTEST_GAP_MS = 60_000;

/** Room for so many readings at first: two hours at 1 Hz. */
const FIRST_ROOM = 8192;

export class Samples {
	#times = new Float64Array(FIRST_ROOM);
	#values = VITAL_KEYS.map(() => new Int32Array(FIRST_ROOM));
	#count = 0;
	#sorted = true;

	get count(): number {
		return this.#count;
	}

	/** Takes readings in any order. Those that name another patient are nobody's. */
	take(readings: readonly StoredReading[]): void {
		for (const { timestamp, vitals, flags } of readings) {
			if ((flags & READING_FLAGS.patient_mismatch) !== 0) continue;
			const at = this.#next(timestamp);
			for (let i = 0; i < VITAL_KEYS.length; i++)
				(this.#values[i] as Int32Array)[at] = stored(vitals[VITAL_KEYS[i] as VitalKey]);
		}
	}

	/** As `take`, of columns of the lake. */
	takeColumns({ rows, times, flags, vitals }: ColdColumns): void {
		const own = rows.filter((row) => ((flags[row] as number) & READING_FLAGS.patient_mismatch) === 0);
		const begin = this.#count;
		this.#reserve(begin + own.length);
		for (const row of own) this.#next(times[row] as number);
		for (let i = 0; i < VITAL_KEYS.length; i++) {
			const values = this.#values[i] as Int32Array;
			const cells = vitals[VITAL_KEYS[i] as VitalKey];
			for (let at = 0; at < own.length; at++) values[begin + at] = stored(cells[own[at] as number] ?? null);
		}
	}

	/** Takes what another took, which is not used after. */
	append(other: Samples): void {
		// Mostly it is the first and only one: nothing is copied then.
		if (this.#count === 0) {
			[this.#times, this.#values, this.#count, this.#sorted] = [
				other.#times,
				other.#values,
				other.#count,
				other.#sorted,
			];
			return;
		}
		const begin = this.#count;
		this.#reserve(begin + other.#count);
		for (let i = 0; i < other.#count; i++) this.#next(other.#times[i] as number);
		for (const [column, values] of this.#values.entries())
			values.set((other.#values[column] as Int32Array).subarray(0, other.#count), begin);
	}

	/** Makes room for one reading more; its place. */
	#next(time: number): number {
		if (this.#count === this.#times.length) this.#reserve(this.#count + 1);
		const at = this.#count++;
		if (at > 0 && time < (this.#times[at - 1] as number)) this.#sorted = false;
		this.#times[at] = time;
		return at;
	}

	/** Orders what was taken by time, what is of one time as it came. Ask nothing before. */
	sort(): void {
		if (this.#sorted) return;
		const [count, times] = [this.#count, this.#times];
		let [first, last] = [Infinity, -Infinity];
		for (let i = 0; i < count; i++) {
			first = Math.min(first, times[i] as number);
			last = Math.max(last, times[i] as number);
		}
		// Time and place in one number, as numbers alone are sorted ten times faster than by asking which of two comes first.
		const places = 2 ** Math.ceil(Math.log2(count));
		if ((last - first + 1) * places > Number.MAX_SAFE_INTEGER)
			throw new Error(`samples: got ${count} readings over ${last - first} ms, expected a period of days`);
		const keys = new Float64Array(count);
		for (let i = 0; i < count; i++) keys[i] = ((times[i] as number) - first) * places + i;
		keys.sort();
		const order = new Uint32Array(count);
		const sorted = new Float64Array(count);
		for (let i = 0; i < count; i++) {
			const time = Math.floor((keys[i] as number) / places);
			order[i] = (keys[i] as number) - time * places;
			sorted[i] = time + first;
		}
		this.#times = sorted;
		this.#values = this.#values.map((column) => {
			const moved = new Int32Array(count);
			for (let i = 0; i < count; i++) moved[i] = column[order[i] as number] as number;
			return moved;
		});
		this.#sorted = true;
	}

	/** For how long a reading stands, at most: milliseconds. */
	get holdMs(): number {
		const steps = new Float64Array(Math.max(0, this.#count - 1));
		for (let i = 1; i < this.#count; i++) steps[i - 1] = (this.#times[i] as number) - (this.#times[i - 1] as number);
		steps.sort();
		return Math.max(SHORTEST_GAP_MS, USUAL_INTERVALS * (steps[steps.length >> 1] ?? 0));
	}

	/** Stretches of the period that no reading stands for. */
	gaps({ from, to }: Span, holdMs: number): Span[] {
		const gaps: Span[] = [];
		let until = from;
		for (let i = 0; i <= this.#count; i++) {
			const next = i < this.#count ? (this.#times[i] as number) : to;
			if (next - until > (until === from ? SHORTEST_GAP_MS : holdMs)) gaps.push({ from: until, to: next });
			until = next;
		}
		return gaps;
	}

	/**
	 * Exact figures of one vital sign; `null` where it was never measured.
	 *
	 * @param limit - at or beyond which time is counted
	 * @param columns - stretches of the period in `trend`; those without a value are left out
	 */
	distribution(
		key: VitalKey,
		{ from, to }: Span,
		holdMs: number,
		limit: { readonly low: number | null; readonly high: number | null },
		columns: number,
	): Distribution | null {
		const column = this.#values[VITAL_KEYS.indexOf(key)] as Int32Array;
		const present = new Int32Array(this.#count);
		const low = limit.low === null ? -Infinity : limit.low * STORED_STEPS_PER_UNIT;
		const high = limit.high === null ? Infinity : limit.high * STORED_STEPS_PER_UNIT;
		const step = (to - from) / columns;
		const trend: TrendPoint[] = [];
		let [n, minAt, maxAt, latestAt, belowMs, aboveMs] = [0, 0, 0, 0, 0, 0];
		let [min, max, latest] = [Infinity, -Infinity, 0];
		let [begin, stretch] = [0, 0];
		const close = () => {
			if (n > begin) trend.push(pointOf(present.slice(begin, n).sort(), Math.round(from + stretch * step)));
			begin = n;
		};
		for (let i = 0; i < this.#count; i++) {
			const value = column[i] as number;
			if (value === MISSING) continue;
			const time = this.#times[i] as number;
			const here = Math.min(columns - 1, Math.floor((time - from) / step));
			if (here !== stretch) {
				close();
				stretch = here;
			}
			present[n++] = value;
			// Pairs taken apart would be made and thrown away for every reading.
			if (value < min) {
				min = value;
				minAt = time;
			}
			if (value > max) {
				max = value;
				maxAt = time;
			}
			latest = value;
			latestAt = time;
			const held = Math.min(holdMs, (i + 1 < this.#count ? (this.#times[i + 1] as number) : to) - time);
			if (value <= low) belowMs += held;
			if (value >= high) aboveMs += held;
		}
		if (n === 0) return null;
		close();
		const sorted = present.subarray(0, n).sort();
		const unit = (value: number) => value / STORED_STEPS_PER_UNIT;
		return {
			n,
			median: unit(quantile(sorted, 0.5)),
			quartiles: [unit(quantile(sorted, 0.25)), unit(quantile(sorted, 0.75))],
			min: unit(min),
			minAt,
			max: unit(max),
			maxAt,
			latest: unit(latest),
			latestAt,
			belowMs,
			aboveMs,
			trend,
		};
	}

	/** The newest reading of each stretch of `step` milliseconds that has one. */
	*lastOfEach({ from, to }: Span, step: number): Generator<{ readonly time: number; readonly vitals: VitalValues }> {
		for (let i = 0; i < this.#count; i++) {
			const time = this.#times[i] as number;
			const next = i + 1 < this.#count ? (this.#times[i + 1] as number) : to + step;
			if (Math.floor((next - from) / step) === Math.floor((time - from) / step)) continue;
			const vitals = noVitals();
			for (const [at, key] of VITAL_KEYS.entries()) {
				const value = (this.#values[at] as Int32Array)[i] as number;
				if (value !== MISSING) vitals[key] = value / STORED_STEPS_PER_UNIT;
			}
			yield { time, vitals };
		}
	}

	/** Makes room for `count` readings in all. */
	#reserve(count: number): void {
		if (count <= this.#times.length) return;
		const room = 2 ** Math.ceil(Math.log2(count));
		const times = new Float64Array(room);
		times.set(this.#times);
		this.#times = times;
		this.#values = this.#values.map((column) => {
			const larger = new Int32Array(room);
			larger.set(column);
			return larger;
		});
	}
}

/** As it is packed: whole hundredths. */
const stored = (value: number | null): number => (value === null ? MISSING : Math.round(value * STORED_STEPS_PER_UNIT));

function pointOf(sorted: Int32Array, at: number): TrendPoint {
	const unit = (value: number) => value / STORED_STEPS_PER_UNIT;
	return {
		at,
		min: unit(sorted[0] as number),
		median: unit(quantile(sorted, 0.5)),
		max: unit(sorted.at(-1) as number),
	};
}

/** Between the two nearest values, by distance (type 7 of Hyndman and Fan, what spreadsheets and R give). */
function quantile(sorted: Int32Array, share: number): number {
	const at = (sorted.length - 1) * share;
	const low = sorted[Math.floor(at)] as number;
	return low + ((sorted[Math.ceil(at)] as number) - low) * (at - Math.floor(at));
}
