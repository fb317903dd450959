/** Times of day as people write them. */

/** A time of day; two where it may be before or after noon. */
export interface Clock {
	/** Minutes after midnight. */
	readonly minutes: readonly number[];
	/** Written without am, pm, minutes or a leading zero: its partner's half of the day may be meant. */
	readonly open: boolean;
}

/** A time of day, for a pattern. Has no groups of its own. */
export const CLOCK = String.raw`(?:\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\b\.?|\d{1,2}[:.]\d{2}(?:\s*h\b)?|\d{4}\s*h\b|\d{1,2}\s*(?:h\b|o'clock)|\d{1,2}|noon|midday|midnight)`;

/** What `CLOCK` found; null where no clock shows that. */
export function clockOf(text: string): Clock | null {
	if (text === "noon" || text === "midday") return { minutes: [12 * 60], open: false };
	if (text === "midnight") return { minutes: [0], open: false };
	const [, h, m, half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?|h|o'clock)?$/.exec(text) ?? [];
	const [, hh, mm] = /^(\d{2})(\d{2})\s*h$/.exec(text) ?? [];
	const hour = Number(hh ?? h);
	const minute = Number(mm ?? m ?? 0);
	if (!(hour <= 24) || !(minute < 60)) return null;
	if (half !== undefined) {
		if (hour < 1 || hour > 12) return null;
		return { minutes: [((hour % 12) + (half === "p" ? 12 : 0)) * 60 + minute], open: false };
	}
	const written =
		hh !== undefined || m !== undefined || h?.startsWith("0") === true || text.endsWith("h") || hour === 0 || hour > 12;
	const first = (hour % 24) * 60 + minute;
	return written ? { minutes: [first], open: false } : { minutes: [first, (first + 12 * 60) % (24 * 60)], open: true };
}

/** How two times of day may go together. "2 and 4 am" are both before noon; "11 and 1 am" are not. */
export function clockPairs(start: Clock, end: Clock): [number, number][] {
	const pairs = start.minutes.flatMap((a) => end.minutes.map((b): [number, number] => [a, b]));
	const length = ([a, b]: [number, number]) => (b - a + 24 * 60) % (24 * 60);
	const shortest = Math.min(...pairs.map(length).filter((minutes) => minutes > 0));
	return pairs.filter((pair) => length(pair) === shortest);
}
