/**
 * The edge's clock as seen from here. Ages are `server now - receivedAt`, so that a workstation whose
 * clock is wrong by minutes still shows true ages.
 */

/** Recent frames that the estimate looks at: at one frame a second about a quarter of a minute. */
const SAMPLES = 16;
/** A sample this far from the estimate (ms) means that a clock was set or the machine slept: start anew. */
const JUMP_MS = 2000;

export class ServerClock {
	#samples: number[] = [];
	#offset = 0;

	/**
	 * Takes in one frame.
	 *
	 * @param serverAt - the frame's `at`, ms since the epoch by the edge's clock
	 * @param localAt - when it arrived, ms since the epoch by this machine's clock
	 */
	sample(serverAt: number, localAt: number): void {
		const offset = serverAt - localAt;
		if (this.#samples.length > 0 && Math.abs(offset - this.#offset) > JUMP_MS) this.#samples = [];
		this.#samples.push(offset);
		if (this.#samples.length > SAMPLES) this.#samples.shift();
		// Transport only ever makes a frame late, which lowers its offset: the highest is the nearest to the truth.
		this.#offset = Math.max(...this.#samples);
	}

	/** The edge's time (ms since the epoch) at `localNow` of this machine's clock. */
	now(localNow: number): number {
		return localNow + this.#offset;
	}
}
