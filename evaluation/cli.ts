/** `npm run evaluate`: measures the detector and says so; `npm run evaluate -- assistant` the assistant. */
import { evaluateAssistant } from "./assistant/command.ts";
import { evaluate, toJson } from "./evaluation.ts";
import { HELP, parseOptions, UsageError } from "./options.ts";
import { writeReport } from "./report-file.ts";
import { reportText } from "./report.ts";

const EXIT_USAGE = 2;

async function main([first, ...rest]: readonly string[]): Promise<number> {
	if (first !== "assistant") return evaluateDetector(first === undefined ? [] : [first, ...rest]);
	await evaluateAssistant(rest);
	return 0;
}

async function evaluateDetector(args: readonly string[]): Promise<number> {
	const options = parseOptions(args);
	if (options === "help") {
		process.stdout.write(HELP);
		return 0;
	}
	const evaluation = await evaluate(options, (line) => process.stderr.write(`${line}\n`));
	// The folder's own name is nobody's business but the reader's: the command is what one types.
	const command = [
		"npm run evaluate --",
		...args.map((arg, at) => (args[at - 1] === "--data" ? "DIR" : arg.replace(/^--data=.*/, "--data=DIR"))),
	].join(" ");
	const text = reportText(evaluation, command);
	process.stdout.write(text);
	if (options.write) {
		process.stderr.write(`Written to ${writeReport("detector", text)}\n`);
	}
	if (options.list) process.stdout.write(`${(evaluation.tuning?.causes?.list ?? []).join("\n")}\n`);
	if (options.json) process.stdout.write(`${JSON.stringify(toJson(evaluation))}\n`);
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	process.stderr.write(`${error.message}\n\n${HELP}`);
	process.exitCode = EXIT_USAGE;
}
