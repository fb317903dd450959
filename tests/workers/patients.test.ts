import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { patientTags } from "../../durable-objects/device/patient-tag.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { assignmentsOf, ensurePatient, findPatient, projectAssignment } from "../../registry/patients.ts";
import type { Anomaly, Page, TrendPage } from "../../vitals/api.ts";
import type { PatientAnswer, PatientReadingEntry } from "../../vitals/patients.ts";
import { openLabel, sealLabel } from "../../workers/access/label.ts";
import { configurationFaults, type Env } from "../../workers/env.ts";
import { anomaliesOf, ingest, item, series, stored } from "./monitor-support.ts";
import { call, enrol, eventually, monitorOf, payload, stretch } from "./support.ts";

const registry = () => connectRegistry(env.DB);
const answer = async <T>(response: Response) => (await response.json()) as T;

/** The surrogate of the patient now on a device. */
async function surrogateOn(id: string): Promise<string> {
	const { patient } = await answer<{ patient: string }>(await call("GET", `/api/v1/devices/${id}`, { role: "admin" }));
	return patient;
}

const moveTo = async (id: string, ward: string, patientId: string | null, simulated = false) => {
	const body = { ward_id: ward, patient_id: patientId, simulated };
	const response = await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body });
	expect(response.status).toBe(200);
};

const NEW_KEY = "another-patient-key-0000000000000000000000000000";
const OLD_KEY = () => env.PATIENT_KEY;

/** The same settings after the patient key was replaced. */
const rotated = (): Env => ({
	...(env as unknown as Env),
	PATIENT_KEY: NEW_KEY,
	PATIENT_KEY_ID: "b",
	PATIENT_KEY_PREVIOUS: OLD_KEY(),
	PATIENT_KEY_PREVIOUS_ID: "a",
});

describe("the key of identifiers", () => {
	it("may be replaced: a known identifier keeps its surrogate, and lies under the present key afterwards", async () => {
		const first = await ensurePatient(registry(), patientTags(env, "ROTATE-1"), 1);
		const tags = patientTags(rotated(), "ROTATE-1");
		expect(tags.previousTag).toBe(patientTags(env, "ROTATE-1").tag);
		expect(await ensurePatient(registry(), tags, 2)).toBe(first);
		const { results } = await env.DB.prepare("SELECT tag, key_id FROM patient_identifiers WHERE surrogate = ?")
			.bind(first)
			.all();
		expect(results).toEqual([{ tag: tags.tag, key_id: "b" }]);
		expect(await ensurePatient(registry(), { ...tags, previousTag: null }, 3), "without the key before").toBe(first);
	});

	it("makes one patient of an identifier that is presented twice at once", async () => {
		const tags = patientTags(env, "TWICE-1");
		const [a, b] = await Promise.all([ensurePatient(registry(), tags, 1), ensurePatient(registry(), tags, 1)]);
		expect(a).toBe(b);
		expect(await findPatient(registry(), a)).not.toBeNull();
	});

	it("may be replaced while a patient is on a device: payloads are recognised, device and registry are rewrapped", async () => {
		const { id } = await enrol({ patient_id: "ROTATE-2" });
		const surrogate = await surrogateOn(id);
		const tags = patientTags(rotated(), "ROTATE-2");
		const stub = monitorOf(id);
		await ingest(stub, [{ ...item(Date.now(), 70), patientTag: tags }]);
		expect((await stored(stub)).map(({ patient, flags }) => [patient, flags & 2])).toEqual([[surrogate, 0]]);
		await eventually(async () => {
			const row = await env.DB.prepare("SELECT key_id FROM patient_identifiers WHERE surrogate = ?")
				.bind(surrogate)
				.first();
			return row?.["key_id"] === "b";
		});
		await evictDurableObject(stub);
		// Now the key before is gone.
		await ingest(stub, [{ ...item(Date.now() + 5, 70), patientTag: { ...tags, previousTag: null } }]);
		expect((await stored(stub)).at(-1)?.patient).toBe(surrogate);
	});

	it("tells how many identifiers lie under which key", async () => {
		await ensurePatient(registry(), patientTags(env, "COUNT-1"), 1);
		const { data } = await answer<{ data: { key_id: string; identifiers: number; present: boolean }[] }>(
			await call("GET", "/api/v1/patient-keys", { role: "admin" }),
		);
		expect(data.find((row) => row.key_id === "a")).toMatchObject({ present: true });
	});
});

describe("a patient's label", () => {
	it("is for clinicians and admins, and nothing of it lies in the database", async () => {
		const { id } = await enrol({ patient_id: "LABEL-1" });
		const path = `/api/v1/patients/${await surrogateOn(id)}`;
		const put = await call("PUT", path, { role: "clinician", body: { label: "Wilhelmina Vogel" } });
		expect(await answer<PatientAnswer>(put)).toMatchObject({ label: "Wilhelmina Vogel" });
		const seen = async (role: "viewer" | "clinician" | "admin") =>
			(await answer<PatientAnswer>(await call("GET", path, { role }))).label;
		expect([await seen("viewer"), await seen("clinician"), await seen("admin")]).toEqual([
			null,
			"Wilhelmina Vogel",
			"Wilhelmina Vogel",
		]);
		expect((await call("GET", path, { role: "engineer" })).status).toBe(403);
		const { results } = await env.DB.prepare("SELECT * FROM patients").all();
		expect(JSON.stringify(results)).not.toContain("Vogel");
		expect(
			await answer<PatientAnswer>(await call("PUT", path, { role: "clinician", body: { label: null } })),
		).toMatchObject({ label: null });
	});

	it("opens for its own patient only, under the present key or the one before", async () => {
		const bound = env as unknown as Env;
		const sealed = await sealLabel(bound, "P-000000000001", "Bed 4");
		expect(await openLabel(bound, "P-000000000001", sealed)).toEqual({ label: "Bed 4", outdated: false });
		expect(await openLabel(bound, "P-000000000002", sealed)).toEqual({ label: null, outdated: false });
		expect(sealed).not.toBe(await sealLabel(bound, "P-000000000001", "Bed 4"));
		const next = { ...bound, LABEL_KEY: NEW_KEY, LABEL_KEY_ID: "b" };
		expect(await openLabel(next, "P-000000000001", sealed)).toEqual({ label: null, outdated: false });
		const overlap = { ...next, LABEL_KEY_PREVIOUS: bound.LABEL_KEY, LABEL_KEY_PREVIOUS_ID: "a" };
		expect(await openLabel(overlap, "P-000000000001", sealed)).toEqual({ label: "Bed 4", outdated: true });
	});

	it.each([
		["label", {}],
		["label", { label: "" }],
		["label", { label: "x".repeat(81) }],
		["label", { label: 7 }],
	])("is refused by the name of the field: %s %j", async (field, body) => {
		const { id } = await enrol({ patient_id: "LABEL-BAD" });
		const response = await call("PUT", `/api/v1/patients/${await surrogateOn(id)}`, { role: "clinician", body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("needs its key: without one nothing is served, and the setting is named", () => {
		const bound = env as unknown as Env;
		expect(configurationFaults(bound)).toEqual([]);
		expect(configurationFaults({ ...bound, LABEL_KEY: "" })[0]).toContain("LABEL_KEY");
		for (const STREAM_COMMIT_SECONDS of [4, 241, 60.5, Number.NaN])
			expect(configurationFaults({ ...bound, STREAM_COMMIT_SECONDS })).toEqual([
				"the setting STREAM_COMMIT_SECONDS must be a whole number from 5 to 240",
			]);
		expect(configurationFaults({ ...bound, PATIENT_KEY_PREVIOUS: NEW_KEY })[0]).toContain("PATIENT_KEY_PREVIOUS_ID");
		expect(configurationFaults({ ...bound, PATIENT_KEY_PREVIOUS_ID: "z" })[0]).toContain("PATIENT_KEY_PREVIOUS");
	});

	it.each(["P-UNKNOWN", "P-0123456789AB", "%00"])("of nobody is a 404: %s", async (surrogate) => {
		expect((await call("GET", `/api/v1/patients/${surrogate}`, { role: "admin" })).status).toBe(404);
	});
});

describe("an assignment", () => {
	it("is told to the registry by the device's object, once, however often it is repeated", async () => {
		const { id, ward } = await enrol({ patient_id: "ASSIGN-1" });
		const surrogate = await surrogateOn(id);
		await moveTo(id, ward, "ASSIGN-1");
		const [first, ...more] = await assignmentsOf(registry(), surrogate);
		expect(more).toEqual([]);
		expect(first).toMatchObject({ deviceId: id, endedAt: null });
		await moveTo(id, ward, null);
		const [ended] = await assignmentsOf(registry(), surrogate);
		expect(ended?.endedAt).toBeGreaterThanOrEqual(first?.startedAt ?? Infinity);
		const { deviceId, startedAt } = first as { deviceId: string; startedAt: number };
		await projectAssignment(registry(), { deviceId, surrogate, startedAt, endedAt: null });
		expect(await assignmentsOf(registry(), surrogate), "what ended stays ended").toEqual([ended]);
	});

	it("gives readings of 09:59 that come at 10:30 to whom the device watched then: readings, trends, episodes", async () => {
		const { id, key, ward } = await enrol({ simulated: true });
		const moved = Math.floor(Date.now() / 3600_000) * 3600_000 + 10 * 3600_000;
		const clock = (now: number) => call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now, rate: 0.000001 } });
		const post = (body: unknown) => call("POST", "/api/v1/telemetry/batch", { key, body });
		await clock(moved - 600_000);
		await moveTo(id, ward, "LATE-A", true);
		const a = await surrogateOn(id);
		await clock(moved - 61_000);
		await post(stretch(id, 300, { heart_rate: 70 }, moved - 361_000));
		await clock(moved);
		await moveTo(id, ward, "LATE-B", true);
		const b = await surrogateOn(id);
		// The last minute of the patient before comes first, and in alarm.
		await clock(moved + 1800_000);
		const late = await post(stretch(id, 60, { heart_rate: 190 }, moved - 60_000));
		expect(await late.json()).toMatchObject({ accepted: 60, risk_assessment: "LOW" });
		await post(stretch(id, 60, { heart_rate: 90 }, moved));
		await post(stretch(id, 60, { heart_rate: 91 }, moved - 60_500));
		await call("POST", "/api/v1/lake/flush", { role: "engineer" });

		const span = `from=${moved - 600_000}&to=${moved + 600_000}`;
		const readings = async (patient: string) =>
			(
				await answer<Page<PatientReadingEntry>>(
					await call("GET", `/api/v1/patients/${patient}/readings?${span}&limit=1000`, { role: "viewer" }),
				)
			).data;
		const [ofA, ofB] = [await readings(a), await readings(b)];
		expect(ofA).toHaveLength(300 + 60 + 60);
		expect(ofA.every(({ timestamp }) => Date.parse(timestamp) < moved)).toBe(true);
		expect(ofB).toHaveLength(60);
		expect(ofB.every(({ vitals }) => vitals.heart_rate === 90)).toBe(true);

		const trend = async (patient: string) =>
			(
				await answer<TrendPage>(
					await call("GET", `/api/v1/patients/${patient}/readings?${span}&resolution=3600`, { role: "viewer" }),
				)
			).data.map(({ n, vitals }) => [n, vitals.heart_rate?.max]);
		expect(await trend(a)).toEqual([[420, 190]]);
		expect(await trend(b)).toEqual([[60, 90]]);

		const { data } = await answer<Page<Anomaly>>(
			await call("GET", `/api/v1/patients/${b}/episodes`, { role: "viewer" }),
		);
		expect(data.filter(({ channel }) => channel === "physiological")).toEqual([]);
		expect((await monitorOf(id).watch(0)).episodes.filter(({ patient }) => patient === a)).toEqual([]);
	});

	it("gives a patient's readings in pages across two devices at once, each once", async () => {
		const [one, two] = [await enrol({ patient_id: "PAGES-1" }), await enrol({ patient_id: "PAGES-1" })];
		const surrogate = await surrogateOn(one.id);
		expect(await surrogateOn(two.id)).toBe(surrogate);
		const from = Date.now() + 5;
		await scheduler.wait(10);
		for (const { id } of [one, two]) await ingest(monitorOf(id), series(10, undefined, from));
		const seen: string[] = [];
		let cursor = "";
		for (let page = 0; page < 10; page++) {
			const body = await answer<Page<PatientReadingEntry>>(
				await call(
					"GET",
					`/api/v1/patients/${surrogate}/readings?from=${from - 1000}&to=${from + 60_000}&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
					{ role: "viewer" },
				),
			);
			seen.push(...body.data.map((reading) => `${reading.timestamp} ${reading.device_id}`));
			if (body.next_cursor === null) break;
			cursor = body.next_cursor;
		}
		expect(seen).toHaveLength(20);
		expect(new Set(seen).size).toBe(20);
		expect(seen.map((line) => line.split(" ")[0])).toEqual(seen.map((line) => line.split(" ")[0]).toSorted());
	});

	it("ends with a discharge: episodes close at once, the ward's bed is nobody's, and nothing more is alerted on", async () => {
		const { id } = await enrol({ patient_id: "LEAVE-1" });
		const surrogate = await surrogateOn(id);
		const stub = monitorOf(id);
		const from = Date.now();
		await ingest(
			stub,
			series(40, () => 180, from),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ patient: surrogate, status: "open" }]);
		const response = await call("POST", `/api/v1/patients/${surrogate}/discharge`, { role: "clinician" });
		const { assignments } = await answer<PatientAnswer>(response);
		expect(assignments).toMatchObject([{ device_id: id, ended_at: expect.any(String) }]);
		expect((await stub.watch(0)).episodes).toEqual([]);
		const closed = await eventually(async () => (await anomaliesOf(id)).find(({ status }) => status === "closed"));
		expect(closed.patient).toBe(surrogate);
		await evictDurableObject(stub);
		expect(await surrogateOn(id)).toBeNull();
		const again = await call("POST", `/api/v1/patients/${surrogate}/discharge`, { role: "clinician" });
		expect((await answer<PatientAnswer>(again)).assignments).toEqual(assignments);
	});

	it("shows nothing of the patient before from the moment of the move, though nothing was sent since", async () => {
		const { id, ward } = await enrol({ patient_id: "MOVE-1" });
		const stub = monitorOf(id);
		await ingest(
			stub,
			series(40, () => 180, Date.now()),
		);
		await moveTo(id, ward, "MOVE-2");
		expect(await stub.watch(0)).toEqual({ reading: null, episodes: [] });
	});

	it("shows nobody of the device's present ward what the patient before had, on disk or in the lake", async () => {
		const { id } = await enrol({ ward: "ward-before", patient_id: "WARD-1" });
		const stub = monitorOf(id);
		const from = Date.now() - 60_000;
		await ingest(
			stub,
			series(60, () => 180, from),
		);
		await stub.flush();
		await ingest(
			stub,
			series(5, () => 181, from + 60_000),
		);
		const here = { role: "clinician", wards: ["ward-after"] } as const;
		const addresses = ["", `?from=${from - 60_000}`, `?from=${from - 60_000}&resolution=3600`];
		const seen = async () => {
			const answers = addresses.map((query) => call("GET", `/api/v1/devices/${id}/readings${query}`, here));
			return (await Promise.all(answers)).map(async (response) => JSON.stringify(await response.json()));
		};
		const texts = async () => (await Promise.all(await seen())).join("\n");
		await call("PUT", "/api/v1/wards/ward-after", { role: "engineer", body: { name: "After" } });
		await moveTo(id, "ward-after", null);
		expect(await texts(), "while nobody is on it").not.toMatch(/heart_rate":(180|181|{)/);
		await moveTo(id, "ward-after", "WARD-2");
		expect(await texts(), "before the next one's first reading").not.toMatch(/heart_rate":(180|181|{)/);
		await ingest(
			stub,
			series(5, () => 70, Date.now() + 10),
		);
		expect(await texts()).not.toMatch(/18[01]/);
		for (const answered of await seen()) expect(await answered).toContain("70");
	});
});

describe("a device that names another patient", () => {
	const doubtful = async (named: string) => {
		const enrolled = await enrol({ patient_id: `${named}-RIGHT` });
		const from = Date.now();
		const post = (offset: number, patientId?: string) =>
			call("POST", "/api/v1/telemetry", {
				key: enrolled.key,
				body: payload(enrolled.id, { timestamp: from + offset, patient_id: patientId }),
			});
		await post(0, `${named}-RIGHT`);
		await post(10, `${named}-OTHER`);
		const [episode] = (await monitorOf(enrolled.id).watch(0)).episodes;
		return {
			...enrolled,
			post,
			episode: episode as NonNullable<typeof episode>,
			right: await surrogateOn(enrolled.id),
		};
	};
	const resolve = (id: string, body: unknown, role: "clinician" | "engineer" | "viewer" = "engineer") =>
		call("POST", `/api/v1/episodes/${id}/resolve`, { role, body });
	const patientsOf = async (id: string) => (await stored(monitorOf(id))).map(({ patient }) => patient);

	it("has its readings held apart until it names the right one, those that name nobody too", async () => {
		const { id, post, right, episode } = await doubtful("APART");
		expect(episode).toMatchObject({ rule: "patient-mismatch", channel: "technical", patient: null });
		await post(20);
		await evictDurableObject(monitorOf(id));
		await post(30);
		await post(40, "APART-RIGHT");
		await post(50);
		expect(await patientsOf(id)).toEqual([right, null, null, null, right, right]);
		expect((await monitorOf(id).watch(0)).episodes).toEqual([]);
	});

	it("can be given to the patient it names", async () => {
		const { id, post, right, episode } = await doubtful("GIVE");
		await eventually(async () => (await anomaliesOf(id)).length > 0);
		const response = await resolve(episode.id, { version: episode.version, decision: "reassign" });
		expect(await response.json()).toMatchObject({ episode: { status: "closed" } });
		const other = await surrogateOn(id);
		expect(other).toMatch(/^P-/);
		expect(other).not.toBe(right);
		await scheduler.wait(60);
		const now = Date.now();
		await call("POST", "/api/v1/telemetry", {
			key: await reKey(id),
			body: payload(id, { timestamp: now, patient_id: "GIVE-OTHER" }),
		});
		expect((await patientsOf(id)).at(-1)).toBe(other);
		await post(15);
		expect((await patientsOf(id)).at(-1), "what came before the decision stays apart").toBeNull();
	});

	it("can be told that what it names is wrong", async () => {
		const { id, post, right, episode } = await doubtful("WRONG");
		await eventually(async () => (await anomaliesOf(id)).length > 0);
		expect((await resolve(episode.id, { version: episode.version, decision: "dismiss" }, "clinician")).status).toBe(
			200,
		);
		await evictDurableObject(monitorOf(id));
		await post(100, "WRONG-OTHER");
		await post(110, "WRONG-THIRD");
		expect(await patientsOf(id)).toEqual([right, null, right, null]);
		expect(await surrogateOn(id)).toBe(right);
	});

	it("is not decided by a viewer, by an old version, twice, or without a decision", async () => {
		const { id, episode } = await doubtful("TWICE");
		await eventually(async () => (await anomaliesOf(id)).length > 0);
		const { version } = episode;
		expect((await resolve(episode.id, { version, decision: "dismiss" }, "viewer")).status).toBe(403);
		expect((await resolve(episode.id, { version })).status).toBe(422);
		expect((await resolve(episode.id, { version: version + 1, decision: "dismiss" })).status).toBe(409);
		expect((await resolve(episode.id, { version, decision: "dismiss" })).status).toBe(200);
		expect((await resolve(episode.id, { version, decision: "dismiss" })).status).toBe(409);
	});
});

async function reKey(id: string): Promise<string> {
	return (await answer<{ key: string }>(await call("POST", `/api/v1/devices/${id}/keys`, { role: "engineer" }))).key;
}
