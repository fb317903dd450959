/** `npm run evaluate -- assistant`: asks the assistant the labelled set in the ward world, and says how it answered. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { UsageError } from "../options.ts";
import { writeReport } from "../report-file.ts";
import { askAll } from "./asking.ts";
import { CARE_FROZEN, CORRECTIONS, FROZEN } from "./frozen.ts";
import { loadWorld, whatIsThere } from "./loading.ts";
import { QUESTIONS } from "./questions/all.ts";
import { CARE } from "./questions/care.ts";
import { LATER } from "./questions/later.ts";
import { attachWorld, startWorld } from "./runtime.ts";
import { groundingFigures } from "./grounding-tally.ts";
import { HELD_OUT_QUERIES, recallAtFive, TUNING_QUERIES } from "./search-queries.ts";
import { careHash, setHash } from "./set-hash.ts";
import { section } from "./section.ts";
import { careFigures, failures, figuresOf, laterFigures, table } from "./summary.ts";

const HELP = `npm run evaluate -- assistant [options]

Asks the assistant ${QUESTIONS.length} questions about a simulated ward whose truth is known, and judges the answers by code of its own:
right patient, right figures, sources, refusals, injections. Offline, unless --ai names a server.

  --ai URL     an OpenAI-compatible server that writes the answers; without it a program composes them
  --serve      only brings the ward world about, tells its address, and keeps it until Ctrl-C; it reloads as the code changes
  --world URL  asks in a world that is served so, in seconds
  --only TEXT  only questions whose name begins so, such as zones or injection-2
  --write      writes the assistant's part of docs/evaluation.md
  --answers FILE  writes every question and answer there, as JSON
  --json       the last line on stdout is one JSON object
  --help       this text
`;

/** @returns what was printed, but for the last line of `--json` */
export async function evaluateAssistant(args: readonly string[]): Promise<void> {
	const { ai, serve, world, only, write, answers, json, help } = readArgs(args);
	if (help === true) {
		process.stdout.write(HELP);
		return;
	}
	const isWanted = ({ id }: { readonly id: string }) => id.startsWith(only ?? "");
	const [asked, later, care] = [QUESTIONS.filter(isWanted), LATER.filter(isWanted), CARE.filter(isWanted)];
	if (asked.length + later.length + care.length === 0)
		throw new UsageError(`--only: no question's name begins with "${only}"`);
	for (const [name, value] of [
		["--ai", ai],
		["--world", world],
	] as const)
		if (value !== undefined && !URL.canParse(value)) throw new UsageError(`${name} must be an address, got "${value}"`);
	const progress = (line: string) => process.stderr.write(`${line}\n`);
	if (world === undefined) progress("Starting the ward world");
	const app = world === undefined ? await startWorld(ai ?? null) : attachWorld(world);
	try {
		const loaded = world === undefined ? await loadWorld(app, progress) : await whatIsThere(app);
		if (serve === true) {
			progress(`The ward world is at ${app.url}`);
			await once(process, "SIGINT");
			return;
		}
		const judged = await askAll(app, loaded, asked, progress);
		const judgedLater = await askAll(app, loaded, later, progress);
		const judgedCare = await askAll(app, loaded, care, progress);
		const hash = setHash();
		const queries = [...TUNING_QUERIES, ...HELD_OUT_QUERIES];
		const found = await app.search(queries.map(({ query }) => query));
		const recall = {
			recall_at_5: round(recallAtFive(queries, found)),
			recall_at_5_held_out: round(recallAtFive(HELD_OUT_QUERIES, found.slice(TUNING_QUERIES.length))),
			recall_n: queries.length,
		};
		const figures = {
			...figuresOf(judged, hash),
			...laterFigures(judgedLater),
			...careFigures(judgedCare, careHash()),
			...recall,
			...groundingFigures(),
		};
		const all = [...judged, ...judgedLater, ...judgedCare];
		const failed = failures(all, answers === undefined);
		if (failed !== "") process.stdout.write(`${failed}\n\n`);
		process.stdout.write(`${table(figures)}\n`);
		process.stdout.write(
			`Set ${hash}${hash === FROZEN ? ", as frozen" : ", NOT the frozen one"}, ${CORRECTIONS.length} corrections\n` +
				`Second set ${figures.care_hash}${figures.care_hash === CARE_FROZEN ? ", as frozen" : ", NOT the frozen one"}\n`,
		);
		if (write === true) {
			const command = ["npm run evaluate -- assistant", ...args].join(" ");
			progress(
				`Written to ${writeReport("assistant", section(command, figures, { judged, later: judgedLater, care: judgedCare }))}`,
			);
		}
		if (answers !== undefined) writeFileSync(answers, JSON.stringify(all, plain, "\t"));
		if (json === true) process.stdout.write(`${JSON.stringify(figures)}\n`);
	} finally {
		await app.stop();
	}
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;

const plain = (_: string, value: unknown) => (value instanceof RegExp ? value.source : value);

function readArgs(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				ai: { type: "string" },
				serve: { type: "boolean" },
				world: { type: "string" },
				only: { type: "string" },
				write: { type: "boolean" },
				answers: { type: "string" },
				json: { type: "boolean" },
				help: { type: "boolean", short: "h" },
			},
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
