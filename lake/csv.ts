/** Readings as CSV (RFC 4180): one line a reading, a heading first, an empty cell where nothing was measured. */
import { BATTERY, VITAL_KEYS } from "../vitals/catalogue.ts";
import { flagNames, type StoredReading } from "../vitals/reading.ts";

/** The columns, in order: those of the Parquet files, times in ISO 8601, the score from 0 to 1, flags by name. */
const HEADING = [
	"seq",
	"timestamp",
	"received_at",
	"device_id",
	"patient",
	...VITAL_KEYS,
	BATTERY.key,
	"score",
	"risk",
	"flags",
];

/** Decimals of the score: finer than the 65535ths in which it is kept. */
const SCORE_DECIMALS = 6;

/** The readings of one device, as text. Equal readings give equal text. */
export function toCsv(deviceId: string, readings: readonly StoredReading[]): string {
	const lines = readings.map((reading) =>
		csvLine([
			reading.seq,
			new Date(reading.timestamp).toISOString(),
			new Date(reading.receivedAt).toISOString(),
			deviceId,
			reading.patient,
			...VITAL_KEYS.map((key) => reading.vitals[key]),
			reading.battery,
			reading.score === null ? null : Number(reading.score.toFixed(SCORE_DECIMALS)),
			reading.risk,
			flagNames(reading.flags).join(" "),
		]),
	);
	return [HEADING.join(","), ...lines, ""].join("\r\n");
}

/** One line without its end; empty for what is not there. */
export function csvLine(values: readonly (string | number | null)[]): string {
	return values.map(cell).join(",");
}

function cell(value: string | number | null): string {
	if (value === null) return "";
	const text = String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
