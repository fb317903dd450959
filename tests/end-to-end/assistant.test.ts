import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStandIn, type StandIn } from "../../evaluation/assistant/stand-in.ts";
import type { AnswerSentence, ChatEvent } from "../../vitals/assistant.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import {
	CARE_KINDS,
	course,
	Hallucinations,
	KINDS,
	type Care,
	type Said,
	type ToldBed,
} from "../support/hallucinations.ts";

const WARD = "ward-e2e";
const DEVICES = ["E2E-1", "E2E-2"] as const;
const MINUTE_MS = 60_000;
/** Readings of each device, a minute apart: all are among those that a status rests on. */
const READINGS = 18;
/** Answers of the model, each with a falsehood of every kind. */
const ROUNDS = 6;

/** The newest reading's time, on a whole minute. */
const END = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const BEDS = [0, 1].map((bed) => ({ name: `Bed ${bed + 1}`, bed }));
let care: Care;
const timeOf = (i: number) => END - (READINGS - 1 - i) * MINUTE_MS;

let app: RunningApp;
let standIn: StandIn;
let says: readonly Said[] = [];
let closed = false;

type Call = (path: string, init?: RequestInit) => Promise<Response>;

/** Two beds, of which one falls ill in the last minutes; their clock is the simulator's. */
async function fill(engineer: Call): Promise<void> {
	const put = async (path: string, body: unknown, send: Call = engineer) => {
		const response = await send(path, { method: "PUT", body: JSON.stringify(body) });
		expect(response.status, path).toBeLessThan(300);
		return response;
	};
	await put(`/api/v1/wards/${WARD}`, { name: "Ward E" });
	for (const [bed, id] of DEVICES.entries()) {
		const address = `/api/v1/devices/${id}`;
		const enrolment = { ward_id: WARD, bed: `Bed ${bed + 1}`, simulated: true };
		await put(address, enrolment);
		const { key } = (await (await engineer(`${address}/keys`, { method: "POST" })).json()) as { key: string };
		const device: Call = (path, init = {}) =>
			fetch(app.url + path, {
				...init,
				headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			});
		await put(`${address}/clock`, { now: timeOf(0) - MINUTE_MS, rate: 0.001 }, device);
		await put(address, { ...enrolment, patient_id: `E2E-PATIENT-${bed}` });
		await put(`${address}/clock`, { now: END + 1000, rate: 0.001 }, device);
		const body = Array.from({ length: READINGS }, (_, i) => ({
			device_id: id,
			timestamp: timeOf(i),
			battery_level: 80,
			...course(bed, i / (READINGS - 1)),
		}));
		const sent = await device("/api/v1/telemetry/batch", { method: "POST", body: JSON.stringify(body) });
		expect(sent.status, await sent.text()).toBe(202);
	}
}

/** A nurse sets a limit in one bed and takes a temperature in the other. */
async function look(nurse: Call): Promise<Care> {
	const [first, second] = BEDS as [ToldBed, ToldBed];
	const [limited, taken] = DEVICES.map((id) => `/api/v1/devices/${id}`) as [string, string];
	const said = (await (await nurse(`${limited}/context`)).json()) as ContextAnswer;
	const wanted = { version: said.limits_version, high: 141, reason: "As agreed", until: Date.now() + 3600_000 };
	const set = await nurse(`${limited}/limits/heart_rate`, { method: "PUT", body: JSON.stringify(wanted) });
	const { limits } = (await set.json()) as ContextAnswer;
	const hand = { bed: second, value: 37.7, at: timeOf(READINGS - 4) };
	const seen = { temperature: hand.value, time: new Date(hand.at).toISOString() };
	const observed = await nurse(`${taken}/observations`, { method: "PUT", body: JSON.stringify(seen) });
	expect([set.status, observed.status]).toEqual([200, 200]);
	return { limit: { bed: first, high: 141, at: Date.parse(limits.heart_rate.override?.at ?? "") }, hand };
}

/** The events of an answer, as they come. */
async function ask(person: Call, message: string): Promise<ChatEvent[]> {
	const response = await person("/api/v1/chat", {
		method: "POST",
		headers: { accept: "text/event-stream" },
		body: JSON.stringify({ message }),
	});
	expect(response.headers.get("content-type")).toContain("text/event-stream");
	return (await response.text())
		.split("\n\n")
		.flatMap((event) => event.split("\n").filter((line) => line.startsWith("data: ")))
		.map((line) => JSON.parse(line.slice("data: ".length)) as ChatEvent);
}

const sentencesOf = (events: readonly ChatEvent[]): AnswerSentence[] =>
	events.flatMap((event) => (event.type === "sentence" ? [event.sentence] : []));

beforeAll(async () => {
	standIn = await startStandIn(() => says.map(({ text }) => text).join("\n"));
	app = await startApp({ LOCAL_AI_URL: standIn.url });
	await fill(await signIn(app.url, "engineer"));
	care = await look(await signIn(app.url, "nurse"));
}, 300_000);
afterAll(async () => {
	await app?.stop();
	if (!closed) await standIn?.close();
});

describe("a language model that makes things up", () => {
	const judged: { readonly said: Said; readonly sentence: AnswerSentence }[] = [];

	it("is answered for sentence by sentence in the stream, in its own words", async () => {
		const nurse = await signIn(app.url, "nurse");
		const made = new Hallucinations("e2e", BEDS, timeOf, READINGS);
		for (let round = 0; round < ROUNDS; round++) {
			says = made.answer();
			const events = await ask(nurse, "How are E2E-1 and E2E-2?");
			expect(events.map(({ type }) => type)).not.toContain("restart");
			expect(events[0]).toMatchObject({ type: "start", mode: "model" });
			expect(events.at(-1)).toMatchObject({ type: "done" });
			const sentences = sentencesOf(events);
			expect(sentences.map(({ text }) => text)).toEqual(says.map(({ text }) => text));
			for (const [i, sentence] of sentences.entries()) judged.push({ said: says[i] as Said, sentence });
		}
		expect(standIn.asked.length).toBeGreaterThanOrEqual(ROUNDS);
	});

	it.each(KINDS)("has what is false by %s flagged", (kind) => {
		const planted = judged.filter(({ said }) => said.kind === kind);
		expect(planted).toHaveLength(ROUNDS);
		const missed = planted.filter(({ sentence }) => sentence.flags.length === 0);
		// Nine of ten of each kind: of six, all.
		expect(missed.map(({ said }) => said.text)).toEqual([]);
	});

	it("has what is true left alone", () => {
		const honest = judged.filter(({ said }) => said.kind === "true");
		expect(honest.length).toBeGreaterThanOrEqual(ROUNDS * 6);
		const wronged = honest.filter(({ sentence }) => sentence.flags.length > 0);
		expect(
			wronged.map(({ said, sentence }) => `${said.text}: ${sentence.flags.map(({ reason }) => reason).join(" ")}`),
		).toEqual([]);
	});

	it.each([
		["limit", "What are the limits of E2E-1 and E2E-2?"],
		["hand", "What was observed at E2E-1 and E2E-2 by hand?"],
	] as const)("has what is false of a %s flagged, and what is true of it left alone", async (kind, question) => {
		expect(CARE_KINDS).toContain(kind);
		const made = new Hallucinations(`e2e ${kind}`, BEDS, timeOf, READINGS);
		says = Array.from({ length: ROUNDS }, () => made.care(care, kind)).flat();
		const sentences = sentencesOf(await ask(await signIn(app.url, "nurse"), question));
		expect(sentences.map(({ text }) => text)).toEqual(says.map(({ text }) => text));
		const wrong = sentences.filter(({ flags }, i) => (says[i]?.kind === "true") === flags.length > 0);
		expect(wrong.map(({ text, flags }) => `${text}: ${flags.map(({ reason }) => reason).join(" ")}`)).toEqual([]);
	});

	it("is shown bed and figures, and nobody's hospital number", () => {
		const prompt = JSON.stringify(standIn.asked);
		expect(prompt).toContain("E2E-1");
		expect(prompt).not.toContain("E2E-PATIENT");
	});
});

describe("a language model that is down", () => {
	it("is taken back, and the answer is composed, with the reason", async () => {
		await standIn.close();
		closed = true;
		const events = await ask(await signIn(app.url, "nurse"), "How is E2E-1?");
		const restart = events.find(({ type }) => type === "restart");
		expect(restart).toMatchObject({ mode: "composed" });
		const sentences = sentencesOf(events);
		expect(sentences.map(({ text }) => text).join(" ")).toContain("E2E-1");
		expect(sentences.filter(({ flags }) => flags.length > 0)).toEqual([]);
		const done = events.at(-1);
		expect(done?.type === "done" ? done.notice : null).toMatch(/language model.*Composed from the records/);
	});
});
