/** Which column of a table holds what, by its name. */
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";

/** Seconds in the unit of a table's time column. */
export type TimeUnit =
	| { readonly name: "seconds" | "minutes" | "hours"; readonly seconds: number }
	| { readonly name: "timestamp"; readonly seconds: null };

export interface ColumnMap {
	/** Column that names the record or patient, `null` when the file is one record. */
	readonly record: number | null;
	readonly time: number;
	readonly unit: TimeUnit;
	/** For each vital sign the columns to look in, the first that holds a number counts. */
	readonly vitals: readonly (readonly [VitalKey, readonly number[]])[];
}

const RECORD_NAMES = [
	"record",
	"recordid",
	"patient",
	"patientid",
	"subject",
	"subjectid",
	"stayid",
	"icustayid",
	"id",
];

const TIME_NAMES: readonly (readonly [TimeUnit, readonly string[]])[] = [
	[{ name: "seconds", seconds: 1 }, ["t", "ts", "time", "times", "second", "seconds", "sec", "elapsed"]],
	[{ name: "minutes", seconds: 60 }, ["minute", "minutes", "min"]],
	[{ name: "hours", seconds: 3600 }, ["iculos", "hour", "hours"]],
	[{ name: "timestamp", seconds: null }, ["timestamp", "datetime", "charttime", "date"]],
];

/** Names in order of preference: a second ECG lead stands in where the first is silent, the arterial pulse for the finger's. */
const VITAL_NAMES: Record<VitalKey, readonly string[]> = {
	heart_rate: ["heartrate", "hr", "hr1", "hr2"],
	spo2: ["spo2", "o2sat", "sao2", "oxygensaturation"],
	respiratory_rate: ["respiratoryrate", "rr", "resp", "resprate"],
	temperature: ["temperature", "tempc", "temp"],
	systolic_pressure: ["systolicpressure", "sbp", "abpsys", "nbpsys", "systolic", "sys"],
	diastolic_pressure: ["diastolicpressure", "dbp", "abpdias", "nbpdias", "diastolic", "dia"],
	mean_pressure: ["meanpressure", "map", "abpmean", "nbpmean", "mbp"],
	etco2: ["etco2", "endtidalco2"],
	pulse_rate: ["pulserate", "pulse", "pulseppg", "pr", "pulseabp"],
};

/**
 * Maps a header to what its columns hold. Case, spaces, units' brackets and punctuation do not matter: `t(s)`, `Temp_C` and
 * `temp c` are understood.
 *
 * @returns `null` when the table has no time column or no vital sign: it is something else
 */
export function mapColumns(header: readonly string[]): ColumnMap | null {
	const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
	const at = (name: string): number => names.indexOf(name);
	const record = RECORD_NAMES.map(at).find((index) => index !== -1) ?? null;
	const vitals = VITAL_KEYS.map((key): readonly [VitalKey, readonly number[]] => [
		key,
		VITAL_NAMES[key].map(at).filter((index) => index !== -1),
	]).filter(([, columns]) => columns.length > 0);
	for (const [unit, candidates] of TIME_NAMES) {
		const time = candidates.map(at).find((index) => index !== -1);
		if (time !== undefined && vitals.length > 0) return { record, time, unit, vitals };
	}
	return null;
}

/** A cell as a number; `NaN` where it is blank, says that nothing was measured, or is no number. */
export function cellNumber(cell: string | undefined): number {
	const text = cell?.trim() ?? "";
	return text === "" ? Number.NaN : Number(text);
}

/**
 * A cell of the time column in seconds since an arbitrary beginning.
 *
 * @returns `NaN` where it cannot be read
 */
export function cellSeconds(cell: string | undefined, unit: TimeUnit): number {
	if (unit.seconds !== null) return cellNumber(cell) * unit.seconds;
	const numeric = cellNumber(cell);
	if (Number.isFinite(numeric)) return numeric / 1000;
	// A time without a zone is read as UTC, so that the same file gives the same distances on every machine.
	const text = (cell ?? "").trim().replace(" ", "T");
	return Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`) / 1000;
}
