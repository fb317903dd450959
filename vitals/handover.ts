/** What the next shift is told of a ward, as it travels, and the order in which patients are told of. */
import type { SummonedEntry } from "./escalation.ts";
import type { EpisodeChannel, EpisodeEventKind, EpisodeRule, EpisodeVerdict } from "./episode.ts";
import type { News2Band, News2Trend } from "./news2.ts";
import type { RiskLevel } from "./reading.ts";
import type { VitalKey } from "./catalogue.ts";
import type { Role } from "./api.ts";

/** How far back a hand-over may look, milliseconds: a week. */
export const MAX_HANDOVER_MS = 7 * 24 * 3600_000;
/** Where nobody has handed the ward over yet: the last twelve hours, a long shift. */
export const DEFAULT_HANDOVER_MS = 12 * 3600_000;
/** Characters of a note, at most. */
export const MAX_HANDOVER_NOTE = 2000;

/**
 * Why a patient is told of where they are, the gravest first. Somebody who needs a person now comes before whoever scores high, and
 * whoever cannot be seen before whoever was only in trouble earlier. Our choice; the words are for people.
 */
const CONCERNS = [
	"high_unacknowledged",
	"high_open",
	"news2_high",
	"medium_open",
	"news2_medium",
	"not_watched",
	"technical_open",
	"news2_rising",
	"high_since",
	"episode_since",
	"arrived",
] as const;
export type Concern = (typeof CONCERNS)[number];

/** Which way a vital sign has gone from what is usual for the patient. */
export interface VitalNow {
	readonly vital: VitalKey;
	readonly value: number;
	/** The patient's own median; null while it is not known. */
	readonly usual: number | null;
	/** Null without a usual value; `usual` up to the deadband that alarms go by. */
	readonly direction: "above" | "below" | "usual" | null;
}

/** One thing that happened to an episode since. */
export interface HandoverEvent {
	readonly episode_id: string;
	readonly device_id: string;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly leading_vital: VitalKey | null;
	readonly kind: EpisodeEventKind;
	readonly at: string;
	readonly risk: RiskLevel;
	readonly sentence: string;
	/** Who did it; null where nobody did, or they are no member any more. */
	readonly by: string | null;
	readonly comment: string | null;
	readonly to: SummonedEntry | null;
	readonly until: string | null;
	readonly verdict: EpisodeVerdict | null;
}

/** An episode that is open now. */
export interface HandoverOpen {
	readonly episode_id: string;
	readonly device_id: string;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly risk: RiskLevel;
	readonly leading_vital: VitalKey | null;
	readonly sentence: string;
	readonly opened_at: string;
	readonly acknowledged_at: string | null;
	readonly acknowledged_by: string | null;
	readonly snoozed_until: string | null;
}

/** NEWS2 at a moment. */
export interface ScorePoint {
	readonly at: string;
	/** Null where an input was missing: at least `partial`. */
	readonly score: number | null;
	readonly partial: number;
}

export interface HandoverNews2 extends Omit<ScorePoint, "at"> {
	readonly band: News2Band | null;
	/** Over the last hour. */
	readonly trend: News2Trend | null;
}

export interface HandoverPatient {
	/** Surrogate; null for a device that nobody is assigned to. */
	readonly patient: string | null;
	/** What they are called at the bed; null where nobody said, and for viewers. */
	readonly label: string | null;
	readonly devices: readonly {
		readonly device_id: string;
		readonly bed: string | null;
		readonly last_seen: string | null;
	}[];
	/** Gravest first; empty where nothing is of concern and nothing happened. The first is why they are told of here. */
	readonly concerns: readonly Concern[];
	readonly news2: HandoverNews2 | null;
	/** At the onset of each episode since, and now; oldest first. */
	readonly news2_course: readonly ScorePoint[];
	readonly vitals: readonly VitalNow[];
	readonly open: readonly HandoverOpen[];
	/** Oldest first. */
	readonly events: readonly HandoverEvent[];
	/** When they came to a device of the ward since; null where they were there before. */
	readonly arrived_at: string | null;
	/** A device of theirs gave no answer: what is told of it is what the registry knows. */
	readonly incomplete: boolean;
}

/** Somebody who is on no device of the ward any more. */
export interface HandoverDeparted {
	readonly patient: string;
	readonly label: string | null;
	readonly device_id: string;
	readonly left_at: string;
}

/** A hand-over that was given. */
export interface HandoverRecord {
	readonly id: string;
	readonly ward_id: string;
	readonly given_at: string;
	/** The begin of what it was about. */
	readonly since: string;
	readonly by: { readonly id: string; readonly name: string | null };
	readonly to: { readonly id: string; readonly name: string | null };
	/** Null without one, where a patient whom it was about was erased, and where its key is gone. */
	readonly note: string | null;
}

/** `GET /api/v1/wards/:id/handover`. */
export interface HandoverAnswer {
	readonly ward_id: string;
	readonly ward: string;
	readonly since: string;
	/** Who said since when: the reader, the last hand-over, or nobody. */
	readonly since_from: "query" | "last_handover" | "default";
	readonly now: string;
	/** In order of concern. */
	readonly patients: readonly HandoverPatient[];
	readonly departed: readonly HandoverDeparted[];
	/** Events beyond the first thousand that are not told. */
	readonly more_events: boolean;
	readonly last: HandoverRecord | null;
	/** Who may take the ward over; empty for those who do not hand it over. */
	readonly colleagues: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
}

/** What the order goes by. */
export interface ConcernFacts {
	readonly open: readonly Pick<HandoverOpen, "channel" | "rule" | "risk" | "acknowledged_at">[];
	readonly events: readonly Pick<HandoverEvent, "channel" | "kind" | "risk">[];
	readonly news2: HandoverNews2 | null;
	readonly arrived: boolean;
}

/** Everything that is of concern, gravest first. */
export function concernsOf({ open, events, news2, arrived }: ConcernFacts): Concern[] {
	const physiological = open.filter(({ channel }) => channel === "physiological");
	const technical = open.filter(({ channel }) => channel === "technical");
	const high = physiological.filter(({ risk }) => risk === "HIGH");
	const told = events.filter(({ channel, kind }) => channel === "physiological" && TOLD.has(kind));
	const holds: Record<Concern, boolean> = {
		high_unacknowledged: high.some((episode) => episode.acknowledged_at === null),
		high_open: high.length > 0,
		news2_high: news2?.band === "high",
		medium_open: physiological.length > high.length,
		news2_medium: news2?.band === "medium" || news2?.band === "low-medium",
		not_watched: technical.some(({ rule }) => UNSEEN.has(rule)),
		technical_open: technical.some(({ rule }) => !UNSEEN.has(rule)),
		news2_rising: news2?.trend?.direction === "rising",
		high_since: told.some(({ risk }) => risk === "HIGH"),
		episode_since: events.length > 0,
		arrived,
	};
	return CONCERNS.filter((concern) => holds[concern]);
}

const TOLD: ReadonlySet<EpisodeEventKind> = new Set(["opened", "escalated", "reopened"]);
/** While these are open nobody knows how the patient is. */
const UNSEEN: ReadonlySet<EpisodeRule> = new Set([
	"silence",
	"sensors-absent",
	"ecg-signal",
	"flat-line",
	"patient-mismatch",
]);

type Ranked = Pick<HandoverPatient, "concerns" | "news2" | "events" | "devices" | "patient">;

/** Order of concern: the gravest reason, then the score, then how much happened, then the bed. Never by chance. */
export function compareConcern(a: Ranked, b: Ranked): number {
	const rank = ({ concerns }: Ranked) => (concerns[0] === undefined ? CONCERNS.length : CONCERNS.indexOf(concerns[0]));
	const score = ({ news2 }: Ranked) => news2?.score ?? news2?.partial ?? -1;
	const place = ({ devices }: Ranked) => devices[0]?.bed ?? devices[0]?.device_id ?? "";
	return (
		rank(a) - rank(b) ||
		score(b) - score(a) ||
		b.events.length - a.events.length ||
		place(a).localeCompare(place(b), "en", { numeric: true }) ||
		((a.patient ?? "") < (b.patient ?? "") ? -1 : 1)
	);
}
