/**
 * From raw values to values the forest may see: a 15 s median, in time rather than in samples, so that streams
 * of one a second, one a minute and one an hour are all served by the same rules.
 */
import { DIASTOLIC, FEATURE_COUNT, MEAN_PRESSURE, MISSING, SYSTOLIC, VITAL_COUNT } from "./features.ts";
import { FAST_CADENCE } from "./safety-net.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** Length of the median, milliseconds. */
const WINDOW = 15_000;
/** Faster streams than one a second are thinned to this spacing, for the median only; keeps the memory small. */
const SPACING = 700;
const SAMPLES = Math.ceil(WINDOW / SPACING) + 1;
/** Valid values a median of a one-a-second stream needs: 6 of 15. Slower vitals need the same share of what is due. */
const NEEDED = 6;
const NEEDED_SHARE = 0.4;
/**
 * A vital that is measured now and then (a cuff) keeps its value this many of its own intervals, and never longer than this, or
 * than so many readings of a device that itself posts rarely (a chart that is filled in by the hour).
 */
const HELD_INTERVALS = 1.5;
const LONGEST_HOLD = 20 * 60_000;
const HELD_READINGS = 4;
/** Gaps remembered for each vital and for the device; their median is the cadence, so one gap does not move it. */
const VITAL_GAPS = 3;
const DEVICE_GAPS = 5;
const DEVICE = VITAL_COUNT;

export class Cleaner {
	/** Clean hundredths of the newest reading, `MISSING` where none can be trusted. */
	readonly clean = new Uint16Array(FEATURE_COUNT);
	/** Bits of the vitals whose clean value rests on enough measurements. */
	measured = 0;
	/** Last time each vital had a value, -1 for never. */
	readonly lastSeen = new Float64Array(VITAL_COUNT).fill(-1);
	/** Values seen of each vital, counted up to 255. */
	readonly seen = new Uint16Array(VITAL_COUNT);

	private readonly held = new Uint16Array(FEATURE_COUNT).fill(MISSING);
	private readonly heldAt = new Float64Array(FEATURE_COUNT).fill(-1);
	/** `VITAL_COUNT` vitals and the device itself. */
	private readonly gaps = new Float64Array((VITAL_COUNT + 1) * DEVICE_GAPS).fill(-1);
	private readonly times = new Float64Array(SAMPLES);
	private readonly samples = new Uint16Array(SAMPLES * VITAL_COUNT);
	private count = 0;
	/** Each feature's values of `samples` in order, and how many: kept up as samples come and go. */
	private readonly ordered = new Uint16Array(SAMPLES * FEATURE_COUNT);
	private readonly valid = new Uint8Array(FEATURE_COUNT);
	private readonly cadences = new Float64Array(VITAL_COUNT + 1).fill(Infinity);
	private readonly sorted = new Float64Array(DEVICE_GAPS);

	/** Milliseconds between readings; Infinity while only one has been seen. */
	get cadence(): number {
		return this.cadences[DEVICE] as number;
	}

	/** Milliseconds between values of a vital; Infinity while unknown. */
	cadenceOf(index: number): number {
		return this.cadences[index] as number;
	}

	/** Notes that the device posted `gap` milliseconds after its last reading. */
	noteGap(gap: number): void {
		this.remember(DEVICE, gap, DEVICE_GAPS);
	}

	private remember(index: number, gap: number, size: number): void {
		const from = index * DEVICE_GAPS;
		const kept = Math.min(gap, 0xfffffffe);
		// A steady stream's gaps are all the same, and so is their median: nothing moves.
		let i = from;
		while (i < from + size && this.gaps[i] === kept) i++;
		if (i === from + size) return;
		for (i = from + size - 1; i > from; i--) this.gaps[i] = this.gaps[i - 1] as number;
		this.gaps[from] = kept;
		this.cadences[index] = this.medianGap(from, size);
	}

	private medianGap(from: number, size: number): number {
		let count = 0;
		for (let i = from; i < from + size; i++)
			if ((this.gaps[i] as number) >= 0) insert(this.sorted, count++, this.gaps[i] as number);
		return count === 0 ? Infinity : (this.sorted[count >> 1] as number);
	}

	/** Takes a reading's hundredths and renews `clean` and `measured`. */
	push(time: number, raw: Uint16Array): void {
		for (let index = 0; index < VITAL_COUNT; index++) {
			if (raw[index] === MISSING) continue;
			const before = this.lastSeen[index] as number;
			if (before >= 0) this.remember(index, time - before, VITAL_GAPS);
			this.lastSeen[index] = time;
			if ((this.seen[index] as number) < 255) (this.seen[index] as number)++;
		}
		let old = 0;
		while (old < this.count && time - (this.times[old] as number) >= WINDOW) old++;
		this.dropOldest(old);
		if (this.count === 0 || time - (this.times[this.count - 1] as number) >= SPACING) {
			if (this.count === SAMPLES) this.dropOldest(1);
			this.times[this.count] = time;
			this.samples.set(raw, this.count++ * VITAL_COUNT);
			for (let feature = 0; feature < FEATURE_COUNT; feature++) this.order(feature, raw[feature] as number);
		}
		this.measured = 0;
		for (let feature = 0; feature < FEATURE_COUNT; feature++) this.cleanOne(feature, time);
	}

	private dropOldest(dropped: number): void {
		if (dropped === 0) return;
		for (let i = 0; i < dropped; i++) {
			for (let feature = 0; feature < FEATURE_COUNT; feature++)
				this.unorder(feature, this.samples[i * VITAL_COUNT + feature] as number);
		}
		this.times.copyWithin(0, dropped, this.count);
		this.samples.copyWithin(0, dropped * VITAL_COUNT, this.count * VITAL_COUNT);
		this.count -= dropped;
	}

	private order(feature: number, value: number): void {
		if (value === MISSING) return;
		const from = feature * SAMPLES;
		let at = from + (this.valid[feature] as number);
		for (; at > from && (this.ordered[at - 1] as number) > value; at--)
			this.ordered[at] = this.ordered[at - 1] as number;
		this.ordered[at] = value;
		this.valid[feature] = (this.valid[feature] as number) + 1;
	}

	private unorder(feature: number, value: number): void {
		if (value === MISSING) return;
		const from = feature * SAMPLES;
		const last = from + (this.valid[feature] as number) - 1;
		let at = from;
		while (this.ordered[at] !== value) at++;
		for (; at < last; at++) this.ordered[at] = this.ordered[at + 1] as number;
		this.valid[feature] = (this.valid[feature] as number) - 1;
	}

	private cleanOne(feature: number, time: number): void {
		const valid = this.valid[feature] as number;
		const every = Math.max(SPACING, this.cadences[feature] as number);
		if (valid >= this.needed(every, time)) {
			// The upper of two middle values, so that a median is always a value that was measured.
			const median = this.ordered[feature * SAMPLES + (valid >> 1)] as number;
			this.held[feature] = median;
			this.heldAt[feature] = time;
			this.clean[feature] = median;
			this.measured |= 1 << feature;
			return;
		}
		const occasional = every > FAST_CADENCE && every !== Infinity;
		const hold = occasional ? Math.min(this.longestHold, HELD_INTERVALS * every) : WINDOW;
		const held = this.heldAt[feature] as number;
		const usable = held >= 0 && time - held <= hold;
		this.clean[feature] = usable ? (this.held[feature] as number) : MISSING;
		// An occasional vital is as fresh as it ever is; a continuous one that stopped is not measured.
		if (usable && occasional) this.measured |= 1 << feature;
	}

	private get longestHold(): number {
		return this.cadence === Infinity ? LONGEST_HOLD : Math.max(LONGEST_HOLD, HELD_READINGS * this.cadence);
	}

	/** How far the middle half of a feature's values in the window lies apart, hundredths; 0 while there are too few to say. */
	spreadOf(feature: number): number {
		const valid = this.valid[feature] as number;
		if (valid < NEEDED) return 0;
		const from = feature * SAMPLES;
		return (this.ordered[from + ((3 * valid) >> 2)] as number) - (this.ordered[from + (valid >> 2)] as number);
	}

	/** Valid values that a median must rest on, given the vital's own cadence and how much of the window has passed. */
	private needed(every: number, time: number): number {
		if (every > FAST_CADENCE || this.count === 0) return 1;
		const passed = Math.min(WINDOW, time - (this.times[0] as number) + every);
		return Math.max(1, Math.min(NEEDED, Math.ceil((NEEDED_SHARE * passed) / every - 1e-9)));
	}

	/**
	 * True where a continuous arterial pressure changed since `from`: a line does from beat to beat, a cuff value that a
	 * monitor repeats does not.
	 */
	pressureMoves(from: number): boolean {
		for (const index of [SYSTOLIC, DIASTOLIC, MEAN_PRESSURE]) {
			let first = MISSING;
			for (let i = 0; i < this.count; i++) {
				const value = this.samples[i * VITAL_COUNT + index] as number;
				if (value === MISSING || (this.times[i] as number) < from) continue;
				if (first === MISSING) first = value;
				else if (value !== first) return true;
			}
		}
		return false;
	}

	/** Forgets the running window after a silence; what the vitals' cadences are is kept. */
	reset(): void {
		this.count = 0;
		this.valid.fill(0);
		this.held.fill(MISSING);
		this.heldAt.fill(-1);
	}

	/** Forgets which vitals are expected: a clinician declared a new baseline. */
	forgetExpected(): void {
		this.seen.fill(0);
	}

	/** @param now - time of the newest reading */
	write(writer: StateWriter, now: number): void {
		for (const value of this.gaps) writer.uint32(value < 0 ? 0xffffffff : value);
		writer.float64s(this.lastSeen);
		writer.uint16s(this.seen);
		writer.uint16s(this.held);
		writer.float64s(this.heldAt);
		writer.uint8(this.count);
		for (let i = 0; i < this.count; i++) {
			writer.uint32(now - (this.times[i] as number));
			writer.uint16s(this.samples.subarray(i * VITAL_COUNT, (i + 1) * VITAL_COUNT));
		}
	}

	read(reader: StateReader, now: number): void {
		for (let i = 0; i < this.gaps.length; i++) {
			const gap = reader.uint32();
			this.gaps[i] = gap === 0xffffffff ? -1 : gap;
		}
		reader.float64s(this.lastSeen);
		reader.uint16s(this.seen);
		reader.uint16s(this.held);
		reader.float64s(this.heldAt);
		this.count = Math.min(SAMPLES, reader.uint8());
		for (let i = 0; i < this.count; i++) {
			this.times[i] = now - reader.uint32();
			reader.uint16s(this.samples.subarray(i * VITAL_COUNT, (i + 1) * VITAL_COUNT));
			for (let feature = 0; feature < FEATURE_COUNT; feature++)
				this.order(feature, this.samples[i * VITAL_COUNT + feature] as number);
		}
		for (let index = 0; index < VITAL_COUNT; index++)
			this.cadences[index] = this.medianGap(index * DEVICE_GAPS, VITAL_GAPS);
		this.cadences[DEVICE] = this.medianGap(DEVICE * DEVICE_GAPS, DEVICE_GAPS);
	}
}

/** Inserts `value` into the first `count` items of `sorted`, which are in order. */
function insert(sorted: Float64Array, count: number, value: number): void {
	let at = count;
	while (at > 0 && (sorted[at - 1] as number) > value) {
		sorted[at] = sorted[at - 1] as number;
		at--;
	}
	sorted[at] = value;
}
