/**
 * What alarms sound like: pulses in bursts, told apart by number and pitch. Numbers of pulses and the shape of a burst follow
 * secondary descriptions of IEC 60601-1-8; nothing here claims to comply with it.
 */

/** How urgent a sound is. What is technical sounds as low. */
const LEVELS = ["low", "medium", "high"] as const;
export type Level = (typeof LEVELS)[number];

/** One burst. Times in milliseconds. */
export interface Burst {
	/** When each pulse begins, from the burst's beginning. */
	readonly onsets: readonly number[];
	readonly pulse: number;
	/** Fundamental frequency, Hz. */
	readonly pitch: number;
	/** From the end of the last pulse to the next burst; null for one that is heard once. */
	readonly interval: number | null;
}

/** Five pulses, three and two, and the same five again: the shape that is reserved for high priority. */
const FIVE = [0, 250, 500, 1000, 1250];
const SECOND_FIVE = 2000;

export const BURSTS: Readonly<Record<Level, Burst>> = {
	high: { onsets: [...FIVE, ...FIVE.map((at) => at + SECOND_FIVE)], pulse: 150, pitch: 880, interval: 5000 },
	medium: { onsets: [0, 400, 800], pulse: 200, pitch: 622, interval: 12_000 },
	low: { onsets: [0], pulse: 250, pitch: 440, interval: null },
};

/** How long the burst is, ms. */
export function lengthOf(burst: Burst): number {
	return (burst.onsets.at(-1) ?? 0) + burst.pulse;
}

/** Whether `a` is more urgent than `b`; anything is than nothing. */
export function isAbove(a: Level, b: Level | null): boolean {
	return b === null || LEVELS.indexOf(a) > LEVELS.indexOf(b);
}
