/**
 * Norms in pregnancy and the weeks after birth. The numbers await a check against the papers named here; until then
 * `limitsValidated` is false in pregnancy.
 *
 * Limits are the red triggers of the modified early obstetric warning system (MEOWS) that the Confidential Enquiry into
 * Maternal and Child Health proposed in 2007 and Singh et al. validated (Anaesthesia 2012): temperature < 35 or > 38, systolic
 * < 90 or > 160, diastolic > 100, heart rate < 40 or > 120, respiratory rate < 10 or > 30, saturation < 95. `low` and `high`
 * of the deadbands are its yellow triggers: 35-36, 90-100 or 150-160, 90-100, 40-50 or 100-120, 21-30. Means and
 * spreads are our choice near the medians of gestation-specific ranges (Green et al., Obstet Gynecol 2020).
 */
import { ADULT, NO_LIMIT } from "./adult.ts";
import type { Deadband, Limit, NormTable, PopulationVital } from "./norms.ts";

const MEOWS = "MEOWS red trigger (CEMACH 2007, Singh 2012)";

const [, , , , , , adultMean, adultCarbonDioxide] = ADULT.population as readonly PopulationVital[];
const [, , , , , , meanBand, carbonDioxideBand] = ADULT.deadbands as readonly Deadband[];
const [, , , , , , meanLimit] = ADULT.limits as readonly Limit[];

export const PREGNANT: NormTable = {
	population: [
		{ mean: 87, sd: 13, min: 25, max: 220, shared: 0 },
		{ mean: 97.5, sd: 1.2, min: 50, max: 100, shared: 0 },
		{ mean: 16, sd: 3, min: 3, max: 60, shared: 0 },
		{ mean: 36.8, sd: 0.4, min: 33, max: 42, shared: 0 },
		{ mean: 115, sd: 12, min: 50, max: 260, shared: 0.8 },
		{ mean: 71, sd: 9, min: 25, max: 160, shared: 0.8 },
		{ ...(adultMean as PopulationVital), mean: 86, sd: 10 },
		// Pregnancy breathes it off: about 30 mmHg at term.
		{ ...(adultCarbonDioxide as PopulationVital), mean: 32 },
	],
	deadbands: [
		{ up: 20, down: 15, low: 50, high: 100, slow: 50, sound: 74 },
		{ up: 1000, down: 4, low: 94, high: 1000, slow: 94 },
		{ up: 6, down: 7, low: 9, high: 21, slow: 11, sound: 14 },
		{ up: 0.9, down: 1.2, low: 36, high: 38.1, slow: 35, sound: 36.5 },
		{ up: 30, down: 22, low: 100, high: 150, slow: 90 },
		{ up: 18, down: 22, low: 45, high: 90, slow: 40 },
		meanBand as Deadband,
		{ ...(carbonDioxideBand as Deadband), low: 22, high: 42, slow: 20 },
	],
	limits: [
		{ low: 39, high: 121, reason: `${MEOWS}: < 40 or > 120.` },
		{ low: 94, high: null, reason: `${MEOWS}: < 95.` },
		{ low: 9, high: 31, reason: `${MEOWS}: < 10 or > 30.` },
		{ low: 34.9, high: 38.1, reason: `${MEOWS}: < 35 or > 38.` },
		{ low: 89, high: 161, reason: `${MEOWS}: < 90 or > 160.` },
		{ low: null, high: 101, reason: `${MEOWS}: > 100.` },
		meanLimit as Limit,
		NO_LIMIT,
	],
};
