/** `npm run bench -- NAME [--json]`: one benchmark, one table, and with --json one JSON object on the last line. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { stopAll } from "../scripts/children.ts";
import { machine } from "./machine.ts";
import { UsageError, type Question } from "./question.ts";
import { QUESTIONS } from "./registry.ts";

const EXIT_USAGE = 2;
const COMMON: ParseArgsOptionsConfig = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } };

async function help(): Promise<string> {
	const lines = await Promise.all(
		Object.entries(QUESTIONS).map(async ([name, load]) => {
			const { summary, usage } = await load();
			return `  ${name.padEnd(16)}${summary}${usage === undefined ? "" : `\n${"".padEnd(18)}${usage}`}`;
		}),
	);
	return ["npm run bench -- NAME [--json]", "", ...lines, ""].join("\n");
}

function find(args: readonly string[]): (() => Promise<Question>) | undefined {
	const name = args.find((arg) => !arg.startsWith("-"));
	return name === undefined || !Object.hasOwn(QUESTIONS, name) ? undefined : QUESTIONS[name];
}

async function main(args: readonly string[]): Promise<number> {
	if (args.includes("--help") || args.includes("-h")) {
		process.stdout.write(await help());
		return 0;
	}
	const question = await find(args)?.();
	if (question === undefined) throw new UsageError(`Name one benchmark; got "${args.join(" ")}"\n\n${await help()}`);
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: { ...COMMON, ...question.options },
	});
	if (positionals.length > 1) throw new UsageError(`Name one benchmark; got "${positionals.join(" ")}"`);
	process.stdout.write(`${machine()}\n`);
	const { lines, figures } = await question.answer((line) => process.stderr.write(`${line}\n`), values);
	process.stdout.write(`${lines.join("\n")}\n`);
	if (values["json"] === true) process.stdout.write(`${JSON.stringify(figures)}\n`);
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	// parseArgs says which option it does not know.
	const unknownOption = error instanceof TypeError && "code" in error;
	if (!(error instanceof UsageError) && !unknownOption) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = EXIT_USAGE;
} finally {
	await stopAll();
}
