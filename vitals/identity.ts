/** What stands for a patient behind the edge, and for how long whom a device watched. */

/** A keyed hash of the hospital's identifier; the identifier itself never reaches this room. */
export interface PatientTags {
	readonly tag: string;
	readonly keyId: string;
	/** Under the key before, while one is kept. */
	readonly previousTag: string | null;
}

/** A mapping that moves to the present key. */
export interface Rewrapping {
	readonly from: string;
	readonly to: string;
	readonly keyId: string;
}

/** An interval of assignment, as its device's object tells it. */
export interface AssignmentRow {
	readonly deviceId: string;
	readonly surrogate: string;
	/** By the device's clock, milliseconds since the epoch; names the interval among the device's. */
	readonly startedAt: number;
	readonly endedAt: number | null;
}
