/** The counted product, and a way to fill its registry with a year and to tell it of one event. */
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { DAY_MS } from "../../registry/alarm-days.ts";
import { connectRegistry } from "../../registry/connect.ts";
import type { Env } from "../../workers/env.ts";
import type { Episode } from "../../vitals/episode.ts";
import { wardName, type EventRows, type FillStep, type YearShape } from "../load/year.ts";
import product from "./counted.ts";
import { fillStep } from "./year-fill.ts";

export * from "./counted.ts";

/** What D1 does for one event of a busy device: episode, history and sums. */
async function upkeepOf(database: D1Database, begin: number): Promise<EventRows> {
	const used = { rowsRead: 0, rowsWritten: 0 };
	const counted = {
		prepare: (query: string) => database.prepare(query),
		batch: async (statements: D1PreparedStatement[]) => {
			const results = await database.batch(statements);
			for (const { meta } of results) {
				used.rowsRead += meta.rows_read;
				used.rowsWritten += meta.rows_written;
			}
			return results;
		},
	} as unknown as D1Database;
	const at = begin + DAY_MS / 2;
	const episode: Episode = {
		id: crypto.randomUUID(),
		version: 1,
		deviceId: "DEV-0000",
		wardId: wardName(0),
		patient: null,
		channel: "physiological",
		rule: "forest",
		status: "open",
		risk: "MEDIUM",
		peakScore: 0.8,
		leadingVital: "heart_rate",
		openedAt: at,
		updatedAt: at,
		closedAt: null,
		vitalsAtOnset: {},
		contributions: [],
		sentence: "",
		acknowledgedAt: null,
		acknowledgedBy: null,
	};
	await projectEpisodeEvent(connectRegistry(counted), { kind: "opened", at, announced: true, episode });
	return used;
}

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname === "/__fill") return Response.json(await fillStep(env.DB, await request.json<FillStep>()));
		if (pathname === "/__event") return Response.json(await upkeepOf(env.DB, (await request.json<YearShape>()).begin));
		return product.fetch(request, env, context);
	},
} satisfies ExportedHandler<Env>;
