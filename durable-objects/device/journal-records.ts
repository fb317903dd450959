/** What the journal keeps beside readings and episodes. */
import type { PatientTags } from "../../vitals/identity.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { ItemResult } from "./ingest.ts";
import type { StreamCursor } from "./stream-cursor.ts";
import type { Behind } from "./time-line.ts";

/** The live side of a device, as of its newest commit. Heads of before the stream lack the last two. */
export interface Head {
	/** The reading with the newest time, which is not always the last that came. */
	readonly newest: StoredReading | null;
	/** Surrogate of the patient whom detector and open episodes are about; `null` for nobody. */
	readonly subject: string | null;
	readonly cursor?: StreamCursor | null;
	/** The device's clock minus ours, ms, as its stream last said. */
	readonly skewMs?: number | null;
	/** Whom the device names in spite of its assignment; absent in heads from before it was kept. */
	readonly doubt?: Doubt | null;
	/** What came late of late; absent in heads from before it was kept. */
	readonly behind?: Behind | null;
	/**
	 * The device's clock minus ours, ms, as its readings show where all of them come so late, as time passes; `null` where
	 * they do not.
	 */
	readonly lagMs?: number | null;
	/**
	 * A stream was open at this commit, and has not closed in order since: what it brought later may have been in memory
	 * alone. Absent in heads from before it was kept, and for who never streamed.
	 */
	readonly streaming?: boolean;
	/** Absent in heads from before it was kept, and where there is nothing to count. */
	readonly tally?: Tally;
}

/** What was sent and not stored, since it is counted. What came after the newest commit may be missing. */
export interface Tally {
	/** Readings that were stored already. */
	readonly duplicates: number;
	/** Readings that were refused, for their time or because their patient was erased. */
	readonly refused: number;
}

/** The head's tally after `results`; nothing where there is nothing to count. */
export function tallied(before: Tally | undefined, results: readonly ItemResult[]): Pick<Head, "tally"> {
	let { duplicates, refused } = before ?? { duplicates: 0, refused: 0 };
	for (const { kind } of results) {
		if (kind === "duplicate") duplicates++;
		else if (kind === "refused") refused++;
	}
	return duplicates + refused === 0 ? {} : { tally: { duplicates, refused } };
}

/** Before the first reading. */
export const NOBODY: Head = { newest: null, subject: null };

/** The device names another patient than the one assigned, and nobody has said who is right. */
export interface Doubt {
	/** Whom it named last. */
	readonly named: PatientTags;
	/** Time of the first reading that did, by the device's clock. */
	readonly since: number;
}

/** The head without a doubt that one of `tags` raised, and without the newest reading if it was of `patient`. */
export function headWithout(head: Head, patient: string | null, tags: ReadonlySet<string>): Head {
	const newest = patient !== null && head.newest?.patient === patient ? null : head.newest;
	const doubt = head.doubt && tags.has(head.doubt.named.tag) ? null : (head.doubt ?? null);
	return { ...head, newest, doubt };
}

/** A stretch of the history that is on its way to the lake. */
export interface SealedRange {
	readonly firstSeq: number;
	readonly lastSeq: number;
	readonly key: string;
	/** MD5 of the object, hex; `null` until it was encoded for the first time. */
	readonly md5: string | null;
}

/** The detector as it was once, and what it has seen since. */
export interface StoredDetector {
	readonly state: Uint8Array;
	/** Readings that came after it, oldest first: those it was not shown included. */
	readonly since: readonly StoredReading[];
}

/** Characters of which a head's text is a multiple. */
const HEAD_STEP = 256;

/** The head as it is stored: nearly always as long as before, for the sake of the row (see `GroupWriter.encoded`). */
export function headText(head: Head): string {
	const text = JSON.stringify(head);
	return text.padEnd(Math.ceil(text.length / HEAD_STEP) * HEAD_STEP);
}
