/** Patients as they travel over HTTP, and the certificate of an erasure. Snake case is the wire's. */
import type { Anomaly, ReadingEntry } from "./api.ts";
import type { EpisodeVerdict } from "./episode.ts";
import type { SummonedEntry } from "./escalation.ts";
import type { LimitChangeEntry } from "./limits.ts";
import type { ObservationEntry } from "./observations.ts";
import type { PatientContext } from "./patient-context.ts";

/** A stretch of time in which a device watched a patient, by the device's clock; `ended_at` is null while it lasts. */
export interface AssignmentEntry {
	readonly device_id: string;
	readonly ward_id: string;
	/** ISO 8601. */
	readonly started_at: string;
	readonly ended_at: string | null;
}

/** `GET /api/v1/patients/:surrogate`. */
export interface PatientAnswer {
	readonly patient: string;
	/** Name or bed label; null where nobody gave one, and for those who may not see it. */
	readonly label: string | null;
	readonly assignments: readonly AssignmentEntry[];
}

/** A reading of `GET /api/v1/patients/:surrogate/readings`. */
export type PatientReadingEntry = ReadingEntry & { readonly device_id: string };

/** One file of an export: rows of this patient only. */
export interface PatientFile {
	/** Path on this site; the same sign-in opens it. */
	readonly url: string;
	readonly device_id: string;
	/** The time it covers, ISO 8601: `from` included, `to` not. */
	readonly from: string;
	readonly to: string;
}

/** `POST /api/v1/patients/:surrogate/export`. */
export interface PatientExport extends PatientAnswer {
	readonly exported_at: string;
	/** What people said of the patient; null where nobody has. */
	readonly context: PatientContext | null;
	/** What was observed at the bed, and what became of the patient's own limits, newest first. */
	readonly observations: readonly ObservationEntry[];
	readonly limits: readonly LimitChangeEntry[];
	readonly episodes: readonly (Anomaly & { readonly events: readonly EpisodeHistoryEntry[] })[];
	readonly files: readonly PatientFile[];
}

export interface EpisodeHistoryEntry {
	readonly version: number;
	readonly kind: string;
	/** ISO 8601. */
	readonly at: string;
	readonly risk: string;
	readonly sentence: string;
	/** The person's id, null where a reading caused it. */
	readonly actor: string | null;
	readonly comment: string | null;
	/** Of a summons, a snooze (ISO 8601) and a judgement; null on all others. */
	readonly to: SummonedEntry | null;
	readonly until: string | null;
	readonly verdict: EpisodeVerdict | null;
}

/** What an erasure removed, counted where it was removed. */
export interface ErasureCounts {
	/** Devices that had watched the patient. */
	readonly devices: number;
	/** Rows of the patient's readings that are no longer in the lake. */
	readonly lake_readings: number;
	/** Objects of the lake that were written anew without them, and objects that went. */
	readonly lake_objects_rewritten: number;
	readonly lake_objects_deleted: number;
	/** Copies of readings in the devices' own storage. */
	readonly device_readings: number;
	readonly device_episodes: number;
	/** Intervals of assignment, with their tags, in the devices' own storage. */
	readonly device_assignments: number;
	/** Of the search index; absent in certificates from before there was one. */
	readonly search_documents?: number;
	/** Of the wards' stations: what people were told, or were to be told; absent in certificates from before there was any. */
	readonly notifications?: number;
	/** Rows of the registry. */
	readonly episodes: number;
	readonly episode_events: number;
	readonly assignments: number;
	readonly identifiers: number;
	readonly patients: number;
	/** Reports and their files; absent on certificates from before there were any. */
	readonly reports?: number;
	/** What was observed at the bed, and what became of the patient's own limits; absent on certificates from before they were kept. */
	readonly observations?: number;
	readonly limit_changes?: number;
	/** What was asked of the assistant about the patient, and notes of hand-overs of their ward; absent on certificates from before. */
	readonly conversations?: number;
	readonly handover_notes?: number;
}

/** What an erasure leaves, why, and until when. */
export interface ErasureRemainder {
	readonly what: string;
	readonly why: string;
	/** ISO 8601; null where it stays for good. */
	readonly until: string | null;
}

/** Proof of an erasure. Holds nothing that leads to a person: the surrogate means nothing once its mapping is gone. */
export interface ErasureCertificate {
	readonly version: 1;
	readonly id: string;
	readonly patient: string;
	readonly requested_at: string;
	/** The person's id. */
	readonly requested_by: string;
	readonly completed_at: string;
	readonly removed: ErasureCounts;
	readonly stays: readonly ErasureRemainder[];
}

/** `GET /api/v1/erasures/:id`. */
export interface ErasureAnswer {
	readonly id: string;
	readonly patient: string;
	readonly status: "running" | "done";
	readonly requested_at: string;
	readonly completed_at: string | null;
	readonly certificate: ErasureCertificate | null;
}
