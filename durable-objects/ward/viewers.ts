/** The people behind a ward's sockets: let in once, and looked at again while they watch. */
import { entryTo, findStanding, type Session } from "../../registry/standing.ts";
import type { Registry } from "../../registry/connect.ts";
import { BEDSIDE_ROLES } from "../../vitals/members.ts";

/** The Worker's request says here whose socket it is. The object is reachable for the Worker only. */
export const VIEWER_HEADER = "x-biostream-viewer";

/** The session that the Worker let in; `null` when the request names none. */
export function viewerOf(request: { readonly headers: Headers }): Session | null {
	const text = request.headers.get(VIEWER_HEADER);
	return text === null ? null : (JSON.parse(text) as Session);
}

/** Ids of those of `sessions` that may no longer watch the ward: ended, expired, or without the role or the ward. */
export async function strangersAmong(
	registry: Registry,
	sessions: readonly Session[],
	wardId: string,
	now: number,
): Promise<Set<string>> {
	const distinct = new Map(sessions.map((session) => [session.id, session]));
	const strangers = new Set<string>();
	for (const session of distinct.values()) {
		const found = await findStanding(registry, session, now);
		const welcome =
			found.kind === "member" &&
			BEDSIDE_ROLES.includes(found.standing.role) &&
			entryTo(found.standing, wardId) !== null;
		if (!welcome) strangers.add(session.id);
	}
	return strangers;
}
