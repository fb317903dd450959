/**
 * Questions about what people do: limits, observations by hand, hand-overs, alarm load, what became of alerts. A second set, frozen
 * by a hash of its own (`frozen.ts`) when the assistant could answer hardly any of it; written by whoever then built the answers.
 */
import type { LoadFigure } from "../care-truth.ts";
import { now, questions, type Question } from "../expectation.ts";

/** A question whose answer also holds what the ward's alarm load says. */
export type CareQuestion = Question & { readonly load?: LoadFigure };

const RAVI = { as: "nurse-a" } as const;
const elsewhere = (...hidden: string[]) => ({ refuses: "unknown", hidden }) as const;
const NONE = /\b(no|not|none|nobody|no one|never|nothing)\b/i;
const HIGH_120 = /\b120 ?\/min/;

const loads = (rows: readonly (readonly [text: string, load: LoadFigure, as?: "nurse-a"])[]): CareQuestion[] =>
	rows.map(([text, load, as], i) => ({
		id: `care-load-${String(i + 1).padStart(2, "0")}`,
		category: "load",
		text,
		expect: { ward: load.ward },
		load,
		...(as === undefined ? {} : { as }),
	}));

export const CARE: readonly CareQuestion[] = [
	...questions(
		"status",
		[
			[
				"What are the limits of TELE-9, and who set them?",
				{ about: ["TELE-9"], says: [HIGH_120, /amara/i, /08:00/, /short runs after surgery/i] },
			],
			[
				"How long does the heart rate limit of TELE-9 count?",
				{ about: ["TELE-9"], says: [HIGH_120, /(30 Mar|tomorrow)\D*08:00/] },
			],
			[
				"Which systolic limit has been agreed for BEDSIDE-3?",
				{ about: ["BEDSIDE-3"], says: [/\b190 ?mmHg/, /agreed on the round/i] },
			],
			["Did somebody change the limits of WEARABLE-100?", { about: ["WEARABLE-100"], says: [NONE] }],
			[
				"at what pulse does the monitor of bed 1 on ward b go off?",
				{ about: ["BEDSIDE-1"], says: [/\b131 ?\/min/, /\b40 ?\/min/] },
			],
			["Limits of BEDSIDE-3?", elsewhere("BEDSIDE-3"), RAVI],
		],
		"care-limits",
	),
	...questions(
		"since",
		[
			[
				"When was the temperature of WEARABLE-020 last taken by hand?",
				{ about: ["WEARABLE-020"], says: [/09:00/, /38\.2 ?°C/] },
			],
			[
				"and when was his blood pressure last measured by hand?",
				{ about: ["WEARABLE-020"], says: [/09:00/, /\b104\b/, /\b66\b/] },
				{ before: ["How is WEARABLE-020?"] },
			],
			[
				"Who took the temperature of bed 1 on ward B last night, and at what time?",
				{ about: ["BEDSIDE-1"], says: [/amara/i, /21:00/, /37\.4 ?°C/] },
			],
			[
				"When was the consciousness of WEARABLE-005 last checked?",
				{ about: ["WEARABLE-005"], says: [/alert/i, /11:30/] },
			],
			[
				"Since when do we know that bed 5 on ward A is on oxygen?",
				{ about: ["WEARABLE-005"], says: [/oxygen/i, /12:30/] },
				{ zone: "Europe/London" },
			],
			["Has anybody looked at the consciousness of BEDSIDE-3?", { about: ["BEDSIDE-3"], says: [NONE] }],
			[
				"what was observed at bed 10 on ward B today?",
				{ about: ["BEDSIDE-10"], says: [/alert/i, /\bair\b/i, /11:00/] },
			],
			["When did anybody last take obs on BEDSIDE-1?", elsewhere("BEDSIDE-1"), RAVI],
		],
		"care-observed",
	),
	...questions(
		"acknowledged",
		[
			[
				"Who was called to WEARABLE-022, when, and what for?",
				{ about: ["WEARABLE-022"], says: [/administrator/i, /11:30/, /two of us are busy/i] },
			],
			["Was the alarm of BEDSIDE-2 a real one?", { about: ["BEDSIDE-2"], says: [/confirmed/i, /23:00/] }],
			[
				"What did people remark about the alert of bed 2 on ward B?",
				{ about: ["BEDSIDE-2"], says: [/cardiology informed/i, /ECG taken/i] },
			],
		],
		"care-acts",
	),
	...questions(
		"hand-over",
		[
			[
				"What changed on ward A since 07:00?",
				{ ward: "ward-a", says: [/bed 4|WEARABLE-007/i, /bed 12|WEARABLE-022/i, /bed 6|WEARABLE-006/i] },
			],
			["Who handed ward A over this morning, and to whom?", { ward: "ward-a", says: [/amara/i, /ravi/i, /07:00/] }],
			[
				"What was the note of the last hand-over on ward A?",
				{ ward: "ward-a", says: [/watch the bed at the window/i] },
			],
			["Who is new on ward A since 9?", { ward: "ward-a", says: [/bed 6|WEARABLE-006/i] }],
			[
				"What has changed on ward B since 22:00 yesterday?",
				{ ward: "ward-b", says: [/bed 2|BEDSIDE-2/i, /bed 4|BEDSIDE-4/i] },
			],
			["Who handed over ward B?", elsewhere("BEDSIDE-4"), RAVI],
		],
		"care-handover",
	),
	...loads([
		["Which bed on ward B alarms the most this week?", { ward: "ward-b", is: "worst_device" }],
		["How many alarms does a bed of ward A give a day this week?", { ward: "ward-a", is: "per_bed_day" }],
		["How long do alarms wait to be acknowledged on ward B this week?", { ward: "ward-b", is: "median_wait" }],
		["How many alarms of this week has nobody on ward A ever answered?", { ward: "ward-a", is: "unanswered" }],
		["Is the alarm load of ward A bearable by ISA-18.2 this week?", { ward: "ward-a", is: "band" }, "nurse-a"],
		["What share of ward B's alarms this week were false?", { ward: "ward-b", is: "false_share" }],
	]),
	...questions("load", [["Alarm load of ward B this week?", elsewhere("BEDSIDE-2"), RAVI]], "care-load-elsewhere"),
	...questions(
		"status",
		[["How is TELE-9 doing?", { about: ["TELE-9"], figures: now("TELE-9", "heart_rate") }]],
		"care-status",
	),
];
