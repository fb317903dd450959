/** Latencies as percentiles. One histogram of fixed size, however many there are. */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from "hdr-histogram-js";

/** Longest that is told apart: a minute, in microseconds. */
const LONGEST_US = 60_000_000;
const DIGITS = 3;

export interface LatencyReport {
	readonly n: number;
	readonly p50_ms: number;
	readonly p99_ms: number;
	readonly max_ms: number;
}

export class Latencies {
	readonly #histogram: Histogram = build({
		lowestDiscernibleValue: 1,
		highestTrackableValue: LONGEST_US,
		numberOfSignificantValueDigits: DIGITS,
	});

	/** @param ms - longer than a minute counts as a minute */
	add(ms: number): void {
		this.#histogram.recordValue(Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1000))));
	}

	report(): LatencyReport {
		const at = (percentile: number) => this.#histogram.getValueAtPercentile(percentile) / 1000;
		const n = this.#histogram.totalCount;
		return n === 0
			? { n, p50_ms: 0, p99_ms: 0, max_ms: 0 }
			: { n, p50_ms: at(50), p99_ms: at(99), max_ms: this.#histogram.maxValue / 1000 };
	}

	/** For another process, which `merge`s it. */
	encoded(): string {
		return encodeIntoCompressedBase64(this.#histogram);
	}

	/** Adds what another process has measured. @param encoded - as its `encoded` made it */
	merge(encoded: string): void {
		this.#histogram.add(decodeFromCompressedBase64(encoded));
	}
}
