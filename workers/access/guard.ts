/** Who may use a route. Every route declares it; there is no default. */
import type { Context, Next } from "hono";
import { connectRegistry } from "../../registry/connect.ts";
import { addMember } from "../../registry/members.ts";
import { asMe, findStanding, type Session, type Standing } from "../../registry/standing.ts";
import type { Role } from "../../vitals/api.ts";
import type { AppContext } from "../context.ts";
import { adminSubjects } from "../env.ts";
import { Problem } from "../problem.ts";
import { recordFirstAdmin, recordOutcome, recordRefusal, type AuditRule } from "./audit.ts";
import type { Identification } from "./identification.ts";
import { enforceScope, type Scope } from "./scope.ts";
import { isSigned } from "./signed-url.ts";
import { authenticateFleet, authenticateWriter } from "./writer.ts";

/** Anybody: only what tells nothing. */
interface OpenAccess {
	readonly kind: "open";
}
/** A device as itself, or a gateway for a device of its fleet. */
interface DeviceAccess {
	readonly kind: "device";
}
/** A gateway, with its fleet's key. */
interface FleetAccess {
	readonly kind: "fleet";
}
/** Whoever has the signed address: what it names, until it expires. */
interface SignedAccess {
	readonly kind: "signed";
}
/** A person with one of these roles. */
interface PeopleAccess {
	readonly kind: "people";
	readonly roles: readonly Role[];
}

/** The part of a route's declaration that says who may use it; for people also where, and what is recorded. */
export type Declaration =
	| { readonly access: OpenAccess | DeviceAccess | FleetAccess | SignedAccess }
	| { readonly access: PeopleAccess; readonly scope: Scope; readonly audit: AuditRule };

export const OPEN: OpenAccess = { kind: "open" };
export const DEVICE: DeviceAccess = { kind: "device" };
export const FLEET: FleetAccess = { kind: "fleet" };
export const SIGNED: SignedAccess = { kind: "signed" };
export const people = (...roles: Role[]): PeopleAccess => ({ kind: "people", roles });

const READING_METHODS = new Set(["GET", "HEAD"]);

/** Lets a request through to its handler, or throws the Problem that answers it. */
export function guard(declared: Declaration, identification: Identification) {
	return async (context: Context<AppContext>, next: Next): Promise<void> => {
		if (!("scope" in declared)) {
			if (declared.access.kind === "device")
				context.set("writer", await authenticateWriter(context.env, context.req.raw));
			if (declared.access.kind === "fleet") context.set("fleet", await authenticateFleet(context.env, context.req.raw));
			if (declared.access.kind === "signed" && !(await isSigned(context.env, new URL(context.req.url), Date.now())))
				throw new Problem("unauthenticated", "This address is not signed or has expired; ask for the export again");
			return next();
		}
		const { access, scope, audit } = declared;
		const session = await identification.identify(context.env, context.req.raw);
		if (session === null) throw new Problem("unauthenticated", "Sign in first");
		requireSameOrigin(context);
		context.set("target", { object: null, ward: null, patient: null, grant: null });
		const standing = await standingOf(context, session, audit);
		context.set("session", session);
		context.set("standing", standing);
		context.set("person", asMe(standing));
		try {
			if (!access.roles.includes(standing.role)) {
				const roles = access.roles.join(", ");
				throw new Problem("forbidden", `This needs one of the roles ${roles}; yours is ${standing.role}`);
			}
			await enforceScope(context, scope, standing);
		} catch (error) {
			if (error instanceof Problem && error.code === "forbidden") recordRefusal(context, standing.id, audit.action);
			throw error;
		}
		// Hono turns what a handler throws into the answer before it comes back here.
		await next();
		try {
			await recordOutcome(context, audit, context.res.status);
		} catch (error) {
			// Or Hono would give the refusal the headers of the answer it takes the place of.
			context.res = undefined;
			throw error;
		}
	};
}

/** The member whose session this is, or the refusal. */
async function standingOf(context: Context<AppContext>, session: Session, audit: AuditRule): Promise<Standing> {
	const registry = connectRegistry(context.env.DB);
	const now = Date.now();
	let found = await findStanding(registry, session, now);
	if (found.kind === "unknown" && "subject" in session.of) {
		const { subject } = session.of;
		if (!adminSubjects(context.env).includes(subject)) {
			// Their own subject is no secret to them, and what an admin needs to add them.
			recordRefusal(context, `subject:${subject}`, audit.action);
			throw new Problem(
				"forbidden",
				"You are signed in, but nobody has added you here; give your subject to an admin",
				{
					extra: { subject },
				},
			);
		}
		// The first admins, named in the settings, need nobody to add them.
		const first = { subject, name: "Administrator", role: "admin", wards: "all" } as const;
		if ((await addMember(registry, first, now)) !== null) recordFirstAdmin(context, subject);
		found = await findStanding(registry, session, now);
	}
	switch (found.kind) {
		case "member":
			return found.standing;
		case "deactivated":
			recordRefusal(
				context,
				"member" in session.of ? session.of.member : `subject:${session.of.subject}`,
				audit.action,
			);
			throw new Problem("forbidden", "Your access was ended; an admin can say why");
		case "unknown":
		case "ended":
			throw new Problem("unauthenticated", "This session has ended; sign in again");
		default:
			return found satisfies never;
	}
}

/** A cookie alone proves nothing about who wrote the request: changes and sockets must come from our own pages. */
function requireSameOrigin(context: Context<AppContext>): void {
	const socket = context.req.header("upgrade")?.toLowerCase() === "websocket";
	if (READING_METHODS.has(context.req.method) && !socket) return;
	if (context.req.header("origin") !== new URL(context.req.url).origin) {
		throw new Problem("forbidden", "This request must come from the dashboard's own origin");
	}
}
