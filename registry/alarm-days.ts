/**
 * The sums of alarms by day, ward and device. A row is made anew from the episodes and events of its day whenever one of them
 * changes, in the transaction that changes it: it is right whatever comes twice, late or out of order, and nothing is counted
 * that was not kept.
 */
import { and, between, eq, sql, type SQL } from "drizzle-orm";
import { WAIT_GROWTH } from "../vitals/alarm-load.ts";
import type { EpisodeEvent } from "../vitals/episode.ts";
import type { Registry } from "./connect.ts";
import { alarmDays } from "./ward-schema.ts";

/** Milliseconds. Wards have no time zone of their own: days are UTC's. */
export const DAY_MS = 86_400_000;

// Written into the statement: a bound number may be taken for a real one, and then nothing is divided into whole days.
const DAY = sql.raw(String(DAY_MS));
const HOUR = sql.raw(String(3_600_000));
const GROWTH = sql.raw(String(WAIT_GROWTH));

/** The UTC day of a moment (milliseconds since the epoch), as days since 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY_MS);

/** Which episodes and events are summed up: whole days from `fromDay` to `toDay`, of one device or of all. */
export interface SumsOf {
	readonly fromDay: number;
	readonly toDay: number;
	readonly deviceId?: string;
	readonly wardId?: string;
}

/**
 * The query that makes the rows of `of` from what there is. What people are told of is an alarm, except a summons, which is
 * about one that was told before. An acknowledgement counts once an episode: the first, by whatever said that somebody knows.
 */
function sumsOf({ fromDay, toDay, deviceId, wardId }: SumsOf): SQL {
	const [from, to] = [fromDay * DAY_MS, (toDay + 1) * DAY_MS];
	const device = deviceId === undefined ? sql`` : sql`AND ev.device_id = ${deviceId}`;
	const deviceOf = deviceId === undefined ? sql`` : sql`AND ep.device_id = ${deviceId}`;
	const ward = wardId === undefined ? sql`` : sql`AND ep.ward_id = ${wardId}`;
	return sql`
WITH told_hours AS (
	SELECT ep.ward_id, ev.at / ${DAY} AS day, ev.device_id, ev.at % ${DAY} / ${HOUR} AS hour,
		sum(ev.kind <> 'summoned') AS n,
		sum(ev.kind <> 'summoned' AND ep.channel <> 'technical' AND ev.risk = 'HIGH') AS high,
		sum(ev.kind <> 'summoned' AND ep.channel = 'technical') AS technical,
		sum(ev.kind = 'summoned') AS summons
	FROM episode_events ev JOIN episodes ep ON ep.id = ev.episode_id
	WHERE ev.announced AND ev.at >= ${from} AND ev.at < ${to} ${device} ${ward}
	GROUP BY 1, 2, 3, 4
), told AS (
	SELECT ward_id, day, device_id, sum(n) AS alarms, sum(high) AS high, sum(technical) AS technical, sum(summons) AS summons,
		json_group_array(json_array(hour, n)) FILTER (WHERE n > 0) AS hours
	FROM told_hours GROUP BY 1, 2, 3
), opened AS MATERIALIZED (
	SELECT ep.ward_id, ep.opened_at / ${DAY} AS day, ep.device_id, ep.rule, coalesce(ep.leading_vital, '') AS vital,
		ep.status = 'closed' AS closed, coalesce(ep.care ->> '$.verdict.verdict', '') AS verdict,
		(SELECT min(at) FROM episode_events ev
			WHERE ev.episode_id = ep.id AND ev.kind IN ('acknowledged', 'snoozed')) - ep.opened_at AS wait
	FROM episodes ep
	WHERE ep.opened_at >= ${from} AND ep.opened_at < ${to} ${deviceOf} ${ward}
), kind_counts AS (
	SELECT ward_id, day, device_id, rule, vital, count(*) AS n, sum(verdict = 'false-alarm') AS false_alarms,
		sum(verdict = 'confirmed') AS confirmed, sum(wait IS NOT NULL) AS acknowledged, sum(closed AND wait IS NULL) AS unanswered
	FROM opened GROUP BY 1, 2, 3, 4, 5
), kinds AS (
	SELECT ward_id, day, device_id, sum(n) AS episodes, sum(acknowledged) AS acknowledged, sum(unanswered) AS unanswered,
		sum(false_alarms) AS false_alarms, sum(confirmed) AS confirmed,
		json_group_array(json_array(rule, vital, n, false_alarms, confirmed)) AS kinds
	FROM kind_counts GROUP BY 1, 2, 3
), wait_counts AS (
	SELECT ward_id, day, device_id,
		CASE WHEN wait <= 1000 THEN 0 ELSE CAST(ln(wait / 1000.0) / ln(${GROWTH}) AS INTEGER) END AS class, count(*) AS n
	FROM opened WHERE wait IS NOT NULL GROUP BY 1, 2, 3, 4
), waits AS (
	SELECT ward_id, day, device_id, json_group_array(json_array(class, n)) AS waits FROM wait_counts GROUP BY 1, 2, 3
)
SELECT ward_id, day, device_id, coalesce(alarms, 0), coalesce(high, 0), coalesce(technical, 0), coalesce(summons, 0),
	coalesce(episodes, 0), coalesce(acknowledged, 0), coalesce(unanswered, 0), coalesce(false_alarms, 0), coalesce(confirmed, 0),
	coalesce(hours, '[]'), coalesce(kinds, '[]'), coalesce(waits, '[]')
FROM (SELECT ward_id, day, device_id FROM told UNION SELECT ward_id, day, device_id FROM kinds)
	LEFT JOIN told USING (ward_id, day, device_id)
	LEFT JOIN kinds USING (ward_id, day, device_id)
	LEFT JOIN waits USING (ward_id, day, device_id)
WHERE true`;
}

const excluded = (column: string) => sql.raw(`excluded.${column}`);

/** The statement that writes the rows of `of`, over those that are there. */
function writeSums(registry: Registry, of: SumsOf) {
	return registry
		.insert(alarmDays)
		.select(sumsOf(of))
		.onConflictDoUpdate({
			target: [alarmDays.wardId, alarmDays.day, alarmDays.deviceId],
			set: {
				alarms: excluded("alarms"),
				high: excluded("high"),
				technical: excluded("technical"),
				summons: excluded("summons"),
				episodes: excluded("episodes"),
				acknowledged: excluded("acknowledged"),
				unanswered: excluded("unanswered"),
				falseAlarms: excluded("false_alarms"),
				confirmed: excluded("confirmed"),
				hours: excluded("hours"),
				kinds: excluded("kinds"),
				waits: excluded("waits"),
			},
		});
}

/** The statements that bring the days up to date that `event` is about: for the transaction that projects it, after the rest. */
export function sumsAfter(registry: Registry, { episode, at }: EpisodeEvent) {
	const { deviceId, wardId, openedAt } = episode;
	const days = new Set([dayOf(openedAt), dayOf(at)]);
	return [...days].map((day) => writeSums(registry, { fromDay: day, toDay: day, deviceId, wardId }));
}

/** The statements that make the rows of `of` anew, also where nothing is left to count: for one transaction. */
export function remakeSumsOf(registry: Registry, of: SumsOf) {
	const { fromDay, toDay, deviceId, wardId } = of;
	const stale = and(
		between(alarmDays.day, fromDay, toDay),
		deviceId === undefined ? undefined : eq(alarmDays.deviceId, deviceId),
		wardId === undefined ? undefined : eq(alarmDays.wardId, wardId),
	);
	return [registry.delete(alarmDays).where(stale), writeSums(registry, of)] as const;
}
