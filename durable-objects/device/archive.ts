/**
 * From the object to the lake, each reading exactly once:
 *
 *   1. seal: a range of sequence numbers and the key that names it are written down; what the range
 *      holds cannot change any more, so encoding it again gives the same bytes;
 *   2. the checksum is written down;
 *   3. put if absent; when something is there already (an earlier try whose answer was lost), it counts
 *      as success only if its checksum is the one written down;
 *   4. release: the rows may be reused and the catalogue is told through the outbox.
 *
 * A crash between any two steps leads back to step 2 or 3 with the same range.
 */
import { objectKey, parseObjectKey } from "../../lake/keys.ts";
import { footerBytes } from "../../lake/stitch.ts";
import type { LakeObjectRow } from "../../registry/lake-catalogue.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { Journal, SealedRange } from "./journal.ts";
import { wardAt, type DeviceProfile } from "./profile.ts";
import { md5Of, putOnce } from "./put-once.ts";
import type { TimestampRuns } from "./timestamp-runs.ts";

/** Readings in one lake object at most: an hour at 1 Hz. Bounds the memory of one encoding. */
const MAX_OBJECT_READINGS = 3600;

export interface ArchiveContext {
	readonly journal: Journal;
	readonly profile: DeviceProfile;
	readonly bucket: R2Bucket;
	readonly encode: (deviceId: string, readings: readonly StoredReading[]) => Uint8Array;
	/** The delivered reading times as they are at the moment of release. */
	readonly runs: () => TimestampRuns;
	/** Called in the releasing transaction. */
	readonly onReleased: (object: LakeObjectRow) => void;
}

/** Readings that are in neither a sealed range nor the lake. */
export function unsealedCount(journal: Journal): number {
	return journal.lastSeq - (journal.sealed?.lastSeq ?? journal.releasedSeq);
}

/**
 * Moves everything committed so far to the lake, in objects of at most `MAX_OBJECT_READINGS`.
 *
 * @returns objects written
 * @throws whatever R2 throws, or `LakeConflictError`; call again later
 */
export async function archive(context: ArchiveContext): Promise<number> {
	let written = 0;
	// What arrives while this runs waits for the next time.
	const until = context.journal.lastSeq;
	for (;;) {
		const range = context.journal.sealed ?? sealNext(context, until);
		if (range === null) return written;
		await upload(context, range);
		written++;
	}
}

function sealNext(context: ArchiveContext, until: number): SealedRange | null {
	const { journal, profile } = context;
	const firstSeq = journal.releasedSeq + 1;
	const end = Math.min(until, firstSeq + MAX_OBJECT_READINGS - 1);
	if (end < firstSeq) return null;
	const first = journal.readings(firstSeq, firstSeq)[0];
	if (first === undefined) throw new Error(`reading ${firstSeq} is missing from the journal`);
	const wardId = wardAt(profile, first.timestamp);
	const lastSeq = profile.wards === undefined ? end : lastOfWard(context, firstSeq, end, wardId);
	const key = objectKey({
		wardId,
		deviceId: profile.deviceId,
		firstSeq,
		lastSeq,
		firstTimestamp: first.timestamp,
	});
	journal.transaction(() => journal.seal({ firstSeq, lastSeq, key }));
	return { firstSeq, lastSeq, key, md5: null };
}

/** An object is of one ward: it ends before the first reading that was measured in another. */
function lastOfWard({ journal, profile }: ArchiveContext, firstSeq: number, end: number, wardId: string): number {
	const other = journal.readings(firstSeq, end).find(({ timestamp }) => wardAt(profile, timestamp) !== wardId);
	return other === undefined ? end : other.seq - 1;
}

async function upload(context: ArchiveContext, range: SealedRange): Promise<void> {
	const { journal, profile, bucket } = context;
	const readings = journal.readings(range.firstSeq, range.lastSeq);
	const expected = range.lastSeq - range.firstSeq + 1;
	if (readings.length !== expected) {
		throw new Error(`range ${range.firstSeq}–${range.lastSeq} has ${readings.length} readings, expected ${expected}`);
	}
	const bytes = context.encode(profile.deviceId, readings);
	const encodedMd5 = await md5Of(bytes);
	if (range.md5 === null) journal.noteChecksum(range.firstSeq, encodedMd5);
	const stored = await putOnce(bucket, range.key, bytes, encodedMd5, range.md5);

	const timestamps = readings.map((reading) => reading.timestamp);
	journal.transaction(() => {
		journal.release(range, context.runs());
		context.onReleased({
			key: range.key,
			deviceId: profile.deviceId,
			// The device may have moved since the range was sealed.
			wardId: parseObjectKey(range.key)?.wardId ?? profile.wardId,
			firstSeq: range.firstSeq,
			lastSeq: range.lastSeq,
			readings: readings.length,
			bytes: stored.bytes,
			// An object of an earlier release may have another footer: its reader finds out.
			footerBytes: stored.md5 === encodedMd5 ? footerBytes(bytes) : 0,
			md5: stored.md5,
			firstTimestamp: Math.min(...timestamps),
			lastTimestamp: Math.max(...timestamps),
		});
	});
}
