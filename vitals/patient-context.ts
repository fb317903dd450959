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

/** A clinician's own limits for one vital, in its unit; the default stands where one is absent. */
export interface PatientLimit {
	/** At or below is beyond the limit. */
	readonly low?: number;
	/** At or above is beyond the limit. */
	readonly high?: number;
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

export interface PatientContext {
	readonly ageBand: AgeBand;
	readonly pregnant: boolean;
	/** NEWS2's saturation scale; 2 is for hypercapnic respiratory failure, set by a clinician. */
	readonly spo2Scale: 1 | 2;
	readonly limits: Partial<Record<VitalKey, PatientLimit>>;
	/** Oldest first; absent where no alarm was judged. */
	readonly tuning?: readonly DeadbandTuning[];
}

/** An adult of whom nobody said more. */
export const DEFAULT_CONTEXT: PatientContext = { ageBand: "adult", pregnant: false, spo2Scale: 1, limits: {} };
