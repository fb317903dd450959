import { log, reason } from "../../durable-objects/log.ts";
import { grantWard, listBreakGlass, markSeen } from "../../registry/break-glass.ts";
import { connectRegistry, type Registry } from "../../registry/connect.ts";
import { listWardNames, wardExists } from "../../registry/wards.ts";
import type { Page } from "../../vitals/api.ts";
import { inScope, type NamedBreakGlass } from "../../vitals/members.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { readObject } from "../body.ts";
import { choiceQuery, countQuery, textField, wardIdParam } from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";

/** Long enough for an emergency, short enough that nobody works that way. */
const LASTS_MS = 3_600_000;
/** Shorter reasons explain nothing. */
const MIN_REASON_LENGTH = 10;
const MAX_REASON_LENGTH = 300;
const GRANT_ID = /^B-[0-9A-F]{12}$/;

/** `POST /api/v1/break-glass` `{ward, reason}`: an hour in a ward one does not work on; admins are shown it. */
export const breakTheGlass: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const wardId = wardIdParam(body["ward"], "ward");
	const why = textField(body["reason"], "reason", MAX_REASON_LENGTH);
	if (why.length < MIN_REASON_LENGTH)
		throw validationProblem([
			{ field: "reason", code: "bad_format", message: `reason must have ${MIN_REASON_LENGTH} characters or more` },
		]);
	const target = context.get("target");
	target.ward = wardId;
	target.object = `ward:${wardId}`;
	const { id: memberId, wards } = context.get("standing");
	if (inScope(wards, wardId)) throw new Problem("conflict", "You work on this ward: nothing needs to be broken");
	const registry = connectRegistry(context.env.DB);
	if (!(await wardExists(registry, wardId))) throw new Problem("not_found", "No ward of that id exists");
	const now = Date.now();
	const grant = await grantWard(registry, { memberId, wardId, reason: why, now, expiresAt: now + LASTS_MS });
	if (grant === null) throw new Problem("conflict", "You hold as many wards open as one person may; let one expire");
	target.grant = grant.id;
	context.executionCtx.waitUntil(tellAdmins(context.env, registry));
	return context.json(grant, 201);
};

/** Admins who look at whichever ward are told at once that the list is another. Whoever is not reached finds it in the list when they look again. */
async function tellAdmins(env: Env, registry: Registry): Promise<void> {
	try {
		const wards = await listWardNames(registry);
		const told = await Promise.allSettled(wards.map(({ id }) => env.WARD_STATION.getByName(id).tellAdmins()));
		for (const [i, result] of told.entries()) {
			if (result.status === "rejected")
				log("warn", "glass.not_told", { ward: wards[i]?.id, reason: reason(result.reason) });
		}
	} catch (error) {
		log("warn", "glass.not_told", { reason: reason(error) });
	}
}

/** `GET /api/v1/break-glass/wards`: names of the wards one does not work on, and nothing else of them. */
export const getOtherWards: Handler = async (context) => {
	const { wards } = context.get("standing");
	const all = await listWardNames(connectRegistry(context.env.DB));
	const page: Page<{ id: string; name: string }> = {
		data: all.filter(({ id }) => !inScope(wards, id)),
		next_cursor: null,
	};
	return context.json(page);
};

/** `GET /api/v1/break-glass?state=open` or `unseen`: who opened what, when and why, newest first: the admins' notice. */
export const getBreakGlass: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 100);
	const state = choiceQuery(context.req.query("state"), "state", ["open", "unseen"]);
	const data = await listBreakGlass(connectRegistry(context.env.DB), {
		openAt: state === "open" ? Date.now() : undefined,
		unseen: state === "unseen",
		before: parseCursor(context.req.query("cursor")),
		limit,
	});
	const last = data.at(-1);
	const next = data.length === limit && last !== undefined ? `${Date.parse(last.granted_at)}_${last.id}` : null;
	return context.json({ data, next_cursor: next } satisfies Page<NamedBreakGlass>);
};

/** `POST /api/v1/break-glass/:id/seen`: an admin knows of it; it is not on the others' screens any more. */
export const seeBreakGlass: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	const seen = { by: context.get("standing").id, at: Date.now() };
	const registry = connectRegistry(context.env.DB);
	const known = GRANT_ID.test(id) ? await markSeen(registry, id, seen) : "unknown";
	if (known === "unknown") throw new Problem("not_found", "No broken glass of that id is known");
	const target = context.get("target");
	target.object = `glass:${id}`;
	if (known === "own") throw new Problem("forbidden", "You broke it yourself: another admin must have seen it");
	target.ward = known.ward_id;
	context.executionCtx.waitUntil(tellAdmins(context.env, registry));
	return context.json(known);
};

function parseCursor(value: string | undefined): { grantedAt: number; id: string } | undefined {
	if (value === undefined) return undefined;
	const match = /^(\d{1,15})_(B-[0-9A-F]{12})$/.exec(value);
	if (match === null)
		throw validationProblem([
			{ field: "cursor", code: "bad_format", message: "cursor must be the next_cursor of the page before" },
		]);
	return { grantedAt: Number(match[1]), id: match[2] as string };
}
