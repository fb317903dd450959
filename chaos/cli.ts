/** `npm run chaos [-- options]`: ends with 0 when nothing acknowledged was lost or doubled, with 1 when something was. */
import { UsageError } from "../simulator/option-values.ts";
import { HELP, parseOptions } from "./options.ts";
import { faultsFound, figures, table } from "./report.ts";
import { runChaos } from "./run.ts";

const EXIT_FAULTS = 1;
const EXIT_USAGE = 2;

async function main(args: readonly string[]): Promise<number> {
	const options = parseOptions(args);
	if (options === "help") {
		console.log(HELP);
		return 0;
	}
	const findings = await runChaos(options, (line) => console.error(line));
	const faults = faultsFound(findings);
	for (const line of [...table(findings), ...faults]) console.log(line);
	if (options.json) console.log(JSON.stringify(figures(findings)));
	return faults.length === 0 ? 0 : EXIT_FAULTS;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAULTS;
}
