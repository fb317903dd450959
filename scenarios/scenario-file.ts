/** A scenario as it is written in a file: who lies there, what befalls them, what the sensors and the network do. */
import type { VitalKey } from "../vitals/catalogue.ts";
import { ICU_ARTEFACTS, NO_ARTEFACTS, WARD_ARTEFACTS, type ArtefactRates } from "./artefacts.ts";
import { script, type ScriptedEvent, type ScriptedKind } from "./conditions.ts";
import { WEARABLE_VITALS } from "./generator.ts";
import { ICU_VITALS, type BedPlan, type Scenario } from "./library.ts";
import type { Archetype } from "./patient.ts";

/** A file's content, as `scenario.schema.json` describes it: check it against that first. Times are seconds. */
export interface ScenarioFile {
	readonly name: string;
	readonly summary: string;
	readonly kind: "clinical" | "technical";
	readonly beds: number;
	/** Beds take them in turn. */
	readonly patients: readonly {
		readonly archetype: Archetype;
		readonly vitals?: "wearable" | "icu" | readonly VitalKey[];
	}[];
	readonly events?: readonly {
		/** From 1; every bed where there is none. */
		readonly beds?: readonly number[];
		readonly kind: ScriptedKind;
		readonly at: number;
		readonly ramp?: number;
		readonly plateau?: number;
		readonly recovery?: number;
		readonly severity?: number;
		/** Once more after so long each time, so often in all. */
		readonly again?: { readonly every: number; readonly times: number };
	}[];
	readonly random_events?: { readonly per_day: number; readonly after?: number };
	readonly artefacts?: "none" | "ward" | "icu" | ArtefactsInFile;
	/** For fleets: wards are simulated over the network that there is. */
	readonly network?: NetworkInFile;
}

interface ArtefactsInFile {
	readonly motion_per_hour?: number;
	readonly sensor_off_per_hour?: number;
	readonly battery_start?: number;
	readonly battery_per_hour?: number;
}

/** What a fleet's network does. */
export interface NetworkInFile {
	/** Of the messages, how many meet a connection that breaks. */
	readonly loss?: number;
	/** Each way, ms. */
	readonly delay_ms?: readonly [from: number, to: number];
	/** Every connection breaks at once, so often, seconds. */
	readonly storm?: number;
	/** Clocks are wrong by up to so much, seconds. */
	readonly skew?: number;
}

/** A scenario with the network that it is played over. */
export interface FiledScenario extends Scenario {
	readonly network: NetworkInFile;
}

/** Reads what a file holds. @throws RangeError when an event has a duration that is none, or a bed that the scenario has not */
export function scenarioOf(file: ScenarioFile): FiledScenario {
	const events = (file.events ?? []).flatMap((event) =>
		occurrencesOf(event).map((one) => ({ ...one, beds: event.beds })),
	);
	for (const { beds } of file.events ?? [])
		for (const bed of beds ?? [])
			if (bed > file.beds) throw new RangeError(`${file.name} has ${file.beds} beds, and an event in bed ${bed}`);
	const artefacts = artefactsOf(file.artefacts ?? "ward");
	return {
		name: file.name,
		summary: file.summary,
		usualBeds: file.beds,
		network: file.network ?? {},
		plan: (beds, seed) => {
			if (!Number.isInteger(beds) || beds < 1) throw new RangeError(`beds must be a whole number from 1, got ${beds}`);
			return Array.from({ length: beds }, (_, index): BedPlan => {
				const { archetype, vitals } = file.patients[index % file.patients.length] as ScenarioFile["patients"][number];
				// A larger ward is the scenario's several times over; on a smaller one beds share.
				const own = (bed: number) => (beds < file.beds ? (bed - 1) % beds === index : bed - 1 === index % file.beds);
				return {
					seed: `${seed}/${file.name}/bed-${index + 1}`,
					archetype,
					vitals:
						vitals === "icu" ? ICU_VITALS : vitals === undefined || vitals === "wearable" ? WEARABLE_VITALS : vitals,
					events: events.filter((event) => event.beds?.some(own) ?? true).map(({ scripted }) => scripted),
					artefacts,
					...(file.random_events === undefined
						? {}
						: { randomEvents: { perDay: file.random_events.per_day, afterSeconds: file.random_events.after ?? 0 } }),
				};
			});
		},
	};
}

function occurrencesOf(event: NonNullable<ScenarioFile["events"]>[number]): { readonly scripted: ScriptedEvent }[] {
	const { kind, at, ramp, plateau, recovery, severity, again } = event;
	return Array.from({ length: again?.times ?? 1 }, (_, turn) => ({
		scripted: script(kind, at + turn * (again?.every ?? 0), {
			...(ramp === undefined ? {} : { rampSeconds: ramp }),
			...(plateau === undefined ? {} : { plateauSeconds: plateau }),
			...(recovery === undefined ? {} : { recoverySeconds: recovery }),
			...(severity === undefined ? {} : { severity }),
		}),
	}));
}

function artefactsOf(given: NonNullable<ScenarioFile["artefacts"]>): ArtefactRates {
	if (given === "none") return NO_ARTEFACTS;
	if (given === "ward") return WARD_ARTEFACTS;
	if (given === "icu") return ICU_ARTEFACTS;
	const { motion_per_hour = 0, sensor_off_per_hour = 0, battery_start, battery_per_hour = 0 } = given;
	return {
		motionPerHour: motion_per_hour,
		sensorOffPerHour: sensor_off_per_hour,
		batteryPerHour: battery_per_hour,
		...(battery_start === undefined ? {} : { batteryStart: battery_start }),
	};
}
