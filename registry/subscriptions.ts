/** Subscriptions to notifications, and the people behind them. */
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import {
	MAX_SUBSCRIPTIONS,
	type NotificationChannel,
	type QuietHours,
	type Subscriber,
} from "../vitals/notifications.ts";
import type { Registry } from "./connect.ts";
import { quietHours, subscriptions } from "./notification-schema.ts";
import { members, wards } from "./schema.ts";

export type SubscriptionRow = typeof subscriptions.$inferSelect;
export type NewSubscription = Omit<SubscriptionRow, "status" | "generation" | "previousUntil">;

/**
 * Keeps a subscription. A browser that is known already is this person's from now on: whoever signed in on it before hears no
 * more there, and this ward's earlier subscription of it is replaced.
 *
 * @returns null when the person has as many as one may
 */
export async function addSubscription(registry: Registry, row: NewSubscription): Promise<SubscriptionRow | null> {
	const { id, memberId, wardId, channel, addressHash } = row;
	const count = sql<number>`(SELECT count(*) FROM subscriptions WHERE member_id = ${memberId})`;
	const same = and(eq(subscriptions.addressHash, addressHash), eq(subscriptions.channel, "push"));
	const theirs = and(same, ne(subscriptions.memberId, memberId));
	const replaced = and(same, eq(subscriptions.memberId, memberId), eq(subscriptions.wardId, wardId));
	const { name, address, events, minRisk, quietHours: quiet, createdAt } = row;
	// Counted within the insert: requests that come together do not get past the limit together.
	const insert = registry
		.insert(subscriptions)
		.select(
			sql`SELECT ${id}, ${memberId}, ${wardId}, ${channel}, ${name}, ${address}, ${addressHash}, ${JSON.stringify(events)},
				${minRisk}, ${quiet ? 1 : 0}, 'active', 1, NULL, ${createdAt} WHERE ${count} < ${MAX_SUBSCRIPTIONS}`,
		)
		.returning();
	if (channel === "webhook") return (await insert)[0] ?? null;
	const results = await registry.batch([
		registry.delete(subscriptions).where(theirs),
		registry.delete(subscriptions).where(replaced),
		insert,
	]);
	return results[2][0] ?? null;
}

/** A person's own, oldest first, and their quiet hours. */
export async function listSubscriptions(
	registry: Registry,
	memberId: string,
): Promise<{ rows: SubscriptionRow[]; quiet: QuietHours | null }> {
	const [rows, quiet] = await registry.batch([
		registry
			.select()
			.from(subscriptions)
			.where(eq(subscriptions.memberId, memberId))
			.orderBy(asc(subscriptions.createdAt), asc(subscriptions.id)),
		registry.select().from(quietHours).where(eq(quietHours.memberId, memberId)),
	]);
	return { rows, quiet: quiet[0]?.hours ?? null };
}

const own = (memberId: string, id: string) => and(eq(subscriptions.id, id), eq(subscriptions.memberId, memberId));

/** The person's own subscription of that id; null for another's and for none. */
export async function findSubscription(
	registry: Registry,
	memberId: string,
	id: string,
): Promise<SubscriptionRow | null> {
	const [row] = await registry.select().from(subscriptions).where(own(memberId, id)).limit(1);
	return row ?? null;
}

/** Changes a person's own. Null where there is none. */
export async function changeSubscription(
	registry: Registry,
	memberId: string,
	id: string,
	change: Partial<Omit<SubscriptionRow, "id" | "memberId" | "wardId" | "channel">>,
): Promise<SubscriptionRow | null> {
	const [row] = await registry.update(subscriptions).set(change).where(own(memberId, id)).returning();
	return row ?? null;
}

/** The next secret of a person's own webhook; the one before counts until `previousUntil`. Null where there is none. */
export async function rotateSecret(
	registry: Registry,
	memberId: string,
	id: string,
	previousUntil: number,
): Promise<SubscriptionRow | null> {
	const [row] = await registry
		.update(subscriptions)
		.set({ generation: sql`${subscriptions.generation} + 1`, previousUntil })
		.where(and(own(memberId, id), eq(subscriptions.channel, "webhook")))
		.returning();
	return row ?? null;
}

/** Deletes a person's own. Returns false where there is none. */
export async function deleteSubscription(registry: Registry, memberId: string, id: string): Promise<boolean> {
	const rows = await registry.delete(subscriptions).where(own(memberId, id)).returning({ id: subscriptions.id });
	return rows.length > 0;
}

/** Keeps a person's quiet hours; null for none. */
export async function saveQuietHours(registry: Registry, memberId: string, hours: QuietHours | null): Promise<void> {
	if (hours === null) await registry.delete(quietHours).where(eq(quietHours.memberId, memberId));
	else
		await registry
			.insert(quietHours)
			.values({ memberId, hours })
			.onConflictDoUpdate({ target: quietHours.memberId, set: { hours } });
}

/** A ward as its notifications need it. */
export interface NotifyingWard {
	readonly id: string;
	readonly name: string;
	/** Notifications may say which bed and device. */
	readonly identity: boolean;
}

/** Ids of a query, at most: D1 binds 100 values. */
const IDS_AT_ONCE = 90;

/**
 * A ward and those who subscribed to it, each with the person's standing at this moment.
 *
 * @param ids - only these, 90 at most; absent: all of the ward
 */
export async function findSubscribers(
	registry: Registry,
	wardId: string,
	ids?: readonly string[],
): Promise<{ ward: NotifyingWard | null; subscribers: Subscriber[] }> {
	const few = ids === undefined ? undefined : inArray(subscriptions.id, ids.slice(0, IDS_AT_ONCE));
	// Not one batch, whose rows have each column's name once: three tables here have an `id`.
	const [named, rows] = await Promise.all([
		registry
			.select({ id: wards.id, name: wards.name, identity: wards.identityLeaves })
			.from(wards)
			.where(eq(wards.id, wardId)),
		registry
			.select({ subscription: subscriptions, member: members, quiet: quietHours.hours })
			.from(subscriptions)
			.innerJoin(members, eq(members.id, subscriptions.memberId))
			.leftJoin(quietHours, eq(quietHours.memberId, subscriptions.memberId))
			.where(and(eq(subscriptions.wardId, wardId), few)),
	]);
	const subscribers = rows.map(({ subscription, member, quiet }): Subscriber => {
		const { id, role, wards: scope, status } = member;
		return { ...subscription, member: { id, role, wards: scope, status, quietHours: quiet } };
	});
	return { ward: named[0] ?? null, subscribers };
}

/** The receiver is no more: a browser's subscriptions go, on all wards; a webhook stays for its owner to mend. */
export async function dropReceiver(
	registry: Registry,
	{ id, channel }: { readonly id: string; readonly channel: NotificationChannel },
): Promise<void> {
	if (channel === "webhook") {
		await registry.update(subscriptions).set({ status: "gone" }).where(eq(subscriptions.id, id));
		return;
	}
	const address = sql`(SELECT address_hash FROM subscriptions WHERE id = ${id})`;
	await registry
		.delete(subscriptions)
		.where(and(eq(subscriptions.channel, "push"), sql`${subscriptions.addressHash} = ${address}`));
}

/** Whether the ward's notifications may say which bed and device; undefined without such a ward. */
export async function findIdentityLeaves(registry: Registry, wardId: string): Promise<boolean | undefined> {
	const [row] = await registry
		.select({ leaves: wards.identityLeaves })
		.from(wards)
		.where(eq(wards.id, wardId))
		.limit(1);
	return row?.leaves;
}

/** Keeps it. Returns false without such a ward. */
export async function saveIdentityLeaves(registry: Registry, wardId: string, leaves: boolean): Promise<boolean> {
	const rows = await registry
		.update(wards)
		.set({ identityLeaves: leaves })
		.where(eq(wards.id, wardId))
		.returning({ id: wards.id });
	return rows.length > 0;
}
