/** Compares the episodes as the devices' objects have them with what the registry was told. Pure. */
import type { Episode } from "../../vitals/episode.ts";

/** An episode's row in D1. */
export interface RegistryEpisode extends Pick<
	Episode,
	"id" | "version" | "deviceId" | "status" | "risk" | "openedAt" | "closedAt" | "sentence"
> {
	/** Changes in its history. */
	readonly events: number;
}

export interface EpisodesAudit {
	/** In the registry. */
	readonly registered: number;
	/** In the objects: the open ones and the newest closed ones. */
	readonly held: number;
	/** In an object and not in the registry. */
	readonly missing: number;
	/** In the registry otherwise than in the object. */
	readonly different: number;
	/** In the registry more than once. */
	readonly doubled: number;
	/** Open in the registry and not open in the object. */
	readonly stuckOpen: number;
	/** Episodes of which a change is missing in the registry's history. */
	readonly incompleteHistory: number;
	readonly examples: readonly string[];
}

const COMPARED = ["version", "deviceId", "status", "risk", "openedAt", "closedAt", "sentence"] as const;

export function auditEpisodes(held: readonly Episode[], registered: readonly RegistryEpisode[]): EpisodesAudit {
	const rows = Map.groupBy(registered, (row) => row.id);
	const open = new Set(held.filter((episode) => episode.status === "open").map((episode) => episode.id));
	const missing = held.filter((episode) => !rows.has(episode.id));
	const different = held.filter((episode) => {
		const row = rows.get(episode.id)?.[0];
		return row !== undefined && COMPARED.some((field) => row[field] !== episode[field]);
	});
	const stuck = registered.filter((row) => row.status === "open" && !open.has(row.id));
	const incomplete = registered.filter((row) => row.events !== row.version);
	const name = (what: string) => (one: { id: string; deviceId: string }) => `${what} ${one.deviceId} ${one.id}`;
	return {
		registered: registered.length,
		held: held.length,
		missing: missing.length,
		different: different.length,
		doubled: registered.length - rows.size,
		stuckOpen: stuck.length,
		incompleteHistory: incomplete.length,
		examples: [
			...missing.map(name("missing")),
			...different.map(name("different")),
			...stuck.map(name("stuck open")),
			...incomplete.map(name("incomplete")),
		].slice(0, 10),
	};
}
