/** Makes the answers about alarm load of the rows that are kept by day. Pure. */
import { DAY_MS, dayOf } from "../registry/alarm-days.ts";
import type { AlarmDayRow, AlarmSums, DaySpan, WardDays, WardPlace, WardSums } from "../registry/alarm-load.ts";
import {
	ISA_18_2,
	loadBand,
	WAIT_ERROR,
	waitPercentile,
	type AlarmCounts,
	type AlarmLoadAnswer,
	type AlarmLoadList,
	type AnswerCounts,
	type DeviceLoad,
	type KindLoad,
	type LoadDay,
	type LoadPeriod,
	type WaitFigures,
	type WardLoad,
} from "../vitals/alarm-load.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import type { EpisodeRule } from "../vitals/episode.ts";

const HOUR_MS = 3_600_000;
/** Entries of a list of what rings most. */
const WORST = 10;

export interface LoadQuestion extends DaySpan {
	readonly operators: number;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

const NOTHING: AlarmSums = {
	alarms: 0,
	high: 0,
	technical: 0,
	summons: 0,
	episodes: 0,
	acknowledged: 0,
	unanswered: 0,
	falseAlarms: 0,
	confirmed: 0,
};

/** `GET /api/v1/alarm-load`. */
export function loadList(wards: readonly WardSums[], question: LoadQuestion): AlarmLoadList {
	return {
		...periodOf(question),
		data: wards.map((ward) => wardLoad(ward, ward.sums ?? NOTHING, ward.sums?.firstDay ?? null, question)),
		next_cursor: null,
	};
}

/** `GET /api/v1/wards/:id/alarm-load`, without the labels of beds. */
export function loadAnswer({ ward, rows }: WardDays, question: LoadQuestion): AlarmLoadAnswer {
	const sums = rows.reduce<AlarmSums>(plus, NOTHING);
	const hours = hoursOf(rows);
	return {
		...periodOf(question),
		...wardLoad(ward, sums, rows[0]?.day ?? null, question),
		...waitsOf(rows),
		wait_error: WAIT_ERROR,
		busy_hours: busyHours(hours, question.operators),
		by_hour: Array.from({ length: 24 }, (_, hour) => sumOf([...hours].filter(([at]) => at % 24 === hour))),
		by_day: daysOf(rows, question),
		worst: {
			devices: devicesOf(rows, sums.alarms),
			rules: worstKinds(
				kindsOf(rows, ({ rule }) => rule),
				sums.episodes,
			).map(([rule, load]) => ({ rule, ...load })),
			vitals: worstKinds(
				kindsOf(rows, ({ vital }) => vital),
				sums.episodes,
			).flatMap(([vital, load]) => (vital === "" ? [] : [{ vital, ...load }])),
		},
	};
}

/** YYYY-MM-DD. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function periodOf({ fromDay, toDay, operators }: LoadQuestion): LoadPeriod {
	return { from: dateOf(fromDay), to: dateOf(toDay), days: toDay - fromDay + 1, time_zone: "UTC", operators };
}

/** @param firstDay - of the period's days with rows, the first: alarms may bear times from before the ward was entered here */
function wardLoad(ward: WardPlace, sums: AlarmSums, firstDay: number | null, question: LoadQuestion): WardLoad {
	const { fromDay, toDay, now, operators } = question;
	const began = Math.min(ward.createdAt, firstDay === null ? Infinity : firstDay * DAY_MS);
	const from = Math.max(fromDay * DAY_MS, began);
	const hours = Math.max(1, (Math.min(now, (toDay + 1) * DAY_MS) - from) / HOUR_MS);
	const perOperatorHour = sums.alarms / hours / operators;
	return {
		ward_id: ward.id,
		name: ward.name,
		beds: ward.beds,
		hours: round(hours, 10),
		...countsOf(sums),
		...answersOf(sums),
		summons: sums.summons,
		per_bed_day: ward.beds === 0 ? null : round((sums.alarms / ward.beds / hours) * 24, 100),
		per_operator_hour: round(perOperatorHour, 100),
		band: loadBand(perOperatorHour),
		false_share: falseShare(sums),
	};
}

const round = (value: number, per: number): number => Math.round(value * per) / per;

/** Of what somebody judged. */
function falseShare({ falseAlarms, confirmed }: AlarmSums): number | null {
	return falseAlarms + confirmed === 0 ? null : round(falseAlarms / (falseAlarms + confirmed), 1000);
}

export function countsOf({ alarms, high, technical }: AlarmSums): AlarmCounts {
	return { alarms, high, medium: alarms - high - technical, technical };
}

export function answersOf({ episodes, acknowledged, unanswered, falseAlarms, confirmed }: AlarmSums): AnswerCounts {
	return { episodes, acknowledged, unanswered, false_alarms: falseAlarms, confirmed };
}

function plus(sum: AlarmSums, row: AlarmSums): AlarmSums {
	return {
		alarms: sum.alarms + row.alarms,
		high: sum.high + row.high,
		technical: sum.technical + row.technical,
		summons: sum.summons + row.summons,
		episodes: sum.episodes + row.episodes,
		acknowledged: sum.acknowledged + row.acknowledged,
		unanswered: sum.unanswered + row.unanswered,
		falseAlarms: sum.falseAlarms + row.falseAlarms,
		confirmed: sum.confirmed + row.confirmed,
	};
}

/** The ward's alarms by hour since 1970. */
function hoursOf(rows: readonly AlarmDayRow[]): Map<number, number> {
	const hours = new Map<number, number>();
	for (const { day, hours: own } of rows)
		for (const [hour, n] of own) hours.set(day * 24 + hour, (hours.get(day * 24 + hour) ?? 0) + n);
	return hours;
}

const sumOf = (hours: readonly (readonly [number, number])[]): number => hours.reduce((sum, [, n]) => sum + n, 0);

function busyHours(hours: ReadonlyMap<number, number>, operators: number): AlarmLoadAnswer["busy_hours"] {
	const above = (limit: number) => [...hours.values()].filter((n) => n / operators > limit).length;
	const [first, ...others] = hours;
	const busiest = first === undefined ? null : others.reduce((most, hour) => (hour[1] > most[1] ? hour : most), first);
	return {
		over_acceptable: above(ISA_18_2.acceptable),
		over_manageable: above(ISA_18_2.manageable),
		over_flood: above(ISA_18_2.flood),
		busiest: busiest && { at: new Date(busiest[0] * HOUR_MS).toISOString(), alarms: busiest[1] },
	};
}

/** Percentiles of the acknowledgements of all rows together. */
export function waitsOf(rows: readonly Pick<AlarmDayRow, "waits">[]): WaitFigures {
	const histogram = new Map<number, number>();
	for (const { waits } of rows) for (const [index, n] of waits) histogram.set(index, (histogram.get(index) ?? 0) + n);
	const percentile = (p: number) => {
		const seconds = waitPercentile(histogram, p);
		return seconds === null ? null : round(seconds, 10);
	};
	return { median_s: percentile(0.5), p90_s: percentile(0.9) };
}

function daysOf(rows: readonly AlarmDayRow[], { fromDay, toDay, now }: LoadQuestion): LoadDay[] {
	const byDay = Map.groupBy(rows, ({ day }) => day);
	// Days to come are not days without alarms, unless a device's clock has got there.
	const last = Math.max(Math.min(toDay, dayOf(now)), rows.at(-1)?.day ?? fromDay);
	return Array.from({ length: Math.max(0, last - fromDay + 1) }, (_, index) => {
		const own = byDay.get(fromDay + index) ?? [];
		const sums = own.reduce<AlarmSums>(plus, NOTHING);
		return { date: dateOf(fromDay + index), ...countsOf(sums), ...answersOf(sums), ...waitsOf(own) };
	});
}

function devicesOf(rows: readonly AlarmDayRow[], alarms: number): DeviceLoad[] {
	return [...Map.groupBy(rows, ({ deviceId }) => deviceId)]
		.map(([deviceId, own]) => {
			const sums = own.reduce<AlarmSums>(plus, NOTHING);
			const share = alarms === 0 ? 0 : round(sums.alarms / alarms, 1000);
			return {
				device_id: deviceId,
				bed: null,
				...countsOf(sums),
				...answersOf(sums),
				share,
			};
		})
		.toSorted((a, b) => b.alarms - a.alarms || b.episodes - a.episodes || (a.device_id < b.device_id ? -1 : 1))
		.slice(0, WORST);
}

interface Kind {
	readonly rule: EpisodeRule;
	readonly vital: VitalKey | "";
}

function kindsOf<K extends string>(
	rows: readonly AlarmDayRow[],
	keyOf: (kind: Kind) => K,
): Map<K, [n: number, falseAlarms: number, confirmed: number]> {
	const kinds = new Map<K, [number, number, number]>();
	for (const { kinds: own } of rows) {
		for (const [rule, vital, n, falseAlarms, confirmed] of own) {
			const key = keyOf({ rule, vital });
			const sum = kinds.get(key) ?? [0, 0, 0];
			kinds.set(key, [sum[0] + n, sum[1] + falseAlarms, sum[2] + confirmed]);
		}
	}
	return kinds;
}

function worstKinds<K extends string>(
	kinds: ReadonlyMap<K, readonly [number, number, number]>,
	episodes: number,
): [K, KindLoad][] {
	return [...kinds]
		.map(([key, [n, falseAlarms, confirmed]]): [K, KindLoad] => [
			key,
			{ episodes: n, false_alarms: falseAlarms, confirmed, share: episodes === 0 ? 0 : round(n / episodes, 1000) },
		])
		.toSorted(([a, x], [b, y]) => y.episodes - x.episodes || (a < b ? -1 : 1))
		.slice(0, WORST);
}
