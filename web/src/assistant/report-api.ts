/** Reports, as the dashboard makes and lists them. */
import type { Page } from "../../../vitals/api.ts";
import { requestError } from "../api.ts";

/** What `POST /api/v1/generate-report` is asked for. */
export interface ReportOrder {
	readonly device_id: string;
	/** ISO 8601. */
	readonly from: string;
	readonly to: string;
	readonly time_zone: string;
	readonly paper: "a4" | "letter";
	readonly show_label: boolean;
	readonly note?: string;
}

/** An entry of `GET /api/v1/reports`, as far as it is shown. */
export interface KeptReport {
	readonly id: string;
	readonly created_at: string;
	readonly created_by: string;
	readonly from: string;
	readonly to: string;
}

export const reportAddress = (id: string) => `/api/v1/reports/${encodeURIComponent(id)}`;
export const reportDataAddress = (id: string) => `${reportAddress(id)}/data.csv`;

/**
 * Makes a report, which the server keeps.
 *
 * @returns its id
 * @throws ApiError as every request here
 */
export async function makeReport(order: ReportOrder): Promise<string> {
	const response = await fetch("/api/v1/generate-report", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(order),
	}).catch(() => null);
	const id = /\/reports\/(R-[0-9A-F]+)$/.exec(response?.headers.get("location") ?? "")?.[1];
	if (response === null || !response.ok || id === undefined) throw await requestError(response);
	// The file is fetched where it is opened.
	await response.body?.cancel();
	return id;
}

/** The newest reports on `patient`. @throws ApiError */
export async function fetchReports(patient: string): Promise<readonly KeptReport[]> {
	const response = await fetch(`/api/v1/reports?patient=${encodeURIComponent(patient)}&limit=5`).catch(() => null);
	if (response === null || !response.ok) throw await requestError(response);
	return ((await response.json()) as Page<KeptReport>).data;
}
