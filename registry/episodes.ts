import { alias } from "drizzle-orm/sqlite-core";
import { and, count, countDistinct, desc, eq, gte, inArray, isNotNull, lte, or, sql } from "drizzle-orm";
import type { Anomaly, EpisodeRecord, Overview, Role } from "../vitals/api.ts";
import type {
	EpisodeChannel,
	EpisodeEvent,
	EpisodeEventKind,
	EpisodeStatus,
	EpisodeVerdict,
	Summoned,
} from "../vitals/episode.ts";
import { anomalyOf, isoOrNull } from "../vitals/anomaly.ts";
import { summonedEntry } from "../vitals/escalation.ts";
import type { EpisodeHistoryEntry } from "../vitals/patients.ts";
import type { WardScope } from "../vitals/members.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import { sumsAfter } from "./alarm-days.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { devices, episodeEvents, episodes, members, type EpisodeEventDetail } from "./schema.ts";

/**
 * Projects one episode event: keeps the episode's highest version and adds the event to its history.
 * Safe to repeat and to run out of order.
 */
export async function projectEpisodeEvent(registry: Registry, event: EpisodeEvent): Promise<void> {
	const row = event.episode;
	const newer = <T>(column: T) => sql`excluded.${sql.identifier(column as string)}`;
	await registry.batch([
		registry
			.insert(episodes)
			.values(row)
			.onConflictDoUpdate({
				target: episodes.id,
				set: {
					version: newer("version"),
					status: newer("status"),
					risk: newer("risk"),
					peakScore: newer("peak_score"),
					leadingVital: newer("leading_vital"),
					updatedAt: newer("updated_at"),
					closedAt: newer("closed_at"),
					vitalsAtOnset: newer("vitals_at_onset"),
					contributions: newer("contributions"),
					sentence: newer("sentence"),
					acknowledgedAt: newer("acknowledged_at"),
					acknowledgedBy: newer("acknowledged_by"),
					news2: newer("news2"),
					care: newer("care"),
				},
				setWhere: sql`excluded.version > ${episodes.version}`,
			}),
		registry
			.insert(episodeEvents)
			.values({
				episodeId: row.id,
				version: row.version,
				kind: event.kind,
				at: event.at,
				risk: row.risk,
				sentence: row.sentence,
				actor: event.actor,
				comment: event.comment,
				detail: detailOf(event),
				deviceId: row.deviceId,
				announced: event.announced,
			})
			.onConflictDoNothing(),
		...sumsAfter(registry, event),
	]);
}

function detailOf({ to, until, verdict }: EpisodeEvent): EpisodeEventDetail | null {
	if (to === undefined && until === undefined && verdict === undefined) return null;
	return {
		...(to === undefined ? {} : { to }),
		...(until === undefined ? {} : { until }),
		...(verdict === undefined ? {} : { verdict }),
	};
}

/** The device that holds the episode, `null` when the registry has not heard of it. */
export async function findEpisodeDevice(registry: Registry, id: string): Promise<string | null> {
	const [row] = await registry
		.select({ deviceId: episodes.deviceId })
		.from(episodes)
		.where(eq(episodes.id, id))
		.limit(1);
	return row?.deviceId ?? null;
}

export interface AnomalyFilter {
	readonly id?: string | undefined;
	readonly status?: EpisodeStatus | undefined;
	readonly risk?: RiskLevel | undefined;
	readonly channel?: EpisodeChannel | undefined;
	readonly wardId?: string | undefined;
	/** The wards the reader may see. */
	readonly wards?: WardScope;
	readonly deviceId?: string | undefined;
	/** Surrogate. */
	readonly patient?: string | undefined;
	/** Opened at or after, and at or before: milliseconds since the epoch. */
	readonly since?: number | undefined;
	readonly until?: number | undefined;
	/** Where the page before ended. */
	readonly before?: { readonly openedAt: number; readonly id: string } | undefined;
	readonly limit: number;
}

/** As a literal, and not as a value that is bound: so SQLite knows that the index of what is open has all of it. */
export const IS_OPEN = sql`${episodes.status} = 'open'`;

/** How many devices of each ward have stopped: those with an open episode of silence. */
export async function countSilent(registry: Registry): Promise<Map<string, number>> {
	const rows = await registry
		.select({ wardId: episodes.wardId, n: countDistinct(episodes.deviceId) })
		.from(episodes)
		.where(and(IS_OPEN, eq(episodes.rule, "silence")))
		.groupBy(episodes.wardId);
	return new Map(rows.map(({ wardId, n }) => [wardId, n]));
}

/** Episodes, newest first. Few rows are read besides those that are returned, whatever else there is. */
export async function listAnomalies(registry: Registry, filter: AnomalyFilter): Promise<Anomaly[]> {
	const { before, status } = filter;
	const rows = await registry
		.select()
		.from(episodes)
		.where(
			and(
				within(episodes.wardId, filter.wards ?? "all"),
				filter.id === undefined ? undefined : eq(episodes.id, filter.id),
				status === undefined ? undefined : status === "open" ? IS_OPEN : eq(episodes.status, status),
				filter.risk === undefined ? undefined : eq(episodes.risk, filter.risk),
				filter.channel === undefined ? undefined : eq(episodes.channel, filter.channel),
				filter.wardId === undefined ? undefined : eq(episodes.wardId, filter.wardId),
				filter.deviceId === undefined ? undefined : eq(episodes.deviceId, filter.deviceId),
				filter.patient === undefined ? undefined : eq(episodes.patient, filter.patient),
				filter.since === undefined ? undefined : gte(episodes.openedAt, filter.since),
				filter.until === undefined ? undefined : lte(episodes.openedAt, filter.until),
				// One comparison, which an index begins at; with `or` it would be walked from its end.
				before === undefined
					? undefined
					: sql`(${episodes.openedAt}, ${episodes.id}) < (${before.openedAt}, ${before.id})`,
			),
		)
		.orderBy(desc(episodes.openedAt), desc(episodes.id))
		.limit(filter.limit);
	const labels = await bedLabels(registry, new Set(rows.map(({ deviceId }) => deviceId)));
	return rows.map((episode) => anomalyOf(episode, labels.get(episode.deviceId) ?? null));
}

/** Values that one statement of D1 may bind, less some for others. */
const BOUND_AT_ONCE = 90;

/** Labels of the beds that these devices are in now; each device is looked up once, however many episodes it has. */
export async function bedLabels(registry: Registry, ids: ReadonlySet<string>): Promise<Map<string, string>> {
	const all = [...ids];
	// From a list of values and not `IN`, which would read each from a table of its own once more.
	const lookUp = (some: readonly string[]) =>
		registry.all<{ deviceId: string; label: string }>(sql`
			WITH ids (id) AS (VALUES ${sql.join(
				some.map((id) => sql`(${id})`),
				sql`, `,
			)})
			SELECT ${devices.id} AS deviceId, ${devices.bedLabel} AS label FROM ids
			CROSS JOIN ${devices} ON ${devices.id} = ids.id WHERE ${devices.bedLabel} IS NOT NULL`);
	const labels = new Map<string, string>();
	for (let from = 0; from < all.length; from += BOUND_AT_ONCE)
		for (const { deviceId, label } of await lookUp(all.slice(from, from + BOUND_AT_ONCE))) labels.set(deviceId, label);
	return labels;
}

/** The episode and its history, oldest first; `null` for an id that the registry does not know. */
export async function findEpisodeRecord(registry: Registry, id: string): Promise<EpisodeRecord | null> {
	const [episode] = await listAnomalies(registry, { id, limit: 1 });
	if (episode === undefined) return null;
	const events = await registry
		.select()
		.from(episodeEvents)
		.where(eq(episodeEvents.episodeId, id))
		.orderBy(episodeEvents.version);
	return { episode, events: events.map(historyEntry) };
}

function historyEntry(event: typeof episodeEvents.$inferSelect): EpisodeHistoryEntry {
	const { version, kind, at, risk, sentence, actor, comment, detail } = event;
	return {
		version,
		kind,
		at: new Date(at).toISOString(),
		risk,
		sentence,
		actor,
		comment,
		to: detail?.to === undefined ? null : summonedEntry(detail.to),
		until: isoOrNull(detail?.until ?? null),
		verdict: detail?.verdict ?? null,
	};
}

/** What became of each of the patient's episodes, oldest first, by episode. */
export async function episodeHistories(
	registry: Registry,
	surrogate: string,
): Promise<Map<string, EpisodeHistoryEntry[]>> {
	const rows = await registry
		.select({ event: episodeEvents })
		.from(episodeEvents)
		.innerJoin(episodes, eq(episodes.id, episodeEvents.episodeId))
		.where(eq(episodes.patient, surrogate))
		.orderBy(episodeEvents.episodeId, episodeEvents.version);
	const histories = new Map<string, EpisodeHistoryEntry[]>();
	for (const { event } of rows) {
		const history = histories.get(event.episodeId) ?? [];
		history.push(historyEntry(event));
		histories.set(event.episodeId, history);
	}
	return histories;
}

/** What a person did about an episode. */
export interface EpisodeAction {
	readonly episodeId: string;
	readonly kind: EpisodeEventKind;
	readonly at: number;
	readonly comment: string | null;
	/** Null where the ward's escalation did it, and for somebody who is no member any more. */
	readonly name: string | null;
	readonly role: Role | null;
	/** Of a summons: who is asked to come, and the name of one who is a member. */
	readonly to: Summoned | null;
	readonly toName: string | null;
	/** Of a snooze: milliseconds since the epoch, by the device's clock. */
	readonly until: number | null;
	/** Of a judgement; null takes an earlier one back. */
	readonly verdict: EpisodeVerdict | null;
}

/** What people, and the ward's escalation, did about these episodes, at most 50, oldest first. */
export async function episodeActions(registry: Registry, ids: readonly string[]): Promise<EpisodeAction[]> {
	if (ids.length === 0) return [];
	const called = alias(members, "called");
	const byPeople = or(isNotNull(episodeEvents.actor), eq(episodeEvents.kind, "summoned"));
	const rows = await registry
		.select({
			episodeId: episodeEvents.episodeId,
			kind: episodeEvents.kind,
			at: episodeEvents.at,
			comment: episodeEvents.comment,
			name: members.name,
			role: members.role,
			toName: called.name,
			detail: episodeEvents.detail,
		})
		.from(episodeEvents)
		.leftJoin(members, eq(members.id, episodeEvents.actor))
		.leftJoin(called, eq(called.id, sql`json_extract(${episodeEvents.detail}, '$.to.id')`))
		.where(and(inArray(episodeEvents.episodeId, ids.slice(0, 50)), byPeople))
		.orderBy(episodeEvents.at);
	return rows.map(({ detail, ...row }) => ({
		...row,
		to: detail?.to ?? null,
		until: detail?.until ?? null,
		verdict: detail?.verdict ?? null,
	}));
}

/** Open episodes of `wards` by kind, and how many opened since `dayStart` (milliseconds since the epoch). */
export async function countEpisodes(
	registry: Registry,
	dayStart: number,
	wards: WardScope = "all",
): Promise<Pick<Overview, "open_episodes" | "episodes_today">> {
	const [open, today] = await registry.batch([
		registry
			.select({ channel: episodes.channel, risk: episodes.risk, n: count() })
			.from(episodes)
			.where(and(IS_OPEN, within(episodes.wardId, wards)))
			.groupBy(episodes.channel, episodes.risk),
		registry
			.select({ n: count() })
			.from(episodes)
			.where(and(gte(episodes.openedAt, dayStart), within(episodes.wardId, wards))),
	]);
	const tally = { high: 0, medium: 0, technical: 0 };
	for (const { channel, risk, n } of open) {
		if (channel === "technical") tally.technical += n;
		else if (risk === "HIGH") tally.high += n;
		else tally.medium += n;
	}
	return { open_episodes: tally, episodes_today: today[0]?.n ?? 0 };
}
