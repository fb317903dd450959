/** What is used of csv-parse: its own types bring Node's along, which a Worker has not. */
export interface Options {
	readonly bom: boolean;
	readonly info: true;
	readonly relax_column_count: boolean;
	readonly skip_empty_lines: boolean;
}
export function parse(
	text: string,
	options: Options,
): { readonly record: string[]; readonly info: { readonly lines: number } }[];
export class CsvError extends Error {
	/** The line on which it was noticed. */
	readonly lines?: number;
}
