/** What benchmark devices send: calm patients with eight vital signs, prepared so that the client costs little. */
import { createPatientStream } from "../../scenarios/generator.ts";
import { SCENARIOS } from "../../scenarios/library.ts";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import { toPayload } from "./payload.ts";

/** Readings before a patient's day repeats: ten minutes at 1 Hz. */
const PREPARED = 600;
/** An adult's vitals of an intensive-care monitor: all that the forest sees. */
const EIGHT_VITALS = VITAL_KEYS.slice(0, 8);
/** Different patients; devices share them in turn. */
const PATIENTS = 16;

const patients = new Map<number, readonly string[]>();

/** The text of each reading's vital signs and battery: `"heart_rate":72,…`. */
function prepared(patient: number): readonly string[] {
	let texts = patients.get(patient);
	if (texts === undefined) {
		const bed = SCENARIOS["calm-ward"].plan(PATIENTS, "bench")[patient];
		if (bed === undefined) throw new RangeError(`patient ${patient} of ${PATIENTS}`);
		const stream = createPatientStream({ ...bed, vitals: EIGHT_VITALS, startTime: 0, cadenceSeconds: 1 });
		texts = Array.from({ length: PREPARED }, () => JSON.stringify(toPayload(stream.next().reading)).slice(1, -1));
		patients.set(patient, texts);
	}
	return texts;
}

export interface ReadingSource {
	/** The next reading as JSON text, measured at `timestamp`. */
	next(timestamp: number): string;
}

/**
 * Readings of the `index`-th device.
 *
 * @param deviceId - named in each reading, as HTTP wants it; absent for a stream, whose socket is the device's
 */
export function readingSource(index: number, deviceId?: string): ReadingSource {
	const texts = prepared(index % PATIENTS);
	const head = deviceId === undefined ? '{"timestamp":' : `{"device_id":${JSON.stringify(deviceId)},"timestamp":`;
	// Not all at the same moment of their day.
	let at = (index * 37) % texts.length;
	return {
		next: (timestamp) => {
			at = (at + 1) % texts.length;
			return `${head}${timestamp},${texts[at]}}`;
		},
	};
}
