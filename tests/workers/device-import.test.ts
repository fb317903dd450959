import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DeviceEntry, ImportReport, Page } from "../../vitals/api.ts";
import { PAYLOADS } from "../support/payloads.ts";
import { makeFleet } from "./fleet-support.ts";
import { call, cookieFor, enrol, monitorOf } from "./support.ts";

const TABLES = ["wards", "beds", "devices", "patients", "assignments", "fleets"];

async function everything(): Promise<unknown> {
	const rows: unknown[] = [];
	for (const table of TABLES) rows.push((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results);
	return rows;
}

const post = (text: string, more: { dry?: boolean; wards?: readonly string[]; type?: string } = {}) =>
	call("POST", `/api/v1/devices/import?dry_run=${more.dry ?? false}`, {
		role: "engineer",
		...(more.wards === undefined ? {} : { wards: more.wards }),
		headers: { "content-type": more.type ?? "text/csv" },
		body: text,
	});

async function reported(...sent: Parameters<typeof post>): Promise<ImportReport> {
	const response = await post(...sent);
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as ImportReport;
}

const unique = () => crypto.randomUUID().slice(0, 8).toUpperCase();

describe("an import of devices", () => {
	it("says line by line what it would do, writes nothing, and then does just that; a second time nothing changes", async () => {
		const { id: known, ward } = await enrol({ ward: "ward-import", bed: "B 1" });
		const { id: fleet } = await makeFleet({ ward, limit: 2 });
		const run = unique();
		const text = [
			"\uFEFFdevice_id,ward_id,bed,fleet,tags,simulated,cadence_s",
			`NEW-A-${run},${ward},"Bay 2, window",${fleet},loaner room:1,,5`,
			"",
			`${known},${ward},B 9,,spare,false,`,
			`NEW-B-${run},nowhere,B 3,,,,`,
			`NEW-A-${run},${ward},B 4,,,,`,
			`NEW-C-${run},${ward},"two`,
			`lines",none-such,a!b,maybe,-1`,
			`NEW-D-${run},${ward},,${fleet},,true,`,
			`NEW-E-${run},${ward},,${fleet},,,`,
			`x,${ward},,,,,`,
		].join("\r\n");
		const before = await everything();
		const dry = await reported(text, { dry: true });
		expect(await everything()).toEqual(before);
		expect(dry.dry_run).toBe(true);
		expect(dry.counts).toEqual({ created: 2, updated: 1, unchanged: 0, refused: 5, failed: 0 });
		const of = (line: number) => dry.lines.find((one) => one.line === line);
		expect(of(2)).toMatchObject({ device_id: `NEW-A-${run}`, outcome: "created" });
		expect(of(4)).toMatchObject({ outcome: "updated", changes: ["bed", "tags"] });
		expect(of(5)).toMatchObject({ outcome: "refused", errors: [{ field: "ward_id" }] });
		expect(of(6)).toMatchObject({ outcome: "refused", errors: [{ field: "device_id", code: "duplicate" }] });
		expect(of(7)?.errors.map(({ field }) => field)).toEqual(["bed", "tags", "simulated", "cadence_s"]);
		expect(of(9)).toMatchObject({ outcome: "created" });
		// Two places, and two lines before it took them.
		expect(of(10)).toMatchObject({ outcome: "refused", errors: [{ field: "fleet" }] });
		expect(of(11)).toMatchObject({ device_id: null, errors: [{ field: "device_id" }] });

		const done = await reported(text);
		expect(done.lines).toEqual(dry.lines);
		expect(done.counts).toEqual(dry.counts);
		const listed = await call("GET", `/api/v1/devices?ward=${ward}&tag=loaner`, { role: "engineer" });
		expect(((await listed.json()) as Page<DeviceEntry>).data).toMatchObject([
			{ id: `NEW-A-${run}`, bed: "Bay 2, window", fleet, tags: ["loaner", "room:1"], simulated: false },
		]);
		expect((await monitorOf(`NEW-A-${run}`).status()).cadenceS).toBe(5);
		const again = await reported(text);
		expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
	});

	it("takes back what was exported, unchanged, formulas among the labels included", async () => {
		const ward = `ward-round-${unique()}`;
		const labels = ["=HYPERLINK(1)", "@x", "-1", "+1", 'a "quoted", one'];
		for (const bed of labels) await enrol({ ward, bed });
		const exported = await call("GET", `/api/v1/devices.csv?ward=${ward}`, { role: "engineer" });
		expect(exported.headers.get("content-type")).toContain("text/csv");
		const text = await exported.text();
		const cells = text.split(/[,\r\n]/).map((cell) => cell.replace(/^"/, ""));
		expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
		expect(text).not.toMatch(/P-[0-9A-F]{12}/);
		const report = await reported(text, { dry: true });
		expect(report.counts).toEqual({ created: 0, updated: 0, unchanged: labels.length, refused: 0, failed: 0 });
		expect(report.ignored_columns).toEqual(["firmware", "enrolled_at"]);
	});

	it("exports every page of a long list", async () => {
		const ward = `ward-long-${unique()}`;
		await enrol({ ward });
		const insert = env.DB.prepare(
			"INSERT INTO devices (id, ward_id, simulated, enrolled_at) SELECT 'LONG-' || value, ?, 0, 1 FROM json_each(?)",
		);
		await insert.bind(ward, JSON.stringify(Array.from({ length: 1100 }, (_, i) => `${unique()}-${i}`))).run();
		const exported = await call("GET", `/api/v1/devices.csv?ward=${ward}`, { role: "engineer" });
		expect((await exported.text()).trimEnd().split("\r\n").length).toBe(1102);
	});

	it("does not say whether what is in another ward exists", async () => {
		const { id: theirs } = await enrol({ ward: "ward-theirs" });
		const { id: fleet } = await makeFleet({ ward: "ward-theirs" });
		await enrol({ ward: "ward-mine" });
		const text = [
			"device_id,ward_id,fleet",
			`OWN-${unique()},ward-theirs,`,
			`OWN-${unique()},ward-nowhere,`,
			`OWN-${unique()},ward-mine,${fleet}`,
			`OWN-${unique()},ward-mine,fleet-nowhere`,
			`${theirs},ward-mine,`,
		].join("\n");
		const { lines } = await reported(text, { wards: ["ward-mine"] });
		const messages = lines.map(({ errors }) => errors[0]?.message);
		expect(messages[0]).toBe(messages[1]);
		expect(messages[2]).toBe(messages[3]);
		expect(lines.map(({ outcome }) => outcome)).toEqual(Array(5).fill("refused"));
	});

	it.each([
		["an empty file", "", "", 422],
		["no ward_id", "device_id\nA-1-2", "ward_id", 422],
		["a column that is not known", "device_id,ward_id,patient_id\n", "column 3", 422],
		["a column twice", "device_id,ward_id,bed,bed\n", "bed", 422],
		["a quotation mark that is not closed", 'device_id,ward_id\n"A,b', "", 422],
		["too many lines", `device_id,ward_id\n${"D-1,w\n".repeat(1001)}`, null, 413],
		["too many bytes", `device_id,ward_id\n${"x".repeat(1024 * 1024)}`, null, 413],
	])("refuses %s as a whole", async (_, text, field, status) => {
		const refused = await post(text);
		expect(refused.status).toBe(status);
		if (field !== null) expect(await refused.json()).toMatchObject({ errors: [{ field }] });
	});

	it("is sent as text/csv, and nothing but true or false is a dry run", async () => {
		expect((await post("device_id,ward_id\n", { type: "application/json" })).status).toBe(415);
		const cookie = await cookieFor("engineer");
		const headers = { "content-type": "text/csv" };
		const asked = await call("POST", "/api/v1/devices/import?dry_run=yes", { cookie, headers, body: "x" });
		expect(asked.status).toBe(422);
		expect(await asked.json()).toMatchObject({ errors: [{ field: "dry_run" }] });
	});

	it("holds hostile text in any cell for text: refused naming the column, or kept as it is", async () => {
		const ward = `ward-hostile-${unique()}`;
		await enrol({ ward });
		const columns = ["device_id", "ward_id", "bed", "fleet", "tags", "simulated", "cadence_s"];
		const usual = (i: number) => [`HOSTILE-${unique()}-${i}`, ward, "", "", "", "", ""];
		const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
		const rows = PAYLOADS.map(({ text }, i) => {
			const row = usual(i);
			row[i % columns.length] = text.toWellFormed();
			return row;
		});
		const text = [columns, ...rows].map((row) => row.map(quoted).join(",")).join("\n");
		const { counts, lines } = await reported(text, { dry: true });
		expect(counts.failed).toBe(0);
		for (const [i, { outcome, errors }] of lines.entries()) {
			if (outcome !== "refused") continue;
			expect(errors.map(({ field }) => field)).toContain(columns[i % columns.length]);
		}
		expect(counts.refused).toBeGreaterThan(PAYLOADS.length / 2);
	});

	it("leaves in the audit log who imported, and each device that it changed", async () => {
		const run = unique();
		const { ward } = await enrol({ ward: "ward-audited" });
		await reported(`device_id,ward_id\nAUD-${run},${ward}`);
		await scheduler.wait(1500);
		const asked = await call("GET", "/api/v1/audit?action=devices.import.created", { role: "admin" });
		expect(((await asked.json()) as Page<{ object: string }>).data.map(({ object }) => object)).toContain(
			`device:AUD-${run}`,
		);
		const own = await call("GET", "/api/v1/audit?action=devices.import", { role: "admin" });
		expect(((await own.json()) as Page<unknown>).data.length).toBeGreaterThan(0);
	});
});
