/** One simulated patient as a stream of readings with the truth beside each. */
import { VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../vitals/catalogue.ts";
import { noVitals, type Reading } from "../vitals/reading.ts";
import { createArtefacts, WARD_ARTEFACTS, type ArtefactKind, type ArtefactRates } from "./artefacts.ts";
import {
	effectsOf,
	scriptedOffsets,
	scriptedSeconds,
	scriptedStrength,
	type ScriptedEvent,
	type ScriptedKind,
} from "./conditions.ts";
import { drawEvent, type EventRate, type TrueEvent } from "./events.ts";
import { drawPatient, meanPressure, type Archetype, type Patient } from "./patient.ts";
import { createRandom } from "./random.ts";
import { createRhythm } from "./rhythm.ts";

/** What a wearable on a ward measures. */
export const WEARABLE_VITALS: readonly VitalKey[] = [
	"heart_rate",
	"spo2",
	"respiratory_rate",
	"temperature",
	"systolic_pressure",
	"diastolic_pressure",
];

export interface PatientStreamOptions {
	/** Same options, same stream, on every platform. */
	readonly seed: string | number;
	readonly archetype: Archetype;
	/** Time of the first reading, milliseconds since the epoch. */
	readonly startTime: number;
	/** Seconds between readings, > 0. */
	readonly cadenceSeconds: number;
	/** Scripted events, in any order; they may overlap, and then add up. */
	readonly events: readonly ScriptedEvent[];
	/** Vital signs the device measures; `WEARABLE_VITALS` when absent. */
	readonly vitals?: readonly VitalKey[];
	/** `WARD_ARTEFACTS` when absent. */
	readonly artefacts?: ArtefactRates;
	/** Acute events that begin by themselves; none when absent. */
	readonly randomEvents?: EventRate;
}

/** What was truly the case at one reading. */
export interface Truth {
	readonly event: ScriptedKind | null;
	readonly artefact: ArtefactKind | null;
}

export interface PatientStream {
	/** The drawn patient, for those who want to know the true baseline. */
	readonly patient: Patient;
	/** The next reading. Never ends. */
	next(): { reading: Reading; truth: Truth };
	/** Scripted events, all of them, and those of the random ones that have begun, by onset. */
	groundTruth(): readonly (Omit<TrueEvent, "kind"> & { readonly kind: ScriptedKind })[];
}

interface ActiveEvent {
	readonly event: ScriptedEvent;
	readonly offsets: Float64Array;
}

/** After a random event, and before a scripted one, the patient has at least this long to be well, seconds. */
const RESPITE_SECONDS = 600;

/**
 * @throws RangeError when the cadence is not above 0 or no vital sign is named
 */
export function createPatientStream(options: PatientStreamOptions): PatientStream {
	const { seed, startTime, cadenceSeconds } = options;
	const vitals = options.vitals ?? WEARABLE_VITALS;
	if (!(cadenceSeconds > 0)) throw new RangeError(`cadenceSeconds must be above 0, got ${cadenceSeconds}`);
	if (vitals.length === 0) throw new RangeError("vitals must name at least one vital sign");

	const patient = drawPatient(options.archetype, createRandom(`${seed}/patient`));
	const rhythm = createRhythm(patient, cadenceSeconds, createRandom(`${seed}/rhythm`));
	const artefacts = createArtefacts(
		options.artefacts ?? WARD_ARTEFACTS,
		vitals,
		cadenceSeconds,
		createRandom(`${seed}/artefacts`),
	);
	const chance = createRandom(`${seed}/events`);
	const events: ScriptedEvent[] = [...options.events];
	const active: ActiveEvent[] = events.map((event) => ({ event, offsets: scriptedOffsets(event, patient) }));
	const startChance = ((options.randomEvents?.perDay ?? 0) * cadenceSeconds) / 86_400;
	const startAfter = options.randomEvents?.afterSeconds ?? 0;

	const values = new Float64Array(VITAL_KEYS.length);
	const carried = VITAL_SIGNS.map((sign, index) => ({
		key: sign.key,
		index,
		min: sign.sensorMin,
		max: sign.sensorMax,
		scale: sign.decimals === 0 ? 1 : 10 ** sign.decimals,
	})).filter(({ key }) => vitals.includes(key));
	const [heart, systolic, diastolic, mean, pulse] = (
		["heart_rate", "systolic_pressure", "diastolic_pressure", "mean_pressure", "pulse_rate"] as const
	).map((key) => VITAL_KEYS.indexOf(key)) as [number, number, number, number, number];
	const pulseNoise = createRandom(`${seed}/pulse`);
	let step = 0;
	let bedbound = false;

	function maybeBegin(seconds: number): void {
		if (startChance === 0 || !chance.chance(startChance) || seconds < startAfter) return;
		const event = drawEvent(seconds, chance);
		const clear = events.every(
			(other) =>
				other.kind === "sepsis" ||
				seconds + scriptedSeconds(event) + RESPITE_SECONDS < other.onsetSeconds ||
				seconds > other.onsetSeconds + scriptedSeconds(other) + RESPITE_SECONDS,
		);
		if (!clear) return;
		events.push(event);
		active.push({ event, offsets: scriptedOffsets(event, patient) });
	}

	/** Adds every active event's change and returns the kind of the strongest acute one, else sepsis, else null. */
	function applyEvents(seconds: number): ScriptedKind | null {
		let kind: ScriptedKind | null = null;
		for (let i = active.length - 1; i >= 0; i--) {
			const { event, offsets } = active[i] as ActiveEvent;
			const elapsed = seconds - event.onsetSeconds;
			if (elapsed < 0) continue;
			if (elapsed >= scriptedSeconds(event)) {
				active.splice(i, 1);
				continue;
			}
			const strength = scriptedStrength(event, elapsed);
			for (let v = 0; v < offsets.length; v++) values[v] = (values[v] as number) + strength * (offsets[v] as number);
			if (kind === null || kind === "sepsis") kind = event.kind;
		}
		return kind;
	}

	return {
		patient,
		next() {
			const seconds = step * cadenceSeconds;
			const timestamp = startTime + Math.round(seconds * 1000);
			step++;
			maybeBegin(seconds);
			rhythm.step(timestamp / 1000, !bedbound, values);
			const event = applyEvents(seconds);
			bedbound = event !== null && event !== "sepsis";
			values[mean] = meanPressure(values[systolic] as number, values[diastolic] as number);
			values[pulse] = (values[heart] as number) + 0.6 * pulseNoise.normal();
			const artefact = artefacts.step(seconds, values);

			const measured = noVitals();
			for (const { key, index, min, max, scale } of carried) {
				const value = values[index] as number;
				// NaN compares unequal to itself: the sensor is off.
				if (value === value) measured[key] = Math.round(Math.max(min, Math.min(max, value)) * scale) / scale;
			}
			return {
				reading: { timestamp, vitals: measured, battery: Math.round(Math.max(0, Math.min(100, artefacts.battery()))) },
				truth: { event, artefact },
			};
		},
		groundTruth: () =>
			events
				.map((event) => ({
					kind: event.kind,
					onset: startTime + Math.round(event.onsetSeconds * 1000),
					end: startTime + Math.round((event.onsetSeconds + scriptedSeconds(event)) * 1000),
					vitals: (Object.keys(effectsOf(event.kind)) as VitalKey[]).filter((key) => vitals.includes(key)),
				}))
				.sort((a, b) => a.onset - b.onset),
	};
}
