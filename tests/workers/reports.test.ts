import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { findReport, listReports } from "../../registry/reports.ts";
import type { Anomaly, Page } from "../../vitals/api.ts";
import type { ErasureAnswer } from "../../vitals/patients.ts";
import { reportKey, type ReportEntry } from "../../vitals/reports.ts";
import { deleteExpired, expiredBefore, keepReport } from "../../workers/reports/store.ts";
import { CALM, generate, pagesOf, patientOn, send, textOf, watched } from "./report-support.ts";
import { call, enrol, eventually, stretch } from "./support.ts";

const DAY_MS = 24 * 3600_000;
/** SHA-256 of one zero byte: what the tests keep as a file. */
const ZERO_BYTE = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
const ROW = {
	version: 1,
	surrogate: null,
	wardId: "ward-t",
	devices: ["TEST-X"],
	fromAt: 1,
	toAt: 2,
	createdAt: Date.now(),
	createdBy: "x",
	labelled: false,
	pages: 1,
	bytes: 1,
	contentHash: "",
	fileHash: ZERO_BYTE,
};

const complaints = async (response: Response) => {
	const { errors } = (await response.json()) as { errors: { field: string; code: string; message: string }[] };
	return { status: response.status, fields: errors.map(({ field }) => field), message: errors[0]?.message ?? "" };
};
const idOf = (response: Response) => response.headers.get("x-report-id") ?? "";
const list = async (as: Parameters<typeof call>[2], query = "") =>
	((await (await call("GET", `/api/v1/reports${query}`, as)).json()) as Page<ReportEntry>).data;

describe("a report", () => {
	it("is made from the seed's payload, as a file of the seed's name, and the message is printed as its author's words", async () => {
		const { id, patient } = await watched();
		const response = await generate({ message: `Patient on ${id} had a heart rate of 190 all night.` });
		expect(response.headers.get("content-type")).toBe("application/pdf");
		expect(response.headers.get("content-disposition")).toBe('attachment; filename="clinical_report.pdf"');
		const text = await textOf(response);
		expect(text).toContain(patient);
		expect(text).toMatch(
			/Author's note .*printed as written; nothing in it was checked.* Patient on TEST-.* heart rate of 190/,
		);
		// Its figure is nowhere among the report's own.
		expect(text.split("Author's note")[0]).not.toContain("190");
	});

	it("tells what the server holds: figures, score, limits, and who prepared it", async () => {
		const { id, patient } = await watched({ heart_rate: 72, bed: "Bed 4" });
		const text = await textOf(await generate({ device_id: id, time_zone: "Europe/Berlin", paper: "letter" }));
		expect(text).toContain(`${patient} `);
		expect(text).toContain("Bed 4");
		expect(text).toMatch(/Heart rate \/min 50 72 .* 72/);
		expect(text).toContain("40 – 131");
		expect(text).toContain("incomplete: at least 0 from 5 of 7 inputs");
		expect(text).toMatch(/Europe\/Berlin \(UTC\+0[12]:00\)/);
		expect(text).toContain("Page 1 of ");
		expect(text).toMatch(/SHA-256 of its data [0-9a-f]{64}/);
		expect(text).toContain("Signature");
	});

	it("shows episodes with their reasons, and who acknowledged them, when and how", async () => {
		const { id } = await watched({ spo2: 70 });
		const newest = async () => {
			const response = await call("GET", `/api/v1/anomalies?device=${id}&channel=physiological`, { role: "clinician" });
			return ((await response.json()) as Page<Anomaly>).data[0];
		};
		const episode = await newest();
		const comment = "Probe reseated <b>at once</b>";
		const { episode_id, version } = episode!;
		const acknowledged = await call("POST", `/api/v1/episodes/${episode_id}/acknowledge`, {
			role: "clinician",
			body: { version, comment },
		});
		expect(acknowledged.status).toBe(200);
		// The registry hears of it a moment later.
		await eventually(async () => (await newest())?.acknowledged_at);
		const text = await textOf(await generate({ device_id: id }));
		expect(text).toContain("High risk · beyond an absolute limit");
		expect(text).toMatch(/Why Oxygen saturation 70 %/);
		expect(text).toMatch(/Acknowledged \d+ \w+ \d\d:\d\d by clinician: “Probe reseated <b>at once<\/b>”/);
	});

	it("names the field where nobody is named, where several are, and where a value is none", async () => {
		const { id } = await watched({ bed: "Bay 7" });
		const other = await watched({ bed: "Bay 8" });
		expect(await complaints(await generate({ message: "How is everybody?" }))).toMatchObject({
			status: 422,
			fields: ["message"],
		});
		const both = await complaints(await generate({ message: `${id} and ${other.id}, please` }));
		expect(both).toMatchObject({ status: 422, fields: ["message"] });
		expect(both.message).toContain(other.id);
		expect(await complaints(await generate({}))).toMatchObject({ status: 422, fields: ["device_id"] });
		const wrong = {
			device_id: id,
			from: "yesterday",
			to: 7,
			time_zone: "Mars/Base",
			paper: "a3",
			sections: ["all"],
			x: 1,
		};
		expect((await complaints(await generate(wrong))).fields.toSorted()).toEqual([
			"from",
			"paper",
			"sections",
			"time_zone",
			"x",
		]);
		expect(await complaints(await generate({ device_id: id, from: "2026-01-01", to: "2025-01-01" }))).toMatchObject({
			fields: ["to"],
		});
		expect(await complaints(await generate({ device_id: id, from: 0 }))).toMatchObject({ status: 422, fields: ["to"] });
		expect(await complaints(await generate({ message: "x".repeat(200_001) }))).toMatchObject({ fields: ["message"] });
	});

	it("knows a bed by its label, and never a device by a part of its name", async () => {
		const { id, patient } = await watched({ bed: "Bay 21" });
		expect(await textOf(await generate({ message: "How was bay 21 in the last 3 hours?" }))).toContain(patient);
		expect((await generate({ message: `About ${id}9` })).status).toBe(422);
	});

	it("of a device that was moved holds the present patient's readings and nothing of the one before", async () => {
		const first = await watched({ heart_rate: 61 });
		const next = `REPORT-${crypto.randomUUID()}`;
		const body = { ward_id: first.ward, patient_id: next, simulated: true };
		expect((await call("PUT", `/api/v1/devices/${first.id}`, { role: "engineer", body })).status).toBe(200);
		await send(first.key, stretch(first.id, 30, { ...CALM, heart_rate: 93, patient_id: next }, Date.now() + 5));
		const second = await patientOn(first.id);
		expect(second).not.toBe(first.patient);
		const response = await generate({ device_id: first.id });
		const id = idOf(response);
		const text = await textOf(response);
		expect(text).toContain(second);
		expect(text).not.toContain(first.patient);
		expect(text).toContain("watched another patient in this period; nothing of them is in here");
		expect(text).toMatch(/Heart rate \/min \d+ 93 .* 93 – 93 93 .* 93 /);
		const csv = await (await call("GET", `/api/v1/reports/${id}/data.csv`, { role: "clinician" })).text();
		expect(csv).toContain(second);
		expect(csv).not.toContain(first.patient);
		const past = await textOf(await generate({ patient: first.patient }));
		expect(past).toMatch(/Heart rate \/min 50 61 /);
		expect(past).not.toContain(second);
	});

	it("of a period without readings says so", async () => {
		const { patient } = await watched();
		const from = Date.now() - 3 * 24 * 3600_000;
		const text = await textOf(await generate({ patient, from, to: from + 3600_000 }));
		expect(text).toContain("No reading in this period");
		expect(text).toContain("Nothing was measured in this period");
	});

	it("leaves out the parts that were not asked for", async () => {
		const { id } = await watched();
		const text = await textOf(await generate({ device_id: id, sections: ["statistics"] }));
		expect(text).toContain("Vital signs");
		for (const absent of ["Trends", "NEWS2 course", "Summary"]) expect(text).not.toContain(absent);
	});
});

describe("a kept report", () => {
	it("is given again as it was, lies under a name that says nothing, and its data are the patient's readings", async () => {
		const { id, patient, ward } = await watched();
		const made = await generate({ device_id: id });
		const [report, bytes] = [idOf(made), await made.arrayBuffer()];
		const again = await call("GET", `/api/v1/reports/${report}`, { role: "viewer", wards: [ward] });
		expect(again.headers.get("content-type")).toBe("application/pdf");
		expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(bytes));
		const keys = (await env.REPORTS.list()).objects.map(({ key }) => key);
		expect(keys).toContain(reportKey(report));
		expect(keys.join()).not.toContain(patient);
		const [entry] = await list({ role: "clinician" }, `?patient=${patient}`);
		expect(entry).toMatchObject({
			id: report,
			patient,
			devices: [id],
			labelled: false,
			expires_at: null,
			bytes: bytes.byteLength,
		});
		const csv = await call("GET", `/api/v1/reports/${report}/data.csv`, { role: "clinician" });
		const lines = (await csv.text()).trim().split("\r\n");
		expect(lines.length).toBe(51);
		expect(lines[0]).toMatch(/^seq,timestamp,/);
	});

	it("is for people of the patient's wards: it moves with the patient", async () => {
		const { id, hospitalId, patient } = await watched({ ward: "ward-here" });
		const report = idOf(await generate({ device_id: id }, { role: "clinician", wards: ["ward-here"] }));
		const open = (ward: string) => call("GET", `/api/v1/reports/${report}`, { role: "clinician", wards: [ward] });
		const seen = async (ward: string) =>
			(await list({ role: "clinician", wards: [ward] })).some((entry) => entry.id === report);
		expect([(await open("ward-here")).status, await seen("ward-here")]).toEqual([200, true]);
		expect([(await open("ward-there")).status, await seen("ward-there")]).toEqual([403, false]);
		await enrol({ ward: "ward-there" });
		await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: "ward-there", patient_id: hospitalId, simulated: true },
		});
		expect(await patientOn(id)).toBe(patient);
		expect([(await open("ward-there")).status, await seen("ward-there")]).toEqual([200, true]);
		expect([(await open("ward-here")).status, await seen("ward-here")]).toEqual([403, false]);
		const elsewhere = await generate({ patient }, { role: "clinician", wards: ["ward-here"] });
		expect(elsewhere.status).toBe(403);
		expect((await generate({ device_id: id }, { role: "clinician", wards: ["ward-here"] })).status).toBe(403);
		expect((await generate({ message: `About ${id}` }, { role: "clinician", wards: ["ward-here"] })).status).toBe(422);
	});

	it("shows a patient's name only when asked, and then not to viewers", async () => {
		const { id, patient } = await watched();
		await call("PUT", `/api/v1/patients/${patient}`, { role: "clinician", body: { label: "Åsa Öberg" } });
		expect(await textOf(await generate({ device_id: id }))).not.toContain("Öberg");
		const made = await generate({ device_id: id, show_label: true });
		const report = idOf(made);
		expect(await textOf(made)).toContain("Åsa Öberg");
		for (const path of ["", "/data.csv"])
			expect((await call("GET", `/api/v1/reports/${report}${path}`, { role: "viewer" })).status).toBe(403);
		expect((await list({ role: "viewer" }, `?patient=${patient}`)).map((entry) => entry.id)).not.toContain(report);
		expect((await list({ role: "admin" }, `?patient=${patient}`)).map((entry) => entry.id)).toContain(report);
	});

	it("that is not what was written is not shown", async () => {
		const { id } = await watched();
		const report = idOf(await generate({ device_id: id }));
		await env.REPORTS.put(reportKey(report), "%PDF-1.7 forged");
		expect((await call("GET", `/api/v1/reports/${report}`, { role: "clinician" })).status).toBe(503);
		await env.REPORTS.delete(reportKey(report));
		expect((await call("GET", `/api/v1/reports/${report}`, { role: "clinician" })).status).toBe(404);
	});

	it("leaves an entry in the audit log when it is made, listed and read: ids only", async () => {
		const { id, patient } = await watched();
		const report = idOf(await generate({ message: `For ${id}: Mr Miller's note` }));
		await call("GET", `/api/v1/reports/${report}`, { role: "viewer" });
		await call("GET", `/api/v1/reports/${report}/data.csv`, { role: "viewer" });
		const text = await (await call("GET", `/api/v1/audit?patient=${patient}`, { role: "admin" })).text();
		for (const action of ["report.generate", "report.read", "report.data"]) expect(text).toContain(action);
		expect(text).toContain(`report:${report}`);
		expect(text).not.toContain("Miller");
	});
});

describe("the end of a report", () => {
	it("comes with the patient's erasure: file and entry go, and the certificate counts them", async () => {
		const { id, patient } = await watched();
		const other = await watched();
		const reports = [idOf(await generate({ device_id: id })), idOf(await generate({ patient }))];
		const kept = idOf(await generate({ device_id: other.id }));
		const body = { confirm: patient };
		const begun = await call("POST", `/api/v1/patients/${patient}/erasure`, { role: "admin", body });
		const { id: erasure } = (await begun.json()) as { id: string };
		expect((await generate({ patient })).status).toBe(409);
		await eventually(() => env.PATIENT_ERASURE.getByName(erasure).advance());
		const answer = (await (
			await call("GET", `/api/v1/erasures/${erasure}`, { role: "admin" })
		).json()) as ErasureAnswer;
		expect(answer.certificate?.removed.reports).toBe(2);
		const keys = (await env.REPORTS.list()).objects.map(({ key }) => key);
		for (const report of reports) {
			expect(keys).not.toContain(reportKey(report));
			expect((await call("GET", `/api/v1/reports/${report}`, { role: "admin" })).status).toBe(404);
		}
		expect(keys).toContain(reportKey(kept));
		expect((await call("GET", `/api/v1/reports/${kept}`, { role: "admin" })).status).toBe(200);
	});

	it("comes when an erasure overtakes its making: nothing is left of it", async () => {
		const { patient } = await watched();
		const row = { ...ROW, id: "R-00000000000000AA", surrogate: patient };
		await env.DB.prepare("UPDATE patients SET erasing_at = 1 WHERE surrogate = ?").bind(patient).run();
		expect(await keepReport(env, row, new Uint8Array(1))).toBe(false);
		expect(await env.REPORTS.head(reportKey(row.id))).toBeNull();
		expect(await findReport(connectRegistry(env.DB), row.id)).toBeNull();
	});

	it("comes after the days that the setting gives it: no longer shown, then deleted", async () => {
		const settings = { ...env, REPORT_RETENTION_DAYS: 30 } as typeof env;
		const now = Date.now();
		const old = { ...ROW, id: "R-00000000000000BB", createdAt: now - 31 * DAY_MS };
		const young = { ...ROW, id: "R-00000000000000CC", createdAt: now - 29 * DAY_MS };
		for (const row of [old, young]) expect(await keepReport(env, row, new Uint8Array(1))).toBe(true);
		const filter = { wards: "all", after: expiredBefore(settings, now), labelled: true, limit: 200 } as const;
		const listed = (await listReports(connectRegistry(env.DB), filter)).map(({ id }) => id);
		expect(listed).toContain(young.id);
		expect(listed).not.toContain(old.id);
		await deleteExpired(env, now);
		expect(await findReport(connectRegistry(env.DB), old.id), "0 keeps all").not.toBeNull();
		await deleteExpired(settings, now);
		expect(await env.REPORTS.head(reportKey(old.id))).toBeNull();
		expect(await findReport(connectRegistry(env.DB), old.id)).toBeNull();
		expect(await env.REPORTS.head(reportKey(young.id))).not.toBeNull();
	});
});

describe("hostile words", () => {
	const nasty = [
		"<script>alert(1)</script> ${7*7} {{x}}",
		"(unbalanced \\( ) Tj ET Q endstream endobj 1 0 obj <</Type /Catalog>> %%EOF",
		"\u0000\u0007\u001b[31m\u009b control",
		"\u202eevil\u202c \u2066iso\u2069",
		"\ud800 half \udfff",
		"W".repeat(10_000),
		"\u0301".repeat(500),
		"👩‍👩‍👧‍👦".repeat(50),
	];

	it("in a note make no report fail, and stay words", async () => {
		const { id } = await watched();
		const response = await generate({ device_id: id, note: nasty.join("\n"), sections: [] });
		const pages = await pagesOf(response);
		const text = pages.join("\n");
		expect(text).toContain("<script>alert(1)</script> ${7*7} {{x}}");
		expect(text).toContain("%%EOF");
		expect(text.replaceAll(/\s|WEARABLE/g, "").match(/W/g)?.length).toBeGreaterThanOrEqual(10_000);
	});

	it("in a bed's name and a patient's label are printed as they are", async () => {
		const bed = "B<i>7</i> )Tj";
		const { id, patient } = await watched({ bed });
		await call("PUT", `/api/v1/patients/${patient}`, { role: "clinician", body: { label: "<<Name>> %PDF" } });
		const text = await textOf(await generate({ device_id: id, show_label: true, sections: [] }));
		expect(text).toContain(bed);
		expect(text).toContain("<<Name>> %PDF");
	});
});
