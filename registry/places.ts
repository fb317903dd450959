/** Where things are, for deciding who may see them. */
import { and, desc, eq, inArray, isNull, sql, type Column, type SQL } from "drizzle-orm";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { assignments, devices, episodes } from "./schema.ts";

export interface Place {
	readonly wardId: string;
	/** Surrogate of the patient it is about now, `null` when about nobody. */
	readonly patient: string | null;
}

/** The device's ward and present patient; `null` when it was never enrolled. */
export async function findDevicePlace(registry: Registry, id: string): Promise<Place | null> {
	const [row] = await registry
		.select({ wardId: devices.wardId, patient: assignments.surrogate })
		.from(devices)
		.leftJoin(assignments, and(eq(assignments.deviceId, devices.id), isNull(assignments.endedAt)))
		.where(eq(devices.id, id))
		.limit(1);
	return row ?? null;
}

/**
 * Whose readings a device may be asked for, as the registry knows: those of the patient now on it, and those of nobody
 * since that patient came, or since the last one left.
 */
export async function findShownOn(
	registry: Registry,
	id: string,
): Promise<{ readonly patient: string | null; readonly nobodySince: number }> {
	const [last] = await registry
		.select({ surrogate: assignments.surrogate, startedAt: assignments.startedAt, endedAt: assignments.endedAt })
		.from(assignments)
		.where(eq(assignments.deviceId, id))
		// One that lasts comes first, whatever its clock said.
		.orderBy(sql`${assignments.endedAt} IS NOT NULL`, desc(assignments.endedAt))
		.limit(1);
	if (last === undefined) return { patient: null, nobodySince: 0 };
	if (last.endedAt === null) return { patient: last.surrogate, nobodySince: last.startedAt };
	return { patient: null, nobodySince: last.endedAt };
}

/** The wards of the devices that watch the patient; of the last that did, while none does; none for a stranger. */
export async function findPatientWards(registry: Registry, surrogate: string): Promise<string[]> {
	const worn = await registry
		.select({ wardId: devices.wardId, endedAt: assignments.endedAt })
		.from(assignments)
		.innerJoin(devices, eq(devices.id, assignments.deviceId))
		.where(eq(assignments.surrogate, surrogate))
		.orderBy(desc(assignments.startedAt));
	const present = worn.filter(({ endedAt }) => endedAt === null);
	return [...new Set((present.length > 0 ? present : worn.slice(0, 1)).map(({ wardId }) => wardId))];
}

/** The ward and patient of an episode, as they were when it opened. */
export async function findEpisodePlace(registry: Registry, id: string): Promise<Place | null> {
	const [row] = await registry
		.select({ wardId: episodes.wardId, patient: episodes.patient })
		.from(episodes)
		.where(eq(episodes.id, id))
		.limit(1);
	return row ?? null;
}

/** The condition that keeps a list to `wards`. */
export function within(column: Column, wards: WardScope): SQL | undefined {
	return wards === "all" ? undefined : inArray(column, [...wards]);
}
