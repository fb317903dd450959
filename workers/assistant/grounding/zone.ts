/** Clock times of a reader's zone, daylight saving included. */

const HOUR = 3600_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
/** Offsets are asked for the same few days again and again; the memory of them stays small. */
const OFFSETS_KEPT = 2_000;

function formatOf(zone: string): Intl.DateTimeFormat {
	let format = formats.get(zone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat("en-GB", {
			timeZone: zone,
			hourCycle: "h23",
			year: "numeric",
			month: "numeric",
			day: "numeric",
			hour: "numeric",
			minute: "numeric",
			second: "numeric",
		});
		formats.set(zone, format);
	}
	return format;
}

/** How far the zone's clocks are ahead of UTC at `time`, milliseconds. An unknown zone throws a RangeError. */
function offsetAt(time: number, zone: string): number {
	// Clocks change on a quarter of an hour, nowhere between.
	const quarter = Math.floor(time / 900_000) * 900_000;
	const key = `${zone}|${quarter}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	const parts: Record<string, number> = {};
	for (const { type, value } of formatOf(zone).formatToParts(quarter)) parts[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter;
	if (offsets.size >= OFFSETS_KEPT) offsets.clear();
	offsets.set(key, offset);
	return offset;
}

/**
 * The moments at which the zone's clocks show this: two in the hour that is lived twice, one otherwise. In the hour that is
 * skipped, the moment that the clock would have shown without the change. Days and minutes may overflow.
 */
export function momentsOf(year: number, month: number, day: number, minutes: number, zone: string): number[] {
	const local = Date.UTC(year, month, day) + minutes * 60_000;
	const early = offsetAt(local - 14 * HOUR, zone);
	const late = offsetAt(local + 14 * HOUR, zone);
	const found = [...new Set([early, late])]
		.map((offset) => local - offset)
		.filter((time) => offsetAt(time, zone) === local - time);
	return found.length > 0 ? found.sort((a, b) => a - b) : [local - early];
}

/** The zone's calendar date and minute of the day at `time`. */
export function localOf(
	time: number,
	zone: string,
): { readonly year: number; readonly month: number; readonly day: number; readonly minutes: number } {
	const local = new Date(time + offsetAt(time, zone));
	return {
		year: local.getUTCFullYear(),
		month: local.getUTCMonth(),
		day: local.getUTCDate(),
		minutes: local.getUTCHours() * 60 + local.getUTCMinutes(),
	};
}
