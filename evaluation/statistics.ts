/** Proportions, quantiles and ROC areas with their intervals. */

export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** 97.5th percentile of the standard normal distribution: two-sided 95 %. */
const Z95 = 1.959963984540054;

/** Wilson's score interval, 95 %, of `successes` in `trials`; [0, 1] when there was no trial. */
export function wilson(successes: number, trials: number): Interval {
	if (trials === 0) return { low: 0, high: 1 };
	const p = successes / trials;
	const z2 = Z95 * Z95;
	const centre = p + z2 / (2 * trials);
	const half = Z95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
	const scale = 1 + z2 / trials;
	return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/** The `q` quantile (0 to 1) with linear interpolation between ranks; `null` of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
	if (values.length === 0) return null;
	const sorted = [...values].sort((a, b) => a - b);
	const at = q * (sorted.length - 1);
	const below = sorted[Math.floor(at)] as number;
	const above = sorted[Math.ceil(at)] as number;
	return below + (at - Math.floor(at)) * (above - below);
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation; 0 of fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
	if (values.length < 2) return 0;
	const centre = mean(values);
	return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Mean with its 95 % interval by the normal approximation, the values being independent. */
export function meanInterval(values: readonly number[]): Interval {
	const half = (Z95 * standardDeviation(values)) / Math.sqrt(Math.max(1, values.length));
	return { low: mean(values) - half, high: mean(values) + half };
}

/** Area under the ROC curve by ranks, ties counted half: the chance that a positive scores above a negative. `NaN` where either is missing. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
	const ranked = [
		...positives.map((score) => ({ score, positive: true })),
		...negatives.map((score) => ({ score, positive: false })),
	].sort((a, b) => a.score - b.score);
	let rankSum = 0;
	for (let from = 0; from < ranked.length;) {
		let to = from;
		while (to < ranked.length && ranked[to]?.score === ranked[from]?.score) to++;
		for (let i = from; i < to; i++) if (ranked[i]?.positive === true) rankSum += (from + to + 1) / 2;
		from = to;
	}
	return (rankSum - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length);
}

/**
 * 95 % interval of an area under the ROC curve after DeLong, DeLong and Clarke-Pearson (Biometrics 1988;44:837), by the
 * placements of each score among those of the other class. Compares every pair: meant for thousands of scores, not for millions.
 */
export function aurocInterval(positives: readonly number[], negatives: readonly number[]): Interval {
	const area = auroc(positives, negatives);
	const beats = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);
	const ofPositives = positives.map((p) => mean(negatives.map((n) => beats(p, n))));
	const ofNegatives = negatives.map((n) => mean(positives.map((p) => beats(p, n))));
	const variance =
		standardDeviation(ofPositives) ** 2 / positives.length + standardDeviation(ofNegatives) ** 2 / negatives.length;
	const half = Z95 * Math.sqrt(variance);
	return { low: Math.max(0, area - half), high: Math.min(1, area + half) };
}
