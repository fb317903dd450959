/** Limits of a patient's own: set for a while and for a reason, apart from the defaults, and over when they are over. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { LiveBed } from "../../vitals/live.ts";
import type { LimitChangeEntry, TemplateEntry } from "../../vitals/limits.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { ingest, item, series } from "./monitor-support.ts";
import { call, enrol, eventually, monitorOf, stationOf } from "./support.ts";

const HOUR = 3600_000;
const address = (id: string, what: string) => `/api/v1/devices/${id}/${what}`;
const recordOf = async (id: string) =>
	(await (await call("GET", address(id, "context"), { role: "viewer" })).json()) as ContextAnswer;
const set = (id: string, vital: string, body: Record<string, unknown>) =>
	call("PUT", address(id, `limits/${vital}`), {
		role: "clinician",
		body: { version: 0, reason: "as agreed on the round", until: Date.now() + 12 * HOUR, ...body },
	});
const end = (id: string, vital: string, version: number) =>
	call("DELETE", address(id, `limits/${vital}?version=${version}`), { role: "clinician" });
const problemOf = async (response: Response) =>
	(await response.json()) as ProblemDetails & { readonly record?: ContextAnswer };
const assign = (id: string, ward: string, patient: string | null) =>
	call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, patient_id: patient } });
/** What the registry has of the patient, once it has `n` entries. */
const changesOf = (patient: string, n: number) =>
	eventually(async () => {
		const response = await call("GET", `/api/v1/patients/${patient}/limits`, { role: "viewer" });
		const { data } = (await response.json()) as Page<LimitChangeEntry>;
		return data.length >= n && data;
	});
const extremes = async (id: string, heartRate: number, at = Date.now()) => {
	const { results } = await ingest(monitorOf(id), [item(at, heartRate)]);
	return results[0]?.kind === "stored" && results[0].risk === "HIGH";
};
/** The bed as its ward shows it, once `is` holds. */
const bedWhere = (ward: string, id: string, is: (bed: LiveBed) => boolean) =>
	eventually(() =>
		runInDurableObject(stationOf(ward), (_, { storage }) => {
			const row = storage.sql.exec<{ body: string }>("SELECT body FROM roster WHERE device_id = ?", id).toArray()[0];
			const bed = row && (JSON.parse(row.body) as LiveBed);
			return bed !== undefined && is(bed) ? bed : null;
		}),
	);
/** Lets the limits of the patient end now, as the clock would, and runs what is due. */
async function letExpire(id: string, alarm: boolean): Promise<void> {
	await runInDurableObject(monitorOf(id), (_, { storage }) => {
		const { profile } = storage.sql.exec<{ profile: string }>("SELECT profile FROM device").one();
		const over = profile.replaceAll(/"until":\d+/g, `"until":${Date.now() - 1}`);
		storage.sql.exec("UPDATE device SET profile = ?", over);
		if (alarm) storage.sql.exec("UPDATE timers SET due = 1 WHERE name = 'care'");
	});
	await evictDurableObject(monitorOf(id));
}

describe("a limit of the patient's own", () => {
	it("counts for the next reading, is shown apart from the default with who, why and until when, and outlives an eviction", async () => {
		const { id, ward } = await enrol({ patient_id: "LIM-1", ward: "ward-limits" });
		expect(await extremes(id, 38)).toBe(true);
		const until = Date.now() + 12 * HOUR;
		const response = await set(id, "heart_rate", { low: 35, up: 30, until, reason: "sleeps at 37" });
		expect(response.status).toBe(200);
		expect(await extremes(id, 37)).toBe(false);
		await evictDurableObject(monitorOf(id));
		expect(await extremes(id, 37, Date.now() + 1000)).toBe(false);
		expect(await extremes(id, 35, Date.now() + 2000)).toBe(true);
		const { limits, limits_version, patient } = await recordOf(id);
		expect(limits_version).toBe(1);
		expect(limits.heart_rate).toMatchObject({
			default: { low: 40, high: 131, up: 20, down: 15 },
			override: { low: 35, up: 30, reason: "sleeps at 37", by: "clinician", until: new Date(until).toISOString() },
			effective: { low: 35, high: 131, up: 30, down: 15 },
			widest: { low: 29, high: 180, up: { min: 10, max: 40 } },
		});
		expect(limits.spo2.override).toBeNull();
		const bed = await bedWhere(ward, id, ({ bedside }) => bedside?.overrides.length === 1);
		expect(bed.bedside).toMatchObject({ overrides: [{ vital: "heart_rate", until }], template: "adult" });
		expect(await changesOf(patient, 1)).toMatchObject([
			{ kind: "set", vital: "heart_rate", by: "clinician", version: 1, override: { low: 35, reason: "sleeps at 37" } },
		]);
	});

	it("is changed by whoever saw it as it is: another version is a conflict that shows what is set now", async () => {
		const { id } = await enrol({ patient_id: "LIM-2" });
		expect((await set(id, "spo2", { low: 82 })).status).toBe(200);
		const late = await set(id, "spo2", { low: 80 });
		expect(late.status).toBe(409);
		const problem = await problemOf(late);
		expect(problem.type).toBe("urn:biostream:problem:version_conflict");
		expect(problem.record?.limits.spo2.override).toMatchObject({ low: 82 });
		expect((await end(id, "spo2", 0)).status).toBe(409);
		expect((await end(id, "spo2", 1)).status).toBe(200);
		expect((await recordOf(id)).limits.spo2).toMatchObject({ override: null, effective: { low: 85 } });
		// Ended twice is ended.
		expect((await end(id, "spo2", 1)).status).toBe(200);
		expect((await recordOf(id)).limits_version).toBe(2);
	});

	it.each<[string, string, Record<string, unknown>]>([
		["low", "heart_rate", { low: 28 }],
		["high", "heart_rate", { high: 181 }],
		["low", "spo2", { low: 74 }],
		["high", "respiratory_rate", { high: 41 }],
		["low", "heart_rate", { low: 140 }],
		["low", "heart_rate", { low: 100, high: 90 }],
		["low", "heart_rate", {}],
		["low", "heart_rate", { low: "35" }],
		["up", "heart_rate", { up: 41 }],
		["up", "spo2", { up: 5 }],
		["down", "pulse_rate", { down: 5 }],
		["reason", "heart_rate", { low: 35, reason: "  " }],
		["reason", "heart_rate", { low: 35, reason: undefined }],
		["until", "heart_rate", { low: 35, until: undefined }],
		["until", "heart_rate", { low: 35, until: "tomorrow" }],
		["until", "heart_rate", { low: 35, until: Date.now() - 1000 }],
		["until", "heart_rate", { low: 35, until: Date.now() + 7 * 24 * HOUR + 60_000 }],
		["version", "heart_rate", { low: 35, version: undefined }],
		["vital", "pulse", { low: 35 }],
		["lower", "heart_rate", { low: 35, lower: 3 }],
	])("is refused by the name of the field, %s of %s", async (field, vital, body) => {
		const { id } = await enrol({ patient_id: "LIM-BAD" });
		const response = await set(id, vital, body);
		expect(response.status).toBe(422);
		expect((await problemOf(response)).errors?.map((error) => error.field)).toContain(field);
	});

	it.each([
		["by the alarm", true],
		["before the next reading, should the alarm come late", false],
	])("is over when its time is over, also after an eviction: %s", async (_, alarm) => {
		const { id } = await enrol({ patient_id: `LIM-OVER-${alarm}` });
		await set(id, "heart_rate", { low: 35 });
		const { patient } = await recordOf(id);
		await letExpire(id, alarm);
		if (alarm) await runInDurableObject(monitorOf(id), (instance) => instance.alarm());
		else expect(await extremes(id, 37)).toBe(true);
		const record = await recordOf(id);
		expect(record).toMatchObject({ limits_version: 2, limits_in_force: { heart_rate: { low: 40 } } });
		expect(record.limits.heart_rate.override).toBeNull();
		const [newest] = await changesOf(patient, 2);
		expect(newest).toMatchObject({ kind: "expired", by: null, override: { low: 35, by: "clinician" } });
	});

	it("is waited for by a timer that outlives the object", async () => {
		const { id } = await enrol({ patient_id: "LIM-TIMER" });
		const until = Date.now() + HOUR;
		await set(id, "heart_rate", { low: 35, until });
		await evictDurableObject(monitorOf(id));
		const due = await runInDurableObject(
			monitorOf(id),
			(_, { storage }) => storage.sql.exec<{ due: number }>("SELECT due FROM timers WHERE name = 'care'").one().due,
		);
		expect(due).toBe(until);
	});

	it("is the patient's: the next one on the device starts without; on another device, and back here, they have it", async () => {
		const { id, ward } = await enrol({ patient_id: "LIM-A" });
		await set(id, "heart_rate", { low: 35 });
		const { patient } = await recordOf(id);
		await changesOf(patient, 1);
		await assign(id, ward, "LIM-B");
		expect((await recordOf(id)).limits.heart_rate.override).toBeNull();
		expect(await extremes(id, 37, Date.now() + 1000)).toBe(true);
		const other = await enrol({ patient_id: "LIM-A" });
		expect((await recordOf(other.id)).limits.heart_rate.override).toMatchObject({ low: 35, by: "clinician" });
		expect(await extremes(other.id, 37, Date.now() + 1000)).toBe(false);
		await assign(id, ward, "LIM-A");
		expect((await recordOf(id)).limits.heart_rate.override).toMatchObject({ low: 35 });
	});

	it("ends when the patient is discharged, and does not come back with them", async () => {
		const { id, ward } = await enrol({ patient_id: "LIM-GONE" });
		await set(id, "heart_rate", { low: 35 });
		const { patient } = await recordOf(id);
		expect((await call("POST", `/api/v1/patients/${patient}/discharge`, { role: "clinician" })).status).toBe(200);
		expect((await changesOf(patient, 2))[0]).toMatchObject({ kind: "discharged", by: "clinician" });
		await assign(id, ward, "LIM-GONE");
		expect(await recordOf(id)).toMatchObject({ patient, limits: { heart_rate: { override: null } } });
	});

	it("meant for one patient is NOT set for another who came meanwhile", async () => {
		const { id, ward } = await enrol({ patient_id: "LIM-X" });
		const { patient } = await recordOf(id);
		await assign(id, ward, "LIM-Y");
		const response = await set(id, "heart_rate", { low: 35, patient });
		expect(response.status).toBe(409);
		expect((await recordOf(id)).limits.heart_rate.override).toBeNull();
	});

	it("is in the audit log with who, whose and which device", async () => {
		const { id } = await enrol({ patient_id: "LIM-AUDIT" });
		await set(id, "heart_rate", { low: 35 });
		const { patient } = await recordOf(id);
		const listed = await call("GET", `/api/v1/audit?action=limit.set&patient=${patient}`, { role: "admin" });
		expect(((await listed.json()) as Page<unknown>).data).toMatchObject([
			{ actor: "clinician", action: "limit.set", object: `device:${id}`, patient, outcome: "done" },
		]);
	});

	it("NEVER keeps quiet what lies beyond the outer bounds: a snoozed alarm is told anew", async () => {
		const { id } = await enrol({ patient_id: "LIM-SNOOZE" });
		const stub = monitorOf(id);
		const start = Date.now();
		await ingest(
			stub,
			series(30, () => 38, start),
		);
		const [episode] = (await stub.watch(0)).episodes;
		if (episode === undefined) throw new Error("no episode");
		await stub.actOnEpisode({ kind: "snooze", episodeId: episode.id, version: episode.version, by: "x", minutes: 15 });
		await set(id, "heart_rate", { low: 30 });
		await evictDurableObject(stub);
		await ingest(
			stub,
			series(20, () => 25, start + 30_000),
		);
		const [now] = (await stub.watch(0)).episodes;
		expect(now).toMatchObject({ id: episode.id, risk: "HIGH", acknowledgedAt: null, care: { snooze: null } });
	});
});

describe("a template", () => {
	it("is one of those listed, with numbers and their source, and is an adult's while nobody has chosen", async () => {
		const listed = await call("GET", "/api/v1/templates", { role: "viewer" });
		const { data } = (await listed.json()) as { data: TemplateEntry[] };
		expect(data.map(({ key }) => key)).toEqual(expect.arrayContaining(["adult", "copd", "athlete", "8-12-years"]));
		expect(data.find(({ key }) => key === "copd")?.limits.spo2).toMatchObject({ low: 83 });
		const { id } = await enrol({ patient_id: "TPL-0" });
		expect((await recordOf(id)).template).toMatchObject({ key: "adult", why: "default", by: null });
	});

	it("that the ward chose stands in for what nobody has said, at once and for who comes, and says that it is the ward's", async () => {
		const ward = `ward-tpl-${crypto.randomUUID().slice(0, 6)}`;
		const { id } = await enrol({ patient_id: "TPL-1", ward });
		const choose = (template: unknown) =>
			call("PUT", `/api/v1/wards/${ward}/template`, { role: "admin", body: { template } });
		expect(await (await choose("copd")).json()).toMatchObject({ template: "copd", told: { devices: 1, of: 1 } });
		expect(await recordOf(id)).toMatchObject({
			template: { key: "copd", why: "ward" },
			condition: "copd",
			spo2_scale: 1,
			limits: { spo2: { default: { low: 83 } } },
		});
		await evictDurableObject(monitorOf(id));
		expect((await recordOf(id)).template.key).toBe("copd");
		// What somebody says of the patient counts before it, until they take it back.
		await call("PUT", address(id, "context"), {
			role: "clinician",
			body: { age_band: "adult", pregnant: false, spo2_scale: 1, condition: "athlete" },
		});
		expect((await recordOf(id)).template).toMatchObject({ key: "athlete", why: "patient", by: "clinician" });
		await call("DELETE", address(id, "context"), { role: "clinician" });
		expect((await recordOf(id)).template).toMatchObject({ key: "copd", why: "ward" });
		const { id: later } = await enrol({ patient_id: "TPL-2", ward });
		await eventually(async () => (await recordOf(later)).template.key === "copd");
		expect(await (await choose(null)).json()).toMatchObject({ template: null });
		expect((await recordOf(id)).template).toMatchObject({ key: "adult", why: "default" });
		expect((await choose("tall")).status).toBe(422);
	});

	it("of another ward counts once the device is there; an alarm that was judged does not end it", async () => {
		const ward = `ward-tpl-${crypto.randomUUID().slice(0, 6)}`;
		await call("PUT", `/api/v1/wards/${ward}`, { role: "engineer", body: { name: "Children" } });
		await call("PUT", `/api/v1/wards/${ward}/template`, { role: "admin", body: { template: "3-4-years" } });
		const { id } = await enrol({ patient_id: "TPL-3" });
		await set(id, "spo2", { low: 80 });
		await assign(id, ward, "TPL-3");
		await eventually(async () => (await recordOf(id)).template.key === "3-4-years");
		expect(await extremes(id, 150)).toBe(false);
		expect((await recordOf(id)).limits.spo2.override).toMatchObject({ low: 80 });
	});
});

it("limits leave D1 with the patient who is erased", async () => {
	const { id } = await enrol({ patient_id: "LIM-ERASE" });
	await set(id, "heart_rate", { low: 35 });
	const { patient } = await recordOf(id);
	await changesOf(patient, 1);
	const count = () => env.DB.prepare("SELECT count(*) AS n FROM limit_changes WHERE surrogate = ?").bind(patient);
	expect(await count().first("n")).toBe(1);
	const begun = await call("POST", `/api/v1/patients/${patient}/erasure`, {
		role: "admin",
		body: { confirm: patient },
	});
	expect(begun.status).toBe(202);
	const { id: erasure } = (await begun.json()) as { id: string };
	await eventually(() => env.PATIENT_ERASURE.getByName(erasure).advance());
	expect(await count().first("n")).toBe(0);
});
