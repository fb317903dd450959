import { log, reason } from "../durable-objects/log.ts";
import { connectRegistry } from "../registry/connect.ts";
import { recordJurisdiction } from "../registry/settings.ts";
import type { Env } from "./env.ts";

/** What is recorded, once an isolate has read it; it never changes. */
const recorded = new WeakMap<D1Database, string>();

/**
 * Compares the setting with the jurisdiction of the first deployment. Another one would find every object empty, so
 * it is refused. While the database cannot be asked nothing is refused: readings are taken in without it.
 *
 * @returns a sentence, or `null` when all is well
 */
export async function residencyFault(env: Env): Promise<string | null> {
	let jurisdiction = recorded.get(env.DB);
	if (jurisdiction === undefined) {
		try {
			jurisdiction = await recordJurisdiction(connectRegistry(env.DB), env.JURISDICTION);
			recorded.set(env.DB, jurisdiction);
		} catch (error) {
			log("warn", "residency.unchecked", { reason: reason(error) });
			return null;
		}
	}
	if (jurisdiction === env.JURISDICTION) return null;
	return `the setting JURISDICTION is ${env.JURISDICTION}, but the data of this deployment live under ${jurisdiction}: set it back, or move them first (docs/security.md, "Moving to another jurisdiction")`;
}
