import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { patientTags } from "../../durable-objects/device/patient-tag.ts";
import { decodeReadings } from "../../lake/read.ts";
import type { Page } from "../../vitals/api.ts";
import type { ErasureAnswer, PatientExport, PatientReadingEntry } from "../../vitals/patients.ts";
import { deviceAt, HOUR_MS, midnight } from "./lake-support.ts";
import { ingest, item, lakeReadings, series, stored, type Stub } from "./monitor-support.ts";
import { d1Dump, searchDump, sqliteDump } from "./sinks.ts";
import { call, enrol, eventually, monitorOf, stationOf } from "./support.ts";

const DAY_MS = 24 * 3600_000;
const answer = async <T>(response: Response) => (await response.json()) as T;
const admin = (method: string, path: string, body?: unknown) =>
	call(method, path, { role: "admin", ...(body === undefined ? {} : { body }) });

async function surrogateOn(id: string): Promise<string> {
	return (await answer<{ patient: string }>(await admin("GET", `/api/v1/devices/${id}`))).patient;
}

const move = async (id: string, patientId: string | null, simulated = true) => {
	const body = { ward_id: "ward-t", patient_id: patientId, simulated };
	expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
};

/** One device that watched two patients, in alarm both; part of both is in the lake, part is not. */
async function twoPatients(name: string) {
	const start = midnight(1) + 10 * HOUR_MS;
	const { id, stub, at } = await deviceAt(start);
	await move(id, `${name}-A`);
	const a = await surrogateOn(id);
	const label = await call("PUT", `/api/v1/patients/${a}`, { role: "clinician", body: { label: "Erasmus Weg" } });
	expect(label.status).toBe(200);
	const moved = start + 60_000;
	await at(moved);
	await ingest(
		stub,
		series(50, () => 180, start + 1000),
	);
	await stub.flush();
	await move(id, `${name}-B`);
	const b = await surrogateOn(id);
	await at(moved + 120_000);
	await ingest(stub, [item(moved - 500, 66)]);
	await ingest(
		stub,
		series(70, () => 190, moved),
	);
	await stub.flush();
	await ingest(
		stub,
		series(15, () => 191, moved + 70_000),
	);
	return { id, stub, a, b, moved };
}

async function erase(surrogate: string): Promise<string> {
	const response = await admin("POST", `/api/v1/patients/${surrogate}/erasure`, { confirm: surrogate });
	expect(response.status).toBe(202);
	return (await answer<ErasureAnswer>(response)).id;
}

/** Goes on until it is done, or throws what a step throws. */
async function finish(id: string): Promise<ErasureAnswer> {
	const job = env.PATIENT_ERASURE.getByName(id);
	await eventually(() => job.advance());
	return answer<ErasureAnswer>(await admin("GET", `/api/v1/erasures/${id}`));
}

/** D1 but for the erasures themselves. */
async function registryDump(): Promise<string> {
	const dumps = await d1Dump();
	dumps.delete("erasures");
	return [...dumps.values()].join("\n");
}

/** Every object in the bucket whose readings name the patient. */
async function bucketObjectsOf(patient: string): Promise<string[]> {
	const found: string[] = [];
	for (const { key } of (await env.LAKE.list({ prefix: "readings/" })).objects) {
		const { readings } = await decodeReadings(await (await env.LAKE.get(key))!.arrayBuffer());
		if (readings.some((reading) => reading.patient === patient)) found.push(key);
	}
	return found;
}

/** A ward where somebody listens at an address where nobody answers. */
async function listeningNowhere(): Promise<{ wardId: string; hook: string }> {
	const wardId = `ward-${crypto.randomUUID().slice(0, 8)}`;
	await call("PUT", `/api/v1/wards/${wardId}`, { role: "engineer", body: { name: "Ward" } });
	const body = { ward_id: wardId, channel: "webhook", name: "x", url: "http://127.0.0.1:9/", min_risk: "LOW" };
	const made = await call("POST", "/api/v1/notifications", { role: "clinician", body });
	return { wardId, hook: (await answer<{ id: string }>(made)).id };
}

/** Whether anything of the patient is in the search index. */
const searched = async (patient: string) => [...(await searchDump()).values()].some((rows) => rows.includes(patient));

describe("an erasure", () => {
	it("leaves nothing of the patient anywhere, and everything of the next one", async () => {
		const { id, stub, a, b, moved } = await twoPatients("ERASE");
		const before = (await stored(stub)).filter(({ patient }) => patient === b);
		expect(await bucketObjectsOf(a)).not.toEqual([]);
		expect((await admin("POST", "/api/v1/search/refresh", {})).status).toBe(200);
		expect(await searched(a)).toBe(true);
		const done = await finish(await erase(a));
		expect(done).toMatchObject({
			status: "done",
			certificate: {
				version: 1,
				patient: a,
				requested_by: "admin",
				removed: {
					devices: 1,
					lake_readings: 51,
					device_readings: 51,
					device_assignments: 1,
					assignments: 1,
					identifiers: 1,
					patients: 1,
				},
			},
		});
		expect(done.certificate?.removed.episodes).toBeGreaterThan(0);
		expect(done.certificate?.removed.search_documents).toBe(done.certificate?.removed.episodes);
		expect(await searched(a)).toBe(false);
		expect((await admin("POST", "/api/v1/search/rebuild", {})).status).toBe(200);
		expect(await searched(a)).toBe(false);
		expect(done.certificate?.stays.filter(({ until }) => until !== null)).toHaveLength(3);

		expect(await bucketObjectsOf(a)).toEqual([]);
		const { tag } = patientTags(env, "ERASE-A");
		for (const dump of [await registryDump(), await sqliteDump(stub)]) {
			expect(dump).not.toContain(a);
			expect(dump).not.toContain(tag);
			expect(dump).not.toContain("Erasmus");
		}
		expect(JSON.stringify(await stub.watch(0))).not.toContain(a);
		for (const path of ["", "/readings?from=0&to=1", "/episodes"])
			expect((await admin("GET", `/api/v1/patients/${a}${path}`)).status).toBe(404);

		const lake = await lakeReadings(id);
		expect(lake.filter(({ patient }) => patient === b).map(({ seq }) => seq)).toEqual(before.map(({ seq }) => seq));
		expect(lake.every(({ patient }) => patient === b || patient === null)).toBe(true);
		const ofB = await answer<Page<PatientReadingEntry>>(
			await admin("GET", `/api/v1/patients/${b}/readings?from=${moved - DAY_MS}&to=${moved + DAY_MS}`),
		);
		expect(ofB.data).toHaveLength(before.length);

		// A reading of then, under way all the while, is refused; the present patient's are taken.
		await evictDurableObject(stub);
		const late = await ingest(stub, [item(moved - 400, 70), item(moved + 90_000, 71)]);
		expect(late.results.map((result) => (result.kind === "refused" ? result.error.code : result.kind))).toEqual([
			"erased",
			"stored",
		]);
		await move(id, "ERASE-A");
		expect(await surrogateOn(id), "somebody who comes back is somebody new").not.toBe(a);
	});

	it("erases a patient who is still on the device, and whose readings are not in the lake yet", async () => {
		const { id } = await enrol({ patient_id: "PRESENT-1" });
		const stub = monitorOf(id);
		const patient = await surrogateOn(id);
		await ingest(
			stub,
			series(45, () => 180, Date.now()),
		);
		await stub.watch(Date.now() + 60_000);
		const { certificate } = await finish(await erase(patient));
		expect(certificate?.removed).toMatchObject({ device_readings: 45, lake_readings: 45, device_assignments: 1 });
		expect(await bucketObjectsOf(patient)).toEqual([]);
		expect(await sqliteDump(stub)).not.toContain(patient);
		expect(await registryDump()).not.toContain(patient);
		expect((await stub.watch(0)).reading).toBeNull();
		await runInDurableObject(stationOf("ward-t"), (_, state) => {
			const roster = state.storage.sql.exec("SELECT * FROM roster").toArray();
			expect(JSON.stringify(roster)).not.toContain(patient);
			expect(JSON.stringify(roster)).toContain(id);
		});
		const after = await ingest(stub, series(20, undefined, Date.now() + 1000));
		expect(after.stored).toBe(20);
	});

	it("takes out of the ward what people were told of the patient, and what they were still to be told", async () => {
		const { wardId, hook } = await listeningNowhere();
		const { id } = await enrol({ ward: wardId, patient_id: "TOLD-1" });
		const stub = monitorOf(id);
		const patient = await surrogateOn(id);
		await ingest(
			stub,
			series(45, () => 180, Date.now()),
		);
		const station = stationOf(wardId);
		await eventually(async () => (await sqliteDump(station)).includes(hook));
		expect(await sqliteDump(station)).toContain(patient);
		const { certificate } = await finish(await erase(patient));
		expect(certificate?.removed.notifications).toBeGreaterThan(0);
		const [after, { results }] = await Promise.all([
			sqliteDump(station),
			env.DB.prepare("SELECT id FROM subscriptions WHERE id = ?").bind(hook).all(),
		]);
		expect(after).not.toContain(patient);
		expect(results, "whoever listens goes on listening").toHaveLength(1);
	});

	it("takes the patient out of a compacted day, and what compaction had replaced goes at once", async () => {
		const { id, a, b, stub } = await twoPatients("DAY");
		await stub.flush();
		await stub.compact(false);
		expect((await bucketObjectsOf(a)).length).toBeGreaterThan(1);
		const { certificate } = await finish(await erase(a));
		expect(certificate?.removed.lake_readings).toBe(51);
		expect(await bucketObjectsOf(a)).toEqual([]);
		expect((await lakeReadings(id)).filter(({ patient }) => patient === b)).toHaveLength(85);
	});

	it.each(["R2 refuses to write", "R2 refuses to delete", "D1 fails"])("goes on where it was: %s", async (failure) => {
		const { stub, a, b, id } = await twoPatients(`FAIL-${failure.slice(0, 2)}${failure.length}`);
		const erasure = await erase(a);
		const job = env.PATIENT_ERASURE.getByName(erasure);
		const bucket = { ...bucketOf(env.LAKE) };
		let failures = 0;
		const fail = () => {
			failures++;
			throw new Error("the store is down");
		};
		if (failure === "R2 refuses to write") bucket.put = fail;
		if (failure === "R2 refuses to delete") bucket.delete = fail;
		if (failure === "D1 fails") await env.DB.exec("ALTER TABLE lake_objects RENAME TO lake_objects_away");
		else await withLake(stub, bucket);
		try {
			await expect(eventually(() => job.advance())).rejects.toThrow(/store is down|not told|no such table/);
		} finally {
			if (failure === "D1 fails") await env.DB.exec("ALTER TABLE lake_objects_away RENAME TO lake_objects");
		}
		if (failure !== "D1 fails") expect(failures).toBeGreaterThan(0);
		await evictDurableObject(stub);
		await evictDurableObject(job);
		const { certificate } = await finish(erasure);
		expect(certificate?.removed).toMatchObject({ lake_readings: 51, device_readings: 51, device_assignments: 1 });
		expect(await bucketObjectsOf(a)).toEqual([]);
		expect((await lakeReadings(id)).filter(({ patient }) => patient === b)).toHaveLength(85);
	});

	it("survives an eviction after every step, counts nothing twice, and may be asked for twice", async () => {
		const { stub, a } = await twoPatients("EVICT");
		const erasure = await erase(a);
		expect(await erase(a), "the same one").toBe(erasure);
		const job = env.PATIENT_ERASURE.getByName(erasure);
		for (let done = false; !done;) {
			done = await job.advance();
			await evictDurableObject(job);
			await stub.ping();
			await evictDurableObject(stub);
		}
		const first = await answer<ErasureAnswer>(await admin("GET", `/api/v1/erasures/${erasure}`));
		expect(first.certificate?.removed).toMatchObject({ lake_readings: 51, device_readings: 51 });
		await job.advance();
		expect(await answer<ErasureAnswer>(await admin("GET", `/api/v1/erasures/${erasure}`))).toEqual(first);
	});

	it("is the alarm's work: nobody need wait for it", async () => {
		const { id } = await enrol({ patient_id: "ALARM-1" });
		const patient = await surrogateOn(id);
		const erasure = await erase(patient);
		await eventually(async () => {
			const { status } = await answer<ErasureAnswer>(await admin("GET", `/api/v1/erasures/${erasure}`));
			return status === "done";
		});
	});

	it("is an admin's, who names the patient twice; meanwhile nothing is added", async () => {
		const { id, ward } = await enrol({ patient_id: "ASK-1" });
		const patient = await surrogateOn(id);
		const path = `/api/v1/patients/${patient}/erasure`;
		for (const role of ["viewer", "clinician", "engineer"] as const)
			expect((await call("POST", path, { role, body: { confirm: patient } })).status).toBe(403);
		expect((await admin("POST", path, {})).status).toBe(422);
		expect((await admin("POST", path, { confirm: "P-000000000000" })).status).toBe(422);
		await env.DB.prepare("UPDATE patients SET erasing_at = 1 WHERE surrogate = ?").bind(patient).run();
		const label = await call("PUT", `/api/v1/patients/${patient}`, { role: "clinician", body: { label: "X" } });
		expect(label.status).toBe(409);
		const again = await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: ward, patient_id: "ASK-1" },
		});
		expect(again.status).toBe(409);
	});
});

describe("a patient's export", () => {
	it.each(["csv", "parquet"])("is everything that is theirs and nothing of others: %s", async (format) => {
		const { id, a, moved } = await twoPatients(`EXPORT-${format}`);
		const response = await admin("POST", `/api/v1/patients/${a}/export`, { format });
		const document = await answer<PatientExport>(response);
		expect(document).toMatchObject({ patient: a, label: "Erasmus Weg", assignments: [{ device_id: id }] });
		expect(document.episodes.map(({ patient }) => patient)).toEqual(document.episodes.map(() => a));
		expect(document.episodes[0]?.events.map(({ kind }) => kind)).toEqual(["opened", "closed"]);
		let rows = 0;
		for (const { url } of document.files) {
			const file = await admin("GET", url);
			if (file.status === 204) continue;
			expect(file.status).toBe(200);
			if (format === "csv") {
				const lines = (await file.text()).trim().split("\n");
				expect(lines.slice(1).every((line) => line.includes(a))).toBe(true);
				rows += lines.length - 1;
			} else {
				const { readings } = await decodeReadings(await file.arrayBuffer());
				expect(readings.every(({ patient, timestamp }) => patient === a && timestamp < moved)).toBe(true);
				rows += readings.length;
			}
		}
		expect(rows).toBe(51);
	});

	it("is an admin's, in a format that is known, of a device that watched them", async () => {
		const { id } = await enrol({ patient_id: "EXPORT-NO" });
		const patient = await surrogateOn(id);
		const path = `/api/v1/patients/${patient}/export`;
		expect((await call("POST", path, { role: "clinician", body: { format: "csv" } })).status).toBe(403);
		expect((await admin("POST", path, { format: "xml" })).status).toBe(422);
		const other = await enrol();
		const file = (device: string, to: number) =>
			admin("GET", `${path}/file?device=${device}&from=1600000000000&to=${to}&format=csv`);
		expect((await file(other.id, 1600000001000)).status).toBe(404);
		expect((await file(id, 1600000001000 + DAY_MS)).status).toBe(422);
	});
});

/** A bucket that can be changed method by method. */
function bucketOf(bucket: R2Bucket) {
	return {
		get: bucket.get.bind(bucket),
		head: bucket.head.bind(bucket),
		put: bucket.put.bind(bucket) as (...args: never[]) => unknown,
		delete: bucket.delete.bind(bucket) as (...args: never[]) => unknown,
	};
}

const withLake = (stub: Stub, bucket: ReturnType<typeof bucketOf>) =>
	runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		object.env = Object.assign(Object.create(object.env), { LAKE: bucket });
	});
