/** What a clinician says of a patient that changes what is normal: plain JSON. Fields may be added, none may change its meaning. */
import type { VitalKey } from "./catalogue.ts";

/**
 * Ages as the centile charts of heart and respiratory rate divide them (Fleming et al., Lancet 2011); their oldest band is
 * parted at 16, from where NEWS2 applies. The first age belongs to the band, the second to the next; `adult` is 18 and over.
 */
export const AGE_BANDS = [
	"0-3-months",
	"3-6-months",
	"6-9-months",
	"9-12-months",
	"12-18-months",
	"18-24-months",
	"2-3-years",
	"3-4-years",
	"4-6-years",
	"6-8-years",
	"8-12-years",
	"12-15-years",
	"15-16-years",
	"16-18-years",
	"adult",
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** What a patient has besides an age that changes what is normal; `detection/templates.ts` has the numbers and their sources. */
export const CONDITIONS = ["copd", "athlete"] as const;
export type Condition = (typeof CONDITIONS)[number];

/**
 * What a clinician set for one vital sign of one patient for a while, in place of the defaults: limits of the safety net,
 * widths of the deadband, or both. The default stands where one is absent. In the vital's unit.
 */
export interface LimitOverride {
	readonly vital: VitalKey;
	/** At or below is beyond the limit. */
	readonly low?: number;
	/** At or above is beyond the limit. */
	readonly high?: number;
	/** How far the value may rise above, and fall below, the patient's usual one before that counts as a departure. */
	readonly up?: number;
	readonly down?: number;
	readonly reason: string;
	/** When it was set, by whom (the person's id), and when it ends: wall time, milliseconds since the epoch. */
	readonly at: number;
	readonly by: string;
	readonly until: number;
}

/**
 * What clinicians' judgements of alarms did to a deadband: each false alarm widens the side that raised it by a step, each
 * confirmed one takes a step back. One entry an episode: taking a judgement back takes its entry out.
 */
export interface DeadbandTuning {
	readonly episodeId: string;
	readonly vital: VitalKey;
	/** The side of the usual value on which the alarm was. */
	readonly side: "up" | "down";
	readonly step: 1 | -1;
	/** When, by the device's clock, and the person's id. */
	readonly at: number;
	readonly by: string;
}

/** When somebody did something, milliseconds since the epoch, and their id. */
export interface Signature {
	readonly at: number;
	readonly by: string;
}

export interface PatientContext {
	readonly ageBand: AgeBand;
	readonly pregnant: boolean;
	/** NEWS2's saturation scale; 2 is for hypercapnic respiratory failure, set by a clinician. */
	readonly spo2Scale: 1 | 2;
	/** Absent where there is nothing of the kind. */
	readonly condition?: Condition;
	/** Who said the above of this patient, wall time; absent where nobody did, and the ward's template stands in. */
	readonly told?: Signature;
	/** Limits of the patient's own, one a vital sign at most. */
	readonly overrides: readonly LimitOverride[];
	/** Counts the changes to all of the above; absent before the first. */
	readonly revision?: number;
	/** Oldest first; absent where no alarm was judged. */
	readonly tuning?: readonly DeadbandTuning[];
}

/** An adult of whom nobody said more. */
export const DEFAULT_CONTEXT: PatientContext = { ageBand: "adult", pregnant: false, spo2Scale: 1, overrides: [] };

/** Why an override from before reasons were kept is there. */
const UNREASONED = "Set before reasons were kept";
/** How long an override lasts at most, milliseconds: a week's limits are looked at again. Our choice. */
export const LONGEST_OVERRIDE_MS = 7 * 86_400_000;

/** A context as releases stored it that knew limits without an end. */
type EarlierContext = Omit<PatientContext, "overrides"> & {
	readonly limits?: Partial<Record<VitalKey, Pick<LimitOverride, "low" | "high">>>;
};

/**
 * A context as it was stored. What a release before kept as limits without reason and end becomes overrides that end as late as
 * any may.
 *
 * @param changed - who said it last, and when; null where nobody has
 */
export function parseContext(stored: PatientContext | EarlierContext, changed: Signature | null): PatientContext {
	if ("overrides" in stored) return stored;
	const { limits = {}, ...context } = stored;
	if (changed === null) return { ...context, overrides: [] };
	const overrides = Object.entries(limits).map(([vital, { low, high }]): LimitOverride => ({
		vital: vital as VitalKey,
		...(low === undefined ? {} : { low }),
		...(high === undefined ? {} : { high }),
		reason: UNREASONED,
		...changed,
		until: changed.at + LONGEST_OVERRIDE_MS,
	}));
	return { ...context, told: changed, overrides };
}
