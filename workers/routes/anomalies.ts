import { connectRegistry } from "../../registry/connect.ts";
import { listAnomalies, type AnomalyFilter } from "../../registry/episodes.ts";
import type { Anomaly, Page } from "../../vitals/api.ts";
import { RISK_LEVELS } from "../../vitals/reading.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { choiceQuery, countQuery, timeQuery } from "../params.ts";
import { validationProblem } from "../problem.ts";

/** `GET /api/v1/anomalies`: episodes, newest first; filters combine. */
export const getAnomalies: Handler = async (context) => {
	const query = (name: string) => context.req.query(name);
	const limit = countQuery(query("limit"), "limit", 1, 500, 50);
	const data = await listAnomalies(connectRegistry(context.env.DB), {
		status: choiceQuery(query("status"), "status", ["open", "closed"]),
		risk: choiceQuery(query("risk"), "risk", RISK_LEVELS),
		channel: choiceQuery(query("channel"), "channel", ["physiological", "technical"]),
		wardId: query("ward"),
		wards: wardsOf(context),
		deviceId: query("device"),
		since: timeQuery(query("since"), "since"),
		until: timeQuery(query("until"), "until"),
		before: parseCursor(query("cursor")),
		limit,
	});
	const last = data.at(-1);
	const next =
		data.length === limit && last !== undefined ? `${Date.parse(last.detected_at)}_${last.episode_id}` : null;
	return context.json({ data, next_cursor: next } satisfies Page<Anomaly>);
};

export function parseCursor(value: string | undefined): AnomalyFilter["before"] {
	if (value === undefined) return undefined;
	const match = /^(\d+)_([0-9a-f-]{36})$/.exec(value);
	if (match === null)
		throw validationProblem([
			{ field: "cursor", code: "bad_format", message: "cursor must be the next_cursor of the page before" },
		]);
	return { openedAt: Number(match[1]), id: match[2] as string };
}
