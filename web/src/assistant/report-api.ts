/** Reports, as the dashboard makes and lists them. */
import { api, failure, given } from "../contract/client.ts";
import type { components } from "../contract/schema.d.ts";

export const reportAddress = (id: string) => `/api/v1/reports/${encodeURIComponent(id)}`;
export const reportDataAddress = (id: string) => `${reportAddress(id)}/data.csv`;

/**
 * Makes a report, which the server keeps.
 *
 * @returns its id
 * @throws ApiError as every request here
 */
export async function makeReport(body: components["schemas"]["ReportRequest"]): Promise<string> {
	const answer = await api.POST("/api/v1/generate-report", { body, parseAs: "stream" });
	const id = /\/reports\/(R-[0-9A-F]+)$/.exec(answer.response.headers.get("location") ?? "")?.[1];
	if (!answer.response.ok || id === undefined) throw failure(answer);
	// The file is fetched where it is opened.
	await answer.data?.cancel();
	return id;
}

/** The newest reports on `patient`. @throws ApiError */
export async function fetchReports(patient: string) {
	return (await given(api.GET("/api/v1/reports", { params: { query: { patient, limit: 5 } } }))).data;
}
