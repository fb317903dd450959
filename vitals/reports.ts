/** Reports as they travel over HTTP: what is asked for, and what is kept. Snake case is the wire's. */
export const REPORT_PAPERS = ["a4", "letter"] as const;
export type ReportPaper = (typeof REPORT_PAPERS)[number];

/** Parts that may be left out. What is always there: the first page's facts, the author's note, and the end. */
export const REPORT_SECTIONS = [
	"summary",
	"statistics",
	"trends",
	"episodes",
	"news2",
	"observations",
	"notes",
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/**
 * `POST /api/v1/generate-report`. Whom and which time it is about is said by fields, or in `message`, which is read like a
 * question; fields go before what is read there.
 */
export interface ReportRequest {
	/** Printed as the author's note, never taken for a fact. */
	readonly message?: string;
	/** The same, not read for whom or when. Not both. */
	readonly note?: string;
	readonly device_id?: string;
	/** Surrogate. */
	readonly patient?: string;
	/** ISO 8601, or milliseconds since the epoch; the last 24 hours when absent. */
	readonly from?: string | number;
	readonly to?: string | number;
	/** IANA zone in which times are printed, and read in `message`; UTC when absent. */
	readonly time_zone?: string;
	readonly paper?: ReportPaper;
	readonly sections?: readonly ReportSection[];
	/** Print what the patient is called at the bed; for roles that may know it. */
	readonly show_label?: boolean;
}

/** An entry of `GET /api/v1/reports`. */
export interface ReportEntry {
	readonly id: string;
	/** Surrogate; null for a report on a device that watched nobody. */
	readonly patient: string | null;
	readonly devices: readonly string[];
	/** ISO 8601, as all times here. */
	readonly from: string;
	readonly to: string;
	readonly created_at: string;
	/** The person's id. */
	readonly created_by: string;
	/** When it is deleted; null where it stays. */
	readonly expires_at: string | null;
	readonly labelled: boolean;
	readonly pages: number;
	readonly bytes: number;
	/** SHA-256, hex: of the data, as printed on the report, and of the file. */
	readonly content_sha256: string;
	readonly file_sha256: string;
}

export const REPORT_ID_PATTERN = /^R-[0-9A-F]{16}$/;

/** Where a report lies in its bucket: the id is random and says nothing. */
export const reportKey = (id: string): string => `reports/${id}.pdf`;
