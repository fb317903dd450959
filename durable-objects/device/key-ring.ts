/** Which keys a device's object takes. The edge has checked that they are genuine; whether they still count is known here. */

/** What the object learns of a key that was shown. */
export interface ShownKey {
	readonly generation: number;
	/** The fleet whose key it is; absent for the device's own. */
	readonly fleet?: string | undefined;
}

/** A device's place in a fleet. */
export interface FleetPlace {
	readonly id: string;
	/** Lowest generation of the fleet's keys that still counts. */
	readonly minGeneration: number;
}

/** The part of the profile that is about keys. */
export interface KeyRing {
	/** Highest key generation issued; 0 before the first. */
	readonly generation: number;
	/** Lowest key generation still accepted. */
	readonly minGeneration: number;
	/** Absent in profiles of before there were fleets. */
	readonly fleet?: FleetPlace | null;
}

export type KeyVerdict = "valid" | "revoked" | "other_fleet";

/** What to make of a genuine key. */
export function judgeKey(ring: KeyRing, key: ShownKey): KeyVerdict {
	if (key.fleet === undefined) {
		return key.generation >= ring.minGeneration && key.generation <= ring.generation ? "valid" : "revoked";
	}
	if (ring.fleet?.id !== key.fleet) return "other_fleet";
	return key.generation >= ring.fleet.minGeneration ? "valid" : "revoked";
}

/** The ring after the device joined or left a fleet. What a fleet has revoked stays revoked, whoever speaks first. */
export function withFleet(ring: KeyRing | null, fleet: FleetPlace | null | undefined): FleetPlace | null {
	const present = ring?.fleet ?? null;
	if (fleet === undefined) return present;
	if (fleet === null || present?.id !== fleet.id) return fleet;
	return { id: fleet.id, minGeneration: Math.max(present.minGeneration, fleet.minGeneration) };
}
