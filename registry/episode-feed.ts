import { asc, count, eq, gt, inArray, sql } from "drizzle-orm";
import type { Episode } from "../vitals/episode.ts";
import type { Registry } from "./connect.ts";
import { episodeEvents, episodes } from "./schema.ts";

/** SQLite's own number of a row of the history: it grows with each event that is projected, whatever the devices' clocks say. */
const POSITION = sql<number>`${sql.identifier("episode_events")}.rowid`;

export interface EpisodeChanges {
	/** Each once, as it stands now. */
	readonly episodes: readonly Episode[];
	/** How many changes that were, and where the last of them lies. */
	readonly changes: number;
	readonly position: number;
}

/** Episodes that changed after `position`, in the order in which the registry heard of it. */
export async function episodesChangedAfter(
	registry: Registry,
	position: number,
	limit: number,
): Promise<EpisodeChanges> {
	const rows = await registry
		.select({ position: POSITION, episode: episodes })
		.from(episodeEvents)
		.innerJoin(episodes, eq(episodes.id, episodeEvents.episodeId))
		.where(gt(POSITION, position))
		.orderBy(asc(POSITION))
		.limit(limit);
	const changed = new Map(
		rows.map(({ episode: { news2, care, ...rest } }) => [
			rest.id,
			{ ...rest, ...(news2 === null ? {} : { news2 }), ...(care === null ? {} : { care }) },
		]),
	);
	return { episodes: [...changed.values()], changes: rows.length, position: rows.at(-1)?.position ?? position };
}

/** How many changes came after `position`. */
export async function changesAfter(registry: Registry, position: number): Promise<number> {
	const [row] = await registry.select({ n: count() }).from(episodeEvents).where(gt(POSITION, position));
	return row?.n ?? 0;
}

/** A position before the first change of the patient's episodes; `null` where there is none. */
export async function positionBeforePatient(registry: Registry, surrogate: string): Promise<number | null> {
	const own = registry.select({ id: episodes.id }).from(episodes).where(eq(episodes.patient, surrogate));
	const [row] = await registry
		.select({ first: sql<number | null>`min(${POSITION})` })
		.from(episodeEvents)
		.where(inArray(episodeEvents.episodeId, own));
	return typeof row?.first === "number" ? row.first - 1 : null;
}
