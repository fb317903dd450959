/** Conversations with the assistant, and what they cost. Each is one person's alone. */
import { and, desc, eq, gt, inArray, lt, lte, ne, sql } from "drizzle-orm";
import type { Registry } from "./connect.ts";
import { assistantUse, conversations } from "./schema.ts";

export type ConversationRow = typeof conversations.$inferSelect;

/** Conversations that one person has at most; the oldest go. */
const KEPT = 20;

/** The person's conversation of that id, unless it has expired. */
export async function findConversation(
	registry: Registry,
	memberId: string,
	id: string,
	now: number,
): Promise<ConversationRow | null> {
	const [row] = await registry
		.select()
		.from(conversations)
		.where(and(eq(conversations.id, id), eq(conversations.memberId, memberId), gt(conversations.expiresAt, now)))
		.limit(1);
	return row ?? null;
}

/** The person's conversations that have not expired, newest first. */
export async function listConversations(registry: Registry, memberId: string, now: number): Promise<ConversationRow[]> {
	return registry
		.select()
		.from(conversations)
		.where(and(eq(conversations.memberId, memberId), gt(conversations.expiresAt, now)))
		.orderBy(desc(conversations.updatedAt))
		.limit(KEPT);
}

/** Keeps a conversation; what has expired, and the person's oldest beyond `KEPT`, goes on the way. */
export async function saveConversation(registry: Registry, row: ConversationRow, now: number): Promise<void> {
	const { updatedAt, expiresAt, patients, wards, turns } = row;
	// The one that goes on now is kept whatever its time says: two isolates' clocks need not agree.
	const others = and(eq(conversations.memberId, row.memberId), ne(conversations.id, row.id));
	const kept = registry
		.select({ id: conversations.id })
		.from(conversations)
		.where(others)
		.orderBy(desc(conversations.updatedAt))
		.limit(KEPT - 1);
	await registry.batch([
		registry
			.insert(conversations)
			.values(row)
			.onConflictDoUpdate({
				target: conversations.id,
				set: { updatedAt, expiresAt, patients, wards, turns },
				// Somebody else's is left alone, whatever id they were given.
				setWhere: eq(conversations.memberId, row.memberId),
			}),
		registry.delete(conversations).where(lte(conversations.expiresAt, now)),
		registry.delete(conversations).where(and(others, sql`${conversations.id} NOT IN ${kept}`)),
	]);
}

/** Forgets one conversation of the person, or all of them. Returns how many. */
export async function forgetConversations(registry: Registry, memberId: string, id: string | null): Promise<number> {
	const rows = await registry
		.delete(conversations)
		.where(and(eq(conversations.memberId, memberId), id === null ? undefined : inArray(conversations.id, [id])))
		.returning({ id: conversations.id });
	return rows.length;
}

const DAY_MS = 24 * 3600_000;

/** Tokens that the person has used since midnight UTC. */
export async function tokensUsed(registry: Registry, memberId: string, now: number): Promise<number> {
	const day = Math.floor(now / DAY_MS);
	const [row] = await registry
		.select({ tokens: assistantUse.tokens })
		.from(assistantUse)
		.where(and(eq(assistantUse.memberId, memberId), eq(assistantUse.day, day)))
		.limit(1);
	return row?.tokens ?? 0;
}

/** Adds to what the person has used today; days that are over go on the way. */
export async function addTokens(registry: Registry, memberId: string, tokens: number, now: number): Promise<void> {
	const day = Math.floor(now / DAY_MS);
	await registry.batch([
		registry
			.insert(assistantUse)
			.values({ memberId, day, tokens })
			.onConflictDoUpdate({
				target: [assistantUse.memberId, assistantUse.day],
				set: { tokens: sql`${assistantUse.tokens} + excluded.tokens` },
			}),
		registry.delete(assistantUse).where(lt(assistantUse.day, day)),
	]);
}
