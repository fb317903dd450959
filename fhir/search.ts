/** Parameters of FHIR searches, as the specification writes them. */

/** Milliseconds since the epoch: `from` included, `to` not. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

const DATE =
	/^(eq|ge|gt|le|lt)?(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** The time that a date covers: a day all of it, a second a thousand milliseconds. `null` for what is no date. */
function coveredBy(match: RegExpExecArray): Span | null {
	const [, , year, month, day, hour, minute, second, fraction, zone = "Z"] = match;
	const two = (value: string | undefined, least: string) => value ?? least;
	const start = Date.parse(
		`${year}-${two(month, "01")}-${two(day, "01")}T${two(hour, "00")}:${two(minute, "00")}:${two(second, "00")}.${(fraction ?? "0").padEnd(3, "0")}${zone}`,
	);
	if (!Number.isFinite(start)) return null;
	// `Date.parse` takes the 31st of February for the 3rd of March.
	if (
		day !== undefined &&
		new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)
	)
		return null;
	const end = new Date(start);
	if (fraction !== undefined) return { from: start, to: start + 10 ** (3 - fraction.length) };
	if (second !== undefined) return { from: start, to: start + 1000 };
	if (minute !== undefined) return { from: start, to: start + 60_000 };
	if (day !== undefined) return { from: start, to: start + 24 * 3600_000 };
	if (month !== undefined) return { from: start, to: end.setUTCMonth(end.getUTCMonth() + 1) };
	return { from: start, to: end.setUTCFullYear(end.getUTCFullYear() + 1) };
}

/** The time that all of the `date` parameters of a search leave; `null` where one is no date. */
export function spanOf(dates: readonly string[]): Span | null {
	let [from, to] = [0, Number.MAX_SAFE_INTEGER];
	for (const text of dates) {
		const match = DATE.exec(text);
		const covered = match === null ? null : coveredBy(match);
		if (covered === null) return null;
		switch (match?.[1] ?? "eq") {
			case "eq":
				from = Math.max(from, covered.from);
				to = Math.min(to, covered.to);
				break;
			case "ge":
				from = Math.max(from, covered.from);
				break;
			case "gt":
				from = Math.max(from, covered.to);
				break;
			case "le":
				to = Math.min(to, covered.to);
				break;
			default:
				to = Math.min(to, covered.from);
		}
	}
	return { from, to };
}

/** One code of a token parameter; its system `null` where any will do. */
export interface Token {
	readonly system: string | null;
	readonly code: string;
}

/** `code`, `system|code` or `|code`, several apart by commas. */
export function tokensOf(value: string): Token[] {
	return value.split(",").map((part) => {
		const bar = part.indexOf("|");
		return bar < 0 ? { system: null, code: part } : { system: part.slice(0, bar), code: part.slice(bar + 1) };
	});
}

/** The id that a reference parameter means: `P-…` or `Patient/P-…`. */
export function referenceOf(value: string, type: string): string {
	return value.startsWith(`${type}/`) ? value.slice(type.length + 1) : value;
}
