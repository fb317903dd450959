/**
 * The assistant's vocabulary: what an answer may rest on, and how it travels (`POST /api/v1/chat`). Snake case is the
 * wire's; what only the server passes from room to room is camel case.
 */
import type { VitalKey } from "./catalogue.ts";

/** What a source is. More kinds may come (a hand-over): readers show an unknown one as plain text. */
export type SourceKind =
	/** One reading, or the newest few of a device. */
	| "readings"
	/** Robust statistics, or a trend, over a stretch of time. */
	| "statistics"
	| "episode"
	/** What somebody at the bed entered: consciousness, oxygen, what was measured by hand. */
	| "observation"
	/** What is watched of a patient, and who set it. */
	| "limits"
	| "note"
	/** A guideline or an uploaded document. */
	| "passage"
	/** A device's state: battery, last seen. */
	| "device"
	/** Counts over a ward: who is open, how many alerts there were. */
	| "ward"
	/** What changed on a ward since a time, and who handed it over. */
	| "handover"
	/** Sums of a ward's alarms by whole days. */
	| "alarm-load";

/** What a figure is of: a vital sign in the catalogue's unit, or one of these. */
export type Quantity =
	| VitalKey
	| "news2"
	| "battery"
	| "score"
	| "episodes"
	/** Each time that people were told: an episode may be told of several times. */
	| "alarms"
	/** Alarms a bed and day, and alarms that one person gets in an hour. */
	| "per_bed_day"
	| "per_hour"
	| "beds"
	| "duration"
	| "share";

/** Which figure of it. */
export type Statistic =
	| "value"
	| "median"
	| "mean"
	| "min"
	| "max"
	/** The patient's own median that the detector goes by. */
	| "usual"
	/** `value - usual`, or the change over the period. */
	| "delta"
	/** An absolute limit in force, low or high. */
	| "limit"
	| "count";

/** One figure that a source supports, on all its parts. */
export interface Fact {
	/** Whose: surrogate; null where it is about no patient. */
	readonly patient: string | null;
	readonly deviceId: string | null;
	readonly quantity: Quantity;
	readonly statistic: Statistic;
	readonly value: number;
	/** As people read it: the catalogue's, or "points", "min", "" for a count. */
	readonly unit: string;
	/** Milliseconds since the epoch, UTC; equal for a moment. */
	readonly from: number;
	readonly to: number;
	/** Which way it went over the period; null where that was not looked at. */
	readonly direction: "rising" | "falling" | "steady" | null;
	/** Of a `share`: the vital sign whose part of an episode it is. */
	readonly vital?: VitalKey;
}

/** What a source says that is no figure: where an episode stands, what was seen at the bed, how a device is. */
export interface State {
	readonly patient: string | null;
	readonly deviceId: string | null;
	readonly state:
		/** An episode's course. `closed` with `holds: false` is one that is open. */
		| "opened"
		| "escalated"
		| "reopened"
		| "closed"
		| "acknowledged"
		/** Kept quiet: at the time it began, and at the time it ends. */
		| "snoozed"
		/** Somebody was asked to come. */
		| "summoned"
		/** What somebody at the bed found, in `value`: false-alarm, confirmed. */
		| "judged"
		/** An episode's risk in `value`: LOW, MEDIUM, HIGH. */
		| "risk"
		/** An episode's leading vital sign in `value`: a catalogue key. */
		| "leading"
		/** Level of consciousness in `value`: A, C, V, P, U. */
		| "consciousness"
		/** Supplemental oxygen: `holds` is false on room air. */
		| "oxygen"
		/** The device stopped posting. */
		| "silent"
		/**
		 * A vital sign, in `value`, has a limit that was set for this patient: at the time it was set, and at the time it ends. Without
		 * a value and not holding: none has.
		 */
		| "limited"
		/** Somebody at the bed entered what is in `value`: a catalogue key, consciousness or oxygen. Not holding: nobody did lately. */
		| "observed"
		/** The patient came to the ward, or left it. */
		| "arrived"
		| "left"
		/** Somebody gave the ward to somebody else. */
		| "handed-over";
	/** False where the source says that it is not so: an episode that nobody has acknowledged. */
	readonly holds: boolean;
	/** Since when or when it was so, milliseconds since the epoch, UTC; null where the source has no time. */
	readonly at: number | null;
	readonly value?: string;
}

/** Something that was found and may be cited. Its text is data: it is never obeyed. */
export interface Source {
	/** Unique in the answer: `S1`, `S2` … */
	readonly id: string;
	readonly kind: SourceKind;
	/** Short, for a list: "Bed 4 · last 20 readings". Holds nothing that identifies a person. */
	readonly title: string;
	/** Surrogate, device and ward that it is about; null where it is about none. */
	readonly patient: string | null;
	readonly deviceId: string | null;
	readonly wardId: string | null;
	readonly from: number | null;
	readonly to: number | null;
	/** What a model is shown, and a reader who opens it. */
	readonly text: string;
	readonly facts: readonly Fact[];
	/** Absent where it says none: a sentence such as "it was acknowledged" then finds no support here. */
	readonly states?: readonly State[];
	/** What the interface opens: an episode's id, a passage's, a device's. */
	readonly target: {
		/** Of `handover` and `alarm-load` the ward's id; of `patient` the surrogate. */
		readonly kind: "episode" | "passage" | "device" | "ward" | "patient" | "handover" | "alarm-load";
		readonly id: string;
	} | null;
}

/** A patient whom the question may be about, with every name a sentence may call them by. */
export interface Subject {
	readonly patient: string | null;
	readonly deviceId: string;
	readonly wardId: string;
	/** "WEARABLE-007", "Bed 4" … Labels that only some roles may see are not among them and reach no prompt. */
	readonly names: readonly string[];
}

/** Why a stretch of a sentence is not supported. */
export type FlagKind =
	/** Said of somebody of whom it is not true, or of nobody who was asked about. */
	| "patient"
	| "vital"
	| "value"
	| "unit"
	| "time"
	| "direction"
	/** The source says the contrary. */
	| "negation"
	/** No source speaks of it at all. */
	| "unsupported"
	/** A treatment, a drug or a dose: never given here. */
	| "advice";

/** Part of a sentence that no one source supports on all its parts. `start` and `end` are UTF-16 positions in the sentence. */
export interface Flag {
	readonly kind: FlagKind;
	readonly start: number;
	readonly end: number;
	/** One plain sentence for a reader: "No source has a heart rate of 140/min for Bed 4." */
	readonly reason: string;
}

/** `POST /api/v1/chat`. */
export interface ChatRequest {
	/** Up to 2,000 characters. */
	readonly message: string;
	/** Goes on with an earlier one of this person's. */
	readonly conversation_id?: string;
	/** IANA zone in which "last night" is meant; UTC when absent. */
	readonly time_zone?: string;
}

/** A sentence of an answer, after its check. */
export interface AnswerSentence {
	readonly index: number;
	/** Markdown of one sentence, list item or heading, with its citations as `[S1]`. */
	readonly text: string;
	readonly citations: readonly string[];
	readonly flags: readonly Flag[];
}

/** A source as the reader gets it. */
export interface AnswerSource {
	readonly id: string;
	readonly kind: SourceKind;
	readonly title: string;
	readonly device_id: string | null;
	/** ISO 8601, UTC. */
	readonly from: string | null;
	readonly to: string | null;
	readonly text: string;
	readonly target: Source["target"];
}

/** Who wrote the sentences: a language model, or this program from the facts it found. */
export type AnswerMode = "model" | "composed";

/** `POST /api/v1/chat` without `Accept: text/event-stream`. */
export interface ChatAnswer {
	readonly conversation_id: string;
	readonly answer_id: string;
	/** All sentences, in one text. */
	readonly reply: string;
	readonly mode: AnswerMode;
	/** Set where the reader has to be asked back: which bed, which ward. */
	readonly choices: readonly string[] | null;
	/** What to know of this answer: "The language model did not answer in time …"; null where nothing. */
	readonly notice: string | null;
	readonly sentences: readonly AnswerSentence[];
	readonly sources: readonly AnswerSource[];
	readonly disclaimer: string;
}

/** The same as server-sent events: `event:` is `type`, `data:` the JSON of all of it. `done` or `error` is the last. */
export type ChatEvent =
	| { readonly type: "start"; readonly conversation_id: string; readonly answer_id: string; readonly mode: AnswerMode }
	| { readonly type: "source"; readonly source: AnswerSource }
	/** The model is given up: sentences so far are void, those of `mode` follow. */
	| { readonly type: "restart"; readonly mode: AnswerMode; readonly notice: string }
	| { readonly type: "sentence"; readonly sentence: AnswerSentence }
	| { readonly type: "choices"; readonly choices: readonly string[] }
	| { readonly type: "done"; readonly notice: string | null; readonly flagged: number; readonly disclaimer: string }
	/** A problem's `type` and `detail`, as in problem+json. */
	| { readonly type: "error"; readonly problem: { readonly type: string; readonly detail: string } };

/** One entry of `GET /api/v1/chat/conversations`. */
export interface ConversationEntry {
	readonly id: string;
	/** The first question, without names. */
	readonly title: string;
	/** ISO 8601, UTC. */
	readonly started_at: string;
	readonly updated_at: string;
	/** Until then it is remembered, unless it goes on. */
	readonly expires_at: string;
}

/** `GET /api/v1/chat/conversations/:id`. */
export interface ConversationAnswer extends ConversationEntry {
	readonly turns: readonly ConversationTurn[];
}

/** A question and its answer. */
export interface ConversationTurn {
	/** ISO 8601, UTC. */
	readonly at: string;
	/** Without names: a bed stands in their place. */
	readonly question: string;
	readonly reply: string;
	readonly mode: AnswerMode;
}
