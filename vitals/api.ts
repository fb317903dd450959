/** Shapes of the HTTP answers that more than one room reads. Snake case is the wire's. */
import type { Contribution, Episode, EpisodeChannel, EpisodeRule, EpisodeStatus, EpisodeVerdict } from "./episode.ts";
import type { SummonedEntry } from "./escalation.ts";
import type { EpisodeHistoryEntry } from "./patients.ts";
import type { TemporaryWard, WardScope } from "./members.ts";
import type { News2, News2Summary } from "./news2.ts";
import type { FieldError } from "./problem.ts";
import type { ReadingFlag, RiskLevel, VitalValues } from "./reading.ts";
import type { VitalKey } from "./catalogue.ts";

/** `POST /api/v1/telemetry` → 202. */
export interface TelemetryAccepted {
	readonly status: "accepted";
	readonly message: string;
	readonly correlation_id: string;
	readonly risk_assessment: RiskLevel;
	/** What stood out, such as `extreme`. */
	readonly flags: readonly ReadingFlag[];
	/** True when this device and timestamp were already stored: nothing was stored again. */
	readonly duplicate: boolean;
}

/** One refused item of a batch. */
export interface BatchItemError {
	/** Position in the request, from 0. */
	readonly index: number;
	readonly status: number;
	readonly errors: readonly FieldError[];
}

/**
 * `POST /api/v1/telemetry/batch` → 202 when at least one reading is stored or was already. When all are
 * refused → 422, a problem whose `items` are what `errors` is here.
 */
export interface BatchAccepted {
	readonly status: "accepted" | "partial";
	readonly message: string;
	readonly correlation_id: string;
	/** Stored by this request. */
	readonly accepted: number;
	/** Already stored by an earlier one. */
	readonly duplicates: number;
	readonly rejected: number;
	readonly errors: readonly BatchItemError[];
	/** Highest risk among the accepted readings, LOW when there were none. */
	readonly risk_assessment: RiskLevel;
}

/** One entry of `GET /api/v1/anomalies`: the first four keys are the seed's. */
export interface Anomaly {
	readonly device_id: string;
	readonly risk_level: RiskLevel;
	readonly anomaly_score: number;
	/** ISO 8601, UTC. */
	readonly detected_at: string;
	readonly episode_id: string;
	readonly version: number;
	readonly ward_id: string;
	readonly bed: string | null;
	readonly patient: string | null;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly status: EpisodeStatus;
	readonly updated_at: string;
	readonly closed_at: string | null;
	readonly leading_vital: VitalKey | null;
	readonly vitals_at_onset: Partial<Record<VitalKey, number>>;
	readonly contributions: readonly Contribution[];
	readonly sentence: string;
	readonly acknowledged_at: string | null;
	/** Id of the person. */
	readonly acknowledged_by: string | null;
	/** The patient's early warning score when the episode opened; null on technical episodes. */
	readonly news2_at_onset: News2 | null;
	/** Since when news of it waits for somebody, ISO 8601; null while none does, and on records from before that was kept. */
	readonly waiting_since: string | null;
	/** Quiet until then. */
	readonly snoozed_until: string | null;
	/** Who was asked to come last; `by` is null where the ward's escalation did it. */
	readonly summons: { readonly to: SummonedEntry; readonly at: string; readonly by: string | null } | null;
	/** What the person at the bed found. */
	readonly verdict: EpisodeVerdict | null;
	readonly verdict_by: string | null;
}

/** `GET /api/v1/episodes/:id`: the episode and everything that happened to it, oldest first. */
export interface EpisodeRecord {
	readonly episode: Anomaly;
	readonly events: readonly EpisodeHistoryEntry[];
}

/** `POST /api/v1/episodes/:id/acknowledge` and the other actions; a `version_conflict` has it, too: the episode as it is now, camel case as in live frames. */
export interface EpisodeAnswer {
	readonly episode: Episode;
}

/** A page of anything. */
export interface Page<T> {
	readonly data: readonly T[];
	/** Pass as `cursor` for the next page; `null` on the last. */
	readonly next_cursor: string | null;
}

/** `GET /api/v1/wards` entries. */
export interface WardSummary {
	readonly id: string;
	readonly name: string;
	/** Where the platform is asked to make the ward's objects; `null` for wherever they are first asked for. */
	readonly location: string | null;
	readonly beds: number;
	readonly devices: number;
	readonly open_episodes: number;
}

/** `GET /api/v1/devices` entries. */
export interface DeviceSummary {
	readonly id: string;
	readonly ward_id: string;
	readonly bed_id: string | null;
	readonly bed: string | null;
	/** The fleet whose gateway may write for it; `null` for none. */
	readonly fleet: string | null;
	readonly patient: string | null;
	readonly simulated: boolean;
	readonly enrolled_at: string;
	/** What engineers call it, to find it by. */
	readonly tags: readonly string[];
	/** What the device last said that it runs; `null` while it has said nothing. */
	readonly firmware: { readonly version: string; readonly reported_at: string } | null;
}

/** What a device's object knows of it at this moment. */
export interface DeviceSeen {
	/** When something was last received from it, by the edge's clock; `null` before the first reading. */
	readonly at: string | null;
	/** Whether a stream of it is open. */
	readonly connected: boolean;
	/** Per cent of charge, as last told. */
	readonly battery_level: number | null;
	/** The device's clock minus the edge's; `null` where it is not known. */
	readonly clock_skew_ms: number | null;
	/** Readings that it holds and the lake does not have yet. */
	readonly pending_readings: number;
	/** News that ward and registry have not taken yet: above 0 for long means that something is down. */
	readonly pending_news: number;
	/** Readings that it sent again, and such as were refused, since that is counted. */
	readonly duplicates: number;
	readonly refused: number;
}

/** `GET /api/v1/devices` entries: `seen` is `null` where it was not asked for, and where the device's object did not answer. */
export interface DeviceEntry extends DeviceSummary {
	readonly seen: DeviceSeen | null;
}

/** `GET /api/v1/devices/:id/assignments` entries: who wore the device when, by its own clock. */
export interface DeviceAssignment {
	/** Surrogate; `null` for engineers, and of somebody who is in none of the reader's wards. */
	readonly patient: string | null;
	readonly started_at: string;
	/** `null` while it lasts. */
	readonly ended_at: string | null;
}

/** `GET /api/v1/wards/:id/beds` entries. */
export interface BedEntry {
	readonly id: string;
	readonly label: string;
	/** Devices that are in it. */
	readonly devices: readonly string[];
}

/** What became of a line of an import; `failed`: storage was not available, the same file may be sent again. */
export type ImportOutcome = "created" | "updated" | "unchanged" | "refused" | "failed";

/** One line of an import's report. */
export interface ImportLine {
	/** As an editor counts: the heading is line 1. */
	readonly line: number;
	/** As written; `null` where none is. */
	readonly device_id: string | null;
	readonly outcome: ImportOutcome;
	/** Columns whose value changes. */
	readonly changes: readonly string[];
	/** Why it was refused, column by column. */
	readonly errors: readonly FieldError[];
}

/** `POST /api/v1/devices/import`. */
export interface ImportReport {
	/** True where nothing was written. */
	readonly dry_run: boolean;
	readonly counts: Readonly<Record<ImportOutcome, number>>;
	/** Columns that devices report themselves, or that never change: they are not read. */
	readonly ignored_columns: readonly string[];
	readonly lines: readonly ImportLine[];
}

/** One entry of `GET /api/v1/devices/:id/readings`. */
export interface ReadingEntry {
	readonly seq: number;
	readonly timestamp: string;
	readonly received_at: string;
	readonly vitals: VitalValues;
	readonly battery_level: number | null;
	readonly score: number | null;
	readonly risk: RiskLevel;
	readonly flags: readonly ReadingFlag[];
	/** From these values and what was known then; null where the reading names another patient, and in a stretch of time. */
	readonly news2: News2Summary | null;
}

/** One vital sign in a stretch of time: how many values, their mean (to 0.01), the lowest and the highest. */
export interface TrendValue {
	readonly n: number;
	readonly mean: number;
	readonly min: number;
	readonly max: number;
}

/** One entry of `GET /api/v1/devices/:id/readings` with `resolution` or `points`. Stretches without readings are left out. */
export interface TrendEntry {
	/** Start of the stretch, ISO 8601, UTC: a whole multiple of the resolution since 1970. */
	readonly timestamp: string;
	/** Readings in it. */
	readonly n: number;
	/** `null` where none of them has that vital sign. */
	readonly vitals: Record<VitalKey, TrendValue | null>;
	/** Highest of theirs, `null` when none was scored. */
	readonly score: number | null;
	readonly risk: RiskLevel;
	/** Flags that any of them has. */
	readonly flags: readonly ReadingFlag[];
}

/** The answer that `TrendEntry` is part of. */
export interface TrendPage extends Page<TrendEntry> {
	/** Length of a stretch, seconds. */
	readonly resolution: number;
}

/** `POST /api/v1/exports`. */
export interface ExportRequest {
	/** Devices or a ward; everything when neither is given. */
	readonly devices?: readonly string[];
	readonly ward_id?: string;
	/** Readings from `from` on and before `to`: ISO 8601 or milliseconds. */
	readonly from: string | number;
	readonly to: string | number;
	readonly format: "parquet" | "csv";
	/** `next_cursor` of the page before. */
	readonly cursor?: string;
}

/** One address of an export. */
export interface ExportFile {
	/** Signed; needs no cookie until `expires_at`. Takes Range requests. */
	readonly url: string;
	/** A name to save it under, unique within the export. */
	readonly name: string;
	readonly device_id: string;
	readonly first_timestamp: string;
	readonly last_timestamp: string;
	/** Of a Parquet file; `null` for CSV, which is made when it is asked for. */
	readonly bytes: number | null;
	readonly md5: string | null;
}

/** The answer of `POST /api/v1/exports`. */
export interface ExportPage extends Page<ExportFile> {
	readonly expires_at: string;
}

/** `GET /api/v1/me`. */
export interface Me {
	readonly id: string;
	readonly name: string;
	readonly role: Role;
	readonly wards: WardScope;
	/** Wards open for a while after the glass was broken. */
	readonly break_glass: readonly TemporaryWard[];
}

/** What a person may do; see docs for the table. */
export const ROLES = ["viewer", "clinician", "engineer", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** `GET /api/v1/overview`: the counts above the central station, all counted, none estimated. */
export interface Overview {
	readonly devices: number;
	readonly open_episodes: { readonly high: number; readonly medium: number; readonly technical: number };
	readonly episodes_today: number;
	readonly lake: { readonly objects: number; readonly readings: number; readonly bytes: number };
}

/** One object of the lake, as the catalogue has it. */
export interface LakeObject {
	readonly key: string;
	readonly device_id: string;
	readonly ward_id: string;
	readonly first_seq: number;
	readonly last_seq: number;
	readonly readings: number;
	readonly bytes: number;
	readonly md5: string;
	readonly first_timestamp: string;
	readonly last_timestamp: string;
}

/** One entry of `GET /api/v1/lake/days`: the objects that begin in that UTC day. Compacted, there is one of each device. */
export interface LakeDay {
	/** `YYYY-MM-DD`. */
	readonly date: string;
	readonly objects: number;
	readonly devices: number;
	readonly readings: number;
	readonly bytes: number;
}

/** `PUT /api/v1/devices/:id/clock`: how a simulated device's time runs against the wall clock. */
export interface SimulationClock {
	/** Simulated time now, ISO 8601 or milliseconds. */
	readonly now: string | number;
	/** Simulated seconds per second, above 0, at most 3600. */
	readonly rate: number;
}

/** How a line of a bill came to be: `counted` by the registry, or `estimated` from what was counted. */
export type CostBasis = "counted" | "estimated";

/** One line of `GET /api/v1/cost`. */
export interface CostLine {
	readonly label: string;
	readonly basis: CostBasis;
	/** Since the month began. */
	readonly units: number;
	/** What the plan includes of them. */
	readonly free: number;
	readonly usd: number;
	/** The whole month's, if it goes on as it has gone so far. */
	readonly month_units: number;
	readonly month_usd: number;
}

/** `GET /api/v1/cost`: what the present month (UTC) has cost so far, by list prices, with the plan's base charge. */
export interface CostAnswer {
	readonly since: string;
	readonly until: string;
	/** Month of the price list. */
	readonly prices_of: string;
	readonly base_usd: number;
	readonly usd: number;
	readonly month_usd: number;
	/** What was counted, whatever it is billed as. */
	readonly counted: {
		readonly devices: number;
		/** Measured in this month and in the lake by now. */
		readonly readings: number;
		/** Objects of the lake written in this month, as far as the catalogue still knows them. */
		readonly lake_writes: number;
		readonly lake_bytes: number;
		readonly episodes: number;
	};
	readonly lines: readonly CostLine[];
}
