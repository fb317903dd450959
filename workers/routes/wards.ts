import { hintsWithin } from "../../durable-objects/residency.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listWards, saveWard } from "../../registry/wards.ts";
import type { Page, WardSummary } from "../../vitals/api.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { refuse, textField, wardIdParam } from "../params.ts";
import { stationIn } from "../placement.ts";

/** A hint of the platform, `null` for none, `undefined` where nothing was said. */
function locationField(given: unknown, jurisdiction: string): string | null | undefined {
	if (given === undefined || given === null) return given;
	const allowed = hintsWithin(jurisdiction);
	const hint = allowed.find((known) => known === given);
	if (hint !== undefined) return hint;
	const within = jurisdiction === "none" ? "" : ` under the jurisdiction ${jurisdiction}`;
	return refuse("location", `location must be one of ${allowed.join(", ")}${within}, or null`);
}

/** `GET /api/v1/wards`: the reader's wards with their counts. */
export const getWards: Handler = async (context) => {
	const data = await listWards(connectRegistry(context.env.DB), wardsOf(context));
	const page: Page<WardSummary> = { data, next_cursor: null };
	return context.json(page);
};

/** `PUT /api/v1/wards/:id` `{name, location?}`: creates a ward, renames it, or says where what it has not yet is to be made. */
export const saveWardRoute: Handler = async (context) => {
	const { env } = context;
	const id = wardIdParam(context.req.param("id"), "id");
	const body = await readObject(context.req.raw);
	const name = textField(body["name"], "name", 80);
	const location = locationField(body["location"], env.JURISDICTION);
	const registry = connectRegistry(env.DB);
	await saveWard(registry, { id, name, location, now: Date.now() });
	// Made now, and not by the first device that happens to have something to tell.
	if (typeof location === "string") await (await stationIn(env, id)).ping();
	return context.json((await listWards(registry)).find((ward) => ward.id === id));
};
