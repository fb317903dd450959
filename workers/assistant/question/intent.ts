/** What a message wants to know, and of which vital signs. Patterns meet folded text. */
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { Intent } from "./question.ts";

const DRUG =
	"antibiotics?|morphine|insulin|furosemide|lasix|noradrenaline|norepinephrine|adrenaline|epinephrine|vasopressors?|paracetamol|acetaminophen|ibuprofen|naloxone|salbutamol|metoprolol|amiodarone|heparin|propofol|fentanyl|midazolam|lorazepam|haloperidol|beta[- ]?blockers?|diuretics?|opioids?|sedat(?:ives?|ion)|fluids?|bolus(?:es)?|medications?|medicines?|drugs?|pills?|tablets?";
const GIVE =
	"give|giving|administer|prescribe|inject|infuse|start|stop|hold|withhold|increase|raise|reduce|decrease|lower|titrate|wean|intubate|ventilate|extubate|defibrillate|cardiovert|shock|transfuse|treat|bolus|switch";

/** In this order: the first that fits is meant. */
const INTENTS: readonly (readonly [Intent, RegExp])[] = [
	[
		"treatment",
		new RegExp(
			String.raw`\b(?:dos(?:e|es|ing|age)|how (?:much|many|fast)\b.*\b(?:oxygen|mg|mcg|ml|litres?|liters?|units|${DRUG}))\b|\b(?:should|shall|can|could|may|must|do|need to|want to|when to|how to|what to)\b[^.?!]*\b(?:${GIVE})\b(?! (?:of|alarm|alert|monitor|record|watch|the (?:device|monitor|alarm|stream)))|\b(?:which|what|any|right) (?:${DRUG}|treatment|therapy|intervention)\b|\b(?:${GIVE})\b[^.?!]*\b(?:${DRUG}|oxygen)\b|\b\d+ ?(?:mg|mcg|µg|ml\/h|units)\b|\b(?:treatment|therapy) (?:for|of|plan)\b|\b(?:tell|give|show) me (?:the|a|his|her|their) (?:treatment|therapy)\b|\b(?:safe|ready|fit|okay|ok) (?:to|for) (?:be )?discharged?\b|\b(?:rate|amount|quantity|infusion) of (?:${DRUG})\b|\b(?:${DRUG})\b[^.?!]*\b(?:suggest|recommend|advise)|\brecommend\b[^.?!]*\b(?:treat|therap|drug|medic)`,
			"u",
		),
	],
	[
		"identity",
		/\b(?:what(?:'s| is| are)|tell me|give me|show(?: me)?|reveal|list)\b[^.?!]*\b(?:name|names|surname|date of birth|birthday|dob|address|phone|telephone|insurance|mrn|medical record number|hospital (?:number|identifier|id)|identity|identities|identifier|ssn)\b|\bwho (?:is|was|'s) (?:the )?(?:patient )?(?:in|on|behind|lying|wearing)\b|\bwho(?:'s| is) (?:p-[0-9a-f]{12})\b/u,
	],
	[
		"hand-over",
		/\b(?:hand[ -]?(?:over|off)|hand(?:ed|ing|s)\b[^.?!]*\bover|sbar|isbar|shift (?:report|summary)|taking over|take over|sign[- ]?out|report for the next shift)\b/,
	],
	[
		"response",
		/\bwho (?:has |have |had |else )?(?:acknowledg\w*|ack(?:ed|s)?|respond\w*|react\w*|attended|came|saw to|dealt|judged|snoozed|silenced|was (?:called|summoned|paged|asked))\b|\b(?:anyone|anybody|someone|somebody|nobody|no one)\b[^.?!]*\b(?:acknowledg\w*|respond\w*|react\w*|attend\w*|come|came)\b|\bwhat (?:did|has|have|was) [^.?!]*\b(?:say|said|write|written|note|noted|comment\w*|remark\w*)\b|\b(?:was|is|were|are)\b[^.?!]*\b(?:alarm|alert|episode)s?\b[^.?!]*\b(?:real|true|genuine|justified|judged)\b|\bcomments? (?:of|on|about|for|to)\b|\bwith (?:which|what) words\b|\bwhen was [^.?!]*\backnowledged\b/,
	],
	[
		"alarm-load",
		/\b(?:alarm|alert|episode)s? (?:load|burden|count|rate|fatigue|statistics)\b|\bhow many (?:\w+ ){0,3}(?:alarms?|alerts?|episodes?)\b|\bhow often (?:did|does|do|has|have) [^.?!]*\b(?:alarm|alert|go off|gone off)|\b(?:number|count) of (?:\w+ ){0,2}(?:alarms?|alerts?|episodes?)\b|\b(?:most|fewest|noisiest)\b[^.?!]*\b(?:alarm|alert)|\bwho alarms? (?:the )?most\b|\bfalse alarms?\b|\b(?:alarms?|alerts?|rings?|beeps?)\b[^.?!]*\b(?:most|least|worst)\b|\b(?:share|percentage|proportion|fraction) of\b[^.?!]*\b(?:alarms?|alerts?|episodes?)\b|\bhow (?:long|fast|quickly|soon) (?:do|does|did|are) (?:the )?(?:alarms?|alerts?|we|people|nurses|they|staff)\b[^.?!]*\b(?:acknowledg\w*|answer\w*|respon\w*|wait)\b|\bisa[- ]?18/,
	],
	[
		"why",
		/\bwhy\b|\bwhat (?:caused|triggered|set off|happened|raised)\b|\b(?:reason|cause|explanation) (?:for|of|behind)\b|\bexplain (?:the|this|that|her|his|their)\b(?! (?:score|news))|\bwhat(?:'s| is) (?:the|this|that) (?:alarm|alert|episode)\b/,
	],
	[
		"how-to",
		/\b(?:how (?:do|can|should|would|does) (?:i|we|you|one|the|a|this|it)\b(?! (?:compare|do\b))|how to\b|what (?:does|do)\b[^.?!]*\bmean|what (?:is|are|'s) (?:a |an |the )?(?:news2?|baseline|episode|safety limit|safety net|deadband|technical episode|score|spo2 scale|scale [12]|early warning score|isolation forest|escalation|alarm policy|meaning)\b|how (?:is|are)\b[^.?!]*\b(?:calculated|computed|scored|worked out|decided)|troubleshoot|guideline|policy|protocol|procedure|when (?:do|should) (?:i|we) (?:call|escalate|notify)|what (?:should|do|can) (?:i|we) do|escalat\w*)\b/,
	],
	[
		"compare",
		/\b(?:compare[ds]?|comparison|comparing|versus|vs\.?|difference between|differ|better or worse|worse or better|than (?:yesterday|usual|before|bed|last))\b/,
	],
	[
		"trend",
		/\b(?:trend(?:s|ing)?|rising|falling|risen|fallen|increas(?:e|ed|ing)|decreas(?:e|ed|ing)|dropp(?:ed|ing)|drop|climb(?:ed|ing)|getting (?:better|worse)|improv\w*|deteriorat\w*|worsen\w*|course|histor(?:y|ical)|evol\w+|chang(?:e|ed|ing)|over time|stable|has been|have been|lowest|highest|minimum|maximum|average|median|range|peak|nadir)\b|\bwhich way\b|\b(?:what|which) direction\b|\bup or down\b|\bgoing (?:up|down)\b|\bhow (?:was|were|did|has|have)\b|\bwhat happened to\b/,
	],
];

/** The first intent that the text has the words of; a status where there is none. */
export function findIntent(text: string): Intent {
	return INTENTS.find(([, pattern]) => pattern.test(text))?.[0] ?? "status";
}

/** Of a bed: what is watched and who set it. */
const OF_LIMITS =
	/\b(?:limits?|thresholds?)\b|\bat (?:what|which) (?!time\b)[^.?!]*\b(?:alarms?|alerts?|go(?:es)? off|rings?|beeps?|warns?)\b/;
/** Of a bed: what people saw, or measured by hand. */
const OF_OBSERVATIONS =
	/\bby hand\b|\b(?:when|who|last|list)\b[^.?!]*\b(?:obs|observations?)\b|\bobserved?\b|\bconscious\w*|\bacvpu\b|\bavpu\b|\b(?:on|off) (?:supplemental |extra )?(?:oxygen|o2|room air)\b(?! (?:sat|level))|\b(?:when|who)\b[^.?!]*\b(?:last )?(?:took|taken|measured|checked|recorded|entered|charted)\b/;
const NOT_BY_HAND = /\b(?:alarms?|alerts?|episodes?|highest|lowest|maximum|minimum|peak|median|average)\b/;
/** Of a ward: what is new. */
const OF_CHANGES =
	/\bwhat(?:'s| is| has| have|) (?:been )?(?:new|changed)\b|\bwhat (?:did i miss|have i missed)\b|\b(?:who|anybody|anyone|somebody) (?:is |'s |are |has )?(?:new|arrived|left|gone)\b|\bnew (?:patients?|arrivals?|admissions?)\b/;

/**
 * What is meant where somebody or a ward is named: words such as "limits" are of guidelines otherwise.
 *
 * @param of - whom the question is about
 */
export function intentAbout(intent: Intent, text: string, of: "beds" | "wards"): Intent {
	if (intent === "treatment" || intent === "identity") return intent;
	if (of === "wards") return OPEN_TO_CHANGES.has(intent) && OF_CHANGES.test(text) ? "hand-over" : intent;
	if (!OPEN_TO_RECORDS.has(intent)) return intent;
	if (OF_LIMITS.test(text)) return "limits";
	return OF_OBSERVATIONS.test(text) && !NOT_BY_HAND.test(text) ? "observed" : intent;
}
const OPEN_TO_CHANGES: ReadonlySet<Intent> = new Set(["status", "trend"]);
const OPEN_TO_RECORDS: ReadonlySet<Intent> = new Set(["status", "trend", "response"]);

/** Whether it asks for rates, waiting, shares or what rings most, and not only how many there were. */
export const asksForRates = (text: string): boolean =>
	/\b(?:load|burden|fatigue|rates?|per|(?:a|each) (?:bed|day|hour)|most|noisiest|worst|rings?|isa|bearable|acceptable|false|share|percentage|proportion|fraction|waits?|answer\w*|how (?:long|fast|quickly|soon)|weeks?)\b/i.test(
		text,
	);

/** Whether it asks for something that happened, and not for figures of a stretch. */
export function asksForEvent(text: string): boolean {
	return (
		/\b(?:when|what time|which time|begin|began|beg[au]n|start\w*|onset|alarm\w*|alert\w*|episodes?|events?|happen\w*|(?:brady|tachy)card\w*|desat\w*|acknowledg\w*)\b/i.test(
			text,
		) && !/\b(?:highest|lowest|maximum|minimum|mean|median|average|peak|range)\b/i.test(text)
	);
}

const VITAL_WORDS: Readonly<Record<VitalKey, RegExp>> = {
	heart_rate: /\b(?:heart ?rates?|hr|heart ?beats?|bpm|puls(?:e(?! rate))?|tachycardi\w*|bradycardi\w*|asystole)\b/,
	spo2: /\b(?:spo2|spo₂|sp02|sao2|o2 ?sats?|sats?|saturations?|oxygen (?:saturation|level)s?|oxygenation|desaturat\w*|hypox\w*)(?![\p{L}\p{N}])/u,
	respiratory_rate:
		/\b(?:respiratory ?rates?|respirations?|resp(?:s|\.)?|rr|breath(?:s|ing)?(?: rate)?|tachypn\w*|bradypn\w*|apn\w*)\b/,
	temperature: /\b(?:temp(?:erature|s)?|fever\w*|febrile|pyrexi\w*|hypotherm\w*)\b/,
	systolic_pressure: /\b(?:systolic|sbp|sys|(?:blood )?pressures?|bp|hypotens\w*|hypertens\w*)\b/,
	diastolic_pressure: /\b(?:diastolic|dbp|dia|blood pressures?|bp)\b/,
	mean_pressure: /\b(?:map|mean (?:arterial )?pressure|mean bp)\b/,
	etco2: /\b(?:etco2|etco₂|end[- ]tidal|capno\w*)(?![\p{L}\p{N}])/u,
	pulse_rate: /\b(?:puls(?:e(?: rate)?s?)?|pr)\b/,
};

/** Vital signs that the text names, in catalogue order. */
export function findVitals(text: string): VitalKey[] {
	const mean = VITAL_WORDS.mean_pressure.test(text);
	// "Mean arterial pressure" is not the systolic one besides.
	const rest = mean ? text.replaceAll(/\bmean (?:arterial )?pressure\b/g, " ") : text;
	return VITAL_KEYS.filter((key) => (key === "mean_pressure" ? mean : VITAL_WORDS[key].test(rest)));
}
