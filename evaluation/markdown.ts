/** Small pieces of Markdown that the report is made of. */
import type { Interval } from "./statistics.ts";

/** Share as per cent. */
export function percent(share: number | undefined, decimals = 1): string {
	return share === undefined ? "–" : `${(100 * share).toFixed(decimals)} %`;
}

/** An interval in the unit of `percent`. */
export function percentInterval({ low, high }: Interval): string {
	return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
	return [
		`| ${header.join(" | ")} |`,
		`|${header.map(() => "---").join("|")}|`,
		...rows.map((row) => `| ${row.join(" | ")} |`),
	];
}
