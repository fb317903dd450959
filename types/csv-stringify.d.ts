/** What is used of csv-stringify: its own types bring Node's along, which a Worker has not. */
export interface Options {
	readonly escape_formulas: boolean;
	readonly record_delimiter: "windows";
}
export function stringify(rows: readonly (readonly string[])[], options: Options): string;
