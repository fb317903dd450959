/** What the next shift is told: over HTTP, from devices that raised alarms and people who looked after them. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { countPatientRows, deletePatientRows } from "../../registry/erasures.ts";
import { addMember } from "../../registry/members.ts";
import type { Anomaly, Page } from "../../vitals/api.ts";
import { compareConcern, concernsOf, type HandoverAnswer, type HandoverRecord } from "../../vitals/handover.ts";
import { createApp } from "../../workers/app.ts";
import type { Env } from "../../workers/env.ts";
import { ROUTES } from "../../workers/index.ts";
import { demoSessions } from "../../workers/local/session.ts";
import { call, cookieFor, enrol, eventually, ORIGIN, stretch } from "./support.ts";

const handoverOf = async (ward: string, query = "", role: "clinician" | "viewer" = "clinician") =>
	(await (await call("GET", `/api/v1/wards/${ward}/handover${query}`, { role })).json()) as HandoverAnswer;

const surrogateOn = (device: string) =>
	env.DB.prepare("SELECT surrogate FROM assignments WHERE device_id = ?").bind(device).first<string>("surrogate");

async function colleague(wards: readonly string[] | "all", role: "clinician" | "engineer" = "clinician") {
	const id = `M-${crypto.randomUUID().slice(0, 8)}`;
	await addMember(connectRegistry(env.DB), { id, subject: null, name: `Name ${id}`, role, wards }, Date.now());
	return id;
}

describe("a hand-over", () => {
	it("tells of each patient, the gravest first, why, and what was done since", async () => {
		const ward = "ward-shift";
		const calm = await enrol({ ward, bed: "Bed 1", patient_id: "SHIFT-CALM" });
		const ill = await enrol({ ward, bed: "Bed 2", patient_id: "SHIFT-ILL" });
		const empty = await enrol({ ward, bed: "Bed 3" });
		await call("POST", "/api/v1/telemetry/batch", { key: calm.key, body: stretch(calm.id, 5) });
		// From now on: what was measured before the patient came is not theirs.
		const alarming = stretch(ill.id, 40, { heart_rate: 200, spo2: 70, respiratory_rate: 35 }, Date.now() + 1000);
		expect((await call("POST", "/api/v1/telemetry/batch", { key: ill.key, body: alarming })).status).toBe(202);
		const patient = await surrogateOn(ill.id);
		await call("PUT", `/api/v1/patients/${patient}`, { role: "clinician", body: { label: "M. Example" } });
		const episode = await eventually(async () => {
			const list = await call("GET", `/api/v1/anomalies?device=${ill.id}`, { role: "clinician" });
			return ((await list.json()) as Page<Anomaly>).data[0];
		});
		const path = `/api/v1/episodes/${episode.episode_id}/acknowledge`;
		await call("POST", path, { role: "clinician", body: { version: episode.version, comment: "On my way" } });
		const told = await eventually(async () => {
			const now = await handoverOf(ward);
			return now.patients[0]?.events.some(({ kind }) => kind === "acknowledged") && now;
		});
		expect(told.patients.map(({ devices }) => devices[0]?.bed)).toEqual(["Bed 2", "Bed 1"]);
		const [first, second] = told.patients;
		expect(first).toMatchObject({ patient, label: "M. Example", incomplete: false });
		expect(first?.concerns.slice(0, 1)).toEqual(["high_open"]);
		expect(first?.open).toMatchObject([{ episode_id: episode.episode_id, acknowledged_by: "clinician" }]);
		expect(first?.events.slice(-2)).toMatchObject([
			{ kind: "opened", risk: "HIGH", by: null },
			{ kind: "acknowledged", comment: "On my way", by: "clinician" },
		]);
		expect(first?.vitals).toContainEqual({ vital: "heart_rate", value: 200, usual: null, direction: null });
		expect(first?.news2?.partial).toBeGreaterThanOrEqual(9);
		expect(first?.news2_course.length).toBeGreaterThanOrEqual(2);
		expect(second).toMatchObject({ concerns: ["arrived"], open: [], events: [] });
		expect(told.patients.flatMap(({ devices }) => devices.map(({ device_id }) => device_id))).not.toContain(empty.id);
		// A screen on the wall.
		const seen = await handoverOf(ward, "", "viewer");
		expect(seen.patients[0]).toMatchObject({ patient, label: null });
		expect(seen.colleagues).toEqual([]);
	});

	it("that was given is kept, and the next one begins there", async () => {
		const ward = "ward-given";
		const { id } = await enrol({ ward, bed: "Bed 1", patient_id: "GIVEN-1" });
		expect(await handoverOf(ward)).toMatchObject({ since_from: "default", last: null });
		const to = await colleague([ward]);
		expect((await handoverOf(ward)).colleagues).toContainEqual({ id: to, name: `Name ${to}`, role: "clinician" });
		const body = { to, note: "Bed 1 wants his daughter called." };
		const given = await call("POST", `/api/v1/wards/${ward}/handovers`, { role: "clinician", body });
		expect(given.status).toBe(201);
		const record = (await given.json()) as HandoverRecord;
		expect(record).toMatchObject({ by: { id: "clinician" }, to: { id: to, name: `Name ${to}` }, note: body.note });
		const next = await handoverOf(ward);
		expect(next).toMatchObject({ since_from: "last_handover", since: record.given_at, last: record });
		expect((await handoverOf(ward, "", "viewer")).last).toMatchObject({ id: record.id, note: null });
		const stored = await env.DB.prepare("SELECT note FROM handovers WHERE id = ?").bind(record.id).first("note");
		expect(String(stored)).not.toContain("daughter");
		// While its key is being replaced, whoever reads it moves it to the new one.
		const bound = env as unknown as Env;
		const keys = {
			LABEL_KEY: "a-new-label-key-0000000000000000000000000000000",
			LABEL_KEY_ID: "b",
			LABEL_KEY_PREVIOUS: bound.LABEL_KEY,
			LABEL_KEY_PREVIOUS_ID: bound.LABEL_KEY_ID,
		};
		const cookie = await cookieFor("clinician");
		const request = new Request(`${ORIGIN}/api/v1/wards/${ward}/handovers`, { headers: { cookie } });
		const moved = await createApp(ROUTES, demoSessions).fetch(request, { ...bound, ...keys }, createExecutionContext());
		expect(((await moved.json()) as Page<HandoverRecord>).data).toMatchObject([{ id: record.id, note: body.note }]);
		const now = await env.DB.prepare("SELECT note FROM handovers WHERE id = ?").bind(record.id).first("note");
		expect(String(now)).toMatch(/^b\./);
		// The patient left meanwhile.
		const patient = await surrogateOn(id);
		await call("POST", `/api/v1/patients/${patient}/discharge`, { role: "clinician" });
		expect(await eventually(async () => (await handoverOf(ward)).departed[0])).toMatchObject({
			patient,
			device_id: id,
		});
		// Erased, they are in no note any more.
		expect(await countPatientRows(connectRegistry(env.DB), String(patient))).toMatchObject({ handover_notes: 1 });
		await deletePatientRows(connectRegistry(env.DB), String(patient));
		const list = await call("GET", `/api/v1/wards/${ward}/handovers`, { role: "admin" });
		expect(((await list.json()) as Page<HandoverRecord>).data).toMatchObject([{ id: record.id, note: null }]);
		const row = await env.DB.prepare("SELECT note, patients FROM handovers WHERE id = ?").bind(record.id).first();
		expect(row).toEqual({ note: null, patients: "[]" });
	});

	it.each([
		[{}, "to"],
		[{ to: "nobody" }, "to"],
		[{ to: "clinician" }, "to"],
		[{ to: "admin", note: "" }, "note"],
		[{ to: "admin", at: "2020-01-01T00:00:00Z" }, "at"],
		[{ to: "admin", at: true }, "at"],
		[{ to: "admin", since: "2020-01-01T00:00:00Z" }, "since"],
	])("of %j is refused, naming %s", async (body, field) => {
		await enrol({ ward: "ward-refused" });
		await call("GET", "/api/v1/me", { role: "admin" });
		const response = await call("POST", "/api/v1/wards/ward-refused/handovers", { role: "clinician", body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("is given to nobody who does not act for patients there", async () => {
		await enrol({ ward: "ward-refused" });
		for (const to of [await colleague(["ward-elsewhere"]), await colleague("all", "engineer")]) {
			const response = await call("POST", "/api/v1/wards/ward-refused/handovers", { role: "clinician", body: { to } });
			expect(response.status).toBe(422);
		}
	});

	it.each(["since=2020-01-01", "since=9999-01-01", "since=x"])("with %s is refused", async (query) => {
		await enrol({ ward: "ward-refused" });
		const response = await call("GET", `/api/v1/wards/ward-refused/handover?${query}`, { role: "viewer" });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field: "since" }] });
	});
});

describe("the order of concern", () => {
	const calm = { open: [], events: [], news2: null, arrived: false } as const;
	const high = { channel: "physiological", rule: "forest", risk: "HIGH", acknowledged_at: null } as const;

	it("puts who needs somebody now before who scores high, and who cannot be seen before who was in trouble earlier", () => {
		const score = { score: 8, partial: 8, band: "high", trend: null } as const;
		expect(concernsOf({ ...calm, open: [high] })[0]).toBe("high_unacknowledged");
		expect(concernsOf({ ...calm, open: [{ ...high, acknowledged_at: "x" }] })[0]).toBe("high_open");
		expect(concernsOf({ ...calm, open: [{ ...high, risk: "MEDIUM" }], news2: score })).toEqual([
			"news2_high",
			"medium_open",
		]);
		expect(concernsOf({ ...calm, open: [{ ...high, channel: "technical", rule: "silence" }] })).toEqual([
			"not_watched",
		]);
		expect(concernsOf({ ...calm, events: [{ channel: "physiological", kind: "opened", risk: "HIGH" }] })).toEqual([
			"high_since",
			"episode_since",
		]);
		expect(concernsOf(calm)).toEqual([]);
	});

	it("is the same whatever order the patients come in: at the same concern by score, then bed by number", () => {
		const patient = (bed: string, score: number | null) => ({
			patient: `P-${bed}`,
			concerns: score === null ? [] : (["news2_medium"] as const),
			news2: score === null ? null : { score, partial: score, band: null, trend: null },
			events: [],
			devices: [{ device_id: "D", bed, last_seen: null }],
		});
		const patients = [patient("Bed 10", null), patient("Bed 2", null), patient("Bed 3", 5), patient("Bed 1", 6)];
		const order = ["Bed 1", "Bed 3", "Bed 2", "Bed 10"];
		const sorted = (all: typeof patients) => all.toSorted(compareConcern).map(({ devices }) => devices[0]!.bed);
		expect(sorted(patients)).toEqual(order);
		expect(sorted(patients.toReversed())).toEqual(order);
	});
});
