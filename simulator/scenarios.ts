/** Scenarios by name or by file: the built-in ones, those in `scenarios/files/`, and anybody's own. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import { parse } from "yaml";
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from "../scenarios/library.ts";
import { scenarioOf, type FiledScenario, type ScenarioFile } from "../scenarios/scenario-file.ts";
import { UsageError } from "./option-values.ts";

const ROOM = join(import.meta.dirname, "..", "scenarios");
const FILES = join(ROOM, "files");
const IS_FILE = /\.(ya?ml|json)$/i;

const schema = JSON.parse(readFileSync(join(ROOM, "scenario.schema.json"), "utf8")) as object;
const isScenario = new Ajv({ allErrors: true }).compile<ScenarioFile>(schema);

/** Names of the scenarios that come as files. */
export const filedScenarios = (): string[] =>
	readdirSync(FILES)
		.filter((name) => IS_FILE.test(name))
		.map((name) => basename(name, extname(name)))
		.toSorted();

/**
 * @param name - a built-in scenario's, a file's in `scenarios/files/`, or a path that ends with .yaml, .yml or .json
 * @throws UsageError for a name of nothing, and for a file that is no scenario, naming the place in it
 */
export function findScenario(name: string): FiledScenario {
	if (SCENARIO_NAMES.includes(name as ScenarioName)) return { ...SCENARIOS[name as ScenarioName], network: {} };
	if (IS_FILE.test(name)) return readScenario(name);
	const filed = filedScenarios();
	if (!filed.includes(name)) {
		const known = [...SCENARIO_NAMES, ...filed].join(", ");
		throw new UsageError(`--scenario must be a file or one of ${known}, got "${name}"`);
	}
	return readScenario(join(FILES, `${name}.yaml`));
}

function readScenario(path: string): FiledScenario {
	const complain = (what: string) => new UsageError(`--scenario: ${path}: ${what}`);
	let content: unknown;
	try {
		// JSON is YAML.
		content = parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw complain(error instanceof Error ? error.message : String(error));
	}
	if (!isScenario(content)) throw complain((isScenario.errors ?? []).slice(0, 3).map(sentence).join("; "));
	try {
		return scenarioOf(content);
	} catch (error) {
		if (error instanceof RangeError) throw complain(error.message);
		throw error;
	}
}

function sentence({ instancePath, message, params }: ErrorObject): string {
	const place = instancePath === "" ? "the file" : instancePath.slice(1).replaceAll("/", ".");
	const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: string[] };
	if (additionalProperty !== undefined) return `${place} has "${additionalProperty}", which no scenario has`;
	return `${place} ${message ?? "is wrong"}${allowedValues === undefined ? "" : `: ${allowedValues.join(", ")}`}`;
}
