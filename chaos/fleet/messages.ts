/** What the command and a fleet's process say to each other, and how a fleet is described. */

export type DeviceKind =
	/** Streams as fast as its clock runs. */
	| "stream"
	/** Posts batches as fast as its clock runs. */
	| "post"
	/** Streams, and its clock is set wrong again and again. */
	| "jumper"
	/** Posts, and posts again 1 minute, 2 hours and 23 hours later what the lake has. */
	| "resender"
	/** Streams, deteriorates, and dies. */
	| "victim";

export interface FleetDevice {
	readonly id: string;
	readonly key: string;
	readonly patientId: string;
	readonly kind: DeviceKind;
}

/** What a fleet's process is told on its command line, as JSON. */
export interface FleetOptions {
	readonly url: string;
	readonly seed: string;
	/** Append-only; see `ledger.ts`. */
	readonly ledger: string;
	readonly devices: readonly FleetDevice[];
	/** Seconds that a simulated device's clock gains in one of ours; each of those is a reading. */
	readonly rate: number;
	/** Milliseconds over which the victims' lives are spread. */
	readonly victimsWithinMs: number;
}

/** To a fleet. */
export type FleetOrder =
	/** Connections break: this share of them, as when a network goes. */
	| { readonly kind: "cut"; readonly share: number }
	/** Connections stay and carry nothing any more. */
	| { readonly kind: "half-open"; readonly share: number }
	/** Nothing more is measured; what is measured is delivered. */
	| { readonly kind: "finish" };

/** What a fleet has counted so far. */
export interface Tally {
	readonly offered: number;
	readonly acknowledged: number;
	readonly refused: number;
	/** Offered and neither: still to be delivered. */
	readonly waiting: number;
	readonly duplicatedMessages: number;
	readonly reorderedMessages: number;
	readonly cuts: number;
	readonly halfOpen: number;
	readonly clockJumps: number;
	/** Acknowledged readings that were sent again on purpose. */
	readonly resent: number;
	readonly resentAfter1min: number;
	readonly resentAfter2h: number;
	readonly resentAfter23h: number;
	/** Of those, readings that were in the lake alone by then. */
	readonly resentReleased: number;
	/** Of all sent again, readings that were taken for new. */
	readonly takenAgain: number;
	readonly deaths: number;
	/** Deaths while the edge knew of the deterioration. */
	readonly deathsAtRisk: number;
	/** Answers by HTTP status; 0 for none. */
	readonly answers: Readonly<Record<string, number>>;
}

/** From a fleet, twice a second, and for the last time when all is delivered. */
export interface FleetReport {
	readonly tally: Tally;
	readonly done: boolean;
}
