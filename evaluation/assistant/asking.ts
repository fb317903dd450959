/** Asks the assistant the questions of the set, each at the world's noon, and judges what it says. */
import type { ChatAnswer, ChatRequest } from "../../vitals/assistant.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { Asker, Question } from "./expectation.ts";
import { judge, type Verdict } from "./judge.ts";
import type { LoadedWorld } from "./loading.ts";
import type { Ask, WorldApp } from "./runtime.ts";
import type { Truth } from "./truth.ts";
import { END } from "./world.ts";

export interface Judged {
	readonly question: Question;
	readonly answer: ChatAnswer;
	readonly verdict: Verdict;
	/** From asking to the whole answer, milliseconds. */
	readonly tookMs: number;
}

/** Conversations that are open at once would share the world's clock. */
export async function askAll(
	app: WorldApp,
	world: LoadedWorld,
	asked: readonly Question[],
	progress: (line: string) => void,
): Promise<Judged[]> {
	const truth = await truthOf(app, world);
	const people = new Map<Asker, Ask>();
	await app.setTime(END);
	for (const person of ["nurse", "nurse-a", "admin"] as const) people.set(person, await app.as(person));
	const judged: Judged[] = [];
	for (const question of asked) {
		const person = people.get(question.as ?? "nurse") as Ask;
		let conversation: string | undefined;
		for (const message of question.before ?? []) {
			await app.setTime(END);
			const before = await chat(person, question, message, conversation).catch(unanswered);
			conversation = before.conversation_id === "" ? undefined : before.conversation_id;
		}
		await app.setTime(END);
		const start = performance.now();
		const answer = await chat(person, question, question.text, conversation).catch(unanswered);
		const tookMs = performance.now() - start;
		judged.push({ question, answer, verdict: judge(question, answer, truth), tookMs });
		if (judged.length % 25 === 0) progress(`Asked: ${judged.length} of ${asked.length}`);
	}
	return judged;
}

async function chat(
	person: Ask,
	{ zone }: Question,
	message: string,
	conversation: string | undefined,
): Promise<ChatAnswer> {
	const request: ChatRequest = {
		message,
		...(conversation === undefined ? {} : { conversation_id: conversation }),
		...(zone === undefined ? {} : { time_zone: zone }),
	};
	return (await (await person("POST", "/api/v1/chat", request)).json()) as ChatAnswer;
}

/** What is judged where no answer came: nothing that was wanted is in it. */
function unanswered(error: unknown): ChatAnswer {
	const reply = `(No answer: ${error instanceof Error ? error.message : String(error)})`;
	const nothing = { choices: null, notice: null, sentences: [], sources: [], disclaimer: "" };
	return { conversation_id: "", answer_id: "", reply, mode: "composed", ...nothing };
}

async function truthOf(app: WorldApp, { episodes, patients }: LoadedWorld): Promise<Truth> {
	await app.setTime(END);
	const nurse = await app.as("nurse");
	const contexts = new Map<string, ContextAnswer>();
	for (const device of patients.keys()) {
		const answer = await nurse("GET", `/api/v1/devices/${device}/context`);
		contexts.set(device, (await answer.json()) as ContextAnswer);
	}
	return { episodes, contexts };
}
