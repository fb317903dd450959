import { describe, expect, it } from "vitest";
import type { BatchAccepted, Page, ReadingEntry } from "../../vitals/api.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { call, enrol, payload, stretch } from "./support.ts";

const post = (key: string, body: unknown, headers?: Record<string, string>) =>
	call("POST", "/api/v1/telemetry", { key, body, ...(headers === undefined ? {} : { headers }) });
const postBatch = (key: string, body: unknown, headers?: Record<string, string>) =>
	call("POST", "/api/v1/telemetry/batch", { key, body, ...(headers === undefined ? {} : { headers }) });

async function problem(response: Response): Promise<ProblemDetails> {
	expect(response.headers.get("content-type")).toBe("application/problem+json");
	return response.json();
}

async function stored(id: string): Promise<readonly ReadingEntry[]> {
	const response = await call("GET", `/api/v1/devices/${id}/readings?limit=1000`, { role: "clinician" });
	return ((await response.json()) as Page<ReadingEntry>).data;
}

describe("POST /api/v1/telemetry", () => {
	it("accepts the seed's payload with the seed's reply", async () => {
		const { id, key } = await enrol({ patient_id: "PATIENT-X" });
		const body = {
			device_id: id,
			patient_id: "PATIENT-X",
			timestamp: new Date().toISOString(),
			heart_rate: 72,
			spo2: 98.5,
			battery_level: 85,
		};
		const response = await post(key, body, { "x-correlation-id": "abc-123" });
		expect(response.status).toBe(202);
		expect(response.headers.get("x-correlation-id")).toBe("abc-123");
		expect(await response.json()).toMatchObject({
			status: "accepted",
			message: expect.any(String),
			correlation_id: "abc-123",
			risk_assessment: "LOW",
		});
		expect(await stored(id)).toMatchObject([{ vitals: { heart_rate: 72, spo2: 98.5 }, battery_level: 85 }]);
	});

	it("refuses a heart rate of 300, naming the field and the tracking limits, and stores nothing", async () => {
		const { id, key } = await enrol();
		const response = await post(key, payload(id, { heart_rate: 300 }));
		expect(response.status).toBe(422);
		const { errors, correlation_id } = await problem(response);
		expect(errors).toMatchObject([
			{ field: "heart_rate", code: "out_of_range", message: expect.stringContaining("physiological tracking limits") },
		]);
		expect(correlation_id).toBe(response.headers.get("x-correlation-id"));
		expect(await stored(id)).toHaveLength(0);
	});

	it("stores a heart rate of 25 and flags it: the sickest patients' readings are data", async () => {
		const { id, key } = await enrol();
		const response = await post(key, payload(id, { heart_rate: 25 }));
		expect(response.status).toBe(202);
		expect(await response.json()).toMatchObject({
			risk_assessment: "HIGH",
			flags: expect.arrayContaining(["extreme"]),
		});
		expect(await stored(id)).toMatchObject([
			{ vitals: { heart_rate: 25 }, flags: expect.arrayContaining(["extreme"]) },
		]);
	});

	it("stores a heart rate of 0: asystole is data", async () => {
		const { id, key } = await enrol();
		expect((await post(key, payload(id, { heart_rate: 0 }))).status).toBe(202);
		expect(await stored(id)).toMatchObject([{ vitals: { heart_rate: 0 } }]);
	});

	it.each([
		["a bare NaN", (id: string) => `{"device_id":"${id}","heart_rate":NaN}`, 422, "heart_rate"],
		["NaN as a text", (id: string) => JSON.stringify(payload(id, { spo2: "NaN" })), 422, "spo2"],
		["a missing device", () => JSON.stringify({ heart_rate: 70 }), 422, "device_id"],
		["no vital sign at all", (id: string) => JSON.stringify({ device_id: id, battery_level: 50 }), 422, "heart_rate"],
		[
			"a timestamp without zone",
			(id: string) => JSON.stringify(payload(id, { timestamp: "2026-11-22T10:00:00" })),
			422,
			"timestamp",
		],
		[
			"a timestamp of two days ago",
			(id: string) => JSON.stringify(payload(id, { timestamp: Date.now() - 48 * 3600_000 })),
			422,
			"timestamp",
		],
		[
			"a timestamp of tomorrow",
			(id: string) => JSON.stringify(payload(id, { timestamp: Date.now() + 24 * 3600_000 })),
			422,
			"timestamp",
		],
		["a list in place of an object", () => "[1,2]", 422, ""],
		["a saturation of 101", (id: string) => JSON.stringify(payload(id, { spo2: 101 })), 422, "spo2"],
	])("answers %s with a problem that names the field", async (_, body, status, field) => {
		const { id, key } = await enrol();
		const response = await post(key, body(id));
		expect(response.status).toBe(status);
		expect((await problem(response)).errors?.map((error) => error.field)).toContain(field);
	});

	it("answers malformed JSON with 400", async () => {
		const { key } = await enrol();
		const response = await post(key, '{"device_id":');
		expect(response.status).toBe(400);
		expect((await problem(response)).type).toBe("urn:biostream:problem:malformed_json");
	});

	it("answers a body of 2 MB with 413, with and without a declared length", async () => {
		const { key } = await enrol();
		expect((await post(key, "x".repeat(2_000_000))).status).toBe(413);
	});

	it("stores every reading that has no timestamp, even those that arrive together", async () => {
		const { id, key } = await enrol();
		const rates = Array.from({ length: 12 }, (_, i) => 60 + i);
		const answers = await Promise.all(rates.map((heart_rate) => post(key, { device_id: id, heart_rate })));
		for (const answer of answers) expect(await answer.json()).toMatchObject({ duplicate: false });
		expect((await stored(id)).map((reading) => reading.vitals.heart_rate).toSorted()).toEqual(rates);
	});

	it("quotes nothing of a body that is not JSON: it may hold an identifier", async () => {
		const { key } = await enrol();
		const text = await (await post(key, '{"device_id":"D-1","patient_id":MRN-778899}')).text();
		expect(text).toContain("not valid JSON");
		expect(text).not.toContain("MRN");
	});

	it("acknowledges a reading that is sent twice and stores it once", async () => {
		const { id, key } = await enrol();
		const reading = payload(id);
		expect(await (await post(key, reading)).json()).toMatchObject({ duplicate: false });
		const again = await post(key, reading);
		expect(again.status).toBe(202);
		expect(await again.json()).toMatchObject({ duplicate: true });
		expect(await stored(id)).toHaveLength(1);
	});

	it("lets NO device write as another", async () => {
		const [a, b] = [await enrol(), await enrol()];
		expect((await post(a.key, payload(b.id))).status).toBe(403);
		expect(await stored(b.id)).toHaveLength(0);
	});

	it("answers a genuine key of a device that is not registered with 404", async () => {
		const { key } = await enrol();
		// The same derivation, another id: an engineer issued the key in another environment, say.
		const { deriveDeviceKey } = await import("../../workers/access/device-key.ts");
		const { env } = await import("cloudflare:workers");
		const stranger = await deriveDeviceKey(env, "NOBODY-1", 1);
		expect(stranger).not.toBe(key);
		expect((await post(stranger, payload("NOBODY-1"))).status).toBe(404);
	});

	it("keeps readings that name another patient apart, and says so", async () => {
		const { id, key } = await enrol({ patient_id: "PATIENT-X" });
		await post(key, payload(id, { patient_id: "PATIENT-Y", heart_rate: 190 }));
		expect(await stored(id)).toMatchObject([
			{ flags: expect.arrayContaining(["patient_mismatch", "unscored"]), risk: "LOW" },
		]);
		const { episodes } = await (await import("./support.ts")).monitorOf(id).watch(0);
		expect(episodes).toMatchObject([{ rule: "patient-mismatch", channel: "technical", patient: null }]);
	});
});

describe("POST /api/v1/telemetry/batch", () => {
	it("stores the 97 good readings of a batch with 3 bad ones, and names each bad one by its index", async () => {
		const { id, key } = await enrol();
		const batch = stretch(id, 100);
		batch[7] = payload(id, { heart_rate: 300 });
		batch[50] = payload(id, { spo2: "high" });
		batch[99] = payload(id, { device_id: undefined });
		const response = await postBatch(key, batch);
		expect(response.status).toBe(202);
		const body = (await response.json()) as BatchAccepted;
		expect(body).toMatchObject({ status: "partial", accepted: 97, duplicates: 0, rejected: 3 });
		expect(body.errors.map(({ index, status, errors }) => [index, status, errors[0]?.field])).toEqual([
			[7, 422, "heart_rate"],
			[50, 422, "spo2"],
			[99, 422, "device_id"],
		]);
		expect(await stored(id)).toHaveLength(97);
	});

	it("takes NDJSON, where a broken line costs only itself", async () => {
		const { id, key } = await enrol();
		const lines = [...stretch(id, 5).map((reading) => JSON.stringify(reading)), "{broken", ""].join("\n");
		const response = await postBatch(key, lines, { "content-type": "application/x-ndjson" });
		expect(await response.json()).toMatchObject({
			accepted: 5,
			rejected: 1,
			errors: [{ index: 5, errors: [{ code: "malformed_json" }] }],
		});
	});

	it("keeps the other readings of an array in which one value is NaN", async () => {
		const { id, key } = await enrol();
		const text = JSON.stringify(stretch(id, 3, { heart_rate: 71 })).replace('"heart_rate":71', '"heart_rate":NaN');
		expect(await (await postBatch(key, text)).json()).toMatchObject({
			accepted: 2,
			rejected: 1,
			errors: [{ index: 0 }],
		});
	});

	it("refuses items of another device and keeps its own", async () => {
		const [a, b] = [await enrol(), await enrol()];
		const response = await postBatch(a.key, [payload(a.id), payload(b.id)]);
		expect(await response.json()).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 1, status: 403 }] });
		expect(await stored(b.id)).toHaveLength(0);
	});

	it("stores a batch that is sent again only once, and a reading that stands twice in one batch once", async () => {
		const { id, key } = await enrol();
		const batch = stretch(id, 50);
		expect(await (await postBatch(key, [...batch, batch[3]])).json()).toMatchObject({ accepted: 50, duplicates: 1 });
		expect(await (await postBatch(key, batch.toReversed())).json()).toMatchObject({ accepted: 0, duplicates: 50 });
		expect(await stored(id)).toHaveLength(50);
	});

	it("scores a shuffled batch in order of measurement", async () => {
		const { id, key } = await enrol();
		await postBatch(
			key,
			stretch(id, 40).sort((a, b) => String(a["timestamp"]).slice(-5).localeCompare(String(b["timestamp"]).slice(-5))),
		);
		const readings = await stored(id);
		expect(readings.map((reading) => reading.timestamp)).toEqual(
			readings
				.map((reading) => reading.timestamp)
				.toSorted()
				.toReversed(),
		);
		expect(readings.flatMap((reading) => reading.flags)).not.toContain("late");
	});

	it("refuses readings without a timestamp: they were not all measured as the batch arrived", async () => {
		const { id, key } = await enrol();
		const batch = [payload(id), { device_id: id, heart_rate: 71 }, { device_id: id, heart_rate: 72 }];
		const body = (await (await postBatch(key, batch)).json()) as BatchAccepted;
		expect(body).toMatchObject({ accepted: 1, duplicates: 0, rejected: 2 });
		expect(body.errors[0]).toMatchObject({ index: 1, errors: [{ field: "timestamp", code: "missing" }] });
	});

	it("answers a megabyte of quotes, or of broken lines, without long thought", async () => {
		const { key } = await enrol();
		expect((await postBatch(key, `["${'\\"'.repeat(250_000)}`)).status).toBe(400);
		expect((await postBatch(key, '"'.repeat(500_001))).status).toBe(400);
		const lines = await postBatch(key, "{\n".repeat(300_000), { "content-type": "application/x-ndjson" });
		expect(lines.status).toBe(413);
	});

	it("answers 422 when nothing in the batch is acceptable, 413 for 1,001 readings, and 422 for none", async () => {
		const { id, key } = await enrol();
		const none = await postBatch(key, [payload(id, { heart_rate: 500 })]);
		expect(none.status).toBe(422);
		expect(await none.json()).toMatchObject({ accepted: 0, items: [{ index: 0 }] });
		expect((await postBatch(key, stretch(id, 1001))).status).toBe(413);
		expect((await postBatch(key, [])).status).toBe(422);
	});
});

describe("the simulation clock", () => {
	it("lets a simulated device run ahead, and judges its readings by its own time", async () => {
		const { id, key } = await enrol({ simulated: true });
		const ahead = Date.now() + 3600_000;
		expect((await post(key, payload(id, { timestamp: ahead }))).status).toBe(422);
		expect((await call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now: ahead, rate: 20 } })).status).toBe(
			200,
		);
		expect((await post(key, payload(id, { timestamp: ahead }))).status).toBe(202);
	});

	it("is NOT for real devices", async () => {
		const { id, key } = await enrol();
		expect(
			(await call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now: Date.now(), rate: 20 } })).status,
		).toBe(403);
	});

	it("refuses a rate of zero and a moment that is none", async () => {
		const { id, key } = await enrol({ simulated: true });
		for (const body of [
			{ now: Date.now(), rate: 0 },
			{ now: 1e300, rate: 1 },
			{ now: true, rate: 1 },
			{ now: "soon", rate: 1 },
			{ now: Date.now(), rate: "fast" },
		]) {
			expect((await call("PUT", `/api/v1/devices/${id}/clock`, { key, body })).status).toBe(422);
		}
	});

	it("that was wrong erases nothing: what was delivered is still known when it is set right", async () => {
		const { id, key } = await enrol({ simulated: true });
		const clock = (now: number) => call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now, rate: 1 } });
		const batch = stretch(id, 20);
		await postBatch(key, batch);
		await clock(Date.now() + 40 * 3600_000);
		expect((await postBatch(key, batch)).status).toBe(422);
		await clock(Date.now());
		expect(await (await postBatch(key, [...batch, payload(id)])).json()).toMatchObject({ accepted: 1, duplicates: 20 });
	});

	it("does not let a simulated device become a real one", async () => {
		const { id, ward } = await enrol({ simulated: true });
		const body = { ward_id: ward, simulated: false };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(409);
	});
});
