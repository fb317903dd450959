/** A question as it is understood: about whom, when, which vital signs, and what for. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import { plain } from "./text.ts";

export interface KnownDevice {
	readonly deviceId: string;
	readonly wardId: string;
	/** Bed label, such as "Bed 4". */
	readonly bed: string | null;
	/** Surrogate of the patient now on it. */
	readonly patient: string | null;
	readonly simulated: boolean;
	/** What people at the bed call the patient. Found in questions and taken out of texts; never part of an answer. */
	readonly label: string | null;
}

export interface KnownWard {
	readonly id: string;
	readonly name: string;
}

/** What the reader may ask about. What is not in it is not known here, whether it exists or not. */
export interface Directory {
	readonly wards: readonly KnownWard[];
	readonly devices: readonly KnownDevice[];
	/** Whether the reader may ask for patients by their names. */
	readonly nameable: boolean;
	/** False where there are more devices than were looked at. */
	readonly complete: boolean;
}

/** A stretch of time, milliseconds since the epoch, UTC: `from` included, `to` not. */
export interface TimeRange {
	readonly from: number;
	readonly to: number;
	/** As the reader is told: "last night, 20:00–07:00". */
	readonly words: string;
}

/** When and where a question is asked. */
export interface Moment {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** IANA zone of the reader. */
	readonly zone: string;
	/** When shifts begin, minutes after midnight, ascending. */
	readonly shifts: readonly number[];
}

/** What the reader wants to know. */
export type Intent =
	| "status"
	| "trend"
	| "compare"
	/** Why there is, or was, an alert. */
	| "why"
	| "hand-over"
	/** What people did about alerts: who acknowledged, came, judged, and their words. */
	| "response"
	/** How many alarms, and whose. */
	| "alarm-load"
	/** What is watched of a patient, and who set it. */
	| "limits"
	/** What people entered at the bed, who and when. */
	| "observed"
	/** How something works or is done here: answered from guidelines. */
	| "how-to"
	/** A treatment, a drug or a dose: not given here. */
	| "treatment"
	/** Who somebody is: not told here. */
	| "identity";

export interface Question {
	readonly intent: Intent;
	/** Beds it is about, in the order they were named. */
	readonly about: readonly KnownDevice[];
	/** Wards it is about as a whole. */
	readonly wards: readonly KnownWard[];
	/** Null where none was named. */
	readonly range: TimeRange | null;
	/** Vital signs that were named, in catalogue order; none for all. */
	readonly vitals: readonly VitalKey[];
	/** The question without what identifies somebody: names are replaced by beds. What a model and the search may see. */
	readonly text: string;
	/** Things to tell the reader about how it was understood: "WEARABLE-9 is not known here". */
	readonly remarks: readonly string[];
}

/** What became of a message. */
export type Understanding =
	| { readonly kind: "question"; readonly question: Question }
	/** The reader has to say which. */
	| {
			readonly kind: "ask-back";
			readonly sentence: string;
			readonly choices: readonly string[];
			readonly text: string;
			/** The question that waits for it; null where nothing was asked that an answer could complete. */
			readonly pending: Pending | null;
	  };

/** A question that lacks whom it is about: "heart rate in bed 1?" where two wards have one. */
export interface Pending {
	/** Device ids of which one is meant; null for any. */
	readonly places: readonly string[] | null;
	readonly intent: Intent;
	readonly range: TimeRange | null;
	readonly vitals: readonly VitalKey[];
}

/** What a conversation was about so far: for "and her saturation?". */
export interface Remembered {
	readonly devices: readonly string[];
	readonly wards: readonly string[];
	readonly range: TimeRange | null;
	readonly intent: Intent;
	readonly vitals: readonly VitalKey[];
	/** What the reader was asked back about, and has not answered yet. */
	readonly pending?: Pending;
}

/** "Bed 4 (WEARABLE-003)". A label is whatever somebody typed: it becomes no markup. */
export function nameOf(device: Pick<KnownDevice, "bed" | "deviceId">): string {
	return device.bed === null ? device.deviceId : `${plain(device.bed)} (${device.deviceId})`;
}
