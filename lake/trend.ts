/**
 * Many readings to few points without losing an extreme: each point is a stretch of equal length with the mean, the
 * lowest and the highest value of every vital sign, so a single beat of asystole in a month is still on the chart.
 * Partial sums can be added to each other, so that the device's object sums up its part and the lake's reader its own.
 */
import { STORED_STEPS_PER_UNIT, VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import { type RiskLevel, type StoredReading, worse } from "../vitals/reading.ts";
import type { ColdColumns } from "./range-read.ts";

/** Count, sum and extremes of one vital sign in a stretch. */
export interface VitalSum {
	n: number;
	sum: number;
	min: number;
	max: number;
}

/** One stretch. Plain data: it crosses from object to Worker. */
export interface TrendSum {
	/** Start of the stretch, milliseconds since the epoch; a whole multiple of the resolution. */
	readonly start: number;
	/** Readings in it. */
	n: number;
	vitals: Partial<Record<VitalKey, VitalSum>>;
	/** Highest score, `null` when none was scored. */
	score: number | null;
	risk: RiskLevel;
	/** Flags that any of them has. */
	flags: number;
}

export class Trend {
	readonly #resolution: number;
	readonly #sums = new Map<number, TrendSum>();

	/** @param resolution - length of a stretch, milliseconds */
	constructor(resolution: number) {
		this.#resolution = resolution;
	}

	add(reading: StoredReading): void {
		const sum = this.#at(Math.floor(reading.timestamp / this.#resolution) * this.#resolution);
		sum.n++;
		for (const key of VITAL_KEYS) {
			const value = reading.vitals[key];
			if (value !== null) addValue(sum, key, value);
		}
		addVerdict(sum, reading);
	}

	/** As `add`, of columns of the lake with their verdicts: without an object for each reading. */
	addColumns({ rows, times, flags, vitals, verdicts }: ColdColumns): void {
		const sums = rows.map((row) => this.#at(Math.floor((times[row] as number) / this.#resolution) * this.#resolution));
		for (const [i, row] of rows.entries()) {
			const sum = sums[i] as TrendSum;
			sum.n++;
			sum.flags |= flags[row] as number;
			const score = verdicts?.scores[row] ?? null;
			if (score !== null) sum.score = Math.max(sum.score ?? 0, score);
			const risk = verdicts?.risks[row];
			if (risk !== undefined && risk !== sum.risk) sum.risk = worse(sum.risk, risk as RiskLevel);
		}
		for (const key of VITAL_KEYS) {
			const cells = vitals[key];
			for (const [i, row] of rows.entries()) {
				const cell = cells[row];
				if (cell == null) continue;
				const value = Math.round(cell * STORED_STEPS_PER_UNIT) / STORED_STEPS_PER_UNIT;
				addValue(sums[i] as TrendSum, key, value);
			}
		}
	}

	/** Adds what was summed up elsewhere, of other readings. */
	merge(parts: readonly TrendSum[]): void {
		for (const part of parts) {
			const sum = this.#at(part.start);
			sum.n += part.n;
			for (const key of VITAL_KEYS) {
				const vital = part.vitals[key];
				if (vital !== undefined) addVital(sum, key, vital);
			}
			addVerdict(sum, part);
		}
	}

	/** Stretches that have readings, oldest first. */
	sums(): TrendSum[] {
		return [...this.#sums.values()].toSorted((a, b) => a.start - b.start);
	}

	#at(start: number): TrendSum {
		let sum = this.#sums.get(start);
		if (sum === undefined) {
			sum = { start, n: 0, vitals: {}, score: null, risk: "LOW", flags: 0 };
			this.#sums.set(start, sum);
		}
		return sum;
	}
}

function addValue(to: TrendSum, key: VitalKey, value: number): void {
	const present = to.vitals[key];
	if (present === undefined) {
		to.vitals[key] = { n: 1, sum: value, min: value, max: value };
		return;
	}
	present.n++;
	present.sum += value;
	if (value < present.min) present.min = value;
	if (value > present.max) present.max = value;
}

function addVital(to: TrendSum, key: VitalKey, more: VitalSum): void {
	const present = to.vitals[key];
	if (present === undefined) {
		to.vitals[key] = { ...more };
		return;
	}
	present.n += more.n;
	present.sum += more.sum;
	present.min = Math.min(present.min, more.min);
	present.max = Math.max(present.max, more.max);
}

function addVerdict(to: TrendSum, more: Pick<TrendSum, "score" | "risk" | "flags">): void {
	if (more.score !== null) to.score = Math.max(to.score ?? 0, more.score);
	to.risk = worse(to.risk, more.risk);
	to.flags |= more.flags;
}
