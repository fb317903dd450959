/**
 * The catalogue of the lake. What replaces what is decided by the device's object; here one transaction makes it so.
 * A row that is not superseded is current: its object is in the bucket and no other current row holds its readings.
 */
import {
	and,
	asc,
	count,
	countDistinct,
	desc,
	eq,
	gt,
	gte,
	inArray,
	isNotNull,
	isNull,
	lt,
	lte,
	max,
	or,
	sql,
	sum,
} from "drizzle-orm";
import type { LakeDay, LakeObject, Overview } from "../vitals/api.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { devices, lakeObjects, settings } from "./schema.ts";

/** An object, as its writer describes it. When it was catalogued the database says. */
export type LakeObjectRow = Required<
	Omit<typeof lakeObjects.$inferInsert, "cataloguedAt" | "supersededAt" | "footerBytes">
> & {
	/** Absent in letters written before the catalogue knew it. */
	readonly footerBytes?: number;
};
/** A row of the catalogue. */
export type CataloguedObject = typeof lakeObjects.$inferSelect;

/** The database's clock, milliseconds since the epoch: one clock for all that is compared here. */
const NOW = sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)`;

const current = isNull(lakeObjects.supersededAt);

/** Adds one object to the catalogue; a repeat changes nothing. */
export async function catalogueLakeObject(registry: Registry, object: LakeObjectRow): Promise<void> {
	await registry
		.insert(lakeObjects)
		.values({ ...object, cataloguedAt: NOW })
		.onConflictDoNothing();
}

/**
 * Replaces objects by others in one transaction: readers see the former or the latter, never both and never neither.
 * A repeat changes nothing.
 */
export async function switchLakeObjects(
	registry: Registry,
	replaced: readonly string[],
	by: readonly LakeObjectRow[],
): Promise<void> {
	await registry.batch([
		supersede(registry, replaced),
		...by.map((object) =>
			registry
				.insert(lakeObjects)
				.values({ ...object, cataloguedAt: NOW })
				.onConflictDoNothing(),
		),
	]);
}

/** Takes objects out of the readers' sight; the sweep removes them after the period of grace. */
export async function retireLakeObjects(registry: Registry, keys: readonly string[]): Promise<void> {
	await supersede(registry, keys);
}

/** Keys in one parameter, because a statement may have a hundred. */
function supersede(registry: Registry, keys: readonly string[]) {
	return registry
		.update(lakeObjects)
		.set({ supersededAt: NOW })
		.where(and(inArray(lakeObjects.key, keysIn(keys)), current));
}

const keysIn = (keys: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(keys)}))`;

/** Name of the setting that says until when the catalogue's past is gone: the newest moment at which something forgotten since was current. */
const FORGOTTEN_UNTIL = "lake_forgotten_until";

/** Forgets superseded objects, once their bytes are gone, and notes that no listing of when they were current can go on. */
export async function forgetLakeObjects(registry: Registry, keys: readonly string[]): Promise<void> {
	const superseded = and(inArray(lakeObjects.key, keysIn(keys)), isNotNull(lakeObjects.supersededAt));
	const until = registry
		.select({ until: max(lakeObjects.supersededAt) })
		.from(lakeObjects)
		.where(superseded);
	const later = sql`max(CAST(${settings.value} AS INTEGER), CAST(excluded.value AS INTEGER))`;
	await registry.batch([
		registry
			.insert(settings)
			.values({ name: FORGOTTEN_UNTIL, value: sql`coalesce((${until}), 0)` })
			.onConflictDoUpdate({ target: settings.name, set: { value: later } }),
		registry.delete(lakeObjects).where(superseded),
	]);
}

/** Which of `keys` the catalogue has, superseded or not. */
export async function knownLakeObjects(registry: Registry, keys: readonly string[]): Promise<Set<string>> {
	const rows = await registry
		.select({ key: lakeObjects.key })
		.from(lakeObjects)
		.where(inArray(lakeObjects.key, keysIn(keys)));
	return new Set(rows.map((row) => row.key));
}

/** All objects of one device, oldest readings first, the superseded among them. */
export function deviceLakeObjects(registry: Registry, deviceId: string): Promise<CataloguedObject[]> {
	return registry
		.select()
		.from(lakeObjects)
		.where(eq(lakeObjects.deviceId, deviceId))
		.orderBy(asc(lakeObjects.firstTimestamp), asc(lakeObjects.key));
}

/** Current objects of a device with readings from `from` on and before `to`, milliseconds since the epoch, UTC. */
export function lakeObjectsBetween(
	registry: Registry,
	deviceId: string,
	from: number,
	to: number,
): Promise<CataloguedObject[]> {
	return registry
		.select()
		.from(lakeObjects)
		.where(
			and(
				eq(lakeObjects.deviceId, deviceId),
				lt(lakeObjects.firstTimestamp, to),
				gte(lakeObjects.lastTimestamp, from),
				current,
			),
		);
}

/** One object, superseded or not; `null` when the catalogue does not have it. */
export async function findLakeObject(registry: Registry, key: string): Promise<CataloguedObject | null> {
	const [row] = await registry.select().from(lakeObjects).where(eq(lakeObjects.key, key));
	return row ?? null;
}

/** Which objects a listing is to have. */
export interface LakeObjectFilter {
	readonly deviceIds?: readonly string[] | undefined;
	readonly wardId?: string | undefined;
	/** Readings from `from` on and before `to`, milliseconds since the epoch, UTC. */
	readonly from?: number | undefined;
	readonly to?: number | undefined;
}

export interface LakeObjectPage {
	readonly objects: CataloguedObject[];
	/** Pass to get the next page of the same moment; `null` on the last. */
	readonly next: string | null;
}

/**
 * A page of the catalogue in key order, as it was at the moment of the first page: what is compacted while somebody
 * turns the pages is neither listed twice nor left out.
 *
 * @param cursor - `next` of the page before; "" for the first
 * @returns "expired" when some of what was current at that moment is forgotten: begin anew
 */
export async function pageLakeObjects(
	registry: Registry,
	filter: LakeObjectFilter,
	cursor: string,
	limit: number,
): Promise<LakeObjectPage | "expired"> {
	const { asOf, after } = parseCursor(cursor) ?? { asOf: await thisMoment(registry), after: "" };
	const { deviceIds, wardId, from, to } = filter;
	const page = registry
		.select()
		.from(lakeObjects)
		.where(
			and(
				gt(lakeObjects.key, after),
				lte(lakeObjects.cataloguedAt, asOf),
				or(current, gt(lakeObjects.supersededAt, asOf)),
				deviceIds === undefined ? undefined : inArray(lakeObjects.deviceId, keysIn(deviceIds)),
				wardId === undefined ? undefined : eq(lakeObjects.wardId, wardId),
				from === undefined ? undefined : gte(lakeObjects.lastTimestamp, from),
				to === undefined ? undefined : lt(lakeObjects.firstTimestamp, to),
			),
		)
		.orderBy(asc(lakeObjects.key))
		.limit(limit);
	// Of one moment: nothing may be forgotten between the look at the one and at the other.
	const [objects, forgotten] = await registry.batch([
		page,
		registry.select().from(settings).where(eq(settings.name, FORGOTTEN_UNTIL)),
	]);
	if (Number(forgotten[0]?.value ?? 0) > asOf) return "expired";
	const last = objects.length === limit ? objects.at(-1) : undefined;
	return { objects, next: last === undefined ? null : `${asOf}~${last.key}` };
}

/** Whether `pageLakeObjects` takes this as a cursor. */
export function isPageCursor(cursor: string): boolean {
	return cursor === "" || parseCursor(cursor) !== null;
}

function parseCursor(cursor: string): { asOf: number; after: string } | null {
	const [, asOf, after] = /^(\d{1,15})~(.{1,1024})$/s.exec(cursor) ?? [];
	return asOf === undefined || after === undefined ? null : { asOf: Number(asOf), after };
}

/** The database's clock, once that millisecond is over: while it lasts more may be catalogued in it. */
async function thisMoment(registry: Registry): Promise<number> {
	const read = async () => (await registry.get<{ now: number }>(sql`SELECT ${NOW} AS now`)).now;
	const moment = await read();
	while ((await read()) <= moment);
	return moment;
}

/** A row as the API shows it. */
export function lakeObjectEntry(row: CataloguedObject): LakeObject {
	return {
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
	};
}

/** Readings of current objects measured since `since`, and objects written since: those that were forgotten again are not among them. */
export async function countLakeSince(
	registry: Registry,
	since: number,
): Promise<{ readonly readings: number; readonly lakeWrites: number }> {
	const [read, written] = await registry.batch([
		registry
			.select({ n: sum(lakeObjects.readings) })
			.from(lakeObjects)
			.where(and(current, gte(lakeObjects.firstTimestamp, since))),
		registry.select({ n: count() }).from(lakeObjects).where(gte(lakeObjects.cataloguedAt, since)),
	]);
	return { readings: Number(read[0]?.n ?? 0), lakeWrites: written[0]?.n ?? 0 };
}

const DAY_MS = 86_400_000;
const dayOf = sql<number>`${lakeObjects.firstTimestamp} / ${sql.raw(String(DAY_MS))}`;

/** The lake by the UTC day its objects begin in, newest first, before the day `before`. */
export async function listLakeDays(registry: Registry, before: string | null, limit: number): Promise<LakeDay[]> {
	const rows = await registry
		.select({
			day: dayOf,
			objects: count(),
			devices: countDistinct(lakeObjects.deviceId),
			readings: sum(lakeObjects.readings),
			bytes: sum(lakeObjects.bytes),
		})
		.from(lakeObjects)
		.where(and(current, before === null ? undefined : lt(lakeObjects.firstTimestamp, Date.parse(before))))
		.groupBy(dayOf)
		.orderBy(desc(dayOf))
		.limit(limit);
	return rows.map(({ day, objects, devices, readings, bytes }) => ({
		date: new Date(day * DAY_MS).toISOString().slice(0, 10),
		objects,
		devices,
		readings: Number(readings ?? 0),
		bytes: Number(bytes ?? 0),
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
			.from(lakeObjects)
			.where(current),
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
