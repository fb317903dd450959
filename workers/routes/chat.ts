/** Questions to the assistant, answered at once or as server-sent events. */
import type { ChatEvent } from "../../vitals/assistant.ts";
import { entryTo, type Standing } from "../../registry/standing.ts";
import { recordLook } from "../access/audit.ts";
import type { Target } from "../access/scope.ts";
import { answer, collected, prepare, type Prepared } from "../assistant/answer.ts";
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
	const events = answer(prepared);
	if (wantsEvents(context.req.header("accept"))) {
		return new Response(streamOf(events), { headers: { "content-type": "text/event-stream; charset=utf-8" } });
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

/** Server-sent events, made as they are read; a reader who goes away ends them. */
function streamOf(events: AsyncGenerator<ChatEvent>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { value, done } = await events.next();
			if (done === true) return controller.close();
			controller.enqueue(encoder.encode(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`));
		},
		async cancel() {
			await events.return(undefined);
		},
	});
}
