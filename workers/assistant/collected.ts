/** The events of an answer as one. */
import type { AnswerSentence, AnswerSource, ChatAnswer, ChatEvent } from "../../vitals/assistant.ts";

/** Lines that stand by themselves: list items, headings, and what begins with a bed's name. */
const OWN_LINE = /^(?:- |#|\*\*)/;

/** All events as the one answer, or the detail of the `error` that they ended with. */
export async function collected(events: AsyncIterable<ChatEvent>): Promise<ChatAnswer | { readonly failed: string }> {
	let [conversation, answerId]: [string, string] = ["", ""];
	let mode: ChatAnswer["mode"] = "composed";
	let choices: readonly string[] | null = null;
	let [notice, disclaimer]: [string | null, string] = [null, ""];
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
				[notice, disclaimer] = [event.notice, event.disclaimer];
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
		// Whoever reads only this must know as well who wrote it.
		reply: [textOf(sentences), ...(notice === null ? [] : [notice])].join("\n\n"),
		mode,
		choices,
		notice,
		sentences,
		sources,
		disclaimer,
	};
}

/** The sentences in one text. */
export function textOf(sentences: readonly Pick<AnswerSentence, "text">[]): string {
	let whole = "";
	for (const { text } of sentences) whole += whole === "" ? text : `${OWN_LINE.test(text) ? "\n" : " "}${text}`;
	return whole;
}
