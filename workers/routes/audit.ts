import { listHeads } from "../../durable-objects/audit/heads.ts";
import { AUDIT_LOG_NAME } from "../../durable-objects/audit-log.ts";
import type { Page } from "../../vitals/api.ts";
import type { AuditEntry, AuditHead } from "../../vitals/audit.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { choiceQuery, countQuery, timeQuery } from "../params.ts";
import { validationProblem } from "../problem.ts";

/** Entries asked of the log at a time while exporting. */
const EXPORT_PAGE = 1_000;

const logOf = (env: Env) => env.AUDIT_LOG.getByName(AUDIT_LOG_NAME);

/** `GET /api/v1/audit`: entries, newest first; filters combine. */
export const getAudit: Handler = async (context) => {
	const query = (name: string) => context.req.query(name);
	const cursor = query("cursor");
	const { entries, next } = await logOf(context.env).find({
		actor: query("actor"),
		action: query("action"),
		ward: query("ward"),
		patient: query("patient"),
		outcome: choiceQuery(query("outcome"), "outcome", ["done", "refused", "failed"]),
		since: timeQuery(query("since"), "since"),
		until: timeQuery(query("until"), "until"),
		before: cursor === undefined ? undefined : countQuery(cursor, "cursor", 1, Number.MAX_SAFE_INTEGER, 1),
		limit: countQuery(query("limit"), "limit", 1, 500, 100),
	});
	const page: Page<AuditEntry> = { data: entries, next_cursor: next === null ? null : String(next) };
	return context.json(page);
};

/** `GET /api/v1/audit/export?after=`: every entry from there on in the chain's order, NDJSON. */
export const exportAudit: Handler = (context) => {
	let after: number | null = countQuery(context.req.query("after"), "after", 0, Number.MAX_SAFE_INTEGER, 0);
	const encoder = new TextEncoder();
	const { env } = context;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			if (after === null) return controller.close();
			const { entries, next }: { entries: AuditEntry[]; next: number | null } = await logOf(env).find({
				after,
				limit: EXPORT_PAGE,
			});
			after = next;
			if (entries.length > 0) {
				controller.enqueue(encoder.encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")));
			} else controller.close();
		},
	});
	return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
};

/** `GET /api/v1/audit/heads?cursor=`: the heads kept at the end of each day, oldest first. */
export const getAuditHeads: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 400, 100);
	const cursor = context.req.query("cursor");
	if (cursor !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(cursor))
		throw validationProblem([
			{ field: "cursor", code: "bad_format", message: "cursor must be the next_cursor of the page before" },
		]);
	const { heads, next } = await listHeads(context.env.LAKE, cursor, limit);
	return context.json({ data: heads, next_cursor: next } satisfies Page<AuditHead>);
};
