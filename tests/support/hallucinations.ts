/**
 * What a language model may say of two beds whose readings are known: true sentences, and such that are false in one part. Made
 * from a seed, and from the readings alone: it shares neither words nor code with the check that is to tell them apart.
 */
import { createRandom } from "../../scenarios/random.ts";
import { vitalSign, type VitalKey } from "../../vitals/catalogue.ts";

export const KINDS = ["vital", "patient", "time", "trend", "negation", "unit", "value", "drug"] as const;
export type Kind = "true" | (typeof KINDS)[number] | (typeof CARE_KINDS)[number];

export interface Said {
	readonly kind: Kind;
	readonly text: string;
}

/** What is false of what people did: of a limit that somebody set, and of what somebody measured by hand. */
export const CARE_KINDS = ["limit", "hand"] as const;

/** What people did at the beds, besides what the devices measured. */
export interface Care {
	/** A high limit of the heart rate, set for the patient of one bed. Milliseconds since the epoch. */
	readonly limit: { readonly bed: ToldBed; readonly high: number; readonly at: number };
	/** A temperature by hand, of the patient of the other. */
	readonly hand: { readonly bed: ToldBed; readonly value: number; readonly at: number };
}

export interface ToldBed {
	/** As sentences call it. */
	readonly name: string;
	/** Which of the courses it has. */
	readonly bed: number;
}

const COURSES: readonly Partial<Record<VitalKey, readonly [from: number, to: number]>>[] = [
	{
		heart_rate: [82, 116],
		spo2: [97, 89],
		respiratory_rate: [15, 26],
		temperature: [36.9, 38.3],
		systolic_pressure: [128, 102],
		diastolic_pressure: [79, 61],
	},
	{
		heart_rate: [61, 61],
		spo2: [98, 98],
		respiratory_rate: [12, 12],
		temperature: [36.4, 36.4],
		systolic_pressure: [141, 141],
		diastolic_pressure: [87, 87],
	},
];
const KEYS = [
	"heart_rate",
	"spo2",
	"respiratory_rate",
	"temperature",
	"systolic_pressure",
	"diastolic_pressure",
] as const;
type Key = (typeof KEYS)[number];

/** Drugs that no source names. */
const DRUGS = ["metoprolol", "furosemide", "noradrenaline", "ceftriaxone", "morphine", "amiodarone", "paracetamol"];
const WRONG_UNITS: Readonly<Record<string, string>> = { "/min": " mmHg", "%": " °C", "°C": " mmHg", mmHg: " %" };

/** What the bed measures at `part` of the time, 0 to 1. */
export function course(bed: number, part: number): Record<Key, number> {
	const ends = COURSES[bed] as Record<Key, readonly [number, number]>;
	return Object.fromEntries(
		KEYS.map((key) => {
			const [from, to] = ends[key];
			return [key, Number((from + (to - from) * part).toFixed(vitalSign(key).decimals))];
		}),
	) as Record<Key, number>;
}

const clock = (time: number) => new Date(time).toISOString().slice(11, 16);
const shown = (key: Key, value: number, unit = vitalSign(key).unit) =>
	`${value.toFixed(vitalSign(key).decimals)}${/^[/%]/.test(unit) ? "" : " "}${unit.trim()}`;
const label = (key: Key) => vitalSign(key).label.toLowerCase().replace("oxygen saturation", "saturation");

export class Hallucinations {
	readonly #random;
	readonly #beds: readonly ToldBed[];
	readonly #timeOf: (i: number) => number;
	readonly #readings: number;

	/** @param timeOf - of the reading with that number, of `readings`; milliseconds since the epoch */
	constructor(seed: string, beds: readonly ToldBed[], timeOf: (i: number) => number, readings: number) {
		this.#random = createRandom(seed);
		this.#beds = beds;
		this.#timeOf = timeOf;
		this.#readings = readings;
	}

	/** A falsehood of each kind, true sentences between them. */
	answer(): Said[] {
		return KINDS.flatMap((kind) => [this.#true(), this.#false(kind)]);
	}

	/** Of what people did: a falsehood of that kind, and a true sentence before it. */
	care({ limit, hand }: Care, kind: (typeof CARE_KINDS)[number]): Said[] {
		const early = 3 * 3600_000;
		if (kind === "limit") {
			const { bed, high, at } = limit;
			const other = hand.bed;
			const set = (name: string, value: number, time: number) =>
				`In ${name} a high limit of heart rate of ${value}/min was set for this patient at ${clock(time)}.`;
			return [
				{ kind: "true", text: set(bed.name, high, at) },
				{
					kind,
					text: this.#pick([
						set(bed.name, high + 10, at),
						set(bed.name, high, at - early),
						set(other.name, high, at),
						`In ${bed.name} no limit of heart rate was set for this patient.`,
					]),
				},
			];
		}
		const { bed, value, at } = hand;
		const taken = (name: string, degrees: number, time: number) =>
			`A temperature of ${degrees.toFixed(1)} °C was measured by hand in ${name} at ${clock(time)}.`;
		return [
			{ kind: "true", text: taken(bed.name, value, at) },
			{
				kind,
				text: this.#pick([
					taken(bed.name, value + 0.9, at),
					taken(bed.name, value, at - early),
					taken(limit.bed.name, value, at),
					`Nobody has measured the temperature of ${bed.name} by hand.`,
				]),
			},
		];
	}

	#pick<T>(of: readonly T[]): T {
		return of[Math.floor(this.#random.uniform() * of.length)] as T;
	}

	/** A bed, one of its vital signs, and a reading. */
	#moment() {
		const [ill, well] = this.#random.uniform() < 0.5 ? this.#beds : this.#beds.toReversed();
		const [bed, other] = [ill as ToldBed, well as ToldBed];
		const i = Math.floor(this.#random.uniform() * this.#readings);
		const at = (of: ToldBed, reading: number) => course(of.bed, reading / (this.#readings - 1));
		return { bed, other, key: this.#pick(KEYS), i, at, time: clock(this.#timeOf(i)) };
	}

	#true(): Said {
		const { bed, key, i, at, time } = this.#moment();
		const value = shown(key, at(bed, i)[key]);
		const newest = shown(key, at(bed, this.#readings - 1)[key]);
		const text = this.#pick([
			`At ${time} ${bed.name} had a ${label(key)} of ${value}.`,
			`${bed.name} now has a ${label(key)} of ${newest}.`,
			`The ${label(key)} in ${bed.name} was ${value} at ${time}.`,
			`The last ${label(key)} of ${bed.name} is ${newest}.`,
		]);
		return { kind: "true", text };
	}

	#false(kind: (typeof KINDS)[number]): Said {
		const { bed, other, key, i, at, time } = this.#moment();
		const value = at(bed, i)[key];
		const say = (text: string): Said => ({ kind, text });
		switch (kind) {
			case "vital": {
				const wrong = this.#pick(
					KEYS.filter((each) => vitalSign(each).unit === vitalSign(key).unit && !this.#everHas(bed, each, value)),
				);
				// Of its own unit there may be no other: then with the other's.
				const named = wrong ?? this.#pick(KEYS.filter((each) => each !== key && !this.#everHas(bed, each, value)));
				return say(`At ${time} ${bed.name} had a ${label(named)} of ${shown(named, value)}.`);
			}
			case "patient":
				return this.#everHas(other, key, value)
					? this.#false(kind)
					: say(`At ${time} ${other.name} had a ${label(key)} of ${shown(key, value)}.`);
			case "time":
				return say(
					`At ${clock(this.#timeOf(i) - 3 * 3600_000)} ${bed.name} had a ${label(key)} of ${shown(key, value)}.`,
				);
			case "trend": {
				const [first, last] = [
					at(this.#beds[0] as ToldBed, 0)[key],
					at(this.#beds[0] as ToldBed, this.#readings - 1)[key],
				];
				return say(
					`The ${label(key)} in ${(this.#beds[0] as ToldBed).name} is ${last > first ? "falling" : "rising"}.`,
				);
			}
			case "negation":
				return say(`At ${time} the ${label(key)} of ${bed.name} was not ${shown(key, value)}.`);
			case "unit":
				return say(
					`At ${time} ${bed.name} had a ${label(key)} of ${value.toFixed(vitalSign(key).decimals)}${WRONG_UNITS[vitalSign(key).unit] ?? " kg"}.`,
				);
			case "value": {
				const wrong = value * (this.#random.uniform() < 0.5 ? 0.9 : 1.1);
				return this.#everHas(bed, key, wrong)
					? this.#false(kind)
					: say(`At ${time} ${bed.name} had a ${label(key)} of ${shown(key, wrong)}.`);
			}
			case "drug":
				return say(
					this.#pick([
						`Give ${bed.name} ${this.#pick(DRUGS)} ${Math.ceil(this.#random.uniform() * 40)} mg.`,
						`${bed.name} should be started on ${this.#pick(DRUGS)}.`,
					]),
				);
		}
	}

	/** Whether any reading of the bed has about that value: then it is false by less than its kind says. */
	#everHas({ bed }: ToldBed, key: Key, value: number): boolean {
		const near = 1.2 * 10 ** -vitalSign(key).decimals;
		return Array.from({ length: this.#readings }, (_, i) => course(bed, i / (this.#readings - 1))[key]).some(
			(each) => Math.abs(each - value) <= near,
		);
	}
}
