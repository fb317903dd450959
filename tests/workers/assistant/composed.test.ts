import { describe, expect, it } from "vitest";
import type { EpisodeRecord } from "../../../vitals/api.ts";
import type { ChatAnswer } from "../../../vitals/assistant.ts";
import { call, enrol, eventually, monitorOf, payload } from "../support.ts";

const START = Date.parse("2026-11-20T01:00:00Z");
const MINUTE = 60_000;
/** Readings, one each 10 s. */
const NINE_MINUTES = 54;

/** A simulated patient whose clock runs by itself: an hour of calm readings, then what `later` says for ten minutes. */
async function story(bed: string, later: Record<string, unknown>, ward = "ward-story") {
	const { id, key } = await enrol({ ward, bed, patient_id: `STORY-${ward}-${bed}`, simulated: true });
	const clock = async (now: number) => call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now, rate: 0.001 } });
	await clock(START);
	await call("PUT", `/api/v1/devices/${id}`, {
		role: "engineer",
		body: { ward_id: ward, bed, patient_id: `STORY-2-${ward}-${bed}`, simulated: true },
	});
	const calm = Array.from({ length: 360 }, (_, i) =>
		payload(id, {
			timestamp: START + 1000 + i * 10_000,
			heart_rate: 76 + (i % 5),
			spo2: 96 + (i % 2),
			respiratory_rate: 15 + (i % 3),
			temperature: 36.8,
			systolic_pressure: 122 + (i % 7),
		}),
	);
	const ill = Array.from({ length: 60 }, (_, i) =>
		payload(id, {
			timestamp: START + 62 * MINUTE + i * 10_000,
			heart_rate: 78,
			spo2: 96,
			respiratory_rate: 16,
			temperature: 36.8,
			systolic_pressure: 122,
			...later,
			...(typeof later["spo2"] === "number" ? { spo2: Math.max(later["spo2"], 96 - i) } : {}),
		}),
	);
	// By their own clock the readings have just been measured: older ones are history, of which nothing is learned.
	const readings = [...calm, ...ill];
	for (let i = 0; i < readings.length; i += NINE_MINUTES) {
		const body = readings.slice(i, i + NINE_MINUTES);
		await clock((body.at(-1)?.["timestamp"] as number) + 1000);
		const sent = await call("POST", "/api/v1/telemetry/batch", { key, body });
		if (sent.status !== 202) throw new Error(await sent.text());
	}
	return id;
}

const ask = async (message: string) =>
	(await (
		await call("POST", "/api/v1/chat", { role: "clinician", body: { message, time_zone: "Europe/Amsterdam" } })
	).json()) as ChatAnswer;

const ill = await story("Bed 4", { spo2: 80, heart_rate: 118, respiratory_rate: 28 });
await story("Bed 5", {});
await eventually(async () => (await monitorOf(ill).brief(0)).episodes.length > 0);
const QUESTIONS = [
	`How is ${ill}?`,
	"How is bed 4?",
	"How is bed 5?",
	"Is bed 4's saturation falling?",
	"How was bed 4 in the last 2 hours?",
	"What was the lowest saturation of bed 4 in the last hour?",
	"Why is bed 4 alarming?",
	"Why is bed 4 alarming, and was there anything like this before?",
	"Compare beds 4 and 5",
	"Hand-over for bed 4",
	"Hand-over for ward-story",
	"How is ward-story?",
	"Who needs me now?",
	"How many alarms in the last 24 hours?",
	"How many alarms did bed 4 have?",
	"Should I give bed 4 oxygen?",
	"Who is in bed 4?",
	"What does NEWS2 mean?",
];

const cared = await story("Bed 6", { spo2: 80, heart_rate: 118, respiratory_rate: 28 }, "ward-care");
await eventually(async () => (await monitorOf(cared).brief(0)).episodes.length > 0);

describe("a composed answer", () => {
	it.each(QUESTIONS)("to %s has no sentence that its sources do not support", async (question) => {
		const { sentences } = await ask(question);
		expect(sentences.length).toBeGreaterThan(0);
		const flagged = sentences.filter(({ flags }) => flags.length > 0);
		expect(
			flagged.map(
				({ text, flags }) => `${text} -> ${flags.map(({ kind, reason }) => `${kind}: ${reason}`).join("; ")}`,
			),
		).toEqual([]);
	});

	it("leads with what is open, since when, that nobody has acknowledged it, and compares with usual", async () => {
		const { reply, sentences } = await ask("How is bed 4?");
		expect(sentences[0]?.text).toMatch(/^\*\*Bed 4 .*open since/);
		expect(reply).toContain("Nobody has acknowledged it");
		expect(reply).toMatch(/usually 9\d %/);
		expect(reply).toContain("NEWS2");
	});
});

describe("what people did about an episode", () => {
	const episode = async () => {
		const [open] = (await monitorOf(cared).brief(0)).episodes;
		if (open === undefined) throw new Error("no episode is open");
		return open;
	};
	/** One after the other, each on the version that the one before made. */
	async function act(what: string, more: Record<string, unknown>): Promise<void> {
		const { id, version } = await episode();
		const done = await call("POST", `/api/v1/episodes/${id}/${what}`, {
			role: "clinician",
			body: { version, ...more },
		});
		expect(done.status, await done.text()).toBe(200);
		await eventually(async () => {
			const record = await call("GET", `/api/v1/episodes/${id}`, { role: "clinician" });
			return ((await record.json()) as EpisodeRecord).episode.version === version + 1;
		});
	}

	it("is told of the bed and of the ward, and nothing of it is doubted", async () => {
		await act("summon", { to: { role: "admin" }, comment: "please look" });
		await act("snooze", { minutes: 10 });
		await act("comment", { comment: "moved to the window" });
		await act("judge", { verdict: "confirmed" });
		for (const message of [
			"How is bed 6?",
			"Who responded to bed 6?",
			"Who responded on ward-care today?",
			"Hand-over for ward-care",
		]) {
			const { reply, sentences } = await ask(message);
			expect(reply, message).toMatch(/administrators were summoned (?:at|on) .*noting “please look”/);
			expect(reply, message).toMatch(/snoozed (?:at|on) .* until /);
			expect(reply, message).toMatch(/remark was made .*“moved to the window”/);
			expect(reply, message).toMatch(/judged a confirmed alarm/);
			expect(
				sentences.filter(({ flags }) => flags.length > 0),
				message,
			).toEqual([]);
		}
	});

	it("is shown to a model without names of staff", async () => {
		const { id } = await episode();
		const { sources } = await ask("How is bed 6?");
		const told = sources.find(({ target }) => target?.id === id);
		expect(told?.text).toContain("judged a confirmed alarm");
		expect(told?.text).not.toMatch(/nurse|amara/i);
	});
});
