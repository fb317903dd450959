import type { Context } from "hono";
import type { Me } from "../vitals/api.ts";
import type { Session, Standing } from "../registry/standing.ts";
import type { FleetIdentity } from "./access/fleet-key.ts";
import { UUID_PATTERN } from "./access/audit.ts";
import type { Identification } from "./access/identification.ts";
import type { Target } from "./access/scope.ts";
import type { Writer } from "./access/writer.ts";
import type { Env } from "./env.ts";

/** What every handler finds in its context; the guard sets whoever the route admits. */
export interface AppContext {
	Bindings: Env;
	Variables: {
		correlationId: string;
		identification: Identification;
		/** Whose key it is, on the routes of devices; the gateway on those of fleets. */
		writer: Writer;
		fleet: FleetIdentity;
		session: Session;
		standing: Standing;
		person: Me;
		/** What the request is about, for the audit log: a handler that learns more adds it. */
		target: Target;
	};
}

/**
 * The request's name as it may be logged, and told to objects for their log. What a client calls a request may be any text, even
 * whom it is about: only what cannot say anything is written down.
 */
export function loggableCorrelation(context: Context<AppContext>): string | null {
	const correlationId = context.get("correlationId");
	return UUID_PATTERN.test(correlationId) ? correlationId : null;
}

export type Handler = (context: Context<AppContext>) => Response | Promise<Response>;
