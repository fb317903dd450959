/** What people say at the bed, as a patient's page reads and changes it. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import type { Page } from "../../../vitals/api.ts";
import type { LimitChangeEntry } from "../../../vitals/limits.ts";
import { getJson, requestError } from "../api.ts";

const pathOf = (deviceId: string, what: string) => `/api/v1/devices/${encodeURIComponent(deviceId)}/${what}`;

/** What is known of the patient now on the device. @throws ApiError as `getJson` */
export function fetchRecord(deviceId: string): Promise<ContextAnswer> {
	return getJson(pathOf(deviceId, "context"));
}

/** @throws ApiError as `getJson` */
async function send(method: string, path: string, body?: Readonly<Record<string, unknown>>): Promise<void> {
	const response = await fetch(path, {
		method,
		headers: { accept: "application/json", "content-type": "application/json" },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	}).catch(() => null);
	if (response === null || !response.ok) throw await requestError(response);
}

/** Enters what was observed; `patient` is whom the reader had in view. @throws ApiError */
export function enterObservation(
	deviceId: string,
	patient: string,
	body: Readonly<Record<string, unknown>>,
): Promise<void> {
	return send("PUT", pathOf(deviceId, "observations"), { ...body, patient });
}

/** Marks an observation as entered in error. @throws ApiError */
export function takeBack(deviceId: string, patient: string, id: string, reason: string): Promise<void> {
	return send("POST", pathOf(deviceId, `observations/${encodeURIComponent(id)}/amend`), { reason, patient });
}

/** Sets a limit of the patient's own for a while. @param version - the limits' version that the reader saw @throws ApiError */
export function setLimit(
	deviceId: string,
	vital: VitalKey,
	body: Readonly<Record<string, unknown>> & { readonly patient: string; readonly version: number },
): Promise<void> {
	return send("PUT", pathOf(deviceId, `limits/${vital}`), body);
}

/** Ends a limit before its time. @throws ApiError */
export function endLimit(deviceId: string, patient: string, vital: VitalKey, version: number): Promise<void> {
	return send(
		"DELETE",
		pathOf(deviceId, `limits/${vital}?${new URLSearchParams({ version: String(version), patient })}`),
	);
}

/** What became of the patient's limits, newest first. @throws ApiError as `getJson` */
export async function fetchLimitHistory(patient: string): Promise<readonly LimitChangeEntry[]> {
	return (await getJson<Page<LimitChangeEntry>>(`/api/v1/patients/${encodeURIComponent(patient)}/limits?limit=50`))
		.data;
}
