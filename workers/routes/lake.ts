import { log, reason } from "../../durable-objects/log.ts";
import { parseObjectKey } from "../../lake/keys.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listDeviceIds } from "../../registry/devices.ts";
import { listLakeObjects } from "../../registry/lake-catalogue.ts";
import type { LakeObject, Page } from "../../vitals/api.ts";
import type { Handler } from "../context.ts";
import { countQuery } from "../params.ts";
import { Problem } from "../problem.ts";

/** Devices asked in one request, and at the same time. */
const DEVICES_PER_FLUSH = 200;
const AT_ONCE = 20;

/** `POST /api/v1/lake/flush?cursor=`: devices move what they hold to the lake now, 200 to a request. */
export const flushLake: Handler = async (context) => {
	const ids = await listDeviceIds(
		connectRegistry(context.env.DB),
		context.req.query("cursor") ?? "",
		DEVICES_PER_FLUSH,
	);
	const next = ids.length === DEVICES_PER_FLUSH ? (ids.at(-1) ?? null) : null;
	let [sealed, pending] = [0, 0];
	const failed: string[] = [];
	const work = async () => {
		for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
			try {
				const result = await context.env.DEVICE_MONITOR.getByName(id).flush();
				sealed += result.written;
				pending += result.pending;
			} catch (error) {
				// Its readings are safe where they are, and its own timer tries again.
				log("warn", "flush.failed", { device: id, reason: reason(error) });
				failed.push(id);
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return context.json({ sealed, pending, failed, next_cursor: next });
};

/** `GET /api/v1/lake/objects`: the catalogue, in key order. */
export const getLakeObjects: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 1000, 200);
	const data = await listLakeObjects(connectRegistry(context.env.DB), context.req.query("cursor") ?? "", limit);
	const page: Page<LakeObject> = { data, next_cursor: data.length === limit ? (data.at(-1)?.key ?? null) : null };
	return context.json(page);
};

/** `GET /api/v1/lake/object?key=`: one Parquet file. */
export const getLakeObject: Handler = async (context) => {
	const key = context.req.query("key") ?? "";
	const object = parseObjectKey(key) === null ? null : await context.env.LAKE.get(key);
	if (object === null) throw new Problem("not_found", "No object of that key is in the lake");
	context.get("target").object = `lake:${key}`;
	return new Response(object.body, {
		headers: {
			"content-type": "application/vnd.apache.parquet",
			"content-length": String(object.size),
			etag: object.httpEtag,
		},
	});
};
