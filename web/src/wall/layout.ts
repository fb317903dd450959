/** How beds are laid out on a wall: as large as they can be, on pages where they would get too small to be read. Pure. */

/**
 * The smallest sector, CSS pixels. On the usual wall display (full HD, 43 to 55 inches: about half a millimetre a pixel) its
 * heart rate is about 3 cm high and its bed's name 1.5 cm: legible from three metres at a hundredth and a two hundredth of
 * the distance.
 */
const LEAST_WIDTH = 340;
const LEAST_HEIGHT = 230;
/** A sector reads best where it is somewhat wider than high. */
const BEST_RATIO = 1.5;

export interface WallLayout {
	readonly columns: number;
	readonly rows: number;
	readonly pages: number;
}

/** @param beds - how many there are @param width - of the room for them, CSS pixels @param height - the same */
export function layOut(beds: number, width: number, height: number): WallLayout {
	const mostColumns = Math.max(1, Math.floor(width / LEAST_WIDTH));
	const mostRows = Math.max(1, Math.floor(height / LEAST_HEIGHT));
	if (beds > mostColumns * mostRows) {
		return { columns: mostColumns, rows: mostRows, pages: Math.ceil(beds / (mostColumns * mostRows)) };
	}
	let best: WallLayout & { size: number } = { columns: mostColumns, rows: mostRows, pages: 1, size: 0 };
	for (let columns = 1; columns <= mostColumns; columns++) {
		const rows = Math.max(1, Math.ceil(beds / columns));
		if (rows > mostRows) continue;
		// What a sector of the best shape would measure inside its cell.
		const size = Math.min(width / columns, (height / rows) * BEST_RATIO);
		if (size > best.size) best = { columns, rows, pages: 1, size };
	}
	return { columns: best.columns, rows: best.rows, pages: 1 };
}

/** The page that is shown at `now`: each for as long, one after the other. @param every - ms */
export function pageAt(now: number, pages: number, every: number): number {
	return Math.floor(now / every) % pages;
}
