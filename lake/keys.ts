/**
 * Names of the lake's objects.
 *
 * A range's key is fixed by what the file holds (device and range of its history), so that a range that is sealed twice
 * lands on the same key and the second put can be refused. A compacted day is named by its compaction's number. Hive style folders let DuckDB, Spark and the like skip
 * days, wards and devices by name alone.
 */

/** Every object of readings starts with this. */
export const READINGS_PREFIX = "readings/";

/** Digits of a sequence number in a key: at 1 Hz they last 31,000 years, and padded keys sort as numbers do. */
const SEQ_DIGITS = 12;
const MAX_SEQ = 10 ** SEQ_DIGITS - 1;

/** Digits of a compaction's number: one a day lasts 2,700 years. */
const GENERATION_DIGITS = 6;
const MAX_GENERATION = 10 ** GENERATION_DIGITS - 1;

/** R2's limit on the length of a key, in bytes; ours are ASCII. */
const MAX_KEY_BYTES = 1024;

/** First and last millisecond that has a four-digit year. */
const FIRST_TIME = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_TIME = Date.parse("9999-12-31T23:59:59.999Z");

/** What an object is named after. */
export interface ObjectRange {
	readonly wardId: string;
	readonly deviceId: string;
	/** Sequence numbers of the first and the last reading, both in the file; from 1. */
	readonly firstSeq: number;
	readonly lastSeq: number;
	/**
	 * Timestamp of the first reading, milliseconds since the epoch, UTC. Its day names the folder: a file that runs
	 * past midnight stays in the day it began, so a reader of one day also opens the last file of the day before.
	 */
	readonly firstTimestamp: number;
}

/** What a compacted day is named after. */
export interface DayObject {
	/** Where its readings were measured: a day on which the device moved has an object for each ward. */
	readonly wardId: string;
	readonly deviceId: string;
	/** Any moment of the UTC day, milliseconds since the epoch. */
	readonly day: number;
	/** Number of the compaction, from 1: a day that is compacted again gets a key of its own. */
	readonly generation: number;
}

/** What a key says. */
export type ParsedObjectKey = ParsedPlace &
	(
		| { readonly kind: "range"; readonly firstSeq: number; readonly lastSeq: number }
		| { readonly kind: "day"; readonly generation: number }
	);

interface ParsedPlace {
	readonly wardId: string;
	readonly deviceId: string;
	/** UTC day of the first reading, `YYYY-MM-DD`. */
	readonly date: string;
	/** Start of that day, milliseconds since the epoch. */
	readonly dayStart: number;
}

/**
 * The key of the object that holds these readings:
 * `readings/date=2026-03-01/ward=icu/device=monitor-4/seq=000000000001-000000003600.parquet`.
 *
 * Ids are percent-encoded but for letters, digits and `. _ -`, so no id can add a folder or leave its own.
 *
 * @throws RangeError for an empty or ill-formed id, a range that is none, a time outside the years 0 to 9999, or ids
 *   so long that the store would refuse the key
 */
export function objectKey(range: ObjectRange): string {
	const { firstSeq, lastSeq, firstTimestamp } = range;
	if (
		!Number.isInteger(firstSeq) ||
		firstSeq < 1 ||
		!Number.isInteger(lastSeq) ||
		lastSeq < firstSeq ||
		lastSeq > MAX_SEQ
	) {
		throw new RangeError(
			`lake key: got seq ${firstSeq} to ${lastSeq}, expected whole numbers from 1 to ${MAX_SEQ} in order`,
		);
	}
	return keyOf(range, firstTimestamp, `seq=${padSeq(firstSeq)}-${padSeq(lastSeq)}`);
}

/**
 * The key of a compacted day: `readings/date=2026-03-01/ward=icu/device=monitor-4/day-000001.parquet`.
 *
 * @throws RangeError as `objectKey` does, or for a generation that is none
 */
export function dayObjectKey(object: DayObject): string {
	const { generation } = object;
	if (!Number.isInteger(generation) || generation < 1 || generation > MAX_GENERATION) {
		throw new RangeError(`lake key: got generation ${generation}, expected a whole number from 1 to ${MAX_GENERATION}`);
	}
	return keyOf(object, object.day, `day-${String(generation).padStart(GENERATION_DIGITS, "0")}`);
}

function keyOf(place: { wardId: string; deviceId: string }, moment: number, file: string): string {
	if (!Number.isInteger(moment) || moment < FIRST_TIME || moment > LAST_TIME) {
		throw new RangeError(`lake key: got first timestamp ${moment}, expected milliseconds in the years 0 to 9999`);
	}
	const date = new Date(moment).toISOString().slice(0, 10);
	const key = `${READINGS_PREFIX}date=${date}/ward=${encodeId("ward", place.wardId)}/device=${encodeId("device", place.deviceId)}/${file}.parquet`;
	if (key.length > MAX_KEY_BYTES)
		throw new RangeError(`lake key: got ${key.length} bytes, expected at most ${MAX_KEY_BYTES}`);
	return key;
}

const KEY_PATTERN =
	/^readings\/date=(\d{4}-\d{2}-\d{2})\/ward=([^/]+)\/device=([^/]+)\/(?:seq=(\d{12})-(\d{12})|day-(\d{6}))\.parquet$/;

/**
 * What a key says, or `null` when neither `objectKey` nor `dayObjectKey` makes that key. A bucket may hold other
 * objects; they are to be passed over, not to stop a listing.
 */
export function parseObjectKey(key: string): ParsedObjectKey | null {
	if (key.length > MAX_KEY_BYTES) return null;
	const [, date, ward, device, first, last, day] = KEY_PATTERN.exec(key) ?? [];
	if (date === undefined || ward === undefined || device === undefined) return null;
	const wardId = decodeId(ward);
	const deviceId = decodeId(device);
	const dayStart = Date.parse(`${date}T00:00:00.000Z`);
	if (wardId === null || deviceId === null || Number.isNaN(dayStart)) return null;
	// Spelt our way it could be longer than a key may be, and then it is not ours.
	if (encodeId("ward", wardId) !== ward || encodeId("device", deviceId) !== device) return null;
	const place = { wardId, deviceId, date, dayStart };
	const parsed: ParsedObjectKey =
		day === undefined
			? { kind: "range", ...place, firstSeq: Number(first), lastSeq: Number(last) }
			: { kind: "day", ...place, generation: Number(day) };
	// One object has one spelling: `%61` for `a`, or the 31st of a shorter month, would give it two.
	return spelling(parsed) === key ? parsed : null;
}

/** The key of what was parsed, `null` when there is none. */
function spelling(parsed: ParsedObjectKey): string | null {
	if (parsed.kind === "day") return parsed.generation < 1 ? null : dayObjectKey({ ...parsed, day: parsed.dayStart });
	if (parsed.firstSeq < 1 || parsed.lastSeq < parsed.firstSeq) return null;
	return objectKey({ ...parsed, firstTimestamp: parsed.dayStart });
}

function padSeq(seq: number): string {
	return String(seq).padStart(SEQ_DIGITS, "0");
}

function encodeId(kind: "ward" | "device", id: string): string {
	if (id === "" || !id.isWellFormed())
		throw new RangeError(`lake key: got ${kind} id ${JSON.stringify(id)}, expected well-formed text`);
	// encodeURIComponent leaves these six as they are; a shell or a globbing reader would not.
	return encodeURIComponent(id).replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodeId(encoded: string): string | null {
	try {
		const id = decodeURIComponent(encoded);
		return id.isWellFormed() ? id : null;
	} catch {
		// Broken percent-encoding: a key that is not ours.
		return null;
	}
}
