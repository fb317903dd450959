/**
 * What adults are like before anything is known of this one.
 *
 * Means and spreads are our choice: the mean lies in the band that scores 0 in NEWS2 (Royal College of
 * Physicians, 2017: HR 51-90, SpO2 >= 96, RR 12-20, temperature 36.1-38.0, SBP 111-219), and mean plus or minus
 * 2 spreads reaches about where NEWS2 scores 2. DBP, MAP and EtCO2 are not in NEWS2: the usual adult reference
 * values 60-90, 70-105 and 35-45 mmHg.
 */
import { FEATURE_COUNT, STEPS } from "./features.ts";
import { Random } from "./random.ts";

interface PopulationVital {
	readonly mean: number;
	readonly sd: number;
	readonly min: number;
	readonly max: number;
	/** Share of the spread that the three pressures have in common. */
	readonly shared: number;
}

/** In the features' order, in the vitals' units. */
export const POPULATION: readonly PopulationVital[] = [
	{ mean: 78, sd: 14, min: 25, max: 220, shared: 0 },
	{ mean: 97, sd: 1.8, min: 50, max: 100, shared: 0 },
	{ mean: 16.5, sd: 3, min: 3, max: 60, shared: 0 },
	{ mean: 36.9, sd: 0.5, min: 33, max: 42, shared: 0 },
	{ mean: 124, sd: 16, min: 50, max: 260, shared: 0.8 },
	{ mean: 73, sd: 10, min: 25, max: 160, shared: 0.8 },
	{ mean: 90, sd: 11, min: 30, max: 190, shared: 0.8 },
	{ mean: 38, sd: 4, min: 8, max: 90, shared: 0 },
];

/** The permanent rows are spread this much wider, so that a departure stays graded far outside the patient's own range. */
const WIDE = 2.2;

/** The population's mean of a feature, in hundredths. */
export function populationMean(feature: number): number {
	return Math.round((POPULATION[feature] as PopulationVital).mean * STEPS);
}

/**
 * Rows drawn from the population, in hundredths, row-major.
 *
 * @param ordinary - rows of ordinary spread, which come first
 * @param wide - rows of 2.2 times the spread, which follow
 */
export function populationRows(ordinary: number, wide: number, seed: number): Uint16Array {
	const random = new Random(seed, 0xffffffff);
	const rows = new Uint16Array((ordinary + wide) * FEATURE_COUNT);
	for (let row = 0; row < ordinary + wide; row++) {
		const spread = row < ordinary ? 1 : WIDE;
		const common = random.normal();
		for (let feature = 0; feature < FEATURE_COUNT; feature++) {
			const { mean, sd, min, max, shared } = POPULATION[feature] as PopulationVital;
			const deviation = shared * common + Math.sqrt(1 - shared * shared) * random.normal();
			let value = mean + spread * sd * deviation;
			// Mirrored at the limits: clamping would pile rows up at a saturation of exactly 100 %.
			if (value > max) value = 2 * max - value;
			if (value < min) value = 2 * min - value;
			rows[row * FEATURE_COUNT + feature] = Math.round(Math.min(max, Math.max(min, value)) * STEPS);
		}
	}
	return rows;
}
