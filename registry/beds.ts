import { and, asc, eq, gt, notExists, sql } from "drizzle-orm";
import type { BedEntry } from "../vitals/api.ts";
import type { Registry } from "./connect.ts";
import { beds, devices } from "./schema.ts";

/** A page of the ward's beds by label, each with the devices in it; `after` is the last label of the page before. */
export async function listBeds(registry: Registry, wardId: string, after: string, limit: number): Promise<BedEntry[]> {
	const rows = await registry
		.select({
			id: beds.id,
			label: beds.label,
			devices: sql<
				string | null
			>`(SELECT json_group_array(d.id) FROM (SELECT id FROM devices WHERE bed_id = beds.id ORDER BY id) AS d)`,
		})
		.from(beds)
		.where(and(eq(beds.wardId, wardId), gt(beds.label, after)))
		.orderBy(asc(beds.label))
		.limit(limit);
	return rows.map(({ id, label, devices: inIt }) => ({ id, label, devices: JSON.parse(inIt ?? "[]") as string[] }));
}

/** Adds a bed. `null` where the ward has one of that label. */
export async function addBed(registry: Registry, wardId: string, label: string): Promise<BedEntry | null> {
	const [row] = await registry
		.insert(beds)
		.values({ id: crypto.randomUUID(), wardId, label })
		.onConflictDoNothing()
		.returning();
	return row === undefined ? null : { id: row.id, label: row.label, devices: [] };
}

/** Removes a bed of the ward that no device is in. */
export async function removeBed(
	registry: Registry,
	wardId: string,
	id: string,
): Promise<"removed" | "unknown" | "occupied"> {
	const own = and(eq(beds.id, id), eq(beds.wardId, wardId));
	const inIt = registry
		.select({ one: sql`1` })
		.from(devices)
		.where(eq(devices.bedId, id));
	const removed = await registry
		.delete(beds)
		.where(and(own, notExists(inIt)))
		.returning({ id: beds.id });
	if (removed.length > 0) return "removed";
	const present = await registry.select({ id: beds.id }).from(beds).where(own).limit(1);
	return present.length > 0 ? "occupied" : "unknown";
}
