/** Asks the assistant the questions of the set, each at the world's noon, and judges what it says. */
import type { ChatAnswer, ChatRequest } from "../../vitals/assistant.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { AlarmLoadAnswer } from "../../vitals/alarm-load.ts";
import { loadFault, type Loads } from "./care-truth.ts";
import type { Asker, Question } from "./expectation.ts";
import { judge, type Verdict } from "./judge.ts";
import { WARDS, type LoadedWorld } from "./loading.ts";
import type { CareQuestion } from "./questions/care.ts";
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
	asked: readonly (Question | CareQuestion)[],
	progress: (line: string) => void,
): Promise<Judged[]> {
	const truth = await truthOf(app, world);
	const loads = await loadsOf(app);
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
		judged.push({
			question,
			answer,
			verdict: withLoad(question, answer, judge(question, answer, truth), loads),
			tookMs,
		});
		if (judged.length % 25 === 0) progress(`Asked: ${judged.length} of ${asked.length}`);
	}
	return judged;
}

/** The verdict, with what the answer had to hold of an alarm load. */
function withLoad(question: Question | CareQuestion, answer: ChatAnswer, verdict: Verdict, loads: Loads): Verdict {
	if (!("load" in question) || question.load === undefined) return verdict;
	const fault = loadFault(question.load, answer, loads);
	const { wanted, right } = verdict.figures;
	return {
		...verdict,
		figures: { wanted: wanted + 1, right: right + (fault === null ? 1 : 0) },
		faults: [...verdict.faults, ...(fault === null ? [] : [fault])],
	};
}

/** Days of the world's last week, from Monday. */
const WEEK = "from=2026-03-23&to=2026-03-29";

async function loadsOf(app: WorldApp): Promise<Loads> {
	await app.setTime(END);
	const admin = await app.as("admin");
	const loads = new Map<string, AlarmLoadAnswer>();
	for (const ward of Object.keys(WARDS))
		loads.set(ward, (await (await admin("GET", `/api/v1/wards/${ward}/alarm-load?${WEEK}`)).json()) as AlarmLoadAnswer);
	return loads;
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
