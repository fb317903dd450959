/**
 * How fast a device may send: exact, because its object sees everything. In memory: an object that is evicted had
 * little to do, and begins with full buckets.
 */

/** A request too many, and a burst of as many seconds' worth is let through. */
const REQUEST_BURST_S = 10;
/** After an outage a device empties its buffer: five full batches and more at once. */
const READING_BURST_S = 5;

/** Fills at `perS` a second up to `burstS` seconds' worth; whoever takes empties it. */
class TokenBucket {
	readonly #burstS: number;
	/** Full, until something was taken. */
	#tokens = Infinity;
	#at = 0;

	constructor(burstS: number) {
		this.#burstS = burstS;
	}

	/**
	 * Seconds until `n` may be taken, 0 when they are there. More than the bucket can hold needs a full one.
	 *
	 * @param now - wall time, milliseconds
	 */
	wait(n: number, now: number, perS: number): number {
		const burst = perS * this.#burstS;
		// A clock that was set back gives nothing and takes nothing.
		this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * perS);
		this.#at = now;
		return Math.max(0, (Math.min(n, burst) - this.#tokens) / perS);
	}

	/** Takes `n`; below zero it is a debt that has to be filled first. */
	take(n: number): void {
		this.#tokens -= n;
	}
}

/** Settings of the limits, a device's. */
export interface PaceSettings {
	/** HTTP requests and frames of a stream. */
	readonly DEVICE_REQUESTS_PER_S: number;
	readonly DEVICE_READINGS_PER_S: number;
}

export class Pace {
	readonly #settings: () => PaceSettings;
	readonly #requests = new TokenBucket(REQUEST_BURST_S);
	readonly #readings = new TokenBucket(READING_BURST_S);

	constructor(settings: () => PaceSettings) {
		this.#settings = settings;
	}

	/**
	 * Lets a request with so many readings through, or says how long to wait. What is refused costs nothing: a device
	 * that waits as it is told gets through.
	 *
	 * @param now - wall time, milliseconds
	 * @returns whole seconds to wait, `null` when it may pass
	 */
	admit(readings: number, now: number): number | null {
		const { DEVICE_REQUESTS_PER_S: requestsPerS, DEVICE_READINGS_PER_S: readingsPerS } = this.#settings();
		const wait = Math.max(this.#requests.wait(1, now, requestsPerS), this.#readings.wait(readings, now, readingsPerS));
		if (wait > 0) return Math.max(1, Math.ceil(wait));
		this.#requests.take(1);
		this.#readings.take(readings);
		return null;
	}
}
