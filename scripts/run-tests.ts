/** `npm test`: every test, real browser included. Arguments go to Vitest. */
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { start, stopAll } from "./children.ts";
import { ensureChromium } from "./chromium.ts";
import { buildDashboard } from "./local-app.ts";

const args = process.argv.slice(2);
const onSignal = () => void stopAll().then(() => process.exit(130));
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);

try {
	console.log(`Browser: ${ensureChromium()}`);
	console.log("Building the dashboard …");
	await buildDashboard();
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
}

const report = join(ROOT, ".wrangler", "test-report.json");
mkdirSync(join(ROOT, ".wrangler"), { recursive: true });
const vitest = start(
	"vitest",
	["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
	{
		stdio: "inherit",
	},
);
const [code] = (await once(vitest, "exit")) as [number | null];

try {
	const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8")) as Record<
		string,
		number
	>;
	console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
} catch {
	console.error("Vitest left no report; its own output above says why.");
	process.exit(code === 0 ? 1 : (code ?? 1));
}
process.exit(code ?? 1);
