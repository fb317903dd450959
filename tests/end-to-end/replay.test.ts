import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { dataPath } from "../support/data.ts";
import { countLake } from "../support/lake-count.ts";
import { lastJson, runScript, startApp, type RunningApp } from "../support/running-app.ts";

interface ReplaySummary {
	rows: number;
	sent: number;
	empty: number;
	refused: Record<string, number>;
	acknowledged: number;
	duplicates: number;
}

let app: RunningApp | null = null;
afterEach(async () => {
	await app?.stop();
	app = null;
});

const replay = (folder: string, url: string, ...more: string[]) =>
	runScript("simulator/cli.ts", ["replay", "--data", folder, "--url", url, "--json", ...more]);

async function pullAndCount({ url, room }: RunningApp) {
	const folder = join(room, "lake");
	const pulled = await runScript("scripts/lake.ts", ["pull", folder, "--url", url]);
	expect(pulled.output).toContain("readings");
	expect(pulled.code).toBe(0);
	return countLake(folder);
}

/** `records` patients of `seconds` rows each, some rows empty and some out of range. */
async function writeTable(
	folder: string,
	records: number,
	seconds: number,
): Promise<{ rows: number; empty: number; refused: number }> {
	const lines = ["record,t,hr,rr,sbp,dbp,map"];
	let [empty, refused] = [0, 0];
	for (let r = 1; r <= records; r++) {
		for (let t = 1; t <= seconds; t++) {
			if (t % 50 === 0) {
				lines.push(`r${r},${t},,,,,`);
				empty++;
			} else if (t % 77 === 0) {
				lines.push(`r${r},${t},300,16,120,70,90`);
				refused++;
			} else lines.push(`r${r},${t},${70 + ((r * t) % 9)},${14 + (t % 4)},${118 + (t % 5)},70,88`);
		}
	}
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "patients.csv"), lines.join("\n"));
	return { rows: records * seconds, empty, refused };
}

describe("a replay of patients' tables", () => {
	it("loses and doubles nothing when the runtime is killed three times on the way", async () => {
		app = await startApp();
		const data = join(app.room, "data");
		const table = await writeTable(data, 12, 240);
		const running = replay(data, app.url, "--speed", "10");
		for (const pause of [6_000, 5_000, 4_000]) {
			await wait(pause);
			await app.kill();
			await wait(1_000);
			await app.restart();
		}
		const { code, output } = await running;
		const summary = lastJson<ReplaySummary>(output);
		expect(summary).toMatchObject({ rows: table.rows, empty: table.empty });
		const refused = Object.values(summary.refused).reduce((sum, n) => sum + n, 0);
		expect(refused).toBe(table.refused);
		expect(summary.acknowledged).toBe(table.rows - table.empty - table.refused);
		expect(code).toBe(0);

		expect(await pullAndCount(app)).toEqual({
			rows: summary.acknowledged,
			distinctReadings: summary.acknowledged,
			devices: 12,
			brokenSequences: 0,
		});
	});

	const real = dataPath("icu-replay");
	it.skipIf(real === null)(
		"streams all 80 real one-hertz ICU records, and DuckDB counts exactly what was acknowledged",
		async () => {
			app = await startApp();
			const { code, output } = await replay(real as string, app.url, "--speed", "20");
			const summary = lastJson<ReplaySummary>(output);
			const refused = Object.values(summary.refused).reduce((sum, n) => sum + n, 0);
			expect(summary).toMatchObject({ rows: 25_260, empty: 41 });
			expect(summary.acknowledged + summary.empty + refused).toBe(25_260);
			expect(code).toBe(0);
			expect(await pullAndCount(app)).toMatchObject({
				rows: summary.acknowledged,
				distinctReadings: summary.acknowledged,
				devices: 80,
				brokenSequences: 0,
			});
		},
	);
});
