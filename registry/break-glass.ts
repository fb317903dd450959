import { and, desc, eq, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { BreakGlass, NamedBreakGlass } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { breakGlass, members, wards } from "./schema.ts";

/** Wards that one person can hold open at the same time: an emergency is in one place, a curious person in many. */
const MAX_OPEN_GRANTS = 5;

/** Grants of one person that last at the same time, the same ward's counted again: so many are read (`standing.ts`), and told to admins. */
const MAX_GRANTS = 20;

type GrantRow = typeof breakGlass.$inferSelect;

function asBreakGlass(row: GrantRow): BreakGlass {
	return {
		id: row.id,
		member_id: row.memberId,
		ward_id: row.wardId,
		reason: row.reason,
		granted_at: new Date(row.grantedAt).toISOString(),
		expires_at: new Date(row.expiresAt).toISOString(),
		seen_at: row.seenAt === null ? null : new Date(row.seenAt).toISOString(),
		seen_by: row.seenBy,
	};
}

/** Opens a ward to a member until `expiresAt`. `null` when they hold as many open as one may. */
export async function grantWard(
	registry: Registry,
	grant: { memberId: string; wardId: string; reason: string; now: number; expiresAt: number },
): Promise<BreakGlass | null> {
	const id = `B-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	const { memberId, wardId, reason, now, expiresAt } = grant;
	// Counted within the insert: requests that come together do not get past the limit together.
	const open = sql`(SELECT count(DISTINCT ward_id) FROM break_glass WHERE member_id = ${memberId}
		AND expires_at > ${now} AND ward_id <> ${wardId})`;
	const again = sql`(SELECT count(*) FROM break_glass WHERE member_id = ${memberId} AND expires_at > ${now})`;
	const allowed = sql`${open} < ${MAX_OPEN_GRANTS} AND ${again} < ${MAX_GRANTS}`;
	const [row] = await registry
		.insert(breakGlass)
		.select(sql`SELECT ${id}, ${memberId}, ${wardId}, ${reason}, ${now}, ${expiresAt}, NULL, NULL WHERE ${allowed}`)
		.returning();
	return row === undefined ? null : asBreakGlass(row);
}

/** Broken glass, newest first. */
export async function listBreakGlass(
	registry: Registry,
	filter: {
		openAt?: number | undefined;
		/** Only what no admin has seen. */
		unseen?: boolean | undefined;
		before?: { readonly grantedAt: number; readonly id: string } | undefined;
		limit: number;
	},
): Promise<NamedBreakGlass[]> {
	const { openAt, unseen, before } = filter;
	const rows = await registry
		.select({ grant: breakGlass, member: members.name, ward: wards.name })
		.from(breakGlass)
		.leftJoin(members, eq(members.id, breakGlass.memberId))
		.leftJoin(wards, eq(wards.id, breakGlass.wardId))
		.where(
			and(
				unseen === true ? isNull(breakGlass.seenAt) : undefined,
				openAt === undefined ? undefined : gt(breakGlass.expiresAt, openAt),
				before === undefined
					? undefined
					: or(
							lt(breakGlass.grantedAt, before.grantedAt),
							and(eq(breakGlass.grantedAt, before.grantedAt), lt(breakGlass.id, before.id)),
						),
			),
		)
		.orderBy(desc(breakGlass.grantedAt), desc(breakGlass.id))
		.limit(filter.limit);
	return rows.map(({ grant, member, ward }) => ({ ...asBreakGlass(grant), member_name: member, ward_name: ward }));
}

/**
 * An admin knows of it. The first one counts.
 *
 * @returns `own` for whoever broke it: somebody else must have seen it
 */
export async function markSeen(
	registry: Registry,
	id: string,
	seen: { readonly by: string; readonly at: number },
): Promise<BreakGlass | "unknown" | "own"> {
	const [marked] = await registry
		.update(breakGlass)
		.set({ seenAt: seen.at, seenBy: seen.by })
		.where(and(eq(breakGlass.id, id), isNull(breakGlass.seenAt), ne(breakGlass.memberId, seen.by)))
		.returning();
	if (marked !== undefined) return asBreakGlass(marked);
	const [row] = await registry.select().from(breakGlass).where(eq(breakGlass.id, id)).limit(1);
	if (row === undefined) return "unknown";
	return row.seenAt === null ? "own" : asBreakGlass(row);
}
