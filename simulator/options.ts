/** Reads the command line; every complaint names the option. */
import { number, UsageError, whole } from "./option-values.ts";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { NetworkInFile } from "../scenarios/scenario-file.ts";
import { MAX_BATCH_READINGS } from "../vitals/telemetry.ts";
import type { FleetOptions } from "./fleet/fleet.ts";
import { FLEET_TRANSPORTS, type FleetTransport } from "./fleet/messages.ts";
import { findScenario } from "./scenarios.ts";
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

const FLEET = {
	...COMMON,
	devices: { type: "string", default: "1000" },
	rate: { type: "string", default: "1" },
	transport: { type: "string", default: "stream" },
	batch: { type: "string", default: "10" },
	processes: { type: "string" },
	scenario: { type: "string", default: "calm-ward" },
	ward: { type: "string", default: "fleet" },
	seed: { type: "string", default: "1" },
	ramp: { type: "string", default: "10" },
	duration: { type: "string", default: "60" },
	loss: { type: "string" },
	delay: { type: "string" },
	storm: { type: "string" },
	skew: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

const MAX_DEVICES = 100_000;
const MAX_PROCESSES = 64;
const MAX_DELAY_MS = 60_000;
/** The server takes no reading from further ahead. */
const MAX_SKEW_S = 240;
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
	const scenario = findScenario(values.scenario);
	const ward = wardId(values.ward);
	const transport = values.transport as Transport;
	if (!TRANSPORTS.includes(transport))
		throw new UsageError(`--transport must be one of ${TRANSPORTS.join(", ")}, got "${values.transport}"`);
	const cadenceSeconds = number("cadence", values.cadence, 0.05, 86_400);
	return {
		scenario,
		beds: values.beds === undefined ? scenario.usualBeds : whole("beds", values.beds, 1, MAX_BEDS),
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

/**
 * @param args - what follows `fleet`
 * @returns the options, or `"help"` when that was asked for
 * @throws UsageError
 */
export function parseFleet(args: readonly string[]): Omit<FleetOptions, Surroundings> | "help" {
	const values = read(args, FLEET);
	if (values.help) return "help";
	const transport = values.transport as FleetTransport;
	if (!FLEET_TRANSPORTS.includes(transport))
		throw new UsageError(`--transport must be one of ${FLEET_TRANSPORTS.join(", ")}, got "${values.transport}"`);
	const names = values.scenario.split(",").map((name) => name.trim());
	const scenarios = names.map(findScenario);
	const devices = whole("devices", values.devices, 1, MAX_DEVICES);
	return {
		devices,
		rate: number("rate", values.rate, 1 / 3600, 20),
		transport,
		batch: whole("batch", values.batch, 1, MAX_BATCH_READINGS),
		processes: Math.min(
			devices,
			values.processes === undefined ? availableParallelism() : whole("processes", values.processes, 1, MAX_PROCESSES),
		),
		scenarios,
		ward: wardId(values.ward),
		seed: values.seed,
		rampSeconds: number("ramp", values.ramp, 0, 86_400),
		durationSeconds: number("duration", values.duration, 1, 30 * 86_400),
		...networkOf(values, Object.assign({}, ...scenarios.map(({ network }) => network)) as NetworkInFile),
		url: values.url,
		policy: policy(values["give-up"]),
		json: values.json,
	};
}

/** `20`, or `20-80`. */
function stretchOf(option: string, text: string): readonly [number, number] {
	const [from = "", to = from] = text.split("-");
	const stretch = [number(option, from, 0, MAX_DELAY_MS), number(option, to, 0, MAX_DELAY_MS)] as const;
	if (stretch[1] < stretch[0]) throw new UsageError(`--${option} must go from less to more, got "${text}"`);
	return stretch;
}

/** What the command line says of the network goes before what the scenarios say. */
function networkOf(
	values: { readonly loss?: string; readonly delay?: string; readonly storm?: string; readonly skew?: string },
	filed: NetworkInFile,
): Pick<FleetOptions, "network" | "stormEverySeconds" | "skewMs"> {
	const { loss, delay, storm, skew } = values;
	return {
		network: {
			loss: loss === undefined ? (filed.loss ?? 0) : number("loss", loss, 0, 0.9),
			delayMs: delay === undefined ? (filed.delay_ms ?? [0, 0]) : stretchOf("delay", delay),
		},
		stormEverySeconds: storm === undefined ? (filed.storm ?? null) : number("storm", storm, 1, 86_400),
		skewMs: (skew === undefined ? (filed.skew ?? 0) : number("skew", skew, 0, MAX_SKEW_S)) * 1000,
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
