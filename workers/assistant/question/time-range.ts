/** Finds the stretch of time that a message is about: "last night", "since 14:00", "between 2 and 4 am yesterday". */
import type { Moment, TimeRange } from "./question.ts";
import { clockPairs, clockOf, CLOCK, type Clock } from "./clock.ts";
import { findDay, type Day } from "./day.ts";
import { folded, type Message, NUMBER_WORD, numberOf } from "./text.ts";
import { atClock, dayStart, momentWords, weekdayOf } from "./zone.ts";

const MINUTE = 60_000;
const HOUR = 3600_000;
const DAY = 24 * HOUR;
/** What is answered about at most: a week, and the day that it is compared with. */
const LONGEST = 8 * DAY;
/** "At 03:10" means so much before and after. */
const AROUND = 15 * MINUTE;
/** Parts of a day, minutes after midnight. The night begins on the day it is named for. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
	morning: [6 * 60, 12 * 60],
	afternoon: [12 * 60, 18 * 60],
	evening: [18 * 60, 23 * 60],
	night: [20 * 60, 31 * 60],
};
/** Times before this, minutes after midnight, are of a night's second half. */
const NIGHT_TURNS = 12 * 60;
/** Until this hour of the day, minutes, the night that began the day before is not over. */
const NIGHT_ENDS = 7 * 60;

/** The range that is named, taken out of the message; null where there is none. It ends at `now` at the latest. */
export function findTimeRange(message: Message, moment: Moment): TimeRange | null {
	const text = () => folded(message.left);
	const take = (pattern: RegExp): RegExpExecArray | null => {
		const match = pattern.exec(text());
		if (match !== null) message.take(match.index, match.index + match[0].length);
		return match;
	};
	return clipped(relative(take, moment) ?? week(take, moment) ?? shift(take, moment) ?? dated(take, moment), moment);
}

type Take = (pattern: RegExp) => RegExpExecArray | null;
type Range = Pick<TimeRange, "from" | "to"> & { readonly words?: string };

const UNITS: readonly (readonly [RegExp, number, string])[] = [
	[/^(m|mins?|minutes?)$/, MINUTE, "minute"],
	[/^(h|hrs?|hours?)$/, HOUR, "hour"],
	[/^(d|days?)$/, DAY, "day"],
	[/^(w|weeks?)$/, 7 * DAY, "week"],
];

/** "The last 2 hours", "past half hour", "in the last 90 min", "two hours ago". */
function relative(take: Take, { now }: Moment): Range | null {
	const count = String.raw`\d+(?:\.\d+)?|${NUMBER_WORD}|an?|half(?: an?)?|couple of|few`;
	const unit = "m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?";
	const match =
		take(
			new RegExp(
				String.raw`\b(?:last|past|previous|recent)\s+(?:(${count})\s*)?(${unit})\b(?! (?:night|evening|morning))`,
			),
		) ?? take(new RegExp(String.raw`\b(?:for|over|in|within)\s+(${count})\s*(${unit})\b`));
	if (match !== null) {
		const length = lengthOf(match[1], match[2] ?? "");
		if (length !== null) return { from: now - length.ms, to: now, words: `the last ${length.words}` };
	}
	const ago = take(new RegExp(String.raw`\b(?:since\s+)?(${count})\s*(${unit})\s+ago\b`));
	if (ago === null) return null;
	const length = lengthOf(ago[1], ago[2] ?? "");
	if (length === null) return null;
	return ago[0].startsWith("since")
		? { from: now - length.ms, to: now, words: `the last ${length.words}` }
		: { from: now - length.ms - AROUND, to: now - length.ms + AROUND, words: `around ${length.words} ago` };
}

function lengthOf(count: string | undefined, unit: string): { ms: number; words: string } | null {
	const [, ms, word] = UNITS.find(([pattern]) => pattern.test(unit)) ?? [];
	if (ms === undefined || word === undefined) return null;
	const n =
		count === undefined
			? 1
			: count.startsWith("half")
				? 0.5
				: count === "few"
					? 3
					: count === "couple of"
						? 2
						: numberOf(count);
	if (!(n > 0)) return null;
	if (n === 0.5) return { ms: ms / 2, words: `half ${word === "hour" ? "an" : "a"} ${word}` };
	return { ms: n * ms, words: n === 1 ? word : `${n} ${word}s` };
}

/** "This week": since Monday. */
function week(take: Take, { now, zone }: Moment): Range | null {
	if (take(/\b(?:this|the (?:current|running)|in the) week\b/) === null) return null;
	const from = dayStart(now, zone, -((weekdayOf(now, zone) + 6) % 7));
	return { from, to: now, words: `this week, since ${momentWords(from, now, zone)}` };
}

/** "This shift", "the last shift". */
function shift(take: Take, moment: Moment): Range | null {
	const match = take(/\b(this|my|the|our|last|previous|past|current|night|day|late|early)\s+shift\b/);
	if (match === null) return null;
	const { now, zone, shifts } = moment;
	const starts = [-2, -1, 0, 1]
		.flatMap((day) => shifts.map((minutes) => atClock(dayStart(now, zone, day), minutes, zone)))
		.filter((start) => start <= now);
	const [before, current] = [starts.at(-2) ?? now - DAY, starts.at(-1) ?? now - DAY / 2];
	return /last|previous|past/.test(match[1] ?? "")
		? { from: before, to: current, words: `the last shift, ${span(before, current, moment)}` }
		: { from: current, to: now, words: `this shift, since ${momentWords(current, now, zone)}` };
}

/** A day, a part of one, times of day, or all of them together. */
function dated(take: Take, moment: Moment): Range | null {
	const { now, zone } = moment;
	const day = findDay(take, moment);
	const pair = take(
		new RegExp(
			String.raw`\b(?:between|from)\s+(${CLOCK})\s*(?:and|to|until|till|-)\s*(${CLOCK})(?![\p{L}\p{N}]|:\d)|(?<![\p{L}\p{N}:.-])(\d{1,2}:\d{2}|\d{1,2}(?:\s*[ap]\.?m\.?)?)\s*(?:-|to|until)\s*(\d{1,2}:\d{2}|\d{1,2}\s*[ap]\.?m\b\.?)`,
			"u",
		),
	);
	if (pair !== null) {
		const [start, end] = [clockOf(pair[1] ?? pair[3] ?? ""), clockOf(pair[2] ?? pair[4] ?? "")];
		if (start !== null && end !== null) return between(start, end, day, moment);
	}
	const since = take(
		new RegExp(String.raw`\b(?:since|from|after)\s+(?:about\s+|around\s+)?(${CLOCK})(?![\p{L}\p{N}]|:\d)`, "u"),
	);
	if (since !== null) {
		const clock = clockOf(since[1] ?? "");
		if (clock !== null) {
			const from = latest(clock, day, moment);
			return { from, to: now, words: `since ${momentWords(from, now, zone)}` };
		}
	}
	// "Since 9": an hour, where nothing says what it counts.
	const hour = take(/\b(?:since|after)\s+(\d{1,2})(?![\d.:%/°]|\s*(?:[a-z]|%|°))/);
	const whole = hour === null ? null : clockOf(hour[1] ?? "");
	if (whole !== null) {
		const from = latest(whole, day, moment);
		return { from, to: now, words: `since ${momentWords(from, now, zone)}` };
	}
	const at = take(
		new RegExp(String.raw`\b(?:at|around|about|near)\s+(?:about\s+|around\s+)?(${CLOCK})(?![\p{L}\p{N}]|:\d)`, "u"),
	);
	if (at !== null) {
		const clock = clockOf(at[1] ?? "");
		if (clock !== null) {
			const time = latest(clock, day, moment);
			return { from: time - AROUND, to: time + AROUND, words: `around ${momentWords(time, now, zone)}` };
		}
	}
	if (day === null) return null;
	// "Since yesterday 19:00", "today 14:00".
	const bare = take(
		/(?<![\p{L}\p{N}:.-])(\d{1,2}[:.]\d{2}|\d{1,2}\s*[ap]\.?m\b|noon|midnight|\d{1,2}\s*(?:h\b|o'clock))(?![\p{L}\p{N}]|:\d)/u,
	);
	const clock = bare === null ? null : clockOf(bare[1] ?? "");
	if (clock === null) return wholeOrPart(take, day, moment);
	const time = latest(clock, day, moment);
	if (day.since) return { from: time, to: now, words: `since ${momentWords(time, now, zone)}` };
	return { from: time - AROUND, to: time + AROUND, words: `around ${momentWords(time, now, zone)}` };
}

/** The latest such stretch that has begun: of "2 and 4" without more, the one of the night or of the afternoon. */
function between(start: Clock, end: Clock, day: Day | null, moment: Moment): Range {
	const { now, zone } = moment;
	const days = day === null ? [-1, 0].map((past) => dayStart(now, zone, past)) : [day.start];
	const ranges = days.flatMap((midnight) =>
		clockPairs(start, end).map(([a, b]) => ({
			from: atClock(midnight, inNight(a, day), zone),
			to: atClock(midnight, b <= a ? b + 24 * 60 : inNight(b, day), zone),
		})),
	);
	const begun = ranges
		.filter(({ from }) => from < now)
		.toSorted((x, y) => x.to - x.from - (y.to - y.from) || y.from - x.from);
	const shortest = begun[0];
	if (shortest === undefined) return ranges[0] as Range;
	const alike = begun.filter(({ from, to }) => to - from === shortest.to - shortest.from);
	return alike.toSorted((x, y) => y.from - x.from)[0] as Range;
}

/** "01:30 last night" is after the midnight that the night has in it. */
const inNight = (minutes: number, day: Day | null): number =>
	day?.part === "night" && minutes < NIGHT_TURNS ? minutes + 24 * 60 : minutes;

/** The latest moment with that time of day: on that day, where one was named. */
function latest(clock: Clock, day: Day | null, { now, zone }: Moment): number {
	const days = day === null ? [0, -1].map((past) => dayStart(now, zone, past)) : [day.start];
	const times = days
		.flatMap((midnight) => clock.minutes.map((minutes) => atClock(midnight, inNight(minutes, day), zone)))
		.toSorted((a, b) => b - a);
	return times.find((time) => time <= now) ?? (times.at(-1) as number);
}

function wholeOrPart(take: Take, day: Day, moment: Moment): Range | null {
	const { now, zone } = moment;
	const part = day.part ?? take(/\b(morning|afternoon|evening|night)\b/)?.[1];
	if (part !== undefined) {
		const [start, end] = PARTS[part] as readonly [number, number];
		// In the small hours "tonight" and "last night" are the night that goes on.
		const midnight =
			part === "night" && day.night && now < atClock(dayStart(now, zone), NIGHT_ENDS, zone)
				? dayStart(now, zone, -1)
				: day.start;
		return { from: atClock(midnight, start, zone), to: atClock(midnight, end, zone) };
	}
	return { from: day.start, to: day.since ? now : dayStart(day.start, zone, 1) };
}

function span(from: number, to: number, { now, zone }: Moment): string {
	const [start, end] = [momentWords(from, now, zone), momentWords(to, now, zone)];
	const dayOf = (words: string) => words.slice(0, -"00:00".length);
	// "Yesterday 20:00–07:00" would end yesterday.
	if (dayOf(start) !== "" && dayOf(end) === "") return `${start}–today ${end}`;
	return `${start}–${dayOf(start) === dayOf(end) ? end.slice(dayOf(end).length) : end}`;
}

/** Nothing after now, and not more than can be answered about. */
function clipped(range: Range | null, moment: Moment): TimeRange | null {
	if (range === null) return null;
	const to = Math.min(range.to, moment.now);
	const from = Math.max(Math.min(range.from, to), to - LONGEST);
	// A stretch that has not begun yet has nothing in it.
	if (from >= to) return { from: to, to, words: "a time that has not come yet" };
	const words = from === range.from ? range.words : undefined;
	return { from, to, words: words ?? span(from, to, moment) };
}
