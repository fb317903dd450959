import { and, asc, eq, gt, lt, ne, or, sql } from "drizzle-orm";
import type { Role } from "../vitals/api.ts";
import type { Member, MemberStatus, WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { endedSessions, members } from "./schema.ts";

type MemberRow = typeof members.$inferSelect;

function asMember(row: MemberRow): Member {
	const { id, subject, name, role, wards, status } = row;
	return { id, subject, name, role, wards, status, created_at: new Date(row.createdAt).toISOString() };
}

export interface NewMember {
	/** Chosen for demo people; random when left out. */
	readonly id?: string;
	readonly subject: string | null;
	readonly name: string;
	readonly role: Role;
	readonly wards: WardScope;
}

/** Adds a member. Returns `null` when this id or subject is a member already. */
export async function addMember(registry: Registry, member: NewMember, now: number): Promise<Member | null> {
	const id = member.id ?? `M-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	const [row] = await registry
		.insert(members)
		.values({ ...member, id, createdAt: now })
		.onConflictDoNothing()
		.returning();
	return row === undefined ? null : asMember(row);
}

/** A page of members, by id; `after` is the last id of the page before. */
export async function listMembers(registry: Registry, after: string, limit: number): Promise<Member[]> {
	const rows = await registry.select().from(members).where(gt(members.id, after)).orderBy(asc(members.id)).limit(limit);
	return rows.map(asMember);
}

export async function findMember(registry: Registry, id: string): Promise<Member | null> {
	const [row] = await registry.select().from(members).where(eq(members.id, id)).limit(1);
	return row === undefined ? null : asMember(row);
}

/** Names and roles by id; whoever is no member any more is missing. */
export async function membersNamed(
	registry: Registry,
	ids: readonly string[],
): Promise<Map<string, Pick<Member, "name" | "role">>> {
	const rows = await registry
		.select({ id: members.id, name: members.name, role: members.role })
		.from(members)
		.where(sql`${members.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
	return new Map(rows.map(({ id, ...member }) => [id, member]));
}

export interface MemberChange {
	readonly name?: string;
	readonly role?: Role;
	readonly wards?: WardScope;
	readonly status?: MemberStatus;
}

/**
 * Changes a member. Whoever is deactivated has no session left, and does not get the old ones back with a later
 * activation.
 *
 * @returns `last_admin` when nobody would be left who may manage members: nothing is changed then
 */
export async function changeMember(
	registry: Registry,
	id: string,
	change: MemberChange,
	now: number,
): Promise<Member | "unknown" | "last_admin"> {
	const staysAdmin = (change.role ?? "admin") === "admin" && (change.status ?? "active") === "active";
	const otherAdmins = sql`(SELECT count(*) FROM members AS other WHERE other.role = 'admin'
		AND other.status = 'active' AND other.id <> ${id}) > 0`;
	// Asked within the update itself: of two admins who demote each other at the same time, one stays.
	const allowed = staysAdmin ? undefined : or(ne(members.role, "admin"), ne(members.status, "active"), otherAdmins);
	const [row] = await registry
		.update(members)
		.set({ ...change, ...(change.status === "deactivated" ? { sessionsValidFrom: now } : {}) })
		.where(and(eq(members.id, id), allowed))
		.returning();
	if (row !== undefined) return asMember(row);
	return (await findMember(registry, id)) === null ? "unknown" : "last_admin";
}

/** Ends every session of a member that began until now. Returns false for somebody unknown. */
export async function endSessions(registry: Registry, id: string, now: number): Promise<boolean> {
	const rows = await registry
		.update(members)
		.set({ sessionsValidFrom: now })
		.where(eq(members.id, id))
		.returning({ id: members.id });
	return rows.length > 0;
}

/** Ends one session. What would have expired by now is forgotten on the way. */
export async function endSession(
	registry: Registry,
	session: { id: string; expiresAt: number },
	now: number,
): Promise<void> {
	await registry.batch([
		registry.insert(endedSessions).values({ id: session.id, expiresAt: session.expiresAt }).onConflictDoNothing(),
		registry.delete(endedSessions).where(lt(endedSessions.expiresAt, now)),
	]);
}
