/**
 * How many alarms a ward's people are given, as it travels, and the figures that it is held against. What an alarm is, how days
 * are cut and how exact the percentiles are: docs/alarm-load.md.
 */
import type { EpisodeRule } from "./episode.ts";
import type { VitalKey } from "./catalogue.ts";

/**
 * Averages for one operator, ANSI/ISA-18.2-2016 "Management of Alarm Systems for the Process Industries", clause 16 (monitoring
 * and assessment): about 6 alarms an hour are "very likely to be acceptable", about 12 "maximum manageable", and fewer than about 1 %
 * of the hours should have more than 30. They were found for control rooms, not for wards: a yardstick, no promise.
 */
export const ISA_18_2 = { acceptable: 6, manageable: 12, flood: 30, floodShare: 0.01 } as const;

/** Where a rate stands against ISA-18.2: up to `acceptable`, up to `manageable`, above. */
export type LoadBand = "acceptable" | "manageable" | "too_many";

/** @param perOperatorHour - alarms an hour that one person gets, on average */
export function loadBand(perOperatorHour: number): LoadBand {
	if (perOperatorHour <= ISA_18_2.acceptable) return "acceptable";
	return perOperatorHour <= ISA_18_2.manageable ? "manageable" : "too_many";
}

/** Days that one question may be about, at most: a leap year. */
export const MAX_LOAD_DAYS = 366;
/** People who answer a ward's alarms at one time, at most. */
export const MAX_OPERATORS = 50;

/**
 * Waiting times are counted in classes whose bounds grow by this factor: histograms of any days add up, and a percentile read from
 * their sum is at most `WAIT_ERROR` from the true one, in proportion.
 */
export const WAIT_GROWTH = 1.1;
/** A class is told by the geometric middle of its bounds. */
export const WAIT_ERROR = Math.sqrt(WAIT_GROWTH) - 1;

/** Number of waiting times, by class: class `c` holds from 1.1^c up to 1.1^(c+1) seconds; 0 also what took less than a second. */
export type WaitHistogram = ReadonlyMap<number, number>;

/**
 * The waiting time that the share `p` of those counted does not exceed, seconds; null where none was counted. Nearest rank, at most
 * `WAIT_ERROR` off in proportion; half a second where it is below one.
 */
export function waitPercentile(histogram: WaitHistogram, p: number): number | null {
	const classes = [...histogram].toSorted(([a], [b]) => a - b);
	const total = classes.reduce((sum, [, n]) => sum + n, 0);
	let seen = 0;
	for (const [index, n] of classes) {
		seen += n;
		if (seen >= Math.max(1, Math.ceil(p * total))) return WAIT_GROWTH ** (index + 0.5);
	}
	return null;
}

/** Alarms by the priority that they had when they were told. */
export interface AlarmCounts {
	readonly alarms: number;
	readonly high: number;
	readonly medium: number;
	readonly technical: number;
}

/** What became of episodes. */
export interface AnswerCounts {
	readonly episodes: number;
	/** Somebody said that they know of it. */
	readonly acknowledged: number;
	/** Closed, and nobody ever had. */
	readonly unanswered: number;
	readonly false_alarms: number;
	readonly confirmed: number;
}

/** Median and 90th percentile of the time from an episode's opening to its first acknowledgement, seconds; null without any. */
export interface WaitFigures {
	readonly median_s: number | null;
	readonly p90_s: number | null;
}

/** One day of a ward. */
export interface LoadDay extends AlarmCounts, AnswerCounts, WaitFigures {
	/** YYYY-MM-DD. */
	readonly date: string;
}

/** One device's part of the load. */
export interface DeviceLoad extends AlarmCounts, AnswerCounts {
	readonly device_id: string;
	/** Where it is now; null where that is no bed of this ward. */
	readonly bed: string | null;
	/** Of the ward's alarms, 0 to 1. */
	readonly share: number;
}

/** Episodes of one kind. */
export interface KindLoad {
	readonly episodes: number;
	readonly false_alarms: number;
	readonly confirmed: number;
	/** Of the ward's episodes, 0 to 1. */
	readonly share: number;
}
export type RuleLoad = KindLoad & { readonly rule: EpisodeRule };
export type VitalLoad = KindLoad & { readonly vital: VitalKey };

/** One ward and period: an entry of `GET /api/v1/alarm-load`. */
export interface WardLoad extends AlarmCounts, AnswerCounts {
	readonly ward_id: string;
	readonly name: string;
	readonly beds: number;
	/** Hours of the period that the ward was there for and that have passed: what the rates are divided by. */
	readonly hours: number;
	/** Alarms a bed and day; null without beds. */
	readonly per_bed_day: number | null;
	readonly per_operator_hour: number;
	readonly band: LoadBand;
	/** People were asked to come because nobody had acknowledged, or by somebody. */
	readonly summons: number;
	/** Of the episodes that somebody judged, how many were false alarms, 0 to 1; null while none was judged. */
	readonly false_share: number | null;
}

/** The period that an answer is about. */
export interface LoadPeriod {
	/** First and last day, YYYY-MM-DD. */
	readonly from: string;
	readonly to: string;
	readonly days: number;
	/** Where its days begin and end. */
	readonly time_zone: "UTC";
	/** People of a ward who answer alarms at one time, as the reader said; 1 otherwise. */
	readonly operators: number;
}

/** `GET /api/v1/alarm-load`. */
export interface AlarmLoadList extends LoadPeriod {
	readonly data: readonly WardLoad[];
	readonly next_cursor: null;
}

/** `GET /api/v1/wards/:id/alarm-load`. */
export interface AlarmLoadAnswer extends WardLoad, LoadPeriod, WaitFigures {
	/** How far a percentile may be from the true one, in proportion. */
	readonly wait_error: number;
	/** Hours by the alarms that one operator had in them. */
	readonly busy_hours: {
		readonly over_acceptable: number;
		readonly over_manageable: number;
		readonly over_flood: number;
		/** The hour with the most alarms, ISO 8601; null without alarms. */
		readonly busiest: { readonly at: string; readonly alarms: number } | null;
	};
	/** Alarms of the whole period by hour of the day, 24 numbers, UTC. */
	readonly by_hour: readonly number[];
	/** Every day of the period, oldest first. */
	readonly by_day: readonly LoadDay[];
	/** Most alarms first; at most ten each. */
	readonly worst: {
		readonly devices: readonly DeviceLoad[];
		readonly rules: readonly RuleLoad[];
		readonly vitals: readonly VitalLoad[];
	};
}
