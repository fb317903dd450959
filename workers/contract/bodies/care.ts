/** Bodies about patients: what people do to episodes and say at the bed. */
import type { AgeBand, Condition } from "../../../vitals/patient-context.ts";
import type { Consciousness } from "../../../vitals/news2.ts";
import type { EpisodeVerdict } from "../../../vitals/episode.ts";
import type { SummonedEntry } from "../../../vitals/escalation.ts";
import type { Comment, EntryId, Moment, Surrogate } from "./ids.ts";

export interface HandoverBody {
	/** Id of the member who takes the ward over. */
	to: string;
	/**
	 * One line; encrypted where it is kept.
	 * @maxLength 2000
	 */
	note?: string | null;
	/** Within the last twelve hours; now when absent. */
	at?: Moment | null;
	/** Begin of what it is about; the last hand-over when absent. */
	since?: Moment | null;
}

export interface EpisodeBody {
	/**
	 * Of the episode as the reader saw it.
	 * @asType integer
	 * @minimum 1
	 */
	version: number;
	comment?: Comment | null;
}

export interface CommentBody extends EpisodeBody {
	comment: Comment;
}

export interface SnoozeBody extends EpisodeBody {
	/**
	 * How long it is quiet; at high risk at most 15, on the physiological channel 60.
	 * @asType integer
	 * @minimum 1
	 * @maximum 240
	 */
	minutes: number;
}

export interface SummonBody extends EpisodeBody {
	to: SummonedEntry;
}

export interface JudgeBody extends EpisodeBody {
	/** `null` takes a judgement back. */
	verdict: EpisodeVerdict | null;
}

export interface ResolveBody {
	/**
	 * @asType integer
	 * @minimum 1
	 */
	version: number;
	/** The device is on the patient that it names, from now on; or what it names is wrong. */
	decision: "reassign" | "dismiss";
}

/** It replaces what is known. */
export interface ContextBody {
	age_band: AgeBand;
	pregnant: boolean;
	spo2_scale: 1 | 2;
	condition?: Condition | null;
	/** Limits are set one by one; an empty object of before is taken. */
	limits?: Record<string, never>;
}

export interface LimitBody {
	/**
	 * The `limits_version` that the reader saw.
	 * @asType integer
	 * @minimum 0
	 */
	version: number;
	/** At or below is beyond the limit; in the vital sign's unit. */
	low?: number | null;
	high?: number | null;
	/** Widths of the deadband above and below the patient's usual value. */
	up?: number | null;
	down?: number | null;
	/**
	 * @minLength 1
	 * @maxLength 200
	 */
	reason: string;
	until: Moment;
	/** Whom the reader had in view: refused where somebody else is on the device. */
	patient?: Surrogate | null;
}

export interface ObservationBody {
	id?: EntryId | null;
	/** When it was observed; the moment of arrival when absent. */
	time?: Moment | null;
	consciousness?: Consciousness | null;
	/** Whether the patient breathes supplemental oxygen. */
	oxygen?: boolean | null;
	/**
	 * Litres a minute.
	 * @minimum 0.1
	 * @maximum 100
	 */
	oxygen_flow?: number | null;
	/**
	 * Per cent of the air breathed in.
	 * @minimum 21
	 * @maximum 100
	 */
	fio2?: number | null;
	/**
	 * °C.
	 * @minimum 25
	 * @maximum 45
	 */
	temperature?: number | null;
	/**
	 * mmHg.
	 * @minimum 30
	 * @maximum 300
	 */
	systolic_pressure?: number | null;
	/**
	 * mmHg; comes with its systolic one.
	 * @minimum 10
	 * @maximum 200
	 */
	diastolic_pressure?: number | null;
	/** Whom the reader had in view: refused where somebody else is on the device. */
	patient?: Surrogate | null;
}

/** What is right takes the place of what was entered in error; without values nothing does. */
export interface AmendmentBody extends ObservationBody {
	/**
	 * @minLength 1
	 * @maxLength 200
	 */
	reason: string;
}

export interface PatientBody {
	/** What the patient is called at the bed, up to 80 characters on one line; `null` for nothing. */
	label: string | null;
}

export interface FormatBody {
	format: "parquet" | "csv";
}

export interface ErasureBody {
	/** The patient's surrogate once more: it cannot be undone. */
	confirm: Surrogate;
}
