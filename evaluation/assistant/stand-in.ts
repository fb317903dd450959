/**
 * Stand-ins of a language model: an OpenAI-compatible server on loopback (`LOCAL_AI_URL`), and the stream that Workers AI
 * gives. Both say what they are told to, true or not: what is tested is what the assistant makes of it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedMessage {
	readonly role: string;
	readonly content: string;
}

/** What the model says to a conversation. */
export type Says = (messages: readonly AskedMessage[]) => string;

export interface StandIn {
	/** `http://127.0.0.1:<port>/v1`: what `LOCAL_AI_URL` is set to. */
	readonly url: string;
	/** Bodies it was asked with, oldest first. */
	readonly asked: readonly Record<string, unknown>[];
	close(): Promise<void>;
}

/** Characters of one piece of a stream, about a token: pieces end within words and figures, as a model's do. */
const PIECE = 5;

function pieces(text: string): string[] {
	return text.match(new RegExp(`[\\s\\S]{1,${PIECE}}`, "g")) ?? [];
}

/** One chunk of a streamed chat completion, as OpenAI's interface has it. */
function chunk(model: string, delta: Record<string, unknown>, finish: string | null): string {
	const body = {
		id: "chatcmpl-1",
		object: "chat.completion.chunk",
		created: 0,
		model,
		choices: [{ index: 0, delta, finish_reason: finish }],
	};
	return `data: ${JSON.stringify(body)}\n\n`;
}

/** Starts a server that answers `POST /v1/chat/completions`, streaming where asked to. */
export async function startStandIn(says: Says): Promise<StandIn> {
	const asked: Record<string, unknown>[] = [];
	const server = createServer((request, response) => {
		answer(request, response, says, asked).catch((error: unknown) => response.destroy(error as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		asked,
		close: () =>
			new Promise((resolve, reject) => {
				server.close((error) => (error === undefined ? resolve() : reject(error)));
				server.closeAllConnections();
			}),
	};
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	says: Says,
	asked: Record<string, unknown>[],
): Promise<void> {
	if (request.method !== "POST" || !(request.url ?? "").endsWith("/chat/completions")) {
		response.writeHead(404, { "content-type": "application/json" });
		response.end(
			JSON.stringify({ error: { message: "Unknown request URL", type: "invalid_request_error", code: "unknown_url" } }),
		);
		return;
	}
	let text = "";
	for await (const part of request) text += String(part);
	const body = JSON.parse(text) as { model?: string; stream?: boolean; messages: AskedMessage[] };
	asked.push(body);
	const model = body.model ?? "stand-in";
	const said = says(body.messages);
	const usage = { prompt_tokens: 1, completion_tokens: pieces(said).length, total_tokens: 1 + pieces(said).length };
	if (body.stream !== true) {
		response.writeHead(200, { "content-type": "application/json" });
		const message = { role: "assistant", content: said };
		response.end(
			JSON.stringify({
				id: "chatcmpl-1",
				object: "chat.completion",
				created: 0,
				model,
				choices: [{ index: 0, message, finish_reason: "stop" }],
				usage,
			}),
		);
		return;
	}
	response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
	response.write(chunk(model, { role: "assistant", content: "" }, null));
	for (const content of pieces(said)) response.write(chunk(model, { content }, null));
	response.write(chunk(model, {}, "stop"));
	response.end("data: [DONE]\n\n");
}

/** What Workers AI answers to `run(model, { stream: true })`: bytes of events whose data is `{"response": "…"}`, then `[DONE]`. */
export function workersAiStream(said: string): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const events = [
		...pieces(said).map((response) => JSON.stringify({ response, p: "ab" })),
		JSON.stringify({
			response: "",
			usage: { prompt_tokens: 1, completion_tokens: pieces(said).length, total_tokens: 2 },
		}),
		"[DONE]",
	];
	return new ReadableStream({
		start(controller) {
			for (const event of events) controller.enqueue(encoder.encode(`data: ${event}\n\n`));
			controller.close();
		},
	});
}
