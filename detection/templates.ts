/**
 * Named sets of norms that a ward, or a clinician for one patient, chooses from: every age band, pregnancy, and two conditions
 * of the grown-up whose numbers differ for good. `adult.ts`, `paediatric.ts` and `pregnancy.ts` have those of ages and pregnancy.
 */
import { AGE_BANDS, type AgeBand, CONDITIONS, type Condition, type PatientContext } from "../vitals/patient-context.ts";
import { HEART_RATE, SPO2 } from "./features.ts";
import type { Deadband, Limit, PopulationVital } from "./norms.ts";

/** What a template changes of one vital sign of the table below it. */
export interface VitalNorms {
	readonly index: number;
	readonly population: PopulationVital;
	readonly deadband: Deadband;
	readonly limit: Limit;
}

/**
 * Saturation of hypercapnic respiratory failure, whose target is 88-92 % (British Thoracic Society, O'Driscoll et al., Thorax
 * 2017;72 Suppl 1). NEWS2's scale 2 scores 0 there, 2 at <= 85 and 3 at <= 83. Of a COPD template it is the detector's part
 * only: NEWS2's scale is set for one patient, by a clinician.
 */
const HYPERCAPNIC: VitalNorms = {
	index: SPO2,
	population: { mean: 90, sd: 2, min: 50, max: 100, shared: 0 },
	deadband: { up: 1000, down: 4, low: 85, high: 1000, slow: 85 },
	limit: { low: 83, high: null, reason: "NEWS2 (RCP 2017) scores 3 at <= 83 on scale 2." },
};

/**
 * The trained heart. Sharma et al., J Am Coll Cardiol 2017;69:1057-75 (read in transcriptions of its table): a sinus rhythm of
 * 30 a minute or more is a normal finding in an athlete, below 30 it is looked into. Mean and spread are our choice: the mean
 * lies below the 60 that the same paper calls bradycardia, and two spreads below it about where it ends.
 */
const TRAINED_HEART: VitalNorms = {
	index: HEART_RATE,
	population: { mean: 54, sd: 12, min: 25, max: 220, shared: 0 },
	deadband: { up: 20, down: 15, low: 32, high: 111, slow: 36, sound: 45 },
	limit: {
		low: 29,
		high: 131,
		reason: "In athletes a sinus rhythm from 30 on is normal (Sharma 2017); the upper limit is the adults'.",
	},
};

const CONDITION_NORMS: Readonly<Record<Condition, VitalNorms>> = { copd: HYPERCAPNIC, athlete: TRAINED_HEART };
/** Ages of whom the sources of the two speak. */
const GROWN_UP: ReadonlySet<AgeBand> = new Set<AgeBand>(["16-18-years", "adult"]);

/** Whether a patient of that age, pregnant or not, may be given `condition`. */
function mayHave(condition: Condition, { ageBand, pregnant }: Pick<PatientContext, "ageBand" | "pregnant">): boolean {
	return CONDITIONS.includes(condition) && GROWN_UP.has(ageBand) && !pregnant;
}

/** What differs of the patient's table by condition and saturation scale. */
export function particulars(context: PatientContext): readonly VitalNorms[] {
	const { condition, spo2Scale } = context;
	const own = condition !== undefined && mayHave(condition, context) ? [CONDITION_NORMS[condition]] : [];
	return spo2Scale === 2 ? [...own, HYPERCAPNIC] : own;
}

/** What a template says of a patient. */
export type TemplateContext = Pick<PatientContext, "ageBand" | "pregnant" | "condition">;

export interface Template {
	readonly key: string;
	readonly name: string;
	readonly context: TemplateContext;
	/** Where its numbers come from. */
	readonly source: string;
}

const CHILD_SOURCE =
	"Heart and breathing: Fleming et al., Lancet 2011. Pressures: PALS. Limits: PALS, NICE NG51 and NG143, CTAS, as beside each.";

/** By key; the first is where nobody has chosen. */
export const TEMPLATES: ReadonlyMap<string, Template> = new Map(
	[
		{
			key: "adult",
			name: "Adult",
			context: { ageBand: "adult", pregnant: false } as const,
			source: "NEWS2 (Royal College of Physicians, 2017), and our choices, as beside each limit.",
		},
		{
			key: "copd",
			name: "COPD (target 88–92 %)",
			context: { ageBand: "adult", pregnant: false, condition: "copd" } as const,
			source: "Saturation: BTS oxygen guideline (O'Driscoll 2017) and NEWS2's scale 2. All else as in adults.",
		},
		{
			key: "athlete",
			name: "Athlete",
			context: { ageBand: "adult", pregnant: false, condition: "athlete" } as const,
			source: "Heart rate: Sharma et al., J Am Coll Cardiol 2017. All else as in adults.",
		},
		{
			key: "pregnant",
			name: "Pregnancy and childbed",
			context: { ageBand: "adult", pregnant: true } as const,
			source: "Maternal Early Warning Criteria (Mhyre 2014), Green 2020, Shields 2016.",
		},
		...AGE_BANDS.filter((band) => band !== "adult").map((ageBand) => ({
			key: ageBand,
			name: `Age ${ageBand.replace(/^(\d+)-(\d+)-(.*)$/, "$1–$2 $3")}`,
			context: { ageBand, pregnant: false },
			source: CHILD_SOURCE,
		})),
	].map((template) => [template.key, template]),
);

/** The template that says the same of a patient as `context`: the name of what applies. Null for a combination without one. */
export function templateOf({ ageBand, pregnant, condition }: TemplateContext): Template | null {
	const same = (one: TemplateContext) =>
		one.ageBand === ageBand && one.pregnant === pregnant && one.condition === condition;
	return [...TEMPLATES.values()].find((template) => same(template.context)) ?? null;
}
