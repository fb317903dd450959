/** What the tests of reports share: watched patients, and the text of a PDF. */
import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { call, enrol, eventually, monitorOf, stretch } from "./support.ts";

export const CALM = { respiratory_rate: 15, temperature: 36.8, systolic_pressure: 122, spo2: 97 };

export const generate = (body: unknown, as: Parameters<typeof call>[2] = { role: "clinician" }) =>
	call("POST", "/api/v1/generate-report", { ...as, body });

/** The text of every page, as a reader would copy it. */
export async function pagesOf(response: Response): Promise<string[]> {
	expect(response.status, response.status === 200 ? "" : await response.clone().text()).toBe(200);
	const document = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
	return (await extractText(document, { mergePages: false })).text;
}

export const textOf = async (response: Response) => (await pagesOf(response)).join("\n").replaceAll(/\s+/g, " ");

export async function send(key: string, readings: readonly unknown[]): Promise<void> {
	const response = await call("POST", "/api/v1/telemetry/batch", { key, body: readings });
	expect(response.status, await response.clone().text()).toBe(202);
}

/** A simulated device whose patient was measured for fifty seconds, the last of them to come: its present is its newest reading. */
export async function watched(more: { ward?: string; bed?: string; heart_rate?: number; spo2?: number } = {}) {
	const { heart_rate = 72, spo2 = CALM.spo2, ...place } = more;
	const hospitalId = `REPORT-${crypto.randomUUID()}`;
	const device = await enrol({ ...place, patient_id: hospitalId, simulated: true });
	await send(device.key, stretch(device.id, 50, { ...CALM, heart_rate, spo2, patient_id: hospitalId }, Date.now() + 5));
	return { ...device, hospitalId, patient: await patientOn(device.id) };
}

/** The surrogate of the patient now on the device, once the registry has heard. */
export async function patientOn(id: string): Promise<string> {
	await monitorOf(id).flush();
	return eventually(async () => {
		const response = await call("GET", `/api/v1/devices/${id}`, { role: "admin" });
		return ((await response.json()) as { patient: string | null }).patient;
	});
}
