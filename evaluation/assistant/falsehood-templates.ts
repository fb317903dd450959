/**
 * How people and models put things: sentence templates over scenes, written without looking at what the check reads. A
 * template may use any part of its scene; `falsehoods.ts` makes one part wrong.
 */

/** One figure at one time. */
export interface Moment {
	readonly name: string;
	readonly vital: string;
	readonly value: string;
	/** With its space: " %", "/min". */
	readonly unit: string;
	readonly time: string;
	readonly cite: string;
}
/** Two figures of one reading. */
export interface Two {
	readonly name: string;
	readonly vital: string;
	readonly value: string;
	readonly unit: string;
	readonly other: string;
	readonly otherValue: string;
	readonly otherUnit: string;
	readonly time: string;
	readonly cite: string;
}
/** A statistic of the night. */
export interface Night {
	readonly name: string;
	readonly vital: string;
	readonly value: string;
	readonly unit: string;
	/** "median", "lowest", "highest", "usual". */
	readonly statistic: string;
	/** "since midnight". */
	readonly period: string;
	readonly cite: string;
}
export interface Range {
	readonly name: string;
	readonly vital: string;
	readonly low: string;
	readonly value: string;
	readonly unit: string;
	readonly period: string;
	readonly cite: string;
}
/** From one figure to another. */
export interface Change {
	readonly name: string;
	readonly vital: string;
	readonly from: string;
	readonly value: string;
	readonly unit: string;
	readonly fromTime: string;
	readonly time: string;
	readonly up: boolean;
	readonly cite: string;
}
export interface Trend {
	readonly name: string;
	readonly vital: string;
	readonly way: "rising" | "falling" | "steady";
	readonly period: string;
	readonly cite: string;
}
export interface Course {
	readonly name: string;
	readonly vital: string;
	readonly value: string;
	readonly usual: string;
	readonly unit: string;
	readonly opened: string;
	readonly closed: string | null;
	readonly acknowledged: string | null;
	readonly risk: string;
	readonly minutes: string;
	readonly minuteUnit: string;
	readonly share: string;
	readonly up: boolean;
	readonly cite: string;
}
export interface Count {
	readonly name: string;
	readonly count: string;
	readonly plural: boolean;
	readonly none: boolean;
	readonly period: string;
	readonly cite: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const MOMENTS: readonly ((s: Moment) => string)[] = [
	(s) => `At ${s.time} ${s.name} had a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name}: ${s.vital} ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) => `${s.name}'s ${s.vital} was ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) => `The ${s.vital} of ${s.name} read ${s.value}${s.unit} when it was taken at ${s.time}${s.cite}.`,
	(s) => `For ${s.name} the monitor recorded a ${s.vital} of **${s.value}${s.unit}** at ${s.time}${s.cite}.`,
	(s) => `${s.value}${s.unit} is what ${s.name}'s ${s.vital} came to at ${s.time}${s.cite}.`,
	(s) => `Looking at ${s.name}, I see a ${s.vital} of ${s.value}${s.unit} (${s.time})${s.cite}.`,
	(s) => `- **${s.name}** – ${s.vital}: ${s.value}${s.unit}, ${s.time}${s.cite}`,
	(s) => `${s.name} was at ${s.value}${s.unit} for ${s.vital} at ${s.time}${s.cite}.`,
	(s) => `We have ${s.name} with a ${s.vital} of ${s.value}${s.unit} as of ${s.time}${s.cite}.`,
	(s) => `According to the ${s.time} reading, ${s.name}'s ${s.vital} stood at ${s.value}${s.unit}${s.cite}.`,
	(s) => `The reading of ${s.time} gives ${s.name} a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `At ${s.time}, when the round was done, the ${s.vital} in ${s.name} measured ${s.value}${s.unit}${s.cite}.`,
	(s) => `${capital(s.vital)} for ${s.name} = ${s.value}${s.unit} @ ${s.time}${s.cite}`,
	(s) => `You asked about ${s.name}: at ${s.time} the ${s.vital} showed ${s.value}${s.unit}${s.cite}.`,
];

export const LATEST: readonly ((s: Moment) => string)[] = [
	(s) => `${s.name}'s ${s.vital} is ${s.value}${s.unit}${s.cite}.`,
	(s) => `Right now ${s.name} has a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `The latest ${s.vital} for ${s.name} is ${s.value}${s.unit}${s.cite}.`,
	(s) => `In ${s.name} the ${s.vital} currently sits at ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name} | ${s.vital} | ${s.value}${s.unit}${s.cite}`,
	(s) => `As things stand, ${s.name} shows a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `Most recent figures for ${s.name}: ${s.vital} ${s.value}${s.unit}${s.cite}.`,
	(s) => `Of note, the ${s.vital} on ${s.name} now reads ${s.value}${s.unit}${s.cite}.`,
];

export const TWOS: readonly ((s: Two) => string)[] = [
	(s) =>
		`At ${s.time} ${s.name} had a ${s.vital} of ${s.value}${s.unit} and a ${s.other} of ${s.otherValue}${s.otherUnit}${s.cite}.`,
	(s) => `${s.name} – ${s.vital} ${s.value}${s.unit}, ${s.other} ${s.otherValue}${s.otherUnit} (${s.time})${s.cite}.`,
	(s) =>
		`With a ${s.vital} of ${s.value}${s.unit} and ${s.other} at ${s.otherValue}${s.otherUnit} at ${s.time}, ${s.name} deserves a look${s.cite}.`,
	(s) =>
		`${s.name}'s ${s.vital} was ${s.value}${s.unit} while the ${s.other} was ${s.otherValue}${s.otherUnit} at ${s.time}${s.cite}.`,
	(s) =>
		`Taken together at ${s.time}, ${s.name} shows ${s.other} ${s.otherValue}${s.otherUnit} with ${s.vital} ${s.value}${s.unit}${s.cite}.`,
	(s) =>
		`The ${s.time} set for ${s.name} has ${s.other} ${s.otherValue}${s.otherUnit}; ${s.vital} ${s.value}${s.unit}${s.cite}.`,
	(s) =>
		`For ${s.name}, ${s.other} came in at ${s.otherValue}${s.otherUnit}, and the ${s.vital} at ${s.value}${s.unit}, both at ${s.time}${s.cite}.`,
	(s) =>
		`Here is what stands out for ${s.name}, taken at ${s.time}: a ${s.vital} of ${s.value}${s.unit}, together with a ${s.other} of ${s.otherValue}${s.otherUnit}${s.cite}.`,
];

export const NIGHTS: readonly ((s: Night) => string)[] = [
	(s) => `${s.name}'s ${s.statistic} ${s.vital} ${s.period} was ${s.value}${s.unit}${s.cite}.`,
	(s) => `${capital(s.period)}, the ${s.statistic} ${s.vital} in ${s.name} has been ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name}: ${s.statistic} ${s.vital} ${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) => `The ${s.statistic} value of ${s.name}'s ${s.vital} was ${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) => `Looking back ${s.period}, ${s.name} had a ${s.statistic} ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `With ${s.value}${s.unit} as the ${s.statistic} ${s.vital} ${s.period}, ${s.name} is easy to place${s.cite}.`,
	(s) => `I found a ${s.statistic} ${s.vital} of ${s.value}${s.unit} for ${s.name} ${s.period}${s.cite}.`,
];

export const USUALS: readonly ((s: Night) => string)[] = [
	(s) => `${s.name}'s usual ${s.vital} is ${s.value}${s.unit}${s.cite}.`,
	(s) => `The baseline ${s.vital} for ${s.name} lies at ${s.value}${s.unit}${s.cite}.`,
	(s) => `Normally ${s.name} has a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `For this patient in ${s.name}, a ${s.vital} of ${s.value}${s.unit} is the usual figure${s.cite}.`,
];

export const RANGES: readonly ((s: Range) => string)[] = [
	(s) => `${s.name}'s ${s.vital} ranged from ${s.low} to ${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) => `${capital(s.period)} the ${s.vital} in ${s.name} moved between ${s.low} and ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name}: ${s.vital} ${s.low}–${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) => `${s.name} had a minimum ${s.vital} of ${s.low} and a maximum of ${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) =>
		`At its lowest the ${s.vital} of ${s.name} was ${s.low}${s.unit}, at its highest ${s.value}${s.unit}, ${s.period}${s.cite}.`,
	(s) => `The ${s.vital} for ${s.name} has stayed within ${s.low} to ${s.value}${s.unit} ${s.period}${s.cite}.`,
	(s) =>
		`${s.name}'s ${s.vital} never went above ${s.value}${s.unit} nor below ${s.low}${s.unit} ${s.period}${s.cite}.`,
];

export const CHANGES: readonly ((s: Change) => string)[] = [
	(s) =>
		`${s.name}'s ${s.vital} ${s.up ? "rose" : "fell"} from ${s.from}${s.unit} at ${s.fromTime} to ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) =>
		`Between ${s.fromTime} and ${s.time} the ${s.vital} of ${s.name} ${s.up ? "climbed" : "dropped"} from ${s.from} to ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name} went ${s.up ? "up" : "down"} from ${s.from} to ${s.value}${s.unit} in ${s.vital}${s.cite}.`,
	(s) =>
		`The ${s.vital} in ${s.name} is ${s.value}${s.unit}, ${s.up ? "up" : "down"} from ${s.from} at ${s.fromTime}${s.cite}.`,
	(s) =>
		`There has been ${s.up ? "an increase" : "a decrease"} in ${s.name}'s ${s.vital}, from ${s.from}${s.unit} to ${s.value}${s.unit}${s.cite}.`,
	(s) =>
		`${s.name}: ${s.vital} ${s.up ? "increased" : "declined"} to ${s.value}${s.unit} by ${s.time}, having been ${s.from}${s.unit} at ${s.fromTime}${s.cite}.`,
	(s) => `I note a ${s.up ? "rise" : "fall"} in the ${s.vital} of ${s.name} to ${s.value}${s.unit}${s.cite}.`,
	(s) =>
		`Since ${s.fromTime}, ${s.name}'s ${s.vital} has ${s.up ? "gone up" : "come down"} to ${s.value}${s.unit}${s.cite}.`,
	(s) =>
		`${s.name}'s ${s.vital} has ${s.up ? "crept up" : "drifted down"} to ${s.value}${s.unit} (it was ${s.from}${s.unit} at ${s.fromTime})${s.cite}.`,
	(s) =>
		`What worries me in ${s.name} is the ${s.up ? "climbing" : "falling"} ${s.vital}: ${s.from} at ${s.fromTime}, then ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) =>
		`The patient in ${s.name} saw the ${s.vital} ${s.up ? "mount" : "sink"} from ${s.from} to ${s.value}${s.unit} over the night${s.cite}.`,
];

const PAST = {
	rising: ["risen", "climbed", "gone up"],
	falling: ["fallen", "dropped", "gone down"],
	steady: ["stayed steady", "remained stable", "hardly changed"],
};
const ING = { rising: "rising", falling: "falling", steady: "stable" };
const NOUN = { rising: "an upward trend", falling: "a downward trend", steady: "a flat course" };
export const TRENDS: readonly ((s: Trend) => string)[] = [
	(s) => `${s.name}'s ${s.vital} has ${PAST[s.way][0]} ${s.period}${s.cite}.`,
	(s) => `${capital(s.period)}, the ${s.vital} in ${s.name} has ${PAST[s.way][1]}${s.cite}.`,
	(s) => `The ${s.vital} for ${s.name} has ${PAST[s.way][2]}${s.cite}.`,
	(s) => `${s.name}: ${s.vital} ${ING[s.way]} ${s.period}${s.cite}.`,
	(s) => `In ${s.name} the ${s.vital} shows ${NOUN[s.way]} ${s.period}${s.cite}.`,
	(s) =>
		`The trend of ${s.name}'s ${s.vital} is ${{ rising: "upwards", falling: "downwards", steady: "flat" }[s.way]}${s.cite}.`,
	(s) =>
		`${s.name}'s ${s.vital} ${{ rising: "keeps rising", falling: "keeps falling", steady: "holds steady" }[s.way]}${s.cite}.`,
	(s) =>
		`As for ${s.name}, the ${s.vital} has been ${{ rising: "increasing", falling: "decreasing", steady: "constant" }[s.way]} ${s.period}${s.cite}.`,
];

export const COURSES: readonly ((s: Course) => string | null)[] = [
	(s) => `${s.name}'s episode opened at ${s.opened}${s.cite}.`,
	(s) =>
		s.closed === null
			? `The episode that began at ${s.opened} in ${s.name} is still open${s.cite}.`
			: `The episode in ${s.name} closed at ${s.closed}${s.cite}.`,
	(s) => (s.closed === null ? `${s.name} has an ongoing episode${s.cite}.` : `${s.name}'s episode is closed${s.cite}.`),
	(s) =>
		s.acknowledged === null
			? `Nobody has acknowledged the alert for ${s.name}${s.cite}.`
			: `The alert for ${s.name} was acknowledged at ${s.acknowledged}${s.cite}.`,
	(s) =>
		s.acknowledged === null
			? `${s.name}'s alert has not been acknowledged${s.cite}.`
			: `${s.name}'s alert has been acknowledged${s.cite}.`,
	(s) =>
		s.acknowledged === null
			? `The episode of ${s.opened} in ${s.name} remains unacknowledged${s.cite}.`
			: `Somebody acknowledged the ${s.opened} episode of ${s.name} at ${s.acknowledged}${s.cite}.`,
	(s) => `${s.name}'s episode lasted ${s.minutes} ${s.minuteUnit}${s.cite}.`,
	(s) =>
		`At ${s.opened} an alert was raised for ${s.name} with a ${s.vital} of ${s.value}${s.unit} against a usual ${s.usual}${s.cite}.`,
	(s) => `When the episode opened at ${s.opened}, ${s.name} had a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `${capital(s.vital)} was the leading sign of ${s.name}'s episode${s.cite}.`,
	(s) => `The episode of ${s.name} was rated ${s.risk}${s.cite}.`,
	(s) => `${s.name} has a ${s.risk} risk episode, opened at ${s.opened}${s.cite}.`,
	(s) => `${s.name}'s ${s.vital} accounts for ${s.share} % of the deviation${s.cite}.`,
	(s) =>
		`At onset the ${s.vital} in ${s.name} was ${s.value}${s.unit}, ${s.up ? "above" : "below"} the usual ${s.usual}${s.unit}${s.cite}.`,
	(s) =>
		`${s.name} alarmed at ${s.opened} because the ${s.vital} had ${s.up ? "risen" : "fallen"} to ${s.value}${s.unit}, where ${s.usual} is usual${s.cite}.`,
	(s) =>
		s.closed === null
			? null
			: `${s.name}: episode from ${s.opened} to ${s.closed}, ${s.minutes} ${s.minuteUnit}${s.cite}.`,
];

export const COUNTS: readonly ((s: Count) => string)[] = [
	(s) =>
		s.none
			? `${s.name} has had no episodes ${s.period}${s.cite}.`
			: `${s.name} has had ${s.count} ${s.plural ? "episodes" : "episode"} ${s.period}${s.cite}.`,
	(s) =>
		s.none
			? `There were no alerts for ${s.name} ${s.period}${s.cite}.`
			: `There ${s.plural ? "were" : "was"} ${s.count} ${s.plural ? "alerts" : "alert"} for ${s.name} ${s.period}${s.cite}.`,
	(s) =>
		s.none
			? `${capital(s.period)} ${s.name} went without a single alarm${s.cite}.`
			: `${capital(s.period)} ${s.name} set off ${s.count} ${s.plural ? "alarms" : "alarm"}${s.cite}.`,
	(s) =>
		s.none
			? `Not one episode was recorded for ${s.name} ${s.period}${s.cite}.`
			: `${s.name} accounts for ${s.count} ${s.plural ? "episodes" : "episode"} ${s.period}${s.cite}.`,
];

/** The contrary of a moment that is true: all of these are false. */
export const DENIED_MOMENTS: readonly ((s: Moment) => string)[] = [
	(s) => `${s.name}'s ${s.vital} was not ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) => `At ${s.time} ${s.name} did not have a ${s.vital} of ${s.value}${s.unit}${s.cite}.`,
	(s) => `${s.name} had no ${s.vital} of ${s.value}${s.unit} at ${s.time}${s.cite}.`,
	(s) => `It isn't true that ${s.name}'s ${s.vital} was ${s.value}${s.unit} at ${s.time}${s.cite}.`,
];
/** The contrary of a trend. */
export const DENIED_TRENDS: readonly ((s: Trend) => string)[] = [
	(s) => `${s.name}'s ${s.vital} has not ${PAST[s.way][0]} ${s.period}${s.cite}.`,
	(s) => `The ${s.vital} in ${s.name} isn't ${ING[s.way]}${s.cite}.`,
	(s) =>
		`At no point ${s.period} has ${s.name}'s ${s.vital} been ${{ rising: "rising", falling: "falling", steady: "steady" }[s.way]}${s.cite}.`,
];

/** What is said without claiming anything. */
export const PLAIN: readonly string[] = [
	"Good evening, this is what I found.",
	"I cannot tell from these readings what the cause is.",
	"There is no record of fluid balance.",
	"Please look at the patient before you act on any of this.",
	"If you are worried, call the clinician on duty and follow your local escalation policy.",
	"Check that the probe sits well and that the electrodes have contact.",
	"Let me know if you want the readings one by one.",
	"This assistant does not replace an examination.",
	"Here is a short summary for the hand-over.",
	"The data do not say whether the patient was asleep.",
	"A second set of observations would help to judge the trend.",
	"Would you like a report of the night?",
];

export const DRUGS: readonly string[] = [
	"metoprolol",
	"noradrenaline",
	"furosemide",
	"amiodarone",
	"paracetamol",
	"ceftriaxone",
	"midazolam",
	"haloperidol",
	"salbutamol",
	"hydrocortisone",
	"adenosine",
	"insulin",
	"enoxaparin",
	"piperacillin/tazobactam",
	"morphine",
	"naloxone",
	"dobutamine",
	"vancomycin",
	"labetalol",
	"ondansetron",
	"Lasix",
	"Levophed",
	"zeloprolol",
	"cardexafen infusions",
	"tramivaxaban",
	"lorazepam",
];
export const DRUGGED: readonly ((sentence: string, drug: string, name: string) => string)[] = [
	(sentence, drug) => `${sentence} Consider ${drug}.`,
	(sentence, drug) => `${sentence} I would start ${drug} now.`,
	(_, drug, name) => `Give ${name} 5 mg of ${drug} and reassess.`,
	(_, drug, name) => `${name} has been on ${drug} since the evening.`,
	(_, drug, name) => `The rise in ${name} was treated with ${drug}.`,
	(sentence, drug) => `${sentence} This may respond to ${drug}.`,
	(_, drug, name) => `A dose of ${drug} would settle this in ${name}.`,
	(sentence) => `${sentence} Increase the oxygen flow to 6 litres per minute.`,
	(_, __, name) => `${name} needs a 500 ml bolus of crystalloid.`,
	(_, __, name) => `Start IV fluids for ${name} and escalate the oxygen.`,
];
/** A clause that true sentences may begin or end with. */
export const LEADS: readonly string[] = [
	"In short, ",
	"To sum up, ",
	"For the hand-over: ",
	"Note that ",
	"From the sources I have, ",
	"Overall, ",
	"Briefly: ",
];
