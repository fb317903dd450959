import { describe, expect, it } from "vitest";
import type { ChatAnswer, ChatEvent } from "../../../vitals/assistant.ts";
import { call, enrol, eventually, monitorOf, stretch } from "../support.ts";

const ask = async (
	message: string,
	more: Record<string, unknown> = {},
	as: Record<string, unknown> = { role: "clinician" },
) => {
	const response = await call("POST", "/api/v1/chat", { ...as, body: { message, ...more } });
	return { status: response.status, body: (await response.json()) as ChatAnswer };
};

/** A device in a bed with a patient, who came just now, and readings of most of a minute after that. */
async function bed(ward: string, label: string, values: Record<string, unknown> = {}) {
	const device = await enrol({ ward, bed: label, patient_id: `CHAT-${ward}-${label}` });
	const readings = stretch(
		device.id,
		50,
		{ heart_rate: 74, spo2: 97, respiratory_rate: 15, ...values },
		Date.now() + 100,
	);
	const sent = await call("POST", "/api/v1/telemetry/batch", { key: device.key, body: readings });
	if (sent.status !== 202) throw new Error(await sent.text());
	return device;
}

describe("a question to the assistant", () => {
	it("about a device by its id is answered in `reply`, with its newest values and their sources", async () => {
		const { id } = await bed("ward-chat", "Bed 1");
		const { status, body } = await ask(`Status of ${id}?`);
		expect(status).toBe(200);
		expect(body.mode).toBe("composed");
		expect(body.reply).toContain(id);
		expect(body.reply).toContain("SpO₂ 97 %");
		expect(body.reply).toContain("without a language model");
		const readings = body.sources.find(({ kind }) => kind === "readings");
		expect(readings?.device_id).toBe(id);
		const values = body.sentences.find(({ text }) => text.includes("SpO₂ 97 %"));
		expect(values?.citations).toContain(readings?.id);
	});

	it("that follows at once, without naming anybody, is about whom the one before was about", async () => {
		const { id } = await bed("ward-chat", "Bed 3");
		const before = await ask(`Status of ${id}?`);
		const { body } = await ask("and the saturation?", { conversation_id: before.body.conversation_id });
		expect(body.choices).toBeNull();
		expect(body.conversation_id).toBe(before.body.conversation_id);
		expect(body.reply).toContain("SpO₂ 97 %");
	});

	it("leads with the open episode, since when it is open, and that nobody has acknowledged it", async () => {
		const { id } = await bed("ward-chat", "Bed 2", { heart_rate: 25 });
		await eventually(async () => (await monitorOf(id).watch(0)).episodes.length > 0);
		const { body } = await ask("How is bed 2 on ward-chat?");
		expect(body.sentences[0]?.text).toMatch(/Bed 2 .*HIGH episode, open since/);
		expect(body.reply).toContain("Nobody has acknowledged it");
	});

	it("is answered as events, `start` first and `done` last, when the reader takes an event stream", async () => {
		const { id } = await bed("ward-chat", "Bed 3");
		const response = await call("POST", "/api/v1/chat", {
			role: "viewer",
			headers: { accept: "text/event-stream" },
			body: { message: `How is ${id}?` },
		});
		expect(response.headers.get("content-type")).toContain("text/event-stream");
		const events = (await response.text())
			.split("\n\n")
			.filter((block) => block !== "")
			.map((block) => JSON.parse(block.split("\ndata: ")[1] as string) as ChatEvent);
		expect(events[0]?.type).toBe("start");
		expect(events.at(-1)?.type).toBe("done");
		expect(events.filter(({ type }) => type === "sentence").length).toBeGreaterThan(2);
	});
});
