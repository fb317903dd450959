import { connectRegistry } from "../../registry/connect.ts";
import { listWards, saveWard } from "../../registry/wards.ts";
import type { Page, WardSummary } from "../../vitals/api.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { textField, wardIdParam } from "../params.ts";

/** `GET /api/v1/wards`: the reader's wards with their counts. */
export const getWards: Handler = async (context) => {
	const data = await listWards(connectRegistry(context.env.DB), wardsOf(context));
	const page: Page<WardSummary> = { data, next_cursor: null };
	return context.json(page);
};

/** `PUT /api/v1/wards/:id`: creates a ward or renames it. */
export const saveWardRoute: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const name = textField((await readObject(context.req.raw))["name"], "name", 80);
	const registry = connectRegistry(context.env.DB);
	await saveWard(registry, { id, name, now: Date.now() });
	return context.json((await listWards(registry)).find((ward) => ward.id === id));
};
