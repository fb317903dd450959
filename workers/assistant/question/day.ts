/** Days as people name them. */
import type { Moment } from "./question.ts";
import { dayStart, momentOf, wallOf, weekdayOf } from "./zone.ts";

export interface Day {
	/** Its midnight, milliseconds since the epoch. */
	readonly start: number;
	/** "Last night", "this morning": the part that the same words name. */
	readonly part: string | undefined;
	/** The night that may go on still. */
	readonly night: boolean;
	/** "Since Monday": until now. */
	readonly since: boolean;
}

type Take = (pattern: RegExp) => RegExpExecArray | null;

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");
const MONTH =
	"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const WEEKDAY = "sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?";

/** The day that is named, taken out; null where there is none. */
export function findDay(take: Take, moment: Moment): Day | null {
	return byName(take, moment) ?? byDate(take, moment) ?? byWeekday(take, moment);
}

function byName(take: Take, { now, zone }: Moment): Day | null {
	const day = (days: number, since: boolean, part?: string, night = false): Day => ({
		start: dayStart(now, zone, days),
		part,
		night,
		since,
	});
	const match =
		take(
			/\b(since )?(?:(last|this|yesterday|today|to)[ -]?(night|evening|morning|afternoon)|(overnight)|(yesterday)|(today))\b/,
		) ?? null;
	if (match === null) return null;
	const [, since, which, part, overnight, yesterday] = match;
	const open = since !== undefined;
	if (overnight !== undefined) return day(-1, false, "night", true);
	if (part !== undefined) {
		const before = which === "last" || which === "yesterday";
		const night = part === "night";
		// Yesterday's night began yesterday, in the small hours too.
		return day(before ? -1 : 0, open, part, night && which !== "yesterday");
	}
	return day(yesterday === undefined ? 0 : -1, open);
}

function byDate(take: Take, { now, zone }: Moment): Day | null {
	const iso = take(/\b(since )?(?:on )?(\d{4})-(\d{2})-(\d{2})(?:t(?=\d))?/);
	if (iso !== null) return dated(Number(iso[2]), Number(iso[3]), Number(iso[4]), iso[1]);
	const words =
		take(
			new RegExp(String.raw`\b(since )?(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})\b(?:,? (\d{4}))?`),
		) ?? null;
	if (words !== null) return inMonth(words[1], Number(words[2]), words[3] ?? "", words[4]);
	const american = take(
		new RegExp(String.raw`\b(since )?(?:on )?(${MONTH}) (\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{4}))?`),
	);
	if (american !== null) return inMonth(american[1], Number(american[3]), american[2] ?? "", american[4]);
	const dotted = take(/\b(since )?(?:on )?(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)/);
	if (dotted === null) return null;
	return latest(dotted[1], Number(dotted[2]), Number(dotted[3]), dotted[4]);

	function inMonth(since: string | undefined, day: number, month: string, year: string | undefined): Day | null {
		return latest(since, day, MONTHS.indexOf(month.slice(0, 3)) + 1, year);
	}

	/** Without a year the latest such day. */
	function latest(since: string | undefined, day: number, month: number, year: string | undefined): Day | null {
		if (year !== undefined) return dated(Number(year), month, day, since);
		const present = wallOf(now, zone).year;
		const found = dated(present, month, day, since);
		return found !== null && found.start > now ? dated(present - 1, month, day, since) : found;
	}

	function dated(year: number, month: number, day: number, since: string | undefined): Day | null {
		const date = new Date(Date.UTC(year, month - 1, day));
		if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
		const start = momentOf({ year, month, day, hour: 0, minute: 0 }, zone);
		return { start, part: undefined, night: false, since: since !== undefined };
	}
}

function byWeekday(take: Take, { now, zone }: Moment): Day | null {
	const match = take(
		new RegExp(String.raw`\b(since |on |last |this |from )+(${WEEKDAY})\b(?: (morning|afternoon|evening|night))?`),
	);
	if (match === null) return null;
	const wanted = WEEKDAYS.indexOf((match[2] ?? "").slice(0, 3));
	const back = (weekdayOf(now, zone) - wanted + 7) % 7;
	// "Last Friday" on a Friday is a week ago.
	const days = back === 0 && match[0].includes("last ") ? 7 : back;
	const since = match[0].startsWith("since ") || match[0].startsWith("from ");
	return { start: dayStart(now, zone, -days), part: match[3], night: false, since };
}
