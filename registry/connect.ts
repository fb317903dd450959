import { drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

/** The registry's connection: Drizzle over the D1 binding. Cheap; make one per request. */
export function connectRegistry(database: D1Database) {
	return drizzle(database, { schema });
}

export type Registry = ReturnType<typeof connectRegistry>;
