import { eq } from "drizzle-orm";
import type { Registry } from "./connect.ts";
import { settings } from "./schema.ts";

const JURISDICTION = "jurisdiction";

/** Records where this deployment's data live, unless that is recorded already. Returns what is recorded. */
export async function recordJurisdiction(registry: Registry, jurisdiction: string): Promise<string> {
	const find = async () => (await registry.select().from(settings).where(eq(settings.name, JURISDICTION)))[0]?.value;
	const recorded = await find();
	if (recorded !== undefined) return recorded;
	await registry.insert(settings).values({ name: JURISDICTION, value: jurisdiction }).onConflictDoNothing();
	return (await find()) ?? jurisdiction;
}
