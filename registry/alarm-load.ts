/** Reads the sums of alarms: each row of the period once. */
import { and, asc, between, count, eq, inArray, sql } from "drizzle-orm";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { beds, wards } from "./schema.ts";
import { alarmDays } from "./ward-schema.ts";

export type AlarmDayRow = typeof alarmDays.$inferSelect;

/** Whole UTC days, both included, as days since 1970. */
export interface DaySpan {
	readonly fromDay: number;
	readonly toDay: number;
}

export interface WardPlace {
	readonly id: string;
	readonly name: string;
	readonly createdAt: number;
	readonly beds: number;
}

export interface WardDays {
	readonly ward: WardPlace;
	readonly rows: readonly AlarmDayRow[];
}

/** One ward's rows, oldest day first; `null` without such a ward. */
export async function readWardDays(
	registry: Registry,
	wardId: string,
	{ fromDay, toDay }: DaySpan,
): Promise<WardDays | null> {
	const [[ward], [counted], rows] = await registry.batch([
		registry.select().from(wards).where(eq(wards.id, wardId)),
		registry.select({ n: count() }).from(beds).where(eq(beds.wardId, wardId)),
		registry
			.select()
			.from(alarmDays)
			.where(and(eq(alarmDays.wardId, wardId), between(alarmDays.day, fromDay, toDay)))
			.orderBy(asc(alarmDays.day), asc(alarmDays.deviceId)),
	]);
	if (ward === undefined) return null;
	const { id, name, createdAt } = ward;
	return { ward: { id, name, createdAt, beds: counted?.n ?? 0 }, rows };
}

type Counted =
	| "alarms"
	| "high"
	| "technical"
	| "summons"
	| "episodes"
	| "acknowledged"
	| "unanswered"
	| "falseAlarms"
	| "confirmed";
export type AlarmSums = Pick<AlarmDayRow, Counted>;

export interface WardSums extends WardPlace {
	/** Null where nothing was told and nothing opened. */
	readonly sums: (AlarmSums & { readonly firstDay: number }) | null;
}

/** What the wards of `scope` add up to, by name. */
export async function readWardSums(
	registry: Registry,
	scope: WardScope,
	{ fromDay, toDay }: DaySpan,
): Promise<WardSums[]> {
	// Named one by one, so that only rows of the period are read: the table begins with the ward.
	const named = registry.select({ id: wards.id }).from(wards).where(within(wards.id, scope));
	const total = (column: (typeof alarmDays)[Counted]) => sql<number>`sum(${column})`;
	const [found, bedCounts, sums] = await registry.batch([
		registry.select().from(wards).where(within(wards.id, scope)).orderBy(asc(wards.name), asc(wards.id)),
		registry.select({ wardId: beds.wardId, n: count() }).from(beds).groupBy(beds.wardId),
		registry
			.select({
				wardId: alarmDays.wardId,
				firstDay: sql<number>`min(${alarmDays.day})`,
				alarms: total(alarmDays.alarms),
				high: total(alarmDays.high),
				technical: total(alarmDays.technical),
				summons: total(alarmDays.summons),
				episodes: total(alarmDays.episodes),
				acknowledged: total(alarmDays.acknowledged),
				unanswered: total(alarmDays.unanswered),
				falseAlarms: total(alarmDays.falseAlarms),
				confirmed: total(alarmDays.confirmed),
			})
			.from(alarmDays)
			.where(and(inArray(alarmDays.wardId, named), between(alarmDays.day, fromDay, toDay)))
			.groupBy(alarmDays.wardId),
	]);
	const bedsOf = new Map(bedCounts.map(({ wardId, n }) => [wardId, n]));
	const sumsOf = new Map(sums.map((row) => [row.wardId, row]));
	return found.map(({ id, name, createdAt }) => ({
		id,
		name,
		createdAt,
		beds: bedsOf.get(id) ?? 0,
		sums: sumsOf.get(id) ?? null,
	}));
}
