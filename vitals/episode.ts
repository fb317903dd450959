import type { Role } from "./api.ts";
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
	/** What people did besides acknowledging it; absent on records from before it was kept. */
	readonly care?: EpisodeCare;
}

/** Who is asked to come: everybody of a role on the episode's ward, or one person by id. */
export type Summoned =
	| { readonly kind: "role"; readonly role: Role }
	| { readonly kind: "member"; readonly id: string };

/** What the person at the bed found. */
export const EPISODE_VERDICTS = ["false-alarm", "confirmed"] as const;
export type EpisodeVerdict = (typeof EPISODE_VERDICTS)[number];

/** How an episode is being looked after. Times by the device's clock, as all of an episode's. */
export interface EpisodeCare {
	/** Since when news of it waits for somebody to acknowledge it; null while none does. */
	readonly waitingSince: number | null;
	/** Steps of the ward's escalation that were taken since. */
	readonly steps: number;
	/** Who was summoned last; `by` is null where the ward's escalation did it. */
	readonly summons: { readonly to: Summoned; readonly at: number; readonly by: string | null } | null;
	/** Quiet until then; null while it is not. */
	readonly snooze: { readonly until: number; readonly at: number; readonly by: string } | null;
	readonly verdict: { readonly verdict: EpisodeVerdict; readonly at: number; readonly by: string } | null;
}

/** What readings do to an episode. `reopened`: trouble again within ten minutes of the close, told in the same record. */
export type TransitionKind = "opened" | "escalated" | "reopened" | "closed";
/** And what people do to it, or what comes of nobody doing anything. */
export type EpisodeEventKind =
	| TransitionKind
	| "acknowledged"
	| "commented"
	/** Somebody keeps it quiet for a while. */
	| "snoozed"
	/** The quiet is over and the episode is still open. */
	| "resumed"
	/** Somebody is asked to come: by a person, or by the ward's escalation because nobody had acknowledged it. */
	| "summoned"
	/** Somebody said whether the alarm was right. */
	| "judged";

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
	/** Of a summons. */
	readonly to?: Summoned;
	/** Of a snooze: by the device's clock. */
	readonly until?: number;
	/** Of a judgement; null takes an earlier one back. */
	readonly verdict?: EpisodeVerdict | null;
}

/** One step of a ward's escalation: who is summoned after so many seconds without an acknowledgement. */
export interface EscalationStep {
	readonly afterS: number;
	readonly to: Summoned;
}

/** Steps of one ward's escalation, at most. */
export const MAX_ESCALATION_STEPS = 5;
/** Seconds without an acknowledgement, at least and at most. */
export const ESCALATION_AFTER_S = { min: 30, max: 3600 } as const;

/**
 * Where a ward has chosen nothing: the ward's clinicians are asked again after three minutes, admins after ten. Our choice;
 * a unit's own policy decides.
 */
export const DEFAULT_ESCALATION: readonly EscalationStep[] = [
	{ afterS: 180, to: { kind: "role", role: "clinician" } },
	{ afterS: 600, to: { kind: "role", role: "admin" } },
];

/**
 * Minutes for which an episode may be kept quiet, at most: a patient at high risk is looked at again within a quarter of an
 * hour, and a fault of a device need not wake anybody for a shift's half. Our choice.
 */
export const MAX_SNOOZE_MIN = { high: 15, physiological: 60, technical: 240 } as const;

/** The longest that `episode` may be kept quiet, minutes. */
export function maxSnoozeMinutes({ channel, risk }: Pick<Episode, "channel" | "risk">): number {
	if (channel === "technical") return risk === "HIGH" ? MAX_SNOOZE_MIN.high : MAX_SNOOZE_MIN.technical;
	return risk === "HIGH" ? MAX_SNOOZE_MIN.high : MAX_SNOOZE_MIN.physiological;
}
