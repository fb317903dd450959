import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Anomaly, Page, TrendPage } from "../../vitals/api.ts";
import type { ErasureAnswer, PatientExport, PatientReadingEntry } from "../../vitals/patients.ts";
import { runScript, signIn, startApp, type RunningApp } from "../support/running-app.ts";

const DEVICE = "MOVED-1";
const LABEL = "Erasmus Weg";
/** Device time runs ahead of the wall clock, and stands nearly still: the story needs no waiting. */
const STILL = 0.000001;
const TEN = Math.floor(Date.now() / 3600_000) * 3600_000 + 10 * 3600_000;
const MINUTE = 60_000;

type Ask = Awaited<ReturnType<typeof signIn>>;
let app: RunningApp;
let [admin, engineer, nurse] = [] as unknown as [Ask, Ask, Ask];
let key = "";

const json = async <T>(response: Response): Promise<T> => {
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as T;
};
const put = (who: Ask, path: string, body: unknown) => who(path, { method: "PUT", body: JSON.stringify(body) });
const byKey = (path: string, method: string, body: unknown) =>
	fetch(app.url + path, {
		method,
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
const showTime = async (now: number) =>
	json(await byKey(`/api/v1/devices/${DEVICE}/clock`, "PUT", { now, rate: STILL }));

/** `seconds` readings, one a second from `from` on. */
async function post(heartRate: number, from: number, seconds: number): Promise<void> {
	const body = Array.from({ length: seconds }, (_, i) => ({
		device_id: DEVICE,
		timestamp: from + i * 1000,
		heart_rate: heartRate,
		spo2: 97,
	}));
	const { accepted } = await json<{ accepted: number }>(await byKey("/api/v1/telemetry/batch", "POST", body));
	expect(accepted).toBe(seconds);
}

async function assign(patientId: string): Promise<string> {
	const body = { ward_id: "ward-e", bed: "Bed 1", patient_id: patientId, simulated: true };
	await json(await put(engineer, `/api/v1/devices/${DEVICE}`, body));
	return (await json<{ patient: string }>(await admin(`/api/v1/devices/${DEVICE}`))).patient;
}

/** SQLite files of the runtime: D1, every object, the bucket's index. */
const databases = (state: string) =>
	readdirSync(state, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".sqlite"))
		.map((name) => join(state, name));

/** Every row of every table of every SQLite file below the runtime's state, as text, with its class and table. */
function everyRow(state: string): { where: string; text: string }[] {
	return databases(state).flatMap((file) => {
		const database = new DatabaseSync(file, { readOnly: true });
		const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
		const rows = tables.flatMap(({ name }) => {
			const every = database.prepare(`SELECT * FROM "${String(name)}"`);
			// The runtime's own tables hold times in nanoseconds.
			every.setReadBigInts(true);
			const textOf = (value: unknown) =>
				value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value);
			return every.all().map((row) => ({
				where: `${basename(dirname(file)).replace(/^.*-/, "")} ${String(name)}`,
				text: Object.values(row).map(textOf).join("|"),
			}));
		});
		database.close();
		return rows;
	});
}

async function duckdb<T>(sql: string): Promise<T[]> {
	const connection = await (await DuckDBInstance.create(":memory:")).connect();
	try {
		return (await connection.runAndReadAll(sql)).getRowObjectsJS() as T[];
	} finally {
		connection.closeSync();
	}
}

/** Rows by patient in every Parquet file of the bucket as it lies on the disk, catalogued or not. */
async function rowsInBucket(state: string): Promise<Record<string, number>> {
	const files = readdirSync(state, { recursive: true, encoding: "utf8" })
		.map((name) => join(state, name))
		.filter((name) => /[/\\]blobs[/\\]/.test(name) && readFileSync(name).subarray(0, 4).toString() === "PAR1");
	if (files.length === 0) return {};
	const list = files.map((file) => `'${file}'`).join(", ");
	const rows = await duckdb<{ patient: string | null; n: bigint }>(
		`SELECT patient, count(*) AS n FROM read_parquet([${list}]) GROUP BY patient`,
	);
	return Object.fromEntries(rows.map(({ patient, n }) => [patient ?? "nobody", Number(n)]));
}

async function pulledRows(folder: string): Promise<Record<string, number>> {
	const pulled = await runScript("scripts/lake.ts", ["pull", folder, "--url", app.url]);
	expect(pulled.code, pulled.output).toBe(0);
	const rows = await duckdb<{ patient: string | null; n: bigint }>(
		`SELECT patient, count(*) AS n FROM read_parquet('${folder}/readings/**/*.parquet', hive_partitioning = false) GROUP BY patient`,
	);
	return Object.fromEntries(rows.map(({ patient, n }) => [patient ?? "nobody", Number(n)]));
}

/** A and B in turn on one device: A until 10:00, and A's last minute comes at 10:30, after B's first. */
let [a, b] = ["", ""];

beforeAll(async () => {
	app = await startApp();
	[admin, engineer, nurse] = await Promise.all([
		signIn(app.url, "admin"),
		signIn(app.url, "engineer"),
		signIn(app.url, "nurse"),
	]);
	await json(await put(engineer, "/api/v1/wards/ward-e", { name: "Ward E" }));
	await json(await put(engineer, `/api/v1/devices/${DEVICE}`, { ward_id: "ward-e", simulated: true }));
	({ key } = await json<{ key: string }>(await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" })));
	// Somebody is told of the ward's episodes, at an address where nobody answers.
	const hook = { ward_id: "ward-e", channel: "webhook", name: "x", url: "http://127.0.0.1:9/", min_risk: "LOW" };
	await json(await nurse("/api/v1/notifications", { method: "POST", body: JSON.stringify(hook) }));
	await showTime(TEN - 20 * MINUTE);
	a = await assign("MRN-ERASE-A");
	await json(await put(nurse, `/api/v1/patients/${a}`, { label: LABEL }));
	await showTime(TEN - 10 * MINUTE);
	await post(70, TEN - 20 * MINUTE + 1000, 300);
	// An episode of A's own.
	await post(185, TEN - 15 * MINUTE + 1000, 60);
	await post(70, TEN - 14 * MINUTE + 1000, 60);
	await showTime(TEN);
	b = await assign("MRN-STAYS-B");
	await showTime(TEN + 30 * MINUTE);
	await post(88, TEN, 120);
	await post(190, TEN - MINUTE, 60);
	await post(89, TEN + 2 * MINUTE, 60);
	await json(await engineer("/api/v1/lake/flush", { method: "POST" }));
}, 300_000);
afterAll(() => app?.stop());

const OF_A = 300 + 60 + 60 + 60;
const OF_B = 120 + 60;

describe("a device moved at 10:00, with readings of 09:59 that arrive at 10:30", () => {
	const span = `from=${TEN - 60 * MINUTE}&to=${TEN + 60 * MINUTE}`;

	it("shows each patient their own readings and trends, and only A's episodes to be A's", async () => {
		const of = async (patient: string) =>
			(await json<Page<PatientReadingEntry>>(await nurse(`/api/v1/patients/${patient}/readings?${span}&limit=5000`)))
				.data;
		const [ofA, ofB] = await Promise.all([of(a), of(b)]);
		expect([ofA.length, ofB.length]).toEqual([OF_A, OF_B]);
		expect(ofA.every(({ timestamp }) => Date.parse(timestamp) < TEN)).toBe(true);
		expect(ofB.every(({ timestamp }) => Date.parse(timestamp) >= TEN)).toBe(true);

		const trend = async (patient: string) =>
			(await json<TrendPage>(await nurse(`/api/v1/patients/${patient}/readings?${span}&resolution=3600`))).data.map(
				({ n, vitals }) => [n, vitals.heart_rate?.min, vitals.heart_rate?.max],
			);
		expect(await trend(a)).toEqual([[OF_A, 70, 190]]);
		expect(await trend(b)).toEqual([[OF_B, 88, 89]]);

		const episodes = async (patient: string) =>
			(await json<Page<Anomaly>>(await nurse(`/api/v1/patients/${patient}/episodes`))).data.filter(
				({ channel }) => channel === "physiological",
			);
		const [mine] = await episodes(a);
		expect(mine, "A's own, and nothing of 09:59, which came when A had left").toMatchObject({ status: "closed" });
		expect(Date.parse(mine?.detected_at ?? "")).toBeLessThan(TEN - 10 * MINUTE);
		expect(await episodes(b)).toEqual([]);
	});

	it.each(["csv", "parquet"])("gives each patient's rows, and no other, in their export as %s", async (format) => {
		for (const [patient, n, least] of [
			[a, OF_A, 70],
			[b, OF_B, 88],
		] as const) {
			const asked = await admin(`/api/v1/patients/${patient}/export`, {
				method: "POST",
				body: JSON.stringify({ format }),
			});
			const { files } = await json<PatientExport>(asked);
			const folder = join(app.room, `export-${patient}-${format}`);
			await mkdir(folder, { recursive: true });
			for (const [i, { url }] of files.entries()) {
				const file = await admin(url);
				if (file.status !== 204)
					await writeFile(join(folder, `${i}.${format}`), new Uint8Array(await file.arrayBuffer()));
			}
			const from = format === "csv" ? `read_csv('${folder}/*.csv')` : `read_parquet('${folder}/*.parquet')`;
			const rows = await duckdb(
				`SELECT count(*)::INT AS n, count(DISTINCT patient)::INT AS patients, min(patient) AS patient, min(heart_rate)::INT AS least FROM ${from}`,
			);
			expect(rows).toEqual([{ n, patients: 1, patient, least }]);
		}
	});
});

describe("an erasure, looked at from outside", () => {
	it("leaves nothing but what its certificate lists, and every row of the next patient", async () => {
		const state = join(app.room, "state");
		expect(await pulledRows(join(app.room, "before"))).toEqual({ [a]: OF_A, [b]: OF_B });
		await app.kill();
		const before = everyRow(state);
		const tagRow = before.find(({ where, text }) => where.endsWith("patient_identifiers") && text.includes(a));
		const [tag = "no tag"] = tagRow?.text.split("|") ?? [];
		expect(tag).toMatch(/^[\w-]{43}$/);
		const sealed = before.find(({ where, text }) => where.endsWith(" patients") && text.startsWith(a))?.text ?? "";
		const label = /\b[a-z0-9]{1,16}\.[\w-]{16}\.[\w-]{20,}/.exec(sealed)?.[0] ?? "no label";
		const holding = (rows: typeof before, what: string) =>
			[...new Set(rows.filter(({ text }) => text.includes(what)).map(({ where }) => where))].toSorted();
		expect(holding(before, a).length, "there was much to erase").toBeGreaterThan(5);
		expect(holding(before, label)).not.toEqual([]);
		expect(holding(before, a)).toContain("WardStation deliveries");
		expect(holding(before, LABEL), "never in clear").toEqual([]);
		expect((await rowsInBucket(state))[a]).toBeGreaterThanOrEqual(OF_A);

		await app.restart();
		const confirm = JSON.stringify({ confirm: a });
		const asked = await json<ErasureAnswer>(
			await admin(`/api/v1/patients/${a}/erasure`, { method: "POST", body: confirm }),
		);
		let done = asked;
		for (let i = 0; i < 240 && done.status !== "done"; i++) {
			await wait(500);
			done = await json<ErasureAnswer>(await admin(`/api/v1/erasures/${asked.id}`));
		}
		expect(done).toMatchObject({
			status: "done",
			certificate: {
				patient: a,
				removed: { devices: 1, lake_readings: OF_A, identifiers: 1, patients: 1, assignments: 1 },
			},
		});
		expect(done.certificate?.removed.episodes).toBeGreaterThan(0);
		expect(done.certificate?.removed.notifications).toBeGreaterThan(0);
		const listed = done.certificate?.stays.map(({ what }) => what) ?? [];
		expect(listed.join("\n")).toMatch(/audit log.*certificate/);

		expect(await pulledRows(join(app.room, "after"))).toEqual({ [b]: OF_B });
		const ofB = await json<Page<PatientReadingEntry>>(
			await nurse(`/api/v1/patients/${b}/readings?from=${TEN - 60 * MINUTE}&to=${TEN + 60 * MINUTE}&limit=5000`),
		);
		expect(ofB.data).toHaveLength(OF_B);

		await app.kill();
		expect(await rowsInBucket(state), "on the disk, catalogued or not").toEqual({ [b]: OF_B });
		const after = everyRow(state);
		// `wrangler dev` notes the addresses of its own requests, which name the surrogate; what is deployed does not.
		const ours = after.filter(({ where }) => !/^store (logs|spans)$/.test(where));
		// The audit log's entries, and the certificate in the registry and in the object that made it.
		expect(holding(ours, a)).toEqual(["AuditLog entries", "D1DatabaseObject erasures", "PatientErasure job"]);
		for (const gone of [tag, label, LABEL, "MRN-ERASE-A"]) expect(holding(after, gone), gone).toEqual([]);
		expect(holding(after, b).length).toBeGreaterThan(3);
		await app.restart();
	});
});
