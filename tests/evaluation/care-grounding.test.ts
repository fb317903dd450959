import { describe, expect, it } from "vitest";
import type { Fact, Source, State } from "../../vitals/assistant.ts";
import { plainFact, vitalFact } from "../../workers/assistant/facts/figures.ts";
import { checkSentence, startCarry, type Grounding } from "../../workers/assistant/grounding/check.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const at = (clock: string) => Date.parse(`2026-11-27T${clock}:00Z`);
const BED_3 = { patient: "P-3", deviceId: "W-3" };
const WARD = { patient: null, deviceId: null };
const week = { from: Date.parse("2026-11-23T00:00:00Z"), to: NOW };

const source = (id: string, kind: Source["kind"], facts: readonly Fact[], states: readonly State[]): Source => ({
	id,
	kind,
	title: id,
	...(kind === "alarm-load" || kind === "handover" ? WARD : BED_3),
	wardId: "ward-a",
	from: null,
	to: null,
	text: kind === "handover" ? 'Its note: "Watch bed 3"' : "",
	facts,
	states,
	target: null,
});

const GROUNDING: Grounding = {
	sources: [
		source(
			"S1",
			"limits",
			[
				vitalFact(BED_3, "heart_rate", "limit", 40, { from: 0, to: NOW }),
				vitalFact(BED_3, "heart_rate", "limit", 120, { from: 0, to: NOW }),
				vitalFact(BED_3, "spo2", "limit", 85, { from: 0, to: NOW }),
			],
			[
				{ ...BED_3, state: "limited", holds: true, at: at("08:00"), value: "heart_rate" },
				{ ...BED_3, state: "limited", holds: true, at: at("11:30"), value: "heart_rate" },
				{ ...BED_3, state: "limited", holds: false, at: null, value: "spo2" },
			],
		),
		source(
			"S2",
			"observation",
			[vitalFact(BED_3, "temperature", "value", 38.2, { from: at("09:00"), to: at("09:00") })],
			[
				{ ...BED_3, state: "observed", holds: true, at: at("09:00"), value: "temperature" },
				{ ...BED_3, state: "observed", holds: true, at: at("10:15"), value: "consciousness" },
				{ ...BED_3, state: "consciousness", holds: true, at: at("10:15"), value: "A" },
				{ ...BED_3, state: "observed", holds: false, at: null, value: "oxygen" },
			],
		),
		source(
			"S3",
			"handover",
			[
				plainFact(WARD, "episodes", "count", 5, { from: at("07:00"), to: NOW }),
				plainFact(WARD, "episodes", "count", 3, { from: at("07:00"), to: NOW }),
			],
			[
				{ ...WARD, state: "handed-over", holds: true, at: at("07:00") },
				{ ...BED_3, state: "arrived", holds: true, at: at("09:45") },
			],
		),
		source(
			"S4",
			"alarm-load",
			[
				plainFact(WARD, "alarms", "count", 23, week),
				plainFact(WARD, "episodes", "count", 14, week),
				plainFact(WARD, "per_bed_day", "value", 4.57, week),
				plainFact(WARD, "per_hour", "value", 0.21, week),
				plainFact(WARD, "duration", "median", 6, week),
				plainFact(BED_3, "alarms", "count", 9, week),
				plainFact(BED_3, "share", "value", 39, week),
			],
			[],
		),
	],
	subjects: [
		{ ...BED_3, wardId: "ward-a", names: ["W-3", "Bed 3"] },
		{ patient: "P-4", deviceId: "W-4", wardId: "ward-a", names: ["W-4", "Bed 4"] },
	],
	asked: [],
	now: NOW,
	timeZone: "UTC",
};

const flagged = (text: string) =>
	checkSentence(text, GROUNDING, startCarry()).map(({ kind, reason }) => `${kind}: ${reason}`);

describe("what is said of limits, observations, hand-overs and alarm load", () => {
	it.each([
		"**Bed 3 (W-3)**: the high limit of heart rate, 120/min, was set for this patient at 08:00 by Nurse Amara, until 11:30, noting “runs”. [S1]",
		"**Bed 3 (W-3)**: the low limit of heart rate is 40/min. [S1]",
		"- Heart rate: low limit 40/min, high limit 120/min. [S1]",
		"**Bed 3 (W-3)**: no limit was set for this patient of SpO₂. [S1]",
		"**Bed 3 (W-3)**: observed by hand at 09:00 by Nurse Amara: temperature 38.2 °C. [S2]",
		"**Bed 3 (W-3)**: observed by hand at 10:15 by Nurse Amara: consciousness alert. [S2]",
		"**Bed 3 (W-3)**: nobody has observed supplemental oxygen by hand. [S2]",
		"**Ward A** was last handed over at 07:00 by Nurse Amara to Nurse Ravi, noting “Watch bed 3”. [S3]",
		"**Ward A**, since 07:00: 5 episodes began and 3 episodes ended. [S3]",
		"- **Bed 3 (W-3)**: a new patient arrived at 09:45. [S3]",
		"**Ward A**, since 23 Nov 00:00, by whole days of UTC: people were told 23 alarms. [S4]",
		"**Ward A**: 4.57 alarms a bed and day. [S4]",
		"**Ward A**: 0.21 alarms an hour for one person, which ISA-18.2 calls acceptable. [S4]",
		"**Ward A**: the median wait for an answer was 6 min. [S4]",
		"**Ward A**: 14 episodes went by without an answer. [S4]",
		"- **Bed 3 (W-3)** rang most: 9 alarms, a share of 39 %. [S4]",
	])("is left alone where it is true: %s", (text) => {
		expect(flagged(text)).toEqual([]);
	});

	it.each([
		[
			"another number",
			"**Bed 3 (W-3)**: the high limit of heart rate, 130/min, was set for this patient at 08:00. [S1]",
		],
		["another time", "**Bed 3 (W-3)**: the limit of heart rate was set for this patient at 05:20 by Nurse Amara. [S1]"],
		["another end", "**Bed 3 (W-3)**: the limit of heart rate was set for this patient at 08:00, until 10:10. [S1]"],
		["another vital sign", "**Bed 3 (W-3)**: a limit of SpO₂ was set for this patient at 08:00. [S1]"],
		["a denial", "**Bed 3 (W-3)**: no limit of heart rate was set for this patient. [S1]"],
		["another patient", "**Bed 4 (W-4)**: the limit of heart rate was set for this patient at 08:00. [S1]"],
		["another value by hand", "**Bed 3 (W-3)**: observed by hand at 09:00: temperature 37.1 °C. [S2]"],
		["another time by hand", "**Bed 3 (W-3)**: observed by hand at 11:40: temperature 38.2 °C. [S2]"],
		["what nobody observed", "**Bed 3 (W-3)**: on oxygen, observed by hand at 09:00. [S2]"],
		["another level", "**Bed 3 (W-3)**: observed by hand at 10:15: newly confused. [S2]"],
		["a denied observation", "**Bed 3 (W-3)**: nobody has observed temperature by hand. [S2]"],
		["another hand-over", "**Ward A** was last handed over at 05:30 by Nurse Amara to Nurse Ravi. [S3]"],
		["another count since", "**Ward A**, since 07:00: 8 episodes began. [S3]"],
		["another arrival", "- **Bed 3 (W-3)**: a new patient arrived at 06:10. [S3]"],
		["an arrival elsewhere", "- **Bed 4 (W-4)**: a new patient arrived at 09:45. [S3]"],
		["more alarms", "**Ward A**, since 23 Nov 00:00, by whole days of UTC: people were told 31 alarms. [S4]"],
		["alarms for episodes", "**Ward A**: there were 23 episodes this week. [S4]"],
		["another rate", "**Ward A**: 6.2 alarms a bed and day. [S4]"],
		["a rate of something else", "**Ward A**: 4.57 alarms an hour for one person. [S4]"],
		["another wait", "**Ward A**: the median wait for an answer was 16 min. [S4]"],
		["another bed's share", "- **Bed 4 (W-4)** rang most: 9 alarms, a share of 39 %. [S4]"],
		["another share", "- **Bed 3 (W-3)** rang most: 9 alarms, a share of 61 %. [S4]"],
	])("is flagged with %s", (_, text) => {
		expect(flagged(text)).not.toEqual([]);
	});
});
