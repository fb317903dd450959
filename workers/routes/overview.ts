import { connectRegistry } from "../../registry/connect.ts";
import { countEpisodes } from "../../registry/episodes.ts";
import { countLake } from "../../registry/lake-catalogue.ts";
import type { Overview } from "../../vitals/api.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { timeQuery } from "../params.ts";

/** `GET /api/v1/overview`: counts above the central station, of the reader's wards; the lake is counted whole. `since` says where the reader's day began; UTC midnight when absent. */
export const getOverview: Handler = async (context) => {
	const since = timeQuery(context.req.query("since"), "since") ?? new Date().setUTCHours(0, 0, 0, 0);
	const wards = wardsOf(context);
	const registry = connectRegistry(context.env.DB);
	const [episodes, fleet] = await Promise.all([countEpisodes(registry, since, wards), countLake(registry, wards)]);
	return context.json({ ...fleet, ...episodes } satisfies Overview);
};
