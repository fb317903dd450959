/** The National Early Warning Score 2 (Royal College of Physicians, 2017), as it travels. */

/** Level of consciousness: alert, new confusion, responds to voice, to pain, unresponsive. */
export const CONSCIOUSNESS_LEVELS = ["A", "C", "V", "P", "U"] as const;
export type Consciousness = (typeof CONSCIOUSNESS_LEVELS)[number];

/** What a person entered at the bed: what no sensor measures, and what was measured by hand. */
export interface Observations {
	readonly consciousness?: Consciousness;
	/** True while the patient breathes supplemental oxygen. */
	readonly oxygen?: boolean;
	/** How much of it: litres a minute, per cent of the air breathed in. */
	readonly oxygenFlow?: number;
	readonly fio2?: number;
	/** °C. */
	readonly temperature?: number;
	/** mmHg. */
	readonly systolic?: number;
	readonly diastolic?: number;
	/** When it was observed, milliseconds since the epoch. */
	readonly time: number;
	/** Made by whoever entered it, so that a repeat is known; absent on those from before it was kept, as what follows. */
	readonly id?: string;
	/** The person's id, and when they entered it, wall time. */
	readonly by?: string;
	readonly recordedAt?: number;
	/** The one in whose place it is. */
	readonly amends?: string;
	/** Entered in error: counts no more. */
	readonly error?: { readonly at: number; readonly by: string; readonly reason: string };
}

export const NEWS2_PARAMETERS = [
	"respiratory_rate",
	"spo2",
	"oxygen",
	"systolic_pressure",
	"pulse",
	"consciousness",
	"temperature",
] as const;
export type News2Parameter = (typeof NEWS2_PARAMETERS)[number];

/** One input and the points it adds, 0 to 3. */
export interface News2Part {
	readonly value: number | boolean | Consciousness;
	readonly points: number;
	/** When a person observed it, milliseconds since the epoch; absent where a sensor measured it just now. */
	readonly observedAt?: number;
}

/** Clinical risk: `low-medium` is a single parameter that scores 3 in a total below 5. */
export type News2Band = "low" | "low-medium" | "medium" | "high";

/** The score without its parts: what fits beside a bed. */
export interface News2Summary {
	/** The total, 0 to 20; null while an input is missing and where the score does not apply. */
	readonly score: number | null;
	/** Sum of what is known: the total is at least this. */
	readonly partial: number;
	readonly known: number;
	readonly of: 7;
	/** Null where the score is. */
	readonly band: News2Band | null;
	/** False under 16 years and in pregnancy. */
	readonly applicable: boolean;
}

export interface News2 extends News2Summary {
	readonly parameters: Readonly<Record<News2Parameter, News2Part | null>>;
	/** Why there is no score; null where there is one. */
	readonly reason: string | null;
}

/** Which way the score has gone. */
export interface News2Trend {
	readonly direction: "rising" | "falling" | "steady";
	/** Newest less oldest score of the stretch. */
	readonly change: number;
	/** Time of the oldest score compared with, milliseconds since the epoch. */
	readonly since: number;
}

/**
 * An observation, of whatever kind, counts for twelve hours, milliseconds: the longest that the score's own schedule (Royal College of
 * Physicians, 2017: at least every 12 hours at a score of 0, more often above) lets pass between two rounds. What is older
 * is missing.
 */
export const OBSERVATION_CURRENT_MS = 12 * 3600_000;
