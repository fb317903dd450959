/** People: what they may do, where, and for how long they broke the glass. Shapes that more than one room reads. */
import type { Role } from "./api.ts";

/** The wards a person works on. `all` is written out: an empty list, and a value that was forgotten, is nowhere. */
export type WardScope = "all" | readonly string[];

export const MEMBER_STATUSES = ["active", "deactivated"] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** Wards one person may be listed for by name: more is `all`. A D1 query binds at most 100 values. */
export const MAX_LISTED_WARDS = 50;

/** Who sees vital signs and episodes: those who care for patients. */
export const BEDSIDE_ROLES: readonly Role[] = ["viewer", "clinician", "admin"];

/** One entry of `GET /api/v1/members`. */
export interface Member {
	readonly id: string;
	/** What the identity provider calls this person: the `sub` of Cloudflare Access. `null` for demo people. */
	readonly subject: string | null;
	readonly name: string;
	readonly role: Role;
	readonly wards: WardScope;
	readonly status: MemberStatus;
	readonly created_at: string;
}

/** One entry of `GET /api/v1/break-glass`. */
export interface BreakGlass {
	readonly id: string;
	readonly member_id: string;
	readonly ward_id: string;
	/** In the person's own words; shown to admins only. */
	readonly reason: string;
	readonly granted_at: string;
	readonly expires_at: string;
	/** When an admin said that they know of it, and their id; `null` until one does. */
	readonly seen_at: string | null;
	readonly seen_by: string | null;
}

/** As the list has it: with names, for people to read. */
export interface NamedBreakGlass extends BreakGlass {
	readonly member_name: string | null;
	readonly ward_name: string | null;
}

/** A ward that is open to a person for a while. */
export interface TemporaryWard {
	readonly ward_id: string;
	/** ISO 8601, UTC. */
	readonly until: string;
}

/** Whether `scope` holds `wardId`. */
export function inScope(scope: WardScope, wardId: string): boolean {
	return scope === "all" || scope.includes(wardId);
}
