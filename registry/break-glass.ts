import { and, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import type { BreakGlass } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { breakGlass } from "./schema.ts";

/** Wards that one person can hold open at the same time: an emergency is in one place, a curious person in many. */
const MAX_OPEN_GRANTS = 5;

type GrantRow = typeof breakGlass.$inferSelect;

function asBreakGlass(row: GrantRow): BreakGlass {
	return {
		id: row.id,
		member_id: row.memberId,
		ward_id: row.wardId,
		reason: row.reason,
		granted_at: new Date(row.grantedAt).toISOString(),
		expires_at: new Date(row.expiresAt).toISOString(),
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
	const [row] = await registry
		.insert(breakGlass)
		.select(
			sql`SELECT ${id}, ${memberId}, ${wardId}, ${reason}, ${now}, ${expiresAt} WHERE ${open} < ${MAX_OPEN_GRANTS}`,
		)
		.returning();
	return row === undefined ? null : asBreakGlass(row);
}

/** Broken glass, newest first. */
export async function listBreakGlass(
	registry: Registry,
	filter: {
		openAt?: number | undefined;
		before?: { readonly grantedAt: number; readonly id: string } | undefined;
		limit: number;
	},
): Promise<BreakGlass[]> {
	const { openAt, before } = filter;
	const rows = await registry
		.select()
		.from(breakGlass)
		.where(
			and(
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
	return rows.map(asBreakGlass);
}
