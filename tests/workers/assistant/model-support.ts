/** A stand-in for Workers AI: what it is asked is kept, and it answers in the platform's wire format. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { ChatAnswer, ChatEvent } from "../../../vitals/assistant.ts";
import { createApp } from "../../../workers/app.ts";
import type { Env } from "../../../workers/env.ts";
import { ROUTES } from "../../../workers/index.ts";
import { demoSessions } from "../../../workers/local/session.ts";
import { cookieFor, ORIGIN } from "../support.ts";

const encoder = new TextEncoder();
export const event = (data: unknown) => `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

/** Bytes that come in these pieces; `hangs` never ends. */
export function streamOf(
	pieces: readonly (string | Uint8Array)[],
	more: { hangs?: boolean; cancelled?: () => void } = {},
) {
	const waiting = [...pieces];
	// Of bytes, as whatever comes through a binding is; the types know of no such source.
	return new ReadableStream<Uint8Array>({
		type: "bytes" as "",
		pull(controller) {
			const piece = waiting.shift();
			if (piece !== undefined)
				controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : new Uint8Array(piece));
			else if (more.hangs === true) return new Promise(() => {});
			else controller.close();
		},
		cancel: () => more.cancelled?.(),
	});
}

/** A token at a time, as the platform's older text models answer. */
export const answerOf = (text: string) => [
	...(text.match(/\S+\s*/g) ?? []).map((token) => event({ response: token, p: "abdefghijk" })),
	event({ response: "", usage: { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 } }),
	event("[DONE]"),
];

export interface StandIn {
	readonly asked: { model: string; input: Record<string, unknown> }[];
	run(model: string, input: Record<string, unknown>): Promise<unknown>;
}

/** Answers as `replies` say, one after the other; the last again and again. Embeddings are the local ones. */
export function standIn(...replies: (() => unknown)[]): StandIn {
	const asked: StandIn["asked"] = [];
	return {
		asked,
		async run(model, input) {
			if (!("messages" in input)) return (env.AI as unknown as StandIn).run(model, input);
			asked.push({ model, input });
			return (replies[asked.length - 1] ?? replies.at(-1))?.();
		},
	};
}

/** A question to the app with `ai` as its model. */
export async function askWith(
	ai: StandIn,
	body: Record<string, unknown>,
	more: { settings?: Partial<Env>; accept?: string; cookie?: string } = {},
): Promise<Response> {
	const app = createApp(ROUTES, demoSessions);
	const settings = { AI_MODEL: "@cf/test/model", AI_PATIENCE_MS: 300, AI_TOTAL_MS: 5_000, ...more.settings };
	const headers = new Headers({ cookie: more.cookie ?? (await cookieFor("clinician")), origin: ORIGIN });
	if (more.accept !== undefined) headers.set("accept", more.accept);
	const request = new Request(`${ORIGIN}/api/v1/chat`, { method: "POST", headers, body: JSON.stringify(body) });
	const context = createExecutionContext();
	const response = await app.fetch(request, { ...env, ...settings, AI: ai as unknown as Ai }, context);
	if (more.accept === undefined) await waitOnExecutionContext(context);
	return response;
}

export const answerTo = async (ai: StandIn, body: Record<string, unknown>, more: Parameters<typeof askWith>[2] = {}) =>
	(await (await askWith(ai, body, more)).json()) as ChatAnswer;

/** The events of a stream. */
export const eventsIn = (text: string): ChatEvent[] =>
	text
		.split("\n\n")
		.filter((block) => block !== "")
		.map((block) => JSON.parse(block.split("\ndata: ")[1] as string) as ChatEvent);
