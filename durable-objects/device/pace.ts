/**
 * How fast a device may send: exact, because its object sees everything. In memory: an object that is evicted had
 * little to do, and begins with full buckets.
 */

/** A request too many, and a burst of as many seconds' worth is let through. */
const REQUEST_BURST_S = 10;
/** After an outage a device empties its buffer: five full batches and more at once. */
const READING_BURST_S = 5;

/** Fills at `perS` a second up to `burst`; whoever takes empties it. */
export class TokenBucket {
	readonly #perS: number;
	readonly #burst: number;
	#tokens: number;
	#at = 0;

	constructor(perS: number, burst: number) {
		this.#perS = perS;
		this.#burst = burst;
		this.#tokens = burst;
	}

	/**
	 * Seconds until `n` may be taken, 0 when they are there. More than the bucket can hold needs a full one.
	 *
	 * @param now - wall time, milliseconds
	 */
	wait(n: number, now: number): number {
		// A clock that was set back gives nothing and takes nothing.
		this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perS);
		this.#at = now;
		return Math.max(0, (Math.min(n, this.#burst) - this.#tokens) / this.#perS);
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
	readonly #requests: TokenBucket;
	readonly #readings: TokenBucket;

	constructor(settings: PaceSettings) {
		const { DEVICE_REQUESTS_PER_S: requests, DEVICE_READINGS_PER_S: readings } = settings;
		this.#requests = new TokenBucket(requests, requests * REQUEST_BURST_S);
		this.#readings = new TokenBucket(readings, readings * READING_BURST_S);
	}

	/**
	 * Lets a request with so many readings through, or says how long to wait. What is refused costs nothing: a device
	 * that waits as it is told gets through.
	 *
	 * @param now - wall time, milliseconds
	 * @returns whole seconds to wait, `null` when it may pass
	 */
	admit(readings: number, now: number): number | null {
		const wait = Math.max(this.#requests.wait(1, now), this.#readings.wait(readings, now));
		if (wait > 0) return Math.max(1, Math.ceil(wait));
		this.#requests.take(1);
		this.#readings.take(readings);
		return null;
	}
}
