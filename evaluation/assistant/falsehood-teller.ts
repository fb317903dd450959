/** What the scenes of `falsehoods.ts` share: words for what is measured, dice, and what is surely false of whom. */
import { createRandom, type Random } from "../../scenarios/random.ts";
import { vitalSign, type VitalKey } from "../../vitals/catalogue.ts";
import { clockOf, type Patient, type World } from "./falsehood-world.ts";

export const FALSE_KINDS = ["vital", "patient", "time", "trend", "negation", "unit", "value", "drug"] as const;
export type Kind = (typeof FALSE_KINDS)[number] | "true";

export const WORDS: Record<VitalKey, readonly string[]> = {
	heart_rate: ["heart rate", "HR", "heart rate"],
	spo2: ["SpO2", "oxygen saturation", "SpO₂", "saturation"],
	respiratory_rate: ["respiratory rate", "RR", "breathing rate", "resp rate"],
	temperature: ["temperature", "temp", "body temperature"],
	systolic_pressure: ["systolic pressure", "systolic blood pressure", "systolic BP"],
	diastolic_pressure: ["diastolic pressure", "diastolic BP"],
	mean_pressure: ["mean arterial pressure", "MAP"],
	etco2: ["end-tidal CO2", "EtCO2"],
	pulse_rate: ["pulse"],
};
export const UNITS: Record<VitalKey, readonly string[]> = {
	heart_rate: ["/min", " bpm", " beats per minute", ""],
	spo2: [" %", "%", " percent"],
	respiratory_rate: ["/min", " breaths per minute", " breaths/min", ""],
	temperature: [" °C", "°C", " degrees Celsius"],
	systolic_pressure: [" mmHg", " mmHg", ""],
	diastolic_pressure: [" mmHg", ""],
	mean_pressure: [" mmHg", " mm Hg", ""],
	etco2: [" mmHg"],
	pulse_rate: ["/min"],
};
export const COUNT_WORDS = ["no", "one", "two", "three", "four", "five"];

type Parts = Record<string, unknown>;

/** Dice and facts of one world. */
export class Teller {
	readonly world: World;
	readonly random: Random;

	constructor(world: World, seed: string) {
		this.world = world;
		this.random = createRandom(`${seed}/sentences`);
	}

	pick<T>(list: readonly T[]): T {
		return list[Math.floor(this.random.between(0, list.length))] as T;
	}

	cite(...ids: readonly string[]): string {
		return this.random.chance(0.75) ? ` ${ids.map((id) => `[${id}]`).join("")}` : "";
	}

	/** Renders with one part made wrong; null where the template does not use that part, or it cannot be surely false. */
	render<T extends object>(
		templates: readonly ((scene: T) => string | null)[],
		scene: T,
		wrong: Partial<T> | null,
	): string | null {
		const template = this.pick(templates);
		const used = new Set<string>();
		const watch = (of: Parts) =>
			new Proxy(of, { get: (target, part: string) => (used.add(part), target[part]) }) as unknown as T;
		const text = template(watch(scene as unknown as Parts));
		if (text === null || wrong === null) return text;
		if (
			!Object.keys(wrong).some((part) => used.has(part) && part !== "unit" && part !== "cite") &&
			!("unit" in wrong && Object.keys(wrong).length === 1 && used.has("unit"))
		)
			return null;
		const twisted = template({ ...scene, ...wrong });
		return twisted === text ? null : twisted;
	}

	/** Whether any figure of theirs shows as this. */
	known(patient: Patient, key: VitalKey, value: number): boolean {
		const half = 0.55 * 10 ** -vitalSign(key).decimals;
		return this.world.sources.some(({ facts }) =>
			facts.some(
				(fact) =>
					fact.deviceId === patient.subject.deviceId && fact.quantity === key && Math.abs(fact.value - value) <= half,
			),
		);
	}

	text(key: VitalKey, value: number): string {
		return value.toFixed(vitalSign(key).decimals);
	}

	/** Another figure, ten per cent off, that is nowhere true of them. */
	off(patient: Patient, key: VitalKey, value: number): string | null {
		const changed = value * (this.random.chance(0.5) ? 1.1 : 0.9);
		const text = this.text(key, key === "spo2" ? Math.min(100, changed) : changed);
		return this.known(patient, key, Number(text)) || Math.abs(Number(text) - value) < 10 ** -vitalSign(key).decimals
			? null
			: text;
	}

	otherVital(patient: Patient, key: VitalKey, value: number): VitalKey | null {
		const others = patient.vitals.filter((vital) => vital.key !== key && !this.known(patient, vital.key, value));
		return others.length === 0 ? null : this.pick(others).key;
	}

	otherName(patient: Patient, free: (other: Patient) => boolean): string | null {
		const others = this.world.patients.filter((other) => other !== patient && free(other));
		if (others.length === 0) return null;
		return this.pick(others).bed;
	}

	/** A clock time well away from all that is known. */
	otherTime(time: number, taken: readonly number[]): string | null {
		const shift = (this.random.chance(0.5) ? -1 : 1) * Math.floor(this.random.between(14, 55)) * 60_000;
		const moved = time + shift;
		if (
			moved > this.world.now ||
			moved < this.world.now - 20 * 3600_000 ||
			taken.some((other) => Math.abs(other - moved) < 12 * 60_000)
		)
			return null;
		return clockOf(moved, this.world);
	}

	wrongUnit(key: VitalKey): string {
		const theirs = UNITS[key];
		const wrong = {
			spo2: [" mmHg", " bpm", " °C"],
			heart_rate: [" mmHg", " %", " °C"],
			temperature: [" °F", " mmHg", " %"],
		} as Partial<Record<VitalKey, string[]>>;
		const list =
			wrong[key] ?? (theirs.some((unit) => unit.includes("mm")) ? [" bpm", " %", " °C"] : [" mmHg", " %", " °C"]);
		return this.pick(list);
	}

	name(patient: Patient): string {
		return this.random.chance(0.8) ? patient.bed : patient.subject.deviceId;
	}

	/** What is wrong with a figure of somebody, by kind; null where nothing can surely be. */
	wrong(patient: Patient, key: VitalKey, value: number, kind: Kind): Parts | null {
		switch (kind) {
			case "value": {
				const off = this.off(patient, key, value);
				return off === null ? null : { value: off };
			}
			case "vital": {
				const other = this.otherVital(patient, key, value);
				return other === null
					? null
					: { vital: this.pick(WORDS[other]), unit: this.pick(UNITS[other]), value: this.text(key, value) };
			}
			case "patient": {
				const name = this.otherName(patient, (other) => !this.known(other, key, value));
				return name === null ? null : { name };
			}
			case "unit":
				return { unit: this.wrongUnit(key) };
			default:
				return null;
		}
	}
}
