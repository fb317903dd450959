/** What engineers keep of devices besides where they are: tags, who wore them when, and lists as CSV, out and in. */
import { stringify } from "csv-stringify/sync";
import { connectRegistry } from "../../registry/connect.ts";
import { listDevices, saveTags } from "../../registry/devices.ts";
import { wearersOf } from "../../registry/patients.ts";
import { entryTo } from "../../registry/standing.ts";
import { isoOrNull } from "../../vitals/anomaly.ts";
import type { DeviceAssignment, DeviceSummary, Page } from "../../vitals/api.ts";
import { recordLook } from "../access/audit.ts";
import { readObject, readText } from "../body.ts";
import type { Handler } from "../context.ts";
import { COLUMNS, MAX_IMPORT_BYTES, parseDevices } from "../device-import/parse.ts";
import { importDevices } from "../device-import/import.ts";
import { checkTags, MAX_TAGS, TAG_RULE, TAG_SEPARATOR } from "../device-import/tags.ts";
import { choiceQuery, countQuery, deviceIdParam, refuse } from "../params.ts";
import { Problem } from "../problem.ts";
import { deviceFilter } from "./devices.ts";

/** Rows fetched at once for an export. */
const EXPORT_PAGE = 500;

/** `PUT /api/v1/devices/:id/tags` `{tags}`: replaces them all. */
export const putTags: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const { tags } = await readObject(context.req.raw);
	const checked = Array.isArray(tags) ? checkTags(tags) : null;
	if (checked === null)
		refuse(
			"tags",
			`tags must be a list of at most ${MAX_TAGS}, each ${TAG_RULE}`,
			tags === undefined ? "missing" : "bad_format",
		);
	if (!(await saveTags(connectRegistry(context.env.DB), id, checked)))
		throw new Problem("unknown_device", "No device of that id is registered");
	return context.json({ tags: checked });
};

/** `GET /api/v1/devices/:id/assignments`: who wore the device when, newest first. Engineers learn when, not who. */
export const getAssignments: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const limit = countQuery(context.req.query("limit"), "limit", 1, 200, 50);
	const before = countQuery(context.req.query("cursor"), "cursor", 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
	const registry = connectRegistry(context.env.DB);
	if ((await listDevices(registry, { id, after: "", limit: 1 })).length === 0)
		throw new Problem("unknown_device", "No device of that id is registered");
	const rows = await wearersOf(registry, id, before, limit);
	const standing = context.get("standing");
	const may = (wards: readonly string[]) =>
		standing.role !== "engineer" && wards.some((ward) => entryTo(standing, ward) !== null);
	const data = rows.map(({ surrogate, startedAt, endedAt, wards }): DeviceAssignment => ({
		patient: may(wards) ? surrogate : null,
		started_at: new Date(startedAt).toISOString(),
		ended_at: isoOrNull(endedAt),
	}));
	const next_cursor = rows.length === limit ? String(rows.at(-1)?.startedAt) : null;
	return context.json({ data, next_cursor } satisfies Page<DeviceAssignment>);
};

/** `GET /api/v1/devices.csv`: devices as `GET /api/v1/devices` lists them, without patients; an import takes it back unchanged. */
export const exportDevices: Handler = (context) => {
	const filter = deviceFilter(context);
	const registry = connectRegistry(context.env.DB);
	const encoder = new TextEncoder();
	let after: string | null = "";
	const body = new ReadableStream({
		type: "bytes",
		start(controller) {
			controller.enqueue(encoder.encode(line(COLUMNS)));
		},
		async pull(controller) {
			const page: DeviceSummary[] =
				after === null ? [] : await listDevices(registry, { ...filter, after, limit: EXPORT_PAGE });
			after = page.length === EXPORT_PAGE ? (page.at(-1)?.id ?? null) : null;
			if (page.length > 0) controller.enqueue(encoder.encode(page.map(rowOf).map(line).join("")));
			if (after === null) controller.close();
		},
	});
	const headers = {
		"content-type": "text/csv; charset=utf-8",
		"content-disposition": 'attachment; filename="devices.csv"',
	};
	return new Response(body, { headers });
};

function rowOf(device: DeviceSummary): string[] {
	const { id, ward_id, bed, fleet, tags, simulated, firmware, enrolled_at } = device;
	return [
		id,
		ward_id,
		bed ?? "",
		fleet ?? "",
		tags.join(TAG_SEPARATOR),
		String(simulated),
		firmware?.version ?? "",
		enrolled_at,
	];
}

/** What a spreadsheet would take for a formula is marked as text. */
function line(cells: readonly string[]): string {
	return stringify([cells], { escape_formulas: true, record_delimiter: "windows" });
}

/** `POST /api/v1/devices/import?dry_run=`: a CSV file, line by line. With `dry_run=true` nothing is written. */
export const postDevices: Handler = async (context) => {
	const dryRun = choiceQuery(context.req.query("dry_run"), "dry_run", ["true", "false"]) === "true";
	if (!/^text\/csv\b/i.test(context.req.header("content-type") ?? ""))
		throw new Problem("unsupported_media_type", "An import is sent as text/csv");
	const file = parseDevices(await readText(context.req.raw, MAX_IMPORT_BYTES));
	const report = await importDevices(context, file, dryRun);
	// The request's own entry says that there was an import; these say of what.
	for (const { outcome, device_id } of report.lines) {
		if (dryRun || device_id === null || (outcome !== "created" && outcome !== "updated")) continue;
		const target = { object: `device:${device_id}`, ward: null, patient: null, grant: null };
		recordLook(context, `devices.import.${outcome}`, target);
	}
	return context.json(report);
};
