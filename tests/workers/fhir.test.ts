import type { Bundle, CapabilityStatement, Observation, OperationOutcome, Resource } from "fhir/r4";
import { describe, expect, it } from "vitest";
import type { Page } from "../../vitals/api.ts";
import type { AuditEntry } from "../../vitals/audit.ts";
import { ingest, series } from "./monitor-support.ts";
import { patientOn } from "./report-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, payload } from "./support.ts";

type As = Parameters<typeof call>[2];

async function asked<T = Bundle>(path: string, as: As = { role: "viewer" }): Promise<T> {
	const response = await call("GET", path, as);
	expect(response.status, await response.clone().text()).toBe(200);
	expect(response.headers.get("content-type")).toBe("application/fhir+json");
	return (await response.json()) as T;
}

async function refused(path: string, status: number, as: As = { role: "viewer" }): Promise<OperationOutcome> {
	const response = await call("GET", path, as);
	expect(response.status, await response.clone().text()).toBe(status);
	expect(response.headers.get("content-type")).toBe("application/fhir+json");
	const body = (await response.json()) as OperationOutcome;
	expect(body.resourceType).toBe("OperationOutcome");
	expect(body.issue[0]).toMatchObject({ severity: "error" });
	return body;
}

const next = (bundle: Bundle) => bundle.link?.find(({ relation }) => relation === "next")?.url.slice(ORIGIN.length);
const observationsIn = (bundle: Bundle) => (bundle.entry ?? []).map(({ resource }) => resource as Observation);

/** A watched patient with `n` readings of heart rate and saturation, one a second until now. */
async function watched(n: number, ward = "ward-fhir") {
	const device = await enrol({ ward, patient_id: `FHIR-${crypto.randomUUID()}`, simulated: true });
	const start = Date.now() + 1000;
	await call("PUT", `/api/v1/devices/${device.id}/clock`, {
		key: device.key,
		body: { now: start + n * 1000, rate: 1 },
	});
	await ingest(
		monitorOf(device.id),
		series(n, (i) => 70 + (i % 5), start),
	);
	return { ...device, start, patient: await patientOn(device.id) };
}

describe("FHIR over HTTP", () => {
	it("says what it can do, to anybody, and each thing that it says can be read and searched", async () => {
		const statement = await asked<CapabilityStatement>("/fhir/metadata", {});
		const types = statement.rest?.[0]?.resource?.map(({ type }) => type) ?? [];
		expect(types).toEqual(["Patient", "Device", "Observation", "DetectedIssue", "RiskAssessment"]);
		const { patient } = await watched(2);
		for (const { type, searchParam = [] } of statement.rest?.[0]?.resource ?? []) {
			for (const { name, type: kind } of searchParam) {
				const value = kind === "date" ? "ge2026" : kind === "reference" ? patient : "x";
				const also = type === "Observation" && kind !== "reference" ? `&patient=${patient}` : "";
				await asked(`/fhir/${type}?${name}=${value}${also}`);
			}
			expect((await refused(`/fhir/${type}/nothing`, 404)).issue[0]?.code).toBe("not-found");
		}
	});

	it(
		"gives a page of 1,000 Observations, and the rest by the next link, each once and in order",
		{ timeout: 120_000 },
		async () => {
			const { patient, start } = await watched(700);
			const pages: Bundle[] = [await asked(`/fhir/Observation?patient=Patient/${patient}&_count=1000`)];
			for (let at = next(pages[0] as Bundle); at !== undefined; at = next(pages.at(-1) as Bundle))
				pages.push(await asked(at));
			expect(pages.map((page) => page.entry?.length)).toEqual([1000, 400]);
			const all = pages.flatMap(observationsIn);
			expect(new Set(all.map(({ id }) => id)).size).toBe(1400);
			const times = all.map(({ effectiveDateTime }) => Date.parse(effectiveDateTime ?? ""));
			expect(times).toEqual(times.toSorted((a, b) => a - b));
			expect(times[0]).toBe(start);
			const rates = await asked(`/fhir/Observation?patient=${patient}&code=http://loinc.org|8867-4&_count=1000`);
			expect(observationsIn(rates).map(({ valueQuantity }) => valueQuantity?.value)).toEqual(
				Array.from({ length: 700 }, (_, i) => 70 + (i % 5)),
			);
		},
	);

	it("reads each Observation that a search gave, and finds by date and by either nomenclature", async () => {
		const { patient, start } = await watched(5);
		const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();
		const found = observationsIn(await asked(`/fhir/Observation?patient=${patient}`));
		expect(found.length).toBe(10);
		for (const one of found.slice(0, 3)) expect(await asked(`/fhir/Observation/${one.id}`)).toEqual(one);
		const n = async (query: string) =>
			observationsIn(await asked(`/fhir/Observation?patient=${patient}&${query}`)).length;
		expect(await n("code=urn:iso:std:iso:11073:10101|147842")).toBe(5);
		expect(await n("code=8867-4,2708-6")).toBe(10);
		expect(await n("code=8310-5")).toBe(0);
		expect(await n("category=vital-signs")).toBe(10);
		expect(await n("category=laboratory")).toBe(0);
		expect(await n(`date=ge${iso(1)}&date=lt${iso(3)}`)).toBe(4);
		expect(await n(`date=gt${iso(3)}`)).toBe(2);
		expect(await n(`date=le${iso(0)}`)).toBe(2);
		expect(await n(`date=${iso(2)}`)).toBe(2);
	});

	it("keeps pressures of one moment together, with the instrument that took them", async () => {
		const { id, key } = await enrol({ ward: "ward-fhir", patient_id: `BP-${crypto.randomUUID()}` });
		const body = payload(id, { systolic_pressure: 121, diastolic_pressure: 79 });
		await call("POST", "/api/v1/telemetry", { key, body });
		const bundle = await asked(`/fhir/Observation?patient=${await patientOn(id)}&code=85354-9`);
		const [panel] = observationsIn(bundle);
		expect(panel?.component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([121, 79]);
		expect(panel?.device?.display).toBe(id);
		expect(await asked(`/fhir/${panel?.device?.reference}`)).toMatchObject({ identifier: [{ value: id }] });
	});

	it("gives an episode as DetectedIssue with its version, and the score that it opened with as RiskAssessment", async () => {
		const { id, patient, start } = await watched(60);
		await ingest(
			monitorOf(id),
			series(20, () => 180, start + 61_000),
		);
		const bundle = await eventually(async () => {
			const issues = await asked(`/fhir/DetectedIssue?patient=${patient}`);
			return (issues.entry?.length ?? 0) > 0 && issues;
		});
		const issue = bundle.entry?.[0]?.resource as Resource;
		const response = await call("GET", `/fhir/DetectedIssue/${issue.id}`, { role: "viewer" });
		expect(response.headers.get("etag")).toBe(`W/"${issue.meta?.versionId}"`);
		expect(response.headers.get("last-modified")).toBe(new Date(issue.meta?.lastUpdated ?? "").toUTCString());
		expect(await response.json()).toEqual(issue);
		const risks = await asked(`/fhir/RiskAssessment?subject=Patient/${patient}&date=ge2020`);
		expect(risks.entry?.[0]?.resource).toMatchObject({
			basis: [{ reference: `DetectedIssue/${issue.id}` }, {}],
			subject: { reference: `Patient/${patient}` },
		});
		expect(await asked(`/fhir/RiskAssessment/${issue.id}`)).toEqual(risks.entry?.[0]?.resource);
		expect((await asked(`/fhir/DetectedIssue?patient=${patient}&identified=lt2020`)).entry).toEqual([]);
	});

	it.each([
		["Observation", "patient"],
		["Observation?patient=Nobody", "patient"],
		["Observation?patient=P-0123456789AB&date=yesterday", "date"],
		["Observation?patient=P-0123456789AB&date=ne2026", "date"],
		["Observation?patient=P-0123456789AB&_count=0", "_count"],
		["Observation?patient=P-0123456789AB&_count=many", "_count"],
		["Observation?patient=P-0123456789AB&_cursor=x", "_cursor"],
		["Observation?patient=P-0123456789AB&value-quantity=5", "value-quantity"],
		["Observation?patient=P-0123456789AB&patient=P-0123456789AB", "patient"],
		["DetectedIssue?identified=x", "identified"],
		["DetectedIssue?patient=x", "patient"],
		["RiskAssessment?date=x", "date"],
		["RiskAssessment?_cursor=x", "_cursor"],
		["Device?ward=x", "ward"],
		["Patient?name=Smith", "name"],
	])("refuses %s, naming %s in an OperationOutcome", async (query, parameter) => {
		expect((await refused(`/fhir/${query}`, 400)).issue[0]?.expression).toEqual([parameter]);
	});

	it("answers as OperationOutcome also where nobody signed in, the role or the ward is wrong, and nothing is there", async () => {
		const { patient, id } = await watched(1, "ward-fhir-own");
		expect((await refused("/fhir/Patient", 401, {})).issue[0]?.code).toBe("login");
		expect((await refused("/fhir/Observation", 403, { role: "engineer" })).issue[0]?.code).toBe("forbidden");
		const stranger: As = { role: "clinician", wards: ["ward-fhir-other"] };
		for (const path of [`Patient/${patient}`, `Observation?patient=${patient}`, `Device/${id}`])
			await refused(`/fhir/${path}`, 403, stranger);
		// The same for what does not exist: the answer does not tell which.
		for (const path of [
			"Patient/P-000000000000",
			"Observation?patient=P-000000000000",
			"Device/NOBODY",
			"Observation/x",
		])
			await refused(`/fhir/${path}`, 403, stranger);
		expect((await asked("/fhir/Patient", stranger)).entry).toEqual([]);
		await refused("/fhir/Medication", 404);
		expect((await refused("/fhir/metadata?_format=xml", 406)).issue[0]?.code).toBe("not-supported");
		await refused(`/fhir/Patient/${patient}`, 406, { role: "viewer", headers: { accept: "application/fhir+xml" } });
		const posted = await call("POST", "/fhir/Patient", { role: "admin", body: {} });
		expect(posted.status).toBe(405);
		expect(((await posted.json()) as OperationOutcome).resourceType).toBe("OperationOutcome");
	});

	it("shows engineers devices and nobody on them", async () => {
		const { patient, id } = await watched(1);
		const as: As = { role: "engineer" };
		expect(JSON.stringify(await asked(`/fhir/Device?identifier=urn:biostream:device|${id}`, as))).not.toContain(
			patient,
		);
		expect((await asked(`/fhir/Device?patient=${patient}`, as)).entry).toEqual([]);
		expect((await asked(`/fhir/Device?patient=${patient}`)).entry?.length).toBe(1);
		expect((await asked(`/fhir/Patient?_id=${patient}`)).entry?.length).toBe(1);
	});

	it("leaves each look at a patient in the audit log", async () => {
		const { patient } = await watched(1);
		await asked(`/fhir/Observation?patient=${patient}`);
		const entries = await eventually(async () => {
			const response = await call("GET", `/api/v1/audit?patient=${patient}`, { role: "admin" });
			const { data } = (await response.json()) as Page<AuditEntry>;
			return data.length > 0 && data;
		});
		expect(entries.map(({ action }) => action)).toContain("fhir.observations");
	});
});
