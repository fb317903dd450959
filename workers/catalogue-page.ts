import { connectRegistry } from "../registry/connect.ts";
import { type LakeObjectFilter, type LakeObjectPage, pageLakeObjects } from "../registry/lake-catalogue.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problem.ts";

/**
 * A page of the lake's catalogue as it was at the moment of the first page.
 *
 * @throws Problem 410 when that moment cannot be shown any more: going on would leave readings out in silence
 */
export async function catalogueAt(
	env: Env,
	filter: LakeObjectFilter,
	cursor: string,
	limit: number,
): Promise<LakeObjectPage> {
	const page = await pageLakeObjects(connectRegistry(env.DB), filter, cursor, limit);
	if (page !== "expired") return page;
	const detail = "Objects that this list began with were replaced and are gone since: ask again without cursor";
	throw new Problem("expired", detail);
}
