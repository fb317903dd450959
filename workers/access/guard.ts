/** Who may use a route. Every route declares it; there is no default. */
import type { Context, Next } from "hono";
import type { Role } from "../../vitals/api.ts";
import type { AppContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { authenticatePerson } from "./session.ts";
import { authenticateFleet, authenticateWriter } from "./writer.ts";
import { isSigned } from "./signed-url.ts";

export type Access =
	/** Anybody: only what tells nothing. */
	| { readonly kind: "open" }
	/** A device as itself, or a gateway for a device of its fleet. */
	| { readonly kind: "device" }
	/** A gateway, with its fleet's key. */
	| { readonly kind: "fleet" }
	/** Whoever has the signed address: what it names, until it expires. */
	| { readonly kind: "signed" }
	/** A person with one of these roles. */
	| { readonly kind: "people"; readonly roles: readonly Role[] };

export const OPEN: Access = { kind: "open" };
export const DEVICE: Access = { kind: "device" };
export const FLEET: Access = { kind: "fleet" };
export const SIGNED: Access = { kind: "signed" };
export const people = (...roles: Role[]): Access => ({ kind: "people", roles });

const READING_METHODS = new Set(["GET", "HEAD"]);

/** Lets a request through to its handler, or throws the Problem that answers it. */
export function guard(access: Access) {
	return async (context: Context<AppContext>, next: Next): Promise<void> => {
		switch (access.kind) {
			case "open":
				break;
			case "device":
				context.set("writer", await authenticateWriter(context.env, context.req.raw));
				break;
			case "fleet":
				context.set("fleet", await authenticateFleet(context.env, context.req.raw));
				break;
			case "signed":
				if (!(await isSigned(context.env, new URL(context.req.url), Date.now()))) {
					throw new Problem("unauthenticated", "This address is not signed or has expired; ask for the export again");
				}
				break;
			case "people": {
				const person = await authenticatePerson(context.env, context.req.raw);
				if (person === null) throw new Problem("unauthenticated", "Sign in first");
				requireSameOrigin(context);
				if (!access.roles.includes(person.role)) {
					throw new Problem(
						"forbidden",
						`This needs one of the roles ${access.roles.join(", ")}; yours is ${person.role}`,
					);
				}
				context.set("person", person);
				break;
			}
			default:
				access satisfies never;
		}
		await next();
	};
}

/** A cookie alone proves nothing about who wrote the request: changes and sockets must come from our own pages. */
function requireSameOrigin(context: Context<AppContext>): void {
	const socket = context.req.header("upgrade")?.toLowerCase() === "websocket";
	if (READING_METHODS.has(context.req.method) && !socket) return;
	if (context.req.header("origin") !== new URL(context.req.url).origin) {
		throw new Problem("forbidden", "This request must come from the dashboard's own origin");
	}
}
