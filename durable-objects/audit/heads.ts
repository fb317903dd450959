/** The chain's head of each day, in R2: whoever rewrites the log would have to rewrite these too. */
import type { AuditHead } from "../../vitals/audit.ts";

const PREFIX = "audit/head/";

/** The UTC day of a moment (milliseconds since the epoch), `YYYY-MM-DD`. */
export const headDate = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Keeps the head of a day. A head that is there is never replaced.
 *
 * @returns false when another head was kept for that day
 */
export async function keepHead(bucket: R2Bucket, head: AuditHead): Promise<boolean> {
	const key = `${PREFIX}date=${head.date}.json`;
	const text = JSON.stringify(head);
	const put = await bucket.put(key, text, {
		onlyIf: { etagDoesNotMatch: "*" },
		httpMetadata: { contentType: "application/json" },
	});
	if (put !== null) return true;
	return (await (await bucket.get(key))?.text()) === text;
}

/** The heads that were kept, oldest first: a page, and where the next begins. */
export async function listHeads(
	bucket: R2Bucket,
	after: string | undefined,
	limit: number,
): Promise<{ heads: AuditHead[]; next: string | null }> {
	const startAfter = after === undefined ? PREFIX : `${PREFIX}date=${after}.json`;
	const listed = await bucket.list({ prefix: PREFIX, startAfter, limit });
	const heads = await Promise.all(
		listed.objects.map(async ({ key }) => (await bucket.get(key))?.json<AuditHead>() ?? null),
	);
	const kept = heads.filter((head) => head !== null);
	return { heads: kept, next: listed.truncated ? (kept.at(-1)?.date ?? null) : null };
}
