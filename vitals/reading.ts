import { VITAL_KEYS, type VitalKey } from "./catalogue.ts";

/** Every vital sign of one moment, in the catalogue's units; `null` where the device sent none. */
export type VitalValues = Record<VitalKey, number | null>;

/** One moment of one device, checked and in the catalogue's units. */
export interface Reading {
	/** When it was measured, by the device's clock: milliseconds since the epoch, UTC. */
	readonly timestamp: number;
	readonly vitals: VitalValues;
	/** Charge in per cent, `null` where the device sent none. */
	readonly battery: number | null;
}

/** Risk of a reading or an episode. */
export const RISK_LEVELS = ["LOW", "MEDIUM", "HIGH"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** The higher of two risks. */
export function worse(a: RiskLevel, b: RiskLevel): RiskLevel {
	return RISK_LEVELS.indexOf(a) >= RISK_LEVELS.indexOf(b) ? a : b;
}

/** Bits of `StoredReading.flags`. Part of the stored and the lake format: never renumber. */
export const READING_FLAGS = {
	/** At least one vital sign is beyond the safety net's limits. */
	extreme: 1,
	/** The payload named another patient than the one assigned; neither scored nor alerted on. */
	patient_mismatch: 2,
	/** Older than the newest reading of its device when it arrived; stored, not scored. */
	late: 4,
	/** Scored with at least one vital sign missing or imputed. */
	partial: 8,
	/** No vital sign could be trusted: not scored. */
	unscored: 16,
} as const;
export type ReadingFlag = keyof typeof READING_FLAGS;

/** The names of the bits set in `flags`. */
export function flagNames(flags: number): ReadingFlag[] {
	return (Object.keys(READING_FLAGS) as ReadingFlag[]).filter((name) => (flags & READING_FLAGS[name]) !== 0);
}

/** A reading with what the system made of it, as kept in the device's object and in the lake. */
export interface StoredReading extends Reading {
	/** Position in the device's history, from 1, without gaps. */
	readonly seq: number;
	/** When the edge received it, milliseconds since the epoch, UTC. */
	readonly receivedAt: number;
	/** Surrogate of the patient assigned at `timestamp`, `null` when nobody was. */
	readonly patient: string | null;
	/** Isolation-forest score, 0 to 1; `null` when not scored. */
	readonly score: number | null;
	readonly risk: RiskLevel;
	/** `READING_FLAGS` bits. */
	readonly flags: number;
}

const NO_VITALS = Object.fromEntries(VITAL_KEYS.map((key) => [key, null])) as VitalValues;

/** A `VitalValues` in which nothing was measured. */
export function noVitals(): VitalValues {
	return { ...NO_VITALS };
}
