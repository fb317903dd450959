/** What can go wrong with what the Worker is bound to: shared by the Worker that suffers it and the command that orders it. */

/** How often each call to a store goes wrong, and how; chances from 0 to 1. */
export interface StoreFaults {
	/** The call fails and nothing was done. */
	readonly fail: number;
	/** The call does its work and its answer is lost. */
	readonly lost: number;
	/** Every call waits up to so long first, milliseconds. */
	readonly slowMs: number;
}

export interface Faults {
	/** Of the choices below: the same seed, the same calls in the same order, the same faults. */
	readonly seed: string;
	readonly lake: StoreFaults;
	readonly registry: StoreFaults;
}

/** All is well with a store. */
export const SOUND: StoreFaults = { fail: 0, lost: 0, slowMs: 0 };
/** All is well. */
export const NO_FAULTS: Faults = { seed: "", lake: SOUND, registry: SOUND };

/** The product, broken on purpose: what the audit must notice. */
export const SABOTAGES = ["ack-before-commit"] as const;
export type Sabotage = (typeof SABOTAGES)[number];

/** Addresses of the control route; nothing of the product begins like this. */
export const CONTROL = "/chaos/";
