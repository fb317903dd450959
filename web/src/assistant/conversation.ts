/** A conversation with the assistant, as far as this page was in it. */
import { createSignal, onCleanup } from "solid-js";
import { createStore, produce } from "solid-js/store";
import type { AnswerMode, AnswerSentence, AnswerSource, ChatEvent } from "../../../vitals/assistant.ts";
import { ApiError } from "../contract/client.ts";
import { askAssistant } from "./events.ts";
import { spoken } from "./markdown.ts";
import { assistantTexts as texts } from "./texts.ts";

export interface Turn {
	readonly id: number;
	readonly question: string;
	mode: AnswerMode | null;
	sentences: AnswerSentence[];
	sources: AnswerSource[];
	choices: readonly string[];
	notice: string | null;
	disclaimer: string;
	/** `asking` until the last event; `stopped` by the reader. */
	state: "asking" | "done" | "stopped" | "failed";
	/** Why it failed, in a sentence. */
	problem: string;
}

export interface Conversation {
	readonly turns: readonly Turn[];
	readonly busy: () => boolean;
	/** What a screen reader is told next: a finished sentence, or how it ended. */
	readonly said: () => string;
	ask(question: string): void;
	stop(): void;
	/** The next question begins a new conversation. */
	begin(): void;
}

/** @param toSignIn - leads to the sign-in when the session has ended */
export function createConversation(toSignIn: () => boolean): Conversation {
	const [store, setStore] = createStore<{ turns: Turn[] }>({ turns: [] });
	const [busy, setBusy] = createSignal(false);
	const [said, setSaid] = createSignal("");
	let conversationId: string | undefined;
	let running: AbortController | null = null;
	let count = 0;
	onCleanup(() => running?.abort());

	const change = (id: number, how: (turn: Turn) => void) =>
		setStore(
			"turns",
			(turn) => turn.id === id,
			produce((turn) => how(turn)),
		);

	const hear = (id: number, event: ChatEvent) => {
		switch (event.type) {
			case "start":
				conversationId = event.conversation_id;
				change(id, (turn) => (turn.mode = event.mode));
				return;
			case "source":
				change(id, (turn) => turn.sources.push(event.source));
				return;
			case "restart":
				change(id, (turn) => Object.assign(turn, { mode: event.mode, sentences: [], notice: event.notice }));
				setSaid(event.notice);
				return;
			case "sentence":
				change(id, (turn) => turn.sentences.push(event.sentence));
				setSaid(
					event.sentence.flags.length === 0
						? spoken(event.sentence)
						: `${spoken(event.sentence)} ${texts.flaggedSpoken(event.sentence.flags.map(({ reason }) => reason))}`,
				);
				return;
			case "choices":
				change(id, (turn) => (turn.choices = event.choices));
				setSaid(texts.choicesSpoken(event.choices.length));
				return;
			case "done":
				change(id, (turn) =>
					Object.assign(turn, { state: "done", notice: event.notice ?? turn.notice, disclaimer: event.disclaimer }),
				);
				return;
			case "error":
				change(id, (turn) => Object.assign(turn, { state: "failed", problem: event.problem.detail }));
				setSaid(event.problem.detail);
				return;
			default:
				// A later server's: what is not known here is not shown.
				event satisfies never;
		}
	};

	const run = async (id: number, question: string, signal: AbortSignal) => {
		try {
			const request = {
				message: question,
				time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
				...(conversationId === undefined ? {} : { conversation_id: conversationId }),
			};
			for await (const event of askAssistant(request, signal)) hear(id, event);
			const ended = store.turns.find((turn) => turn.id === id)?.state;
			if (ended === "asking") throw new ApiError(0, texts.cutOff, null);
		} catch (error) {
			if (signal.aborted) {
				change(id, (turn) => (turn.state = "stopped"));
				setSaid(texts.stopped);
				return;
			}
			if (error instanceof ApiError && error.status === 401 && toSignIn()) return;
			const problem = error instanceof ApiError && error.message !== "" ? error.message : texts.noAnswer;
			change(id, (turn) => Object.assign(turn, { state: "failed", problem }));
			setSaid(problem);
		} finally {
			if (running?.signal === signal) {
				running = null;
				setBusy(false);
			}
		}
	};

	return {
		get turns() {
			return store.turns;
		},
		busy,
		said,
		ask(question) {
			const text = question.trim();
			if (text === "" || busy()) return;
			const id = ++count;
			const turn: Turn = {
				id,
				question: text,
				mode: null,
				sentences: [],
				sources: [],
				choices: [],
				notice: null,
				disclaimer: "",
				state: "asking",
				problem: "",
			};
			setStore("turns", (turns) => [...turns, turn]);
			running = new AbortController();
			setBusy(true);
			void run(id, text, running.signal);
		},
		stop: () => running?.abort(),
		begin() {
			running?.abort();
			conversationId = undefined;
			setStore("turns", []);
		},
	};
}
