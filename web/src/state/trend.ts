/** The last two minutes of one vital sign, kept for the sector's sparkline. */

/** What the sparkline spans, in ms. */
export const TREND_SPAN_MS = 120_000;
/** Points kept: the ward sends one a second, with room for jitter. */
const CAPACITY = 160;
/** A pause longer than this (ms) is drawn as a gap, at the age where values are dimmed. */
export const TREND_GAP_MS = 10_000;
/** Smallest height of the value axis, in the vital's unit, so that a steady rhythm looks steady. */
const MIN_VALUE_SPAN = 24;

/** A ring of (time, value), newest last. Allocates nothing after construction. */
export class TrendBuffer {
	readonly #times = new Float64Array(CAPACITY);
	readonly #values = new Float32Array(CAPACITY);
	#length = 0;
	#next = 0;

	get length(): number {
		return this.#length;
	}

	/**
	 * Appends a point; one that is not newer than the last is ignored.
	 *
	 * @param at - ms since the epoch, edge clock
	 */
	push(at: number, value: number): void {
		if (this.#length > 0 && at <= this.timeAt(this.#length - 1)) return;
		this.#times[this.#next] = at;
		this.#values[this.#next] = value;
		this.#next = (this.#next + 1) % CAPACITY;
		this.#length = Math.min(CAPACITY, this.#length + 1);
	}

	/** Forgets everything, for another patient in the bed. */
	clear(): void {
		this.#length = 0;
	}

	/** Time of the point `index`, 0 being the oldest kept. */
	timeAt(index: number): number {
		return this.#times[this.#slot(index)] as number;
	}

	/** Value of the point `index`, 0 being the oldest kept. */
	valueAt(index: number): number {
		return this.#values[this.#slot(index)] as number;
	}

	#slot(index: number): number {
		return (this.#next - this.#length + index + CAPACITY) % CAPACITY;
	}
}

/** What a sparkline is drawn onto; a canvas context has these. */
export interface TrendPen {
	moveTo(x: number, y: number): void;
	lineTo(x: number, y: number): void;
}

/**
 * Traces the trend from `now - TREND_SPAN_MS` (left) to `now` (right) inside a box.
 *
 * @param width - of the box, in the pen's units
 * @param height - of the box; the trace keeps `inset` away from its edges
 * @returns where the newest point is, or `null` when nothing lies inside the span
 */
export function traceTrend(
	trend: TrendBuffer,
	now: number,
	width: number,
	height: number,
	inset: number,
	pen: TrendPen,
): { x: number; y: number } | null {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	let first = trend.length;
	for (let index = trend.length - 1; index >= 0 && now - trend.timeAt(index) <= TREND_SPAN_MS; index--) {
		const value = trend.valueAt(index);
		low = Math.min(low, value);
		high = Math.max(high, value);
		first = index;
	}
	if (first === trend.length) return null;
	const span = Math.max(MIN_VALUE_SPAN, high - low);
	const bottom = (low + high) / 2 - span / 2;
	let x = 0;
	let y = 0;
	for (let index = first; index < trend.length; index++) {
		const at = trend.timeAt(index);
		x = inset + (1 - Math.max(0, now - at) / TREND_SPAN_MS) * (width - 2 * inset);
		y = height - inset - ((trend.valueAt(index) - bottom) / span) * (height - 2 * inset);
		if (index === first || at - trend.timeAt(index - 1) > TREND_GAP_MS) pen.moveTo(x, y);
		else pen.lineTo(x, y);
	}
	return { x, y };
}
