/**
 * Which readings of a stream were refused lately. They are kept with the cursor that passed over them: a device that
 * did not hear the refusal would take the next acknowledgement for a promise that the reading is stored. Pure.
 */
import type { FieldError } from "../../vitals/problem.ts";
import { MAX_IN_FLIGHT } from "../../vitals/stream.ts";

/** One refused reading. */
export interface Refusal {
	readonly seq: number;
	readonly errors: readonly FieldError[];
}

/** Neighbours that were refused for the same reason: a device with a wrong clock has hundreds. */
export interface RefusedRange {
	readonly from: number;
	readonly to: number;
	readonly errors: readonly FieldError[];
}

/** `before` and then `refusals`, in their order, without what no device can still ask about when its stream is at `through`. */
export function withRefusals(
	before: readonly RefusedRange[],
	refusals: readonly Refusal[],
	through: number,
): RefusedRange[] {
	const ranges = before.filter((range) => range.to > through - MAX_IN_FLIGHT);
	for (const { seq, errors } of refusals) {
		const last = ranges.at(-1);
		if (last !== undefined && last.to === seq - 1 && JSON.stringify(last.errors) === JSON.stringify(errors))
			ranges[ranges.length - 1] = { ...last, to: seq };
		else ranges.push({ from: seq, to: seq, errors });
	}
	return ranges;
}

/** The refused readings behind `after`, one by one. */
export function refusalsAfter(ranges: readonly RefusedRange[], after: number): Refusal[] {
	return ranges.flatMap(({ from, to, errors }) => {
		const first = Math.max(from, after + 1);
		return Array.from({ length: Math.max(0, to + 1 - first) }, (_, i) => ({ seq: first + i, errors }));
	});
}
