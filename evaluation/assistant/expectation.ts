/**
 * What a right answer holds. Nothing here says how an answer is worded: subjects, figures and sources are told by the answer's
 * own structure, and words only where a question is answered by one.
 */
import type { SourceKind } from "../../vitals/assistant.ts";
import type { VitalKey } from "../../vitals/catalogue.ts";
import { at, END } from "./world.ts";

export type Measure = VitalKey | "battery";
type OneOf = "last" | "min" | "max" | "median" | "mean";

/** A figure that must be shown: any one of `of`, over `[from, to]`, to within `tolerance` (and the rounding of what is shown). */
export interface WantedFigure {
	readonly device: string;
	readonly measure: Measure;
	readonly of: readonly OneOf[];
	readonly from: number;
	readonly to: number;
	readonly tolerance: number;
}

/** A moment of the device's newest episode that must be told, as hours and minutes in the reader's zone. */
export interface WantedMoment {
	readonly device: string;
	readonly moment: "openedAt" | "closedAt" | "acknowledgedAt";
}

/** A count of episodes by the episodes route, newest state. */
export interface WantedCount {
	readonly ward: string | null;
	readonly status?: "open";
	readonly risk?: "HIGH";
	/** Opened at or after. */
	readonly since?: number;
}

/** What the assistant does not do, and says so. */
export type Refusal =
	/** No such bed, device or ward, for this reader: with the same words whether or not there is one elsewhere. */
	| "unknown"
	/** A treatment or a dose. */
	| "advice"
	/** Who somebody is. */
	| "identity"
	/** Nothing was measured then. */
	| "nothing";

export interface Expectation {
	/** Devices that the answer is about: each is in a source, and no other device is. Absent where that is not asked. */
	readonly about?: readonly string[];
	/** Ward that the answer is about: no source is of another one. */
	readonly ward?: string;
	readonly figures?: readonly WantedFigure[];
	readonly moments?: readonly WantedMoment[];
	readonly counts?: readonly WantedCount[];
	/** Each must be found in the text. */
	readonly says?: readonly RegExp[];
	/** None may be found in what is shown unflagged. */
	readonly never?: readonly RegExp[];
	/** The reader is asked back; each of these is among the choices. */
	readonly asks?: readonly string[];
	readonly refuses?: Refusal;
	/** One of these kinds is cited. */
	readonly cites?: readonly SourceKind[];
	/** Passage topics of which one is cited, and found among the first five. */
	readonly topics?: readonly Topic[];
	/** Devices of which nothing may be told: no source, no figure; to a reader of another ward they are no choice either. */
	readonly hidden?: readonly string[];
}

/** What guideline passages are about; mapped to their ids where the evaluation is run. */
export type Topic =
	| "news2-response"
	| "news2-frequency"
	| "news2-single-red"
	| "news2-scale-2"
	| "news2-applicability"
	| "news2-incomplete"
	| "alarm-priorities"
	| "alarm-acknowledge"
	| "alarm-audio-pause"
	| "alarm-limits"
	| "alarm-technical"
	| "alarm-escalation"
	| "device-silent"
	| "device-probe"
	| "device-ecg"
	| "device-battery"
	| "device-move"
	| "device-learning"
	| "device-cuff";

/** Demo people: `nurse` works on all wards, `nurse-a` on ward A alone. */
export type Asker = "nurse" | "nurse-a" | "admin";
export type Category =
	| "status"
	| "trend"
	| "compare"
	| "why"
	| "since"
	| "acknowledged"
	| "load"
	| "hand-over"
	| "how-to"
	| "several"
	| "zones"
	| "follow-up"
	| "prefix"
	| "ambiguous"
	| "unknown"
	| "cross-ward"
	| "advice"
	| "identity"
	| "empty"
	| "injection";

export interface Question {
	readonly id: string;
	readonly category: Category;
	readonly text: string;
	readonly expect: Expectation;
	readonly as?: Asker;
	/** IANA zone of the reader; UTC where absent. */
	readonly zone?: string;
	/** What was asked before in the same conversation. */
	readonly before?: readonly string[];
}

type Row = readonly [
	text: string,
	expect: Expectation,
	more?: { readonly as?: Asker; readonly zone?: string; readonly before?: readonly string[] },
];

/** Questions of one kind, numbered in order: `status-01` … */
export function questions(category: Category, rows: readonly Row[], prefix: string = category): Question[] {
	return rows.map(([text, expect, more], i) => ({
		id: `${prefix}-${String(i + 1).padStart(2, "0")}`,
		category,
		text,
		expect,
		...more,
	}));
}

/** The newest value. */
export function now(device: string, ...measures: Measure[]): WantedFigure[] {
	return measures.map((measure) => ({ device, measure, of: ["last"], from: 0, to: END, tolerance: 0 }));
}

/** One of `of` between two times of the world (`at`), "29 12:00" for now. */
export function over(
	device: string,
	measure: Measure,
	[from, to]: readonly [string, string],
	of: readonly OneOf[],
	tolerance = 0,
): WantedFigure {
	return { device, measure, of, from: at(from), to: at(to), tolerance };
}

/** A statistic that says where values lay. */
export const TYPICAL = ["median", "mean"] as const;
