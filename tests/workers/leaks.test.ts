import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patientTags } from "../../durable-objects/device/patient-tag.ts";
import type { Role } from "../../vitals/api.ts";
import type { ErasureAnswer } from "../../vitals/patients.ts";
import { bucketDump, d1Dump, searchDump, sqliteDump } from "./sinks.ts";
import { connect, numbered } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, payload, stationOf, stretch } from "./support.ts";

/** Planted wherever an identifier or a name can be sent. Nothing else in the tests holds these letters. */
const IDS = ["QUAGGA-MRN-4711", "QUAGGA-MRN-4712", "QUAGGA-MRN-4713"] as const;
const LABEL = "Quaggeline Zorgenfrei";
const LONG = `quagga${"x".repeat(80)}`;
const PLANTED = /quagg/i;
const TAGS = IDS.map((id) => patientTags(env, id).tag);

const heard: string[] = [];
const spies: { mockRestore: () => void }[] = [];

beforeEach(() => {
	heard.length = 0;
	for (const level of ["debug", "log", "info", "warn", "error"] as const) {
		const note = (...said: unknown[]) => void heard.push(said.map(String).join(" "));
		spies.push(vi.spyOn(console, level).mockImplementation(note));
	}
});
afterEach(() => {
	for (const spy of spies.splice(0)) spy.mockRestore();
});

/** Every answer, status line to body, by who got it. */
const answers: { role: Role | "device"; path: string; text: string }[] = [];

async function ask(
	method: string,
	path: string,
	as: { role?: Role; key?: string; body?: unknown; headers?: Record<string, string> },
): Promise<Response> {
	const response = await call(method, path, as);
	const text = `${JSON.stringify([...response.headers])}\n${await response.clone().text()}`;
	// The path itself may be planted: what counts is what comes back.
	answers.push({ role: as.role ?? "device", path, text });
	return response;
}

describe("an identifier or a name", () => {
	it("that is planted through every route, in good payloads and bad, is found only where it may be", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-leak" });
		const stub = monitorOf(id);
		const live = await call("GET", `/api/v1/wards/${ward}/live`, {
			role: "viewer",
			headers: { upgrade: "websocket", origin: ORIGIN },
		});
		const frames: string[] = [];
		live.webSocket?.accept();
		live.webSocket?.addEventListener("message", ({ data }) => void frames.push(String(data)));
		const engineer = await ask("GET", `/api/v1/wards/${ward}/live`, {
			role: "engineer",
			headers: { upgrade: "websocket", origin: ORIGIN },
		});
		expect(engineer.status, "an engineer sees no ward").toBe(403);

		const place = (patient: unknown) => ({ ward_id: ward, bed: "Bed 1", patient_id: patient });
		const enrolment = (body: unknown) => ask("PUT", `/api/v1/devices/${id}`, { role: "engineer", body });
		expect((await enrolment(place(IDS[0]))).status).toBe(200);
		expect((await enrolment(place(LONG))).status).toBe(422);
		expect((await enrolment(place({ name: IDS[0] }))).status).toBe(422);
		const { patient } = (await (await ask("GET", `/api/v1/devices/${id}`, { role: "admin" })).json()) as {
			patient: string;
		};
		const address = `/api/v1/patients/${patient}`;
		const named = await call("PUT", address, { role: "clinician", body: { label: LABEL } });
		expect(await named.text()).toContain(LABEL);
		await ask("PUT", address, { role: "clinician", body: { label: LONG.repeat(2) } });
		await ask("PUT", address, { role: "viewer", body: { label: LABEL } });
		await ask("GET", address, { role: "viewer" });
		await ask("GET", address, { role: "engineer" });

		// HTTP: good, malformed, refused, late, and naming another patient.
		const post = (body: unknown, headers: Record<string, string> = {}) =>
			ask("POST", "/api/v1/telemetry", { key, body, headers });
		const batch = (body: unknown, headers: Record<string, string> = {}) =>
			ask("POST", "/api/v1/telemetry/batch", { key, body, headers });
		expect((await post(payload(id, { patient_id: IDS[0] }))).status).toBe(202);
		expect((await post(`{"patient_id": "${IDS[0]}", "heart_rate": `)).status).toBe(400);
		expect((await post(`"${IDS[0]}"`)).status).toBe(422);
		expect((await post(payload(id, { patient_id: LONG }))).status).toBe(422);
		expect((await post(payload(id, { patient_id: IDS[0], heart_rate: LABEL }))).status).toBe(422);
		expect((await post(payload(id, { patient_id: IDS[0], [LABEL]: 1 }))).status).toBeLessThan(500);
		expect((await post(payload(id, { patient_id: IDS[0], timestamp: IDS[0] }))).status).toBe(422);
		expect((await post(payload(IDS[0], { patient_id: IDS[0] }))).status).toBe(403);
		await post(payload(id, { patient_id: IDS[0] }), { "x-correlation-id": `bad ${IDS[0]}` });
		// A client may call its requests what it likes, and is answered so; nobody else is told.
		for (const path of ["/api/v1/telemetry", "/api/v1/wards", "/api/v1/nothing"]) {
			const headers = { "x-correlation-id": IDS[0], origin: ORIGIN };
			const named = await call("POST", path, { role: "admin", body: { patient_id: IDS[0] }, headers });
			expect(named.headers.get("x-correlation-id")).toBe(IDS[0]);
		}
		await batch(stretch(id, 5, { patient_id: IDS[0] }, Date.now() - 7200_000));
		await batch([payload(id, { patient_id: IDS[0], timestamp: Date.now() + 3 }), { patient_id: IDS[1] }, IDS[2]]);
		const lines = [JSON.stringify(payload(id, { patient_id: IDS[0] })), `{"patient_id":"${IDS[0]}"`].join("\n");
		await batch(lines, { "content-type": "application/x-ndjson" });
		await post(payload(id, { patient_id: IDS[1], timestamp: Date.now() + 20 }));

		// The stream: good, malformed, refused, and naming another patient.
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s1", acknowledged: 0 });
		await wire.frame("welcome");
		wire.send(numbered(1, 3, Date.now(), { patient_id: IDS[0] }));
		wire.send(numbered(4, 5, Date.now(), { patient_id: IDS[2] }));
		wire.send(numbered(6, 6, Date.now(), { patient_id: LONG }));
		await wire.settled();
		wire.raw(`{"type":"readings","patient_id":"${IDS[0]}`);
		await wire.frame("error");
		const other = await connect(id, key);
		other.send({ type: "hello", version: 1, session: "s2", acknowledged: 0, patient_id: IDS[0] });
		await other.settled().catch(() => {});

		// Addresses and queries.
		for (const path of [
			`/api/v1/patients/${IDS[0]}`,
			`/api/v1/patients/${IDS[0]}/readings?from=${IDS[0]}`,
			`/api/v1/devices/${IDS[0]}`,
			`/api/v1/anomalies?cursor=${IDS[0]}`,
			`/api/v1/anomalies?since=${IDS[0]}`,
			`${address}/readings?from=${IDS[0]}`,
			`${address}/readings?from=0&cursor=${IDS[0]}`,
			`${address}/episodes?cursor=${IDS[0]}`,
			`/api/v1/erasures/${IDS[0]}`,
			`/${IDS[0]}`,
		])
			await ask("GET", path, { role: "admin" });

		// Decisions, what people see, and the lake.
		const doubt = await eventually(async () => {
			const { episodes } = await stub.watch(0);
			return episodes.find(({ rule }) => rule === "patient-mismatch");
		});
		for (const decision of [IDS[0], "reassign"]) {
			const body = { version: doubt.version, decision };
			await eventually(async () => (await call("GET", `/api/v1/anomalies?device=${id}`, { role: "admin" })).ok);
			await ask("POST", `/api/v1/episodes/${doubt.id}/resolve`, { role: "engineer", body });
		}
		for (const role of ["viewer", "clinician", "engineer", "admin"] as const) {
			for (const path of [
				"/api/v1/me",
				"/api/v1/wards",
				"/api/v1/devices",
				`/api/v1/devices/${id}`,
				`/api/v1/devices/${id}/readings`,
				`/api/v1/devices/${id}/context`,
				"/api/v1/anomalies",
				"/api/v1/overview",
				"/api/v1/lake/objects",
				"/health",
			])
				await ask("GET", path, { role });
		}
		// A note between shifts may say anything; those who may not see names read the hand-over without it.
		const note = { to: "admin", note: `${LABEL}, ${IDS[0]}, wants his daughter called` };
		await call("GET", "/api/v1/me", { role: "admin" });
		const handed = await call("POST", `/api/v1/wards/${ward}/handovers`, { role: "clinician", body: note });
		expect(await handed.text()).toContain(LABEL);
		for (const role of ["viewer", "engineer"] as const) {
			for (const path of [
				`/api/v1/wards/${ward}/handover`,
				`/api/v1/wards/${ward}/handovers`,
				`/api/v1/wards/${ward}/alarm-load`,
				`/api/v1/wards/${ward}/alarm-load.csv`,
				`/fhir/Patient/${patient}`,
				`/fhir/Observation?patient=${patient}`,
				`/fhir/Device/${id}`,
			])
				await ask("GET", path, { role });
		}
		// A search says again what was asked for, to whoever asked; by a hospital's identifier nobody is found.
		const searched = await call("GET", `/fhir/Patient?identifier=${IDS[0]}`, { role: "viewer" });
		const { resourceType, entry = [] } = (await searched.json()) as { resourceType: string; entry?: unknown[] };
		expect([resourceType, entry]).toEqual(["Bundle", []]);
		await ask("POST", "/api/v1/lake/flush", { role: "engineer" });
		await ask("POST", "/api/v1/lake/compact", { role: "engineer" });
		await ask("POST", `${address}/discharge`, { role: "viewer" });

		// The question travels in a body and is kept nowhere; episodes and guidelines are indexed for it.
		const question = { query: `How is ${LABEL}, ${IDS[0]}? Names another patient`, kinds: ["passage", "episode"] };
		expect((await ask("POST", "/api/v1/search", { role: "clinician", body: question })).status).toBe(200);
		expect((await ask("POST", "/api/v1/search", { role: "engineer", body: question })).status).toBe(403);
		await ask("POST", "/api/v1/search/refresh", { role: "admin", body: {} });

		const d1 = await d1Dump();
		const index = await searchDump();
		expect(index.get("documents")?.includes("Device names another patient"), "the ward's episodes are indexed").toBe(
			true,
		);
		const device = await sqliteDump(stub);
		const station = await sqliteDump(stationOf(ward));
		const bucket = await bucketDump();
		expect(
			[...bucket.values()].some((text) => text.includes(patient)),
			"the lake was looked at",
		).toBe(true);
		expect(heard.length, "the log was heard").toBeGreaterThan(50);
		expect(frames.length, "the ward was watched").toBeGreaterThan(1);

		const everywhere: [string, string][] = [
			...heard.map((line): [string, string] => ["log", line]),
			...[...d1].map(([table, rows]): [string, string] => [`D1 ${table}`, rows]),
			...[...index].map(([table, rows]): [string, string] => [`SEARCH ${table}`, rows]),
			["the device's SQLite", device],
			["the ward's SQLite", station],
			...[...bucket].map(([key, text]): [string, string] => [`R2 ${key}`, text]),
			...frames.map((frame): [string, string] => ["live frame", frame]),
			...[...wire.texts, ...other.texts].map((text): [string, string] => ["stream frame", text]),
			...answers.map(({ role, path, text }): [string, string] => [`answer to ${role}: ${path}`, text]),
		];
		const found = everywhere.filter(([, text]) => PLANTED.test(text));
		expect(found.map(([where, text]) => `${where}: ${text.slice(0, 300)}`)).toEqual([]);

		// The tags, which are not identifiers but lead from one to a surrogate, are in two places.
		const tagged = everywhere.filter(([, text]) => TAGS.some((tag) => text.includes(tag))).map(([where]) => where);
		expect([...new Set(tagged)].toSorted()).toEqual(["D1 patient_identifiers", "the device's SQLite"]);
		// And the surrogate is not for engineers, nor for the log.
		expect(heard.filter((line) => line.includes(patient))).toEqual([]);
		expect(answers.filter(({ role, text }) => role === "engineer" && text.includes(patient))).toEqual([]);

		// What may say the name: the answer to an admin's export.
		const exported = await call("POST", `${address}/export`, { role: "admin", body: { format: "csv" } });
		expect(await exported.text()).toContain(LABEL);
		const begun = await call("POST", `${address}/erasure`, { role: "admin", body: { confirm: patient } });
		const { id: erasure } = (await begun.json()) as ErasureAnswer;
		await eventually(() => env.PATIENT_ERASURE.getByName(erasure).advance());
		const certificate = await (await call("GET", `/api/v1/erasures/${erasure}`, { role: "admin" })).text();
		for (const text of [certificate, ...heard, await sqliteDump(env.PATIENT_ERASURE.getByName(erasure))])
			expect(text).not.toMatch(PLANTED);
		expect((await d1Dump()).get("patient_identifiers")).not.toContain(TAGS[0]);
		expect(await sqliteDump(stub)).not.toContain(TAGS[0]);
		for (const [table, rows] of await searchDump()) expect(rows.includes(patient), `SEARCH ${table}`).toBe(false);
	});
});
