/**
 * What Workers AI answers to `run(model, { messages, stream: true })`: server-sent events of `{"response": "…"}` from its
 * older text models, of OpenAI's chat completion chunks from newer ones, of OpenAI's response events where a model speaks
 * those, then `[DONE]`; or, from a model that does not stream, one object. Errors are thrown, or come as an event.
 */

export type Delta =
	| { readonly kind: "text"; readonly text: string }
	/** The model came to its end; `cut` where its budget did. */
	| { readonly kind: "end"; readonly cut: boolean }
	| { readonly kind: "usage"; readonly tokens: number };

/** Why a model gave no answer. */
export type FailureKind =
	/** The account's or the model's allowance is used up. */
	| "allowance"
	/** Too many at once: soon it may work. */
	| "busy"
	| "too_late"
	/** There is no such model here, or it may not be used. */
	| "no_model"
	/** The answer ended before its end, or was not what a model answers. */
	| "broken";

export class ModelFailure extends Error {
	override name = "ModelFailure";
	readonly kind: FailureKind;

	constructor(kind: FailureKind, detail: string) {
		super(detail);
		this.kind = kind;
	}

	/** Whether it is worth asking once more. */
	get passing(): boolean {
		return this.kind === "busy" || this.kind === "too_late" || this.kind === "broken";
	}
}

/** Codes as Workers AI documents them; 4006 is what it says of used-up neurons besides 3036. */
const KIND_OF_CODE: Readonly<Record<number, FailureKind>> = {
	3036: "allowance",
	4006: "allowance",
	3040: "busy",
	3007: "too_late",
	3008: "too_late",
	5007: "no_model",
	5016: "no_model",
	5018: "no_model",
	3023: "no_model",
	3041: "no_model",
	3042: "no_model",
};

/** What a thrown error, or an error in the stream, means. The text is the platform's; it is not repeated to readers. */
export function failureOf(error: unknown): ModelFailure {
	if (error instanceof ModelFailure) return error;
	const { message, code, internalCode, status } = shapeOf(error);
	const number = Number(code ?? internalCode ?? /^(?:[A-Za-z]+:\s*)?(\d{4})\b/.exec(message)?.[1]);
	const kind =
		KIND_OF_CODE[number] ??
		(/neurons|daily free allocation|quota/i.test(message)
			? "allowance"
			: status === 429 || /capacity|rate limit|too many/i.test(message)
				? "busy"
				: status === 408 || /time-?d? ?out/i.test(message)
					? "too_late"
					: "broken");
	return new ModelFailure(kind, message.slice(0, 200));
}

function shapeOf(error: unknown): { message: string; code?: unknown; internalCode?: unknown; status?: unknown } {
	if (typeof error === "string") return { message: error };
	if (typeof error !== "object" || error === null) return { message: "unknown error" };
	const { message, code, internalCode, status, error: inner, errors } = error as Record<string, unknown>;
	if (Array.isArray(errors) && errors.length > 0) return shapeOf(errors[0]);
	if (inner !== undefined) return shapeOf(inner);
	return { message: typeof message === "string" ? message : "unknown error", code, internalCode, status };
}

/** Characters of an answer that are read at most, whatever was asked for. */
const MAX_CHARACTERS = 40_000;
/** Bytes of one event: more is no token. */
const MAX_EVENT = 1_000_000;

/**
 * The deltas of a model's answer, in order. An abort of `signal` ends the model's stream at once, whatever it waits for.
 *
 * @throws ModelFailure when it is an error, is cut off, or is no answer
 */
export async function* deltasOf(answer: unknown, signal: AbortSignal): AsyncGenerator<Delta> {
	if (!(answer instanceof ReadableStream)) {
		yield* wholeAnswer(answer);
		return;
	}
	let ended = false;
	let characters = 0;
	for await (const data of dataOf(answer, signal)) {
		if (data === "[DONE]") {
			if (!ended) yield { kind: "end", cut: false };
			return;
		}
		for (const delta of parsed(data)) {
			if (delta.kind === "end") ended = true;
			if (delta.kind === "text") characters += delta.text.length;
			if (characters > MAX_CHARACTERS) throw new ModelFailure("broken", "the answer does not end");
			yield delta;
		}
	}
	// Some servers close after their last chunk instead of saying so.
	if (!ended) throw new ModelFailure("broken", "the stream ended before the answer did");
}

function* wholeAnswer(answer: unknown): Generator<Delta> {
	const { response, choices, usage, output_text: output } = (answer ?? {}) as Record<string, unknown>;
	const message = (choices as { message?: { content?: unknown } }[] | undefined)?.[0]?.message?.content;
	const text = [response, message, output].find((value) => typeof value === "string");
	if (text === undefined) throw failureOf(answer ?? "no answer");
	yield { kind: "text", text };
	yield* tokensOf(usage);
	yield { kind: "end", cut: false };
}

function* parsed(data: string): Generator<Delta> {
	let event: Record<string, unknown>;
	try {
		event = JSON.parse(data) as Record<string, unknown>;
	} catch {
		throw new ModelFailure("broken", "an event of the stream is not JSON");
	}
	if (typeof event !== "object" || event === null)
		throw new ModelFailure("broken", "an event of the stream is no object");
	const { response, choices, usage, type, delta } = event;
	if (event["error"] != null || (Array.isArray(event["errors"]) && event["errors"].length > 0)) throw failureOf(event);
	if (typeof response === "string" && response !== "") yield { kind: "text", text: response };
	// A model whose whole token is a number says it as one.
	else if (typeof response === "number") yield { kind: "text", text: String(response) };
	if (type === "response.output_text.delta" && typeof delta === "string") yield { kind: "text", text: delta };
	if (type === "response.completed") yield { kind: "end", cut: false };
	if (type === "response.incomplete") yield { kind: "end", cut: true };
	if (type === "response.failed") throw failureOf(response ?? event);
	const [choice] = Array.isArray(choices) ? (choices as Record<string, unknown>[]) : [];
	if (choice !== undefined) {
		const { content } = (choice["delta"] ?? {}) as { content?: unknown };
		if (typeof content === "string" && content !== "") yield { kind: "text", text: content };
		const reason = choice["finish_reason"];
		if (typeof reason === "string" && reason !== "") yield { kind: "end", cut: reason === "length" };
	}
	yield* tokensOf(usage);
}

function* tokensOf(usage: unknown): Generator<Delta> {
	const { total_tokens: total } = (usage ?? {}) as { total_tokens?: unknown };
	if (typeof total === "number" && total > 0) yield { kind: "usage", tokens: total };
}

/** The data of server-sent events, whatever the chunks they come in. */
async function* dataOf(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	const reader = stream.getReader();
	const stop = () => void reader.cancel().catch(() => undefined);
	signal.addEventListener("abort", stop);
	if (signal.aborted) stop();
	let [rest, data]: [string, string[]] = ["", []];
	try {
		for (;;) {
			const { value, done } = await reader.read();
			rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
			if (rest.length > MAX_EVENT) throw new ModelFailure("broken", "an event of the stream is too long");
			const lines = rest.split(/\r\n|\n|\r(?!$)/);
			rest = done ? "" : (lines.pop() ?? "");
			for (const line of lines) {
				if (line === "" && data.length > 0) {
					yield data.join("\n");
					data = [];
				} else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
			}
			if (done) {
				if (data.length > 0) yield data.join("\n");
				return;
			}
		}
	} finally {
		signal.removeEventListener("abort", stop);
		// Reached too when nobody reads on: the model stops.
		await reader.cancel().catch(() => undefined);
	}
}
