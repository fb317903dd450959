import { and, asc, eq, gt } from "drizzle-orm";
import type { FleetSummary } from "../vitals/fleets.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { fleets } from "./schema.ts";

type FleetRow = typeof fleets.$inferSelect;

/** Creates the fleet, or changes its name, ward and limit; `createdAt` of one that exists stays. */
export async function saveFleet(registry: Registry, fleet: FleetRow): Promise<void> {
	const { name, wardId, deviceLimit } = fleet;
	await registry
		.insert(fleets)
		.values(fleet)
		.onConflictDoUpdate({ target: fleets.id, set: { name, wardId, deviceLimit } });
}

/** The fleet's row, or `null` when there is none of that id. */
export async function findFleet(registry: Registry, id: string): Promise<FleetRow | null> {
	const [row] = await registry.select().from(fleets).where(eq(fleets.id, id)).limit(1);
	return row ?? null;
}

/** A page of fleets by id; `after` is the last id of the page before. */
export async function listFleets(
	registry: Registry,
	filter: { wardId?: string | undefined; wards: WardScope; after: string; limit: number },
): Promise<FleetSummary[]> {
	const rows = await registry
		.select()
		.from(fleets)
		.where(
			and(
				gt(fleets.id, filter.after),
				filter.wardId === undefined ? undefined : eq(fleets.wardId, filter.wardId),
				within(fleets.wardId, filter.wards),
			),
		)
		.orderBy(asc(fleets.id))
		.limit(filter.limit);
	return rows.map(summaryOf);
}

/** As the API shows it. */
export function summaryOf(row: FleetRow): FleetSummary {
	return {
		id: row.id,
		name: row.name,
		ward_id: row.wardId,
		device_limit: row.deviceLimit,
		created_at: new Date(row.createdAt).toISOString(),
	};
}
