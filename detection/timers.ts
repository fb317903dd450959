/** Persistence in time: how long a condition has held, whatever the cadence. */

/** A timer that does not run. */
export const IDLE = -1;

/** What a reading says of the condition; a missing value says nothing. */
type Evidence = "holds" | "clear" | "unknown";

/**
 * The new value of a timer, milliseconds or `IDLE`. It runs back as fast as it ran, so a condition that
 * flickers needs to hold most of the time, and one clear value does not start it all over.
 */
export function advance(timer: number, evidence: Evidence, elapsed: number): number {
	switch (evidence) {
		case "holds":
			return timer < 0 ? 0 : timer + elapsed;
		case "clear":
			return timer - elapsed > 0 ? timer - elapsed : IDLE;
		case "unknown":
			return timer;
	}
}
