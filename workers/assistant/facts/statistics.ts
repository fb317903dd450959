/** Robust statistics of a vital sign over a stretch of time. Pure. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import { round } from "./figures.ts";

export interface Point {
	/** Milliseconds since the epoch. */
	readonly time: number;
	readonly value: number;
}

export type Direction = "rising" | "falling" | "steady";

export interface Summary {
	/** Values looked at. */
	readonly n: number;
	readonly median: number;
	readonly min: number;
	readonly max: number;
	/** When the lowest and the highest were, first. */
	readonly minAt: number;
	readonly maxAt: number;
	readonly first: Point;
	readonly last: Point;
	/** Null with fewer than six values, or where they span less than half a minute. */
	readonly course: Course | null;
}

/** Which way it went: medians of the first and the last third, and the median of all slopes between two values (Theil and Sen). */
export interface Course {
	readonly direction: Direction;
	readonly from: number;
	readonly to: number;
	/** `to - from`, in the vital's unit. */
	readonly change: number;
}

/**
 * The smallest change between the thirds that is called one, in the vital's unit: half of the narrower width by which the
 * detector lets an adult's vital leave its median before it takes notice.
 */
const WORTH_A_WORD: Readonly<Record<VitalKey, number>> = {
	heart_rate: 7.5,
	spo2: 2,
	respiratory_rate: 3,
	temperature: 0.45,
	systolic_pressure: 12.5,
	diastolic_pressure: 12.5,
	mean_pressure: 10,
	etco2: 5,
	pulse_rate: 7.5,
};
const LEAST_VALUES = 6;
const LEAST_SPAN_MS = 30_000;
/** Values whose slopes are compared, at most: 7,140 pairs. */
const SLOPE_VALUES = 120;

/** Median of a list that is not empty. */
function medianOf(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] as number;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** @param points - oldest first; null where there are none */
export function summarise(key: VitalKey, points: readonly Point[]): Summary | null {
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined) return null;
	let [low, high] = [first, first];
	for (const point of points) {
		if (point.value < low.value) low = point;
		if (point.value > high.value) high = point;
	}
	return {
		n: points.length,
		median: round(key, medianOf(points.map(({ value }) => value))),
		min: round(key, low.value),
		max: round(key, high.value),
		minAt: low.time,
		maxAt: high.time,
		first,
		last,
		course: courseOf(key, points),
	};
}

/** A change counts where the thirds differ by enough and the slopes between all values point the same way. */
function courseOf(key: VitalKey, points: readonly Point[]): Course | null {
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined || points.length < LEAST_VALUES) return null;
	if (last.time - first.time < LEAST_SPAN_MS) return null;
	const third = Math.floor(points.length / 3);
	const values = points.map(({ value }) => value);
	const from = round(key, medianOf(values.slice(0, third)));
	const to = round(key, medianOf(values.slice(-third)));
	const change = round(key, to - from);
	const moved = Math.abs(to - from) >= WORTH_A_WORD[key] && Math.sign(slopeOf(points)) === Math.sign(change);
	return { direction: !moved ? "steady" : change > 0 ? "rising" : "falling", from, to, change };
}

/** Median slope of all pairs, per millisecond; of many values every k-th is looked at. */
function slopeOf(points: readonly Point[]): number {
	const every = Math.ceil(points.length / SLOPE_VALUES);
	const few = points.filter((_, i) => i % every === 0);
	const slopes: number[] = [];
	for (let i = 0; i < few.length; i++) {
		const a = few[i] as Point;
		for (let j = i + 1; j < few.length; j++) {
			const b = few[j] as Point;
			if (b.time > a.time) slopes.push((b.value - a.value) / (b.time - a.time));
		}
	}
	return slopes.length === 0 ? 0 : medianOf(slopes);
}
