/**
 * Long work in one isolate that others share: it lets them have a turn every so often. By count and not by the clock, which
 * stands still in a Worker while it computes.
 */

/** Steps between two turns. A step is a file, a block, or some glyphs: milliseconds. */
const STEPS = 2;

export function breather(): () => Promise<void> {
	let steps = 0;
	return async () => {
		if (++steps % STEPS === 0) await new Promise((resolve) => setTimeout(resolve, 0));
	};
}
