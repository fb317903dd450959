/**
 * Norms of children, by age band. The numbers await a check against the papers named here; until then `limitsValidated` is
 * false for these bands.
 *
 * - Heart and respiratory rate: centiles of Fleming et al., Lancet 2011;377:1011-18 (69 studies, healthy children at rest).
 * - Systolic pressure: hypotension of the American Heart Association's PALS: < 60 in the newborn, < 70 to 12 months,
 *   < 70 + 2 x years to 10, < 90 above. Usual values: APLS (70-90, 80-95, 80-100, 90-110, 100-120 mmHg).
 * - Mean pressure: 5th centile 40 + 1.5 x years, 50th 55 + 1.5 x years (Haque and Zaritsky, Pediatr Crit Care Med 2007), which
 *   begins at one year; below it there is no limit.
 */
import type { AgeBand } from "../vitals/patient-context.ts";
import { ADULT, NO_LIMIT } from "./adult.ts";
import type { Deadband, Limit, NormTable, PopulationVital } from "./norms.ts";

type Centiles = readonly [p1: number, p10: number, p50: number, p90: number, p99: number];

interface Band {
	readonly band: AgeBand;
	/** Years at its beginning: the youngest child of the band sets the limits. */
	readonly from: number;
	readonly heart: Centiles;
	readonly breath: Centiles;
	/** Usual systolic pressure, mmHg. */
	readonly systolic: number;
}

const BANDS: readonly Band[] = [
	{ band: "0-3-months", from: 0, heart: [107, 123, 143, 164, 181], breath: [25, 34, 43, 57, 66], systolic: 80 },
	{ band: "3-6-months", from: 0.25, heart: [104, 120, 140, 159, 175], breath: [24, 33, 41, 55, 64], systolic: 80 },
	{ band: "6-9-months", from: 0.5, heart: [98, 114, 134, 152, 168], breath: [23, 31, 39, 52, 61], systolic: 80 },
	{ band: "9-12-months", from: 0.75, heart: [93, 109, 128, 145, 161], breath: [22, 30, 37, 50, 58], systolic: 80 },
	{ band: "12-18-months", from: 1, heart: [88, 103, 123, 140, 156], breath: [21, 28, 35, 46, 53], systolic: 88 },
	{ band: "18-24-months", from: 1.5, heart: [82, 98, 116, 135, 149], breath: [19, 25, 31, 40, 46], systolic: 88 },
	{ band: "2-3-years", from: 2, heart: [76, 92, 110, 128, 142], breath: [18, 22, 28, 34, 38], systolic: 90 },
	{ band: "3-4-years", from: 3, heart: [70, 86, 104, 123, 136], breath: [17, 21, 25, 29, 33], systolic: 92 },
	{ band: "4-6-years", from: 4, heart: [65, 81, 98, 117, 131], breath: [17, 20, 23, 27, 29], systolic: 95 },
	{ band: "6-8-years", from: 6, heart: [59, 74, 91, 111, 123], breath: [16, 18, 21, 24, 27], systolic: 100 },
	{ band: "8-12-years", from: 8, heart: [52, 67, 84, 103, 115], breath: [14, 16, 19, 22, 25], systolic: 104 },
	{ band: "12-15-years", from: 12, heart: [47, 62, 78, 96, 108], breath: [12, 15, 18, 21, 23], systolic: 110 },
	{ band: "15-16-years", from: 15, heart: [43, 58, 73, 92, 104], breath: [11, 13, 16, 19, 22], systolic: 114 },
	{ band: "16-18-years", from: 16, heart: [43, 58, 73, 92, 104], breath: [11, 13, 16, 19, 22], systolic: 116 },
];

/** The standard normal's 99th centile: what lies between the 1st and the 99th is twice as many spreads. */
const P99 = 2.326;
const PUBERTY = 12;
const FEVER_UNDER_3_MONTHS = 38;

const [adultHeart, , adultBreath, , adultSystolic, adultDiastolic, adultMean] =
	ADULT.population as readonly PopulationVital[];
const [heartBand, saturationBand, breathBand, temperatureBand, systolicBand, diastolicBand, meanBand, carbonBand] =
	ADULT.deadbands as readonly Deadband[];
const [heartLimit, saturationLimit, , temperatureLimit] = ADULT.limits as readonly Limit[];

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

/** PALS: the lowest systolic pressure that is not hypotension. */
function leastSystolic(years: number): number {
	if (years < 0.25) return 60;
	if (years < 1) return 70;
	return years <= 10 ? 70 + 2 * years : 90;
}

function heartLimits({ from, heart }: Band): Limit {
	if (from >= PUBERTY) {
		return {
			low: Math.min(40, heart[0] - 1),
			high: heartLimit?.high ?? null,
			reason:
				"PALS treats adolescents as adults; 40 and 131 are NEWS2's red scores, below and above Fleming's 1st and 99th centile.",
		};
	}
	return {
		// From eight years on, Fleming's 1st centile is below 60.
		low: Math.min(60, heart[0] - 1),
		high: from < 1 ? 220 : 180,
		reason:
			"PALS: compressions begin below 60/min with poor perfusion; from 220/min in infants and 180/min in children a rhythm is probably not sinus.",
	};
}

function breathLimits({ breath }: Band): Limit {
	return {
		low: 9,
		high: Math.max(30, breath[4] + 1),
		reason:
			"PALS: a rate under 10/min is abnormal at any age; above, Fleming's 99th centile, and not below the adults' 30.",
	};
}

function tableOf(band: Band): NormTable {
	const { from, heart, breath, systolic } = band;
	const least = leastSystolic(from);
	// Infants': our choice, Haque and Zaritsky's at birth.
	const mean = 55 + 1.5 * from;
	const diastolic = (3 * mean - systolic) / 2;
	const leastMean = from >= 1 ? 40 + 1.5 * from : null;
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
			rateBand(breath, breathBand),
			from < 0.25 ? { ...(temperatureBand as Deadband), high: FEVER_UNDER_3_MONTHS } : (temperatureBand as Deadband),
			pressureBand(systolicBand, systolic, adultSystolic?.mean ?? 1, least - 1),
			pressureBand(diastolicBand, diastolic, adultDiastolic?.mean ?? 1, diastolic - 20),
			pressureBand(meanBand, mean, adultMean?.mean ?? 1, leastMean ?? mean - 20),
			carbonBand as Deadband,
		],
		limits: [
			heartLimits(band),
			saturationLimit as Limit,
			breathLimits(band),
			from < 0.25
				? {
						low: 35,
						high: 38,
						reason: "NICE NG143: 38 °C or more under three months is a red flag; 35.0 as in adults.",
					}
				: (temperatureLimit as Limit),
			{
				low: least - 1,
				high: null,
				reason: "Below PALS' hypotension; a source for an upper emergency limit is missing.",
			},
			NO_LIMIT,
			leastMean === null
				? NO_LIMIT
				: { low: leastMean, high: null, reason: "Haque and Zaritsky 2007: 5th centile 40 + 1.5 x years." },
			NO_LIMIT,
		],
	};
}

export const CHILDREN: ReadonlyMap<AgeBand, NormTable> = new Map(BANDS.map((band) => [band.band, tableOf(band)]));
