import { toCsv } from "../../lake/csv.ts";
import { parseObjectKey } from "../../lake/keys.ts";
import { readStretch } from "../../lake/range-read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { type CataloguedObject, findLakeObject, isPageCursor } from "../../registry/lake-catalogue.ts";
import { findMember } from "../../registry/members.ts";
import type { ExportFile, ExportPage } from "../../vitals/api.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { recordByAddress } from "../access/audit.ts";
import { signedPath } from "../access/signed-url.ts";
import { readObject } from "../body.ts";
import { rangedResponse, rangeOf } from "../byte-range.ts";
import { catalogueAt } from "../catalogue-page.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { MissingObject, rangedObject } from "../lake-history.ts";
import { deviceIdParam, refuse, timeQuery, wardIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** How long an address can be used. A longer download asks again and goes on. */
const ADDRESS_LIFE_MS = 3600_000;
/** Objects in one answer; a compacted day as CSV is up to 24 addresses. */
const OBJECTS_PER_PAGE = 100;
/** Devices of an export that the audit log names; what is fetched of them it names one by one. */
const NAMED_DEVICES = 20;
/** Devices that one export names. */
const MAX_DEVICES = 1000;
const HOUR_MS = 3600_000;
const FILE_PATH = "/api/v1/export/file";

/**
 * `POST /api/v1/exports`: what the lake holds of devices, or a ward, in a stretch of time, as signed addresses. By the
 * catalogue at the moment of the first page: each reading is behind exactly one address.
 */
export const postExport: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const devices = body["devices"];
	const deviceIds = devices === undefined ? undefined : deviceIdsField(devices);
	const wardId = body["ward_id"] === undefined ? undefined : wardIdParam(body["ward_id"]);
	const from = timeField(body["from"], "from");
	const to = timeField(body["to"], "to");
	if (to <= from) refuse("to", "to must be later than from", "out_of_range");
	const format = body["format"];
	if (format !== "parquet" && format !== "csv") {
		refuse("format", "format must be parquet or csv", format === undefined ? "missing" : "bad_format");
	}
	const cursor = body["cursor"] ?? "";
	if (typeof cursor !== "string" || !isPageCursor(cursor)) {
		refuse("cursor", "cursor must be the next_cursor of an answer");
	}
	const target = context.get("target");
	target.object =
		deviceIds === undefined ? `lake:${wardId ?? "all"}` : `devices:${deviceIds.slice(0, NAMED_DEVICES).join(",")}`;
	target.ward = wardId ?? null;
	const filter = { deviceIds, wardId, from, to };
	const { objects, next } = await catalogueAt(context.env, filter, cursor, OBJECTS_PER_PAGE);
	const expires = Date.now() + ADDRESS_LIFE_MS;
	const { origin } = new URL(context.req.url);
	const data: ExportFile[] = [];
	for (const object of objects) {
		const files = format === "parquet" ? [parquetFile(object)] : csvParts(object, from, to);
		for (const { query, ...file } of files) {
			const signed = await signedPath(context.env, FILE_PATH, { ...query, by: context.get("standing").id }, expires);
			data.push({ url: origin + signed, ...file });
		}
	}
	const page: ExportPage = { data, next_cursor: next, expires_at: new Date(expires).toISOString() };
	return context.json(page);
};

/** An address to be signed: what it says, and what the answer says of it. */
type Part = Omit<ExportFile, "url"> & { readonly query: Record<string, string> };

/** The object as it lies in the bucket: it may begin before `from` and end after `to`. */
function parquetFile(object: CataloguedObject): Part {
	return {
		query: { key: object.key, format: "parquet" },
		name: object.key,
		...timesOf(object.firstTimestamp, object.lastTimestamp),
		device_id: object.deviceId,
		bytes: object.bytes,
		md5: object.md5,
	};
}

/** A compacted day hour by hour, as its row groups are; anything else in one piece. Exactly from `from` to `to`. */
function csvParts(object: CataloguedObject, from: number, to: number): Part[] {
	const first = Math.max(from, object.firstTimestamp);
	const end = Math.min(to, object.lastTimestamp + 1);
	const step = parseObjectKey(object.key)?.kind === "day" ? HOUR_MS : Infinity;
	const parts: Part[] = [];
	for (let start = first; start < end;) {
		const next = Math.min(end, step === Infinity ? end : (Math.floor(start / step) + 1) * step);
		parts.push({
			query: { key: object.key, format: "csv", from: String(start), to: String(next) },
			name: object.key.replace(/\.parquet$/, `-${new Date(start).toISOString().replaceAll(/[-:.]/g, "")}.csv`),
			...timesOf(start, next - 1),
			device_id: object.deviceId,
			bytes: null,
			md5: null,
		});
		start = next;
	}
	return parts;
}

function timesOf(first: number, last: number): Pick<ExportFile, "first_timestamp" | "last_timestamp"> {
	return { first_timestamp: new Date(first).toISOString(), last_timestamp: new Date(last).toISOString() };
}

/**
 * `GET /api/v1/export/file`: one file of an export, or the part of it that a Range asks for. Whoever has the address may
 * have it as long as whoever asked for it may: to them the audit log puts it down.
 */
export const getExportFile: Handler = async (context) => {
	const key = context.req.query("key") ?? "";
	const registry = connectRegistry(context.env.DB);
	const [object, asker] = await Promise.all([
		findLakeObject(registry, key),
		findMember(registry, context.req.query("by") ?? ""),
	]);
	if (asker === null || asker.status !== "active" || asker.role !== "admin")
		throw new Problem("unauthenticated", "Whoever asked for this export may not have it any more");
	if (object === null) throw gone();
	recordByAddress(context, "readings.export_file", asker, { object: `lake:${key}`, ward: object.wardId });
	return context.req.query("format") === "csv"
		? csvResponse(context.env, context.req.raw, object)
		: parquetResponse(context.env, context.req.raw, object);
};

const gone = () => new Problem("not_found", "This file was compacted or has expired; ask for the export again");

async function parquetResponse(
	{ LAKE }: Env,
	request: Request,
	{ key, bytes, md5 }: CataloguedObject,
): Promise<Response> {
	const etag = `"${md5}"`;
	const range = rangeOf(request, bytes, etag);
	const options = range === null ? {} : { range: { offset: range.start, length: range.end - range.start } };
	const stored = await LAKE.get(key, options);
	if (stored === null) throw gone();
	return rangedResponse(stored.body, bytes, range, { etag, ...download(key, "application/vnd.apache.parquet") });
}

/** Made anew for each request, the same bytes each time, because the object never changes. */
async function csvResponse({ LAKE }: Env, request: Request, object: CataloguedObject): Promise<Response> {
	const url = new URL(request.url);
	const from = Number(url.searchParams.get("from"));
	const to = Number(url.searchParams.get("to"));
	const readings: StoredReading[] = [];
	const stretch = { from, to, belowSeq: Infinity };
	try {
		await readStretch(
			[object],
			stretch,
			(place) => rangedObject(LAKE, place),
			(some) => {
				readings.push(...some);
			},
		);
	} catch (error) {
		throw error instanceof MissingObject ? gone() : error;
	}
	readings.sort((a, b) => a.seq - b.seq);
	const bytes = new Uint8Array(new TextEncoder().encode(toCsv(object.deviceId, readings)));
	const etag = `"${object.md5}-${from}-${to}"`;
	const range = rangeOf(request, bytes.byteLength, etag);
	const body = range === null ? bytes : bytes.slice(range.start, range.end);
	return rangedResponse(body, bytes.byteLength, range, { etag, ...download(object.key, "text/csv; charset=utf-8") });
}

function download(key: string, type: string): Record<string, string> {
	const name = key.split("/").at(-1) ?? "readings";
	const file = type.startsWith("text/csv") ? name.replace(/\.parquet$/, ".csv") : name;
	return { "content-type": type, "content-disposition": `attachment; filename="${file}"` };
}

function timeField(value: unknown, field: string): number {
	const text = typeof value === "number" || typeof value === "string" ? String(value) : undefined;
	const time = timeQuery(text, field);
	if (time === undefined) refuse(field, `${field} must be ISO 8601 or milliseconds since the epoch`, "missing");
	return time;
}

function deviceIdsField(value: unknown): string[] {
	if (!Array.isArray(value) || value.length === 0 || value.length > MAX_DEVICES) {
		refuse("devices", `devices must be a list of 1 to ${MAX_DEVICES} device ids`);
	}
	return value.map((id: unknown, index) => {
		try {
			return deviceIdParam(typeof id === "string" ? id : undefined);
		} catch {
			return refuse(`devices[${index}]`, `devices[${index}] must be a device id`);
		}
	});
}
