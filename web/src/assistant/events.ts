/** Questions to the assistant, and the server-sent events that answer them. */
import type { ChatEvent, ChatRequest } from "../../../vitals/assistant.ts";
import { api, failure } from "../contract/client.ts";

/**
 * Asks, and gives each event as it arrives.
 *
 * @throws ApiError where there is no answer, `AbortError` where `signal` ended it
 */
export async function* askAssistant(body: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
	const answer = await api.POST("/api/v1/chat", {
		body,
		headers: { accept: "text/event-stream" },
		parseAs: "stream",
		signal,
	});
	if (!answer.data) throw failure(answer);
	yield* eventsOf(answer.data);
}

/** Each event of a stream of server-sent events whose `data` is JSON. What is not is left out. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ChatEvent> {
	const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
	let held = "";
	try {
		for (;;) {
			const { value, done } = await reader.read();
			held += value ?? "";
			const blocks = held.split(/\r?\n\r?\n/);
			// The last one may not have ended yet.
			held = blocks.pop() ?? "";
			for (const block of blocks) {
				const event = eventIn(block);
				if (event !== null) yield event;
			}
			if (done) return;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

function eventIn(block: string): ChatEvent | null {
	const data = block
		.split(/\r?\n/)
		.filter((line) => line.startsWith("data:"))
		.map((line) => line.slice("data:".length).trimStart())
		.join("\n");
	if (data === "") return null;
	try {
		const parsed: unknown = JSON.parse(data);
		return typeof parsed === "object" && parsed !== null && "type" in parsed ? (parsed as ChatEvent) : null;
	} catch {
		// Cut off by something in between: the stream's end will tell.
		return null;
	}
}
