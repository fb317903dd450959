/** Where things are, for deciding who may see them. */
import { and, desc, eq, inArray, isNull, type Column, type SQL } from "drizzle-orm";
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
