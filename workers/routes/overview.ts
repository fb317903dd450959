import { connectRegistry } from "../../registry/connect.ts";
import { countEpisodes } from "../../registry/episodes.ts";
import { countLake } from "../../registry/lake-catalogue.ts";
import type { Overview } from "../../vitals/api.ts";
import type { Handler } from "../context.ts";
import { timeQuery } from "../params.ts";

/** `GET /api/v1/overview`: counts above the central station. `since` says where the reader's day began; UTC midnight when absent. */
export const getOverview: Handler = async (context) => {
	const since = timeQuery(context.req.query("since"), "since") ?? new Date().setUTCHours(0, 0, 0, 0);
	const registry = connectRegistry(context.env.DB);
	const [episodes, fleet] = await Promise.all([countEpisodes(registry, since), countLake(registry)]);
	return context.json({ ...fleet, ...episodes } satisfies Overview);
};
