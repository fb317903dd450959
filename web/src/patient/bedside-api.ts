/** What people say at the bed, as a patient's page reads and changes it. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import { api, given } from "../contract/client.ts";
import type { components } from "../contract/schema.d.ts";

type Bodies = components["schemas"];

/** What is known of the patient now on the device. @throws ApiError as `given` */
export const fetchRecord = (id: string) => given(api.GET("/api/v1/devices/{id}/context", { params: { path: { id } } }));

/** Enters what was observed; `patient` is whom the reader had in view. @throws ApiError */
export async function enterObservation(id: string, patient: string, body: Bodies["ObservationBody"]): Promise<void> {
	const params = { path: { id } };
	await given(api.PUT("/api/v1/devices/{id}/observations", { params, body: { ...body, patient } }));
}

/** Marks an observation as entered in error. @throws ApiError */
export async function takeBack(id: string, patient: string, observation: string, reason: string): Promise<void> {
	const params = { path: { id, observation } };
	const body = { reason, patient };
	await given(api.POST("/api/v1/devices/{id}/observations/{observation}/amend", { params, body }));
}

/** Sets a limit of the patient's own for a while: for whom, and at which version, the reader had in view. @throws ApiError */
export async function setLimit(id: string, vital: VitalKey, body: Bodies["LimitBody"]): Promise<void> {
	await given(api.PUT("/api/v1/devices/{id}/limits/{vital}", { params: { path: { id, vital } }, body }));
}

/** Ends a limit before its time. @throws ApiError */
export async function endLimit(id: string, patient: string, vital: VitalKey, version: number): Promise<void> {
	const params = { path: { id, vital }, query: { version, patient } };
	await given(api.DELETE("/api/v1/devices/{id}/limits/{vital}", { params }));
}

/** What became of the patient's limits, newest first. @throws ApiError as `given` */
export async function fetchLimitHistory(surrogate: string) {
	const params = { path: { surrogate }, query: { limit: 50 } };
	return (await given(api.GET("/api/v1/patients/{surrogate}/limits", { params }))).data;
}
