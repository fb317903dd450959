/** What a kind of patient is like before anything is known of this one. */
import { FEATURE_COUNT, STEPS } from "./features.ts";
import type { PopulationVital } from "./norms.ts";
import { Random } from "./random.ts";

/** The permanent rows are spread this much wider, so that a departure stays graded far outside the patient's own range. */
const WIDE = 2.2;

/** The population's mean of a feature, in hundredths. */
export function populationMean(population: readonly PopulationVital[], feature: number): number {
	return Math.round((population[feature] as PopulationVital).mean * STEPS);
}

/**
 * Rows drawn from the population, in hundredths, row-major.
 *
 * @param ordinary - rows of ordinary spread, which come first
 * @param wide - rows of 2.2 times the spread, which follow
 */
export function populationRows(
	population: readonly PopulationVital[],
	ordinary: number,
	wide: number,
	seed: number,
): Uint16Array {
	const random = new Random(seed, 0xffffffff);
	const rows = new Uint16Array((ordinary + wide) * FEATURE_COUNT);
	for (let row = 0; row < ordinary + wide; row++) {
		const spread = row < ordinary ? 1 : WIDE;
		const common = random.normal();
		for (let feature = 0; feature < FEATURE_COUNT; feature++) {
			const { mean, sd, min, max, shared } = population[feature] as PopulationVital;
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
