/** What the route table says a route leaves in the audit log, and how it gets there. */
import type { Context } from "hono";
import { AUDIT_LOG_NAME } from "../../durable-objects/audit-log.ts";
import { log, reason } from "../../durable-objects/log.ts";
import type { Role } from "../../vitals/api.ts";
import type { AuditEvent, AuditOutcome } from "../../vitals/audit.ts";
import type { AppContext } from "../context.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";
import type { Target } from "./scope.ts";

export interface AuditRule {
	/** What the entry calls it. */
	readonly action: string;
	/**
	 * `action`: no answer before the entry is on disk. `look`: recorded within a second, and a log that is down keeps
	 * nobody from a patient's values. `quiet`: only refusals, because nothing of a patient is shown and nothing changes.
	 */
	readonly kind: "action" | "look" | "quiet";
}

export const act = (action: string): AuditRule => ({ action, kind: "action" });
export const look = (action: string): AuditRule => ({ action, kind: "look" });
export const quiet = (action: string): AuditRule => ({ action, kind: "quiet" });

export const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The network of an address: enough to tell the hospital's from another, too little to follow a person. */
export function networkOf(address: string | null): string | null {
	if (address === null) return null;
	const [, v4] = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address) ?? [];
	if (v4 !== undefined) return `${v4}.0/24`;
	if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(":")) return null;
	const [head = "", tail] = address.toLowerCase().split("::");
	const first = head === "" ? [] : head.split(":");
	const zeros = tail === undefined ? 0 : 8 - first.length - (tail === "" ? 0 : tail.split(":").length);
	const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill("0"), ...(tail ? tail.split(":") : [])];
	const [a = "0", b = "0", c = "0"] = groups;
	return `${a}:${b}:${c}::/48`;
}

/** The entry of this request. */
function eventOf(
	context: Context<AppContext>,
	actor: string,
	action: string,
	outcome: AuditOutcome,
	{ object, ward, patient, grant }: Target = context.get("target"),
): AuditEvent {
	const correlation = context.get("correlationId");
	return {
		at: new Date().toISOString(),
		actor,
		role: context.get("standing")?.role ?? null,
		action,
		object,
		ward,
		patient,
		outcome,
		grant,
		origin: networkOf(context.req.header("cf-connecting-ip") ?? null),
		// A client may send any text as its id; only one that cannot say anything is kept for years.
		correlation: UUID_PATTERN.test(correlation) ? correlation : null,
	};
}

const append = (env: Env, event: AuditEvent, durable: boolean) =>
	env.AUDIT_LOG.getByName(AUDIT_LOG_NAME).append(event, durable);

/** Records without keeping the request waiting. What is lost is at least in the operator's log, ids only. */
function appendLater(context: Context<AppContext>, event: AuditEvent): void {
	context.executionCtx.waitUntil(
		append(context.env, event, false).catch((error: unknown) =>
			log("error", "audit.lost", { ...event, reason: reason(error) }),
		),
	);
}

/** Records a look besides the one that the request's own entry is about. */
export function recordLook(context: Context<AppContext>, action: string, target: Target): void {
	appendLater(context, eventOf(context, context.get("standing").id, action, "done", target));
}

/** Records what a signed address gave, to whoever had it made. */
export function recordByAddress(
	context: Context<AppContext>,
	action: string,
	{ id, role }: { readonly id: string; readonly role: Role },
	{ object, ward }: { readonly object: string; readonly ward: string },
): void {
	const target = { object, ward, patient: null, grant: null };
	appendLater(context, { ...eventOf(context, id, action, "done", target), role });
}

/** Records that somebody became a member by the settings alone. */
export function recordFirstAdmin(context: Context<AppContext>, subject: string): void {
	appendLater(context, eventOf(context, `subject:${subject}`, "member.first_admin", "done"));
}

/** Records that `actor` was turned away. */
export function recordRefusal(context: Context<AppContext>, actor: string, action: string): void {
	appendLater(context, eventOf(context, actor, action, "refused"));
}

/**
 * Records what became of a request that was let in.
 *
 * @param status - of the answer: what was refused for its form or did not exist (4xx) changed and showed nothing
 * @throws Problem 503 when an action could not be recorded: it is not acknowledged then
 */
export async function recordOutcome(context: Context<AppContext>, rule: AuditRule, status: number): Promise<void> {
	const outcome =
		status < 400 ? "done" : status === 401 || status === 403 ? "refused" : status >= 500 ? "failed" : null;
	if (outcome === null || (rule.kind === "quiet" && outcome !== "refused")) return;
	const event = eventOf(context, context.get("standing").id, rule.action, outcome);
	if (rule.kind !== "action") return appendLater(context, event);
	try {
		await append(context.env, event, true);
	} catch (error) {
		log("error", "audit.lost", { ...event, reason: reason(error) });
		throw new Problem("unavailable", "The audit log cannot be written, so this is not confirmed; ask again shortly", {
			retryAfter: 5,
		});
	}
}
