import type { VitalKey } from "./catalogue.ts";
import type { News2 } from "./news2.ts";
import type { RiskLevel } from "./reading.ts";

/** Patients' trouble and sensors' trouble are kept apart: they have different readers. */
export type EpisodeChannel = "physiological" | "technical";

/** What raised an episode. */
export type EpisodeRule =
	/** Unlike this patient's own baseline. */
	| "forest"
	/** Beyond an absolute limit that no baseline can learn away. */
	| "safety-net"
	/** A slow departure from the baseline. */
	| "drift"
	/** Vital signs that were there stopped coming while the device still posts. */
	| "sensors-absent"
	/** The heart-rate lead fell off or failed. */
	| "ecg-signal"
	/** Every signal stands still: a frozen monitor, or a patient who is paced and ventilated. */
	| "flat-line"
	/** The device will run out of charge. */
	| "battery"
	/** The device stopped posting. */
	| "silence"
	/** The payload named another patient than the one assigned. */
	| "patient-mismatch";

/** One vital sign's part in an episode. */
export interface Contribution {
	readonly vital: VitalKey;
	/** Part of the score's rise above the baseline, 0 to 1; all shares of an episode sum to 1. */
	readonly share: number;
	readonly actual: number;
	/** The patient's own median, or the population's while none is known. */
	readonly usual: number;
	/** Whose `usual` is. */
	readonly usualOf: "patient" | "population";
	/** `actual - usual`, in the vital's unit. */
	readonly delta: number;
}

export type EpisodeStatus = "open" | "closed";

/** A stretch of time in which a patient or a device needed somebody. */
export interface Episode {
	readonly id: string;
	/** Counts the changes, from 1. A projection keeps the highest it has seen. */
	readonly version: number;
	readonly deviceId: string;
	readonly wardId: string;
	/** Patient surrogate, `null` when nobody was assigned. */
	readonly patient: string | null;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly status: EpisodeStatus;
	readonly risk: RiskLevel;
	/** Highest score so far, 0 to 1. */
	readonly peakScore: number;
	readonly leadingVital: VitalKey | null;
	/** Time of the reading that completed the onset; milliseconds since the epoch, as all times here. */
	readonly openedAt: number;
	readonly updatedAt: number;
	readonly closedAt: number | null;
	readonly vitalsAtOnset: Partial<Record<VitalKey, number>>;
	readonly contributions: readonly Contribution[];
	/** One plain sentence: what changed, from what, for how long. */
	readonly sentence: string;
	/** When somebody said that they know, by the device's clock; null again once there is news that nobody has seen. */
	readonly acknowledgedAt: number | null;
	/** Id of the person who did, null otherwise. */
	readonly acknowledgedBy: string | null;
	/** The patient's NEWS2 at onset; absent on technical episodes and on records from before it was kept. */
	readonly news2?: News2;
}

/** What readings do to an episode. `reopened`: trouble again within ten minutes of the close, told in the same record. */
export type TransitionKind = "opened" | "escalated" | "reopened" | "closed";
/** And what people do to it. */
export type EpisodeEventKind = TransitionKind | "acknowledged";

/** One change of an episode, carrying the episode as it stood after it. */
export interface EpisodeEvent {
	readonly kind: EpisodeEventKind;
	/** Time of the reading that caused it, or of the person's action, by the device's clock. */
	readonly at: number;
	/**
	 * Whether people are to be told. Always where an episode opens or escalates, never where it closes; where it reopens, only if
	 * something is new: a breach of the safety net, another leading vital, a higher risk, or an acknowledgement before it.
	 */
	readonly announced: boolean;
	readonly episode: Episode;
	/** Id of the person who caused it; absent where a reading did. */
	readonly actor?: string;
	/** What they said with it. */
	readonly comment?: string;
}
