/** Persistence as a monitor has it: a condition must hold for a while to open an alert, and be gone for a while to close it. */
import type { Alert } from "./matching.ts";

export interface Gate {
	readonly alerts: Alert[];
	/**
	 * One reading. @param time - milliseconds since the epoch @param holds - the condition, `null` where nothing was measured:
	 * then it is taken to go on as it was
	 */
	step(time: number, holds: boolean | null): void;
	/** Closes what is open. */
	finish(time: number): void;
}

/**
 * @param onSeconds - the condition must hold so long without a break; 0: the first reading counts
 * @param offSeconds - it must be gone so long without a break; 0: the first reading counts
 */
export function createGate(onSeconds: number, offSeconds: number): Gate {
	const alerts: Alert[] = [];
	let open: Alert | null = null;
	/** Since when the condition has been the other way round from what is told. */
	let since = -1;

	return {
		alerts,
		step(time, holds) {
			if (holds === null) return;
			if (holds === (open !== null)) {
				since = -1;
				return;
			}
			if (since < 0) since = time;
			if (time - since < 1000 * (open === null ? onSeconds : offSeconds)) return;
			since = -1;
			if (open === null) {
				open = { opened: time, closed: time, again: [] };
				alerts.push(open);
			} else {
				open.closed = time;
				open = null;
			}
		},
		finish(time) {
			if (open !== null) open.closed = time;
			open = null;
		},
	};
}
