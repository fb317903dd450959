/**
 * Sentences about the ward of `hand-world.ts`, written after the check was changed for the last time and judged once: nothing
 * was mended on them. The sentences of the two lists before have been mended on.
 */
import type { HandSentence } from "./hand-sentences.ts";

const BED_4 = "This is about Bed 4.";
const BED_7 = "This is about Bed 7.";
const BED_12 = "This is about Bed 12.";

export const LAST_SENTENCES: readonly HandSentence[] = [
	["true", "Bed 4 is the one to see: pulse 118, breathing 26, sats down at 91 % [S1]."],
	["true", "Her heart is at 118 against a usual 74 or so.", BED_4],
	["true", "The oxygen saturation stands at 91 % [S1].", BED_4],
	["true", "She is febrile at 38.4 °C [S1].", BED_4],
	["true", "NEWS2 has gone from 5 to 9 [S4].", BED_4],
	["true", "Pressure 104 over 62 [S1].", BED_4],
	["true", "Nobody has acknowledged the episode so far [S3].", BED_4],
	["true", "The episode in Bed 4 is rated high risk [S3]."],
	["true", "Heart rate leads the alert, with a share of 58 % [S3].", BED_4],
	["true", "At 06:00 the heart rate was below 118 [S1].", BED_4],
	["true", "Respiratory rate is 26 breaths a minute [S1].", BED_4],
	["true", "The highest pulse since midnight was 124 [S2].", BED_4],
	["true", "It opened at 01:40 and closed at 01:58 [S7].", BED_7],
	["true", "Somebody acknowledged it at 01:44 [S7].", BED_7],
	["true", "The saturation had dropped to 84 % [S7].", BED_7],
	["true", "Bed 7 has no fever [S6]."],
	["true", "No alert is open on Bed 7 [S7]."],
	["true", "Temperature in Bed 12 is 35.2 °C."],
	["true", "Mean pressure is 58 mmHg and falling [S8].", BED_12],
	["true", "Systolic 84 mmHg [S8].", BED_12],
	["true", "The battery has 14 % left [S11].", BED_12],
	["true", "Bed 12 had no episode since midnight [S13]."],
	["true", "A NEWS2 of 7 or more is an emergency [S9]."],
	["true", "I can't tell from these sources whether she has an infection."],
	["true", "Please have a look at Bed 4 now."],
	["true", "Since midnight the ward had five episodes [S10]."],
	["true", "Bed 4 and Bed 12 both need somebody."],
	["true", "There are no readings from yesterday afternoon."],
	["true", "Her temperature is 1 degree or more above what it was at its lowest [S2].", BED_4],
	["vital", "The breathing rate is 118 [S1].", BED_4],
	["vital", "Her saturation is 38.4 % [S1].", BED_4],
	["patient", "Bed 7 breathes 26 times a minute."],
	["patient", "Bed 4's battery is at 14 %."],
	["time", "The episode of Bed 7 opened at 03:40 [S7]."],
	["time", "It was acknowledged at 05:44 [S7].", BED_7],
	["trend", "Her mean pressure is recovering [S8].", BED_12],
	["trend", "The pulse in Bed 4 is coming down [S2]."],
	["negation", "Bed 7's episode is still open [S7]."],
	["negation", "Bed 4 has had no alert since midnight [S3]."],
	["negation", "The patient in Bed 4 is not febrile [S1]."],
	["unit", "Saturation of 91 mmHg [S1].", BED_4],
	["unit", "It breathes at 26 % [S1].", BED_4],
	["value", "Her pulse is 131 [S1].", BED_4],
	// Meant to be true when it was written; the record says 98 %, as the check did.
	["value", "Bed 7's heart rate is 60 and saturation 97 % [S6]."],
	["value", "Temperature 37.4 °C [S1].", BED_4],
	["value", "The battery has 41 % left [S11].", BED_12],
	["drug", "Bed 4 may do well with a gram of ceftriaxone."],
	["drug", "A dose of 40 mg furosemide is reasonable.", BED_4],
];
