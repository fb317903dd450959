import { describe, expect, it } from "vitest";
import type { Directory, KnownDevice, Question, Remembered } from "../../../workers/assistant/question/question.ts";
import { redactor } from "../../../workers/assistant/question/redact.ts";
import { understand } from "../../../workers/assistant/question/understand.ts";

const device = (deviceId: string, bed: string | null, wardId = "ward-a", label: string | null = null): KnownDevice => ({
	deviceId,
	wardId,
	bed,
	patient: `P-${deviceId}`,
	simulated: false,
	label,
});

const DIRECTORY: Directory = {
	wards: [
		{ id: "ward-a", name: "Ward A" },
		{ id: "ward-b", name: "Ward B" },
		{ id: "icu", name: "Intensive Care" },
	],
	devices: [
		device("WEARABLE-001", "Bed 1", "ward-a", "Ada Byron"),
		device("WEARABLE-003", "Bed 3", "ward-a", "Grace Hopper"),
		device("WEARABLE-100", "Bed 4", "ward-a"),
		device("WEARABLE-1000", "Bed 12", "ward-a"),
		device("MON-7", "Bed 4", "ward-b", "Ada Lovelace"),
		device("MON-8", "Window", "icu"),
	],
	nameable: true,
	complete: true,
};
/** A Friday, 14:20 in Amsterdam. */
const NOW = Date.parse("2026-11-27T13:20:00Z");
const MOMENT = { now: NOW, zone: "Europe/Amsterdam", shifts: [7 * 60, 19 * 60] };

function asked(text: string, before: Remembered | null = null, moment = MOMENT, directory = DIRECTORY): Question {
	const understood = understand(text, directory, before, moment);
	if (understood.kind !== "question")
		throw new Error(`${text}: ${understood.sentence} ${understood.choices.join("|")}`);
	return understood.question;
}
const devices = (text: string, before: Remembered | null = null) =>
	asked(text, before).about.map(({ deviceId }) => deviceId);
const askedBack = (text: string, directory = DIRECTORY) => {
	const understood = understand(text, directory, null, MOMENT);
	if (understood.kind !== "ask-back") throw new Error(`${text} was understood`);
	return understood;
};

describe("a device in a question", () => {
	it.each([
		["Status of WEARABLE-003?", ["WEARABLE-003"]],
		["status of wearable 003", ["WEARABLE-003"]],
		["how is wearable_003's patient", ["WEARABLE-003"]],
		["WEARABLE‑003, please", ["WEARABLE-003"]],
		["Wearable003.", ["WEARABLE-003"]],
		["How is WEARABLE-1000?", ["WEARABLE-1000"]],
		["How is WEARABLE-100?", ["WEARABLE-100"]],
		["compare WEARABLE-100/WEARABLE-1000", ["WEARABLE-100", "WEARABLE-1000"]],
		["MON-8 and WEARABLE-001", ["MON-8", "WEARABLE-001"]],
	])("%s", (text, expected) => {
		expect(devices(text)).toEqual(expected);
	});

	it("is never found by a prefix: an id that is not here is asked back, with those that differ by a slip", () => {
		const { sentence, choices } = askedBack("How is WEARABLE-10?");
		expect(sentence).toContain("WEARABLE-10 is not known here");
		expect(choices).toContain("Bed 4 (WEARABLE-100)");
		expect(askedBack("How is WEARABLE-0031?").choices).not.toContain("Bed 12 (WEARABLE-1000)");
	});

	it("that is on another ward gets the very words of one that does not exist", () => {
		const mine = { ...DIRECTORY, devices: DIRECTORY.devices.filter(({ wardId }) => wardId === "ward-a") };
		const hidden = askedBack("How is MON-7?", mine);
		const absent = askedBack("How is MON-9?", mine);
		expect(hidden.sentence.replace("MON-7", "MON-9")).toBe(absent.sentence);
		expect(hidden.choices).toEqual(absent.choices);
	});
});

describe("a bed in a question", () => {
	it.each([
		["How is bed 1?", ["WEARABLE-001"]],
		["bed three please", ["WEARABLE-003"]],
		["Beds 3 and 12", ["WEARABLE-003", "WEARABLE-1000"]],
		["beds 1, 3 & 12: who is worse?", ["WEARABLE-001", "WEARABLE-003", "WEARABLE-1000"]],
		["bed 1 vs bed 3", ["WEARABLE-001", "WEARABLE-003"]],
		["beds 1-3", ["WEARABLE-001", "WEARABLE-003"]],
		["bed-03", ["WEARABLE-003"]],
		["bed 4 on ward B", ["MON-7"]],
		["ward-a bed 4", ["WEARABLE-100"]],
		["how is the patient at the window?", ["MON-8"]],
		["bed 3 between 2 and 4 am", ["WEARABLE-003"]],
		["bed 3, 14:00", ["WEARABLE-003"]],
		["why is 12 beeping", ["WEARABLE-1000"]],
		["how is 3 and 12", ["WEARABLE-003", "WEARABLE-1000"]],
	])("%s", (text, expected) => {
		expect(devices(text)).toEqual(expected);
	});

	it("that is on two wards is asked back, each with its ward", () => {
		const { choices, sentence } = askedBack("How is bed 4?");
		expect(choices).toEqual(["Bed 4, Ward A", "Bed 4, Ward B"]);
		expect(sentence).toContain("Bed 4");
		for (const choice of choices) expect(devices(choice)).toHaveLength(1);
	});

	it("is not meant by a number that is a length, a value, a count or a score", () => {
		for (const text of ["how is everyone with 3 alarms", "what happens in 3 hours", "what is a NEWS2 of 3"])
			expect(
				asked(text, { devices: ["WEARABLE-001"], wards: [], range: null, intent: "status", vitals: [] }).about,
			).not.toContainEqual(expect.objectContaining({ deviceId: "WEARABLE-003" }));
	});

	it("that is not here is said to be unknown", () => {
		expect(askedBack("How is bed 77?").sentence).toContain("Bed 77 is not known here");
		const one = asked("beds 1 and 77");
		expect(one.about.map(({ deviceId }) => deviceId)).toEqual(["WEARABLE-001"]);
		expect(one.remarks.join(" ")).toContain("Bed 77 is not known here");
	});
});

describe("a name in a question", () => {
	it("finds the patient, and does not stay in the text", () => {
		const question = asked("How is Grace Hopper?");
		expect(question.about.map(({ deviceId }) => deviceId)).toEqual(["WEARABLE-003"]);
		expect(question.text).toBe("How is Bed 3?");
		expect(devices("how was mrs hopper last night")).toEqual(["WEARABLE-003"]);
		expect(devices("Ada Byron?")).toEqual(["WEARABLE-001"]);
	});

	it("that two may be meant by is asked back by their beds", () => {
		const understood = understand("Lovelace or byron?", DIRECTORY, null, MOMENT);
		expect(understood.kind).toBe("question");
		const two = {
			...DIRECTORY,
			devices: DIRECTORY.devices.map((one) => (one.label === null ? one : { ...one, label: "Smithers" })),
		};
		const { choices } = askedBack("How is Smithers?", two);
		expect(choices).toEqual(["Bed 1, Ward A", "Bed 3, Ward A", "Bed 4, Ward B"]);
	});

	it("finds nobody for those who may not know it, and is withheld all the same", () => {
		const wall = { ...DIRECTORY, nameable: false };
		expect(askedBack("How is Hopper?", wall).text).toBe("How is [name withheld]?");
	});

	it("and a hospital's number are taken out of any text", () => {
		const redact = redactor(DIRECTORY);
		expect(redact("told Mrs HOPPER, MRN-0048213, on WEARABLE-1000")).toBe(
			"told Mrs Bed 3, [number withheld], on WEARABLE-1000",
		);
	});
});

describe("a ward in a question", () => {
	it.each([
		["How is ward A?", ["ward-a"]],
		["intensive care overview", ["icu"]],
		["ward-b status", ["ward-b"]],
		["how is everyone?", ["ward-a", "ward-b", "icu"]],
		["who needs me now?", ["ward-a", "ward-b", "icu"]],
		["how many alarms were there last night?", ["ward-a", "ward-b", "icu"]],
	])("%s", (text, expected) => {
		expect(asked(text).wards.map(({ id }) => id)).toEqual(expected);
	});

	it("that the reader does not work on is not known", () => {
		expect(askedBack("How is ward Z?").sentence).toContain("Ward Z is not known here");
	});
});

describe("a time in a question", () => {
	const range = (text: string, moment = MOMENT) => {
		const found = asked(`bed 1 ${text}`, null, moment).range;
		return found === null
			? null
			: [new Date(found.from).toISOString().slice(0, 16), new Date(found.to).toISOString().slice(0, 16)];
	};

	// Amsterdam is an hour ahead of UTC in November.
	it.each([
		["last night", "2026-11-26T19:00", "2026-11-27T06:00"],
		["overnight", "2026-11-26T19:00", "2026-11-27T06:00"],
		["since 14:00", "2026-11-27T13:00", "2026-11-27T13:20"],
		["since 15:00", "2026-11-26T14:00", "2026-11-27T13:20"],
		["since 2 pm", "2026-11-27T13:00", "2026-11-27T13:20"],
		["since midnight", "2026-11-26T23:00", "2026-11-27T13:20"],
		["in the last 2 hours", "2026-11-27T11:20", "2026-11-27T13:20"],
		["over the past half hour", "2026-11-27T12:50", "2026-11-27T13:20"],
		["the last 90 minutes", "2026-11-27T11:50", "2026-11-27T13:20"],
		["last hour", "2026-11-27T12:20", "2026-11-27T13:20"],
		["yesterday evening", "2026-11-26T17:00", "2026-11-26T22:00"],
		["yesterday", "2026-11-25T23:00", "2026-11-26T23:00"],
		["this morning", "2026-11-27T05:00", "2026-11-27T11:00"],
		["today", "2026-11-26T23:00", "2026-11-27T13:20"],
		["this shift", "2026-11-27T06:00", "2026-11-27T13:20"],
		["last shift", "2026-11-26T18:00", "2026-11-27T06:00"],
		["between 2 and 4 am", "2026-11-27T01:00", "2026-11-27T03:00"],
		["between 11 and 1 am", "2026-11-26T22:00", "2026-11-27T00:00"],
		["between 2 and 4", "2026-11-27T13:00", "2026-11-27T13:20"],
		["from 09:30 to 10:15", "2026-11-27T08:30", "2026-11-27T09:15"],
		["yesterday between 2 and 4 pm", "2026-11-26T13:00", "2026-11-26T15:00"],
		["at 03:10", "2026-11-27T01:55", "2026-11-27T02:25"],
		["on 2026-11-25", "2026-11-24T23:00", "2026-11-25T23:00"],
		["on 25 November at 14:00", "2026-11-25T12:45", "2026-11-25T13:15"],
		["on Nov 25 from 14:00 to 16:00", "2026-11-25T13:00", "2026-11-25T15:00"],
		["since Wednesday", "2026-11-24T23:00", "2026-11-27T13:20"],
		["on Wednesday night", "2026-11-25T19:00", "2026-11-26T06:00"],
		["since yesterday 19:00", "2026-11-26T18:00", "2026-11-27T13:20"],
		["yesterday 14:00", "2026-11-26T12:45", "2026-11-26T13:15"],
		["since 06:00: which way is it going", "2026-11-27T05:00", "2026-11-27T13:20"],
		["24 hours ago", "2026-11-26T13:05", "2026-11-26T13:35"],
	])("%s is from %s to %s", (text, from, to) => {
		expect(range(text)).toEqual([from, to]);
	});

	it("before seven in the morning, last night is the one that goes on", () => {
		const small = { ...MOMENT, now: Date.parse("2026-11-27T02:00:00Z") };
		expect(range("last night", small)).toEqual(["2026-11-26T19:00", "2026-11-27T02:00"]);
		expect(range("tonight", small)).toEqual(["2026-11-26T19:00", "2026-11-27T02:00"]);
	});

	it("counts the hours of the night in which the clocks change", () => {
		const spring = { ...MOMENT, now: Date.parse("2026-03-29T10:00:00Z") };
		expect(range("last night", spring)).toEqual(["2026-03-28T19:00", "2026-03-29T05:00"]);
		const autumn = { ...MOMENT, now: Date.parse("2026-10-25T10:00:00Z") };
		expect(range("last night", autumn)).toEqual(["2026-10-24T18:00", "2026-10-25T06:00"]);
		// Half past two is left out in spring, and comes twice in autumn: the first is meant.
		expect(range("since 02:30", spring)).toEqual(["2026-03-29T01:30", "2026-03-29T10:00"]);
		expect(range("since 02:30", autumn)).toEqual(["2026-10-25T00:30", "2026-10-25T10:00"]);
	});

	it("is the reader's: the same words mean other hours elsewhere", () => {
		expect(range("since 08:00", { ...MOMENT, zone: "America/New_York" })).toEqual([
			"2026-11-27T13:00",
			"2026-11-27T13:20",
		]);
		expect(range("since 18:45", { ...MOMENT, zone: "Asia/Kathmandu" })).toEqual([
			"2026-11-27T13:00",
			"2026-11-27T13:20",
		]);
	});

	it("is none where none is named", () => {
		expect(range("status")).toBeNull();
		expect(asked("beds 3 and 12").range).toBeNull();
		expect(asked("WEARABLE-1000").range).toBeNull();
	});

	it("that has not come yet holds nothing, and one longer than eight days is cut to its end", () => {
		const tonight = asked("bed 1 between 20:00 and 22:00 on 2026-12-24").range;
		expect(tonight?.words).toContain("not come yet");
		const month = asked("bed 1 since 2026-10-01").range;
		expect((month?.to ?? 0) - (month?.from ?? 0)).toBe(8 * 24 * 3600_000);
	});
});

describe("what a question wants", () => {
	it.each([
		["How is bed 1?", "status"],
		["status of bed 1", "status"],
		["is bed 1's heart rate rising?", "trend"],
		["how was bed 1 last night", "trend"],
		["compare beds 1 and 3", "compare"],
		["who is worse, bed 1 or bed 3?", "compare"],
		["why is bed 1 alarming?", "why"],
		["what triggered the alert on bed 1", "why"],
		["handover for bed 1", "hand-over"],
		["give me an SBAR for ward A", "hand-over"],
		["how many alarms did bed 1 have?", "alarm-load"],
		["what does NEWS2 mean?", "how-to"],
		["how do I change the leads?", "how-to"],
		["what has to be done at a NEWS2 of 7?", "how-to"],
		["which alarms have priority?", "how-to"],
		["can I change the alarm limits for one patient?", "how-to"],
		["what is the difference between a technical and a physiological alarm?", "how-to"],
		["the saturation probe keeps losing its signal", "how-to"],
		["what happens if nobody acknowledges an alarm?", "how-to"],
		["who acknowledged the alarm of bed 1?", "response"],
		["did anybody respond to bed 1's alarm", "response"],
		["what did the nurse write about bed 1", "response"],
		["systolic pressure of bed 1: which way is it going?", "trend"],
		["should I give bed 1 oxygen?", "treatment"],
		["what dose of morphine for bed 1?", "treatment"],
		["can we start noradrenaline on bed 1", "treatment"],
		["what is the name of the patient in bed 1?", "identity"],
		["who is in bed 1?", "identity"],
	])("%s: %s", (text, intent) => {
		expect(asked(text).intent).toBe(intent);
	});

	it("is about the vital signs that are named", () => {
		expect(asked("bed 1 sats and HR").vitals).toEqual(["heart_rate", "spo2"]);
		expect(asked("bed 1 blood pressure").vitals).toEqual(["systolic_pressure", "diastolic_pressure"]);
		expect(asked("fever in bed 1?").vitals).toEqual(["temperature"]);
		expect(asked("how is bed 1").vitals).toEqual([]);
	});
});

describe("a question that goes on", () => {
	const before: Remembered = { devices: ["WEARABLE-003"], wards: [], range: null, intent: "status", vitals: [] };

	it.each(["and her saturation?", "why?", "what about the heart rate?", "is she getting worse?", "since when?"])(
		"%s is about whom was spoken of",
		(text) => {
			expect(devices(text, before)).toEqual(["WEARABLE-003"]);
		},
	);

	it("keeps the time where it says no other", () => {
		const range = { from: NOW - 3600_000, to: NOW, words: "the last hour" };
		const trend = { ...before, intent: "trend" as const, range };
		expect(asked("and the saturation?", trend)).toMatchObject({ intent: "trend", range, vitals: ["spo2"] });
	});

	it("finds whom was spoken of only where the reader may still see them", () => {
		const mine = { ...DIRECTORY, devices: DIRECTORY.devices.filter(({ wardId }) => wardId !== "ward-a") };
		expect(understand("and her saturation?", mine, before, MOMENT).kind).toBe("ask-back");
	});

	it("settles which bed of that number is meant", () => {
		expect(devices("bed 4 again", { ...before, devices: ["MON-7"] })).toEqual(["MON-7"]);
	});

	it("of two goes back to both, and compares them", () => {
		const two = { ...before, devices: ["WEARABLE-003", "WEARABLE-100"], intent: "compare" as const };
		expect(asked("which of the two has the lower saturation?", two)).toMatchObject({
			intent: "compare",
			vitals: ["spo2"],
		});
		expect(devices("and their blood pressure?", two)).toEqual(["WEARABLE-003", "WEARABLE-100"]);
	});

	it("may be about rules meanwhile, and may be about the alarm that was spoken of", () => {
		expect(asked("for how long may the sound of alarms be paused?", before)).toMatchObject({
			intent: "how-to",
			about: [],
		});
		expect(devices("since when is that alarm open?", before)).toEqual(["WEARABLE-003"]);
	});

	it("answers what was asked back: the bed is settled, and what was asked of it is not lost", () => {
		const understood = understand("saturation in bed 4 since 14:00?", DIRECTORY, null, MOMENT);
		if (understood.kind !== "ask-back") throw new Error("understood");
		const open: Remembered = {
			...before,
			devices: [],
			...(understood.pending === null ? {} : { pending: understood.pending }),
		};
		for (const text of ["the one on ward B", "Bed 4, Ward B", "MON-7"]) {
			const { about, vitals, range } = asked(text, open);
			expect(
				about.map(({ deviceId }) => deviceId),
				text,
			).toEqual(["MON-7"]);
			expect(vitals, text).toEqual(["spo2"]);
			expect(range?.words, text).toBe("since 14:00");
		}
		// Another question instead of the answer.
		expect(asked("how is bed 1?", open)).toMatchObject({ vitals: [], range: null });
	});

	it("without anybody spoken of asks whom", () => {
		expect(askedBack("and her saturation?").sentence).toContain("Which bed");
	});
});
