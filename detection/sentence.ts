/** One plain sentence for people: what changed, from what, for how long. */
import { vitalSign } from "../vitals/catalogue.ts";
import type { Attribution } from "./explanation.ts";
import { keyAt, MISSING, STEPS } from "./features.ts";
import type { Norms } from "./norms.ts";
import { limitWords } from "./safety-net.ts";
import type { Trend } from "./trend.ts";

const ASYSTOLE = "Asystole or leads off, check the patient";
/** Appended where the vital that leads an open episode is no longer measured. */
export const SIGNAL_LOST = "; signal lost";
/** Vitals named in a sentence; more are in the contributions. */
const MOST_NAMED = 3;
/** Shares below this are not worth a reader's time. */
const LEAST_SHARE = 0.1;

/** "SpO₂", "heart rate", "MAP" is spelt out: names as they stand inside a sentence. */
function nameOf(index: number): string {
	const sign = vitalSign(keyAt(index));
	return sign.key === "spo2" ? sign.short : sign.label.charAt(0).toLowerCase() + sign.label.slice(1);
}

/** Value with its unit; rates, whose unit everybody knows, without. */
function valueOf(index: number, hundredths: number, withUnit: boolean): string {
	const sign = vitalSign(keyAt(index));
	const value = (hundredths / STEPS).toFixed(sign.decimals);
	return !withUnit || sign.unit.startsWith("/") ? value : `${value} ${sign.unit}`;
}

/** "40 s", "3 min", "2 h". */
export function durationWords(milliseconds: number): string {
	if (milliseconds < 60_000) return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
	if (milliseconds < 90 * 60_000) return `${Math.round(milliseconds / 60_000)} min`;
	return `${Math.round(milliseconds / 3_600_000)} h`;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The usual value, where it is the patient's own and not the population's. */
function usualWords(index: number, usual: number, known: number): string {
	return (known & (1 << index)) !== 0 ? `, usually ${valueOf(index, usual, true)}` : "";
}

export interface Telling {
	readonly norms: Norms;
	readonly attributions: readonly Attribution[];
	readonly raw: Uint16Array;
	readonly usual: Uint16Array;
	/** Bits of the vitals whose usual value is the patient's own. */
	readonly known: number;
	readonly time: number;
	readonly trend: Trend;
	/** Milliseconds since the departure began. */
	readonly lasted: number;
}

/**
 * "SpO₂ 86 %, usually 96 %, falling for 3 min; heart rate 118, usually 82".
 *
 * @param slow - found by the slow path, which cannot say since when
 */
export function departureSentence(leading: number, telling: Telling, slow: boolean): string {
	const { attributions, known, time, trend, lasted } = telling;
	const named = [...attributions]
		.sort((a, b) => Number(b.index === leading) - Number(a.index === leading))
		.slice(0, MOST_NAMED);
	const clauses = named
		.filter((part) => part.index === leading || part.share >= LEAST_SHARE)
		.map((part) => {
			const clause = `${nameOf(part.index)} ${valueOf(part.index, part.actual, true)}${usualWords(part.index, part.usual, known)}`;
			if (part.index !== leading) return clause;
			if (slow) return `${clause}, slowly ${part.actual > part.usual ? "risen" : "fallen"}`;
			const { direction, lasted: moving } = trend.direction(part.index, time, part.actual, telling.norms.noticeable);
			if (direction !== "steady" && moving > 0) return `${clause}, ${direction} for ${durationWords(moving)}`;
			return lasted > 0 ? `${clause}, for ${durationWords(lasted)}` : clause;
		});
	return capitalised(clauses.join("; "));
}

/** "SpO₂ 70 %, at or below 85 (safety limit), usually 96 %; heart rate 118, usually 82". */
export function netSentence(leading: number, beyond: readonly number[], telling: Telling): string {
	const { norms, raw, usual, known, attributions } = telling;
	const clauses = beyond.slice(0, MOST_NAMED).map((index) => {
		const value = raw[index] as number;
		const own = index < usual.length ? usualWords(index, usual[index] as number, known) : "";
		return `${nameOf(index)} ${valueOf(index, value, true)}, ${limitWords(norms, index, value)} (safety limit)${own}`;
	});
	const beside = attributions.find((part) => !beyond.includes(part.index) && part.share >= LEAST_SHARE);
	if (beside !== undefined && clauses.length < MOST_NAMED) {
		clauses.push(
			`${nameOf(beside.index)} ${valueOf(beside.index, beside.actual, true)}${usualWords(beside.index, beside.usual, known)}`,
		);
	}
	return leading < 0 ? "" : capitalised(clauses.join("; "));
}

/** "Asystole or leads off, check the patient: heart rate 0 and no pulse, for 10 s". */
export function asystoleSentence(raw: Uint16Array, pulseIndex: number, lasted: number): string {
	const pulse = raw[pulseIndex] as number;
	const evidence = pulse === MISSING ? "heart rate 0" : `heart rate 0, pulse ${valueOf(pulseIndex, pulse, true)}`;
	return `${ASYSTOLE}: ${evidence}${lasted > 0 ? `, for ${durationWords(lasted)}` : ""}`;
}

/** "No signal for 2 min: SpO₂, heart rate". */
export function absentSentence(indices: readonly number[], lasted: number): string {
	return `No signal for ${durationWords(lasted)}: ${indices.map(nameOf).join(", ")}`;
}

/** "All signals stand still for 46 s: check the monitor; a paced, ventilated patient may look like this". */
export function flatSentence(lasted: number): string {
	return `All signals stand still for ${durationWords(lasted)}: check the monitor; a paced, ventilated patient may look like this`;
}

export const ECG_SENTENCE = "ECG reads 0 while a pulse goes on: check the leads and the patient";
