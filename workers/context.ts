import type { Context } from "hono";
import type { Me } from "../vitals/api.ts";
import type { FleetIdentity } from "./access/fleet-key.ts";
import type { Writer } from "./access/writer.ts";
import type { Env } from "./env.ts";

/** What every handler finds in its context; the guard sets whoever the route admits. */
export interface AppContext {
	Bindings: Env;
	Variables: { correlationId: string; writer: Writer; fleet: FleetIdentity; person: Me };
}

export type Handler = (context: Context<AppContext>) => Response | Promise<Response>;
