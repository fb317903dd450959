/** Reports at rest: a row that says what there is, a file under an id that says nothing, and their end. */
import { connectRegistry } from "../../registry/connect.ts";
import { addReport, deleteReports, findReport, reportsBefore, type ReportRow } from "../../registry/reports.ts";
import { reportKey } from "../../vitals/reports.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";

const DAY_MS = 24 * 3600_000;
/** Expired reports that are deleted on one occasion. */
const EXPIRED_AT_ONCE = 20;

/** Random; long enough that nobody meets one by trying. */
export function newReportId(): string {
	return `R-${crypto.randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
}

/** SHA-256, hex. */
export async function sha256(data: Uint8Array | string): Promise<string> {
	const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
	const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keeps a report: the row first, so that an erasure that comes between finds what there is to delete.
 *
 * @returns false where the patient is being erased or is gone: nothing is left then
 */
export async function keepReport(env: Env, row: ReportRow, bytes: Uint8Array): Promise<boolean> {
	const registry = connectRegistry(env.DB);
	if (!(await addReport(registry, row))) return false;
	try {
		const options = { httpMetadata: { contentType: "application/pdf" }, sha256: row.fileHash };
		await env.REPORTS.put(reportKey(row.id), bytes, options);
	} catch (error) {
		await deleteReports(registry, [row.id]);
		throw error;
	}
	if ((await findReport(registry, row.id)) !== null) return true;
	await env.REPORTS.delete(reportKey(row.id));
	return false;
}

/** The file, compared with what was kept of it. @throws Problem 404 when it is gone, 503 when it is not what was written */
export async function readReport(env: Env, row: ReportRow): Promise<ArrayBuffer> {
	const object = await env.REPORTS.get(reportKey(row.id));
	if (object === null) throw new Problem("not_found", "The file of this report is gone");
	const bytes = await object.arrayBuffer();
	if ((await sha256(new Uint8Array(bytes))) !== row.fileHash)
		throw new Problem("unavailable", "The file of this report is not what was written: it is not shown");
	return bytes;
}

/** Reports made before this moment have expired; 0 for none, milliseconds since the epoch. */
export function expiredBefore(env: Env, now: number): number {
	return env.REPORT_RETENTION_DAYS === 0 ? 0 : now - env.REPORT_RETENTION_DAYS * DAY_MS;
}

/** When a report made at `createdAt` expires; null for never. */
export function expiryOf(env: Env, createdAt: number): number | null {
	return env.REPORT_RETENTION_DAYS === 0 ? null : createdAt + env.REPORT_RETENTION_DAYS * DAY_MS;
}

/** Deletes some that have expired, files first. They are not shown any more whether or not this was done. */
export async function deleteExpired(env: Env, now: number): Promise<void> {
	const before = expiredBefore(env, now);
	if (before === 0) return;
	const registry = connectRegistry(env.DB);
	const ids = await reportsBefore(registry, before, EXPIRED_AT_ONCE);
	if (ids.length === 0) return;
	await env.REPORTS.delete(ids.map(reportKey));
	await deleteReports(registry, ids);
}
