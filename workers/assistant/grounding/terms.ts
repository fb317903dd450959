/** The words of vital signs and figures that a sentence may use, and what each of them says. */
import type { Quantity, State, Statistic } from "../../../vitals/assistant.ts";

export type Direction = "rising" | "falling" | "steady";

/** A unit as it was written; what it can be of is in `UNIT_OF`. */
export type UnitName =
	| "percent"
	| "rate"
	| "beats"
	| "breaths"
	| "mmhg"
	| "kpa"
	| "celsius"
	| "fahrenheit"
	| "degrees"
	| "points"
	| "time";

/** A finding that is true or false by the figure of a vital sign. */
export interface Finding {
	readonly quantity: readonly Quantity[];
	readonly above?: number;
	readonly below?: number;
}

export type Term =
	| { readonly is: "vital"; readonly of: readonly Quantity[] }
	| { readonly is: "unit"; readonly unit: UnitName; readonly seconds?: number }
	| {
			readonly is: "move";
			readonly direction: Direction;
			readonly of?: readonly Quantity[];
			readonly needs?: "context";
	  }
	| { readonly is: "course"; readonly worse: boolean }
	| { readonly is: "statistic"; readonly statistic: Statistic }
	| { readonly is: "not" }
	| { readonly is: "about" }
	| { readonly is: "bound"; readonly side: "above" | "below"; readonly open: boolean }
	| { readonly is: "all" }
	| { readonly is: "finding"; readonly finding: Finding }
	| { readonly is: "state"; readonly state: State["state"]; readonly holds: boolean; readonly value?: string }
	| { readonly is: "share" }
	| { readonly is: "times"; readonly factor: number }
	| { readonly is: "ranging" }
	| { readonly is: "versus"; readonly sign: 1 | -1 }
	| { readonly is: "most"; readonly sign: 1 | -1 }
	| { readonly is: "glue" }
	| { readonly is: "break"; readonly strong: boolean };

const HEART: readonly Quantity[] = ["heart_rate"];
const PULSE: readonly Quantity[] = ["heart_rate", "pulse_rate"];
const PRESSURE: readonly Quantity[] = ["systolic_pressure", "diastolic_pressure", "mean_pressure"];

/** What a unit can be of. */
export const UNIT_OF: Record<UnitName, readonly Quantity[]> = {
	percent: ["spo2", "battery", "share"],
	rate: ["heart_rate", "pulse_rate", "respiratory_rate"],
	beats: PULSE,
	breaths: ["respiratory_rate"],
	mmhg: [...PRESSURE, "etco2"],
	kpa: ["etco2"],
	celsius: ["temperature"],
	fahrenheit: ["temperature"],
	degrees: ["temperature"],
	points: ["news2", "score", "spo2", "battery"],
	time: ["duration"],
};

const terms = new Map<string, Term>();
function say(term: Term, phrases: string): void {
	for (const phrase of phrases.split("|")) terms.set(phrase.trim(), term);
}
const vital = (of: readonly Quantity[], phrases: string) => say({ is: "vital", of }, phrases);

vital(HEART, "heart rate|heartrate|hr|heart rhythm rate|cardiac rate|heart beat|heartbeat|heart|ventricular rate");
vital(PULSE, "pulse|pulse rate|pr");
vital(
	["spo2"],
	"spo2|sp02|sao2|sats|sat|o2 sat|o2 sats|o2 saturation|oxygen sats|oxygen saturation|oxygen saturations|saturation|saturations|oxygenation|pulse oximetry|oximetry|oxygen level|oxygen levels|o2 level|o2 levels|blood oxygen",
);
vital(
	["respiratory_rate"],
	"respiratory rate|respiration rate|respirations|respiration|resp rate|resps|resp|rr|breathing rate|breathing|breath rate|rate of breathing|ventilatory rate|breathes",
);
vital(["temperature"], "temperature|temp|core temp|core temperature|body temperature|t");
vital(
	["systolic_pressure"],
	"systolic pressure|systolic blood pressure|systolic|systolic bp|sbp|sys|systolic value|systolic arterial pressure",
);
vital(
	["diastolic_pressure"],
	"diastolic pressure|diastolic blood pressure|diastolic|diastolic bp|dbp|dia|diastolic arterial pressure",
);
vital(
	["mean_pressure"],
	"mean arterial pressure|mean pressure|map|mean arterial blood pressure|mean blood pressure|mean bp|arterial mean",
);
vital(PRESSURE, "blood pressure|bp|pressure|nibp|arterial pressure");
vital(
	["etco2"],
	"etco2|et co2|end tidal co2|end tidal carbon dioxide|end tidal|co2|capnography|capno|petco2|exhaled co2|carbon dioxide",
);
vital(
	["news2"],
	"news2|news|news 2|news2 score|news score|early warning score|national early warning score|ews|news2 total|warning score|aggregate score",
);
vital(
	["score"],
	"anomaly score|risk score|detector score|peak score|deviation score|detection score|forest score|outlier score",
);
vital(["news2", "score"], "score|total score|total");
vital(["battery"], "battery|battery level|battery charge|charge|state of charge|device battery|remaining charge");
vital(["episodes"], "episodes|episode|events|incidents|deterioration episodes|physiological episodes");
// The first of them says what is counted: an alarm in a sentence may be an episode, or a time that people were told of one.
vital(["episodes", "alarms"], "alerts|alarms|alarm|alert|notifications");
vital(["beds"], "beds|patients|devices|monitors|wearables");

const unit = (name: UnitName, phrases: string, seconds?: number) =>
	say({ is: "unit", unit: name, ...(seconds === undefined ? {} : { seconds }) }, phrases);
unit("percent", "%|percent|per cent|pct|percentage points|percent points|% points");
unit("beats", "bpm|beats per minute|beats a minute|beats /min|beats|b /min|beats every minute|heartbeats a minute");
unit(
	"breaths",
	"breaths per minute|breaths a minute|breaths /min|breaths|respirations per minute|respirations a minute|brpm|breaths every minute",
);
unit("rate", "/min|per minute|a minute|per min|/ minute|times a minute|times per minute|each minute|rpm");
unit("mmhg", "mmhg|mm hg|millimetres of mercury|millimeters of mercury|torr");
unit("kpa", "kpa|kilopascals|kilopascal");
unit("celsius", "°c|degrees celsius|celsius|degrees c|c|degrees centigrade|centigrade");
unit("fahrenheit", "°f|degrees fahrenheit|fahrenheit|degrees f|f");
unit("degrees", "°|degrees|degree");
unit("points", "points|point|pts");
unit("time", "seconds|second|sec|secs|s", 1);
unit("time", "minutes|minute|min|mins|m", 60);
unit("time", "hours|hour|hrs|hr s|h|hrs", 3600);
unit("time", "days|day", 86_400);

const move = (direction: Direction, phrases: string) => say({ is: "move", direction }, phrases);
move(
	"rising",
	"rose|risen|rising|rises|rise|raised|increased|increasing|increase|increases|climbed|climbing|climb|climbs|went up|going up|gone up|goes up|upward|upwards|surged|surging|jumped|jumping|jump|spiked|spiking|spike|rocketed|escalating|accelerated|accelerating|quickened|quickening|sped up|speeding up|soared|soaring|mounting|grew|growing|grown|ticked up|crept up|creeping up|edged up|edging up|shot up|picked up|picking up|drifted up|drifting up|trended up|trending up|ramped up|ramping up|came up|coming up|come up|moved up|moving up|on the rise|uptrend|charging|on the up|trending higher|trended higher|trending upward|trending upwards|moved higher|moving higher|mount|mounts|mounted|surge|soar|grow|grows|accelerate|escalate upwards|rallied|pushed up|up to",
);
move(
	"falling",
	"fell|fallen|falling|falls|fall|dropped|dropping|drop|drops|decreased|decreasing|decrease|decreases|declined|declining|decline|declines|went down|going down|gone down|goes down|downward|downwards|came down|coming down|come down|slowed|slowing|slows|dipped|dipping|dip|dips|sank|sink|sinks|sinking|sunk|slide|slides|slip|slips|plunge|tumble|wane|dwindle|plunged|plunging|tumbled|tumbling|reduced|reducing|slid|sliding|slipped|slipping|ticked down|crept down|edged down|drifted down|drifting down|drifted lower|trended down|trending down|trending downward|trending downwards|moved down|moving down|on the decline|downtrend|draining|trending lower|trended lower|sagged|sagging|eased|easing|ebbing|subsided|subsiding|lowered|tailed off|tailing off|nosedived|discharging|on the way down|moved lower|moving lower|dwindling|dwindled|waned|waning|settled down|come off|coming off|down to",
);
move(
	"steady",
	"steady|steadily unchanged|stable|unchanged|flat|constant|no change|no real change|not changed|plateaued|holding|held steady|hovering|hovered|without change|stationary|did not change|has not moved|stayed put|flatlined|barely changed|barely moved|little change|hardly changed",
);
say({ is: "move", direction: "rising", needs: "context" }, "up|higher|faster");
say({ is: "move", direction: "falling", needs: "context" }, "down|lower|slower");
say({ is: "move", direction: "rising", of: ["spo2"] }, "resaturated|resaturating|reoxygenated");
say(
	{ is: "move", direction: "falling", of: ["spo2"] },
	"desaturated|desaturating|desaturates|desaturation|desaturations|desatted|desatting|desat|desats",
);
say({ is: "move", direction: "rising", of: HEART }, "going faster");
say(
	{ is: "course", worse: true },
	"deteriorating|deteriorated|getting worse|worsening|worsened|going off|gone off|deterioration|worse",
);
say(
	{ is: "course", worse: false },
	"improving|improved|getting better|recovering|recovered|on the mend|better|improvement",
);

const statistic = (name: Statistic, phrases: string) => say({ is: "statistic", statistic: name }, phrases);
statistic("median", "median|median value|medians");
statistic("mean", "average|mean|averaged|averaging|averages|on average|mean value");
statistic(
	"min",
	"lowest|minimum|min value|nadir|lows|trough|bottomed out|as low as|low of|bottomed|bottoming out|troughed|bottom|minima|low point|low water mark|at its lowest|at worst low",
);
statistic(
	"max",
	"peak|peaked|peaks|maximum|max|highest|as high as|high of|topped out|maxed out|top|peaking|topping out|highs|crest|maxima|high point|high water mark|at its highest|topped",
);
statistic(
	"usual",
	"usual|baseline|norm|normally|usually|normal for|own normal|accustomed|habitual|usual value|typical|typically|customary|ordinarily|patient's normal|her normal|his normal|their normal",
);
statistic("limit", "limit|threshold|alarm limit|cut off|limits|alarm threshold|thresholds|ceiling|floor");
statistic("delta", "delta|deviation|difference|departure|excess");

say({ is: "not" }, "not|no|never|without|nobody|no one|none|neither|nor|cannot|hardly any|zero|free of|yet to be");
say(
	{ is: "about" },
	"about|around|roughly|approximately|approx|circa|ca|~|nearly|almost|close to|some|near|just over|just under|nearly at|in the region of|of the order of|or so|in the order of|just above|just below|a little over|a little under|a bit over|a bit under|thereabouts|a touch over|a touch under|a shade over|a shade under",
);
const bound = (side: "above" | "below", open: boolean, phrases: string) => say({ is: "bound", side, open }, phrases);
bound(
	"above",
	true,
	"above|over|more than|greater than|exceeded|exceeding|exceeds|exceed|>|in excess of|beyond|north of|higher than|passed|crossed|surpassed|upwards of|faster than|past",
);
bound("below", true, "below|under|less than|lower than|<|beneath|south of|fewer than|undercut|slower than|short of");
bound(
	"above",
	false,
	"at least|≥|no less than|not less than|at or above|not below|no lower than|or more|or above|or higher|or over|reached or exceeded",
);
bound(
	"below",
	false,
	"at most|≤|no more than|not more than|at or below|not above|no higher than|or less|or below|or lower|or under",
);
say(
	{ is: "all" },
	"stayed|remained|remains|stays|staying|remaining|kept|always|throughout|held|consistently|all along|persistently|at all times|continuously|the whole time",
);

const finding = (of: readonly Quantity[], limit: { above?: number; below?: number }, phrases: string) =>
	say({ is: "finding", finding: { quantity: of, ...limit } }, phrases);
/*
 * Where a finding begins: the textbook's adult borders, read generously (a sentence that says "tachycardic" at 101 is not false).
 * NEWS2 (Royal College of Physicians, 2017) scores the same borders or wider ones.
 */
finding(PULSE, { above: 99.5 }, "tachycardic|tachycardia|tachy");
finding(PULSE, { below: 60.5 }, "bradycardic|bradycardia|brady");
finding(["spo2"], { below: 94.5 }, "hypoxic|hypoxia|hypoxaemic|hypoxemic|hypoxaemia|hypoxemia");
finding(["temperature"], { above: 37.75 }, "febrile|pyrexial|fever|feverish|pyrexia|hyperthermic|hyperthermia");
finding(["temperature"], { below: 36.05 }, "hypothermic|hypothermia");
finding(["temperature"], { below: 38.05 }, "afebrile|apyrexial|normothermic");
finding(["systolic_pressure"], { below: 100.5 }, "hypotensive|hypotension");
finding(["systolic_pressure"], { above: 139.5 }, "hypertensive|hypertension");
finding(["systolic_pressure"], { above: 100 }, "normotensive");
finding(
	["respiratory_rate"],
	{ above: 19.5 },
	"tachypnoeic|tachypneic|tachypnoea|tachypnea|hyperventilating|tachypnoeaic",
);
finding(
	["respiratory_rate"],
	{ below: 12.5 },
	"bradypnoeic|bradypneic|bradypnoea|bradypnea|hypoventilating|hypopnoeic",
);
finding(["respiratory_rate"], { below: 4.5 }, "apnoeic|apneic|apnoea|apnea|not breathing|stopped breathing");
finding(["heart_rate"], { below: 0.5 }, "asystole|asystolic|pulseless");
finding(["etco2"], { above: 44.5 }, "hypercapnic|hypercapnia|hypercarbic|hypercarbia");
finding(["etco2"], { below: 35.5 }, "hypocapnic|hypocapnia");

const state = (name: State["state"], holds: boolean, phrases: string, value?: string) =>
	say({ is: "state", state: name, holds, ...(value === undefined ? {} : { value }) }, phrases);
state("acknowledged", true, "acknowledged|acknowledgement|acknowledgment|acknowledges|signed off|acked|taken note of");
state("acknowledged", false, "unacknowledged|unacked|unseen|awaiting acknowledgement|unanswered");
state(
	"closed",
	true,
	"closed|resolved|ended|closes|closing|cleared|came to an end|settled itself|concluded|finished|self resolved|resolving",
);
state("closed", false, "open|ongoing|unresolved|still active|active|still running|not over|in progress");
state("opened", true, "opened|started|began|set in|fired|kicked off|went off|begun");
state("snoozed", true, "snoozed|kept quiet|put on snooze");
state("snoozed", false, "not snoozed|unsnoozed");
state("summoned", true, "summoned|asked to come|called to come|paged");
state(
	"judged",
	true,
	"judged a false alarm|judged false|judged to be a false alarm|judged as false|marked false|marked as a false alarm|a false alarm|false alarm",
	"false-alarm",
);
state(
	"judged",
	true,
	"judged a confirmed alarm|judged right|judged to be right|judged true|confirmed as true|a true alarm|a confirmed alarm|a real alarm",
	"confirmed",
);
state("escalated", true, "escalated|stepped up");
// Of limits, observations and wards: each counts only beside the words that say what it is of (`states.ts`).
state("limited", true, "set for this patient|set for the patient|was set|were set|been set|set by|set at");
state(
	"observed",
	true,
	"observed by hand|measured by hand|taken by hand|observed|observed at the bed|entered at the bed|by hand|last taken|last checked",
);
state("arrived", true, "arrived|newly arrived|was admitted|were admitted|came onto the ward");
state("left", true, "left the ward|has left|was discharged|were discharged|departed");
state("handed-over", true, "handed over|handed it over|hand over given|handover given");
state("reopened", true, "reopened|re opened|opened again|came back|recurred");
for (const level of ["low", "medium", "high"])
	state(
		"risk",
		true,
		`${level} risk|risk ${level}|risk was ${level}|risk is ${level}|rated ${level}|graded ${level}|classed ${level}|classified ${level}|rated as ${level}|graded as ${level}|classed as ${level}|classified as ${level}|risk level ${level}|risk of ${level}|risk level is ${level}|risk level was ${level}|at ${level} risk|of ${level} risk|risk was rated ${level}|risk as ${level}|severity ${level}|marked ${level}`,
		level.toUpperCase(),
	);
for (const [value, phrases] of [
	[
		"A",
		"is alert|was alert|alert and oriented|alert and well|alert and comfortable|alert and talking|remains alert|fully alert|awake|awake and alert|stays alert|she's alert|he's alert|consciousness a|conscious",
	],
	["C", "confused|newly confused|new confusion|confusion|disoriented|delirious"],
	[
		"V",
		"responds to voice|responding to voice|responsive to voice|responds only to voice|drowsy|rousable to voice|rousable by voice",
	],
	["P", "responds to pain|responding to pain|responsive to pain|responds only to pain"],
	["U", "unresponsive|unconscious|comatose"],
] as const)
	state("consciousness", true, phrases, value);
state(
	"oxygen",
	true,
	"on oxygen|on o2|on supplemental oxygen|receiving oxygen|supplemental oxygen|breathing oxygen|with oxygen|on extra oxygen|receiving supplemental oxygen|getting oxygen|oxygen running|oxygen therapy",
);
state(
	"oxygen",
	false,
	"on air|on room air|breathing room air|off oxygen|without oxygen|room air|off supplemental oxygen|off o2|breathing air",
);
state(
	"leading",
	true,
	"led by|led mostly by|led mainly by|led chiefly by|driven by|driven mainly by|driven mostly by|driven chiefly by|leading vital|leading sign|leading vital sign|mainly due to|mostly due to|chiefly due to|main driver|leading cause|main contributor|biggest contributor|largest contributor|led primarily by|driven primarily by|primarily due to|triggered by|caused by|dominated by",
);
state(
	"silent",
	true,
	"silent|stopped posting|offline|stopped sending|not posting|no longer posting|gone quiet|lost contact|no longer sending|disconnected|not sending|unreachable",
);
state("silent", false, "online|still posting|posting|still sending|connected|sending readings|is sending|reporting");

say(
	{ is: "share" },
	"share|contributed|contributes|contributing|contribution|accounts for|accounted for|accounting for|explains|explained|of the rise|of the change|of the deviation|of the departure|of the increase|of the score|of the anomaly|of the anomaly score|comes from|came from|made up|makes up|responsible for|attributed|attributable|due to|stems from|explaining",
);
for (const [factor, phrases] of [
	[2, "twice|double|doubled|doubling|two times|2 times|twofold|two fold"],
	[3, "triple|tripled|three times|3 times|threefold|three fold|thrice|trebled|treble"],
	[4, "four times|4 times|quadruple|quadrupled|fourfold"],
	[0.5, "half|halved|halving|half of"],
	[1.5, "one and a half times|1.5 times|half as much again"],
] as const)
	say({ is: "times", factor }, phrases);
say(
	{ is: "ranging" },
	"between|ranged|range|ranging|ranges|ranged from|ranging from|varied|varying|varied between|extremes|swung|oscillated|fluctuated|extremes of|span|spanning|spanned|moved between",
);
say({ is: "versus", sign: 1 }, "elevated|abnormally high|unusually high|too high|unusually fast|too fast|fast");
say({ is: "versus", sign: -1 }, "abnormally low|unusually low|too low|unusually slow|too slow|depressed");
say(
	{ is: "glue" },
	"of|is|was|at|are|were|be|been|being|to|from|for|in|on|the|a|an|his|her|its|their|now|with|by|has|had|have|then|just|only|still|reads|read|reading|reached|reaching|hit|hitting|:|=|value|values|it|that|than|what|this|patient|patient's|own|as|shows|showing|currently|sits|sitting|stands|standing|'s|measured|measures|recorded|also|s|(|)|even|some|sign|rate|there|touched|touching|which|came|got|went",
);
say({ is: "break", strong: true }, ";|but|while|whereas|although|though|however|yet|.|!|?|and then|i.e|i.e.||");
say({ is: "break", strong: false }, ",|and|plus|or|then|&");
terms.delete("");

/** Phrases by their first word, the longest first. */
const byFirst = new Map<string, { readonly words: readonly string[]; readonly term: Term }[]>();
for (const [phrase, term] of terms) {
	const words = phrase.split(" ");
	const known = byFirst.get(words[0] as string);
	if (known === undefined) byFirst.set(words[0] as string, [{ words, term }]);
	else known.push({ words, term });
}
for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);

/** The longest phrase that begins with the word at `at`. */
export function termAt(words: readonly string[], at: number): { readonly term: Term; readonly length: number } | null {
	for (const { words: phrase, term } of byFirst.get(words[at] as string) ?? []) {
		let same = 1;
		while (same < phrase.length && words[at + same] === phrase[same]) same++;
		if (same === phrase.length) return { term, length: phrase.length };
	}
	return null;
}
