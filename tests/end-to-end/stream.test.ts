import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Summary } from "../../simulator/accounting.ts";
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
