/** Plays bursts for as long as alarms call; what makes them heard is given to it. */
import type { Caller } from "./calling.ts";
import { highestOf } from "./calling.ts";
import { type Burst, BURSTS, type Level, lengthOf } from "./pattern.ts";

/** What makes bursts heard; tests bring their own. */
export interface SoundOutput {
	/** Begins at once; returns what cuts it off. */
	play(burst: Burst): () => void;
	/** Calls back after `ms`, also while the tab is in the background; returns what cancels it. */
	after(ms: number, callback: () => void): () => void;
}

export interface Sounder {
	/** What calls now; nothing while the sound is paused or off. */
	hear(callers: readonly Caller[]): void;
	/** What is being repeated; null while nothing is. */
	level(): Level | null;
	silence(): void;
}

/** High and medium repeat until nobody calls; low is heard once for each that is new, unless something above it sounds. */
export function createSounder(output: SoundOutput): Sounder {
	let level: Level | null = null;
	let cutOff = () => {};
	let cancel = () => {};
	let heard = new Set<string>();

	const stop = () => {
		cancel();
		cutOff();
	};
	const sound = () => {
		if (level === null) return;
		const burst = BURSTS[level];
		cutOff = output.play(burst);
		if (burst.interval !== null) cancel = output.after(lengthOf(burst) + burst.interval, sound);
	};
	const set = (next: Level | null) => {
		if (next === level) return;
		stop();
		level = next;
		sound();
	};
	return {
		hear(callers) {
			const highest = highestOf(callers);
			const isUnheard = callers.some(({ id }) => !heard.has(id));
			heard = new Set(callers.map(({ id }) => id));
			if (highest !== "low") return set(highest);
			set(null);
			if (isUnheard) cutOff = output.play(BURSTS.low);
		},
		level: () => level,
		silence() {
			stop();
			level = null;
			heard = new Set();
		},
	};
}
