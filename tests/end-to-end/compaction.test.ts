import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { countLake } from "../support/lake-count.ts";
import { lastJson, runScript, startApp, type RunningApp } from "../support/running-app.ts";

let app: RunningApp | null = null;
afterEach(async () => {
	await app?.stop();
	app = null;
});

const DEVICES = 16;

async function writeTable(folder: string, seconds: number): Promise<void> {
	const lines = ["record,t,hr,rr,sbp,dbp,map"];
	for (let r = 1; r <= DEVICES; r++) {
		for (let t = 1; t <= seconds; t++) lines.push(`r${r},${t},${70 + ((r * t) % 9)},${14 + (t % 4)},120,70,88`);
	}
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "patients.csv"), lines.join("\n"));
}

const lake = (url: string, ...more: string[]) => runScript("scripts/lake.ts", [...more, "--url", url]);

const files = async (folder: string) =>
	(await readdir(join(folder, "readings"), { recursive: true })).filter((name) => name.endsWith(".parquet"));

describe("the lake of a running app", () => {
	it("is the same readings after it was compacted, also when the runtime is killed in the middle of it", async () => {
		app = await startApp();
		const [data, folder] = [join(app.room, "data"), join(app.room, "lake")];
		await writeTable(data, 200);
		const running = runScript("simulator/cli.ts", [
			"replay",
			"--data",
			data,
			"--url",
			app.url,
			"--json",
			"--speed",
			"10",
		]);
		// Several objects a device: what is pulled is sealed first.
		for (let i = 0; i < 4; i++) {
			await wait(4_000);
			await lake(app.url, "pull", folder);
		}
		const { acknowledged } = lastJson<{ acknowledged: number }>((await running).output);
		expect(acknowledged).toBe(DEVICES * 200);
		expect((await lake(app.url, "pull", folder)).code).toBe(0);
		const whole = { rows: acknowledged, distinctReadings: acknowledged, devices: DEVICES, brokenSequences: 0 };
		expect(await countLake(folder)).toEqual(whole);
		const before = (await files(folder)).length;
		expect(before).toBeGreaterThan(2 * DEVICES);

		for (const pause of [400, 700, 1_000]) {
			const compacting = lake(app.url, "compact");
			await wait(pause);
			await app.kill();
			await compacting;
			await app.restart();
			expect((await lake(app.url, "pull", folder)).code).toBe(0);
			expect(await countLake(folder)).toEqual(whole);
		}
		const compacted = await lake(app.url, "compact");
		expect(compacted.output).toContain("Replaced");
		expect(compacted.code).toBe(0);
		expect((await lake(app.url, "pull", folder)).code).toBe(0);
		expect(await countLake(folder)).toEqual(whole);
		// One for each device and day; a run about midnight has two days.
		expect((await files(folder)).length).toBeLessThanOrEqual(2 * DEVICES);
	});
});
