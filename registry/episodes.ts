import { and, count, desc, eq, gte, inArray, isNotNull, lt, lte, or, sql } from "drizzle-orm";
import type { Anomaly, Overview, Role } from "../vitals/api.ts";
import type { EpisodeChannel, EpisodeEvent, EpisodeEventKind, EpisodeStatus } from "../vitals/episode.ts";
import type { EpisodeHistoryEntry } from "../vitals/patients.ts";
import type { WardScope } from "../vitals/members.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { beds, devices, episodeEvents, episodes, members } from "./schema.ts";

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
			})
			.onConflictDoNothing(),
	]);
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

/** Episodes, newest first. */
export async function listAnomalies(registry: Registry, filter: AnomalyFilter): Promise<Anomaly[]> {
	const { before } = filter;
	const rows = await registry
		.select({ episode: episodes, bed: beds.label })
		.from(episodes)
		.leftJoin(devices, eq(devices.id, episodes.deviceId))
		.leftJoin(beds, eq(beds.id, devices.bedId))
		.where(
			and(
				within(episodes.wardId, filter.wards ?? "all"),
				filter.status === undefined ? undefined : eq(episodes.status, filter.status),
				filter.risk === undefined ? undefined : eq(episodes.risk, filter.risk),
				filter.channel === undefined ? undefined : eq(episodes.channel, filter.channel),
				filter.wardId === undefined ? undefined : eq(episodes.wardId, filter.wardId),
				filter.deviceId === undefined ? undefined : eq(episodes.deviceId, filter.deviceId),
				filter.patient === undefined ? undefined : eq(episodes.patient, filter.patient),
				filter.since === undefined ? undefined : gte(episodes.openedAt, filter.since),
				filter.until === undefined ? undefined : lte(episodes.openedAt, filter.until),
				before === undefined
					? undefined
					: or(
							lt(episodes.openedAt, before.openedAt),
							and(eq(episodes.openedAt, before.openedAt), lt(episodes.id, before.id)),
						),
			),
		)
		.orderBy(desc(episodes.openedAt), desc(episodes.id))
		.limit(filter.limit);
	return rows.map(({ episode, bed }) => ({
		device_id: episode.deviceId,
		risk_level: episode.risk,
		anomaly_score: episode.peakScore,
		detected_at: new Date(episode.openedAt).toISOString(),
		episode_id: episode.id,
		version: episode.version,
		ward_id: episode.wardId,
		bed,
		patient: episode.patient,
		channel: episode.channel,
		rule: episode.rule,
		status: episode.status,
		updated_at: new Date(episode.updatedAt).toISOString(),
		closed_at: episode.closedAt === null ? null : new Date(episode.closedAt).toISOString(),
		leading_vital: episode.leadingVital,
		vitals_at_onset: episode.vitalsAtOnset,
		contributions: episode.contributions,
		sentence: episode.sentence,
		acknowledged_at: episode.acknowledgedAt === null ? null : new Date(episode.acknowledgedAt).toISOString(),
		acknowledged_by: episode.acknowledgedBy,
		news2_at_onset: episode.news2,
	}));
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
		const { episodeId, at, ...entry } = event;
		const history = histories.get(episodeId) ?? [];
		history.push({ ...entry, at: new Date(at).toISOString() });
		histories.set(episodeId, history);
	}
	return histories;
}

/** What a person did about an episode. */
export interface EpisodeAction {
	readonly episodeId: string;
	readonly kind: EpisodeEventKind;
	readonly at: number;
	readonly comment: string | null;
	/** Null for somebody who is no member any more. */
	readonly name: string | null;
	readonly role: Role | null;
}

/** What people did about these episodes, at most 50, oldest first. */
export async function episodeActions(registry: Registry, ids: readonly string[]): Promise<EpisodeAction[]> {
	if (ids.length === 0) return [];
	return registry
		.select({
			episodeId: episodeEvents.episodeId,
			kind: episodeEvents.kind,
			at: episodeEvents.at,
			comment: episodeEvents.comment,
			name: members.name,
			role: members.role,
		})
		.from(episodeEvents)
		.leftJoin(members, eq(members.id, episodeEvents.actor))
		.where(and(inArray(episodeEvents.episodeId, ids.slice(0, 50)), isNotNull(episodeEvents.actor)))
		.orderBy(episodeEvents.at);
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
			.where(and(eq(episodes.status, "open"), within(episodes.wardId, wards)))
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
