/**
 * What is usual for this patient: a window of 256 rows, the forest grown from it, its medians and its quantile.
 *
 * 192 rows are the patient's, first come, then random replacement, which forgets over about eight hours; until
 * filled they are draws from the population. 64 rows are permanent, wide draws from the population.
 */
import { FEATURE_COUNT, MISSING } from "./features.ts";
import { IsolationForest } from "./isolation-forest.ts";
import type { PopulationVital } from "./norms.ts";
import { populationMean, populationRows } from "./population.ts";
import { Random } from "./random.ts";
import type { StateReader, StateWriter } from "./state.ts";

const PATIENT_ROWS = 192;
const POPULATION_ROWS = 64;
const ROWS = PATIENT_ROWS + POPULATION_ROWS;
/** A row waits this long before it may enter, so that the start of a deterioration is not learned. Milliseconds. */
const GUARD = 15 * 60_000;
/** Slow streams: and until so many readings have followed. */
const GUARD_READINGS = 2;
const REFIT_EVERY = 10 * 60_000;
/** Rows of 20 s that may wait: a guard's and a refit interval's worth, and a little. */
const QUEUE_ROWS = 80;
/** Of rows that scored high without opening an episode, one in this many is admitted. */
const HIGH_ADMITTED = 4;
/** A stream slower than one reading in this time fills a slot for each such time, so that a chart is known within days. Milliseconds. */
const SLOT_EVERY = 150_000;
const MOST_SLOTS = 4;
/** A median of fewer rows (3 minutes of 20 s rows) is not called the patient's own. */
const ROWS_FOR_MEDIAN = 9;
/** From this many rows on, the score's quantile is the patient's alone. */
const ROWS_FOR_QUANTILE = 48;
/** The patient's own scores are below this share's quantile most of the time; what exceeds it by a margin is unusual. */
const QUANTILE = 0.95;
/**
 * One vital alone is picked by one split in k, so its rise of the score falls like 1/k: the margin does as well. A fifth
 * gives the 0.04 that was tuned on five vitals; few vitals do not need more than 0.06.
 */
const MARGIN_OF_ALL = 0.2;
const WIDEST_MARGIN = 0.06;

/** The guard's length for a stream of that cadence. */
function guardAt(cadence: number): number {
	return cadence === Infinity ? GUARD : Math.max(GUARD, GUARD_READINGS * cadence);
}

export class Baseline {
	/** Personal medians in hundredths; the population's means where not `known`. */
	readonly usual = new Uint16Array(FEATURE_COUNT);
	/** Bits of the features whose median is the patient's own. */
	known = 0;
	/** 95th percentile of the patient's own scores. */
	quantile = 0;
	/** By how much a score must exceed the quantile to be unusual. */
	margin = WIDEST_MARGIN;

	private readonly seed: number;
	private population: readonly PopulationVital[];
	private readonly window: Uint16Array;
	private filled = 0;
	private fits = 0;
	private fittedAt = -1;
	/** Bits of the features that the forest splits on: those ever measured. */
	private active = 0;

	private queued = 0;
	private readonly queueTimes = new Float64Array(QUEUE_ROWS);
	private readonly queueHigh = new Uint8Array(QUEUE_ROWS);
	private readonly queue = new Uint16Array(QUEUE_ROWS * FEATURE_COUNT);

	private readonly forest = new IsolationForest({
		trees: 64,
		sampleSize: 128,
		capacity: ROWS,
		dimensions: FEATURE_COUNT,
	});
	private readonly matrix = new Float32Array(ROWS * FEATURE_COUNT);
	private readonly row = new Float32Array(FEATURE_COUNT);
	private readonly sorted = new Float64Array(PATIENT_ROWS);
	private readonly random = new Random(0, 0);

	constructor(seed: number, population: readonly PopulationVital[]) {
		this.seed = seed >>> 0;
		this.population = population;
		this.window = this.draw();
	}

	/** Ordinary and wide rows of the population: what the window holds where the patient's own rows are missing. */
	private draw(): Uint16Array {
		return populationRows(this.population, PATIENT_ROWS, POPULATION_ROWS, this.seed);
	}

	/** The patient turns out to be of another kind: the population's rows are drawn anew, the patient's own stay. */
	setPopulation(population: readonly PopulationVital[]): void {
		this.population = population;
		const own = this.filled * FEATURE_COUNT;
		this.window.set(this.draw().subarray(own), own);
		if (this.fittedAt >= 0) this.rebuild();
	}

	/** Share of the patient's rows that are the patient's own, 0 to 1. */
	get confidence(): number {
		return this.filled / PATIENT_ROWS;
	}

	/** Features ever measured. */
	get expected(): number {
		return this.active;
	}

	/** Refits where it is due: at the first reading, when a vital appears for the first time, and every ten minutes. @param cadence - milliseconds between readings, Infinity while unknown */
	prepare(time: number, measured: number, cadence: number): void {
		const appeared = measured & ~this.active;
		if (this.fittedAt >= 0 && appeared === 0) {
			const ripe = this.queued > 0 && time - (this.queueTimes[0] as number) >= guardAt(cadence);
			if (!ripe || time - this.fittedAt < REFIT_EVERY) return;
		}
		this.active |= measured;
		this.refit(time, guardAt(cadence), Math.max(1, Math.min(MOST_SLOTS, Math.floor(cadence / SLOT_EVERY) || 1)));
	}

	private refit(time: number, guard: number, slots: number): void {
		this.fits = (this.fits + 1) >>> 0;
		this.fittedAt = time;
		this.random.reseed(this.seed, this.fits);
		let matured = 0;
		while (matured < this.queued && time - (this.queueTimes[matured] as number) >= guard) {
			if (this.queueHigh[matured] === 0 || this.random.below(HIGH_ADMITTED) === 0) {
				for (let slot = 0; slot < slots; slot++) this.admit(matured);
			}
			matured++;
		}
		this.dropFirst(matured);
		this.rebuild();
	}

	private admit(queueRow: number): void {
		const slot = this.filled < PATIENT_ROWS ? this.filled++ : this.random.below(PATIENT_ROWS);
		for (let f = 0; f < FEATURE_COUNT; f++)
			this.window[slot * FEATURE_COUNT + f] = this.queue[queueRow * FEATURE_COUNT + f] as number;
	}

	private dropFirst(count: number): void {
		this.queue.copyWithin(0, count * FEATURE_COUNT, this.queued * FEATURE_COUNT);
		this.queueTimes.copyWithin(0, count, this.queued);
		this.queueHigh.copyWithin(0, count, this.queued);
		this.queued -= count;
	}

	/** Medians, forest and quantile from the window: all that a restored detector must compute again. */
	private rebuild(): void {
		this.known = 0;
		for (let f = 0; f < FEATURE_COUNT; f++) {
			let count = 0;
			for (let row = 0; row < this.filled; row++) {
				const value = this.window[row * FEATURE_COUNT + f] as number;
				if (value !== MISSING) this.sorted[count++] = value;
			}
			const own = count >= ROWS_FOR_MEDIAN;
			if (own) this.known |= 1 << f;
			this.usual[f] = own
				? (this.sorted.subarray(0, count).sort()[count >> 1] as number)
				: populationMean(this.population, f);
		}
		for (let i = 0; i < this.matrix.length; i++) {
			const value = this.window[i] as number;
			this.matrix[i] = value === MISSING ? (this.usual[i % FEATURE_COUNT] as number) : value;
		}
		const features: number[] = [];
		for (let f = 0; f < FEATURE_COUNT; f++) if ((this.active & (1 << f)) !== 0) features.push(f);
		this.margin = Math.min(WIDEST_MARGIN, MARGIN_OF_ALL / Math.max(1, features.length));
		this.forest.fit(this.matrix, ROWS, features, this.seed, this.fits);
		const own = this.filled >= ROWS_FOR_QUANTILE ? this.filled : PATIENT_ROWS;
		for (let row = 0; row < own; row++) {
			for (let f = 0; f < FEATURE_COUNT; f++) this.row[f] = this.matrix[row * FEATURE_COUNT + f] as number;
			this.sorted[row] = this.forest.score(this.row);
		}
		this.quantile = this.sorted.subarray(0, own).sort()[Math.floor(QUANTILE * (own - 1))] as number;
	}

	/** Score of a row of hundredths; features outside `measured` take their usual value and so do not move it. */
	score(values: Uint16Array, measured: number): number {
		for (let f = 0; f < FEATURE_COUNT; f++)
			this.row[f] = ((measured & (1 << f)) === 0 ? this.usual[f] : values[f]) as number;
		return this.forest.score(this.row);
	}

	/** A score's rise above the patient's own quantile, in margins. */
	excessOf(score: number): number {
		return (score - this.quantile) / this.margin;
	}

	/** Queues a row of hundredths for admission. @param high - it scored above the patient's own quantile by the margin */
	offer(time: number, values: Uint16Array, high: boolean): void {
		if (this.queued === QUEUE_ROWS) this.dropFirst(1);
		this.queue.set(values, this.queued * FEATURE_COUNT);
		this.queueTimes[this.queued] = time;
		this.queueHigh[this.queued] = high ? 1 : 0;
		this.queued++;
	}

	/** Drops every row that waits: an episode is open, or the device was silent. */
	dropQueue(): void {
		this.queued = 0;
	}

	/** Forgets the patient and starts from `rows` (hundredths, newest last), which are declared usual. */
	restart(time: number, rows: readonly Uint16Array[]): void {
		this.window.set(this.draw());
		this.filled = 0;
		this.queued = 0;
		for (const row of rows) this.window.set(row, this.filled++ * FEATURE_COUNT);
		if (this.fittedAt < 0) return;
		this.fits = (this.fits + 1) >>> 0;
		this.fittedAt = time;
		this.rebuild();
	}

	/** The window as of the last fit and the rows since. @param now - time of the newest reading */
	write(writer: StateWriter, now: number): void {
		writer.uint32(this.fits);
		writer.float64(this.fittedAt);
		writer.uint16(this.active);
		writer.uint8(this.filled);
		writer.uint16s(this.window.subarray(0, this.filled * FEATURE_COUNT));
		writer.uint8(this.queued);
		for (let row = 0; row < this.queued; row++) {
			// The age needs 31 bits; the highest one says whether the row scored high.
			const age = Math.min(0x7fffffff, now - (this.queueTimes[row] as number));
			writer.uint32((this.queueHigh[row] as number) * 0x80000000 + age);
			writer.uint16s(this.queue.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
		}
	}

	read(reader: StateReader, now: number): void {
		this.fits = reader.uint32();
		this.fittedAt = reader.float64();
		this.active = reader.uint16();
		this.filled = Math.min(PATIENT_ROWS, reader.uint8());
		reader.uint16s(this.window.subarray(0, this.filled * FEATURE_COUNT));
		this.queued = Math.min(QUEUE_ROWS, reader.uint8());
		for (let row = 0; row < this.queued; row++) {
			const packed = reader.uint32();
			this.queueHigh[row] = packed >= 0x80000000 ? 1 : 0;
			this.queueTimes[row] = now - (packed % 0x80000000);
			reader.uint16s(this.queue.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
		}
		if (this.fittedAt >= 0) this.rebuild();
	}
}
