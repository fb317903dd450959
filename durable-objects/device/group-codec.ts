/**
 * How a group of readings is laid out in one SQLite row. Columns of fixed width, little endian:
 *
 *   u8  format version
 *   u8  vital signs per reading (catalogue order)
 *   u16 readings n
 *   u32 bytes of the patient table, then the table: JSON array of surrogates
 *   then n × [f64 timestamp, f64 receivedAt, u16 × vital signs, u16 battery, u16 score, u8 risk, u8 patient, u16 flags]
 *
 * Values are hundredths of the catalogue's unit, plus 10,000 so that a pressure below zero fits; 65535
 * stands for "not sent". What follows them has no meaning. Sequence numbers are
 * not stored: the row knows its first one and readings follow without gaps. A catalogue that grew
 * since reads older groups, whose readings end earlier.
 */
import { STORED_STEPS_PER_UNIT, VITAL_KEYS } from "../../vitals/catalogue.ts";
import { noVitals, RISK_LEVELS, type StoredReading } from "../../vitals/reading.ts";

export const GROUP_FORMAT_VERSION = 1;

const ABSENT = 0xffff;
/** Added to every value: −100.00 to 555.34 can be stored. */
const OFFSET_STEPS = 10_000;
/** Highest score that can be stored; one below `ABSENT`. */
const SCORE_STEPS = 0xfffe;
const NO_PATIENT = 0xff;
const HEADER_BYTES = 8;

/** Readings for which a writer's bytes have room, and multiples of it. */
const ROOM_READINGS = 60;

const BYTES_PER_READING = 16 + 2 * VITAL_KEYS.length + 2 + 2 + 1 + 1 + 2;

/** Scores are kept in 65,534 steps; both the live path and the lake see the stored value. */
export function quantiseScore(score: number): number {
	return Math.round(score * SCORE_STEPS) / SCORE_STEPS;
}

/**
 * A group that is being filled. What was encoded for one commit stays as it is for the next: only a patient who is new
 * to the group, and a reading for which there is no room, has all of it laid out again.
 */
export class GroupWriter {
	readonly #readings: StoredReading[] = [];
	#firstTime = Infinity;
	#lastTime = -Infinity;
	#patients: string[] = [];
	#bytes = new Uint8Array(0);
	#view = new DataView(this.#bytes.buffer);
	/** Of the header and the patient table. */
	#headBytes = 0;
	#encoded = 0;

	/** What was added, oldest first. */
	get readings(): readonly StoredReading[] {
		return this.#readings;
	}

	/** Adds readings whose sequence numbers follow one another. */
	add(readings: readonly StoredReading[]): void {
		this.#readings.push(...readings);
		for (const { timestamp } of readings) {
			this.#firstTime = Math.min(this.#firstTime, timestamp);
			this.#lastTime = Math.max(this.#lastTime, timestamp);
		}
	}

	/** The earliest and the latest reading time in it, milliseconds since the epoch; infinite while it is empty. */
	get times(): { readonly firstTime: number; readonly lastTime: number } {
		return { firstTime: this.#firstTime, lastTime: this.#lastTime };
	}

	/**
	 * The group as it is stored, with room for more behind it: SQLite writes a row that is as long as before where it has changed,
	 * and a longer one anew. The bytes are the writer's: valid until it is asked again.
	 *
	 * @throws RangeError when more than 254 patients or 65,535 readings meet in one group
	 */
	encoded(): Uint8Array {
		const readings = this.#readings;
		if (readings.length > 0xffff) throw new RangeError(`A group holds at most 65535 readings, got ${readings.length}`);
		const known = this.#patients.length;
		for (const { patient } of readings.slice(this.#encoded)) {
			if (patient !== null && !this.#patients.includes(patient)) this.#patients.push(patient);
		}
		if (this.#headBytes === 0 || this.#patients.length > known) this.#layOut();
		const needed = this.#headBytes + readings.length * BYTES_PER_READING;
		if (needed > this.#bytes.length) this.#layOut();
		for (; this.#encoded < readings.length; this.#encoded++) {
			this.#write(this.#headBytes + this.#encoded * BYTES_PER_READING, readings[this.#encoded] as StoredReading);
		}
		this.#view.setUint16(2, readings.length, true);
		return this.#bytes;
	}

	/** Bytes of `encoded` that hold the readings so far. */
	get usedBytes(): number {
		return this.#headBytes + this.#encoded * BYTES_PER_READING;
	}

	/** Writes header and table, and begins with the readings anew. */
	#layOut(): void {
		const patients = this.#patients;
		if (patients.length >= NO_PATIENT)
			throw new RangeError(`A group holds at most 254 patients, got ${patients.length}`);
		const table = new TextEncoder().encode(JSON.stringify(patients));
		this.#headBytes = HEADER_BYTES + table.length;
		this.#encoded = 0;
		const room = Math.ceil(this.#readings.length / ROOM_READINGS) * ROOM_READINGS;
		this.#bytes = new Uint8Array(this.#headBytes + room * BYTES_PER_READING);
		this.#view = new DataView(this.#bytes.buffer);
		this.#view.setUint8(0, GROUP_FORMAT_VERSION);
		this.#view.setUint8(1, VITAL_KEYS.length);
		this.#view.setUint32(4, table.length, true);
		this.#bytes.set(table, HEADER_BYTES);
	}

	#write(start: number, reading: StoredReading): void {
		const view = this.#view;
		view.setFloat64(start, reading.timestamp, true);
		view.setFloat64(start + 8, reading.receivedAt, true);
		let at = start + 16;
		const u16 = (value: number) => {
			view.setUint16(at, value, true);
			at += 2;
		};
		for (const key of VITAL_KEYS) u16(toSteps(reading.vitals[key]));
		u16(toSteps(reading.battery));
		u16(reading.score === null ? ABSENT : Math.round(reading.score * SCORE_STEPS));
		view.setUint8(at, RISK_LEVELS.indexOf(reading.risk));
		view.setUint8(at + 1, reading.patient === null ? NO_PATIENT : this.#patients.indexOf(reading.patient));
		at += 2;
		u16(reading.flags);
	}
}

/**
 * Encodes readings whose sequence numbers follow one another.
 *
 * @throws RangeError when more than 254 patients or 65,535 readings meet in one group
 */
export function encodeGroup(readings: readonly StoredReading[]): Uint8Array {
	const group = new GroupWriter();
	group.add(readings);
	return group.encoded().slice(0, group.usedBytes);
}

/**
 * Decodes a group.
 *
 * @param firstSeq - sequence number of the group's first reading
 * @throws Error `reading group: got v3, expected v1` on another format
 */
export function decodeGroup(stored: Uint8Array | ArrayBuffer, firstSeq: number): StoredReading[] {
	const bytes = stored instanceof Uint8Array ? stored : new Uint8Array(stored);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const version = view.getUint8(0);
	if (version !== GROUP_FORMAT_VERSION) {
		throw new Error(`reading group: got v${version}, expected v${GROUP_FORMAT_VERSION}`);
	}
	const vitalsStored = view.getUint8(1);
	const n = view.getUint16(2, true);
	const tableBytes = view.getUint32(4, true);
	const table = new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + tableBytes));
	const patients = JSON.parse(table) as string[];
	let at = HEADER_BYTES + tableBytes;
	const u16 = () => {
		at += 2;
		return view.getUint16(at - 2, true);
	};
	const readings: StoredReading[] = [];
	for (let i = 0; i < n; i++) {
		const timestamp = view.getFloat64(at, true);
		const receivedAt = view.getFloat64(at + 8, true);
		at += 16;
		const vitals = noVitals();
		for (let v = 0; v < vitalsStored; v++) {
			const key = VITAL_KEYS[v];
			const value = fromSteps(u16());
			if (key !== undefined) vitals[key] = value;
		}
		const battery = fromSteps(u16());
		const score = u16();
		const risk = RISK_LEVELS[view.getUint8(at)] ?? "LOW";
		const patient = patients[view.getUint8(at + 1)] ?? null;
		at += 2;
		readings.push({
			seq: firstSeq + i,
			timestamp,
			receivedAt,
			vitals,
			battery,
			score: score === ABSENT ? null : score / SCORE_STEPS,
			risk,
			patient,
			flags: u16(),
		});
	}
	return readings;
}

function toSteps(value: number | null): number {
	return value === null ? ABSENT : Math.round(value * STORED_STEPS_PER_UNIT) + OFFSET_STEPS;
}

function fromSteps(steps: number): number | null {
	return steps === ABSENT ? null : (steps - OFFSET_STEPS) / STORED_STEPS_PER_UNIT;
}
