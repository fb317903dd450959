/** Which rows of a long list are built, and how much room the others take. Pure. */

/** Rows `from` on and before `to` are built; the others are room above and below, in CSS pixels. */
export interface RowWindow {
	readonly from: number;
	readonly to: number;
	readonly before: number;
	readonly after: number;
}

/** Nothing is built yet. */
export const NO_ROWS: RowWindow = { from: 0, to: 0, before: 0, after: 0 };

/** Heights of rows with the gap below each, in CSS pixels: what was measured, and what stands in for the others. */
export interface RowHeights {
	readonly measured: readonly (number | undefined)[];
	readonly typical: number;
}

const heightOf = ({ measured, typical }: RowHeights, row: number) => measured[row] ?? typical;

/** Where the top of `row` is, below the top of the list. */
export function rowOffset(heights: RowHeights, row: number): number {
	let offset = 0;
	for (let i = 0; i < row; i++) offset += heightOf(heights, i);
	return offset;
}

/**
 * The rows that touch the stretch from `top` to `bottom`, measured from the top of the list; where none does, the
 * nearest one, so that there is always something that the focus can move to.
 */
export function rowWindow(heights: RowHeights, count: number, top: number, bottom: number): RowWindow {
	if (count === 0) return NO_ROWS;
	let [from, before] = [0, 0];
	while (from < count - 1 && before + heightOf(heights, from) <= top) before += heightOf(heights, from++);
	let [to, end] = [from, before];
	while (to < count && (end < bottom || to === from)) end += heightOf(heights, to++);
	let after = 0;
	for (let row = to; row < count; row++) after += heightOf(heights, row);
	return { from, to, before, after };
}

export function sameWindow(a: RowWindow, b: RowWindow): boolean {
	return a.from === b.from && a.to === b.to && a.before === b.before && a.after === b.after;
}
