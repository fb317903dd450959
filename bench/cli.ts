/** `npm run bench -- NAME [--json]`: one benchmark, one table, and with --json one JSON object on the last line. */
import { parseArgs } from "node:util";
import { machine } from "./machine.ts";
import { QUESTIONS } from "./registry.ts";

const EXIT_USAGE = 2;

async function help(): Promise<string> {
	const lines = await Promise.all(
		Object.entries(QUESTIONS).map(async ([name, load]) => `  ${name.padEnd(16)}${(await load()).summary}`),
	);
	return ["npm run bench -- NAME [--json]", "", ...lines, ""].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
	});
	const [name] = positionals;
	if (values.help === true) {
		process.stdout.write(await help());
		return 0;
	}
	const load = name === undefined || !Object.hasOwn(QUESTIONS, name) ? undefined : QUESTIONS[name];
	if (load === undefined || positionals.length > 1) {
		process.stderr.write(`Name one benchmark; got "${positionals.join(" ")}"\n\n${await help()}`);
		return EXIT_USAGE;
	}
	process.stdout.write(`${machine()}\n`);
	const { lines, figures } = await (await load()).answer((line) => process.stderr.write(`${line}\n`));
	process.stdout.write(`${lines.join("\n")}\n`);
	if (values.json === true) process.stdout.write(`${JSON.stringify(figures)}\n`);
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof TypeError) || !("code" in error)) throw error;
	// parseArgs says which option it does not know.
	process.stderr.write(`${error.message}\n`);
	process.exitCode = EXIT_USAGE;
}
