/**
 * Norms of children, by age band, and where each number comes from. Every source named here was read, unless it says otherwise.
 *
 * - Heart and respiratory rate: Fleming et al., Lancet 2011;377:1011-18 (69 studies, healthy children at rest), the 1st, 10th,
 *   50th, 90th and 99th centile of each band. Checked against the authors' own month-by-month centiles
 *   (OxPrimaryCareStats/HRandBRPaedCentiles): in the middle of each band they differ by 1.5 a minute at most.
 * - Pressures, usual: middle of the ranges on the American Heart Association's PALS card (Hazinski, Nursing Care of the
 *   Critically Ill Child, 3rd ed. 2013): neonate 67-84 / 35-53 / 45-60 mmHg systolic / diastolic / mean, infant 72-104 / 37-56 /
 *   50-62, toddler (1-2 years) 86-106 / 42-63 / 49-62, preschool (3-5) 89-112 / 46-72 / 58-69, school (6-7) 97-115 / 57-76 /
 *   66-72, 10-12 years 102-120 / 61-80 / 71-79, 12-15 years 110-131 / 64-83 / 73-84. Bands between two rows lie between them.
 * - Limits: the reason stands beside each.
 *
 * Which centile for what. The deadband is personal and begins where the tenth child in a hundred is from the median; the 1st
 * and 99th centile stand in while nothing is known of the child. Only the net is absolute, and it is no centile of the healthy
 * where a charter of emergency care names a number: a net at the 99th centile would ring for one healthy child in a hundred.
 *
 * Not validated: 0-3 months. The median heart rate rises from 127 at birth to 145 at one month, so the first weeks are not the
 * band's, and nothing here is meant for the premature.
 */
import type { AgeBand } from "../vitals/patient-context.ts";
import { ADULT, NO_LIMIT } from "./adult.ts";
import { BANDS, type Band, type Centiles } from "./age-bands.ts";
import type { Deadband, Limit, NormTable, PopulationVital } from "./norms.ts";

/** The standard normal's 99th centile: what lies between the 1st and the 99th is twice as many spreads. */
const P99 = 2.326;
const PUBERTY = 12;
/** From here on NEWS2 applies, years. */
const NEWS2_FROM = 16;
const FEVER_UNDER_3_MONTHS = 38;

const [adultHeart, , adultBreath, , adultSystolic, adultDiastolic, adultMean] =
	ADULT.population as readonly PopulationVital[];
const [heartBand, saturationBand, breathBand, temperatureBand, systolicBand, diastolicBand, meanBand, carbonBand] =
	ADULT.deadbands as readonly Deadband[];
const [heartLimit, saturationLimit, , temperatureLimit, , , meanLimit] = ADULT.limits as readonly Limit[];

function rate([p1, , p50, , p99]: Centiles, adult: PopulationVital | undefined): PopulationVital {
	return { mean: p50, sd: (p99 - p1) / (2 * P99), min: adult?.min ?? 0, max: 2 * p99, shared: 0 };
}

/** The adult's deadband, or as far as the tenth child in a hundred is from the median where that is more. */
function rateBand([p1, p10, p50, p90, p99]: Centiles, adult: Deadband | undefined): Deadband {
	return {
		up: Math.max(adult?.up ?? 0, p90 - p50),
		down: Math.max(adult?.down ?? 0, p50 - p10),
		low: p1,
		high: p99,
		slow: p1,
		sound: p10 + (p50 - p10) / 4,
	};
}

/** A pressure's deadband in proportion to the pressure. */
function pressureBand(adult: Deadband | undefined, mean: number, adultMeanValue: number, low: number): Deadband {
	const part = mean / adultMeanValue;
	const { up = 0, down = 0, high = 0 } = adult ?? {};
	return { up: part * up, down: part * down, low, high: part * high, slow: low };
}

/** PALS: the lowest systolic pressure that is not hypotension. Neonates' in the first band, which is too low for its two- and three-month-olds. */
function leastSystolic(years: number): number {
	if (years < 0.25) return 60;
	if (years < 1) return 70;
	return years <= 10 ? 70 + 2 * years : 90;
}

/** Slowest heart rate that PALS (2006) calls normal in sleep. */
function slowestAsleep(years: number): number {
	if (years < 0.25) return 80;
	return years < 2 ? 75 : 60;
}

function heartLimits({ from, heart }: Band): Limit {
	if (from >= PUBERTY) {
		return {
			low: Math.min(40, heart[0] - 1),
			high: heartLimit?.high ?? null,
			reason:
				"As in adults: 40 is NEWS2's red score, and below Fleming's 1st centile; medical emergency teams are called above 130 over 12 years.",
		};
	}
	return {
		// From six years on, Fleming's 1st centile is below 60.
		low: Math.min(slowestAsleep(from), heart[0]) - 1,
		high: from < 1 ? 220 : 180,
		reason:
			"Below what PALS (2006) calls normal even asleep, 80, 75 from three months and 60 from two years on (also NICE NG51's high risk), or below Fleming's 1st centile; from 220 in infants and 180 in children PALS suspects a rhythm that is not sinus.",
	};
}

function saturationLimits({ from }: Band): Limit {
	if (from >= NEWS2_FROM) return saturationLimit as Limit;
	return {
		low: 89,
		high: null,
		reason:
			"Below 90 % NICE NG51 sees a high risk of severe illness under five, and paediatric medical emergency teams are called at any age. Cyanotic heart disease needs limits of its own.",
	};
}

function breathLimits({ breath, slowBreath, fastBreath }: Band): Limit {
	return {
		low: slowBreath,
		high: Math.min(fastBreath, Math.max(30, breath[4] + 1)),
		reason:
			"Below the Canadian triage scale's level 1 (CTAS, three deviations under Fleming's mean; read in a transcription of its appendix); above Fleming's 99th centile, not below the adults' 30, and not above NICE NG51's high risk: 60 under one year, 50 to two, 40 to four.",
	};
}

/** From one year on: below it there is no centile of the mean pressure here. */
function meanLimits({ from }: Band): Limit {
	if (from < 1) return NO_LIMIT;
	return {
		low: Math.min(40 + 1.5 * from, meanLimit?.low ?? Infinity),
		high: null,
		reason:
			"5th centile 40 + 1.5 x years at the middle height (Haque and Zaritsky, Pediatr Crit Care Med 2007); never above the adults' 55.",
	};
}

function tableOf(band: Band): NormTable {
	const { from, heart, breath } = band;
	const [systolic, diastolic, mean] = band.pressures;
	const least = leastSystolic(from);
	const saturation = saturationLimits(band);
	const breaths = breathLimits(band);
	const means = meanLimits(band);
	const breathDeadband = rateBand(breath, breathBand);
	return {
		population: [
			rate(heart, adultHeart),
			...ADULT.population.slice(1, 2),
			rate(breath, adultBreath),
			...ADULT.population.slice(3, 4),
			{ mean: systolic, sd: 10, min: 30, max: 200, shared: adultSystolic?.shared ?? 0 },
			{ mean: diastolic, sd: 8, min: 15, max: 140, shared: adultDiastolic?.shared ?? 0 },
			{ mean, sd: 8, min: 20, max: 160, shared: adultMean?.shared ?? 0 },
			...ADULT.population.slice(7),
		],
		deadbands: [
			rateBand(heart, heartBand),
			saturationBand as Deadband,
			{ ...breathDeadband, high: Math.min(breathDeadband.high, breaths.high ?? Infinity) },
			from < 0.25 ? { ...(temperatureBand as Deadband), high: FEVER_UNDER_3_MONTHS } : (temperatureBand as Deadband),
			pressureBand(systolicBand, systolic, adultSystolic?.mean ?? 1, least - 1),
			pressureBand(diastolicBand, diastolic, adultDiastolic?.mean ?? 1, diastolic - 20),
			pressureBand(meanBand, mean, adultMean?.mean ?? 1, means.low ?? mean - 20),
			carbonBand as Deadband,
		],
		limits: [
			heartLimits(band),
			saturation,
			breaths,
			temperatureLimits(band),
			{
				low: least - 1,
				high: null,
				reason:
					"Hypotension of PALS: < 60 in the newborn, < 70 to 12 months, < 70 + 2 x years to 10, < 90 above. No source for an upper emergency limit was found.",
			},
			NO_LIMIT,
			means,
			NO_LIMIT,
		],
	};
}

function temperatureLimits({ from }: Band): Limit {
	if (from >= NEWS2_FROM) return temperatureLimit as Limit;
	return {
		low: 35,
		high: from < 0.25 ? FEVER_UNDER_3_MONTHS : (temperatureLimit?.high ?? null),
		reason:
			"NICE NG143: 38 or more is a red flag under three months. Otherwise our choice, as in adults; NICE NG51's < 36 is meant for suspected sepsis and would ring for a skin sensor in sleep.",
	};
}

export const CHILDREN: ReadonlyMap<AgeBand, NormTable> = new Map(BANDS.map((band) => [band.band, tableOf(band)]));
