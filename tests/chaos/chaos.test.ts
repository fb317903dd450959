import { describe, expect, it } from "vitest";
import { lastJson, runScript } from "../support/running-app.ts";

interface Figures {
	readonly kills: number;
	readonly acknowledged: number;
	readonly lost: number;
	readonly episodes: { readonly registered: number };
}

/** Twenty seconds of everything, on a runtime of its own. */
const SMALL = ["--minutes", "0.35", "--kills", "3", "--devices", "12", "--rate", "25", "--port", "18900", "--json"];

describe("npm run chaos", () => {
	it("loses and doubles no acknowledged reading and no episode through kills, evictions and failing stores", async () => {
		const { output } = await runScript("chaos/cli.ts", [...SMALL, "--seed", "test"]);
		const figures = lastJson<Figures>(output);
		expect(figures, output).toMatchObject({
			seed: "test",
			kills: 3,
			lost: 0,
			doubled: 0,
			altered: 0,
			invented: 0,
			refused_stored: 0,
			restart_ms: expect.any(Number),
			episodes: { missing: 0, different: 0, doubled: 0, stuckOpen: 0, incompleteHistory: 0 },
			faults: { takenAgain: 0 },
		});
		expect(figures.acknowledged).toBeGreaterThan(1_000);
	});

	it("FAILS a version that acknowledges before it commits", async () => {
		const shorter = SMALL.map((arg) => (arg === "0.35" ? "0.25" : arg));
		const { code, output } = await runScript("chaos/cli.ts", [
			...shorter,
			"--seed",
			"test",
			"--sabotage",
			"ack-before-commit",
		]);
		expect(code).toBe(1);
		expect(lastJson<Figures>(output).lost).toBeGreaterThan(0);
		expect(output).toContain("acknowledged readings are lost");
	});
});
