/** Rows for the lake's benchmark: as a device's object would hand them over, scored by the real detector. */
import { Detector } from "../detection/detector.ts";
import { Random } from "../detection/random.ts";
import { createPatientStream } from "../scenarios/generator.ts";
import { SCENARIOS } from "../scenarios/library.ts";
import { chooseDataSet, findDataSets, loadDataSet } from "../simulator/datasets.ts";
import { STORED_STEPS_PER_UNIT, VITAL_KEYS } from "../vitals/catalogue.ts";
import { noVitals, type Reading, type StoredReading } from "../vitals/reading.ts";
import { toPayload } from "./load/payload.ts";

export const HOUR_ROWS = 3600;
const START = Date.UTC(2026, 2, 1, 10);
/** A message is on its way for so long, and up to so much longer: the arrival times that the file must hold. */
const TRAVEL_MS = 40;
const TRAVEL_JITTER_MS = 60;

/** Readings of one device, and who it is. */
export interface DeviceRows {
	readonly deviceId: string;
	readonly readings: readonly StoredReading[];
}

/** What the edge makes of `readings`: scores, risks, arrival times. */
function stored(seed: number, readings: Iterable<Reading>): StoredReading[] {
	const detector = new Detector({ seed });
	const random = new Random(seed, 1);
	return Array.from(readings, (reading, i) => {
		const { score, risk, flags } = detector.push(reading);
		const receivedAt = reading.timestamp + TRAVEL_MS + random.below(TRAVEL_JITTER_MS);
		return { ...reading, seq: i + 1, receivedAt, patient: "P-0123456789AB", score, risk, flags };
	});
}

const DAY_START = Date.UTC(2026, 2, 1);
const HOURS = 24;

/** A UTC day of the first bed of `icu-noisy`, seed 1, hour by hour. */
export function icuNoisyDay(): DeviceRows[] {
	const [bed] = icuNoisy(HOURS * HOUR_ROWS, 1, DAY_START) as [DeviceRows];
	return Array.from({ length: HOURS }, (_, hour) => ({
		deviceId: bed.deviceId,
		readings: bed.readings.slice(hour * HOUR_ROWS, (hour + 1) * HOUR_ROWS),
	}));
}

/**
 * Every bed of scenario `icu-noisy`, seed 1, at 1 Hz, eight vital signs.
 *
 * @param rows - readings of each bed
 */
export function icuNoisy(rows: number, beds = SCENARIOS["icu-noisy"].usualBeds, startTime = START): DeviceRows[] {
	return SCENARIOS["icu-noisy"].plan(beds, 1).map((bed, index) => {
		const stream = createPatientStream({ ...bed, startTime, cadenceSeconds: 1 });
		return {
			deviceId: `ICU-${String(index + 1).padStart(3, "0")}`,
			readings: stored(
				index,
				Array.from({ length: rows }, () => stream.next().reading),
			),
		};
	});
}

/**
 * The real records at 1 Hz below `folder`, one after another as one monitor would meet the patients, in hours of 3,600
 * rows. Records are shorter than an hour; the rows of the last, unfilled hour are left out.
 *
 * @throws DataError when there is no such set
 */
export async function realHours(folder: string): Promise<DeviceRows[]> {
	const { records } = await loadDataSet(chooseDataSet(await findDataSets(folder), "1hz"), null);
	let start = START;
	const all = records.flatMap(({ rows }, index) => {
		const readings = rows.map(({ seconds, vitals }): Reading => {
			const rounded = noVitals();
			for (const key of VITAL_KEYS) {
				const value = vitals[key];
				// As the edge stores what is posted.
				if (value !== undefined) rounded[key] = Math.round(value * STORED_STEPS_PER_UNIT) / STORED_STEPS_PER_UNIT;
			}
			return { timestamp: start + seconds * 1000, vitals: rounded, battery: null };
		});
		start = (readings.at(-1)?.timestamp ?? start) + 1000;
		return stored(index, readings).map((reading) => ({ ...reading, patient: `P-${String(index).padStart(12, "0")}` }));
	});
	return Array.from({ length: Math.floor(all.length / HOUR_ROWS) }, (_, hour) => ({
		deviceId: "ICU-001",
		readings: all.slice(hour * HOUR_ROWS, (hour + 1) * HOUR_ROWS).map((reading, i) => ({ ...reading, seq: i + 1 })),
	}));
}

/** The same rows as devices post them, in JSON: the smallest text that says what was measured. */
export function wireJson({ deviceId, readings }: DeviceRows): string {
	return JSON.stringify(
		readings.map((reading) => ({ device_id: deviceId, timestamp: reading.timestamp, ...toPayload(reading) })),
	);
}

/** The same rows as the API gives them, in JSON: with score, risk and arrival. */
export function apiJson({ readings }: DeviceRows): string {
	return JSON.stringify(
		readings.map(({ seq, timestamp, receivedAt, vitals, battery, score, risk, flags }) => ({
			seq,
			timestamp: new Date(timestamp).toISOString(),
			received_at: new Date(receivedAt).toISOString(),
			vitals,
			battery_level: battery,
			score,
			risk,
			flags,
		})),
	);
}
