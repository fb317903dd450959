import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { dayObjectKey, objectKey } from "../../lake/keys.ts";
import { decodeReadings } from "../../lake/read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import {
	catalogueLakeObject,
	forgetLakeObjects,
	type LakeObjectRow,
	switchLakeObjects,
} from "../../registry/lake-catalogue.ts";
import { addMember, changeMember } from "../../registry/members.ts";
import type { ExportPage, Page } from "../../vitals/api.ts";
import type { AuditEntry } from "../../vitals/audit.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { isSigned, signedPath } from "../../workers/access/signed-url.ts";
import { catalogueOf, compact, DAY_MS, deviceAt, fill, HOUR_MS, midnight, withEnv } from "./lake-support.ts";
import { lakeReadings } from "./monitor-support.ts";
import { sessionCookie } from "../../workers/local/session.ts";
import { call, eventually, ORIGIN } from "./support.ts";

// Days of readings take seconds on a busy machine; no test asserts a time.
vi.setConfig({ testTimeout: 60_000 });

const day = midnight(5);
const device = await deviceAt(day);
const { id, stub, at } = device;
const times = await fill(stub, at, day + 6 * HOUR_MS, day + 30 * HOUR_MS, 300_000, 40);
await at(day + DAY_MS + (env.LAKE_COMPACT_SECONDS + 1) * 1000);
await compact(stub);

const iso = (time: number) => new Date(time).toISOString();

async function exported(body: Record<string, unknown>): Promise<ExportPage> {
	const response = await call("POST", "/api/v1/exports", { role: "admin", body });
	expect(response.status).toBe(200);
	return (await response.json()) as ExportPage;
}

const download = (url: string, headers: Record<string, string> = {}) =>
	call("GET", url.slice(ORIGIN.length), { headers });

const everything = { devices: [id], from: iso(day), to: iso(day + 3 * DAY_MS) };

describe("an export", () => {
	it("as Parquet hands out the current objects as they lie, without a cookie", async () => {
		const { data, next_cursor } = await exported({ ...everything, format: "parquet" });
		expect(next_cursor).toBeNull();
		expect(data.map((file) => file.name)).toEqual((await catalogueOf(id)).current.toSorted());
		const readings = [];
		for (const file of data) {
			const response = await download(file.url);
			expect(response.status).toBe(200);
			const bytes = await response.arrayBuffer();
			expect([bytes.byteLength, response.headers.get("content-length")]).toEqual([file.bytes, String(file.bytes)]);
			expect(response.headers.get("etag")).toBe(`"${file.md5}"`);
			readings.push(...(await decodeReadings(bytes)).readings);
		}
		expect(readings.map((reading) => reading.timestamp).toSorted((a, b) => a - b)).toEqual(times);
	});

	it("as CSV has exactly the readings from from to to, each once, a compacted day in hours", async () => {
		const [from, to] = [day + 7 * HOUR_MS + 60_000, day + 29 * HOUR_MS];
		const { data } = await exported({ devices: [id], from, to, format: "csv" });
		const lines: string[] = [];
		for (const file of data) {
			const response = await download(file.url);
			expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
			const [, ...rows] = (await response.text()).trimEnd().split("\r\n");
			lines.push(...rows);
		}
		const found = lines.map((line) => Date.parse(line.split(",")[1] ?? ""));
		expect(found.toSorted((a, b) => a - b)).toEqual(times.filter((time) => time >= from && time < to));
		expect(data.length).toBeGreaterThan(17);
		expect(new Set(data.map((file) => file.name)).size).toBe(data.length);
		const reading = (await lakeReadings(id)).find((one) => one.timestamp === found[0]);
		expect(lines[0]).toContain(`${reading?.seq},${iso(reading?.timestamp ?? 0)}`);
	});

	it.each(["parquet", "csv"])("as %s goes on where it was cut off", async (format) => {
		const { data } = await exported({ ...everything, format });
		const url = data[0]?.url ?? "";
		const whole = new Uint8Array(await (await download(url)).arrayBuffer());
		const etag = (await download(url)).headers.get("etag") ?? "";
		const cut = Math.floor(whole.byteLength / 3);
		const rest = await download(url, { range: `bytes=${cut}-`, "if-range": etag });
		expect(rest.status).toBe(206);
		expect(rest.headers.get("content-range")).toBe(`bytes ${cut}-${whole.byteLength - 1}/${whole.byteLength}`);
		expect(new Uint8Array(await rest.arrayBuffer())).toEqual(whole.slice(cut));
		expect(new Uint8Array(await (await download(url, { range: "bytes=5-9" })).arrayBuffer())).toEqual(
			whole.slice(5, 10),
		);
		expect(new Uint8Array(await (await download(url, { range: "bytes=-7" })).arrayBuffer())).toEqual(whole.slice(-7));
		// Of a file that has changed, several parts, or what is not understood: all of it.
		for (const headers of [
			{ range: `bytes=${cut}-`, "if-range": '"another"' },
			{ range: "bytes=0-1,4-5" },
			{ range: "bytes=9-5" },
			{ range: "lines=1-2" },
		]) {
			const response = await download(url, headers as Record<string, string>);
			expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, whole.byteLength]);
		}
		const beyond = await download(url, { range: `bytes=${whole.byteLength}-` });
		expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${whole.byteLength}`]);
	});

	it(
		"of a ward, by pages, is the catalogue of one moment: what is compacted meanwhile is neither twice nor left out",
		{
			timeout: 60_000,
		},
		async () => {
			const wardId = `ward-${crypto.randomUUID().slice(0, 8)}`;
			const registry = connectRegistry(env.DB);
			const row = (key: string, i: number): LakeObjectRow => {
				const [firstTimestamp, lastTimestamp] = [day + i * 1000, day + i * 1000 + 999];
				const place = { key, deviceId: "m-1", wardId, firstTimestamp, lastTimestamp };
				return { ...place, firstSeq: i + 1, lastSeq: i + 1, readings: 1, bytes: 1, md5: "0" };
			};
			const keys = Array.from({ length: 150 }, (_, i) =>
				objectKey({ wardId, deviceId: "m-1", firstSeq: i + 1, lastSeq: i + 1, firstTimestamp: day }),
			);
			for (const [i, key] of keys.entries()) await catalogueLakeObject(registry, row(key, i));
			const names: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await exported({ ward_id: wardId, from: day, to: day + DAY_MS, format: "parquet", cursor });
				names.push(...page.data.map((file) => file.name));
				cursor = page.next_cursor ?? undefined;
				const target = dayObjectKey({ wardId, deviceId: "m-1", day, generation: 1 });
				await switchLakeObjects(registry, keys, [row(target, 0)]);
			} while (cursor !== undefined);
			expect(names).toEqual(keys);
			const after = await exported({ ward_id: wardId, from: day, to: day + DAY_MS, format: "parquet" });
			expect(after.data.map((file) => file.name)).toEqual([expect.stringContaining("/day-000001.parquet")]);
		},
	);

	it("that goes on after objects it began with are gone is refused, and NOT continued with a gap", async () => {
		const wardId = `ward-${crypto.randomUUID().slice(0, 8)}`;
		const registry = connectRegistry(env.DB);
		const row = (key: string, i: number): LakeObjectRow => {
			const times = { firstTimestamp: day + i, lastTimestamp: day + i };
			return {
				key,
				deviceId: "m-2",
				wardId,
				...times,
				firstSeq: i + 1,
				lastSeq: i + 1,
				readings: 1,
				bytes: 1,
				md5: "0",
			};
		};
		const keys = Array.from({ length: 150 }, (_, i) =>
			objectKey({ wardId, deviceId: "m-2", firstSeq: i + 1, lastSeq: i + 1, firstTimestamp: day }),
		);
		for (const [i, key] of keys.entries()) await catalogueLakeObject(registry, row(key, i));
		const body = { ward_id: wardId, from: day, to: day + DAY_MS, format: "parquet" };
		const cursor = (await exported(body)).next_cursor;
		expect(cursor).not.toBeNull();
		// Compacted, and swept after the period of grace; or a patient was erased, with no grace at all.
		const target = dayObjectKey({ wardId, deviceId: "m-2", day, generation: 1 });
		await switchLakeObjects(registry, keys, [row(target, 0)]);
		await exported({ ...body, cursor });
		await forgetLakeObjects(registry, keys.slice(120));
		const refused = await call("POST", "/api/v1/exports", { role: "admin", body: { ...body, cursor } });
		expect(refused.status).toBe(410);
		expect((await refused.json()) as ProblemDetails).toMatchObject({ type: "urn:biostream:problem:expired" });
		const listed = await call("GET", `/api/v1/lake/objects?cursor=${encodeURIComponent(cursor as string)}`, {
			role: "engineer",
		});
		expect(listed.status).toBe(410);
		const anew = await exported(body);
		expect([anew.data.map(({ name }) => name), anew.next_cursor]).toEqual([[target], null]);
	});

	it("is put down in the audit log, and so is each file that is fetched, to whoever asked for it", async () => {
		const { data } = await exported({ ...everything, format: "parquet" });
		const [file] = data;
		expect((await download(file?.url ?? "")).status).toBe(200);
		const entries = await eventually(async () => {
			const response = await call("GET", "/api/v1/audit?limit=50", { role: "admin" });
			const { data: found } = (await response.json()) as Page<AuditEntry>;
			return found.some(({ action }) => action === "readings.export_file") && found;
		});
		expect(entries).toContainEqual(
			expect.objectContaining({ action: "readings.export", actor: "admin", object: `devices:${id}`, outcome: "done" }),
		);
		expect(entries).toContainEqual(
			expect.objectContaining({
				action: "readings.export_file",
				actor: "admin",
				role: "admin",
				object: `lake:${file?.name}`,
				ward: expect.any(String),
			}),
		);
	});

	it("is over for whoever has its addresses when whoever asked for it may ask no more", async () => {
		const registry = connectRegistry(env.DB);
		const wanted = { subject: "idp|export", name: "x", role: "admin", wards: "all" } as const;
		const member = await addMember(registry, wanted, Date.now() - 1000);
		const cookie = (await sessionCookie(env, member?.id ?? "")).split(";")[0] as string;
		const response = await call("POST", "/api/v1/exports", { cookie, body: { ...everything, format: "parquet" } });
		const [file] = ((await response.json()) as ExportPage).data;
		expect((await download(file?.url ?? "")).status).toBe(200);
		await changeMember(registry, member?.id ?? "", { role: "engineer" }, Date.now());
		expect((await download(file?.url ?? "")).status).toBe(401);
		await changeMember(registry, member?.id ?? "", { role: "admin", status: "deactivated" }, Date.now());
		expect((await download(file?.url ?? "")).status).toBe(401);
		const other = (file?.url ?? "").replace(/by=[^&]+/, "by=admin");
		expect((await download(other)).status, "in another's name").toBe(401);
	});

	it("of nothing is an empty list", async () => {
		const nothing = { devices: ["no-such-device"], from: iso(day), to: iso(day + 1), format: "csv" };
		expect((await exported(nothing)).data).toEqual([]);
	});

	it.each([
		[{ ...everything, format: "xml" }, "format"],
		[{ ...everything }, "format"],
		[{ from: iso(day), format: "csv" }, "to"],
		[{ to: iso(day), format: "csv" }, "from"],
		[{ from: "soon", to: iso(day), format: "csv" }, "from"],
		[{ from: iso(day), to: iso(day), format: "csv" }, "to"],
		[{ ...everything, devices: "x", format: "csv" }, "devices"],
		[{ ...everything, devices: [], format: "csv" }, "devices"],
		[{ ...everything, devices: [id, 5], format: "csv" }, "devices[1]"],
		[{ ...everything, ward_id: "../x", format: "csv" }, "ward_id"],
		[{ ...everything, format: "csv", cursor: "abc" }, "cursor"],
		[{ ...everything, format: "csv", cursor: 5 }, "cursor"],
	])("%j is refused, naming %s", async (body, field) => {
		const response = await call("POST", "/api/v1/exports", { role: "admin", body });
		expect(response.status).toBe(422);
		expect(((await response.json()) as ProblemDetails).errors?.[0]?.field).toBe(field);
	});
});

describe("a signed address", () => {
	it("opens nothing when a single value of it was changed, added or left out", async () => {
		const { data } = await exported({ ...everything, format: "csv" });
		const url = new URL(data[0]?.url ?? "");
		const altered: URL[] = [];
		for (const name of url.searchParams.keys()) {
			const changed = new URL(url);
			const value = url.searchParams.get(name) ?? "";
			changed.searchParams.set(name, name === "signature" ? `A${value.slice(1)}B` : `${value}1`);
			const without = new URL(url);
			without.searchParams.delete(name);
			const twice = new URL(url);
			twice.searchParams.append(name, value);
			altered.push(changed, without, twice);
		}
		const more = new URL(url);
		more.searchParams.set("x", "1");
		for (const one of [...altered, more]) expect((await download(one.href)).status, one.search).toBe(401);
		expect((await download(url.href)).status).toBe(200);
	});

	it("ends when it says", async () => {
		const now = Date.now();
		const url = new URL(ORIGIN + (await signedPath(env, "/api/v1/export/file", { key: "k" }, now + 1000)));
		expect(await isSigned(env, url, now)).toBe(true);
		expect(await isSigned(env, url, now + 1000)).toBe(false);
		expect(await isSigned({ ...env, EXPORT_KEY: "x".repeat(48) }, url, now)).toBe(false);
	});

	it("of an object that is gone says what to do", async () => {
		const other = await deviceAt(day);
		await fill(other.stub, other.at, day, day + 600_000, 60_000, 5);
		const from = { devices: [other.id], from: iso(day), to: iso(day + DAY_MS) };
		const before = await exported({ ...from, format: "csv" });
		await other.at(day + 3 * DAY_MS);
		await compact(other.stub);
		// Superseded is still there for the period of grace.
		expect((await download(before.data[0]?.url ?? "")).status).toBe(200);
		await withEnv(other.stub, { LAKE_GRACE_SECONDS: 0 });
		await compact(other.stub);
		const response = await download(before.data[0]?.url ?? "");
		expect(response.status).toBe(404);
		expect(((await response.json()) as ProblemDetails).detail).toContain("ask for the export again");
	});
});
