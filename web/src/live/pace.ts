/**
 * Spreads the readings of a large ward over a few animation frames: a thousand in one would hold up the frame in which
 * somebody acknowledges. Everything else is applied as it comes, an episode before the readings that still wait.
 */
import type { LiveFrame, LiveReading, LiveReadingsFrame } from "../../../vitals/live.ts";

/** Readings applied without a look at the time. */
const AT_ONCE = 25;
/** Time one animation frame may spend on readings, ms: with what follows from them, half of a frame at 60 Hz. */
const BUDGET_MS = 4;

export interface ReadingPace {
	/** Applies frames, in their order as far as they concern the same bed. */
	take(frames: readonly LiveFrame[]): void;
	/** Forgets what waits. */
	clear(): void;
}

/** What it needs from its surroundings; tests bring their own. */
export interface PaceEnvironment {
	/** Milliseconds, by any clock. */
	now(): number;
	/** Calls back before the next paint. */
	nextFrame(callback: () => void): void;
}

/** @param apply - takes frames that are due */
export function createReadingPace(
	apply: (frames: readonly LiveFrame[]) => void,
	environment: PaceEnvironment,
): ReadingPace {
	let waiting: readonly LiveReading[] = [];
	let at = 0;
	let asked = false;

	const frameOf = (readings: readonly LiveReading[]): LiveReadingsFrame => ({ type: "readings", at, readings });
	const run = () => {
		const until = environment.now() + BUDGET_MS;
		while (waiting.length > 0) {
			const due = waiting.slice(0, AT_ONCE);
			waiting = waiting.slice(AT_ONCE);
			apply([frameOf(due)]);
			if (environment.now() >= until) break;
		}
		if (waiting.length === 0 || asked) return;
		asked = true;
		environment.nextFrame(() => {
			asked = false;
			run();
		});
	};

	return {
		take(frames) {
			const due: LiveFrame[] = [];
			const drain = () => {
				if (waiting.length > 0) due.push(frameOf(waiting));
				waiting = [];
			};
			for (const frame of frames) {
				if (frame.type === "readings") {
					// A tab in the background gets no animation frames: what is older goes first, and nothing piles up.
					drain();
					waiting = frame.readings;
					at = frame.at;
					continue;
				}
				// Who lies in which bed may change with it: a reading of before must not come after.
				if (frame.type === "snapshot" || frame.type === "roster") drain();
				due.push(frame);
			}
			if (due.length > 0) apply(due);
			if (!asked) run();
		},
		clear: () => {
			waiting = [];
		},
	};
}
