/**
 * What a report is made of: data that the server holds, gathered once and then only laid out. The content hash that is
 * printed and kept covers all of it, so the shape has a version.
 */
import type { AnswerMode, AnswerSentence, AnswerSource } from "../../vitals/assistant.ts";
import type { VitalKey } from "../../vitals/catalogue.ts";
import type { LimitInForce } from "../../vitals/clinical.ts";
import type { Contribution, EpisodeChannel, EpisodeRule, EpisodeStatus, EpisodeVerdict } from "../../vitals/episode.ts";
import type { Consciousness, News2 } from "../../vitals/news2.ts";
import type { PatientContext } from "../../vitals/patient-context.ts";
import type { RiskLevel } from "../../vitals/reading.ts";

/** 2: what people did besides acknowledging. 3: alarm load, who set limits and observed, hand-overs. Those before are still laid out. */
export const REPORT_VERSION = 3;

/** Milliseconds since the epoch, UTC, as all times here: `from` included, `to` not. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A device's watch over the patient within the period. */
export interface ReportDevice extends Span {
	readonly id: string;
	readonly ward: string;
	readonly bed: string | null;
}

/** A person as a document names them. */
export interface Signatory {
	readonly id: string;
	readonly name: string;
}

/** One column of a chart. */
export interface TrendPoint {
	/** Start of the stretch. */
	readonly at: number;
	readonly min: number;
	readonly median: number;
	readonly max: number;
}

/** One vital sign of all readings: values in its unit. */
export interface Distribution {
	readonly n: number;
	readonly median: number;
	readonly quartiles: readonly [number, number];
	readonly min: number;
	readonly minAt: number;
	readonly max: number;
	readonly maxAt: number;
	readonly latest: number;
	readonly latestAt: number;
	/** Milliseconds at or beyond the limits in force. */
	readonly belowMs: number;
	readonly aboveMs: number;
	readonly trend: readonly TrendPoint[];
}

/** A vital sign over the period. */
export interface VitalReport extends Distribution {
	readonly vital: VitalKey;
	/** The patient's own median, that the detector goes by; null while unknown. */
	readonly usual: number | null;
	readonly limit: LimitInForce;
}

/** What people or readings did to an episode. */
export interface EpisodeStep {
	readonly kind: string;
	readonly at: number;
	readonly actor: Signatory | null;
	readonly comment: string | null;
	/** Of a summons: who was asked to come, in words. Absent in version 1, as the two below. */
	readonly to?: string | null;
	/** Of a snooze. */
	readonly until?: number | null;
	/** Of a judgement; null takes an earlier one back. */
	readonly verdict?: EpisodeVerdict | null;
}

export interface EpisodeReport {
	readonly id: string;
	readonly deviceId: string;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly status: EpisodeStatus;
	readonly risk: RiskLevel;
	readonly peakScore: number;
	readonly openedAt: number;
	readonly closedAt: number | null;
	readonly leadingVital: VitalKey | null;
	readonly sentence: string;
	readonly contributions: readonly Contribution[];
	readonly news2: News2 | null;
	readonly steps: readonly EpisodeStep[];
}

/** The score of a stretch of time. */
export interface News2Row extends Span {
	/** Of the newest reading in it; null where there is none, or it names another patient. */
	readonly last: News2 | null;
	/** The highest complete score of any minute in it; null where none was complete. */
	readonly highest: number | null;
}

/** Entered by somebody at the bed. */
export interface ObservationReport {
	readonly at: number;
	readonly consciousness: Consciousness | null;
	readonly oxygen: boolean | null;
	/** Measured by hand, °C and mmHg; absent in reports from before they were entered. */
	readonly temperature?: number | null;
	readonly systolic?: number | null;
	readonly diastolic?: number | null;
	/** Litres a minute, and per cent of the air breathed in; absent before version 3, as who entered it. */
	readonly oxygenFlow?: number | null;
	readonly fio2?: number | null;
	readonly by?: Signatory | null;
}

/** A limit that was set for this patient, and counted when the report was made. */
export interface LimitReport {
	readonly vital: VitalKey;
	/** At or below, at or above; null where the default stands. */
	readonly low: number | null;
	readonly high: number | null;
	/** How far the value may rise above and fall below the usual one; null where the default stands. */
	readonly up: number | null;
	readonly down: number | null;
	readonly reason: string;
	readonly by: Signatory;
	/** Wall time. */
	readonly at: number;
	readonly until: number;
}

/** How often people were told of this patient, and what became of it. */
export interface AlarmReport {
	/** Each time that people were told; `high` of the patient's own. */
	readonly alarms: number;
	readonly high: number;
	readonly technical: number;
	/** Of the episodes that opened in the period: how many were acknowledged, and half of them within so long; null without any. */
	readonly acknowledged: number;
	readonly medianWaitMs: number | null;
	readonly falseAlarms: number;
	readonly confirmed: number;
}

/** A hand-over of the ward where the patient was. */
export interface HandoverReport {
	readonly at: number;
	readonly ward: string;
	/** Names; null for those who are no members any more. */
	readonly by: string | null;
	readonly to: string | null;
}

/** A remark, or words of a hand-over: none are kept yet. */
export interface NoteReport {
	readonly at: number;
	readonly kind: "note" | "handover";
	readonly author: Signatory;
	readonly text: string;
}

/** Sentences about the data, each with its sources, checked. */
export interface Narrative {
	readonly mode: AnswerMode;
	readonly notice: string | null;
	readonly sentences: readonly AnswerSentence[];
	readonly sources: readonly Pick<AnswerSource, "id" | "title" | "text">[];
}

export interface ReportData {
	readonly version: 1 | 2 | typeof REPORT_VERSION;
	readonly patient: string | null;
	/** What the patient is called at the bed; null where the author may not see it, or did not ask for it. */
	readonly label: string | null;
	readonly devices: readonly ReportDevice[];
	/** Patients whom a device watched in the period, and of whom nothing is in here. */
	readonly others: number;
	readonly period: Span;
	/** IANA zone in which times are printed. */
	readonly timeZone: string;
	/** Null for nobody, and for a patient of whom nobody has said anything: an adult is assumed. */
	readonly context: {
		readonly value: PatientContext;
		readonly by: Signatory | null;
		readonly at: number | null;
	} | null;
	readonly limitsValidated: boolean;
	readonly readings: number;
	/** Stretches without a reading. */
	readonly gaps: readonly Span[];
	/** Milliseconds that readings cover. */
	readonly coveredMs: number;
	readonly vitals: readonly VitalReport[];
	readonly episodes: readonly EpisodeReport[];
	/** Episodes beyond those listed. */
	readonly moreEpisodes: number;
	readonly news2: readonly News2Row[];
	readonly observations: readonly ObservationReport[];
	readonly notes: readonly NoteReport[];
	/** Absent before version 3, as the two below. */
	readonly limits?: readonly LimitReport[];
	readonly alarms?: AlarmReport;
	readonly handovers?: readonly HandoverReport[];
	readonly narrative: Narrative | null;
	/** The author's words: printed as theirs, taken for no fact. */
	readonly note: string | null;
	readonly author: Signatory;
}
