/** When the screen is dimmed. */
import type { NightChoice } from "../preferences.ts";

/** Minutes after midnight, by the clock on the reader's wall. */
export interface NightHours {
	readonly from: number;
	readonly to: number;
}

/** Our choice: when the lights of a ward are commonly down. */
const NIGHT_HOURS: NightHours = { from: 22 * 60, to: 6 * 60 };

/** Whether it is night at `minute`; hours may go over midnight. */
function isWithin({ from, to }: NightHours, minute: number): boolean {
	return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

export function isDimmed(choice: NightChoice, minute: number, hours = NIGHT_HOURS): boolean {
	return choice === "on" || (choice === "auto" && isWithin(hours, minute));
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Hours as `22:00-06:00`; null where `text` says none. */
export function parseHours(text: string): NightHours | null {
	const found = HOURS.exec(text);
	if (found === null) return null;
	const [, fromHour, fromMinute, toHour, toMinute] = found.map(Number) as [number, number, number, number, number];
	return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Minutes after midnight of `date`, where it is. */
export function minuteOf(date: Date): number {
	return date.getHours() * 60 + date.getMinutes();
}
