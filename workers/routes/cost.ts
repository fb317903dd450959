import { connectRegistry } from "../../registry/connect.ts";
import { countEpisodes } from "../../registry/episodes.ts";
import { countLake, countLakeSince } from "../../registry/lake-catalogue.ts";
import type { Handler } from "../context.ts";
import { monthCost } from "../cost/month.ts";

/** `GET /api/v1/cost`: what the present month has cost so far, by what the registry counts; the rest is estimated from it, line by line. */
export const getCost: Handler = async (context) => {
	const now = Date.now();
	const today = new Date(now);
	const since = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
	const registry = connectRegistry(context.env.DB);
	const [{ devices, lake }, month, { episodes_today }] = await Promise.all([
		countLake(registry),
		countLakeSince(registry, since),
		countEpisodes(registry, since),
	]);
	const counts = { devices, ...month, lakeBytes: lake.bytes, episodes: episodes_today };
	return context.json(monthCost(counts, context.env.STREAM_GROUP, { since, now }));
};
