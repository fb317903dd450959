import { log, reason } from "../durable-objects/log.ts";
import { within } from "../durable-objects/within.ts";
import { connectRegistry } from "../registry/connect.ts";
import { recordJurisdiction } from "../registry/settings.ts";
import type { Env } from "./env.ts";

/** How long a request waits for the database: it has other things to do, and most of them without it. */
const PATIENCE_MS = 1_000;
/** A database that did not answer is left alone for so long: otherwise every reading would wait for it. */
const PAUSE_MS = 10_000;

/** What is recorded, once an isolate has read it; it never changes. */
const recorded = new WeakMap<D1Database, string>();
/** When a database that has not answered may be asked again, wall time. */
const askAgainAt = new WeakMap<D1Database, number>();

/**
 * Compares the setting with the jurisdiction of the first deployment. Another one would find every object empty, so
 * it is refused. While the database cannot be asked nothing is refused: readings are taken in without it.
 *
 * @returns a sentence, or `null` when all is well
 */
export async function residencyFault(env: Env): Promise<string | null> {
	let jurisdiction = recorded.get(env.DB);
	if (jurisdiction === undefined) {
		if (Date.now() < (askAgainAt.get(env.DB) ?? 0)) return null;
		try {
			jurisdiction = await within(PATIENCE_MS, recordJurisdiction(connectRegistry(env.DB), env.JURISDICTION));
			recorded.set(env.DB, jurisdiction);
		} catch (error) {
			askAgainAt.set(env.DB, Date.now() + PAUSE_MS);
			log("warn", "residency.unchecked", { reason: reason(error) });
			return null;
		}
	}
	if (jurisdiction === env.JURISDICTION) return null;
	return `the setting JURISDICTION is ${env.JURISDICTION}, but the data of this deployment live under ${jurisdiction}: set it back, or move them first (docs/security.md, "Moving to another jurisdiction")`;
}
