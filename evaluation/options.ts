/** The command line of `npm run evaluate`. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { SETS } from "./benchmark.ts";

export const HELP = `npm run evaluate -- [options]        the detector
npm run evaluate -- assistant      the assistant; --help explains

How well the detector finds deterioration, beside static limits, the seed's forest and NEWS2: on the built-in synthetic
benchmark and, where a folder is given, on real patients.

  --data DIR   real patients and reference sets, read by path and never copied
  --days N     only the first N patient-days of the report set (whole blocks of 20 keep the mix); with --tuning,
               so many of the tuning set, which goes on for ever
  --quick      40 patient-days to report on and 20 for tuning
  --tuning     the tuning set only: what to look at while changing the detector
  --list       each false alert and miss of ours on the tuning set, one a line
  --workers N  threads, 1 or 2; the result is the same
  --json       the last line on stdout is one JSON object
  --write      writes docs/evaluation.md; without it only the full run does
  --help       this text
`;

export interface Options {
	readonly data: string | null;
	readonly reportDays: number;
	readonly tuningDays: number;
	readonly workers: number;
	readonly json: boolean;
	/** Print every false alert and miss of the tuning set. */
	readonly list: boolean;
	/** Write docs/evaluation.md. */
	readonly write: boolean;
}

/** The arguments make no sense; the message says which and why. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

/** Days of `--quick`: two blocks and one. */
const QUICK = { report: 40, tuning: 20 } as const;
const MOST_WORKERS = 2;
/** A slip of the finger, not a wish, lies beyond. */
const MOST_TUNING_DAYS = 10_000;

/** @throws UsageError naming the option, what it got and what it takes */
export function parseOptions(args: readonly string[]): Options | "help" {
	const values = readArgs(args);
	if (values.help === true) return "help";
	if (values.data !== undefined && !existsSync(values.data))
		throw new UsageError(`--data: there is no folder "${values.data}"`);
	const quick = values.quick === true;
	const tuningOnly = values.tuning === true;
	const full = values.days === undefined && !quick && !tuningOnly;
	const usual = quick ? QUICK : { report: SETS.report.days, tuning: SETS.tuning.days };
	return {
		data: values.data ?? null,
		reportDays: tuningOnly ? 0 : wholeNumber("--days", values.days, usual.report, SETS.report.days),
		tuningDays: tuningOnly ? wholeNumber("--days", values.days, usual.tuning, MOST_TUNING_DAYS) : usual.tuning,
		workers: wholeNumber("--workers", values.workers, MOST_WORKERS, MOST_WORKERS),
		json: values.json === true,
		list: values.list === true,
		write: full || values.write === true,
	};
}

function readArgs(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				data: { type: "string" },
				days: { type: "string" },
				workers: { type: "string" },
				quick: { type: "boolean" },
				tuning: { type: "boolean" },
				json: { type: "boolean" },
				list: { type: "boolean" },
				write: { type: "boolean" },
				help: { type: "boolean", short: "h" },
			},
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
	if (text === undefined) return otherwise;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1 || value > most)
		throw new UsageError(`${name} must be a whole number from 1 to ${most}, got "${text}"`);
	return value;
}
