/** Where a person stands at this moment: asked anew with every request, so that a change counts at once. */
import { and, asc, eq, gt } from "drizzle-orm";
import type { Me, Role } from "../vitals/api.ts";
import { inScope, type WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { breakGlass, endedSessions, members } from "./schema.ts";

/** A session as its credential describes it. */
export interface Session {
	/** By member id (demo people), or by what the identity provider calls the person. */
	readonly of: { readonly member: string } | { readonly subject: string };
	/** Stands for the session; no credential can be made of it. */
	readonly id: string;
	/** Milliseconds since the epoch. */
	readonly issuedAt: number;
	readonly expiresAt: number;
}

interface Grant {
	readonly id: string;
	readonly wardId: string;
	readonly expiresAt: number;
}

/** A member in an open session. */
export interface Standing {
	readonly id: string;
	readonly name: string;
	readonly role: Role;
	readonly wards: WardScope;
	/** Not expired. */
	readonly grants: readonly Grant[];
}

/** `ended`: the session was signed out of, or an admin ended it. */
export type StandingResult =
	| { readonly kind: "member"; readonly standing: Standing }
	| { readonly kind: "unknown" | "deactivated" | "ended" };

/** Open grants of one person that are looked at: `MAX_GRANTS` of `break-glass.ts` keeps them to so many. */
const GRANTS_READ = 20;

/** One round trip, three short look-ups by key. */
export async function findStanding(registry: Registry, session: Session, now: number): Promise<StandingResult> {
	const person = "member" in session.of ? eq(members.id, session.of.member) : eq(members.subject, session.of.subject);
	const [[member], ended, grants] = await registry.batch([
		registry.select().from(members).where(person).limit(1),
		registry.select({ id: endedSessions.id }).from(endedSessions).where(eq(endedSessions.id, session.id)),
		registry
			.select({ id: breakGlass.id, wardId: breakGlass.wardId, expiresAt: breakGlass.expiresAt })
			.from(breakGlass)
			.innerJoin(members, eq(members.id, breakGlass.memberId))
			.where(and(person, gt(breakGlass.expiresAt, now)))
			.orderBy(asc(breakGlass.expiresAt))
			.limit(GRANTS_READ),
	]);
	if (member === undefined) return { kind: "unknown" };
	if (member.status !== "active") return { kind: "deactivated" };
	if (ended.length > 0 || session.issuedAt <= member.sessionsValidFrom || session.expiresAt <= now)
		return { kind: "ended" };
	const { id, name, role, wards } = member;
	return { kind: "member", standing: { id, name, role, wards, grants } };
}

/** Why `standing` may enter the ward: as its own, by a grant, or `null` when it may not. */
export function entryTo(standing: Standing, wardId: string): { readonly grant: Grant | null } | null {
	if (inScope(standing.wards, wardId)) return { grant: null };
	const grant = standing.grants.findLast((open) => open.wardId === wardId);
	return grant === undefined ? null : { grant };
}

/** Every ward `standing` may see now, own and granted. */
export function reachOf(standing: Standing): WardScope {
	if (standing.wards === "all") return "all";
	return [...new Set([...standing.wards, ...standing.grants.map((grant) => grant.wardId)])];
}

/** The person as `GET /api/v1/me` answers. */
export function asMe({ id, name, role, wards, grants }: Standing): Me {
	const break_glass = grants.map((grant) => ({
		ward_id: grant.wardId,
		until: new Date(grant.expiresAt).toISOString(),
	}));
	return { id, name, role, wards, break_glass };
}
