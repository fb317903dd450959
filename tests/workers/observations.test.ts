/** What people observe at the bed: whose, by whom and when, corrected without losing what was said before, and what it does to NEWS2. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { ObservationEntry } from "../../vitals/observations.ts";
import type { PatientExport } from "../../vitals/patients.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { noVitals } from "../../vitals/reading.ts";
import { ingest, item } from "./monitor-support.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

const HOUR = 3600_000;
const at = (id: string, what: string) => `/api/v1/devices/${id}/${what}`;
const put = (id: string, body: unknown) => call("PUT", at(id, "observations"), { role: "clinician", body });
const amend = (id: string, wrong: string, body: unknown) =>
	call("POST", at(id, `observations/${wrong}/amend`), { role: "clinician", body });
const recordOf = async (id: string) =>
	(await (await call("GET", at(id, "context"), { role: "viewer" })).json()) as ContextAnswer;
const answerOf = async (response: Response) => {
	expect(response.status).toBe(200);
	return (await response.json()) as ContextAnswer;
};
const fieldsOf = async (response: Response) =>
	((await response.json()) as ProblemDetails).errors?.map((error) => error.field) ?? [];
const pageOf = async (patient: string, query = "") =>
	(await (
		await call("GET", `/api/v1/patients/${patient}/observations${query}`, { role: "viewer" })
	).json()) as Page<ObservationEntry>;
/** What the registry has of the patient, once `is` holds. */
const listed = (patient: string, is: (data: readonly ObservationEntry[]) => boolean) =>
	eventually(async () => {
		const { data } = await pageOf(patient);
		return is(data) && data;
	});
/** What a patch measures that has neither thermometer nor cuff. */
const patch = (timestamp: number) => ({
	...item(timestamp, 72),
	reading: { timestamp, vitals: { ...noVitals(), heart_rate: 72, spo2: 97, respiratory_rate: 15 }, battery: 80 },
});

describe("an observation", () => {
	it("completes NEWS2 with what the device does not measure, and says what was observed, when, and what is missing", async () => {
		const { id } = await enrol({ patient_id: "OBS-1" });
		const now = Date.now();
		await ingest(monitorOf(id), [patch(now)]);
		const before = (await recordOf(id)).news2;
		expect(before).toMatchObject({ score: null, known: 3 });
		const time = now - HOUR;
		await put(id, { consciousness: "A", oxygen: false, time });
		const response = await put(id, {
			temperature: 39.2,
			systolic_pressure: 98,
			diastolic_pressure: 60,
			time: now - 2 * HOUR,
		});
		const { news2 } = await answerOf(response);
		expect(news2).toMatchObject({ score: 4, known: 7, band: "low" });
		expect(news2?.parameters).toMatchObject({
			temperature: { value: 39.2, points: 2, observedAt: now - 2 * HOUR },
			systolic_pressure: { value: 98, points: 2, observedAt: now - 2 * HOUR },
			consciousness: { value: "A", observedAt: time },
		});
		expect(news2?.parameters.pulse).toEqual({ value: 72, points: 0 });
		// What the device measures itself counts before what was measured by hand.
		const measured = { ...patch(now + 1000).reading.vitals, temperature: 36.8 };
		await ingest(monitorOf(id), [
			{ ...patch(now + 1000), reading: { timestamp: now + 1000, vitals: measured, battery: 80 } },
		]);
		await evictDurableObject(monitorOf(id));
		const after = (await recordOf(id)).news2;
		expect(after).toMatchObject({ score: 2, parameters: { temperature: { value: 36.8, points: 0 } } });
		expect(after?.parameters.temperature).not.toHaveProperty("observedAt");
	});

	it("made after the newest reading counts at once, and need not wait for the next", async () => {
		const { id } = await enrol({ patient_id: "OBS-AFTER" });
		const now = Date.now();
		await ingest(monitorOf(id), [patch(now)]);
		const { news2 } = await answerOf(await put(id, { temperature: 38.6, time: now + 30_000 }));
		expect(news2).toMatchObject({ known: 4, parameters: { temperature: { value: 38.6, points: 1 } } });
	});

	it("is kept when it is older than what counts, and counts no more after twelve hours", async () => {
		const { id } = await enrol({ patient_id: "OBS-OLD" });
		const { news2, recent_observations } = await answerOf(
			await put(id, { temperature: 39.2, consciousness: "V", time: Date.now() - 13 * HOUR }),
		);
		expect(news2?.parameters).toMatchObject({ temperature: null, consciousness: null });
		expect(recent_observations).toMatchObject([{ temperature: 39.2, consciousness: "V" }]);
	});

	it("never reaches the forest or the safety net: a pressure of 60 by hand opens nothing", async () => {
		const { id } = await enrol({ patient_id: "OBS-NET" });
		await put(id, { systolic_pressure: 60, diastolic_pressure: 40 });
		await ingest(monitorOf(id), [patch(Date.now())]);
		expect((await monitorOf(id).watch(0)).episodes).toEqual([]);
		expect((await recordOf(id)).news2?.parameters.systolic_pressure).toMatchObject({ value: 60, points: 3 });
	});

	it("of oxygen may say how much", async () => {
		const { id } = await enrol({ patient_id: "OBS-O2" });
		const { recent_observations } = await answerOf(await put(id, { oxygen_flow: 2 }));
		expect(recent_observations[0]).toMatchObject({ oxygen: true, oxygen_flow: 2, by: "clinician" });
		expect((await answerOf(await put(id, { fio2: 21 }))).recent_observations[0]).toMatchObject({ oxygen: false });
	});

	it("sent twice is entered once; another one under the same id is refused", async () => {
		const { id, ward } = await enrol({ patient_id: "OBS-TWICE" });
		const body = { id: crypto.randomUUID(), temperature: 37.5 };
		await put(id, body);
		await evictDurableObject(monitorOf(id));
		const { recent_observations, patient } = await answerOf(await put(id, body));
		expect(recent_observations).toHaveLength(1);
		expect((await put(id, { ...body, temperature: 38.5 })).status).toBe(409);
		expect(await listed(patient, (data) => data.length === 1)).toMatchObject([{ id: body.id, temperature: 37.5 }]);
		// A repeat that comes when another is on the device is not entered for them.
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, patient_id: "OBS-NEXT" } });
		expect((await put(id, body)).status).toBe(409);
		expect((await put(id, { temperature: 37, patient })).status).toBe(409);
		expect((await recordOf(id)).recent_observations).toEqual([]);
	});

	it("is corrected: the wrong one stays to be seen and counts no more, the right one takes its place", async () => {
		const { id } = await enrol({ patient_id: "OBS-AMEND" });
		const first = crypto.randomUUID();
		await put(id, { id: first, temperature: 39.6, consciousness: "A", time: Date.now() - HOUR });
		const body = { id: crypto.randomUUID(), reason: "misread", temperature: 36.6, consciousness: "A" };
		const { recent_observations, news2, patient } = await answerOf(await amend(id, first, body));
		expect(recent_observations).toMatchObject([
			{ id: body.id, amends: first, temperature: 36.6, error: null },
			{ id: first, temperature: 39.6, error: { by: "clinician", reason: "misread" } },
		]);
		expect(recent_observations[0]?.time).toBe(recent_observations[1]?.time);
		expect(news2?.parameters.temperature).toMatchObject({ value: 36.6, points: 0 });
		// Sent again it is the same correction; another one finds that somebody was faster.
		await answerOf(await amend(id, first, body));
		expect((await amend(id, first, { reason: "no", temperature: 35 })).status).toBe(409);
		expect((await amend(id, crypto.randomUUID(), { reason: "no" })).status).toBe(404);
		const data = await listed(patient, (rows) => rows.length === 2 && rows.some(({ error }) => error !== null));
		expect(data.find((entry) => entry.id === first)).toMatchObject({ temperature: 39.6, error: { reason: "misread" } });
	});

	it("of the wrong patient is taken back", async () => {
		const { id } = await enrol({ patient_id: "OBS-BACK" });
		const first = crypto.randomUUID();
		await put(id, { id: first, consciousness: "P" });
		const { news2, observations } = await answerOf(await amend(id, first, { reason: "other bed" }));
		expect(observations.consciousness).toBeNull();
		expect(news2?.parameters.consciousness).toBeNull();
	});

	it.each([
		["temperature", { temperature: 55 }],
		["temperature", { temperature: "hot" }],
		["systolic_pressure", { systolic_pressure: 400 }],
		["systolic_pressure", { diastolic_pressure: 70 }],
		["diastolic_pressure", { systolic_pressure: 90, diastolic_pressure: 95 }],
		["oxygen", { oxygen: false, oxygen_flow: 2 }],
		["fio2", { fio2: 12 }],
		["id", { temperature: 37, id: "1" }],
		["patient", { temperature: 37, patient: "somebody" }],
		["time", { temperature: 37, time: Date.now() + 120_000 }],
		["time", { temperature: 37, time: Date.now() - 24.1 * HOUR }],
	])("is refused by the name of the field: %s", async (field, body) => {
		const { id } = await enrol({ patient_id: "OBS-BAD" });
		const response = await put(id, body);
		expect(response.status).toBe(422);
		expect(await fieldsOf(response)).toContain(field);
	});

	it("is corrected with a reason, or not", async () => {
		const { id } = await enrol({ patient_id: "OBS-WHY" });
		const first = crypto.randomUUID();
		await put(id, { id: first, temperature: 37 });
		const response = await amend(id, first, { temperature: 38 });
		expect(response.status).toBe(422);
		expect(await fieldsOf(response)).toContain("reason");
	});
});

describe("a patient's observations", () => {
	it("are listed newest first, page by page, and go along to another device, where they count", async () => {
		const { id } = await enrol({ patient_id: "OBS-LIST" });
		const now = Date.now();
		for (const hours of [3, 1, 2]) await put(id, { temperature: 36 + hours / 10, time: now - hours * HOUR });
		await put(id, { consciousness: "V", time: now - 4 * HOUR });
		const { patient } = await recordOf(id);
		await listed(patient, (data) => data.length === 4);
		const first = await pageOf(patient, "?limit=3");
		expect(first.data.map(({ temperature }) => temperature)).toEqual([36.1, 36.2, 36.3]);
		const second = await pageOf(patient, `?limit=3&cursor=${first.next_cursor}`);
		expect(second).toMatchObject({ data: [{ consciousness: "V" }], next_cursor: null });
		const other = await enrol({ patient_id: "OBS-LIST" });
		expect(await recordOf(other.id)).toMatchObject({
			patient,
			observations: { consciousness: { value: "V" } },
			recent_observations: [{ temperature: 36.1 }, {}, {}, {}],
		});
	});

	it("are in the export, and gone with the patient who is erased", async () => {
		const { id } = await enrol({ patient_id: "OBS-ERASE" });
		await put(id, { temperature: 38.1 });
		const { patient } = await recordOf(id);
		await listed(patient, (data) => data.length === 1);
		const path = `/api/v1/patients/${patient}`;
		const exported = await call("POST", `${path}/export`, { role: "admin", body: { format: "csv" } });
		expect(((await exported.json()) as PatientExport).observations).toMatchObject([{ temperature: 38.1 }]);
		const begun = await call("POST", `${path}/erasure`, { role: "admin", body: { confirm: patient } });
		const { id: erasure } = (await begun.json()) as { id: string };
		await eventually(() => env.PATIENT_ERASURE.getByName(erasure).advance());
		const rows = env.DB.prepare("SELECT count(*) AS n FROM observations WHERE surrogate = ?").bind(patient);
		expect(await rows.first("n")).toBe(0);
		const answer = await call("GET", `/api/v1/erasures/${erasure}`, { role: "admin" });
		expect(await answer.json()).toMatchObject({ certificate: { removed: { observations: 1 } } });
	});
});
