/**
 * Further questions about the same ward, written before understanding and composer were last changed and never looked into
 * while that was done: what holds on the frozen set because it was mended on it need not hold here. Not part of its hash.
 */
import { at, END } from "../world.ts";
import { now, over, questions, TYPICAL, type Question, type Topic } from "../expectation.ts";

const howTo = (text: string, ...topics: Topic[]) => [text, { topics, cites: ["passage"] }] as const;
const NURSE_A = { as: "nurse-a" } as const;

export const LATER: readonly Question[] = [
	...questions(
		"follow-up",
		[
			[
				"and his sats?",
				{ about: ["BEDSIDE-3"], figures: now("BEDSIDE-3", "spo2") },
				{ before: ["How is BEDSIDE-3 doing?"] },
			],
			[
				"Is it still going up?",
				{ about: ["WEARABLE-022"], figures: now("WEARABLE-022", "temperature") },
				{ before: ["Temperature of bed 12 on ward A since 06:00?"] },
			],
			[
				"Ward A",
				{ about: ["WEARABLE-100"], figures: now("WEARABLE-100", "heart_rate") },
				{ before: ["What is the pulse in bed 1?"] },
			],
			[
				"Bed 10, Ward B",
				{ about: ["BEDSIDE-10"], figures: now("BEDSIDE-10", "temperature") },
				{ before: ["temperature in bed 10?"] },
			],
			[
				"Which one is breathing faster?",
				{
					about: ["INFANT-1", "CHILD-2"],
					figures: [...now("INFANT-1", "respiratory_rate"), ...now("CHILD-2", "respiratory_rate")],
				},
				{ before: ["Heart rates of Cot 1 and Cot 2?"] },
			],
			[
				"When was that acknowledged?",
				{ about: ["BEDSIDE-2"], moments: [{ device: "BEDSIDE-2", moment: "acknowledgedAt" }] },
				{ before: ["Why did BEDSIDE-2 alarm yesterday?"] },
			],
			howToAfter("How long may an alarm stay silenced?", "alarm-audio-pause", "How is bed 4 on ward A?"),
		],
		"later-follow-up",
	),
	...questions(
		"how-to",
		[
			howTo("Which score makes a review urgent?", "news2-response"),
			howTo("Is the early warning score meant for pregnant women?", "news2-applicability"),
			howTo("oxygen targets for copd on the second spo2 scale", "news2-scale-2"),
			howTo("may I turn an alarm's sound off, and for how long?", "alarm-audio-pause"),
			howTo("blood pressure cuff fails again and again, ideas?", "device-cuff"),
			howTo("electrode fell off, how to fix", "device-ecg"),
			howTo("wearable at 8 percent charge, what to do", "device-battery"),
			howTo("Are there technical alarms too, and what are they?", "alarm-technical", "alarm-priorities"),
			howTo("Who gets told when an alarm stays unacknowledged?", "alarm-escalation", "alarm-acknowledge"),
			howTo("What if one vital sign alone scores three?", "news2-single-red", "news2-response"),
		],
		"later-how-to",
	),
	...questions(
		"status",
		[
			["how's 6", { about: ["WEARABLE-006"], figures: now("WEARABLE-006", "heart_rate") }, NURSE_A],
			["is 9 low on charge?", { about: ["WEARABLE-019"], figures: now("WEARABLE-019", "battery") }, NURSE_A],
			["What does TELE-9 read right now?", { about: ["TELE-9"], figures: now("TELE-9", "heart_rate", "spo2") }],
			[
				"Vitals of Mr Tremblay?",
				{ about: ["WEARABLE-100"], figures: now("WEARABLE-100", "heart_rate"), never: [/tremblay/i] },
			],
		],
		"later-status",
	),
	...questions(
		"trend",
		[
			[
				"Pulse of WEARABLE-022 since 07:00: up or down?",
				{ about: ["WEARABLE-022"], says: [/ris|rose|up|climb|increas|higher/i] },
			],
			[
				"In which direction is the saturation of BEDSIDE-4 moving since 11:00?",
				{ about: ["BEDSIDE-4"], says: [/fall|fell|drop|down|declin|decreas|lower/i] },
			],
			[
				"Average pulse of WEARABLE-006's patient over the last hour?",
				{
					about: ["WEARABLE-006"],
					figures: [over("WEARABLE-006", "heart_rate", ["29 11:00", "29 12:00"], TYPICAL, 0.6)],
				},
			],
			[
				"Lowest pressure of BEDSIDE-3 between 8 and 10 this morning?",
				{
					about: ["BEDSIDE-3"],
					figures: [over("BEDSIDE-3", "systolic_pressure", ["29 08:00", "29 10:00"], ["min"])],
				},
			],
		],
		"later-trend",
	),
	...questions(
		"since",
		[
			[
				"When did WEARABLE-010's tachycardia begin?",
				{ about: ["WEARABLE-010"], moments: [{ device: "WEARABLE-010", moment: "openedAt" }] },
			],
			[
				"Bradycardia of BEDSIDE-2 on the 28th: from when until when?",
				{
					about: ["BEDSIDE-2"],
					moments: [
						{ device: "BEDSIDE-2", moment: "openedAt" },
						{ device: "BEDSIDE-2", moment: "closedAt" },
					],
				},
				{ zone: "Asia/Tokyo" },
			],
			[
				"What time this afternoon did bed 4 on ward A go off?",
				{ about: ["WEARABLE-007"], moments: [{ device: "WEARABLE-007", moment: "openedAt" }] },
				{ zone: "Asia/Kolkata" },
			],
		],
		"later-since",
	),
	...questions(
		"acknowledged",
		[
			["Did anybody respond to the alarm of WEARABLE-022?", { about: ["WEARABLE-022"], says: [/nobody|no one|not/i] }],
			["Who saw to BEDSIDE-2 last night and what did they say?", { about: ["BEDSIDE-2"], says: [/amara|nurse/i] }],
			["Who has acknowledged what on ward A this morning?", { ward: "ward-a", says: [/amara|nurse/i] }],
		],
		"later-acknowledged",
	),
	...questions(
		"load",
		[
			[
				"How often did ward B alarm since yesterday 19:00?",
				{ ward: "ward-b", counts: [{ ward: "ward-b", since: at("28 19:00") }] },
			],
			[
				"Number of alerts on ward A in the past 12 hours",
				{ ward: "ward-a", counts: [{ ward: "ward-a", since: END - 12 * 3600_000 }] },
			],
		],
		"later-load",
	),
	...questions(
		"cross-ward",
		[
			["sats of 4 on ward B?", { refuses: "unknown", hidden: ["BEDSIDE-4"] }, NURSE_A],
			["Ward B", { refuses: "unknown", hidden: ["BEDSIDE-4"] }, { ...NURSE_A, before: ["How is bed 4?"] }],
		],
		"later-elsewhere",
	),
	...questions(
		"ambiguous",
		[
			["how is 3?", { asks: ["WEARABLE-010", "BEDSIDE-3"] }],
			["What is the temperature?", { asks: [] }],
			["Is he better?", { asks: [] }],
		],
		"later-which",
	),
];

function howToAfter(text: string, topic: Topic, before: string) {
	return [text, { topics: [topic], cites: ["passage"] }, { before: [before] }] as const;
}
