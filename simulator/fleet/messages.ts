/** What the fleet's processes and their parent say to each other. */
import type { NetworkFaults } from "./network.ts";
import type { PlannedDevice } from "./plan.ts";
import type { RetryPolicy } from "../retry.ts";

export const FLEET_TRANSPORTS = ["stream", "http", "batch"] as const;
export type FleetTransport = (typeof FLEET_TRANSPORTS)[number];

/** A device of the plan with its key. */
export interface KeyedDevice extends PlannedDevice {
	readonly key: string;
}

export interface Orders {
	readonly url: string;
	readonly devices: readonly KeyedDevice[];
	readonly transport: FleetTransport;
	/** Readings a second of each device. */
	readonly rate: number;
	/** Readings of a batch. */
	readonly batch: number;
	/** The fleet begins then, milliseconds since the epoch. */
	readonly startAt: number;
	readonly durationMs: number;
	readonly network: NetworkFaults;
	/** All connections break so often, ms; null for never. */
	readonly stormEveryMs: number | null;
	readonly policy: RetryPolicy;
}

export type ToProcess = { readonly kind: "orders"; readonly orders: Orders } | { readonly kind: "stop" };

/** Counts since the process began. */
export interface Counts {
	/** Measured. */
	readonly offered: number;
	/** Stored, duplicates included. */
	readonly acknowledged: number;
	readonly duplicates: number;
	/** By `field:code`. */
	readonly refused: Readonly<Record<string, number>>;
	/** Handed to the network once more, because their answer was lost. */
	readonly resent: number;
	readonly requests: number;
	readonly retries: number;
	readonly brokenOff: number;
	/** Measured and neither acknowledged nor refused yet. */
	readonly waiting: number;
	/** Devices that gave up, and why, of the first few. */
	readonly gaveUp: number;
	readonly dead: readonly string[];
	readonly byScenario: Readonly<Record<string, { readonly acknowledged: number; readonly waiting: number }>>;
}

/** What a process is told to say each second, and at its end. */
export interface FromProcess {
	readonly counts: Counts;
	/** From the moment a reading was due to its acknowledgement, of all since the begin: a histogram. */
	readonly latency: string;
	/** How late this process measured: its own doing, not the server's. */
	readonly lateness: string;
	readonly cpuS: number;
	readonly rssMb: number;
	/** Everything is acknowledged, refused, or given up. */
	readonly done: boolean;
}
