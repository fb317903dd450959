/** A ward's beds. */
import { addBed, listBeds, removeBed } from "../../registry/beds.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listWards, wardExists } from "../../registry/wards.ts";
import type { BedEntry, Page } from "../../vitals/api.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import { countQuery, textField, wardIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** Characters of a bed's label. */
const MAX_BED_LABEL = 40;

const NO_WARD = () => new Problem("not_found", "No ward of that id is known");

async function wardOf(context: Parameters<Handler>[0]): Promise<string> {
	const id = wardIdParam(context.req.param("id"), "id");
	if (!(await wardExists(connectRegistry(context.env.DB), id))) throw NO_WARD();
	return id;
}

/** `GET /api/v1/wards/:id`: the ward with its counts. */
export const getWard: Handler = async (context) => {
	const id = await wardOf(context);
	const [ward] = await listWards(connectRegistry(context.env.DB), [id]);
	if (ward === undefined) throw NO_WARD();
	return context.json(ward);
};

/** `GET /api/v1/wards/:id/beds`: its beds by label, with the devices in each. */
export const getBeds: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 100);
	const id = await wardOf(context);
	const data = await listBeds(connectRegistry(context.env.DB), id, context.req.query("cursor") ?? "", limit);
	const next_cursor = data.length === limit ? (data.at(-1)?.label ?? null) : null;
	return context.json({ data, next_cursor } satisfies Page<BedEntry>);
};

/** `POST /api/v1/wards/:id/beds` `{label}`: adds one. */
export const postBed: Handler = async (context) => {
	const id = await wardOf(context);
	const body = await readObject(context.req.raw);
	const label = textField(body["label"], "label", MAX_BED_LABEL);
	const bed = await addBed(connectRegistry(context.env.DB), id, label);
	if (bed === null) throw new Problem("conflict", "The ward has a bed of that label");
	context.get("target").object = `bed:${bed.id}`;
	return context.json(bed, 201);
};

/** `DELETE /api/v1/wards/:id/beds/:bed`: takes out a bed that no device is in. */
export const deleteBed: Handler = async (context) => {
	const ward = await wardOf(context);
	const bed = context.req.param("bed") ?? "";
	switch (await removeBed(connectRegistry(context.env.DB), ward, bed)) {
		case "removed":
			context.get("target").object = `bed:${bed}`;
			return context.body(null, 204);
		case "occupied":
			throw new Problem("conflict", "A device is in this bed; move it first");
		default:
			throw new Problem("not_found", "The ward has no bed of that id");
	}
};
