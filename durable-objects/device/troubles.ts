/**
 * What a device's object cannot do just now: deliver, or write to the lake. In memory: after an eviction the next attempt shows it
 * again. Its ward hears of it with the beats and values that are sent anyhow, so that it costs nothing while all is well.
 */
import type { Trouble } from "../../vitals/health.ts";

export class Troubles {
	#outbox: Trouble["outbox"] = null;
	#lake: Trouble["lake"] = null;

	/** @param owed - letters that wait; @param now - wall time */
	cannotDeliver(owed: number, now: number): void {
		this.#outbox = { owed, since: this.#outbox?.since ?? now };
	}

	delivers(): void {
		this.#outbox = null;
	}

	cannotSeal(now: number): void {
		this.#lake = { failures: (this.#lake?.failures ?? 0) + 1, since: this.#lake?.since ?? now };
	}

	seals(): void {
		this.#lake = null;
	}

	/** `null` while all is well. */
	get present(): Trouble | null {
		return this.#outbox === null && this.#lake === null ? null : { outbox: this.#outbox, lake: this.#lake };
	}
}
