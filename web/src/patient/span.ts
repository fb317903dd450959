/** Which stretch of time is looked at. Seconds, by the device's clock. Pure. */

export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** `live`: the last so many seconds, going on; `fixed`: looked into, and standing still. */
export type Span = { readonly kind: "live"; readonly length: number } | ({ readonly kind: "fixed" } & Stretch);

export const HOUR = 3600;
/** Lengths to choose from, seconds. */
export const LENGTHS = [HOUR, 8 * HOUR, 24 * HOUR, 7 * 24 * HOUR] as const;
/** The shortest that can be looked into: seconds to read values by. */
const SHORTEST = 60;
/** The longest that the server answers at once. */
const LONGEST = 7 * 24 * HOUR;
/** Steps in a chart: as many as a wide one has room for. */
const POINTS = 360;
/** What is drawn beyond now, so that the newest value does not touch the edge: a part of the length. */
const MARGIN = 0.02;

/** What counts as having arrived at now: a part of the length. */
const NEARLY = 0.1;

/** The stretch that `span` shows at `now`. */
export function stretchOf(span: Span, now: number): Stretch {
	if (span.kind === "fixed") return span;
	return { from: now - span.length, to: now + span.length * MARGIN };
}

/** Seconds in a step of a stretch. */
export function stepOf({ from, to }: Stretch): number {
	return Math.max(1, Math.ceil((to - from) / POINTS));
}

/** `part` of what is shown, not shorter than can be read, and not beyond now. */
export function lookInto(part: Stretch, now: number): Span {
	const length = Math.min(LONGEST, Math.max(SHORTEST, part.to - part.from));
	const middle = (part.from + part.to) / 2;
	const to = Math.min(now, middle + length / 2);
	return { kind: "fixed", from: to - length, to };
}

/** Half as long around the middle, or twice as long. */
export function zoom(span: Span, factor: 0.5 | 2, now: number): Span {
	const { from, to } = stretchOf(span, now);
	const end = Math.min(to, now);
	if (span.kind === "live") {
		const length = Math.min(LONGEST, Math.max(SHORTEST, span.length * factor));
		return { kind: "live", length };
	}
	const middle = (from + end) / 2;
	const half = ((end - from) * factor) / 2;
	return lookInto({ from: middle - half, to: middle + half }, now);
}

/** Half a screen earlier or later; live again once now is reached. */
export function move(span: Span, direction: -1 | 1, now: number): Span {
	const { from, to } = stretchOf(span, now);
	const length = Math.min(to, now) - from;
	const by = (direction * length) / 2;
	// Now has gone on since one looked back.
	if (direction === 1 && Math.min(to, now) + by >= now - length * NEARLY) return { kind: "live", length };
	return lookInto({ from: from + by, to: Math.min(to, now) + by }, now);
}

/** The stretch of an episode with as much around it, so that one sees how it came. */
export function around(openedAt: number, closedAt: number | null, now: number): Span {
	const end = closedAt ?? now;
	const margin = Math.max(600, (end - openedAt) / 2);
	return lookInto({ from: openedAt - margin, to: end + margin }, now);
}
