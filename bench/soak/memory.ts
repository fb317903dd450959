/** Is memory flat? What is read off samples of it. */

export interface Sample {
	/** Seconds since counting began. */
	readonly s: number;
	readonly bytes: number;
}

export interface Trend {
	/** In the first minute (the first tenth of a short run), in the middle and at the end, MB. */
	readonly early_mb: number;
	readonly middle_mb: number;
	readonly end_mb: number;
	/** Least squares over all samples, and over those of the second half, MB a minute. */
	readonly slope_mb_per_min: number;
	readonly late_slope_mb_per_min: number;
}

const MB = 1e6;
const EARLY_S = 60;
const EARLY_SHARE = 0.1;
/**
 * Caches fill and baselines are learned in the first minutes, so the second half is judged: less than half a per cent of
 * the level a minute is flat. At 2,000 devices of 0.9 MB each and 1 Hz a leak of 80 bytes a reading is more than that.
 */
const FLAT_SHARE_PER_MIN = 0.005;

/** Seconds at which `early_mb` is read. */
export const earlyAt = (seconds: number): number => Math.min(EARLY_S, seconds * EARLY_SHARE);

/**
 * @param samples - in the order of time, two at least
 * @param seconds - length of the run
 */
export function trendOf(samples: readonly Sample[], seconds: number): Trend {
	const at = (s: number) => nearest(samples, s).bytes / MB;
	return {
		early_mb: at(earlyAt(seconds)),
		middle_mb: at(seconds / 2),
		end_mb: at(seconds),
		slope_mb_per_min: slope(samples),
		late_slope_mb_per_min: slope(samples.filter(({ s }) => s >= seconds / 2)),
	};
}

export const isFlat = ({ middle_mb, late_slope_mb_per_min }: Trend): boolean =>
	late_slope_mb_per_min < FLAT_SHARE_PER_MIN * middle_mb;

function nearest(samples: readonly Sample[], s: number): Sample {
	return samples.reduce((best, one) => (Math.abs(one.s - s) < Math.abs(best.s - s) ? one : best));
}

/** MB a minute, least squares; 0 for a single sample. */
function slope(samples: readonly Sample[]): number {
	const mean = (of: (sample: Sample) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
	const [s, bytes] = [mean((one) => one.s), mean((one) => one.bytes)];
	const spread = samples.reduce((sum, one) => sum + (one.s - s) ** 2, 0);
	const together = samples.reduce((sum, one) => sum + (one.s - s) * (one.bytes - bytes), 0);
	return spread === 0 ? 0 : (together / spread / MB) * 60;
}
