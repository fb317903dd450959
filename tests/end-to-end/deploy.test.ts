import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { start } from "../../scripts/children.ts";

it("`npm run deploy -- --dry-run` builds Worker and Pages, says what is needed, and changes nothing here", async () => {
	const configuration = () => readFileSync(join(ROOT, "wrangler.toml"), "utf8");
	const before = configuration();
	const child = start("node", [join(ROOT, "scripts/deploy/cli.ts"), "--dry-run"]);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
	const [code] = (await once(child, "close")) as [number | null];
	expect([code, said.trim().split("\n").at(-1)]).toEqual([0, "Both build. Nothing was deployed."]);
	expect(said).toContain("- the database biostream-registry");
	expect(said).toContain("- the setting ACCESS_AUDIENCE must be");
	expect(configuration()).toBe(before);
});
