/** Questions about one patient: how, which way, why, since when, who knows. */
import { now, over, questions, TYPICAL } from "../expectation.ts";

const A4 = "WEARABLE-007";
const FALLING = /fall|fell|drop|down|declin|decreas|lower|worse/i;
const RISING = /ris|rose|up\b|increas|climb|higher|upward/i;

export const BEDSIDE = [
	...questions("status", [
		[
			"How is bed 4 on ward A?",
			{ about: [A4], figures: now(A4, "spo2", "heart_rate"), cites: ["readings", "statistics"] },
		],
		[
			"What is going on with WEARABLE-007?",
			{ about: [A4], figures: now(A4, "spo2"), cites: ["readings", "statistics"], hidden: ["WEARABLE-0071"] },
		],
		[
			"What is the current heart rate of BEDSIDE-1?",
			{ about: ["BEDSIDE-1"], figures: now("BEDSIDE-1", "heart_rate"), cites: ["readings", "statistics"] },
		],
		[
			"What's the SpO2 in bed 5, ward A, right now?",
			{ about: ["WEARABLE-005"], figures: now("WEARABLE-005", "spo2"), cites: ["readings", "statistics"] },
		],
		["Latest temperature of WEARABLE-022?", { about: ["WEARABLE-022"], figures: now("WEARABLE-022", "temperature") }],
		[
			"Blood pressure of BEDSIDE-3 now",
			{ about: ["BEDSIDE-3"], figures: now("BEDSIDE-3", "systolic_pressure", "diastolic_pressure") },
		],
		["Is bed 10 on ward B all right?", { about: ["BEDSIDE-10"], figures: now("BEDSIDE-10", "heart_rate", "spo2") }],
		["What is the NEWS2 of bed 10 on ward B?", { about: ["BEDSIDE-10"], says: [/NEWS2?[^.\n]{0,80}\b0\b/i] }],
		["What is the NEWS2 in bed 5 on ward A?", { about: ["WEARABLE-005"], says: [/NEWS2?[^.\n]{0,80}\b2\b/i] }],
		["NEWS2 for CHILD-2?", { about: ["CHILD-2"], says: [/not appl|does not apply|doesn't apply|under 16/i] }],
		[
			"What NEWS2 has WEARABLE-022?",
			{ about: ["WEARABLE-022"], says: [/incomplete|missing|not known|of 7|at least/i] },
		],
		["How much battery is left on WEARABLE-019?", { about: ["WEARABLE-019"], figures: now("WEARABLE-019", "battery") }],
		["Respiratory rate of the baby in Cot 1?", { about: ["INFANT-1"], figures: now("INFANT-1", "respiratory_rate") }],
		["How is TELE-9?", { about: ["TELE-9"], figures: now("TELE-9", "heart_rate", "spo2") }],
		["When did WEARABLE-017 last send anything?", { about: ["WEARABLE-017"], says: [/\b0?9:00\b/] }],
		[
			"Is WEARABLE-018 measuring oxygen saturation at the moment?",
			{ about: ["WEARABLE-018"], says: [/off|no (oxygen|spo|value|saturation)|not|missing|absent|none/i] },
		],
		[
			"How is the patient in bed 6 on ward A?",
			{ about: ["WEARABLE-006"], figures: now("WEARABLE-006", "heart_rate", "temperature") },
		],
		[
			"Bed 7 ward A: how is the patient?",
			{ about: ["WEARABLE-017"], says: [/\b0?9:00\b|3 h|180 min|silent|three hours/i] },
		],
	]),
	...questions("prefix", [
		[
			"Status of WEARABLE-100",
			{
				about: ["WEARABLE-100"],
				figures: now("WEARABLE-100", "heart_rate"),
				hidden: ["WEARABLE-1000", "WEARABLE-010"],
			},
		],
		[
			"Status of WEARABLE-1000",
			{ about: ["WEARABLE-1000"], figures: now("WEARABLE-1000", "heart_rate"), hidden: ["WEARABLE-100"] },
		],
		[
			"Heart rate of bed 1 on ward A?",
			{ about: ["WEARABLE-100"], figures: now("WEARABLE-100", "heart_rate"), hidden: ["WEARABLE-020", "BEDSIDE-1"] },
		],
		[
			"wearable-0071: heart rate?",
			{ about: ["WEARABLE-0071"], figures: now("WEARABLE-0071", "heart_rate"), hidden: [A4] },
		],
		["How is BEDSIDE-1?", { about: ["BEDSIDE-1"], figures: now("BEDSIDE-1", "heart_rate"), hidden: ["BEDSIDE-10"] }],
		["And how is WEARABLE-10?", { refuses: "unknown", hidden: ["WEARABLE-100", "WEARABLE-1000", "WEARABLE-010"] }],
		["Is 1000 beats the right alarm figure for WEARABLE-100?", { about: ["WEARABLE-100"], hidden: ["WEARABLE-1000"] }],
	]),
	...questions("trend", [
		[
			"How has the temperature of WEARABLE-022 developed since 06:00?",
			{
				about: ["WEARABLE-022"],
				figures: [over("WEARABLE-022", "temperature", ["29 06:00", "29 12:00"], ["max", "last"])],
				says: [RISING],
			},
		],
		[
			"Heart rate trend of bed 12 on ward A over the last 6 hours",
			{
				about: ["WEARABLE-022"],
				figures: [over("WEARABLE-022", "heart_rate", ["29 06:00", "29 12:00"], ["max", "last", "min"])],
				says: [RISING],
			},
		],
		[
			"Is the oxygen saturation of bed 4 on ward A falling, compared with this morning?",
			{ about: [A4], figures: [over(A4, "spo2", ["29 06:00", "29 12:00"], ["min", "last"])], says: [FALLING] },
		],
		[
			"Median heart rate of WEARABLE-100 between 08:00 and 10:00?",
			{
				about: ["WEARABLE-100"],
				figures: [over("WEARABLE-100", "heart_rate", ["29 08:00", "29 10:00"], ["median"], 0.5)],
			},
		],
		[
			"Lowest SpO2 of WEARABLE-007 today?",
			{ about: [A4], figures: [over(A4, "spo2", ["29 00:00", "29 12:00"], ["min"])] },
		],
		[
			"Highest heart rate of WEARABLE-010 last night?",
			{ about: ["WEARABLE-010"], figures: [over("WEARABLE-010", "heart_rate", ["28 20:00", "29 08:00"], ["max"])] },
		],
		[
			"How low did the heart rate of BEDSIDE-2 go yesterday evening?",
			{ about: ["BEDSIDE-2"], figures: [over("BEDSIDE-2", "heart_rate", ["28 18:00", "29 00:00"], ["min"])] },
		],
		[
			"Average respiratory rate of BEDSIDE-3 in the last hour?",
			{
				about: ["BEDSIDE-3"],
				figures: [over("BEDSIDE-3", "respiratory_rate", ["29 11:00", "29 12:00"], TYPICAL, 0.6)],
			},
		],
		[
			"Systolic pressure of WEARABLE-022 since 06:00: which way is it going?",
			{
				about: ["WEARABLE-022"],
				figures: [over("WEARABLE-022", "systolic_pressure", ["29 06:00", "29 12:00"], ["min", "last"])],
				says: [FALLING],
			},
		],
		[
			"Has the heart rate of BEDSIDE-10 changed in the last 8 hours?",
			{
				about: ["BEDSIDE-10"],
				figures: [over("BEDSIDE-10", "heart_rate", ["29 04:00", "29 12:00"], TYPICAL, 0.6)],
				says: [/stead|stable|unchanged|no (marked |clear )?change|not changed|constant|same/i],
			},
		],
		[
			"How has the heart rate in bed 6 on ward A been since 10:30?",
			{
				about: ["WEARABLE-006"],
				figures: [over("WEARABLE-006", "heart_rate", ["29 10:30", "29 12:00"], TYPICAL, 0.6)],
				never: [/\b6[2-6] ?(\/min|bpm)/],
			},
		],
	]),
	...questions("why", [
		["Why did WEARABLE-007 alarm?", { about: [A4], cites: ["episode"], says: [/spo|saturation/i] }],
		[
			"Why is bed 12 on ward A flagged?",
			{ about: ["WEARABLE-022"], cites: ["episode"], says: [/heart|temperature|HR|temp|respirat|pressure/i] },
		],
		[
			"Why was there an alert for WEARABLE-010 in the night?",
			{ about: ["WEARABLE-010"], cites: ["episode"], says: [/heart rate|HR\b/i] },
		],
		[
			"What raised the alarm on BEDSIDE-2 yesterday?",
			{ about: ["BEDSIDE-2"], cites: ["episode"], says: [/heart rate|HR\b/i] },
		],
		[
			"Why does WEARABLE-018 show a technical alarm?",
			{ about: ["WEARABLE-018"], cites: ["episode"], says: [/sensor|off|missing|no values|signal/i] },
		],
		[
			"Why is there an alarm on WEARABLE-017?",
			{ about: ["WEARABLE-017"], cites: ["episode"], says: [/silent|stopped|nothing|no reading|not (posted|sent)/i] },
		],
		["What is wrong with WEARABLE-019?", { about: ["WEARABLE-019"], says: [/battery/i] }],
		["Why is bed 4 on ward B red?", { about: ["BEDSIDE-4"], cites: ["episode"], says: [/spo|saturation/i] }],
	]),
	...questions("since", [
		[
			"Since when is the alarm of WEARABLE-007 open?",
			{ about: [A4], moments: [{ device: A4, moment: "openedAt" }], cites: ["episode"] },
		],
		[
			"When did the alarm on BEDSIDE-4 start?",
			{ about: ["BEDSIDE-4"], moments: [{ device: "BEDSIDE-4", moment: "openedAt" }], cites: ["episode"] },
		],
		[
			"When was the alert of WEARABLE-010 over?",
			{ about: ["WEARABLE-010"], moments: [{ device: "WEARABLE-010", moment: "closedAt" }], cites: ["episode"] },
		],
		[
			"Since when has bed 12 on ward A been abnormal?",
			{ about: ["WEARABLE-022"], moments: [{ device: "WEARABLE-022", moment: "openedAt" }], cites: ["episode"] },
		],
		["Since when has WEARABLE-018 had no saturation?", { about: ["WEARABLE-018"], says: [/\b11:(19|2\d)\b/] }],
	]),
	...questions("acknowledged", [
		["Who acknowledged the alarm of WEARABLE-007?", { about: [A4], says: [/nurse|amara/i], cites: ["episode"] }],
		[
			"Has anybody acknowledged the alarm on BEDSIDE-4?",
			{ about: ["BEDSIDE-4"], says: [/\b(no|nobody|not|un-?acknowledged|no one)\b/i], cites: ["episode"] },
		],
		[
			"What was written when BEDSIDE-2 was acknowledged?",
			{ about: ["BEDSIDE-2"], says: [/ECG taken/i], cites: ["episode"] },
		],
		[
			"When was the alarm of bed 4 on ward A acknowledged, and by whom?",
			{ about: [A4], moments: [{ device: A4, moment: "acknowledgedAt" }], says: [/nurse|amara/i] },
		],
		["Did anyone attend to bed 2 on ward B last night?", { about: ["BEDSIDE-2"], says: [/nurse|amara/i] }],
		[
			"Was the tachycardia of WEARABLE-010 acknowledged by anybody?",
			{ about: ["WEARABLE-010"], says: [/\b(no|nobody|not|never|un-?acknowledged|no one)\b/i] },
		],
	]),
	...questions("compare", [
		[
			"Compare WEARABLE-100 and WEARABLE-1000",
			{
				about: ["WEARABLE-100", "WEARABLE-1000"],
				figures: [...now("WEARABLE-100", "heart_rate"), ...now("WEARABLE-1000", "heart_rate")],
			},
		],
		[
			"Which of bed 1 and bed 2 on ward A has the higher heart rate?",
			{
				about: ["WEARABLE-100", "WEARABLE-1000"],
				figures: [...now("WEARABLE-100", "heart_rate"), ...now("WEARABLE-1000", "heart_rate")],
			},
		],
		[
			"Compare the SpO2 of WEARABLE-007 with BEDSIDE-4",
			{ about: [A4, "BEDSIDE-4"], figures: [...now(A4, "spo2"), ...now("BEDSIDE-4", "spo2")] },
		],
		[
			"Compare the heart rates of BEDSIDE-1, BEDSIDE-2 and BEDSIDE-3",
			{
				about: ["BEDSIDE-1", "BEDSIDE-2", "BEDSIDE-3"],
				figures: [
					...now("BEDSIDE-1", "heart_rate"),
					...now("BEDSIDE-2", "heart_rate"),
					...now("BEDSIDE-3", "heart_rate"),
				],
			},
		],
	]),
	...questions("several", [
		[
			"How are beds 4 and 12 on ward A?",
			{ about: [A4, "WEARABLE-022"], figures: [...now(A4, "spo2"), ...now("WEARABLE-022", "heart_rate")] },
		],
		[
			"Status of WEARABLE-007 and INFANT-1 please",
			{ about: [A4, "INFANT-1"], figures: [...now(A4, "heart_rate"), ...now("INFANT-1", "heart_rate")] },
		],
		[
			"Blood pressures of BEDSIDE-3 and BEDSIDE-4?",
			{
				about: ["BEDSIDE-3", "BEDSIDE-4"],
				figures: [...now("BEDSIDE-3", "systolic_pressure"), ...now("BEDSIDE-4", "systolic_pressure")],
			},
		],
		[
			"Temperature in bed 6 and bed 12, ward A?",
			{
				about: ["WEARABLE-006", "WEARABLE-022"],
				figures: [...now("WEARABLE-006", "temperature"), ...now("WEARABLE-022", "temperature")],
			},
		],
	]),
	...questions("follow-up", [
		[
			"And the temperature?",
			{ about: ["WEARABLE-022"], figures: now("WEARABLE-022", "temperature") },
			{ before: ["How is WEARABLE-022?"] },
		],
		[
			"Since when is that alarm open?",
			{ about: [A4], moments: [{ device: A4, moment: "openedAt" }] },
			{ before: ["How is bed 4 on ward A?"] },
		],
		[
			"And BEDSIDE-3?",
			{ about: ["BEDSIDE-3"], figures: now("BEDSIDE-3", "heart_rate") },
			{ before: ["Status of BEDSIDE-2"] },
		],
		["The one on ward B", { about: ["BEDSIDE-4"], figures: now("BEDSIDE-4", "spo2") }, { before: ["How is bed 4?"] }],
		[
			"Which of the two has the lower saturation?",
			{
				about: ["WEARABLE-100", "WEARABLE-1000"],
				figures: [...now("WEARABLE-100", "spo2"), ...now("WEARABLE-1000", "spo2")],
			},
			{ before: ["Compare WEARABLE-100 and WEARABLE-1000"] },
		],
		["Who acknowledged it?", { about: [A4], says: [/nurse|amara/i] }, { before: ["Why did WEARABLE-007 alarm?"] }],
		[
			"And their blood pressure?",
			{
				about: ["BEDSIDE-1", "BEDSIDE-3"],
				figures: [...now("BEDSIDE-1", "systolic_pressure"), ...now("BEDSIDE-3", "systolic_pressure")],
			},
			{ before: ["Compare the heart rates of BEDSIDE-1 and BEDSIDE-3"] },
		],
		[
			"What about bed 12?",
			{ about: ["WEARABLE-022"], figures: now("WEARABLE-022", "heart_rate") },
			{ before: ["How is bed 4 on ward A?"], as: "nurse-a" },
		],
	]),
];
