/** Values of command-line options, checked. */

/** The command line makes no sense. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

/** A number within its limits. @throws UsageError naming the option */
export function number(option: string, text: string, min: number, max: number): number {
	const value = text.trim() === "" ? Number.NaN : Number(text);
	if (!(value >= min && value <= max))
		throw new UsageError(`--${option} must be a number from ${min} to ${max}, got "${text}"`);
	return value;
}

/** A whole number within its limits. @throws UsageError naming the option */
export function whole(option: string, text: string, min: number, max: number): number {
	const value = number(option, text, min, max);
	if (!Number.isInteger(value)) throw new UsageError(`--${option} must be a whole number, got "${text}"`);
	return value;
}
