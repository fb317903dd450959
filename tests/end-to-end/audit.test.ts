import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import type { AuditEntry, ChainReport } from "../../vitals/audit.ts";
import { lastJson, runScript, signIn, startApp, type RunningApp } from "../support/running-app.ts";

let app: RunningApp | null = null;
afterEach(async () => {
	await app?.stop();
	app = null;
});

const audit = (...args: string[]) => runScript("scripts/audit.ts", args);

/** The log's own SQLite file below the runtime's state. */
function logFile(state: string): string {
	const folder = readdirSync(state, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith("-AuditLog"));
	const file = readdirSync(join(state, folder ?? "")).find(
		(name) => name.endsWith(".sqlite") && name !== "metadata.sqlite",
	);
	return join(state, folder ?? "", file ?? "");
}

describe("npm run audit", () => {
	it("verifies the log, finds a row that was edited on disk, and an export that was cut short", async () => {
		app = await startApp();
		const engineer = await signIn(app.url, "engineer");
		for (let i = 0; i < 12; i++) {
			const body = JSON.stringify({ name: `Ward ${i}` });
			expect((await engineer(`/api/v1/wards/ward-${i}`, { method: "PUT", body })).status).toBe(200);
		}
		const clean = await audit("verify", "--url", app.url, "--json");
		expect(clean.code, clean.output).toBe(0);
		expect(lastJson<ChainReport>(clean.output)).toMatchObject({ entries: 12, faults: [] });

		const file = join(app.room, "audit.ndjson");
		expect((await audit("export", file, "--url", app.url)).code).toBe(0);
		expect((await audit("verify", "--file", file)).code).toBe(0);
		const { head } = lastJson<ChainReport>((await audit("verify", "--file", file, "--json")).output);
		const heads = join(app.room, "heads.ndjson");
		await writeFile(
			heads,
			`${JSON.stringify({ version: 1, date: "2026-01-01", ...head, seq: (head?.seq ?? 0) + 50 })}\n`,
		);
		const cut = await audit("verify", "--file", file, "--heads", heads);
		expect(cut.code).toBe(1);
		expect(cut.output).toContain("cut short");

		await app.kill();
		const database = new DatabaseSync(logFile(join(app.room, "state")));
		const { changes } = database.prepare("UPDATE entries SET actor = 'nobody' WHERE seq = 5").run();
		database.close();
		expect(changes).toBe(1);
		await app.restart();
		const admin = await signIn(app.url, "admin");
		const page = (await (await admin("/api/v1/audit?actor=nobody")).json()) as { data: AuditEntry[] };
		expect(page.data, "the application itself shows the forged row").toHaveLength(1);
		const tampered = await audit("verify", "--url", app.url);
		expect(tampered.code).toBe(1);
		expect(tampered.output).toContain("Entry 5 its fields are not those that were hashed");
		expect(tampered.output).toContain("TAMPERED WITH");
	});
});
