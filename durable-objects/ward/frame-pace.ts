/**
 * When a ward sends its viewers the values that changed: at most one frame a second. A timer keeps the object awake
 * and billed, so where devices are heard all the time the next of them takes the frame along, and only where they are
 * not does a timer. Pure.
 */

/** Viewers get at most one frame of readings in this time, milliseconds. */
export const FRAME_MS = 1_000;
/** Steady is a ward in which something was heard in so many of the last `SEEN_S` seconds. */
const STEADY_S = 8;
const SEEN_S = 10;

export class FramePace {
	#sentAt = 0;
	#second = 0;
	/** A bit for each of the last seconds in which something was heard, the newest lowest. */
	#heard = 0;

	/** A device was heard at `now`, wall time in milliseconds. */
	heard(now: number): void {
		const second = Math.floor(now / 1000);
		const passed = second - this.#second;
		this.#second = second;
		this.#heard = passed >= SEEN_S || passed < 0 ? 1 : ((this.#heard << passed) | 1) & ((1 << SEEN_S) - 1);
	}

	/** A frame was sent. */
	sent(now: number): void {
		this.#sentAt = now;
	}

	/** Milliseconds to wait before what has changed is sent, 0 for none; `null` to leave it to the next device. */
	wait(now: number): number | null {
		const left = this.#sentAt + FRAME_MS - now;
		// A clock that was set back must not hold frames up.
		if (left <= 0 || left > FRAME_MS) return 0;
		return this.#isSteady ? null : left;
	}

	get #isSteady(): boolean {
		let seconds = 0;
		for (let bits = this.#heard; bits !== 0; bits &= bits - 1) seconds++;
		return seconds >= STEADY_S;
	}
}
