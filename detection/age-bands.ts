/** Vital signs of children by age band; `paediatric.ts` says where the numbers come from. */
import type { AgeBand } from "../vitals/patient-context.ts";

export type Centiles = readonly [p1: number, p10: number, p50: number, p90: number, p99: number];

export interface Band {
	readonly band: AgeBand;
	/** Years at its beginning: the youngest child of the band sets the limits of the pressures. */
	readonly from: number;
	readonly heart: Centiles;
	readonly breath: Centiles;
	/** Usual systolic, diastolic and mean pressure, mmHg. */
	readonly pressures: readonly [systolic: number, diastolic: number, mean: number];
	/** Breaths a minute at or below which it is an emergency; at or above which, too. */
	readonly slowBreath: number;
	readonly fastBreath: number;
}

export const BANDS: readonly Band[] = [
	{
		band: "0-3-months",
		from: 0,
		heart: [107, 123, 143, 164, 181],
		breath: [25, 34, 43, 57, 66],
		pressures: [82, 45, 54],
		slowBreath: 15,
		fastBreath: 60,
	},
	{
		band: "3-6-months",
		from: 0.25,
		heart: [104, 120, 140, 159, 175],
		breath: [24, 33, 41, 55, 64],
		pressures: [88, 46, 56],
		slowBreath: 14,
		fastBreath: 60,
	},
	{
		band: "6-9-months",
		from: 0.5,
		heart: [98, 114, 134, 152, 168],
		breath: [23, 31, 39, 52, 61],
		pressures: [88, 46, 56],
		slowBreath: 13,
		fastBreath: 60,
	},
	{
		band: "9-12-months",
		from: 0.75,
		heart: [93, 109, 128, 145, 161],
		breath: [22, 30, 37, 50, 58],
		pressures: [88, 46, 56],
		slowBreath: 13,
		fastBreath: 60,
	},
	{
		band: "12-18-months",
		from: 1,
		heart: [88, 103, 123, 140, 156],
		breath: [21, 28, 35, 46, 53],
		pressures: [96, 52, 56],
		slowBreath: 13,
		fastBreath: 50,
	},
	{
		band: "18-24-months",
		from: 1.5,
		heart: [82, 98, 116, 135, 149],
		breath: [19, 25, 31, 40, 46],
		pressures: [96, 52, 56],
		slowBreath: 13,
		fastBreath: 50,
	},
	{
		band: "2-3-years",
		from: 2,
		heart: [76, 92, 110, 128, 142],
		breath: [18, 22, 28, 34, 38],
		pressures: [98, 56, 60],
		slowBreath: 13,
		fastBreath: 50,
	},
	{
		band: "3-4-years",
		from: 3,
		heart: [70, 86, 104, 123, 136],
		breath: [17, 21, 25, 29, 33],
		pressures: [100, 59, 64],
		slowBreath: 13,
		fastBreath: 40,
	},
	{
		band: "4-6-years",
		from: 4,
		heart: [65, 81, 98, 117, 131],
		breath: [17, 20, 23, 27, 29],
		pressures: [100, 59, 64],
		slowBreath: 13,
		fastBreath: 40,
	},
	{
		band: "6-8-years",
		from: 6,
		heart: [59, 74, 91, 111, 123],
		breath: [16, 18, 21, 24, 27],
		pressures: [106, 66, 69],
		slowBreath: 12,
		fastBreath: 30,
	},
	{
		band: "8-12-years",
		from: 8,
		heart: [52, 67, 84, 103, 115],
		breath: [14, 16, 19, 22, 25],
		pressures: [108, 68, 72],
		slowBreath: 10,
		fastBreath: 30,
	},
	{
		band: "12-15-years",
		from: 12,
		heart: [47, 62, 78, 96, 108],
		breath: [12, 15, 18, 21, 23],
		pressures: [120, 73, 78],
		slowBreath: 9,
		fastBreath: 30,
	},
	{
		band: "15-16-years",
		from: 15,
		heart: [43, 58, 73, 92, 104],
		breath: [11, 13, 16, 19, 22],
		pressures: [120, 73, 78],
		slowBreath: 8,
		fastBreath: 30,
	},
	{
		band: "16-18-years",
		from: 16,
		heart: [43, 58, 73, 92, 104],
		breath: [11, 13, 16, 19, 22],
		pressures: [120, 73, 78],
		slowBreath: 8,
		fastBreath: 30,
	},
];
