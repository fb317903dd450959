/** Questions to the assistant, answered at once or as server-sent events. */
import { connectRegistry } from "../../registry/connect.ts";
import { forgetConversations, listConversations } from "../../registry/conversations.ts";
import { entryTo, reachOf, type Standing } from "../../registry/standing.ts";
import type { Page } from "../../vitals/api.ts";
import type { ChatEvent, ConversationAnswer, ConversationEntry } from "../../vitals/assistant.ts";
import { limitQuestions } from "../access/rate-limit.ts";
import { recordLook } from "../access/audit.ts";
import type { Target } from "../access/scope.ts";
import { answer, prepare, type Prepared } from "../assistant/answer.ts";
import { collected } from "../assistant/collected.ts";
import { opened, recall, type Conversation } from "../assistant/memory.ts";
import { isZone } from "../assistant/question/zone.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import { refuse, textField } from "../params.ts";
import { Problem } from "../problem.ts";

/** Bytes of a question with all that goes with it. */
const MAX_BODY = 16 * 1024;
/** Characters of a question. */
const MAX_MESSAGE = 2_000;
const CONVERSATION_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Context = Parameters<Handler>[0];

/** `POST /api/v1/chat`: with `Accept: text/event-stream` the events of `ChatEvent`, else a `ChatAnswer`. */
export const postChat: Handler = async (context) => {
	await limitQuestions(context.env, context.get("standing").id);
	const body = await readObject(context.req.raw, MAX_BODY);
	const given = body["message"];
	// A question may have lines; it is read as one.
	const message = textField(typeof given === "string" ? given.replaceAll(/\s+/g, " ") : given, "message", MAX_MESSAGE);
	const prepared = await prepare({
		env: context.env,
		standing: context.get("standing"),
		message,
		conversationId: conversationOf(body["conversation_id"]),
		zone: zoneOf(body["time_zone"]),
		now: Date.now(),
	});
	noteLooks(context, prepared);
	const reader = new AbortController();
	const waitUntil = (work: Promise<unknown>) => context.executionCtx.waitUntil(work);
	const events = answer(prepared, { waitUntil, signal: reader.signal });
	if (wantsEvents(context.req.header("accept"))) {
		const headers = { "content-type": "text/event-stream; charset=utf-8" };
		return new Response(streamOf(events, reader), { headers });
	}
	const whole = await collected(events);
	if ("failed" in whole) throw new Problem("unavailable", whole.failed, { retryAfter: 2 });
	return context.json(whole);
};

const wantsEvents = (accept: string | undefined) => (accept ?? "").toLowerCase().includes("text/event-stream");

function conversationOf(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string" || !CONVERSATION_PATTERN.test(value))
		refuse("conversation_id", "conversation_id must be one that an answer gave");
	return value;
}

function zoneOf(value: unknown): string {
	if (value === undefined || value === null) return "UTC";
	if (typeof value !== "string" || !isZone(value))
		refuse("time_zone", "time_zone must be an IANA zone, such as Europe/Amsterdam");
	return value;
}

/** The audit log learns at whom is looked, one entry each; never what was asked. */
function noteLooks(context: Context, { understanding }: Prepared): void {
	if (understanding.kind !== "question") return;
	const { about, wards } = understanding.question;
	const standing = context.get("standing");
	const looks: Target[] = [
		...about.map(({ deviceId, wardId, patient }) => lookAt(standing, `device:${deviceId}`, wardId, patient)),
		...wards.map(({ id }) => lookAt(standing, `ward:${id}`, id, null)),
	];
	const [first, ...others] = looks;
	if (first !== undefined) Object.assign(context.get("target"), first);
	for (const other of others) recordLook(context, "assistant.ask", other);
}

function lookAt(standing: Standing, object: string, ward: string, patient: string | null): Target {
	return { object, ward, patient, grant: entryTo(standing, ward)?.grant?.id ?? null };
}

/** Server-sent events, made as they are read; a reader who goes away ends them, and the model's answer with them. */
function streamOf(events: AsyncGenerator<ChatEvent>, reader: AbortController): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { value, done } = await events.next();
			if (done === true) return controller.close();
			controller.enqueue(encoder.encode(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`));
		},
		async cancel() {
			reader.abort();
			await events.return(undefined);
		},
	});
}

/** `GET /api/v1/chat/conversations`: one's own, newest first. */
export const getConversations: Handler = async (context) => {
	const standing = context.get("standing");
	const rows = await listConversations(connectRegistry(context.env.DB), standing.id, Date.now());
	const found = await Promise.all(rows.map((row) => opened(context.env, row, reachOf(standing))));
	const data = found.flatMap((conversation) => (conversation === null ? [] : [entryOf(conversation)]));
	return context.json({ data, next_cursor: null } satisfies Page<ConversationEntry>);
};

/** `GET /api/v1/chat/conversations/:id`: what was asked and answered. */
export const getConversation: Handler = async (context) => {
	const standing = context.get("standing");
	const id = context.req.param("id") ?? "";
	const known = CONVERSATION_PATTERN.test(id);
	const found = known ? await recall(context.env, standing.id, id, reachOf(standing), Date.now()) : null;
	if (found === null) throw notRemembered();
	context.get("target").object = `conversation:${id}`;
	return context.json({ ...entryOf(found), turns: found.turns } satisfies ConversationAnswer);
};

/** `DELETE /api/v1/chat/conversations/:id`, or all of one's own. */
export const deleteConversations: Handler = async (context) => {
	const id = context.req.param("id") ?? null;
	const forgotten = await forgetConversations(connectRegistry(context.env.DB), context.get("standing").id, id);
	if (id !== null && forgotten === 0) throw notRemembered();
	context.get("target").object = id === null ? "conversations:own" : `conversation:${id}`;
	return context.body(null, 204);
};

const notRemembered = () => new Problem("not_found", "No conversation of yours of that id is remembered");

function entryOf({ row, title }: Conversation): ConversationEntry {
	const iso = (time: number) => new Date(time).toISOString();
	return {
		id: row.id,
		title,
		started_at: iso(row.startedAt),
		updated_at: iso(row.updatedAt),
		expires_at: iso(row.expiresAt),
	};
}
