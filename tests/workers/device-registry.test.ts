import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DeviceAssignment, DeviceEntry, Page, WardSummary } from "../../vitals/api.ts";
import { streaming } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf, payload } from "./support.ts";

type Query = Record<string, string>;

async function listed(
	query: Query,
	as: Parameters<typeof call>[2] = { role: "engineer" },
): Promise<readonly DeviceEntry[]> {
	const response = await call("GET", `/api/v1/devices?${new URLSearchParams(query)}`, as);
	expect(response.status).toBe(200);
	return ((await response.json()) as Page<DeviceEntry>).data;
}

const tag = (id: string, tags: unknown) =>
	call("PUT", `/api/v1/devices/${id}/tags`, { role: "engineer", body: { tags } });

describe("the device registry", () => {
	it("finds devices by tag, fleet, part of an id or a bed's label, patient or none, page by page", async () => {
		const ward = "ward-find";
		const spare = await enrol({ ward });
		const worn = await enrol({ ward, bed: "Bay 7 Window", patient_id: "FIND-1" });
		expect((await tag(spare.id, ["loaner", "room:12"])).status).toBe(200);
		const ids = async (query: Query) => (await listed({ ward, ...query })).map(({ id }) => id);
		expect(await ids({ tag: "loaner" })).toEqual([spare.id]);
		expect(await ids({ tag: "loan" })).toEqual([]);
		expect(await ids({ q: "bay 7" })).toEqual([worn.id]);
		expect(await ids({ q: spare.id.slice(5).toLowerCase() })).toEqual([spare.id]);
		// What a pattern would take for "anything" is a text like any other.
		expect(await ids({ q: "%" })).toEqual([]);
		expect(await ids({ assigned: "true" })).toEqual([worn.id]);
		expect(await ids({ assigned: "false" })).toEqual([spare.id]);
		expect(await ids({ simulated: "true" })).toEqual([]);
		const first = await call("GET", `/api/v1/devices?ward=${ward}&limit=1`, { role: "viewer" });
		const page = (await first.json()) as Page<DeviceEntry>;
		const rest = await ids({ cursor: page.next_cursor ?? "" });
		expect([...page.data.map(({ id }) => id), ...rest]).toEqual([spare.id, worn.id].sort());
	});

	it.each([
		["no list", "loaner", "tags"],
		["one that is no tag", ["a b"], "tags"],
		["too many", Array.from({ length: 21 }, (_, i) => `t${i}`), "tags"],
	])("refuses tags that are %s, naming the field, and keeps those it has", async (_, tags, field) => {
		const { id, ward } = await enrol();
		await tag(id, ["kept", "kept"]);
		const refused = await tag(id, tags);
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({ errors: [{ field }] });
		expect((await listed({ ward, q: id }))[0]?.tags).toEqual(["kept"]);
	});

	it("counts what a device sent again and what was refused, and says what the lake does not have yet", async () => {
		const { id, key, ward } = await enrol();
		const now = Date.now();
		const post = (timestamp: number) => call("POST", "/api/v1/telemetry", { key, body: payload(id, { timestamp }) });
		for (const [timestamp, status] of [
			[now - 2000, 202],
			[now - 1000, 202],
			[now - 1000, 202],
			[now - 3 * 24 * 3600_000, 422],
		] as const)
			expect((await post(timestamp)).status).toBe(status);
		// Counts reach the disk with the next reading that is stored.
		await post(now);
		await evictDurableObject(monitorOf(id));
		const seen = (await listed({ ward, q: id, seen: "true" }))[0]?.seen;
		expect(seen).toMatchObject({ duplicates: 1, refused: 1, pending_readings: 3 });
	});

	it("shows what a device says that it runs, over HTTP and on its stream, told to the registry once", async () => {
		const { id, key, ward } = await enrol();
		const post = (firmware: string, at: number) =>
			call("POST", "/api/v1/telemetry", {
				key,
				body: payload(id, { timestamp: at }),
				headers: { "x-device-firmware": firmware },
			});
		expect((await post("PulseOx 4.1.2+77", Date.now())).status).toBe(202);
		const shown = () => listed({ ward, firmware: "PulseOx 4.1.2+77" });
		const [entry] = await eventually(async () => {
			const found = await shown();
			return found.length > 0 && found;
		});
		const reportedAt = entry?.firmware?.reported_at;
		expect(entry).toMatchObject({ id, firmware: { version: "PulseOx 4.1.2+77" } });
		await post("PulseOx 4.1.2+77", Date.now() + 1);
		expect((await shown())[0]?.firmware?.reported_at).toBe(reportedAt);
		// A label that cannot be kept costs no reading.
		expect((await post("<script>", Date.now() + 2)).status).toBe(202);
		expect((await shown())[0]?.firmware?.version).toBe("PulseOx 4.1.2+77");

		const other = await streaming();
		other.wire.send({ type: "hello", version: 1, session: "s1", acknowledged: 0, firmware: "Patch 2.0" });
		await eventually(async () => (await listed({ firmware: "Patch 2.0" })).some((device) => device.id === other.id));
		// Another enrolment forgets nothing of it.
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, bed: "B 2" } });
		await post("PulseOx 4.1.2+77", Date.now() + 3);
		expect((await shown())[0]?.firmware?.reported_at).toBe(reportedAt);
	});

	it("asks devices when they were last heard only where that is wanted, and writes nothing for it", async () => {
		const { id, key, ward } = await enrol();
		const before = Date.now();
		await call("POST", "/api/v1/telemetry", { key, body: payload(id, { battery_level: 64 }) });
		expect((await listed({ ward, q: id }))[0]?.seen).toBeNull();
		const rows = () => env.DB.prepare("SELECT * FROM devices WHERE id = ?").bind(id).first();
		const row = await rows();
		const [entry] = await listed({ ward, q: id, seen: "true" });
		expect(entry?.seen).toMatchObject({ connected: false, battery_level: 64 });
		expect(Date.parse(entry?.seen?.at ?? "")).toBeGreaterThanOrEqual(before);
		expect(await rows()).toEqual(row);
		const one = await call("GET", `/api/v1/devices/${id}`, { role: "engineer" });
		expect(await one.json()).toMatchObject({ seen: { at: entry?.seen?.at } });
		const open = await streaming();
		expect((await monitorOf(open.id).status()).connected).toBe(true);
		const refused = await call("GET", "/api/v1/devices?seen=true&limit=101", { role: "engineer" });
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({ errors: [{ field: "limit" }] });
	});

	it("tells who wore a device when; engineers learn when, and others nothing of a patient who is elsewhere now", async () => {
		const { id, ward } = await enrol({ ward: "ward-worn", patient_id: "WORN-1" });
		const put = (device: string, body: object) => call("PUT", `/api/v1/devices/${device}`, { role: "engineer", body });
		await put(id, { ward_id: ward, patient_id: "WORN-2" });
		const elsewhere = await enrol({ ward: "ward-worn-2" });
		await put(elsewhere.id, { ward_id: elsewhere.ward, patient_id: "WORN-1" });
		const asked = async (as: Parameters<typeof call>[2]) => {
			const response = await call("GET", `/api/v1/devices/${id}/assignments`, as);
			expect(response.status).toBe(200);
			return ((await response.json()) as Page<DeviceAssignment>).data;
		};
		const all = await eventually(async () => {
			const data = await asked({ role: "clinician" });
			return data.length === 2 && data;
		});
		expect(all.map(({ ended_at }) => ended_at === null)).toEqual([true, false]);
		for (const { patient } of all) expect(patient).toMatch(/^P-[0-9A-F]{12}$/);
		expect((await asked({ role: "engineer" })).map(({ patient }) => patient)).toEqual([null, null]);
		const here = await asked({ role: "clinician", wards: [ward] });
		expect(here.map(({ patient }) => patient)).toEqual([all[0]?.patient, null]);
		const page = await call("GET", `/api/v1/devices/${id}/assignments?limit=1`, { role: "clinician" });
		const { data, next_cursor } = (await page.json()) as Page<DeviceAssignment>;
		expect(data).toEqual(all.slice(0, 1));
		const next = await call("GET", `/api/v1/devices/${id}/assignments?cursor=${next_cursor}`, { role: "clinician" });
		expect(((await next.json()) as Page<DeviceAssignment>).data).toEqual(all.slice(1));
	});

	it("keeps beds: adds one of a label once, lists them with their devices, takes out one that is empty", async () => {
		const { id, ward } = await enrol({ ward: "ward-beds", bed: "B 1" });
		const at = `/api/v1/wards/${ward}/beds`;
		const added = await call("POST", at, { role: "engineer", body: { label: "B 2" } });
		expect(added.status).toBe(201);
		const bed = (await added.json()) as { id: string };
		expect((await call("POST", at, { role: "engineer", body: { label: "B 2" } })).status).toBe(409);
		const beds = (await (await call("GET", at, { role: "viewer" })).json()) as Page<{ id: string; label: string }>;
		expect(beds.data).toMatchObject([
			{ label: "B 1", devices: [id] },
			{ label: "B 2", devices: [] },
		]);
		const remove = (bedId: string | undefined) => call("DELETE", `${at}/${bedId}`, { role: "engineer" });
		expect((await remove(beds.data[0]?.id)).status).toBe(409);
		expect((await remove(bed.id)).status).toBe(204);
		expect((await remove(bed.id)).status).toBe(404);
		const one = (await (await call("GET", `/api/v1/wards/${ward}`, { role: "viewer" })).json()) as WardSummary;
		expect(one).toMatchObject({ id: ward, beds: 1, devices: 1 });
		for (const path of ["", "/beds"])
			expect((await call("GET", `/api/v1/wards/nowhere${path}`, { role: "viewer" })).status).toBe(404);
	});
});
