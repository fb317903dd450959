/** Drugs, doses and orders to treat: the assistant never gives them. What a note reports may be said again in its words. */
import type { Source } from "../../../vitals/assistant.ts";
import { DRUG_CLASSES, DRUGS } from "./drugs.ts";
import type { Sentence } from "./sentence.ts";
import { fold, type Span } from "./text.ts";

export interface Advice extends Span {
	readonly why: string;
}

/*
 * Endings that the naming stems of the World Health Organization give to drugs: a name that nobody listed, or that somebody
 * made up, still has one.
 */
const STEMS =
	/^[a-z-]{3,}(?:cillin|mycin|micin|floxacin|oxacin|azole|azolam|azepam|olol|pril|prilat|sartan|dipine|statin|vastatin|tidine|prazole|setron|caine|curium|curonium|parin|xaban|gatran|grel|plase|gliptin|gliflozin|glutide|triptan|vir|mab|nib|cept|oxetine|pidem|profen|coxib|fentanil|semide|thiazide|lukast|terol|tropium|sone|solone|phylline|penem|cycline|conazole|fungin|bactam|cef|cefin|ciclovir|tadine|barbital|racetam|platin|rubicin|afil|entan|prost|dronate|dronic|trexate|morphone|codone|orphanol|amine sulfate)$|^cef[a-z]{4,}$/;
/** Everyday words with such an ending. */
const NOT_DRUGS =
	/^(?:personal|april|savior|survivor|envir.*|reservoir|memoir|souvenir|choir|devoir|comprosone|person|persone|cyclone|except|accept|concept|intercept|precept|ozone|zone|protocol|alcohol|control|cocaine|adamine|triazole|decade)$/;

const TREATMENT = String.raw`(?:o2|oxygen|oxygenation|fluids?|iv fluids?|fluid (?:bolus|challenge|resuscitation|therapy)|blood (?:products?|transfusions?)|transfusions?|packed (?:red )?cells|red cells|plasma|platelets|infusions?|drip|drug|drugs|medication|medications|medicine|medicines|treatment|therapy|dose|doses|a dose|sedation|pain relief|nebuli[sz]ers?|nebs|inhalers?|cpap|bipap|niv|high[- ]flow|hfnc|non[- ]rebreather|ventilation|mechanical ventilation|intubation|dialysis|haemofiltration|potassium|magnesium|calcium|bicarbonate|glucose|pacing|cardioversion|compressions|cpr|sepsis (?:six|bundle)|cooling blanket|tablets?|pills?)`;
const ORDER = String.raw`(?:give|giving|administer|administering|start|starting|commence|commencing|initiate|initiating|begin|beginning|prescribe|prescribing|titrate|titrating|increase|increasing|raise|reduce|reducing|decrease|decreasing|wean|weaning|lower|lowering|turn (?:up|down)|stop|stopping|withhold|withholding|discontinue|discontinuing|hold|infuse|infusing|inject|injecting|apply|applying|put (?:her|him|them|the patient) on|consider|considering|try|trying|suggest|recommend|offer|deliver|provide|push|load with|bolus|switch to|up-titrate|uptitrate|escalate to|needs?|requires?|would benefit from|treat with|treated with|go up on|supplement with)`;
const SMALL = String.raw`(?:(?: (?:a|an|the|some|more|extra|additional|supplemental|further|another|her|his|their|iv|intravenous|oral|po|broad[- ]spectrum|empirical|empiric|rapid|small|slow|high|low|dose|of|on|with|giving|starting|the patient's|up|down|flow|to|this patient|the patient|them|him|bed \d+|rate|of the|in|fast|humidified|maintenance)){0,5})`;
const RULES: readonly (readonly [RegExp, string])[] = [
	[
		new RegExp(
			String.raw`\b${ORDER}${SMALL} ${TREATMENT}\b(?! (?:saturation|level|sat|limits?|probe|monitoring|reading|status|sensor|value|requirement))`,
			"g",
		),
		"This is an order to treat",
	],
	[
		/\b(?:increase|raise|titrate|turn up|reduce|lower|decrease|adjust|drop|wean)\b(?: [a-z]+){0,2} (?:fio2|flow rate|infusion rate|drip rate|the rate|peep|dose|dosage|tidal volume|pressure support|ventilator|inspired oxygen|oxygen flow)\b/g,
		"This is an order to change a treatment",
	],
	[
		/\b(?:intubate|intubated now|defibrillate|cardiovert|transfuse|resuscitate with|ventilate|sedate|anticoagulate|thrombolyse|thrombolyze|nebuli[sz]e|cannulate|fluid[- ]resuscitate|diurese|rehydrate|extubate|proning|prone (?:her|him|them|the patient))\b/g,
		"This is an order to treat",
	],
	[
		/\b\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)? ?(?:mg|mcg|µg|ug|micrograms?|milligrams?|grams?|g|ml|millilit(?:re|er)s?|l|lit(?:re|er)s?|units|iu|mmol|meq|puffs|tablets?)(?:\/(?:kg|min|h|hr|hour|day|kg\/min|kg\/h|minute))*(?: ?(?:per|a) (?:minute|hour|kg|day))?\b(?! ?(?:of urine|urine))/g,
		"This is a dose",
	],
	[
		/\b(?:nasal cannula|venturi(?: mask)?|non[- ]rebreather(?: mask)?|face ?mask oxygen|reservoir mask|trauma mask)\b/g,
		"This is a treatment",
	],
	[/\b(?:treated|medicated|sedated|loaded|dosed|premedicated|bolused) with [a-z][a-z-]+/g, "This is a treatment"],
	[
		/\b(?:[a-z-]+ )?(?:infusions?|drips?|injections?|tablets?|nebuli[sz]ers?|syringe driver)\b(?! (?:pump|site|set|line))/g,
		"This is a treatment",
	],
	[/\b(?:iv|intravenous) (?:fluids?|access|antibiotics?|infusion)\b/g, "This is a treatment"],
];

/** Texts in which a treatment may be reported: what people at the bed wrote. Guidelines are not: they would be orders. */
const REPORTING: ReadonlySet<Source["kind"]> = new Set<Source["kind"]>([
	"note",
	"observation",
	"episode",
	"limits",
	"handover",
]);
/** An order is none for having been read in a note. */
const ORDERING = new RegExp(
	String.raw`\b(?:should|must|consider|recommend|suggest|advise|would be|could be|needs? to|ought|please|let's|i'd|may help|might help|is indicated|is appropriate|be given|to be started)\b|^\W*(?:please )?${ORDER}\b`,
);

/** The stretches that name a drug, a dose or an order, without those that a cited note (any, where none is cited) reports. */
export function adviceIn(sentence: Sentence, allowed: readonly Source[]): Advice[] {
	const { folded, text } = sentence;
	const found: Advice[] = [];
	const add = (start: number, end: number, why: string) => {
		if (!found.some((other) => start < other.end && end > other.start)) found.push({ start, end, why });
	};
	let reported: string | null = null;
	const ordered = ORDERING.test(folded);
	const isReported = (words: string): boolean => {
		if (ordered) return false;
		reported ??= allowed
			.filter(({ kind }) => REPORTING.has(kind))
			.map((source) => fold(source.text))
			.join("\n");
		return reported.includes(words);
	};
	for (const match of folded.matchAll(/[a-z][a-z]*(?:[-'][a-z]+)*/g)) {
		const [word] = match;
		if (word.length < 5 && !DRUGS.has(word) && !DRUG_CLASSES.has(word)) continue;
		const plain = word.replace(/'s$/, "");
		const isDrug =
			DRUGS.has(plain) ||
			DRUG_CLASSES.has(plain) ||
			DRUG_CLASSES.has(word) ||
			(STEMS.test(plain) && !NOT_DRUGS.test(plain));
		if (!isDrug || isReported(plain)) continue;
		add(
			match.index,
			match.index + word.length,
			`${text.slice(match.index, match.index + word.length)} is a treatment. Treatments are not given here; ask the clinician in charge.`,
		);
	}
	for (const [rule, what] of RULES)
		for (const match of folded.matchAll(rule)) {
			const [words] = match;
			if (isReported(words) || isMonitoring(folded, match.index, words)) continue;
			add(match.index, match.index + words.length, `${what}, which is not given here; ask the clinician in charge.`);
		}
	return found;
}

/** "Start oxygen monitoring", "on oxygen": nobody is told to treat. */
function isMonitoring(folded: string, start: number, words: string): boolean {
	const after = folded.slice(start + words.length, start + words.length + 24);
	if (/^ ?(?:monitoring|measurement|saturation|readings?|alarms?|limit|chart|observations?|trend)/.test(after))
		return true;
	return (
		/^(?:needs?|requires?|hold|apply|start|stop|provide|offer|try|consider)\b/.test(words) &&
		/\b(?:bed space|update|call|review|chart)\b/.test(words)
	);
}
