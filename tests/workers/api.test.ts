import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Anomaly, DeviceSummary, LakeObject, Page, WardSummary } from "../../vitals/api.ts";
import { call, enrol, eventually, monitorOf, stretch } from "./support.ts";

const getJson = async <T>(path: string, role: "clinician" | "engineer" | "viewer" = "clinician") =>
	(await (await call("GET", path, { role })).json()) as T;

describe("GET /api/v1/anomalies", () => {
	it("has the seed's shape, pages without gap or repetition, and filters", async () => {
		const ids: string[] = [];
		for (let i = 0; i < 5; i++) {
			const { id, key } = await enrol({ ward: "ward-anomalies" });
			ids.push(id);
			await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 60, { heart_rate: 180 + i }) });
		}
		const all = await eventually(async () => {
			const page = await getJson<Page<Anomaly>>("/api/v1/anomalies?ward=ward-anomalies&channel=physiological");
			return page.data.length >= 5 ? page.data : null;
		});
		for (const anomaly of all) {
			expect(anomaly).toMatchObject({
				device_id: expect.any(String),
				risk_level: "HIGH",
				anomaly_score: expect.any(Number),
				detected_at: expect.stringMatching(/Z$/),
			});
		}
		const paged: string[] = [];
		let cursor = "";
		do {
			const query = `/api/v1/anomalies?ward=ward-anomalies&channel=physiological&limit=2${cursor && `&cursor=${cursor}`}`;
			const page = await getJson<Page<Anomaly>>(query);
			paged.push(...page.data.map((anomaly) => anomaly.episode_id));
			cursor = page.next_cursor ?? "";
		} while (cursor !== "");
		expect(paged).toEqual(all.map((anomaly) => anomaly.episode_id));
		const one = await getJson<Page<Anomaly>>(`/api/v1/anomalies?device=${ids[0]}&status=open&risk=HIGH`);
		expect(one.data.every((anomaly) => anomaly.device_id === ids[0])).toBe(true);
		expect(
			(await getJson<Page<Anomaly>>(`/api/v1/anomalies?device=${ids[0]}&until=2020-01-01T00:00:00Z`)).data,
		).toEqual([]);
	});

	it.each(["status=ajar", "risk=high", "limit=0", "limit=1e3", "cursor=1", "since=yesterday", "channel=both"])(
		"refuses ?%s with a problem that names it",
		async (query) => {
			const response = await call("GET", `/api/v1/anomalies?${query}`, { role: "clinician" });
			expect(response.status).toBe(422);
			expect(await response.json()).toMatchObject({ errors: [{ field: query.split("=")[0] }] });
		},
	);
});

describe("devices and wards", () => {
	it("enrols once: the same again changes nothing, and answers 200", async () => {
		const { id, ward } = await enrol({ ward: "ward-enrol", bed: "Bed 3", patient_id: "PATIENT-1" });
		const again = await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: ward, bed: "Bed 3", patient_id: "PATIENT-1" },
		});
		expect(again.status).toBe(200);
		const { data } = await getJson<Page<DeviceSummary>>(`/api/v1/devices?ward=${ward}`);
		expect(data).toHaveLength(1);
		expect(data[0]).toMatchObject({ id, bed: "Bed 3", patient: expect.stringMatching(/^P-/) });
		expect(JSON.stringify(data)).not.toContain("PATIENT-1");
		const { data: wards } = await getJson<Page<WardSummary>>("/api/v1/wards");
		expect(wards.find((entry) => entry.id === ward)).toMatchObject({ beds: 1, devices: 1 });
	});

	it("gives one person one surrogate, whichever device they wear", async () => {
		const [a, b] = [await enrol({ patient_id: "PATIENT-SAME" }), await enrol({ patient_id: "PATIENT-SAME" })];
		const patients = await Promise.all(
			[a, b].map(async ({ id }) => (await getJson<DeviceSummary>(`/api/v1/devices/${id}`)).patient),
		);
		expect(patients[0]).toBe(patients[1]);
	});

	it.each([
		["an id of two letters", "ab", { ward_id: "ward-t" }, "id"],
		["a ward that does not exist", "DEV-100", { ward_id: "nowhere" }, "ward_id"],
		["no ward", "DEV-100", {}, "ward_id"],
		["a bed without name", "DEV-100", { ward_id: "ward-t", bed: "" }, "bed"],
		["a bed that is a number", "DEV-100", { ward_id: "ward-t", bed: 4 }, "bed"],
		["a truth that is a text", "DEV-100", { ward_id: "ward-t", simulated: "yes" }, "simulated"],
	])("refuses %s", async (_, id, body, field) => {
		await enrol();
		const response = await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("answers 404 for a device that is not registered", async () => {
		for (const path of ["/api/v1/devices/NOBODY-9", "/api/v1/devices/NOBODY-9/readings"]) {
			const response = await call("GET", path, { role: "clinician" });
			expect(response.status).toBe(404);
			expect(await response.json()).toMatchObject({ type: "urn:biostream:problem:unknown_device" });
		}
	});
});

describe("the lake's addresses", () => {
	it("flush, list and hand out whole Parquet files", async () => {
		const { id, key } = await enrol();
		await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 30) });
		expect(await (await call("POST", "/api/v1/lake/flush", { role: "engineer" })).json()).toMatchObject({ pending: 0 });
		const objects = (await getJson<Page<LakeObject>>("/api/v1/lake/objects?limit=1000", "engineer")).data;
		const object = objects.find((entry) => entry.device_id === id);
		expect(object).toMatchObject({ readings: 30, first_seq: 1, last_seq: 30 });
		const file = await call("GET", `/api/v1/lake/object?key=${encodeURIComponent(object?.key ?? "")}`, {
			role: "admin",
		});
		const bytes = await file.arrayBuffer();
		expect(bytes.byteLength).toBe(object?.bytes);
		expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe("PAR1");
	});

	it("hand out nothing outside the readings", async () => {
		await env.LAKE.put("secrets/x", "x");
		for (const key of ["secrets/x", "readings/../secrets/x", `readings/${"x".repeat(1500)}`, ""]) {
			expect((await call("GET", `/api/v1/lake/object?key=${encodeURIComponent(key)}`, { role: "admin" })).status).toBe(
				404,
			);
		}
	});
});

describe("GET /health", () => {
	it("tells of each dependency", async () => {
		const response = await call("GET", "/health");
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({
			status: "ok",
			dependencies: {
				database: { status: "ok" },
				lake: { status: "ok" },
				devices: { status: "ok" },
				wards: { status: "ok" },
			},
		});
	});

	it("says 503, and which one, when the database is gone", async () => {
		await env.DB.exec("ALTER TABLE wards RENAME TO wards_away");
		try {
			const response = await call("GET", "/health");
			expect(response.status).toBe(503);
			expect(await response.json()).toMatchObject({
				status: "degraded",
				dependencies: { database: { status: "failed" }, lake: { status: "ok" } },
			});
		} finally {
			await env.DB.exec("ALTER TABLE wards_away RENAME TO wards");
		}
	});
});

describe("what no route names", () => {
	it("is 404 under /api, and 405 for the wrong method", async () => {
		expect((await call("GET", "/api/v1/nothing")).status).toBe(404);
		expect((await call("DELETE", "/api/v1/telemetry")).status).toBe(405);
	});

	it("never answers 500 while the database is gone, but 503 with Retry-After", async () => {
		await env.DB.exec("ALTER TABLE devices RENAME TO devices_away");
		try {
			const response = await call("GET", "/api/v1/devices", { role: "viewer" });
			expect(response.status).toBe(503);
			expect(response.headers.get("retry-after")).toBe("2");
		} finally {
			await env.DB.exec("ALTER TABLE devices_away RENAME TO devices");
		}
	});

	it("takes readings even while the database is gone", async () => {
		const { id, key } = await enrol();
		await env.DB.exec("ALTER TABLE episodes RENAME TO episodes_away");
		try {
			expect((await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 30) })).status).toBe(202);
			expect((await monitorOf(id).status()).lastSeq).toBe(30);
		} finally {
			await env.DB.exec("ALTER TABLE episodes_away RENAME TO episodes");
		}
	});
});
