import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { log, reason } from "../../durable-objects/log.ts";
import { parseObjectKey } from "../../lake/keys.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listDeviceIds } from "../../registry/devices.ts";
import { isPageCursor, lakeObjectEntry, listLakeDays } from "../../registry/lake-catalogue.ts";
import type { LakeDay, LakeObject, Page } from "../../vitals/api.ts";
import { catalogueAt } from "../catalogue-page.ts";
import type { Handler } from "../context.ts";
import { countQuery, refuse } from "../params.ts";
import { Problem } from "../problem.ts";

/** Devices asked in one request, and at the same time. */
const DEVICES_PER_REQUEST = 200;
const AT_ONCE = 20;

/** `POST /api/v1/lake/flush?cursor=`: devices move what they hold to the lake now, 200 to a request. */
export const flushLake: Handler = async (context) => {
	let [sealed, pending] = [0, 0];
	const outcome = await askDevices(context, "flush", async (device) => {
		const result = await device.flush();
		sealed += result.written;
		pending += result.pending;
	});
	return context.json({ sealed, pending, ...outcome });
};

/**
 * `POST /api/v1/lake/compact?cursor=`: devices make one object of each of their days now, today included, and delete
 * what is due; 200 to a request.
 */
export const compactLake: Handler = async (context) => {
	let [replaced, written, deleted] = [0, 0, 0];
	const outcome = await askDevices(context, "compact", async (device) => {
		const result = await device.compact(false);
		replaced += result?.replaced ?? 0;
		written += result?.written ?? 0;
		deleted += result?.deleted ?? 0;
	});
	return context.json({ replaced, written, deleted, ...outcome });
};

/** Asks a page of devices. One that fails is named: its readings are safe where they are, and its own timer tries again. */
async function askDevices(
	context: Parameters<Handler>[0],
	what: string,
	ask: (device: DurableObjectStub<DeviceMonitor>) => Promise<void>,
): Promise<{ failed: string[]; next_cursor: string | null }> {
	const cursor = context.req.query("cursor") ?? "";
	const ids = await listDeviceIds(connectRegistry(context.env.DB), cursor, DEVICES_PER_REQUEST);
	const next = ids.length === DEVICES_PER_REQUEST ? (ids.at(-1) ?? null) : null;
	const failed: string[] = [];
	const work = async () => {
		for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
			try {
				await ask(context.env.DEVICE_MONITOR.getByName(id));
			} catch (error) {
				log("warn", `${what}.failed`, { device: id, reason: reason(error) });
				failed.push(id);
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return { failed, next_cursor: next };
}

/** `GET /api/v1/lake/objects`: the catalogue, in key order, as it was when the first page was asked for. */
export const getLakeObjects: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 1000, 200);
	const cursor = context.req.query("cursor") ?? "";
	if (!isPageCursor(cursor)) refuse("cursor", "cursor must be the next_cursor of an answer");
	const { objects, next } = await catalogueAt(context.env, {}, cursor, limit);
	return context.json({ data: objects.map(lakeObjectEntry), next_cursor: next } satisfies Page<LakeObject>);
};

/** `GET /api/v1/lake/days`: how much the lake has of each day, newest first. */
export const getLakeDays: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 400, 60);
	const cursor = context.req.query("cursor") ?? null;
	if (cursor !== null && !/^\d{4}-\d{2}-\d{2}$/.test(cursor))
		refuse("cursor", "cursor must be the next_cursor of an answer");
	const data = await listLakeDays(connectRegistry(context.env.DB), cursor, limit);
	const next_cursor = data.length === limit ? (data.at(-1)?.date ?? null) : null;
	return context.json({ data, next_cursor } satisfies Page<LakeDay>);
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
