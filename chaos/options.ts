/** Reads the command line; every complaint names the option. */
import { number, UsageError, whole } from "../simulator/option-values.ts";
import { parseArgs } from "node:util";
import { SABOTAGES, type Sabotage } from "./faults.ts";

export interface ChaosOptions {
	/** Same seed, same order of faults, same patients. */
	readonly seed: string;
	/** How long devices measure. */
	readonly minutes: number;
	readonly kills: number;
	/** In two wards; the last ones of each kind do odd things, see `fleet/`. */
	readonly devices: number;
	/** Readings that a simulated device measures in a second. */
	readonly rate: number;
	/** State in memory (`/dev/shm`) instead of on the disk. */
	readonly ram: boolean;
	readonly sabotage: Sabotage | null;
	readonly port: number;
	readonly json: boolean;
	/** Leave ledger, state and log where they are. */
	readonly keep: boolean;
}

export const HELP = `npm run chaos -- [options]

Runs the bundled Worker on workerd with its state on disk, loads it from devices in processes of their own, and lets go
wrong what can: SIGKILL, evictions, crashes, R2 and D1 failing, broken and half-open connections, duplicates, wrong order,
wrong clocks, readings sent again hours later, viewers that do not read, devices that die. Then it counts: every
acknowledged reading must be in the lake exactly once, every episode in D1 exactly once. Ends with 1 when one is not.

  --seed TEXT        order of faults and patients                      (1)
  --minutes N        how long devices measure                          (15)
  --kills N          SIGKILLs in that time                             (60)
  --devices N        devices in two wards, at least 8                  (32)
  --rate N           readings a second of each fast device             (15)
  --ram              state in /dev/shm instead of on the disk
  --sabotage NAME    break the product on purpose, to see it noticed: ${SABOTAGES.join(", ")}
  --port N           first port to try                                 (9200)
  --keep             leave ledger, state and log in their folder
  --json             last line: one JSON object with the figures`;

/**
 * @param args - what follows the command
 * @returns the options, or `"help"` when that was asked for
 * @throws UsageError
 */
export function parseOptions(args: readonly string[]): ChaosOptions | "help" {
	const values = read(args);
	if (values.help) return "help";
	const sabotage = values.sabotage as Sabotage | undefined;
	if (sabotage !== undefined && !SABOTAGES.includes(sabotage))
		throw new UsageError(`--sabotage must be one of ${SABOTAGES.join(", ")}, got "${values.sabotage}"`);
	return {
		seed: values.seed,
		minutes: number("minutes", values.minutes, 0.1, 24 * 60),
		kills: whole("kills", values.kills, 0, 10_000),
		devices: whole("devices", values.devices, 8, 2_000),
		rate: number("rate", values.rate, 0.1, 1_000),
		ram: values.ram,
		sabotage: sabotage ?? null,
		port: whole("port", values.port, 1024, 65_000),
		json: values.json,
		keep: values.keep,
	};
}

function read(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			strict: true,
			options: {
				seed: { type: "string", default: "1" },
				minutes: { type: "string", default: "15" },
				kills: { type: "string", default: "60" },
				devices: { type: "string", default: "32" },
				rate: { type: "string", default: "15" },
				port: { type: "string", default: "9200" },
				ram: { type: "boolean", default: false },
				sabotage: { type: "string" },
				json: { type: "boolean", default: false },
				keep: { type: "boolean", default: false },
				help: { type: "boolean", short: "h", default: false },
			},
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
