/** Reports: made of what the server holds, kept, and read again by those who may see the patient at that time. */
import { log, reason } from "../../durable-objects/log.ts";
import { toCsv } from "../../lake/csv.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { assignmentsOf } from "../../registry/patients.ts";
import { findReport, listReports, type ReportRow } from "../../registry/reports.ts";
import type { Page } from "../../vitals/api.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { REPORT_ID_PATTERN, type ReportEntry } from "../../vitals/reports.ts";
import { MAY_SEE_LABELS } from "../access/label.ts";
import { wardsOf } from "../access/scope.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { readingsBetween } from "../lake-history.ts";
import { countQuery, PATIENT_PATTERN, refuse } from "../params.ts";
import { watchesIn, type Watch } from "../patient-history.ts";
import { Problem } from "../problem.ts";
import { breather } from "../reports/breathing.ts";
import { REPORT_VERSION } from "../reports/data.ts";
import { gatherReport } from "../reports/gather.ts";
import { placeOrder } from "../reports/order.ts";
import { assetFonts, MissingFont } from "../reports/pdf/faces.ts";
import { checkReportRequest } from "../reports/request.ts";
import {
	deleteExpired,
	expiredBefore,
	expiryOf,
	keepReport,
	newReportId,
	readReport,
	sha256,
} from "../reports/store.ts";
import { erasing } from "./patients.ts";

/** The seed's name of the file. */
const FILE_NAME = "clinical_report.pdf";
/** Readings in one part of the data file: an hour at 1 Hz. */
const PAGE = 3600;
/** Steps between two turns of others: those of pages are shorter. */
const STEPS = { gather: 2, compose: 6 } as const;

type Context = Parameters<Handler>[0];

/** `POST /api/v1/generate-report`: the PDF; it is kept, and `Location` says where. */
export const generateReport: Handler = async (context) => {
	const { env } = context;
	const request = checkReportRequest(await readObject(context.req.raw));
	const { order, wardId } = await placeOrder(context, request);
	// While the readings are fetched.
	const composing = import("../reports/compose.ts");
	const data = await gatherReport(env, order, breather(STEPS.gather));
	const imprint = { id: newReportId(), hash: await sha256(JSON.stringify(data)), generatedAt: Date.now() };
	const { bytes, pages } = await compose(env, await composing, data, imprint, request, breather(STEPS.compose));
	const row: ReportRow = {
		id: imprint.id,
		version: REPORT_VERSION,
		surrogate: data.patient,
		wardId,
		devices: [...new Set(data.devices.map(({ id }) => id))],
		fromAt: data.period.from,
		toAt: data.period.to,
		createdAt: imprint.generatedAt,
		createdBy: order.author.id,
		labelled: data.label !== null,
		pages,
		bytes: bytes.byteLength,
		contentHash: imprint.hash,
		fileHash: await sha256(bytes),
	};
	if (!(await keepReport(env, row, bytes))) throw erasing();
	context.get("target").object = `report:${row.id}`;
	later(context, deleteExpired(env, Date.now()));
	return pdf(bytes, row, "attachment", 200, { location: `/api/v1/reports/${row.id}` });
};

/** The library and the letters are loaded when the first report is made, not when the Worker starts. */
async function compose(env: Env, { composeReport }: Composing, ...[data, imprint, form, breathe]: ComposeArguments) {
	try {
		return await composeReport(data, imprint, form, assetFonts(env.ASSETS), breathe);
	} catch (error) {
		if (!(error instanceof MissingFont)) throw error;
		log("error", "report.fonts_missing", { reason: reason(error) });
		throw new Problem(
			"unavailable",
			"The letters of reports are not at hand: the dashboard must be built and deployed",
			{
				retryAfter: 60,
			},
		);
	}
}
type Composing = typeof import("../reports/compose.ts");
type Compose = Composing["composeReport"];
type ComposeArguments = [
	Parameters<Compose>[0],
	Parameters<Compose>[1],
	Parameters<Compose>[2],
	Parameters<Compose>[4],
];

/** `GET /api/v1/reports`: those on patients in the reader's wards, newest first; `patient` for one patient's. */
export const getReports: Handler = async (context) => {
	const { env } = context;
	const limit = countQuery(context.req.query("limit"), "limit", 1, 200, 50);
	const patient = context.req.query("patient");
	if (patient !== undefined && !PATIENT_PATTERN.test(patient)) refuse("patient", "patient must be a surrogate");
	const now = Date.now();
	const rows = await listReports(connectRegistry(env.DB), {
		wards: wardsOf(context),
		patient,
		after: expiredBefore(env, now),
		labelled: MAY_SEE_LABELS.has(context.get("person").role),
		before: cursorOf(context.req.query("cursor")),
		limit,
	});
	later(context, deleteExpired(env, now));
	const last = rows.length === limit ? rows.at(-1) : undefined;
	return context.json({
		data: rows.map((row) => entryOf(env, row)),
		next_cursor: last === undefined ? null : `${last.createdAt}_${last.id}`,
	} satisfies Page<ReportEntry>);
};

/** `GET /api/v1/reports/:id`: the file, as it was made. */
export const getReport: Handler = async (context) => {
	const row = await reportOf(context);
	return pdf(await readReport(context.env, row), row, "inline");
};

/** `GET /api/v1/reports/:id/data.csv`: the readings it was made of, those of its patient and no others, as they were at hand then. */
export const getReportData: Handler = async (context) => {
	const row = await reportOf(context);
	const { surrogate, fromAt: from, toAt: to, devices } = row;
	const worn = surrogate === null ? [] : await assignmentsOf(connectRegistry(context.env.DB), surrogate);
	const own = worn.filter(({ deviceId }) => devices.includes(deviceId));
	const watches =
		surrogate === null ? devices.map((deviceId) => ({ deviceId, from, to })) : watchesIn(own, { from, to });
	const lines = csvOf(context.env, row, watches);
	const encoder = new TextEncoder();
	const body = new ReadableStream({
		type: "bytes",
		async pull(controller) {
			const { value, done } = await lines.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
	});
	return new Response(body, {
		headers: {
			"content-type": "text/csv; charset=utf-8",
			"content-disposition": `attachment; filename="${row.id}.csv"`,
		},
	});
};

/** Page by page; the heading once. */
async function* csvOf(env: Env, row: ReportRow, watches: readonly Watch[]): AsyncGenerator<string> {
	yield toCsv("", []);
	for (const { deviceId, from, to } of watches) {
		const whose = row.surrogate === null ? { patient: null, nobodySince: from } : { patient: row.surrogate };
		for (let after: Awaited<ReturnType<typeof readingsBetween>>["next"] | undefined; after !== null;) {
			const page = await readingsBetween(env, deviceId, { from, to, whose }, PAGE, after ?? null);
			const known: StoredReading[] = page.readings.filter(({ receivedAt }) => receivedAt <= row.createdAt);
			const text = toCsv(deviceId, known);
			if (known.length > 0) yield text.slice(text.indexOf("\r\n") + 2);
			after = page.next;
		}
	}
}

/** The report that the address names, for somebody whom the guard let through. @throws Problem 404, 403 */
async function reportOf(context: Context): Promise<ReportRow> {
	const id = context.req.param("id") ?? "";
	const row = REPORT_ID_PATTERN.test(id) ? await findReport(connectRegistry(context.env.DB), id) : null;
	if (row === null || row.createdAt < expiredBefore(context.env, Date.now()))
		throw new Problem("not_found", "No report of that id is kept");
	if (row.labelled && !MAY_SEE_LABELS.has(context.get("person").role))
		throw new Problem("forbidden", "This report shows what the patient is called, which your role is not told");
	return row;
}

function pdf(
	bytes: Uint8Array | ArrayBuffer,
	row: ReportRow,
	disposition: "attachment" | "inline",
	status = 200,
	more: Record<string, string> = {},
): Response {
	return new Response(bytes as Uint8Array<ArrayBuffer>, {
		status,
		headers: {
			"content-type": "application/pdf",
			"content-disposition": `${disposition}; filename="${FILE_NAME}"`,
			"x-report-id": row.id,
			"x-content-sha256": row.contentHash,
			etag: `"${row.fileHash}"`,
			...more,
		},
	});
}

function entryOf(env: Env, row: ReportRow): ReportEntry {
	const iso = (time: number) => new Date(time).toISOString();
	const expiresAt = expiryOf(env, row.createdAt);
	return {
		id: row.id,
		patient: row.surrogate,
		devices: row.devices,
		from: iso(row.fromAt),
		to: iso(row.toAt),
		created_at: iso(row.createdAt),
		created_by: row.createdBy,
		expires_at: expiresAt === null ? null : iso(expiresAt),
		labelled: row.labelled,
		pages: row.pages,
		bytes: row.bytes,
		content_sha256: row.contentHash,
		file_sha256: row.fileHash,
	};
}

function cursorOf(value: string | undefined): { createdAt: number; id: string } | undefined {
	if (value === undefined) return undefined;
	const [, createdAt, id] = /^(\d{1,15})_(R-[0-9A-F]{16})$/.exec(value) ?? [];
	if (createdAt === undefined || id === undefined) refuse("cursor", "cursor must be the next_cursor of an answer");
	return { createdAt: Number(createdAt), id };
}

/** Without keeping the answer waiting; it is tried again on the next occasion. */
function later(context: Context, work: Promise<void>): void {
	context.executionCtx.waitUntil(
		work.catch((error: unknown) => log("warn", "reports.expiry_failed", { reason: reason(error) })),
	);
}
