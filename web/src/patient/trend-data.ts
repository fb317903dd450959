/**
 * The trends of a patient as columns on an even grid, which is what charts draw and what live readings are added to.
 * Times are in seconds since the epoch, by the device's clock.
 */
import type { TrendEntry, TrendPage } from "../../../vitals/api.ts";
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { VitalValues } from "../../../vitals/reading.ts";

/** One vital sign on the grid; `null` where nothing was measured. */
export interface VitalColumns {
	readonly mean: (number | null)[];
	readonly min: (number | null)[];
	readonly max: (number | null)[];
	/** Values behind each mean. */
	readonly n: number[];
}

export interface TrendGrid {
	/** Start of the first step; a whole multiple of `step`. */
	readonly start: number;
	/** Seconds. */
	readonly step: number;
	/** The middle of each step, ascending: where its mean is drawn. */
	readonly times: number[];
	/** Of the vital signs that were measured at all. */
	readonly vitals: Partial<Record<VitalKey, VitalColumns>>;
}

export interface TrendStats {
	readonly n: number;
	readonly mean: number;
	readonly min: number;
	readonly max: number;
	/** The last mean. */
	readonly last: number;
}

/** A grid without values over `from` to `to`, seconds. */
export function emptyGrid(from: number, to: number, step: number): TrendGrid {
	const start = Math.floor(from / step) * step;
	const steps = Math.max(1, Math.ceil((to - start) / step));
	return { start, step, times: Array.from({ length: steps }, (_, i) => start + (i + 0.5) * step), vitals: {} };
}

/** What the server summed up, on the grid of its resolution over `from` to `to`, seconds. */
export function gridOf(page: TrendPage, from: number, to: number): TrendGrid {
	const grid = emptyGrid(from, to, page.resolution);
	for (const entry of page.data) putEntry(grid, entry);
	return grid;
}

function putEntry(grid: TrendGrid, entry: TrendEntry): void {
	const index = Math.round((Date.parse(entry.timestamp) / 1000 - grid.start) / grid.step);
	if (index < 0 || index >= grid.times.length) return;
	for (const key of VITAL_KEYS) {
		const value = entry.vitals[key];
		if (value === null) continue;
		const columns = columnsOf(grid, key);
		columns.mean[index] = value.mean;
		columns.min[index] = value.min;
		columns.max[index] = value.max;
		columns.n[index] = value.n;
	}
}

/**
 * Adds a live reading, and makes the grid longer where it is newer than its end.
 *
 * @param at - when it was measured, seconds; one before the grid is left out
 * @returns whether anything was added
 */
export function addReading(grid: TrendGrid, at: number, vitals: VitalValues): boolean {
	const index = Math.floor((at - grid.start) / grid.step);
	if (index < 0) return false;
	while (grid.times.length <= index) {
		grid.times.push(grid.start + (grid.times.length + 0.5) * grid.step);
		for (const columns of Object.values(grid.vitals)) pushNothing(columns);
	}
	let added = false;
	for (const key of VITAL_KEYS) {
		const value = vitals[key];
		if (value === null) continue;
		const { mean, min, max, n } = columnsOf(grid, key);
		const before = n[index] ?? 0;
		mean[index] = ((mean[index] ?? 0) * before + value) / (before + 1);
		min[index] = Math.min(min[index] ?? value, value);
		max[index] = Math.max(max[index] ?? value, value);
		n[index] = before + 1;
		added = true;
	}
	return added;
}

/** Forgets what is older than `from`, seconds, so that a page that stays open does not grow. */
export function dropBefore(grid: TrendGrid, from: number): TrendGrid {
	const steps = Math.min(grid.times.length - 1, Math.floor((from - grid.start) / grid.step));
	if (steps <= 0) return grid;
	const vitals: TrendGrid["vitals"] = {};
	for (const key of VITAL_KEYS) {
		const columns = grid.vitals[key];
		if (columns === undefined) continue;
		vitals[key] = {
			mean: columns.mean.slice(steps),
			min: columns.min.slice(steps),
			max: columns.max.slice(steps),
			n: columns.n.slice(steps),
		};
	}
	return { start: grid.start + steps * grid.step, step: grid.step, times: grid.times.slice(steps), vitals };
}

/** Over the steps between `from` and `to`, seconds; `null` where nothing was measured. */
export function statsOf(grid: TrendGrid, key: VitalKey, from: number, to: number): TrendStats | null {
	const columns = grid.vitals[key];
	if (columns === undefined) return null;
	let [n, sum, min, max, last] = [0, 0, Infinity, -Infinity, 0];
	for (const [i, time] of grid.times.entries()) {
		const count = columns.n[i] ?? 0;
		if (count === 0 || time < from || time > to) continue;
		last = columns.mean[i] as number;
		n += count;
		sum += count * last;
		min = Math.min(min, columns.min[i] as number);
		max = Math.max(max, columns.max[i] as number);
	}
	return n === 0 ? null : { n, mean: sum / n, min, max, last };
}

function columnsOf(grid: TrendGrid, key: VitalKey): VitalColumns {
	return (grid.vitals[key] ??= {
		mean: grid.times.map(() => null),
		min: grid.times.map(() => null),
		max: grid.times.map(() => null),
		n: grid.times.map(() => 0),
	});
}

function pushNothing({ mean, min, max, n }: VitalColumns): void {
	mean.push(null);
	min.push(null);
	max.push(null);
	n.push(0);
}
