/** What is said of a patient's limits, and of what people observed: who, when, until when, and why. */
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import { figure, vitalName } from "../facts/figures.ts";
import type { BedFound, HandKey, ObservedFinding, OwnLimit, Seen } from "../facts/found.ts";
import { limitWords, PAST } from "../facts/limits.ts";
import { seenWords } from "../facts/observed.ts";
import type { Doer } from "../facts/people.ts";
import type { Question } from "../question/question.ts";
import { plain } from "../question/text.ts";
import { atMoment, bold, capitalised, cite, list, moment, type Writing } from "./words.ts";

/** Limits that ended, and rounds, that are told one by one. */
const MOST_PAST = 3;
const MOST_ROUNDS = 4;

const doerWords = ({ name, role }: Doer): string => (name === null ? role : plain(name));

/** What is watched of the vital signs that were asked about, or of all. */
export function bedLimits(bed: BedFound, question: Pick<Question, "vitals">, writing: Writing): string[] {
	const { limits } = bed;
	const name = bold(bed.device);
	if (limits === null)
		return [
			bed.device.patient === null
				? `${name}: nobody is assigned to this device, so no patient's limits are watched.${cite(bed.state)}`
				: `${name}: its limits could not be read just now.`,
		];
	const { record, own, past } = limits;
	// The pulse and the heart rate are one to most people, and so are the two pressures.
	const asked = VITAL_KEYS.filter((key) => question.vitals.length === 0 || question.vitals.includes(key));
	const watched = asked.filter((key) => {
		const { low, high } = record.limits_in_force[key];
		return low !== null || high !== null;
	});
	const theirs = own.filter(({ vital }) => asked.includes(vital));
	const others = own.filter(({ vital }) => !asked.includes(vital));
	const lines = watched.map((key) => {
		const { low, high } = record.limits_in_force[key];
		return `- ${capitalised(vitalName(key))}: ${limitWords(key, low, high)}.${cite(limits)}`;
	});
	return [
		...theirs.map((limit) => ownWords(bed, limit, writing)),
		...(theirs.length > 0
			? []
			: [`${name}: no limit was set for this patient${ofVitals(question.vitals)}.${cite(limits)}`]),
		...(lines.length === 0 ? [`${name}: no limit of it is watched.`] : [`${name}, limits that are watched:`, ...lines]),
		...(others.length === 0
			? []
			: [
					`A limit was also set for this patient of ${list(others.map(({ vital }) => vitalName(vital)))}.${cite(limits)}`,
				]),
		...past
			.slice(0, MOST_PAST)
			.map(
				({ vital, kind, at, doer }) =>
					`An earlier limit of ${vitalName(vital)}, set for this patient, ${PAST[kind]} ${atMoment(at, writing)}${kind === "ended" ? ` by ${doerWords(doer)}` : ""}.${cite(limits)}`,
			),
		`${own.length === 0 ? "These" : "The others"} are the defaults: ${templateWords(bed)}.${cite(limits)}`,
	];
}

const ofVitals = (vitals: readonly VitalKey[]) => (vitals.length === 0 ? "" : ` of ${list(vitals.map(vitalName))}`);

function ownWords({ device, limits }: BedFound, limit: OwnLimit, writing: Writing): string {
	const { vital, low, high, deadband, reason, at, until, doer } = limit;
	const name = vitalName(vital);
	const width = `how far ${name} may leave its usual value`;
	const numbers =
		low !== null && high !== null
			? `the low limit of ${name}, ${figure(vital, low)}, and the high limit, ${figure(vital, high)},`
			: low !== null || high !== null
				? `the ${low === null ? "high" : "low"} limit of ${name}, ${figure(vital, (low ?? high) as number)},`
				: null;
	const what = numbers === null ? width : deadband ? `${numbers} and ${width}` : numbers;
	return `${bold(device)}: ${what} was set for this patient ${atMoment(at, writing)} by ${doerWords(doer)}, until ${moment(until, writing)}, noting “${plain(reason)}”.${cite(limits)}`;
}

/** In words without figures: the name of a template may have an age in it. */
function templateWords({ limits }: BedFound): string {
	const why = limits?.record.template.why;
	if (why === "patient")
		return `${limits === null ? "somebody" : doerWords(limits.said)} said what kind of patient this is`;
	return why === "ward" ? "the ward chose them" : "those of an adult, as nobody said otherwise";
}

/** What people observed, newest first; of what was asked for, when it was last observed, or that it never was. */
export function bedObserved(
	bed: BedFound,
	question: Pick<Question, "vitals" | "text" | "range">,
	writing: Writing,
): string[] {
	const { observed } = bed;
	const name = bold(bed.device);
	if (observed === null)
		return [
			bed.device.patient === null
				? `${name}: nobody is assigned to this device.${cite(bed.state)}`
				: `${name}: what people observed could not be read just now.`,
		];
	const wanted = wantedOf(question);
	if (wanted.length > 0) return wanted.map((key) => lastWords(name, key, observed, writing));
	const { rounds, inRange } = observed;
	if (rounds.length === 0) return [`${name}: nobody has observed anything of this patient.${cite(observed)}`];
	return [
		...(question.range === null || inRange ? [] : [`${name}: nothing was entered in that time; the last before it:`]),
		...rounds.slice(0, MOST_ROUNDS).map((seen) => roundWords(name, seen, observed, writing)),
	];
}

const KEYS_OF: Partial<Record<VitalKey, HandKey>> = {
	temperature: "temperature",
	systolic_pressure: "systolic_pressure",
	diastolic_pressure: "systolic_pressure",
};

function wantedOf({ vitals, text }: Pick<Question, "vitals" | "text">): HandKey[] {
	const named = vitals.flatMap((key) => KEYS_OF[key] ?? []);
	return [
		...new Set([
			...named,
			...(/\b(?:conscious\w*|acvpu|avpu|confus\w*|awake|alert and)\b/i.test(text) ? (["consciousness"] as const) : []),
			...(/\b(?:oxygen|o2|room air)\b(?! ?(?:sat|level))/i.test(text) ? (["oxygen"] as const) : []),
		]),
	];
}

const KEY_NAMES: Readonly<Record<HandKey, string>> = {
	temperature: "temperature",
	systolic_pressure: "blood pressure",
	consciousness: "consciousness",
	oxygen: "supplemental oxygen",
};

function lastWords(name: string, key: HandKey, observed: ObservedFinding, writing: Writing): string {
	const seen = observed.last[key];
	if (seen === null) return `${name}: nobody has observed ${KEY_NAMES[key]} by hand.${cite(observed)}`;
	const { entry } = seen;
	const only: Seen = {
		...seen,
		entry: {
			...entry,
			...(key === "consciousness" ? {} : { consciousness: null }),
			...(key === "oxygen" ? {} : { oxygen: null, oxygen_flow: null, fio2: null }),
			...(key === "temperature" ? {} : { temperature: null }),
			...(key === "systolic_pressure" ? {} : { systolic_pressure: null, diastolic_pressure: null }),
		},
	};
	return roundWords(name, only, observed, writing);
}

/** "**Bed 10**: observed at 09:00 by Nurse Amara: temperature 38.2 °C, blood pressure 104/66 mmHg". */
function roundWords(name: string, seen: Seen, observed: ObservedFinding, writing: Writing): string {
	return `${name}: observed by hand ${atMoment(seen.at, writing)} by ${doerWords(seen.doer)}: ${list(seenWords(seen))}.${cite(observed)}`;
}
