/** Hand-overs of wards: what is told, from the registry's side, and those that were given. */
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { WardScope } from "../vitals/members.ts";
import { inScope } from "../vitals/members.ts";
import type { Role } from "../vitals/api.ts";
import type { Registry } from "./connect.ts";
import { assignments, devices, episodeEvents, episodes, members, patients, wards } from "./schema.ts";
import { handovers } from "./ward-schema.ts";

/** Events that are read for one hand-over, at most, the oldest first. */
export const MAX_EVENTS = 1000;

/** Everything that the registry knows of what happened on a ward since a time. */
export async function readWardSince(registry: Registry, wardId: string, since: number) {
	const own = registry.select({ id: devices.id }).from(devices).where(eq(devices.wardId, wardId));
	const [[ward], placed, worn] = await registry.batch([
		registry.select({ id: wards.id, name: wards.name }).from(wards).where(eq(wards.id, wardId)),
		registry
			.select({ deviceId: devices.id, bed: devices.bedLabel })
			.from(devices)
			.where(eq(devices.wardId, wardId))
			.orderBy(asc(devices.id)),
		registry
			.select({
				deviceId: assignments.deviceId,
				patient: assignments.surrogate,
				startedAt: assignments.startedAt,
				endedAt: assignments.endedAt,
				label: patients.label,
			})
			.from(assignments)
			.innerJoin(patients, eq(patients.surrogate, assignments.surrogate))
			.where(and(inArray(assignments.deviceId, own), or(isNull(assignments.endedAt), gte(assignments.endedAt, since))))
			.orderBy(asc(assignments.startedAt), asc(assignments.id)),
	]);
	// Not with the others: the answers of a batch lose columns that two tables call the same.
	const events = await registry
		.select({ event: episodeEvents, episode: episodes, name: members.name })
		.from(episodeEvents)
		.innerJoin(episodes, eq(episodes.id, episodeEvents.episodeId))
		.leftJoin(members, eq(members.id, episodeEvents.actor))
		// By device, of which each has an index's stretch of time.
		.where(and(inArray(episodeEvents.deviceId, own), gte(episodeEvents.at, since), eq(episodes.wardId, wardId)))
		.orderBy(asc(episodeEvents.at), asc(episodeEvents.episodeId), asc(episodeEvents.version))
		.limit(MAX_EVENTS + 1);
	return ward === undefined ? null : { ward, devices: placed, assignments: worn, events };
}
export type WardSince = NonNullable<Awaited<ReturnType<typeof readWardSince>>>;

/** Who acts for patients on the ward, by name. */
export async function colleaguesOn(
	registry: Registry,
	wardId: string,
): Promise<{ readonly id: string; readonly name: string; readonly role: Role }[]> {
	const rows = await registry
		.select({ id: members.id, name: members.name, role: members.role, wards: members.wards })
		.from(members)
		.where(and(eq(members.status, "active"), inArray(members.role, ["clinician", "admin"])))
		.orderBy(asc(members.name), asc(members.id));
	return rows
		.filter((member) => inScope(member.wards as WardScope, wardId))
		.map(({ id, name, role }) => ({ id, name, role }));
}

export type HandoverRow = typeof handovers.$inferSelect;
export interface NamedHandover {
	readonly row: HandoverRow;
	readonly byName: string | null;
	readonly toName: string | null;
}

/** Keeps a hand-over that was given. */
export async function saveHandover(registry: Registry, row: HandoverRow): Promise<void> {
	await registry.insert(handovers).values(row);
}

/** Keeps the note in other words for the same; one that went meanwhile stays gone. */
export async function saveHandoverNote(registry: Registry, row: HandoverRow, note: string): Promise<void> {
	await registry
		.update(handovers)
		.set({ note })
		.where(and(eq(handovers.id, row.id), eq(handovers.note, row.note ?? "")));
}

/** Hand-overs of the wards where these devices are, given between two times, the oldest first. Without notes: those are of a whole ward. */
export async function handoversDuring(
	registry: Registry,
	deviceIds: readonly string[],
	{ from, to }: { readonly from: number; readonly to: number },
	limit: number,
): Promise<{ readonly at: number; readonly ward: string; readonly by: string | null; readonly to: string | null }[]> {
	const nameOf = (column: typeof handovers.givenBy | typeof handovers.givenTo) =>
		sql<string | null>`(SELECT name FROM members WHERE id = ${column})`;
	const placed = registry
		.select({ id: devices.wardId })
		.from(devices)
		.where(sql`${devices.id} IN (SELECT value FROM json_each(${JSON.stringify(deviceIds)}))`);
	return registry
		.select({
			at: handovers.givenAt,
			ward: wards.name,
			by: nameOf(handovers.givenBy),
			to: nameOf(handovers.givenTo),
		})
		.from(handovers)
		.innerJoin(wards, eq(wards.id, handovers.wardId))
		.where(and(inArray(handovers.wardId, placed), gte(handovers.givenAt, from), lt(handovers.givenAt, to)))
		.orderBy(asc(handovers.givenAt))
		.limit(limit);
}

/** Hand-overs of the ward, the newest first. */
export async function listHandovers(registry: Registry, wardId: string, limit: number): Promise<NamedHandover[]> {
	const nameOf = (column: typeof handovers.givenBy | typeof handovers.givenTo) =>
		sql<string | null>`(SELECT name FROM members WHERE id = ${column})`;
	return registry
		.select({ row: handovers, byName: nameOf(handovers.givenBy), toName: nameOf(handovers.givenTo) })
		.from(handovers)
		.where(eq(handovers.wardId, wardId))
		.orderBy(desc(handovers.givenAt), desc(handovers.id))
		.limit(limit);
}
