/** What was found for a question: sources that may be cited, and the same figures as the composer reads them. */
import type { Source } from "../../../vitals/assistant.ts";
import type { Anomaly } from "../../../vitals/api.ts";
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import type { AlarmLoadAnswer } from "../../../vitals/alarm-load.ts";
import type { EpisodeVerdict } from "../../../vitals/episode.ts";
import type { LimitChangeKind } from "../../../vitals/limits.ts";
import type { ObservationEntry } from "../../../vitals/observations.ts";
import type { LiveReading } from "../../../vitals/live.ts";
import type { ToldWard } from "../../handover.ts";
import type { KnownDevice, KnownWard, TimeRange } from "../question/question.ts";
import type { Doer } from "./people.ts";
import type { Summary } from "./statistics.ts";

/** A source before it has its number in the answer. */
export type Draft = Omit<Source, "id">;

/** Something found, with the source it is cited by. */
export interface Finding {
	readonly source: Source;
}

/** The newest readings of the patient who is on the device now. */
export interface ReadingsFinding extends Finding {
	readonly latest: LiveReading;
	/** Of the readings in the source, by vital; none where nothing was measured. */
	readonly summaries: Partial<Record<VitalKey, Summary>>;
	readonly n: number;
	/** The patient's usual values, as far as an episode tells them. */
	readonly from: number;
	readonly to: number;
}

/** A stretch of time, summed up. */
export interface HistoryFinding extends Finding {
	readonly range: TimeRange;
	readonly summaries: Partial<Record<VitalKey, Summary>>;
	/** Readings it rests on. */
	readonly n: number;
	/** Of the stretch, how much has readings: 0 to 1. */
	readonly covered: number;
	/** Milliseconds of one point. */
	readonly resolution: number;
}

/** What people said and did about an episode. */
export interface EpisodeAct {
	readonly kind: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** "Nurse Amara"; null where a reading did it, or somebody who is no member any more. */
	readonly by: string | null;
	/** "a clinician". */
	readonly role: string | null;
	readonly comment: string | null;
	/** Of a summons: who is asked to come. */
	readonly summoned: { readonly name: string | null; readonly words: string } | null;
	/** Of a snooze, by the device's clock. */
	readonly until: number | null;
	/** Of a judgement; null takes an earlier one back. */
	readonly verdict: EpisodeVerdict | null;
}

export interface EpisodeFinding extends Finding {
	readonly episode: Anomaly;
	readonly acts: readonly EpisodeAct[];
	/** The present by the device's clock, which an episode's times are of: a simulated one may live in another time. */
	readonly present: number;
}

/** What people say of the patient: context, limits, observations. */
export interface RecordFinding extends Finding {
	readonly record: ContextAnswer;
	/** Who made each observation is not kept; when, it is. */
}

/** A limit that somebody set for this patient. */
export interface OwnLimit {
	readonly vital: VitalKey;
	/** As it is watched; null for a side that was left as it is by default. */
	readonly low: number | null;
	readonly high: number | null;
	/** How far the value may leave the usual one was set, too. */
	readonly deadband: boolean;
	readonly reason: string;
	/** Wall time, milliseconds since the epoch. */
	readonly at: number;
	readonly until: number;
	readonly doer: Doer;
}

export interface LimitsFinding extends Finding {
	readonly record: ContextAnswer;
	readonly own: readonly OwnLimit[];
	/** What ended, newest first. */
	readonly past: readonly {
		readonly vital: VitalKey;
		readonly kind: LimitChangeKind;
		readonly at: number;
		readonly doer: Doer;
	}[];
	/** Who said what kind of patient it is. */
	readonly said: Doer;
}

/** What people observe, by the entry's names. */
export const HAND_KEYS = ["temperature", "systolic_pressure", "consciousness", "oxygen"] as const;
export type HandKey = (typeof HAND_KEYS)[number];

/** An observation, and who made it when. */
export interface Seen {
	readonly entry: ObservationEntry;
	/** By the device's clock, milliseconds since the epoch. */
	readonly at: number;
	readonly doer: Doer;
}

export interface ObservedFinding extends Finding {
	/** Of the time asked about, newest first; where that has none, the last before. */
	readonly rounds: readonly Seen[];
	/** The newest of each. */
	readonly last: Readonly<Record<HandKey, Seen | null>>;
	/** Whether the time asked about has any. */
	readonly inRange: boolean;
}

/** The device itself. */
export interface DeviceFinding extends Finding {
	readonly battery: number | null;
	/** When the edge last heard of it, milliseconds since the epoch; null where never. */
	readonly heardAt: number | null;
	readonly silent: boolean;
}

/** One bed: everything of the patient who is on the device now, and of nobody else. */
export interface BedFound {
	readonly device: KnownDevice;
	/** When the present patient came to the device, by its clock; null where nobody is on it. */
	readonly since: number | null;
	readonly readings: ReadingsFinding | null;
	readonly history: HistoryFinding | null;
	readonly episodes: readonly EpisodeFinding[];
	/** Of a stretch without an episode of the patient's: the one that was nearest to it. */
	readonly nearest: EpisodeFinding | null;
	readonly record: RecordFinding | null;
	/** Where it was asked for. */
	readonly limits: LimitsFinding | null;
	readonly observed: ObservedFinding | null;
	readonly state: DeviceFinding | null;
	/** What could not be read: "the history". */
	readonly failed: readonly string[];
}

export interface WardBed {
	readonly device: KnownDevice;
	readonly latest: LiveReading | null;
	/** Open episodes, worst first. */
	readonly open: readonly EpisodeFinding[];
	readonly silent: boolean;
}

/** How many alerts, of what kind and whose, in a stretch of time. */
export interface AlarmLoad {
	readonly range: TimeRange;
	readonly total: number;
	readonly high: number;
	readonly medium: number;
	readonly technical: number;
	readonly acknowledged: number;
	/** By device, most first. */
	readonly byDevice: readonly { readonly device: KnownDevice; readonly n: number }[];
}

/** Sums of whole days. */
export interface LoadFinding extends Finding {
	readonly load: AlarmLoadAnswer;
	/** The period, milliseconds since the epoch: whole days of UTC, or until now. */
	readonly from: number;
	readonly to: number;
	/** "23–29 Mar". */
	readonly days: string;
}

/** What changed since a time. */
export interface HandoverFinding extends Finding {
	/** Milliseconds since the epoch. */
	readonly since: number;
	readonly until: number;
	readonly told: ToldWard;
	/** How many episodes opened and closed in that time. */
	readonly opened: number;
	readonly closed: number;
	/** The last time that somebody gave the ward over; null where nobody has. */
	readonly last: {
		readonly at: number;
		readonly by: string | null;
		readonly to: string | null;
		/** Null without one, and for those who may not read it. */
		readonly note: string | null;
	} | null;
}

export interface WardFound extends Finding {
	readonly ward: KnownWard;
	/** Whether a time was asked about. */
	readonly asked: boolean;
	/** Worst first. */
	readonly beds: readonly WardBed[];
	/** Beds whose device could not be asked, or that are too many to ask. */
	readonly unasked: number;
	readonly load: AlarmLoad | null;
	/** Episodes of the period, newest first, that are not open any more. */
	readonly past: readonly EpisodeFinding[];
	/** Where they were asked for. */
	readonly days: LoadFinding | null;
	readonly handover: HandoverFinding | null;
	readonly failed: readonly string[];
}

/** A passage of a guideline, or a past episode that is like this one. */
export interface PassageFinding extends Finding {
	readonly text: string;
}

export interface Found {
	readonly beds: readonly BedFound[];
	readonly wards: readonly WardFound[];
	readonly passages: readonly PassageFinding[];
	/** In the order of their numbers. */
	readonly sources: readonly Source[];
}
