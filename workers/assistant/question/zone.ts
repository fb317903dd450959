/** Wall clocks of IANA zones, daylight saving included. */

/** What a clock on the wall shows; month from 1. */
export interface WallTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
}

const DAY_MS = 24 * 3600_000;

/** Making one takes longer than all else here; zones are a few hundred. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
	let known = formatters.get(zone);
	if (known === undefined) {
		const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
		known = new Intl.DateTimeFormat("en-GB-u-ca-gregory-nu-latn", {
			timeZone: zone,
			hourCycle: "h23",
			era: "short",
			...fields,
		});
		formatters.set(zone, known);
	}
	return known;
}

/** Whether `text` names a zone that clocks are known for. */
export function isZone(text: string): boolean {
	if (text.length > 64) return false;
	try {
		formatter(text);
		return true;
	} catch {
		// RangeError: no such zone.
		return false;
	}
}

/** What the wall clock of `zone` shows at `time`, milliseconds since the epoch. */
export function wallOf(time: number, zone: string): WallTime {
	const parts = new Map(
		formatter(zone)
			.formatToParts(time)
			.map(({ type, value }) => [type, value]),
	);
	const field = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
	return {
		year: field("year"),
		month: field("month"),
		day: field("day"),
		hour: field("hour"),
		minute: field("minute"),
	};
}

const asUtc = ({ year, month, day, hour, minute }: WallTime) => Date.UTC(year, month - 1, day, hour, minute);

/** The zone's clock minus UTC at `time`, milliseconds, to the minute. */
function offsetAt(time: number, zone: string): number {
	return asUtc(wallOf(time, zone)) - Math.floor(time / 60_000) * 60_000;
}

/**
 * The moment at which the wall clock of `zone` shows `wall`; fields beyond their range carry over. Of an hour that comes
 * twice the first; in an hour that is left out, as late after its beginning as `wall` says.
 */
export function momentOf(wall: WallTime, zone: string): number {
	const shown = asUtc(wall);
	const [before, after] = [offsetAt(shown - DAY_MS, zone), offsetAt(shown + DAY_MS, zone)];
	const fits = [shown - before, shown - after].filter((time) => time + offsetAt(time, zone) === shown);
	return fits.length > 0 ? Math.min(...fits) : shown - before;
}

/** Midnight of the day on which `time` lies in `zone`, `days` later. */
export function dayStart(time: number, zone: string, days = 0): number {
	const wall = wallOf(time, zone);
	return momentOf({ ...wall, day: wall.day + days, hour: 0, minute: 0 }, zone);
}

/** The moment at `minutes` after midnight by the wall clock, on the day that begins at `day`. */
export function atClock(day: number, minutes: number, zone: string): number {
	return momentOf({ ...wallOf(day, zone), hour: 0, minute: minutes }, zone);
}

/** Day of the week, 0 for Sunday. */
export function weekdayOf(time: number, zone: string): number {
	const { year, month, day } = wallOf(time, zone);
	return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

const two = (value: number) => String(value).padStart(2, "0");

/** "03:12". */
export function clockWords(time: number, zone: string): string {
	const { hour, minute } = wallOf(time, zone);
	return `${two(hour)}:${two(minute)}`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "03:12" on the day of `now`, "yesterday 21:40", "24 Nov 21:40". */
export function momentWords(time: number, now: number, zone: string): string {
	const today = dayStart(now, zone);
	if (time >= today && time < dayStart(now, zone, 1)) return clockWords(time, zone);
	if (time >= dayStart(now, zone, -1) && time < today) return `yesterday ${clockWords(time, zone)}`;
	return `${dateWords(time, now, zone)} ${clockWords(time, zone)}`;
}

/** "24 Nov", with the year where it is another. */
function dateWords(time: number, now: number, zone: string): string {
	const { year, month, day } = wallOf(time, zone);
	return `${day} ${MONTHS[month - 1]}${year === wallOf(now, zone).year ? "" : ` ${year}`}`;
}
