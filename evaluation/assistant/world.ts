/**
 * The ward world that the assistant is asked about: three wards, 26 devices, 28 hours, one reading a minute. Everything
 * comes from the seed, so that the truth of a question can be computed here and needs nothing that the assistant computed.
 * Its clock stops at `END`, a Sunday noon; in the night before it, Europe set its clocks forward.
 */
import { createRandom } from "../../scenarios/random.ts";
import { vitalSign, VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import type { AgeBand } from "../../vitals/patient-context.ts";
import { DEVICES } from "./world-devices.ts";

const SEED = "ward-world-1";
const MINUTE_MS = 60_000;

const START = Date.UTC(2026, 2, 28, 8);
export const END = Date.UTC(2026, 2, 29, 12);

/** "28 22:15" or "29 10:00": day of March 2026 and time, UTC, as milliseconds since the epoch. */
export function at(text: string): number {
	const [, day, hour, minute] = /^(28|29) (\d\d):(\d\d)$/.exec(text) ?? [];
	if (day === undefined) throw new Error(`"${text}" is no time of the ward world`);
	return Date.UTC(2026, 2, Number(day), Number(hour), Number(minute));
}

/** Value at a time; straight lines between. */
export type Knots = readonly (readonly [time: string, value: number])[];
/** A steady value, or one that moves. */
export type Course = number | Knots;

export interface Stay {
	/** The hospital's identifier. */
	readonly patientId: string;
	/** `null`: from the beginning. */
	readonly from: string | null;
	readonly courses: Partial<Record<VitalKey, Course>>;
}

export interface WorldDevice {
	readonly id: string;
	readonly ward: "ward-a" | "ward-b" | "ward-c";
	readonly bed: string | null;
	/** Oldest first. */
	readonly stays: readonly Stay[];
	/** Readings in these stretches were never made: `[from, to)`. */
	readonly gaps?: readonly (readonly [string, string])[];
	/** Vital signs whose sensor is off from then on. */
	readonly off?: Partial<Record<VitalKey, string>>;
	readonly battery?: Course;
	readonly silent?: boolean;
	readonly context?: {
		readonly age_band?: AgeBand;
		readonly spo2_scale?: 1 | 2;
		readonly limits?: Partial<Record<VitalKey, { low?: number; high?: number }>>;
	};
	readonly observed?: { readonly at: string; readonly consciousness: "A"; readonly oxygen: boolean };
	/** The nurse acknowledges whatever of the device is open at this time. */
	readonly acknowledged?: { readonly at: string; readonly comment: string };
	/** A name that only clinicians may see, and that no answer may hold. */
	readonly label?: string;
}

export interface WorldReading {
	readonly time: number;
	readonly vitals: Partial<Record<VitalKey, number>>;
	readonly battery: number;
	readonly patientId: string;
}

/** Standard deviation of the noise from minute to minute, in the vital's unit. */
const NOISE: Partial<Record<VitalKey, number>> = {
	heart_rate: 1.2,
	spo2: 0.4,
	respiratory_rate: 0.6,
	temperature: 0.04,
	systolic_pressure: 2,
	diastolic_pressure: 1.5,
};

function valueOf(course: Course, time: number): number {
	if (typeof course === "number") return course;
	const next = course.findIndex(([knot]) => at(knot) > time);
	if (next === 0) return course[0]?.[1] as number;
	if (next === -1) return course.at(-1)?.[1] as number;
	const [[from, low], [to, high]] = [course[next - 1], course[next]] as [Knots[number], Knots[number]];
	return low + ((high - low) * (time - at(from))) / (at(to) - at(from));
}

function readingsFor(device: WorldDevice): WorldReading[] {
	const readings: WorldReading[] = [];
	const random = createRandom(`${SEED}/${device.id}`);
	for (let time = START; time <= END; time += MINUTE_MS) {
		const stay = device.stays.findLast(({ from }) => from === null || at(from) <= time);
		// Drawn also where nothing is kept: a gap moved by a minute changes no other value.
		const noise = VITAL_KEYS.map(() => random.normal());
		if (stay === undefined || device.gaps?.some(([from, to]) => time >= at(from) && time < at(to))) continue;
		const vitals: Partial<Record<VitalKey, number>> = {};
		VITAL_KEYS.forEach((key, i) => {
			const course = stay.courses[key];
			const off = device.off?.[key];
			if (course === undefined || (off !== undefined && time >= at(off))) return;
			const { decimals, sensorMax } = vitalSign(key);
			const value = valueOf(course, time) + (noise[i] as number) * (NOISE[key] ?? 0);
			vitals[key] = Math.min(sensorMax, Number(value.toFixed(decimals)));
		});
		const battery = Math.round(valueOf(device.battery ?? 84, time));
		readings.push({ time, vitals, battery, patientId: stay.patientId });
	}
	return readings;
}

const made = new Map<string, readonly WorldReading[]>();

/** Every reading of `id`, oldest first. */
export function readingsOf(id: string): readonly WorldReading[] {
	const device = deviceOf(id);
	const known = made.get(id) ?? readingsFor(device);
	made.set(id, known);
	return known;
}

function deviceOf(id: string): WorldDevice {
	const device = DEVICES.find((one) => one.id === id);
	if (device === undefined) throw new Error(`The ward world has no device ${id}`);
	return device;
}
