/**
 * The audit log's entries and their chain. Each entry's hash covers the entry and the hash before it, so that a
 * changed, removed or inserted entry breaks every hash after it; heads kept elsewhere catch a chain written anew.
 *
 * Entries hold ids and surrogates: no name, no identifier, no free text.
 */
import type { Role } from "./api.ts";

/** The fields that are hashed, and their order. A change here is a new version; older entries stay as they were hashed. */
export const AUDIT_VERSION = 1;

/** What became of it. `failed`: our side broke, it may have happened in part. */
export type AuditOutcome = "done" | "refused" | "failed";

/** What happened, before it has its place in the chain. */
export interface AuditEvent {
	/** ISO 8601, UTC. */
	readonly at: string;
	/** Member id, or `subject:…` for somebody the identity provider knows and we do not. */
	readonly actor: string;
	readonly role: Role | null;
	/** Such as `readings.read`; the route table names them. */
	readonly action: string;
	/** What it was done to, such as `device:WEARABLE-007`. */
	readonly object: string | null;
	readonly ward: string | null;
	/** The surrogate of the patient it was about. */
	readonly patient: string | null;
	readonly outcome: AuditOutcome;
	/** The broken glass that let the person in. */
	readonly grant: string | null;
	/** The network it came from: an IPv4 address without its last byte, an IPv6 address without its last ten. */
	readonly origin: string | null;
	readonly correlation: string | null;
}

/** One link of the chain, as `GET /api/v1/audit` answers it. */
export interface AuditEntry extends AuditEvent {
	/** `AUDIT_VERSION` when it was written. */
	readonly version: number;
	/** From 1, without a gap. */
	readonly seq: number;
	/** Hash of the entry before; `GENESIS` before the first. */
	readonly previous: string;
	/** SHA-256, hex. */
	readonly hash: string;
}

/** The chain's end at the end of a UTC day, kept outside the log. */
export interface AuditHead {
	readonly version: 1;
	/** The day, `YYYY-MM-DD`. */
	readonly date: string;
	readonly seq: number;
	readonly hash: string;
}

/** What the first entry has before it. */
export const GENESIS = "0".repeat(64);

/** The hash of `event` as number `seq` of the chain, after `previous`. */
export async function hashEntry(event: AuditEvent, seq: number, previous: string): Promise<string> {
	const { at, actor, role, action, object, ward, patient, outcome, grant, origin, correlation } = event;
	const text = JSON.stringify([
		AUDIT_VERSION,
		seq,
		previous,
		at,
		actor,
		role,
		action,
		object,
		ward,
		patient,
		outcome,
		grant,
		origin,
		correlation,
	]);
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Something that is not as it was written. */
export interface AuditFault {
	readonly seq: number;
	readonly what: string;
}

export interface ChainReport {
	readonly entries: number;
	/** Where the chain ends; `null` when it is empty. */
	readonly head: { readonly seq: number; readonly hash: string } | null;
	/** Kept heads that were compared. */
	readonly heads: number;
	readonly faults: readonly AuditFault[];
}

/** Faults after which the walk no longer lists more: one changed entry is what matters. */
const MAX_FAULTS = 20;

/** Walks the whole chain from its first entry and compares it with the heads that were kept of it. */
export async function verifyChain(
	entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
	heads: readonly AuditHead[],
): Promise<ChainReport> {
	const faults: AuditFault[] = [];
	const note = (seq: number, what: string) => void (faults.length < MAX_FAULTS && faults.push({ seq, what }));
	const waiting = new Map(Map.groupBy(heads, (head) => head.seq));
	let [count, seq, previous] = [0, 0, GENESIS];
	for await (const entry of entries) {
		count++;
		if (entry.seq !== seq + 1) note(entry.seq, `follows entry ${seq}: entries are missing, repeated or out of order`);
		else if (entry.previous !== previous) note(entry.seq, "does not name the hash of the entry before it");
		if (entry.version !== AUDIT_VERSION)
			note(entry.seq, `has version ${entry.version}, and only ${AUDIT_VERSION} is known here`);
		else if ((await hashEntry(entry, entry.seq, entry.previous)) !== entry.hash)
			note(entry.seq, "its fields are not those that were hashed");
		for (const head of waiting.get(entry.seq) ?? []) {
			if (head.hash !== entry.hash) note(entry.seq, `is not what the head kept for ${head.date} says`);
		}
		waiting.delete(entry.seq);
		[seq, previous] = [entry.seq, entry.hash];
	}
	for (const [missing, [head]] of waiting) {
		note(missing, `was the last entry of ${head?.date ?? "a day"} and is gone: the log was cut short`);
	}
	return { entries: count, head: count === 0 ? null : { seq, hash: previous }, heads: heads.length, faults };
}
