import type { VitalKey } from "../../vitals/catalogue.ts";
import type { LimitOverride } from "../../vitals/patient-context.ts";
import { noVitals, type Reading, type VitalValues } from "../../vitals/reading.ts";
import { Detector, type EpisodeTransition, type Verdict } from "../../detection/detector.ts";
import { Random } from "../../detection/random.ts";

export const START = Date.UTC(2026, 2, 1, 8);
export const SETTINGS = { seed: 20260301 };

/** Mean, slow wandering and noise of a healthy adult at rest. */
const HEALTHY: Record<Exclude<VitalKey, "pulse_rate">, readonly [mean: number, wander: number, noise: number]> = {
	heart_rate: [76, 3, 1.2],
	spo2: [97, 0.4, 0.4],
	respiratory_rate: [16, 0.8, 0.8],
	temperature: [36.8, 0.06, 0.03],
	systolic_pressure: [122, 4, 2],
	diastolic_pressure: [74, 3, 1.5],
	mean_pressure: [90, 3, 1.5],
	etco2: [37, 0.8, 0.6],
};

/** A synthetic patient: wandering within the hour, a day's rhythm of the heart rate and the temperature. */
export class Patient {
	private readonly random: Random;
	private readonly wandering = new Map<string, number>();
	private readonly usual: Partial<Record<VitalKey, number>>;

	constructor(seed: number, usual: Partial<Record<VitalKey, number>> = {}) {
		this.random = new Random(seed, 99);
		this.usual = usual;
	}

	/** The patient's vitals `second` seconds after 8 o'clock; calls go forward in time. */
	vitals(second: number): VitalValues {
		const vitals = noVitals();
		const day = Math.cos((2 * Math.PI * (second / 3600 - 8)) / 24);
		for (const [key, [mean, wander, noise]] of Object.entries(HEALTHY) as [
			keyof typeof HEALTHY,
			readonly [number, number, number],
		][]) {
			const before = this.wandering.get(key) ?? 0;
			// A wandering with a memory of ten minutes.
			const now = before * (1 - 1 / 600) + wander * Math.sqrt(2 / 600) * this.random.normal();
			this.wandering.set(key, now);
			const rhythm = key === "heart_rate" ? 5 * day : key === "temperature" ? 0.25 * day : 0;
			const value = (this.usual[key] ?? mean) + now + rhythm + noise * this.random.normal();
			vitals[key] = Math.round((key === "spo2" ? Math.min(100, value) : value) * 100) / 100;
		}
		return vitals;
	}
}

export type Change = (vitals: VitalValues, second: number) => void;

export interface Run {
	readonly detector: Detector;
	readonly verdicts: readonly Verdict[];
	readonly transitions: readonly EpisodeTransition[];
}

export interface RunOptions {
	readonly seconds: number;
	readonly every?: number;
	readonly patient?: Patient;
	readonly change?: Change;
	readonly battery?: (second: number) => number | null;
	/** Called before each reading. */
	readonly before?: (detector: Detector, second: number) => Detector | undefined;
}

/** Readings of a synthetic patient, one every `every` seconds. */
export function* readings({
	seconds,
	every = 1,
	patient = new Patient(1),
	change,
	battery,
}: RunOptions): Generator<Reading> {
	for (let second = 0; second < seconds; second += every) {
		const vitals = patient.vitals(second);
		change?.(vitals, second);
		yield { timestamp: START + second * 1000, vitals, battery: battery?.(second) ?? null };
	}
}

/** Pushes a synthetic patient's readings through a detector. */
export function run(options: RunOptions): Run {
	let detector = new Detector(SETTINGS);
	const verdicts: Verdict[] = [];
	for (const reading of readings(options)) {
		detector = options.before?.(detector, (reading.timestamp - START) / 1000) ?? detector;
		verdicts.push(detector.push(reading));
	}
	return { detector, verdicts, transitions: verdicts.flatMap((verdict) => verdict.transitions) };
}

export function opened(
	transitions: readonly EpisodeTransition[],
	channel: "physiological" | "technical",
): EpisodeTransition[] {
	return transitions.filter((transition) => transition.kind === "opened" && transition.channel === channel);
}

/** Seconds from the start of the run. */
export function secondOf(transition: EpisodeTransition): number {
	return (transition.at - START) / 1000;
}

/** Moves one vital, where it is measured. */
export function shift(vitals: VitalValues, key: VitalKey, by: number): void {
	const value = vitals[key];
	if (value !== null) vitals[key] = value + by;
}

/** The item that a test is about; fails where there is none. */
export function the<T>(item: T | undefined): T {
	if (item === undefined) throw new Error("expected one, found none");
	return item;
}

/** A patient's own limits, set by a clinician for a day. */
export function own(
	limits: Partial<Record<VitalKey, Pick<LimitOverride, "low" | "high" | "up" | "down">>>,
): LimitOverride[] {
	const signed = { reason: "as agreed on the round", at: START, by: "nurse", until: START + 86_400_000 };
	return Object.entries(limits).map(([vital, numbers]) => ({ vital: vital as VitalKey, ...numbers, ...signed }));
}
