/** How far a device's stream has come, and what it was refused on the way. Pure. */
import { withRefusals, type RefusedRange, type Refusal } from "./refusals.ts";

/** How far the device's stream has come: readings 1 to `through` of `session` are dealt with. */
export interface StreamCursor {
	/** The device's name for one run of its counter. */
	readonly session: string;
	readonly through: number;
	/** Those of the newest that were refused; absent where none was. */
	readonly refused?: readonly RefusedRange[];
}

/** Readings of `session` that `cursor` is past. */
export function throughOf(cursor: StreamCursor | null | undefined, session: string): number {
	return cursor?.session === session ? cursor.through : 0;
}

/** `cursor` after `before`, with the refusals that the device may still have to hear of. */
export function movedOn(before: StreamCursor | null | undefined, cursor: StreamCursor): StreamCursor {
	const kept = before?.session === cursor.session ? withRefusals(before.refused ?? [], [], cursor.through) : [];
	return kept.length === 0 ? cursor : { ...cursor, refused: kept };
}

/** `cursor`, which remembers `refusals` too. */
export function withNoted(cursor: StreamCursor, refusals: readonly Refusal[]): StreamCursor {
	return { ...cursor, refused: withRefusals(cursor.refused ?? [], refusals, cursor.through) };
}
