/**
 * Norms in pregnancy and the weeks after birth. The sources named were read, unless it says otherwise.
 *
 * - Limits: the Maternal Early Warning Criteria of the National Partnership for Maternal Safety (Mhyre et al., Obstet Gynecol
 *   2014;124:782-6), any one of which asks for a clinician at the bed: systolic < 90 or > 160, diastolic > 100, heart rate < 50 or
 *   > 120, respiratory rate < 10 or > 30, saturation < 95 % on air. They name no temperature and no mean pressure: > 38 and < 55
 *   are triggers of Shields et al., Am J Obstet Gynecol 2016;214:527. The British charts (CEMACH's MEOWS of 2007, the national
 *   MEWS of 2024) could be read about, but not their thresholds.
 * - Usual values: medians, and 3rd to 97th centile, of 1,041 healthy women from 12 to 40 weeks (Green et al., Obstet Gynecol
 *   2020;135:653-64): heart rate 82-91 (63-115), respiratory rate 15 (9-22), saturation 97-98 (93-99), temperature 36.5-36.7
 *   (35.3-37.5), systolic 113-121 (95-144), diastolic 69-78 (55-95). The spreads follow from the centiles. The mean pressure is
 *   reckoned from the other two; end-tidal CO2 is our choice (pregnancy breathes it off), no source was read.
 *
 * The net takes the criteria as they are, although Green's 3rd centile of the saturation is 93 near term, below their limit: to
 * widen it is a clinician's decision, with the woman in view.
 */
import { ADULT, NO_LIMIT } from "./adult.ts";
import type { Deadband, Limit, NormTable, PopulationVital } from "./norms.ts";

const CRITERIA = "Maternal Early Warning Criteria (Mhyre 2014)";

const [, , , , , , adultMean, adultCarbonDioxide] = ADULT.population as readonly PopulationVital[];
const [, , , , , , meanBand, carbonDioxideBand] = ADULT.deadbands as readonly Deadband[];
const [, , , , , , meanLimit] = ADULT.limits as readonly Limit[];

export const PREGNANT: NormTable = {
	population: [
		{ mean: 87, sd: 12, min: 25, max: 220, shared: 0 },
		{ mean: 97.5, sd: 1.5, min: 50, max: 100, shared: 0 },
		{ mean: 15, sd: 3.4, min: 3, max: 60, shared: 0 },
		{ mean: 36.6, sd: 0.5, min: 33, max: 42, shared: 0 },
		{ mean: 116, sd: 12, min: 50, max: 260, shared: 0.8 },
		{ mean: 73, sd: 8.5, min: 25, max: 160, shared: 0.8 },
		{ ...(adultMean as PopulationVital), mean: 87, sd: 10 },
		{ ...(adultCarbonDioxide as PopulationVital), mean: 32 },
	],
	/*
	 * Widths: the adults', narrower for pressures. `low` and `high`: Green's outermost centiles, except the slow heart rate, which
	 * sleep brings, and the fever, where the criteria begin.
	 */
	deadbands: [
		{ up: 20, down: 15, low: 50, high: 115, slow: 50, sound: 75 },
		{ up: 1000, down: 4, low: 94, high: 1000, slow: 94 },
		{ up: 6, down: 7, low: 9, high: 22, slow: 11, sound: 13 },
		{ up: 0.9, down: 1.2, low: 35.3, high: 38.1, slow: 35, sound: 36.2 },
		{ up: 30, down: 22, low: 95, high: 144, slow: 90 },
		{ up: 18, down: 22, low: 55, high: 95, slow: 40 },
		meanBand as Deadband,
		{ ...(carbonDioxideBand as Deadband), low: 22, high: 42, slow: 20 },
	],
	limits: [
		{ low: 49, high: 121, reason: `${CRITERIA}: < 50 or > 120.` },
		{ low: 94, high: null, reason: `${CRITERIA}: < 95.` },
		{ low: 9, high: 31, reason: `${CRITERIA}: < 10 or > 30.` },
		{
			low: 35.0,
			high: 38.1,
			reason: "Above 38 as Shields 2016; 35.0 as in adults, below the 3rd centile of every week (Green 2020).",
		},
		{ low: 89, high: 161, reason: `${CRITERIA}: < 90 or > 160.` },
		{ low: null, high: 101, reason: `${CRITERIA}: > 100.` },
		{ ...(meanLimit as Limit), reason: "Shields 2016: a mean pressure < 55 is a trigger by itself." },
		NO_LIMIT,
	],
};
