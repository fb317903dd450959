/** A model's answer, sentence by sentence, within its time. */
import type { AssistantSettings } from "../settings.ts";
import type { ChatMessage } from "./prompt.ts";
import { SentenceSplitter } from "./sentences.ts";
import { deltasOf, failureOf, ModelFailure, type Delta } from "./wire.ts";

/** The binding as far as it is used here. */
export interface TextModel {
	run(model: string, input: Record<string, unknown>): Promise<unknown>;
}

export type Generated =
	| { readonly kind: "sentence"; readonly text: string }
	/** What it cost, and whether the budget cut it short. */
	| { readonly kind: "end"; readonly tokens: number; readonly cut: boolean };

/** Characters of a token, roughly, where a model does not say what it used. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Sentences as each is whole. Asked once more where it failed before the first one. An abort of `signal`, and whoever stops
 * reading, stops the model.
 *
 * @throws ModelFailure
 */
export async function* generate(
	ai: TextModel,
	model: string,
	messages: readonly ChatMessage[],
	settings: AssistantSettings,
	signal: AbortSignal,
): AsyncGenerator<Generated> {
	const deadline = Date.now() + settings.totalMs;
	for (let attempt = 1; ; attempt++) {
		let said = false;
		try {
			for await (const part of once(ai, model, messages, settings, deadline, signal)) {
				said ||= part.kind === "sentence";
				yield part;
			}
			return;
		} catch (error) {
			const failure = failureOf(error);
			if (signal.aborted || said || attempt > 1 || !failure.passing || Date.now() >= deadline) throw failure;
		}
	}
}

async function* once(
	ai: TextModel,
	model: string,
	messages: readonly ChatMessage[],
	{ temperature, maxTokens, patienceMs }: AssistantSettings,
	deadline: number,
	signal: AbortSignal,
): AsyncGenerator<Generated> {
	const over = new AbortController();
	const gone = AbortSignal.any([signal, over.signal]);
	const asked = ai.run(model, { messages, stream: true, temperature, max_tokens: maxTokens });
	let answer: unknown;
	try {
		answer = await within(asked, patienceMs, deadline, signal);
	} catch (error) {
		// It may still come: nobody listens then.
		void asked.then((late) => (late instanceof ReadableStream ? late.cancel() : undefined)).catch(() => undefined);
		throw error;
	}
	const deltas = deltasOf(answer, gone);
	const splitter = new SentenceSplitter();
	let [characters, tokens, cut, any] = [
		messages.reduce((sum, { content }) => sum + content.length, 0),
		0,
		false,
		false,
	];
	try {
		for (;;) {
			const { value, done }: IteratorResult<Delta, undefined> = await within(
				deltas.next(),
				patienceMs,
				deadline,
				signal,
			);
			if (done === true) break;
			if (value.kind === "usage") tokens = value.tokens;
			if (value.kind === "end") cut ||= value.cut;
			if (value.kind !== "text") continue;
			characters += value.text.length;
			for (const text of splitter.push(value.text)) {
				any = true;
				yield { kind: "sentence", text };
			}
		}
		// The budget ended in the middle of it: half a sentence may say the contrary of the whole.
		for (const text of cut ? [] : splitter.end()) {
			any = true;
			yield { kind: "sentence", text };
		}
		if (!any) throw new ModelFailure("broken", "the model said nothing");
		yield { kind: "end", tokens: tokens || Math.ceil(characters / CHARACTERS_PER_TOKEN), cut };
	} finally {
		over.abort();
		// Not waited for: a stream that hangs would keep the reader waiting.
		void deltas.return(undefined).catch(() => undefined);
		if (answer instanceof ReadableStream && !answer.locked) void answer.cancel().catch(() => undefined);
	}
}

/** Rejects when `work` takes longer than `patience`, or past the deadline, or when the reader has gone. */
async function within<T>(work: Promise<T>, patience: number, deadline: number, signal: AbortSignal): Promise<T> {
	const ms = Math.max(0, Math.min(patience, deadline - Date.now()));
	let end = (): void => undefined;
	const over = new Promise<never>((_, reject) => {
		const timer = setTimeout(() => reject(new ModelFailure("too_late", `nothing came for ${ms} ms`)), ms);
		const leave = () => reject(new ModelFailure("broken", "the reader has gone"));
		if (signal.aborted) leave();
		signal.addEventListener("abort", leave);
		end = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", leave);
		};
	});
	try {
		return await Promise.race([work, over]);
	} finally {
		end();
	}
}
