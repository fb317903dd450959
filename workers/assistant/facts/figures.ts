/** Figures as they are read: rounded to the vital's decimals, with its unit. */
import { vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import type { Fact, Statistic } from "../../../vitals/assistant.ts";

/** Rounded to the decimals in which the vital is shown. */
export function round(key: VitalKey, value: number): number {
	const scale = 10 ** vitalSign(key).decimals;
	// Minus zero reads as zero.
	return Math.round(value * scale) / scale + 0;
}

/** "118/min", "86 %", "37.9 °C". */
export function figure(key: VitalKey, value: number): string {
	const { unit, decimals } = vitalSign(key);
	const text = value.toFixed(decimals);
	return unit.startsWith("/") ? `${text}${unit}` : `${text} ${unit}`;
}

/** As it stands inside a sentence: "heart rate", "SpO₂". */
export function vitalName(key: VitalKey): string {
	const sign = vitalSign(key);
	if (key === "spo2") return sign.short;
	if (key === "etco2") return "end-tidal CO₂";
	return sign.label.charAt(0).toLowerCase() + sign.label.slice(1);
}

type Whose = Pick<Fact, "patient" | "deviceId">;

/** The fact of one figure of a vital sign. */
export function vitalFact(
	whose: Whose,
	key: VitalKey,
	statistic: Statistic,
	value: number,
	time: { from: number; to: number },
	direction: Fact["direction"] = null,
): Fact {
	return {
		...whose,
		quantity: key,
		statistic,
		value: round(key, value),
		unit: vitalSign(key).unit,
		...time,
		direction,
	};
}

/** The fact of a figure that is no vital sign. */
export function plainFact(
	whose: Whose,
	quantity: Exclude<Fact["quantity"], VitalKey>,
	statistic: Statistic,
	value: number,
	time: { from: number; to: number },
	direction: Fact["direction"] = null,
): Fact {
	return { ...whose, quantity, statistic, value, unit: UNITS[quantity], ...time, direction };
}

const UNITS: Readonly<Record<Exclude<Fact["quantity"], VitalKey>, string>> = {
	news2: "points",
	battery: "%",
	score: "",
	episodes: "",
	alarms: "",
	per_bed_day: "",
	per_hour: "",
	beds: "",
	duration: "min",
	share: "%",
};
