/** From a message to the events of its answer. */
import { log, reason } from "../../durable-objects/log.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { addTokens, tokensUsed } from "../../registry/conversations.ts";
import { reachOf, type Standing } from "../../registry/standing.ts";
import type { AnswerMode, AnswerSentence, AnswerSource, ChatEvent, Source } from "../../vitals/assistant.ts";
import { PROBLEM_BASE } from "../../vitals/problem.ts";
import type { Env } from "../env.ts";
import { checkerOf, type Checker } from "./checker.ts";
import { textOf } from "./collected.ts";
import { compose } from "./compose/compose.ts";
import { loadDirectory } from "./directory.ts";
import type { Asking } from "./facts/asking.ts";
import type { Found } from "./facts/found.ts";
import { gather } from "./facts/gather.ts";
import { generate, type TextModel } from "./generate/model.ts";
import { promptFor } from "./generate/prompt.ts";
import { failureOf, type FailureKind } from "./generate/wire.ts";
import { recall, remember, type Conversation } from "./memory.ts";
import { findPassages } from "./passages.ts";
import type { Directory, Question, Remembered, Understanding } from "./question/question.ts";
import { redactor } from "./question/redact.ts";
import { understand } from "./question/understand.ts";
import { assistantSettings, type AssistantSettings } from "./settings.ts";

const DISCLAIMER = "Not a medical device. Look at the patient and the original values before you act on this.";
const COMPOSED = "Composed from the records without a language model.";
const BUDGET_USED = `Your share of the language model is used up for today. ${COMPOSED}`;
const CUT = "The answer was cut off at its budget; ask for the rest.";

/** Why the model's answer is not there, as the reader is told. */
const NOTICES: Readonly<Record<FailureKind, string>> = {
	allowance: `The language model's allowance is used up for today. ${COMPOSED}`,
	busy: `The language model is busy just now. ${COMPOSED}`,
	too_late: `The language model did not answer in time. ${COMPOSED}`,
	no_model: `There is no language model here. ${COMPOSED}`,
	broken: `The language model's answer could not be used. ${COMPOSED}`,
};

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
	readonly before: Conversation | null;
	readonly settings: AssistantSettings;
	/** Who will write: a model, unless the person has used up their share of it. */
	readonly mode: AnswerMode;
	readonly notice: string;
}

/** What lasts longer than the answer. */
export interface Outlasting {
	readonly waitUntil: (work: Promise<unknown>) => void;
	/** Aborted when the reader has gone. */
	readonly signal: AbortSignal;
}

/** Finds out what a message is about, within what the person may see now, whatever was spoken of before. */
export async function prepare({ env, standing, message, conversationId, zone, now }: Ask): Promise<Prepared> {
	const settings = assistantSettings(env);
	const [directory, before, used] = await Promise.all([
		loadDirectory(env, standing),
		conversationId === null ? null : recall(env, standing.id, conversationId, reachOf(standing), now),
		settings.model === null ? 0 : tokensUsed(connectRegistry(env.DB), standing.id, now),
	]);
	const understanding = understand(message, directory, before?.about ?? null, { now, zone, shifts: settings.shifts });
	const spent = used >= settings.dailyTokens;
	const modelWrites = settings.model !== null && !spent && understanding.kind === "question";
	return {
		asking: { env, standing, now, zone, redact: redactor(directory) },
		directory,
		understanding,
		conversationId: before?.row.id ?? crypto.randomUUID(),
		before,
		settings,
		mode: modelWrites ? "model" : "composed",
		notice: settings.model !== null && spent ? BUDGET_USED : COMPOSED,
	};
}

/** The answer's events in their order. */
export async function* answer(prepared: Prepared, outlasting: Outlasting): AsyncGenerator<ChatEvent> {
	const { conversationId, understanding, mode } = prepared;
	yield { type: "start", conversation_id: conversationId, answer_id: crypto.randomUUID(), mode };
	try {
		if (understanding.kind === "question") yield* answered(prepared, understanding.question, outlasting);
		else yield* askBack(prepared, understanding, outlasting);
	} catch (error) {
		log("error", "assistant.failed", { reason: reason(error) });
		const detail = "The answer could not be finished; ask again shortly";
		yield { type: "error", problem: { type: `${PROBLEM_BASE}unavailable`, detail } };
	}
}

async function* askBack(
	prepared: Prepared,
	{ sentence, choices, text, pending }: Extract<Understanding, { kind: "ask-back" }>,
	outlasting: Outlasting,
): AsyncGenerator<ChatEvent> {
	yield { type: "sentence", sentence: { index: 0, text: sentence, citations: [], flags: [] } };
	if (choices.length > 0) yield { type: "choices", choices };
	const nothing: Remembered = { devices: [], wards: [], range: null, intent: "status", vitals: [] };
	const about = { ...(prepared.before?.about ?? nothing), ...(pending === null ? {} : { pending }) };
	await keep(prepared, outlasting, { question: text, reply: sentence, mode: "composed", about, found: null });
	yield { type: "done", notice: COMPOSED, flagged: 0, disclaimer: DISCLAIMER };
}

async function* answered(prepared: Prepared, question: Question, outlasting: Outlasting): AsyncGenerator<ChatEvent> {
	const { asking, directory } = prepared;
	const found = await gather(question, directory, asking, (asked) => findPassages(asked, asking));
	for (const source of found.sources) yield { type: "source", source: answerSource(source) };
	let { mode, notice }: { mode: AnswerMode; notice: string | null } = prepared;
	let sentences: AnswerSentence[] = [];
	if (mode === "model") {
		const written = modelAnswer(prepared, question, found, outlasting);
		for (;;) {
			const { value, done } = await written.next();
			if (done) {
				({ notice, mode } = value);
				break;
			}
			sentences.push(value);
			yield { type: "sentence", sentence: value };
		}
		if (outlasting.signal.aborted) return;
		if (mode === "composed") {
			sentences = [];
			yield { type: "restart", mode, notice: notice ?? COMPOSED };
		}
	}
	if (mode === "composed") {
		const check = checkerOf(question, found, asking);
		for (const text of compose(question, found, asking)) {
			const sentence = sentenceOf(text, sentences.length, found, check);
			sentences.push(sentence);
			yield { type: "sentence", sentence };
		}
	}
	const about: Remembered = {
		devices: question.about.map(({ deviceId }) => deviceId),
		wards: question.wards.map(({ id }) => id),
		range: question.range,
		intent: question.intent,
		vitals: question.vitals,
	};
	await keep(prepared, outlasting, { question: question.text, reply: textOf(sentences), mode, about, found });
	const flagged = sentences.reduce((sum, { flags }) => sum + flags.length, 0);
	yield { type: "done", notice, flagged, disclaimer: DISCLAIMER };
}

type Written = { readonly mode: AnswerMode; readonly notice: string | null };

/** The model's sentences, each after its check; then who is to write, and what the reader is told of it. */
async function* modelAnswer(
	{ asking, settings, before }: Prepared,
	question: Question,
	found: Found,
	{ waitUntil, signal }: Outlasting,
): AsyncGenerator<AnswerSentence, Written> {
	const { env, standing, now } = asking;
	const check = checkerOf(question, found, asking);
	const earlier = (before?.turns ?? []).map(({ question: asked }) => asked);
	const messages = promptFor(question, found.sources, earlier, asking);
	let index = 0;
	let notice: string | null = null;
	try {
		const ai = env.AI as unknown as TextModel;
		for await (const part of generate(ai, settings.model ?? "", messages, settings, signal)) {
			if (part.kind === "sentence") yield sentenceOf(part.text, index++, found, check);
			else {
				if (part.cut) notice = CUT;
				waitUntil(addTokens(connectRegistry(env.DB), standing.id, part.tokens, now).catch(lost("assistant.use_lost")));
			}
		}
		return { mode: "model", notice };
	} catch (error) {
		if (signal.aborted) return { mode: "model", notice };
		const failure = failureOf(error);
		log("warn", "assistant.model_failed", { kind: failure.kind, reason: failure.message });
		return { mode: "composed", notice: NOTICES[failure.kind] };
	}
}

function sentenceOf(text: string, index: number, found: Found, check: Checker): AnswerSentence {
	const known = new Set(found.sources.map(({ id }) => id));
	const citations = [...new Set([...text.matchAll(/S\d+(?=[^[\]]*\])/g)].map(([id]) => id))];
	return { index, text, citations: citations.filter((id) => known.has(id)), flags: check(text) };
}

const lost = (what: string) => (error: unknown) => log("warn", what, { reason: reason(error) });

/**
 * Remembers the turn, before the answer says that it is done: a question that follows at once finds it. One that is lost costs a
 * follow-up, not an answer; a reader who goes meanwhile costs nothing.
 */
function keep(
	{ asking, before, conversationId, settings }: Prepared,
	{ waitUntil }: Outlasting,
	turn: { question: string; reply: string; mode: AnswerMode; about: Remembered; found: Found | null },
): Promise<void> {
	const { found, ...said } = turn;
	const sources = found?.sources ?? [];
	const patients = sources.flatMap(({ patient }) => (patient === null ? [] : [patient]));
	const inWards = (found?.wards ?? []).flatMap(({ beds }) => beds.flatMap(({ device }) => device.patient ?? []));
	const wards = sources.flatMap(({ wardId }) => (wardId === null ? [] : [wardId]));
	const kept = remember(asking.env, before, {
		id: conversationId,
		memberId: asking.standing.id,
		...said,
		patients: [...patients, ...inWards],
		wards,
		now: asking.now,
		memoryHours: settings.memoryHours,
	}).catch(lost("assistant.turn_lost"));
	waitUntil(kept);
	return kept;
}

function answerSource({ id, kind, title, deviceId, from, to, text, target }: Source): AnswerSource {
	const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
	return { id, kind, title, device_id: deviceId, from: iso(from), to: iso(to), text, target };
}
