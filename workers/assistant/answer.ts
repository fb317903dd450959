/** From a message to the events of its answer. */
import type { Standing } from "../../registry/standing.ts";
import type { AnswerSentence, AnswerSource, ChatAnswer, ChatEvent, Source } from "../../vitals/assistant.ts";
import { log, reason } from "../../durable-objects/log.ts";
import type { Env } from "../env.ts";
import { PROBLEM_BASE } from "../../vitals/problem.ts";
import { compose } from "./compose/compose.ts";
import { loadDirectory } from "./directory.ts";
import type { Asking } from "./facts/asking.ts";
import type { Found } from "./facts/found.ts";
import { gather } from "./facts/gather.ts";
import type { Directory, Understanding } from "./question/question.ts";
import { redactor } from "./question/redact.ts";
import { understand } from "./question/understand.ts";

const DISCLAIMER = "Not a medical device. Look at the patient and the original values before you act on this.";
const COMPOSED = "Composed from the records without a language model.";

export interface Ask {
	readonly env: Env;
	readonly standing: Standing;
	readonly message: string;
	readonly conversationId: string | null;
	/** IANA zone. */
	readonly zone: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** A message that is understood; what it needs is not yet looked up. */
export interface Prepared {
	readonly asking: Asking;
	readonly directory: Directory;
	readonly understanding: Understanding;
	readonly conversationId: string;
}

/** Finds out what a message is about, within what the person may see. */
export async function prepare(ask: Ask): Promise<Prepared> {
	const { env, standing, now, zone } = ask;
	const directory = await loadDirectory(env, standing);
	const moment = { now, zone, shifts: [7 * 60, 19 * 60] };
	const understanding = understand(ask.message, directory, null, moment);
	const asking: Asking = { env, standing, now, zone, redact: redactor(directory) };
	return { asking, directory, understanding, conversationId: ask.conversationId ?? crypto.randomUUID() };
}

/** The answer's events in their order. Stops at the next of them when the reader has gone. */
export async function* answer(prepared: Prepared): AsyncGenerator<ChatEvent> {
	const { conversationId, understanding } = prepared;
	yield { type: "start", conversation_id: conversationId, answer_id: crypto.randomUUID(), mode: "composed" };
	try {
		if (understanding.kind === "ask-back") yield* askBack(understanding);
		else yield* composed(prepared, understanding);
	} catch (error) {
		log("error", "assistant.failed", { reason: reason(error) });
		const detail = "The answer could not be finished; ask again shortly";
		yield { type: "error", problem: { type: `${PROBLEM_BASE}unavailable`, detail } };
	}
}

function* askBack({ sentence, choices }: Extract<Understanding, { kind: "ask-back" }>): Generator<ChatEvent> {
	yield { type: "sentence", sentence: { index: 0, text: sentence, citations: [], flags: [] } };
	if (choices.length > 0) yield { type: "choices", choices };
	yield { type: "done", notice: COMPOSED, flagged: 0, disclaimer: DISCLAIMER };
}

async function* composed(
	{ asking, directory }: Prepared,
	{ question }: Extract<Understanding, { kind: "question" }>,
): AsyncGenerator<ChatEvent> {
	const found = await gather(question, directory, asking, async () => []);
	for (const source of found.sources) yield { type: "source", source: answerSource(source) };
	let [index, flagged] = [0, 0];
	for (const text of compose(question, found, asking)) {
		const sentence = checked(text, index++, found, asking);
		flagged += sentence.flags.length;
		yield { type: "sentence", sentence };
	}
	yield { type: "done", notice: COMPOSED, flagged, disclaimer: DISCLAIMER };
}

function checked(text: string, index: number, found: Found, _asking: Asking): AnswerSentence {
	const known = new Set(found.sources.map(({ id }) => id));
	const citations = [...new Set([...text.matchAll(/\[(S\d+)\]/g)].map((match) => match[1] as string))];
	return { index, text, citations: citations.filter((id) => known.has(id)), flags: [] };
}

function answerSource({ id, kind, title, deviceId, from, to, text, target }: Source): AnswerSource {
	const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
	return { id, kind, title, device_id: deviceId, from: iso(from), to: iso(to), text, target };
}

/** Lines that stand by themselves: list items, headings, and what begins with a bed's name. */
const OWN_LINE = /^(?:- |#|\*\*)/;

/** The events of an answer as one. @throws whatever `error` event it ended with, as its detail */
export async function collected(events: AsyncIterable<ChatEvent>): Promise<ChatAnswer | { readonly failed: string }> {
	let [conversation, answerId]: [string, string] = ["", ""];
	let mode: ChatAnswer["mode"] = "composed";
	let choices: readonly string[] | null = null;
	let notice: string | null = null;
	let sentences: AnswerSentence[] = [];
	const sources: AnswerSource[] = [];
	for await (const event of events) {
		switch (event.type) {
			case "start":
				[conversation, answerId, mode] = [event.conversation_id, event.answer_id, event.mode];
				break;
			case "source":
				sources.push(event.source);
				break;
			case "restart":
				[mode, sentences] = [event.mode, []];
				break;
			case "sentence":
				sentences.push(event.sentence);
				break;
			case "choices":
				choices = event.choices;
				break;
			case "done":
				notice = event.notice;
				break;
			case "error":
				return { failed: event.problem.detail };
			default:
				event satisfies never;
		}
	}
	return {
		conversation_id: conversation,
		answer_id: answerId,
		reply: replyOf(sentences, notice),
		mode,
		choices,
		notice,
		sentences,
		sources,
		disclaimer: DISCLAIMER,
	};
}

function replyOf(sentences: readonly AnswerSentence[], notice: string | null): string {
	let reply = "";
	for (const { text } of sentences) reply += reply === "" ? text : `${OWN_LINE.test(text) ? "\n" : " "}${text}`;
	return notice === null ? reply : `${reply}\n\n${notice}`;
}
