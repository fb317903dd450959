/** Whether a person is not to be woken now, and until when. Pure. */
import type { QuietHours } from "../vitals/notifications.ts";

const DAY_MIN = 1_440;
const MINUTE_MS = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight by the clock of `zone`. */
function minuteOfDay(time: number, zone: string): number {
	let format = formats.get(zone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat("en", { timeZone: zone, hour: "numeric", minute: "numeric", hourCycle: "h23" });
		formats.set(zone, format);
	}
	const parts = format.formatToParts(time);
	const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
	return of("hour") * 60 + of("minute");
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const after = (from: number, to: number) => (to - from + DAY_MIN) % DAY_MIN;

/** When the quiet that is on at `now` ends, milliseconds since the epoch; null where none is on. Right on nights when clocks change, too. */
export function quietUntil(quiet: QuietHours, now: number): number | null {
	const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
	const minute = minuteOfDay(now, quiet.time_zone);
	if (after(from, minute) >= after(from, to)) return null;
	const end = (Math.floor(now / MINUTE_MS) + after(minute, to)) * MINUTE_MS;
	// Where the clock was changed in between it shows another time then, off by the change.
	const off = after(minuteOfDay(end, quiet.time_zone), to);
	return end + (off > DAY_MIN / 2 ? off - DAY_MIN : off) * MINUTE_MS;
}
