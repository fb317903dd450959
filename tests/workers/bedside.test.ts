/** What people say of a patient, and what it changes: limits, NEWS2, the baseline. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { findPatientContext } from "../../registry/patients.ts";
import type { Page, ReadingEntry } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { noVitals } from "../../vitals/reading.ts";
import { ingest, item, series } from "./monitor-support.ts";
import { call, enrol, eventually, HOURLY, monitorOf } from "./support.ts";

const CHILD = { age_band: "6-8-years", pregnant: false, spo2_scale: 1 };
const ADULT = { age_band: "adult", pregnant: false, spo2_scale: 1 };
const at = (id: string, what: string) => `/api/v1/devices/${id}/${what}`;
const put = (id: string, what: string, body: unknown) =>
	call("PUT", at(id, what), { role: "clinician", headers: { "content-type": "application/json" }, body });
const recordOf = async (id: string) =>
	(await (await call("GET", at(id, "context"), { role: "viewer" })).json()) as ContextAnswer;
const problemOf = async (response: Response) => (await response.json()) as ProblemDetails;
const assign = (id: string, ward: string, patient: string | null) =>
	call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, patient_id: patient } });

/** A device that runs an hour ahead, so that all its readings from `start` on lie after the patient's assignment. */
async function enrolAhead(patient_id: string) {
	const device = await enrol({ patient_id, simulated: true, cadence_s: HOURLY });
	const start = Date.now() + 3600_000;
	const body = { now: start + 2 * 3600_000, rate: 1 };
	await call("PUT", at(device.id, "clock"), { key: device.key, body });
	return { ...device, start };
}

/** A reading of everything that NEWS2 asks of sensors, all of it calm. */
const full = (timestamp: number) => ({
	...item(timestamp, 72),
	reading: {
		timestamp,
		vitals: {
			...noVitals(),
			heart_rate: 72,
			spo2: 97,
			respiratory_rate: 15,
			temperature: 36.8,
			systolic_pressure: 120,
		},
		battery: 80,
	},
});

describe("the context of a patient", () => {
	it("is an adult's until somebody says otherwise, and then what they said, through an eviction", async () => {
		const { id } = await enrol({ patient_id: "CTX-1" });
		expect(await recordOf(id)).toMatchObject({ ...ADULT, limits_validated: true, changed_by: null });
		const response = await put(id, "context", CHILD);
		expect(response.status).toBe(200);
		await evictDurableObject(monitorOf(id));
		const record = await recordOf(id);
		expect(record).toMatchObject({ ...CHILD, limits_validated: true, changed_by: "clinician" });
		expect(record.template).toMatchObject({ key: "6-8-years", why: "patient", by: "clinician" });
		const known = await eventually(() => findPatientContext(connectRegistry(env.DB), record.patient));
		expect(known).toMatchObject({ context: { ageBand: "6-8-years" }, contextBy: "clinician" });
	});

	it("counts at once, and after an eviction: what alarms in an adult is usual in a small child", async () => {
		const { id } = await enrol({ patient_id: "CTX-2" });
		await put(id, "context", { ...CHILD, age_band: "0-3-months" });
		const stub = monitorOf(id);
		const start = Date.now();
		await ingest(
			stub,
			series(20, () => 145, start),
		);
		await evictDurableObject(stub);
		await ingest(
			stub,
			series(20, () => 145, start + 20_000),
		);
		expect((await stub.watch(0)).episodes).toEqual([]);
		await put(id, "context", ADULT);
		await ingest(
			stub,
			series(15, () => 145, start + 40_000),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ risk: "HIGH", leadingVital: "heart_rate" }]);
	});

	it("watches a patient's own limits alike whether or not the object was evicted after they were set", async () => {
		const results = [];
		for (const evicted of [false, true]) {
			const { id, start } = await enrolAhead(`CTX-SAME-${evicted}`);
			const stub = monitorOf(id);
			await ingest(stub, series(100, undefined, start));
			const limit = { version: 0, high: 75, reason: "after the valve", until: Date.now() + 86_400_000 };
			expect((await put(id, "limits/heart_rate", limit)).status).toBe(200);
			if (evicted) await evictDurableObject(stub);
			const { results: taken } = await ingest(
				stub,
				series(50, (i) => 70 + (i % 9), start + 100_000),
			);
			results.push(taken.map((result) => result.kind === "stored" && result.risk === "HIGH"));
		}
		expect(results[0]).toEqual(Array.from({ length: 50 }, (_, i) => i % 9 >= 5));
		expect(results[1]).toEqual(results[0]);
	});

	it("belongs to the patient: the next one starts with the default, who comes back finds theirs, also on another device", async () => {
		const { id, ward } = await enrol({ patient_id: "CTX-A" });
		await put(id, "context", CHILD);
		await assign(id, ward, "CTX-B");
		expect(await recordOf(id)).toMatchObject(ADULT);
		await assign(id, ward, "CTX-A");
		expect(await recordOf(id)).toMatchObject(CHILD);
		const { patient } = await recordOf(id);
		await eventually(() => findPatientContext(connectRegistry(env.DB), patient));
		const other = await enrol({ patient_id: "CTX-A" });
		expect(await recordOf(other.id)).toMatchObject({ ...CHILD, patient });
	});

	it.each([
		["age_band", { ...ADULT, age_band: "old" }],
		["age_band", { pregnant: false, spo2_scale: 1, limits: {} }],
		["pregnant", { ...ADULT, pregnant: "no" }],
		["pregnant", { ...ADULT, age_band: "2-3-years", pregnant: true }],
		["spo2_scale", { ...ADULT, spo2_scale: 3 }],
		// Limits have a reason and an end, and are set one by one.
		["limits", { ...ADULT, limits: { heart_rate: { low: 45 } } }],
		["limits", { ...ADULT, limits: [] }],
		["condition", { ...ADULT, condition: "tall" }],
		["condition", { ...CHILD, condition: "copd" }],
		["condition", { ...ADULT, pregnant: true, condition: "athlete" }],
		["ageband", { ...ADULT, ageband: "adult" }],
	])("is refused by the name of the field: %s", async (field, body) => {
		const { id } = await enrol({ patient_id: "CTX-BAD" });
		const response = await put(id, "context", body);
		expect(response.status).toBe(422);
		expect((await problemOf(response)).errors?.map((error) => error.field)).toContain(field);
		expect((await recordOf(id)).changed_at).toBeNull();
	});

	it("is of somebody: a device without a patient has none, and a device that does not exist has nothing", async () => {
		const { id } = await enrol();
		for (const response of [
			await call("GET", at(id, "context"), { role: "viewer" }),
			await put(id, "context", ADULT),
			await put(id, "observations", { oxygen: true }),
			await call("POST", at(id, "baseline"), { role: "clinician" }),
		]) {
			expect(response.status).toBe(409);
			expect((await problemOf(response)).type).toBe("urn:biostream:problem:no_patient");
		}
		expect((await put("NO-SUCH-DEVICE", "context", ADULT)).status).toBe(404);
	});

	it("is kept or not as a whole: nothing is half said when the disk fails", async () => {
		const { id } = await enrol({ patient_id: "CTX-FAIL" });
		const sql = (text: string) =>
			runInDurableObject(monitorOf(id), (_, state) => state.storage.sql.exec(text).toArray());
		await sql("ALTER TABLE outbox RENAME TO outbox_away");
		const response = await put(id, "context", CHILD);
		await sql("ALTER TABLE outbox_away RENAME TO outbox");
		expect(response.status).toBe(503);
		expect(await recordOf(id)).toMatchObject(ADULT);
	});
});

describe("NEWS2", () => {
	const newest = async (id: string) => {
		const response = await call("GET", `${at(id, "readings")}?limit=1`, { role: "viewer" });
		return ((await response.json()) as Page<ReadingEntry>).data[0]?.news2;
	};

	it("is incomplete without what only a person sees, and complete with it, live and in the readings", async () => {
		const { id } = await enrol({ patient_id: "NEWS-1" });
		const stub = monitorOf(id);
		await ingest(stub, [full(Date.now())]);
		expect(await newest(id)).toMatchObject({ score: null, partial: 0, known: 5, of: 7, band: null, applicable: true });
		await put(id, "observations", { consciousness: "A", time: Date.now() - 60_000 });
		expect(await newest(id)).toMatchObject({ score: null, known: 6 });
		const response = await put(id, "observations", { oxygen: true, time: new Date(Date.now() - 30_000).toISOString() });
		expect((await response.json()) as ContextAnswer).toMatchObject({
			observations: { consciousness: { value: "A" }, oxygen: { value: true } },
		});
		expect(await newest(id)).toMatchObject({ score: 2, known: 7, band: "low" });
		await evictDurableObject(stub);
		expect((await stub.watch(0)).reading).toMatchObject({ news2: { score: 2, known: 7, band: "low", trend: null } });
	});

	it("counts an observation from its time on, for twelve hours", async () => {
		const { id } = await enrol({ patient_id: "NEWS-2" });
		const now = Date.now();
		await put(id, "observations", { consciousness: "A", oxygen: false, time: now - 11.5 * 3600_000 });
		await put(id, "observations", { consciousness: "V", time: now + 20_000 });
		const stub = monitorOf(id);
		await ingest(stub, [full(now), full(now + 30_000)]);
		const response = await call("GET", at(id, "readings"), { role: "viewer" });
		const { data } = (await response.json()) as Page<ReadingEntry>;
		expect(data.map(({ news2 }) => news2?.score)).toEqual([3, 0]);
	});

	it("says which way it has gone within the hour, from complete scores", async () => {
		const { id, start } = await enrolAhead("NEWS-3");
		await put(id, "observations", { consciousness: "A", oxygen: false, time: start });
		const minute = (i: number, respiratoryRate: number) => {
			const reading = full(start + i * 60_000);
			reading.reading.vitals.respiratory_rate = respiratoryRate;
			return reading;
		};
		const stub = monitorOf(id);
		await ingest(stub, [minute(0, 15), minute(1, 15)]);
		expect((await stub.watch(0)).reading?.news2?.trend).toMatchObject({ direction: "steady", change: 0 });
		await evictDurableObject(stub);
		await ingest(stub, [minute(20, 22), minute(30, 26)]);
		expect((await stub.watch(0)).reading?.news2).toMatchObject({
			score: 3,
			band: "low-medium",
			trend: { direction: "rising", change: 3, since: start },
		});
	});

	it.each([
		["under 16", CHILD],
		["in pregnancy", { ...ADULT, pregnant: true }],
	])("does not apply %s", async (_, context) => {
		const { id } = await enrol({ patient_id: "NEWS-4" });
		await put(id, "context", context);
		await put(id, "observations", { consciousness: "A", oxygen: false });
		await ingest(monitorOf(id), [full(Date.now())]);
		expect(await newest(id)).toMatchObject({ score: null, band: null, applicable: false });
	});

	it("is nobody's where the reading names another patient", async () => {
		const { id } = await enrol({ patient_id: "NEWS-5" });
		await ingest(monitorOf(id), [
			{ ...full(Date.now()), patientTag: { tag: "somebody-else", keyId: "a", previousTag: null } },
		]);
		expect(await newest(id)).toBeNull();
	});

	it.each([
		["consciousness", { consciousness: "X" }],
		["consciousness", {}],
		["oxygen", { oxygen: "yes" }],
		["time", { oxygen: true, time: "yesterday" }],
		["time", { oxygen: true, time: Date.now() + 3600_000 }],
		["time", { oxygen: true, time: Date.now() - 25 * 3600_000 }],
		["conciousness", { oxygen: true, conciousness: "A" }],
	])("refuses an observation by the name of the field: %s", async (field, body) => {
		const { id } = await enrol({ patient_id: "NEWS-BAD" });
		const response = await put(id, "observations", body);
		expect(response.status).toBe(422);
		expect((await problemOf(response)).errors?.map((error) => error.field)).toContain(field);
	});
});

describe("a new baseline", () => {
	it("forgets what was usual, at once and after an eviction, and says who declared it", async () => {
		const { id, start } = await enrolAhead("BASE-1");
		const stub = monitorOf(id);
		const risk = async (from: number) => {
			const { results } = await ingest(
				stub,
				series(30, () => 112, from),
			);
			const last = results.at(-1);
			return last?.kind === "stored" ? last.risk : last?.kind;
		};
		// An hour and a half of 55 to 58: then 112 is unlike this patient.
		for (let hour = 0; hour < 9; hour++)
			await ingest(
				stub,
				series(600, (i) => 55 + (i % 4), start + hour * 600_000),
			);
		const confidence = async () => (await stub.watch(0)).reading?.confidence ?? 0;
		const learned = await confidence();
		expect(learned).toBeGreaterThan(0.9);
		expect(await risk(start + 5_400_000)).not.toBe("LOW");
		const response = await call("POST", at(id, "baseline"), { role: "clinician" });
		expect(response.status).toBe(200);
		expect(((await response.json()) as ContextAnswer).baseline?.by).toBe("clinician");
		const anew = await confidence();
		expect(anew).toBeLessThan(0.5);
		await evictDurableObject(stub);
		expect(await confidence()).toBe(anew);
		expect((await recordOf(id)).baseline?.by).toBe("clinician");
	});
});
