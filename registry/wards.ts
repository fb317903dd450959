import { and, count, countDistinct, eq } from "drizzle-orm";
import type { WardSummary } from "../vitals/api.ts";
import type { EscalationStep } from "../vitals/episode.ts";
import { inScope, type WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { IS_OPEN } from "./episodes.ts";
import { beds, devices, episodes, wards } from "./schema.ts";

/** Creates the ward or renames it. Without `location` that stays as it is. */
export async function saveWard(
	registry: Registry,
	ward: { id: string; name: string; location?: string | null | undefined; now: number },
): Promise<void> {
	const { id, name, location, now } = ward;
	await registry
		.insert(wards)
		.values({ id, name, location: location ?? null, createdAt: now })
		.onConflictDoUpdate({ target: wards.id, set: { name, ...(location === undefined ? {} : { location }) } });
}

/** Where the ward's objects are best made; `null` for no wish, and for a ward that does not exist. */
export async function findLocation(registry: Registry, id: string): Promise<string | null> {
	const [ward] = await registry.select({ location: wards.location }).from(wards).where(eq(wards.id, id)).limit(1);
	return ward?.location ?? null;
}

/** Whether a ward of this id exists. */
export async function wardExists(registry: Registry, id: string): Promise<boolean> {
	const found = await registry.select({ id: wards.id }).from(wards).where(eq(wards.id, id)).limit(1);
	return found.length > 0;
}

/** Every ward's id and name, by name. */
export async function listWardNames(registry: Registry): Promise<{ id: string; name: string }[]> {
	return registry.select({ id: wards.id, name: wards.name }).from(wards).orderBy(wards.name, wards.id);
}

/** The wards of `scope` with their counts, by name. */
export async function listWards(registry: Registry, scope: WardScope = "all"): Promise<WardSummary[]> {
	const [named, bedCounts, deviceCounts, openCounts] = await registry.batch([
		registry
			.select({ id: wards.id, name: wards.name, location: wards.location })
			.from(wards)
			.orderBy(wards.name, wards.id),
		registry.select({ wardId: beds.wardId, n: count() }).from(beds).groupBy(beds.wardId),
		registry
			.select({ wardId: devices.wardId, n: countDistinct(devices.id) })
			.from(devices)
			.groupBy(devices.wardId),
		registry.select({ wardId: episodes.wardId, n: count() }).from(episodes).where(IS_OPEN).groupBy(episodes.wardId),
	]);
	const lookup = (rows: { wardId: string; n: number }[]) => new Map(rows.map((row) => [row.wardId, row.n]));
	const [bedsOf, devicesOf, openOf] = [lookup(bedCounts), lookup(deviceCounts), lookup(openCounts)];
	return named
		.filter(({ id }) => inScope(scope, id))
		.map(({ id, name, location }) => ({
			id,
			name,
			location,
			beds: bedsOf.get(id) ?? 0,
			devices: devicesOf.get(id) ?? 0,
			open_episodes: openOf.get(id) ?? 0,
		}));
}

/** Finds the ward's bed of that label, or adds it. Returns its id. */
export async function ensureBed(registry: Registry, wardId: string, label: string): Promise<string> {
	const id = crypto.randomUUID();
	await registry.insert(beds).values({ id, wardId, label }).onConflictDoNothing();
	const [bed] = await registry
		.select({ id: beds.id })
		.from(beds)
		.where(and(eq(beds.wardId, wardId), eq(beds.label, label)))
		.limit(1);
	return bed?.id ?? id;
}

/** The ward's template by its key, `null` where it has chosen none; `undefined` without such a ward. */
export async function findTemplate(registry: Registry, wardId: string): Promise<string | null | undefined> {
	const [row] = await registry.select({ template: wards.template }).from(wards).where(eq(wards.id, wardId)).limit(1);
	return row?.template;
}

/** Keeps which template the ward chose; `null` for none. Returns false without such a ward. */
export async function saveTemplate(registry: Registry, wardId: string, template: string | null): Promise<boolean> {
	const rows = await registry.update(wards).set({ template }).where(eq(wards.id, wardId)).returning({ id: wards.id });
	return rows.length > 0;
}

/** How the ward escalates, `null` where it has chosen nothing; `undefined` without such a ward. */
export async function findEscalation(
	registry: Registry,
	wardId: string,
): Promise<readonly EscalationStep[] | null | undefined> {
	const [row] = await registry
		.select({ escalation: wards.escalation })
		.from(wards)
		.where(eq(wards.id, wardId))
		.limit(1);
	return row?.escalation;
}

/** Keeps how the ward escalates. Returns false without such a ward. */
export async function saveEscalation(
	registry: Registry,
	wardId: string,
	escalation: readonly EscalationStep[] | null,
): Promise<boolean> {
	const rows = await registry.update(wards).set({ escalation }).where(eq(wards.id, wardId)).returning({ id: wards.id });
	return rows.length > 0;
}
