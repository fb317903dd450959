/**
 * Long work in one isolate that others share: it lets them have a turn every so often. By count and not by the clock, which
 * stands still in a Worker while it computes. A timer lets other requests in; a promise that is settled already does not. Nor
 * may turns be too many: beside somebody who asks and asks, each costs the length of an answer.
 */

/** @param steps - so many between two turns: of readings a row group is a step, of pages a block or some glyphs */
export function breather(steps: number): () => Promise<void> {
	let taken = 0;
	return async () => {
		if (++taken % steps === 0) await new Promise((resolve) => setTimeout(resolve, 0));
	};
}
