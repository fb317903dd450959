/** Reads the command line; every complaint names the option. */
import { number, UsageError, whole } from "./option-values.ts";
import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from "../scenarios/library.ts";
import { MAX_BATCH_READINGS } from "../vitals/telemetry.ts";
import { USUAL_POLICY, type RetryPolicy } from "./retry.ts";
import type { ReplayOptions } from "./replay.ts";
import { TRANSPORTS, type Transport, type WardOptions } from "./ward.ts";

/** What the terminal decides, not the command line. */
type Surroundings = "terminal" | "stop" | "write";

const COMMON = {
	url: { type: "string", default: "http://localhost:8787" },
	"give-up": { type: "string", default: String(USUAL_POLICY.giveUpMs / 1000) },
	json: { type: "boolean", default: false },
	help: { type: "boolean", short: "h", default: false },
} as const satisfies ParseArgsConfig["options"];

const WARD = {
	...COMMON,
	scenario: { type: "string", default: "demo-ward" },
	beds: { type: "string" },
	ward: { type: "string", default: "ward-a" },
	seed: { type: "string", default: "1" },
	cadence: { type: "string", default: "1" },
	"post-every": { type: "string", default: "1" },
	transport: { type: "string", default: "stream" },
	duration: { type: "string" },
	truth: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

const REPLAY = {
	...COMMON,
	data: { type: "string" },
	set: { type: "string", default: "auto" },
	records: { type: "string" },
	speed: { type: "string" },
	ward: { type: "string", default: "replay" },
	batch: { type: "string", default: "20" },
} as const satisfies ParseArgsConfig["options"];

/** The server's limit for a simulated clock. */
const MAX_SPEED = 3600;
const MAX_BEDS = 10_000;
/** A ward id is part of addresses and lake keys. */
const WARD_PATTERN = /^[a-z0-9][a-z0-9-]{0,29}$/;

/**
 * @param args - what follows `ward`
 * @returns the options, or `"help"` when that was asked for
 * @throws UsageError
 */
export function parseWard(args: readonly string[]): Omit<WardOptions, Surroundings> | "help" {
	const values = read(args, WARD);
	if (values.help) return "help";
	const scenario = values.scenario as ScenarioName;
	if (!SCENARIO_NAMES.includes(scenario))
		throw new UsageError(`--scenario must be one of ${SCENARIO_NAMES.join(", ")}, got "${values.scenario}"`);
	const ward = wardId(values.ward);
	const transport = values.transport as Transport;
	if (!TRANSPORTS.includes(transport))
		throw new UsageError(`--transport must be one of ${TRANSPORTS.join(", ")}, got "${values.transport}"`);
	const cadenceSeconds = number("cadence", values.cadence, 0.05, 86_400);
	return {
		scenario,
		beds: values.beds === undefined ? SCENARIOS[scenario].usualBeds : whole("beds", values.beds, 1, MAX_BEDS),
		ward,
		seed: values.seed,
		cadenceSeconds,
		postEverySeconds: number("post-every", values["post-every"], 0.05, 86_400),
		durationSeconds:
			values.duration === undefined
				? null
				: number("duration", values.duration, cadenceSeconds, Number.MAX_SAFE_INTEGER / 1000),
		transport,
		url: values.url,
		truthPath: values.truth ?? join(".wrangler", `truth-${ward}.jsonl`),
		policy: policy(values["give-up"]),
		json: values.json,
	};
}

/**
 * @param args - what follows `replay`
 * @returns the options, or `"help"` when that was asked for
 * @throws UsageError
 */
export function parseReplay(args: readonly string[]): Omit<ReplayOptions, Surroundings> | "help" {
	const values = read(args, REPLAY);
	if (values.help) return "help";
	if (values.data === undefined) throw new UsageError("--data is missing: a folder or file with patients' tables");
	const records = values.records
		?.split(",")
		.map((id) => id.trim())
		.filter((id) => id !== "");
	if (records?.length === 0) throw new UsageError("--records must name at least one record");
	return {
		data: values.data,
		set: values.set,
		records: records ?? null,
		speed: values.speed === undefined ? null : number("speed", values.speed, 0.01, MAX_SPEED),
		ward: wardId(values.ward),
		batch: whole("batch", values.batch, 1, MAX_BATCH_READINGS),
		url: values.url,
		policy: policy(values["give-up"]),
		json: values.json,
	};
}

function read<T extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: T) {
	try {
		return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function wardId(text: string): string {
	if (!WARD_PATTERN.test(text))
		throw new UsageError(`--ward must be up to 30 small letters, digits and dashes, got "${text}"`);
	return text;
}

function policy(giveUp: string): RetryPolicy {
	const seconds = number("give-up", giveUp, 0, Number.MAX_SAFE_INTEGER / 1000);
	return { ...USUAL_POLICY, giveUpMs: seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000 };
}
