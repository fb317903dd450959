/** What the next shift is told of a ward, and that it was told: docs/hand-over.md. */
import type { Brief } from "../../durable-objects/device/answers.ts";
import { log, reason } from "../../durable-objects/log.ts";
import { connectRegistry, type Registry } from "../../registry/connect.ts";
import {
	colleaguesOn,
	listHandovers,
	readWardSince,
	saveHandover,
	type NamedHandover,
	type WardSince,
} from "../../registry/handovers.ts";
import type { Page } from "../../vitals/api.ts";
import { MAX_HANDOVER_MS, MAX_HANDOVER_NOTE, type HandoverAnswer, type HandoverRecord } from "../../vitals/handover.ts";
import { openNote, sealNote } from "../access/handover-note.ts";
import { MAY_SEE_LABELS, openLabel } from "../access/label.ts";
import { inTime } from "../assistant/facts/briefs.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { tellWard, usualBegin } from "../handover.ts";
import { countQuery, refuse, textField, timeQuery, wardIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** Devices asked at the same time. */
const AT_ONCE = 24;
/** A hand-over may be noted down so long afterwards, milliseconds: a shift. */
const LATE_MS = 12 * 3600_000;
const AHEAD_MS = 60_000;
const NO_WARD = () => new Problem("not_found", "No ward of that id is known");

/** `GET /api/v1/wards/:id/handover?since`: what changed, patient by patient, the gravest first. */
export const getHandover: Handler = async (context) => {
	const { env } = context;
	const wardId = wardIdParam(context.req.param("id"), "id");
	const role = context.get("person").role;
	const mayHandOver = MAY_SEE_LABELS.has(role);
	const registry = connectRegistry(env.DB);
	const now = Date.now();
	const [last] = await listHandovers(registry, wardId, 1);
	const { since, from } = begin(timeQuery(context.req.query("since"), "since"), last, now);
	const found = await readWardSince(registry, wardId, since);
	if (found === null) throw NO_WARD();
	const [briefs, labels, colleagues] = await Promise.all([
		askDevices(env, found),
		mayHandOver ? labelsOf(env, found) : new Map<string, string>(),
		mayHandOver ? colleaguesOn(registry, wardId) : [],
	]);
	return context.json({
		ward_id: wardId,
		ward: found.ward.name,
		since: new Date(since).toISOString(),
		since_from: from,
		now: new Date(now).toISOString(),
		...tellWard(found, briefs, labels, since),
		last: last === undefined ? null : await recordOf(env, last, mayHandOver),
		colleagues: colleagues.filter(({ id }) => id !== context.get("person").id),
	} satisfies HandoverAnswer);
};

function begin(
	asked: number | undefined,
	last: NamedHandover | undefined,
	now: number,
): { since: number; from: HandoverAnswer["since_from"] } {
	if (asked === undefined) return usualBegin(last, now);
	if (asked > now + AHEAD_MS || now - asked > MAX_HANDOVER_MS)
		refuse("since", "since must be within the last seven days", "out_of_range");
	return { since: asked, from: "query" };
}

/** How the ward's devices are. One that does not answer in time is left out, and its patient is told of as incomplete. */
async function askDevices(env: Env, { devices }: WardSince): Promise<Map<string, Brief>> {
	const briefs = new Map<string, Brief>();
	const waiting = devices.map(({ deviceId }) => deviceId);
	const one = async () => {
		for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
			try {
				// An RPC's answer is typed as a stub of it; it is plain data.
				briefs.set(id, await inTime(env.DEVICE_MONITOR.getByName(id).brief(1) as unknown as Promise<Brief>));
			} catch (error) {
				log("warn", "handover.device_failed", { device: id, reason: reason(error) });
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	return briefs;
}

async function labelsOf(env: Env, { assignments }: WardSince): Promise<Map<string, string>> {
	const sealed = new Map(assignments.flatMap(({ patient, label }) => (label === null ? [] : [[patient, label]])));
	const labels = new Map<string, string>();
	for (const [patient, text] of sealed) {
		const { label } = await openLabel(env, patient, text);
		if (label !== null) labels.set(patient, label);
	}
	return labels;
}

async function recordOf(env: Env, { row, byName, toName }: NamedHandover, withNote: boolean): Promise<HandoverRecord> {
	const note = withNote ? await openNote(env, row) : null;
	return {
		id: row.id,
		ward_id: row.wardId,
		given_at: new Date(row.givenAt).toISOString(),
		since: new Date(row.since).toISOString(),
		by: { id: row.givenBy, name: byName },
		to: { id: row.givenTo, name: toName },
		note,
	};
}

/** `GET /api/v1/wards/:id/handovers`: those that were given, newest first. */
export const getHandovers: Handler = async (context) => {
	const wardId = wardIdParam(context.req.param("id"), "id");
	const limit = countQuery(context.req.query("limit"), "limit", 1, 100, 20);
	const rows = await listHandovers(connectRegistry(context.env.DB), wardId, limit);
	const data = await Promise.all(rows.map((row) => recordOf(context.env, row, true)));
	return context.json({ data, next_cursor: null } satisfies Page<HandoverRecord>);
};

/** `POST /api/v1/wards/:id/handovers` `{to, note?, at?, since?}`: the reader hands the ward over to a colleague. */
export const postHandover: Handler = async (context) => {
	const { env } = context;
	const wardId = wardIdParam(context.req.param("id"), "id");
	const body = await readObject(context.req.raw);
	const now = Date.now();
	const registry = connectRegistry(env.DB);
	const person = context.get("person");
	const colleague = await colleagueField(registry, wardId, body["to"], person.id);
	const note = optional(body["note"]) ? textField(body["note"], "note", MAX_HANDOVER_NOTE) : null;
	const at = momentField(body["at"], "at") ?? now;
	if (at > now + AHEAD_MS || now - at > LATE_MS)
		refuse("at", "at must be within the last twelve hours", "out_of_range");
	const [last] = await listHandovers(registry, wardId, 1);
	const { since } = begin(momentField(body["since"], "since"), last, now);
	if (since > at) refuse("since", "since must be before at", "out_of_range");
	const found = await readWardSince(registry, wardId, since);
	if (found === null) throw NO_WARD();
	const id = `H-${crypto.randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
	const row = {
		id,
		wardId,
		givenAt: at,
		since,
		givenBy: person.id,
		givenTo: colleague.id,
		note: note === null ? null : await sealNote(env, id, note),
		patients: [...new Set(found.assignments.map(({ patient }) => patient))],
	};
	await saveHandover(registry, row);
	return context.json(await recordOf(env, { row, byName: person.name, toName: colleague.name }, true), 201);
};

const optional = (value: unknown): boolean => value !== undefined && value !== null;

function momentField(value: unknown, field: string): number | undefined {
	if (!optional(value)) return undefined;
	if (typeof value !== "string" && typeof value !== "number")
		refuse(field, `${field} must be ISO 8601 or milliseconds since the epoch`, "wrong_type");
	return timeQuery(String(value), field);
}

async function colleagueField(registry: Registry, wardId: string, value: unknown, self: string) {
	if (typeof value !== "string")
		refuse("to", "to must be a member's id", value === undefined ? "missing" : "wrong_type");
	const colleague = (await colleaguesOn(registry, wardId)).find(({ id }) => id === value);
	// The same words for somebody unknown: who works where is not told here.
	if (colleague === undefined) refuse("to", "Nobody of that id acts for patients on this ward");
	if (colleague.id === self) refuse("to", "A ward is handed over to somebody else");
	return colleague;
}
