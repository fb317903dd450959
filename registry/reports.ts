/** Which reports there are. The files are in their bucket. */
import { alias } from "drizzle-orm/sqlite-core";
import { and, asc, count, countDistinct, desc, eq, gt, gte, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import {
	assignments,
	devices,
	episodeEvents,
	episodes,
	members,
	patients,
	reports,
	wards,
	type EpisodeEventDetail,
} from "./schema.ts";

export type ReportRow = typeof reports.$inferSelect;

/** Writes a report down. Returns false where the patient is being erased, or is gone: nothing is kept then. */
export async function addReport(registry: Registry, row: ReportRow): Promise<boolean> {
	const allowed =
		row.surrogate === null
			? sql`1`
			: sql`EXISTS (SELECT 1 FROM ${patients} WHERE ${patients.surrogate} = ${row.surrogate} AND ${patients.erasingAt} IS NULL)`;
	const added = await registry
		.insert(reports)
		.select(
			sql`SELECT ${row.id}, ${row.version}, ${row.surrogate}, ${row.wardId}, ${JSON.stringify(row.devices)}, ${row.fromAt}, ${row.toAt}, ${row.createdAt}, ${row.createdBy}, ${row.labelled ? 1 : 0}, ${row.pages}, ${row.bytes}, ${row.contentHash}, ${row.fileHash} WHERE ${allowed}`,
		)
		.returning({ id: reports.id });
	return added.length > 0;
}

/** The report of that id, `null` when there is none. */
export async function findReport(registry: Registry, id: string): Promise<ReportRow | null> {
	const [row] = await registry.select().from(reports).where(eq(reports.id, id)).limit(1);
	return row ?? null;
}

export async function deleteReports(registry: Registry, ids: readonly string[]): Promise<void> {
	if (ids.length > 0) await registry.delete(reports).where(inArray(reports.id, [...ids]));
}

/** Ids of reports that were made before `time`, oldest first. */
export async function reportsBefore(registry: Registry, time: number, limit: number): Promise<string[]> {
	const rows = await registry
		.select({ id: reports.id })
		.from(reports)
		.where(lt(reports.createdAt, time))
		.orderBy(asc(reports.createdAt))
		.limit(limit);
	return rows.map((row) => row.id);
}

export interface ReportFilter {
	/** The wards the reader may see. */
	readonly wards: WardScope;
	readonly patient?: string | undefined;
	/** Made by then at the latest have expired. */
	readonly after: number;
	/** With what the patient is called in them. */
	readonly labelled: boolean;
	readonly before?: { readonly createdAt: number; readonly id: string } | undefined;
	readonly limit: number;
}

/** Reports, newest first. Of a patient, the wards where they are now count, or were last: as for everything else of theirs. */
export async function listReports(registry: Registry, filter: ReportFilter): Promise<ReportRow[]> {
	const { before, wards } = filter;
	return registry
		.select()
		.from(reports)
		.where(
			and(
				sql`${reports.createdAt} >= ${filter.after}`,
				wards === "all" ? undefined : placed(wards),
				filter.patient === undefined ? undefined : eq(reports.surrogate, filter.patient),
				filter.labelled ? undefined : eq(reports.labelled, false),
				before === undefined
					? undefined
					: or(
							lt(reports.createdAt, before.createdAt),
							and(eq(reports.createdAt, before.createdAt), lt(reports.id, before.id)),
						),
			),
		)
		.orderBy(desc(reports.createdAt), desc(reports.id))
		.limit(filter.limit);
}

/** The condition of `findPatientWards`, for a list. */
function placed(wards: readonly string[]) {
	const listed = sql`(SELECT value FROM json_each(${JSON.stringify(wards)}))`;
	return sql`CASE WHEN ${reports.surrogate} IS NULL THEN ${reports.wardId} IN ${listed} ELSE EXISTS (
		SELECT 1 FROM ${assignments} AS worn JOIN ${devices} AS device ON device.id = worn.device_id
		WHERE worn.surrogate = ${reports.surrogate} AND device.ward_id IN ${listed} AND (
			worn.ended_at IS NULL OR worn.id = (
				SELECT last.id FROM ${assignments} AS last WHERE last.surrogate = ${reports.surrogate}
				ORDER BY last.ended_at IS NULL DESC, last.started_at DESC LIMIT 1))) END`;
}

/** What a report tells of an episode, and what became of it. */
export type ReportedEpisode = typeof episodes.$inferSelect & {
	readonly steps: readonly {
		readonly kind: string;
		readonly at: number;
		readonly comment: string | null;
		/** Null where a reading did it. */
		readonly actor: string | null;
		/** Null also for somebody who is no member any more. */
		readonly actorName: string | null;
		/** Who was summoned, until when it is quiet, the judgement. */
		readonly detail: EpisodeEventDetail | null;
		/** Name of a member who was summoned. */
		readonly toName: string | null;
	}[];
};

export interface EpisodeSpan {
	/** Surrogate; null for episodes about nobody. */
	readonly patient: string | null;
	/** One device only. */
	readonly deviceId: string | null;
	/** They lasted into the time from `from` on, and opened before `to`. */
	readonly from: number;
	readonly to: number;
}

/** Episodes whose events are fetched in one query, which binds each id. */
const EPISODES_AT_ONCE = 50;

/** The newest `limit` episodes of a stretch of time, oldest first, and how many there were in all. */
export async function episodesDuring(
	registry: Registry,
	{ patient, deviceId, from, to }: EpisodeSpan,
	limit: number,
): Promise<{ readonly episodes: ReportedEpisode[]; readonly total: number }> {
	const wanted = and(
		patient === null ? isNull(episodes.patient) : eq(episodes.patient, patient),
		deviceId === null ? undefined : eq(episodes.deviceId, deviceId),
		lt(episodes.openedAt, to),
		or(isNull(episodes.closedAt), gte(episodes.closedAt, from)),
	);
	const [rows, counted] = await registry.batch([
		registry.select().from(episodes).where(wanted).orderBy(desc(episodes.openedAt), desc(episodes.id)).limit(limit),
		registry.select({ n: count() }).from(episodes).where(wanted),
	]);
	const called = alias(members, "called");
	const steps = [];
	for (let i = 0; i < rows.length; i += EPISODES_AT_ONCE) {
		const ids = rows.slice(i, i + EPISODES_AT_ONCE).map((row) => row.id);
		const found = await registry
			.select({ event: episodeEvents, name: members.name, toName: called.name })
			.from(episodeEvents)
			.leftJoin(members, eq(members.id, episodeEvents.actor))
			.leftJoin(called, eq(called.id, sql`json_extract(${episodeEvents.detail}, '$.to.id')`))
			.where(inArray(episodeEvents.episodeId, ids))
			.orderBy(episodeEvents.episodeId, episodeEvents.version);
		steps.push(...found);
	}
	const byEpisode = Map.groupBy(steps, ({ event }) => event.episodeId);
	const reported = rows.reverse().map((row) => ({
		...row,
		steps: (byEpisode.get(row.id) ?? []).map(({ event: { kind, at, comment, actor, detail }, name, toName }) => ({
			kind,
			at,
			comment,
			actor,
			actorName: name,
			detail,
			toName,
		})),
	}));
	return { episodes: reported, total: counted[0]?.n ?? rows.length };
}

/** How often people were told of episodes like these, and how long those that opened in the time waited to be acknowledged. */
export async function alarmsDuring(registry: Registry, { patient, deviceId, from, to }: EpisodeSpan) {
	const whose = and(
		patient === null ? isNull(episodes.patient) : eq(episodes.patient, patient),
		deviceId === null ? undefined : eq(episodes.deviceId, deviceId),
	);
	const ofEpisode = eq(episodeEvents.episodeId, episodes.id);
	const opened = and(whose, gte(episodes.openedAt, from), lt(episodes.openedAt, to));
	const told = eq(episodeEvents.announced, true);
	const verdict = (name: string) => sql<number>`coalesce(sum(${episodes.care} ->> '$.verdict.verdict' = ${name}), 0)`;
	const [[counted], waits, [judged]] = await registry.batch([
		registry
			.select({
				alarms: count(),
				high: sql<number>`coalesce(sum(${episodes.channel} <> 'technical' AND ${episodeEvents.risk} = 'HIGH'), 0)`,
				technical: sql<number>`coalesce(sum(${episodes.channel} = 'technical'), 0)`,
			})
			.from(episodeEvents)
			.innerJoin(episodes, ofEpisode)
			.where(
				and(whose, told, ne(episodeEvents.kind, "summoned"), gte(episodeEvents.at, from), lt(episodeEvents.at, to)),
			),
		registry
			.select({ wait: sql<number>`min(${episodeEvents.at}) - ${episodes.openedAt}` })
			.from(episodes)
			.innerJoin(episodeEvents, ofEpisode)
			.where(and(opened, inArray(episodeEvents.kind, ["acknowledged", "snoozed"])))
			.groupBy(episodes.id),
		registry
			.select({ falseAlarms: verdict("false-alarm"), confirmed: verdict("confirmed") })
			.from(episodes)
			.where(opened),
	]);
	return {
		alarms: counted?.alarms ?? 0,
		high: counted?.high ?? 0,
		technical: counted?.technical ?? 0,
		/** Milliseconds, of each episode that was acknowledged. */
		waits: waits.map(({ wait }) => wait),
		falseAlarms: judged?.falseAlarms ?? 0,
		confirmed: judged?.confirmed ?? 0,
	};
}

/** How many other patients these devices watched in a stretch of time. */
export async function otherPatients(
	registry: Registry,
	deviceIds: readonly string[],
	patient: string | null,
	{ from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
	if (deviceIds.length === 0) return 0;
	const [found] = await registry
		.select({ n: countDistinct(assignments.surrogate) })
		.from(assignments)
		.where(
			and(
				sql`${assignments.deviceId} IN (SELECT value FROM json_each(${JSON.stringify(deviceIds)}))`,
				patient === null ? undefined : ne(assignments.surrogate, patient),
				lt(assignments.startedAt, to),
				or(isNull(assignments.endedAt), gt(assignments.endedAt, from)),
			),
		);
	return found?.n ?? 0;
}

/** Who was on the device in a stretch of time, newest first. */
export async function wearersDuring(
	registry: Registry,
	deviceId: string,
	{ from, to }: { readonly from: number; readonly to: number },
): Promise<string[]> {
	const rows = await registry
		.select({ surrogate: assignments.surrogate })
		.from(assignments)
		.where(
			and(
				eq(assignments.deviceId, deviceId),
				lt(assignments.startedAt, to),
				or(isNull(assignments.endedAt), gt(assignments.endedAt, from)),
			),
		)
		.orderBy(desc(assignments.startedAt));
	return rows.map((row) => row.surrogate);
}

/** Where devices are, and what people are called: for a report's first page. */
export async function placesOf(
	registry: Registry,
	deviceIds: readonly string[],
): Promise<Map<string, { readonly ward: string; readonly bed: string | null }>> {
	const rows = await registry
		.select({ id: devices.id, ward: wards.name, bed: devices.bedLabel })
		.from(devices)
		.innerJoin(wards, eq(wards.id, devices.wardId))
		.where(sql`${devices.id} IN (SELECT value FROM json_each(${JSON.stringify(deviceIds)}))`);
	return new Map(rows.map(({ id, ward, bed }) => [id, { ward, bed }]));
}
