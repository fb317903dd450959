/** What an answer to posted readings means for each of them. Pure. */
import type { Answer } from "./client.ts";
import { isTransient } from "./retry.ts";

/** A reading the server will not take, whatever is done. */
export interface Refusal {
	/** Position in the request. */
	readonly index: number;
	/** `field:code`, such as `heart_rate:out_of_range`. */
	readonly reason: string;
}

export type Verdict =
	/** Every reading has an answer of its own. */
	| {
			readonly kind: "settled";
			readonly accepted: number;
			readonly duplicates: number;
			readonly refused: readonly Refusal[];
			readonly again: readonly number[];
	  }
	/** Nothing was decided; the same request again, later. */
	| { readonly kind: "later"; readonly retryAfterMs: number | null; readonly why: string }
	/** The request as a whole was refused; smaller ones will tell which reading is to blame. */
	| { readonly kind: "split" }
	/** The server does not know this device or key (any more). */
	| { readonly kind: "enrol"; readonly why: string };

interface ItemError {
	readonly index: number;
	readonly status: number;
	readonly reason: string;
}

/**
 * @param answer - to `POST /api/v1/telemetry` when `count` is 1, else to the batch route
 * @param count - readings in the request
 */
export function judge(answer: Answer, count: number): Verdict {
	const { status } = answer;
	if (isTransient(status)) return { kind: "later", retryAfterMs: answer.retryAfterMs, why: `answered with ${status}` };
	if (status === 401 || status === 404) return { kind: "enrol", why: `answered with ${status}` };
	if (count === 1) return judgeSingle(answer);
	const items = itemErrors(answer.body);
	if (status >= 200 && status < 300) return judgeBatch(answer, count, items);
	if (items.length > 0) return settleItems(count, 0, 0, items);
	if (status === 413 || status === 422) return { kind: "split" };
	return settleItems(count, 0, 0, everyItem(count, status));
}

function judgeSingle(answer: Answer): Verdict {
	if (answer.status >= 200 && answer.status < 300) {
		const duplicate = (answer.body as { duplicate?: unknown } | null)?.duplicate === true;
		return { kind: "settled", accepted: duplicate ? 0 : 1, duplicates: duplicate ? 1 : 0, refused: [], again: [] };
	}
	return {
		kind: "settled",
		accepted: 0,
		duplicates: 0,
		refused: [{ index: 0, reason: firstReason(answer.body) ?? `status:${answer.status}` }],
		again: [],
	};
}

/** A count that does not add up is no acknowledgement: sending again is safe, believing it is not. */
function judgeBatch(answer: Answer, count: number, items: readonly ItemError[]): Verdict {
	const body = (typeof answer.body === "object" && answer.body !== null ? answer.body : {}) as Record<string, unknown>;
	const accepted = body["accepted"];
	const duplicates = body["duplicates"];
	const rejected = body["rejected"];
	const numbers = typeof accepted === "number" && typeof duplicates === "number" && typeof rejected === "number";
	if (!numbers || accepted + duplicates + rejected !== count)
		return { kind: "later", retryAfterMs: null, why: "answered with counts that do not add up" };
	// Some were refused, but which ones is not said for all: smaller requests will tell.
	if (rejected !== items.length || items.some(({ index }) => index >= count)) return { kind: "split" };
	return settleItems(count, accepted, duplicates, items);
}

function settleItems(count: number, accepted: number, duplicates: number, items: readonly ItemError[]): Verdict {
	if (items.length === count && items.every(({ status }) => status === 401 || status === 404))
		return { kind: "enrol", why: items[0]?.reason ?? "unknown" };
	return {
		kind: "settled",
		accepted,
		duplicates,
		refused: items.filter(({ status }) => !isTransient(status)).map(({ index, reason }) => ({ index, reason })),
		again: items.filter(({ status }) => isTransient(status)).map(({ index }) => index),
	};
}

function everyItem(count: number, status: number): ItemError[] {
	return Array.from({ length: count }, (_, index) => ({ index, status, reason: `status:${status}` }));
}

/** The refused items, one per index: `errors` of a batch answer, `items` of the problem that says all were refused. */
function itemErrors(body: unknown): ItemError[] {
	const { errors: listed, items } = (body ?? {}) as { errors?: unknown; items?: unknown };
	const errors = items ?? listed;
	if (!Array.isArray(errors)) return [];
	const found = new Map<number, ItemError>();
	for (const entry of errors as unknown[]) {
		const { index, status } = (entry ?? {}) as { index?: unknown; status?: unknown };
		if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || found.has(index)) continue;
		const known = typeof status === "number" ? status : 422;
		found.set(index, { index, status: known, reason: firstReason(entry) ?? `status:${known}` });
	}
	return [...found.values()].sort((a, b) => a.index - b.index);
}

/** The first complaint as `field:code`; a reading with several is still one refused reading. */
function firstReason(body: unknown): string | null {
	const errors = (body as { errors?: unknown } | null)?.errors;
	const first = (Array.isArray(errors) ? errors[0] : null) as { field?: unknown; code?: unknown } | null;
	if (typeof first?.code !== "string") return null;
	return `${typeof first.field === "string" && first.field !== "" ? first.field : "reading"}:${first.code}`;
}
