/** What a benchmark is: one question, answered by measuring. */
import type { ParseArgsOptionsConfig } from "node:util";

export interface Answer {
	/** For people: a table. */
	readonly lines: readonly string[];
	/** For scripts: the figures, under keys that do not change. */
	readonly figures: Readonly<Record<string, unknown>>;
}

/** Options as `parseArgs` gives them. */
export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Question {
	/** One sentence for the help text. */
	readonly summary: string;
	/** Options of its own beside `--json` and `--help`, as `parseArgs` takes them. */
	readonly options?: ParseArgsOptionsConfig;
	/** How its options are written, for the help text. */
	readonly usage?: string;
	/**
	 * @param progress - told what is going on
	 * @throws UsageError when an option has no meaning
	 */
	answer(progress: (line: string) => void, values: Values): Promise<Answer>;
}

/** An option that cannot be followed; the message names it. */
export class UsageError extends Error {
	override name = "UsageError";
}

/** A whole number of at least `min` from an option. */
export function wholeNumber(values: Values, name: string, usual: number, min = 1): number {
	const given = values[name];
	if (given === undefined) return usual;
	const value = Number(given);
	if (!Number.isInteger(value) || value < min) {
		throw new UsageError(`--${name} must be a whole number from ${min}, got "${String(given)}"`);
	}
	return value;
}

/** A number above 0 from an option. */
export function positiveNumber(values: Values, name: string, usual: number): number {
	const given = values[name];
	if (given === undefined) return usual;
	const value = Number(given);
	if (!Number.isFinite(value) || value <= 0) {
		throw new UsageError(`--${name} must be a number above 0, got "${String(given)}"`);
	}
	return value;
}
