/** What the assistant says of limits, observations, hand-overs and alarm load, to whom, and that nothing of it is doubted. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { connectRegistry } from "../../../registry/connect.ts";
import { addMember } from "../../../registry/members.ts";
import type { Anomaly, Page } from "../../../vitals/api.ts";
import type { ChatAnswer } from "../../../vitals/assistant.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import { call, enrol, eventually, stretch } from "../support.ts";

const WARD = "ward-care-told";
let device = "";

/** As `call`, for what has to succeed before anything is asked. */
async function done(...request: Parameters<typeof call>): Promise<Response> {
	const response = await call(...request);
	if (!response.ok) throw new Error(`${request[0]} ${request[1]}: ${response.status} ${await response.text()}`);
	return response;
}

const nurse = { role: "clinician" } as const;
const ask = async (message: string, as: Parameters<typeof call>[2] = nurse) =>
	(await (await call("POST", "/api/v1/chat", { ...as, body: { message, time_zone: "UTC" } })).json()) as ChatAnswer;
const doubted = ({ sentences }: ChatAnswer) =>
	sentences.flatMap(({ text, flags }) => flags.map(({ kind, reason }) => `${text} -> ${kind}: ${reason}`));
const kinds = ({ sources }: ChatAnswer) => sources.map(({ kind }) => kind);

beforeAll(async () => {
	await addMember(
		connectRegistry(env.DB),
		{ id: "colleague", subject: null, name: "Nurse Ravi", role: "clinician", wards: "all" },
		Date.now(),
	);
	const { id, key } = await enrol({ ward: WARD, bed: "Bed 31", patient_id: "CARE-1" });
	device = id;
	const said = (await (await call("GET", `/api/v1/devices/${id}/context`, nurse)).json()) as ContextAnswer;
	const limit = { version: said.limits_version, high: 125, reason: "Fever; ask Dr X", until: Date.now() + 3600_000 };
	await done("PUT", `/api/v1/devices/${id}/limits/heart_rate`, { ...nurse, body: limit });
	const seen = { temperature: 38.4, systolic_pressure: 111, diastolic_pressure: 67, consciousness: "A" };
	await done("PUT", `/api/v1/devices/${id}/observations`, { ...nurse, body: seen });
	await done("POST", "/api/v1/telemetry/batch", {
		key,
		body: stretch(id, 40, { heart_rate: 190, spo2: 70, respiratory_rate: 35 }, Date.now() + 1000),
	});
	const episode = await eventually(async () => {
		const list = await call("GET", `/api/v1/anomalies?device=${id}`, nurse);
		return ((await list.json()) as Page<Anomaly>).data[0];
	});
	const body = { version: episode.version, comment: "On my way" };
	await done("POST", `/api/v1/episodes/${episode.episode_id}/acknowledge`, { ...nurse, body });
	const given = { to: "colleague", since: Date.now() - 3600_000, note: "Bed 31 needs somebody who sits with him" };
	await done("POST", `/api/v1/wards/${WARD}/handovers`, { ...nurse, body: given });
	await eventually(async () => {
		const list = await call("GET", `/api/v1/anomalies?device=${id}`, nurse);
		return ((await list.json()) as Page<Anomaly>).data[0]?.acknowledged_at;
	});
});

describe("an answer about what people do", () => {
	it("says what is watched of a bed, who set it, why and until when", async () => {
		const answer = await ask(`What are the limits of ${device} and who set them?`);
		expect(answer.reply).toMatch(
			/high limit of heart rate, 125\/min, was set for this patient at \d\d:\d\d by clinician, until .*“Fever; ask Dr X”/,
		);
		expect(answer.reply).toContain("SpO₂: low limit 85 %");
		expect(answer.sources.find(({ kind }) => kind === "limits")?.target).toMatchObject({ kind: "patient" });
		// A model is told who by their role alone.
		expect(answer.sources.find(({ kind }) => kind === "limits")?.text).toContain("by a clinician");
		expect(doubted(answer)).toEqual([]);
	});

	it("says what was observed by hand, when and by whom, and what never was", async () => {
		const taken = await ask(`When was the temperature of ${device} last taken?`);
		expect(taken.reply).toMatch(/observed by hand at \d\d:\d\d by clinician: temperature 38\.4 °C/);
		const all = await ask(`What was observed at ${device} today?`);
		expect(all.reply).toMatch(/consciousness alert, temperature 38\.4 °C and blood pressure 111\/67 mmHg/);
		const never = await ask(`Is ${device} on oxygen?`);
		expect(never.reply).toContain("nobody has observed supplemental oxygen by hand");
		for (const answer of [taken, all, never]) expect(doubted(answer)).toEqual([]);
	});

	it("tells what changed on a ward, who came, and who handed it over with which words", async () => {
		const answer = await ask(`What changed on ${WARD} in the last 2 hours?`);
		expect(answer.reply).toMatch(/last handed over at \d\d:\d\d by clinician to Nurse Ravi, noting “.*needs somebody/);
		expect(answer.reply).toMatch(/[1-9] episodes? began/);
		expect(answer.reply).toMatch(/Bed 31 .*a new patient arrived at/);
		expect(answer.sources.find(({ kind }) => kind === "handover")?.target).toEqual({ kind: "handover", id: WARD });
		expect(doubted(answer)).toEqual([]);
	});

	it("gives the ward's alarm load, against ISA-18.2, with the bed that rings most", async () => {
		const answer = await ask(`Which bed of ${WARD} alarms the most this week?`);
		expect(answer.reply).toMatch(/alarms a bed and day/);
		expect(answer.reply).toMatch(/ISA-18\.2 calls acceptable/);
		expect(answer.reply).toMatch(/Bed 31 .* rang most: \d+ alarms?, a share of 100 %/);
		expect(answer.sources.find(({ kind }) => kind === "alarm-load")?.target).toEqual({ kind: "alarm-load", id: WARD });
		expect(doubted(answer)).toEqual([]);
	});

	it("keeps to the ward's people, and to what a screen on the wall may show", async () => {
		const elsewhere = { ...nurse, wards: ["ward-elsewhere"] };
		for (const message of [`Limits of ${device}?`, `Who handed over ${WARD}?`, `Alarm load of ${WARD} this week?`]) {
			const answer = await ask(message, elsewhere);
			expect(kinds(answer), message).toEqual([]);
			expect(answer.reply, message).not.toMatch(/125|Ravi|alarms a bed/);
		}
		const screen = { role: "viewer" } as const;
		const load = await ask(`Alarm load of ${WARD} this week?`, screen);
		expect(kinds(load)).not.toContain("alarm-load");
		const told = await ask(`Hand-over for ${WARD}`, screen);
		expect(kinds(told)).toContain("handover");
		expect(JSON.stringify(told)).not.toContain("sits with him");
	});
});
