import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Summary } from "../../simulator/accounting.ts";
import type { FleetSummary } from "../../simulator/fleet/summary.ts";
import { countLake } from "../support/lake-count.ts";
import { lastJson, runScript, startApp, type RunningApp } from "../support/running-app.ts";

let app: RunningApp | null = null;
afterEach(async () => {
	await app?.stop();
	app = null;
});

describe("a ward's streams", () => {
	it("lose and double nothing when the runtime is killed three times on the way", async () => {
		app = await startApp();
		const truth = join(app.room, "truth.jsonl");
		const args = ["--beds", "8", "--cadence", "0.1", "--duration", "30", "--truth", truth, "--url", app.url, "--json"];
		const running = runScript("simulator/cli.ts", ["ward", "--transport", "stream", ...args]);
		for (const pause of [7_000, 5_000, 4_000]) {
			await wait(pause);
			await app.kill();
			await wait(500);
			await app.restart();
		}
		const { code, output } = await running;
		const summary = lastJson<Summary>(output);
		expect(code, output).toBe(0);
		expect(summary).toMatchObject({ rows: 2400, acknowledged: 2400, unsent: 0, refused: {} });
		expect(output).toContain("the server is back");

		const folder = join(app.room, "lake");
		expect((await runScript("scripts/lake.ts", ["pull", folder, "--url", app.url])).code).toBe(0);
		expect(await countLake(folder)).toEqual({ rows: 2400, distinctReadings: 2400, devices: 8, brokenSequences: 0 });
	});
});

describe("a fleet", () => {
	it("over a network that breaks, delays and breaks off at once, has every reading in the lake once", async () => {
		app = await startApp();
		const network = ["--loss", "0.02", "--delay", "2-20", "--storm", "3", "--skew", "2"];
		const load = [
			"--devices",
			"40",
			"--rate",
			"5",
			"--ramp",
			"2",
			"--duration",
			"6",
			"--scenario",
			"icu-noisy,calm-ward",
		];
		const { code, output } = await runScript("simulator/cli.ts", [
			"fleet",
			...load,
			...network,
			"--url",
			app.url,
			"--json",
		]);
		const found = lastJson<FleetSummary>(output);
		expect(code, output).toBe(0);
		expect(found.offered).toBeGreaterThan(1200);
		expect(found).toMatchObject({ acknowledged: found.offered, undelivered: 0, refused: {} });
		expect(found.broken_off).toBeGreaterThan(40);

		const folder = join(app.room, "lake");
		expect((await runScript("scripts/lake.ts", ["pull", folder, "--url", app.url])).code).toBe(0);
		const once = { rows: found.offered, distinctReadings: found.offered };
		expect(await countLake(folder)).toEqual({ ...once, devices: 40, brokenSequences: 0 });
	});
});
