/** Named scenarios: who lies on the ward and what befalls them. */
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import { ICU_ARTEFACTS, NO_ARTEFACTS, WARD_ARTEFACTS, type ArtefactRates } from "./artefacts.ts";
import { scriptEvent, type EventRate, type ScenarioEvent } from "./events.ts";
import { WEARABLE_VITALS, type PatientStreamOptions } from "./generator.ts";
import type { Archetype } from "./patient.ts";

/** One bed of a scenario: `createPatientStream` takes it with a start time and a cadence. */
export type BedPlan = Omit<PatientStreamOptions, "startTime" | "cadenceSeconds">;

export interface Scenario {
	readonly name: string;
	/** One sentence for a help text. */
	readonly summary: string;
	/** Beds when nobody says otherwise. */
	readonly usualBeds: number;
	/** The beds in order; the same number and seed give the same ward. */
	plan(beds: number, seed: string | number): readonly BedPlan[];
}

export const SCENARIO_NAMES = ["demo-ward", "icu-noisy", "calm-ward"] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** A ward's mix; repeats where there are more beds. */
const MIX: readonly Archetype[] = [
	"adult",
	"elderly",
	"copd",
	"adult",
	"elderly",
	"athlete",
	"adult",
	"elderly",
	"adult",
	"atrial_fibrillation",
	"adult",
	"copd",
	"elderly",
	"adult",
	"child",
	"elderly",
];

/** Everything but the pulse: an intensive-care monitor with an arterial line and capnography. */
export const ICU_VITALS: readonly VitalKey[] = VITAL_KEYS.filter((key) => key !== "pulse_rate");

/** Bed (from 0) and what is scripted for it: the first alert within a minute or two of the start, then one after another. */
const DEMO_SCRIPT: readonly (readonly [number, ScenarioEvent])[] = [
	[3, scriptEvent("hypoxia", 45, { rampSeconds: 25, plateauSeconds: 150 })],
	[6, scriptEvent("tachycardia", 100, { rampSeconds: 30, plateauSeconds: 180 })],
	[1, scriptEvent("bradycardia", 240, { rampSeconds: 30, plateauSeconds: 150 })],
	[8, scriptEvent("sepsis", 300)],
];
/** Six new events an hour on sixteen beds: what ISA-18.2 calls acceptable for one operator. */
const DEMO_EVENTS: EventRate = { perDay: (6 * 24) / 16, afterSeconds: 480 };
/** The bed whose battery is about to run out: one technical notice to look at. */
const DEMO_LOW_BATTERY_BED = 10;
const DEMO_LOW_BATTERY = 14;

/** An intensive-care bed: real deterioration twice a day among all the noise. */
const ICU_EVENTS: EventRate = { perDay: 2, afterSeconds: 600 };

function planBeds(
	beds: number,
	seed: string | number,
	bed: (index: number) => Partial<BedPlan> & { readonly artefacts: ArtefactRates },
): BedPlan[] {
	if (!Number.isInteger(beds) || beds < 1) throw new RangeError(`beds must be a whole number from 1, got ${beds}`);
	return Array.from({ length: beds }, (_, index) => ({
		seed: `${seed}/bed-${index + 1}`,
		archetype: MIX[index % MIX.length] as Archetype,
		events: [],
		vitals: WEARABLE_VITALS,
		...bed(index),
	}));
}

export const SCENARIOS: Record<ScenarioName, Scenario> = {
	"demo-ward": {
		name: "demo-ward",
		summary:
			"A mixed ward: hypoxia after 45 s, tachycardia after 100 s, bradycardia after 4 min, a slow sepsis, then about six events an hour",
		usualBeds: 16,
		plan: (beds, seed) =>
			planBeds(beds, seed, (index) => ({
				// On a ward with fewer beds than the script needs, beds share.
				events: DEMO_SCRIPT.filter(([scripted]) => scripted % beds === index).map(([, event]) => event),
				randomEvents: DEMO_EVENTS,
				artefacts:
					index === DEMO_LOW_BATTERY_BED ? { ...WARD_ARTEFACTS, batteryStart: DEMO_LOW_BATTERY } : WARD_ARTEFACTS,
			})),
	},
	"icu-noisy": {
		name: "icu-noisy",
		summary:
			"Intensive care: eight vital signs, motion and loose sensors several times an hour, two true events a bed and day",
		usualBeds: 12,
		plan: (beds, seed) =>
			planBeds(beds, seed, () => ({ vitals: ICU_VITALS, randomEvents: ICU_EVENTS, artefacts: ICU_ARTEFACTS })),
	},
	"calm-ward": {
		name: "calm-ward",
		summary: "Nothing is wrong with anybody: no events, no artefacts; every alert is a false one",
		usualBeds: 16,
		plan: (beds, seed) => planBeds(beds, seed, () => ({ artefacts: NO_ARTEFACTS })),
	},
};
