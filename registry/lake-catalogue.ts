import { asc, count, gt, sum } from "drizzle-orm";
import type { LakeObject, Overview } from "../vitals/api.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { devices, lakeObjects } from "./schema.ts";

export type LakeObjectRow = typeof lakeObjects.$inferInsert;

/** Adds one object to the catalogue; a repeat changes nothing. */
export async function catalogueLakeObject(registry: Registry, object: LakeObjectRow): Promise<void> {
	await registry.insert(lakeObjects).values(object).onConflictDoNothing();
}

/** A page of the catalogue in key order; `after` is the last key of the page before. */
export async function listLakeObjects(registry: Registry, after: string, limit: number): Promise<LakeObject[]> {
	const rows = await registry
		.select()
		.from(lakeObjects)
		.where(gt(lakeObjects.key, after))
		.orderBy(asc(lakeObjects.key))
		.limit(limit);
	return rows.map((row) => ({
		key: row.key,
		device_id: row.deviceId,
		ward_id: row.wardId,
		first_seq: row.firstSeq,
		last_seq: row.lastSeq,
		readings: row.readings,
		bytes: row.bytes,
		md5: row.md5,
		first_timestamp: new Date(row.firstTimestamp).toISOString(),
		last_timestamp: new Date(row.lastTimestamp).toISOString(),
	}));
}

/** Counted size of the fleet in `wards`, and of the whole lake. */
export async function countLake(
	registry: Registry,
	wards: WardScope = "all",
): Promise<Pick<Overview, "devices" | "lake">> {
	const [fleet, lake] = await registry.batch([
		registry.select({ n: count() }).from(devices).where(within(devices.wardId, wards)),
		registry
			.select({ objects: count(), readings: sum(lakeObjects.readings), bytes: sum(lakeObjects.bytes) })
			.from(lakeObjects),
	]);
	return {
		devices: fleet[0]?.n ?? 0,
		lake: {
			objects: lake[0]?.objects ?? 0,
			readings: Number(lake[0]?.readings ?? 0),
			bytes: Number(lake[0]?.bytes ?? 0),
		},
	};
}
