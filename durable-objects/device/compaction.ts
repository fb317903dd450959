/**
 * Many objects to one a day, each reading still exactly once:
 *
 *   1. plan: which objects are replaced, and a number that names what replaces them, are written down;
 *   2. per day: encode, write the checksum down, put if absent;
 *   3. per day: fetch what lies in the bucket and compare it with the sources, every value of every row;
 *   4. switch: one transaction of the catalogue puts the new objects in and takes the old ones out;
 *   5. the plan is forgotten. The old objects stay for a period of grace.
 *
 * A crash between any two steps leads back to the step with the same sources and the same keys. Sources that lie
 * across midnight are rewritten to a file for each of their days, so that nothing is ever half replaced.
 */
import {
	compareHours,
	type DayFile,
	dayOf,
	DAY_MS,
	type DaySource,
	encodeDay,
	hoursOf,
	LakeRefusal,
} from "../../lake/day.ts";
import { dayObjectKey } from "../../lake/keys.ts";
import { inMemory, openLakeFile } from "../../lake/read.ts";
import { footerBytes } from "../../lake/stitch.ts";
import type { CataloguedObject, LakeObjectRow } from "../../registry/lake-catalogue.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { hex, md5Of, putOnce } from "./put-once.ts";

/** Version of the stored plan. */
const PLAN_VERSION = 1;
/** Objects replaced at once: more than a day has at one a minute. The rest is for the next plan. */
const MAX_SOURCES = 2000;
/**
 * A source that spans more days is left alone: readings of a clock that ran fast. A real device's range spans the 24
 * hours of late data and what an outage of the lake held back.
 */
const MAX_SPAN_MS = 4 * DAY_MS;

/** What is known of a source. */
type PlanSource = Pick<CataloguedObject, "key" | "md5" | "readings" | "wardId" | "firstTimestamp" | "lastTimestamp">;

/** A compaction under way, as it is stored. */
export interface CompactionPlan {
	readonly version: typeof PLAN_VERSION;
	/** Names the new objects; never used twice. */
	readonly generation: number;
	readonly sources: readonly PlanSource[];
	/** Start of the next day to be written, milliseconds since the epoch; behind the last source when all are. */
	readonly nextDay: number;
	/** The object about to be put, and its checksum. */
	readonly pending: { readonly key: string; readonly md5: string } | null;
	/** Written and verified. */
	readonly targets: readonly LakeObjectRow[];
	/** Readings that are to be left out: those of an erased patient, by surrogate, and how many the sources hold. */
	readonly without?: { readonly patient: string; readonly readings: number };
}

export interface CompactionContext {
	readonly deviceId: string;
	readonly bucket: R2Bucket;
	readonly encode: (deviceId: string, readings: readonly StoredReading[]) => Uint8Array;
	/** Writes the plan down. */
	readonly save: (plan: CompactionPlan) => void;
	/** One transaction of the catalogue. */
	readonly switchObjects: (replaced: readonly string[], by: readonly LakeObjectRow[]) => Promise<void>;
}

/** @throws Error `compaction plan: got v3, expected v1` on another version */
export function parsePlan(stored: string): CompactionPlan {
	const plan = JSON.parse(stored) as CompactionPlan;
	if (plan.version !== PLAN_VERSION)
		throw new Error(`compaction plan: got v${String(plan.version)}, expected v${PLAN_VERSION}`);
	return plan;
}

/**
 * The oldest day that is in more than one object of a ward, as a plan; `null` when there is none. What was measured in
 * different wards stays apart: an object is of one.
 *
 * @param objects - current objects of the device
 * @param closed - whether a day, by its start, is over and settled
 */
export function nextPlan(
	objects: readonly CataloguedObject[],
	closed: (day: number) => boolean,
	generation: number,
): CompactionPlan | null {
	const eligible = objects.filter((object) => object.lastTimestamp - object.firstTimestamp <= MAX_SPAN_MS);
	for (const day of daysOf(eligible)) {
		if (!closed(day)) continue;
		const objectsOfDay = eligible
			.filter((object) => object.firstTimestamp < day + DAY_MS && object.lastTimestamp >= day)
			.toSorted((a, b) => a.firstTimestamp - b.firstTimestamp);
		for (const ofWard of Map.groupBy(objectsOfDay, ({ wardId }) => wardId).values()) {
			if (ofWard.length >= 2) return planOf(ofWard.slice(0, MAX_SOURCES), generation);
		}
	}
	return null;
}

function planOf(sources: readonly CataloguedObject[], generation: number): CompactionPlan {
	return {
		version: PLAN_VERSION,
		generation,
		sources: sources.map(({ key, md5, readings, wardId, firstTimestamp, lastTimestamp }) => {
			return { key, md5, readings, wardId, firstTimestamp, lastTimestamp };
		}),
		nextDay: dayOf(Math.min(...sources.map((source) => source.firstTimestamp))),
		pending: null,
		targets: [],
	};
}

/** The plan that writes one object anew without a patient's readings, of which it holds so many. */
export function planWithout(
	source: CataloguedObject,
	patient: string,
	readings: number,
	generation: number,
): CompactionPlan {
	return { ...planOf([source], generation), without: { patient, readings } };
}

/** How many readings of `patient` an object holds; `null` when its bytes are gone. */
export async function countReadingsOf(
	bucket: R2Bucket,
	source: CataloguedObject,
	patient: string,
): Promise<number | null> {
	const object = await bucket.get(source.key);
	if (object === null) return null;
	const bytes = new Uint8Array(await object.arrayBuffer());
	const file = await openLakeFile(inMemory(bytes));
	let found = 0;
	for (const group of file.groups) {
		const { readings } = await file.read(group);
		found += readings.filter((reading) => reading.patient === patient).length;
	}
	return found;
}

/** Days, by their start, that objects may have readings of; ascending. */
export function daysOf(objects: readonly Pick<PlanSource, "firstTimestamp" | "lastTimestamp">[]): number[] {
	const days = new Set<number>();
	for (const { firstTimestamp, lastTimestamp } of objects) {
		for (let day = dayOf(firstTimestamp); day <= lastTimestamp; day += DAY_MS) days.add(day);
	}
	return [...days].toSorted((a, b) => a - b);
}

/**
 * Takes a plan to its end from wherever it was left.
 *
 * @returns objects written
 * @throws LakeRefusal when the sources cannot be replaced: call `abandon`; LakeConflictError when a key is taken;
 *   whatever R2 and the catalogue throw: call again later
 */
export async function carryOut(context: CompactionContext, stored: CompactionPlan): Promise<number> {
	let plan = stored;
	const advance = (next: Partial<CompactionPlan>) => {
		plan = { ...plan, ...next };
		context.save(plan);
	};
	const lastTimestamp = Math.max(...plan.sources.map((source) => source.lastTimestamp));
	while (plan.nextDay <= lastTimestamp) {
		const day = plan.nextDay;
		const file = await decoding(() => encodeDay(context.deviceId, wantedHours(context, plan, day), context.encode));
		if (file === null) {
			advance({ nextDay: day + DAY_MS });
			continue;
		}
		const key = keyOf(context, plan, day);
		const md5 = await md5Of(file.bytes);
		const noted = plan.pending?.key === key ? plan.pending.md5 : null;
		if (noted === null) advance({ pending: { key, md5 } });
		await putOnce(context.bucket, key, file.bytes, md5, noted);
		const target = await verified(context, plan, day, key, file);
		advance({ nextDay: day + DAY_MS, pending: null, targets: [...plan.targets, target] });
	}
	const count = (objects: readonly { readings: number }[]) => objects.reduce((sum, object) => sum + object.readings, 0);
	const expected = count(plan.sources) - (plan.without?.readings ?? 0);
	if (count(plan.targets) !== expected) {
		throw new LakeRefusal(`${count(plan.targets)} readings were written of ${expected}`);
	}
	await context.switchObjects(
		plan.sources.map((source) => source.key),
		plan.targets,
	);
	return plan.targets.length;
}

/** Removes what a plan that will not be carried out has put into the bucket. The sources stay as they are. */
export async function abandon(bucket: R2Bucket, plan: CompactionPlan): Promise<void> {
	for (const { key, md5 } of [...plan.targets, ...(plan.pending === null ? [] : [plan.pending])]) {
		const present = await bucket.head(key);
		// Under a key that was taken lies somebody else's object.
		const found = present?.checksums.md5;
		if (found !== undefined && hex(found) === md5) await bucket.delete(key);
	}
}

function keyOf({ deviceId }: CompactionContext, { sources, generation }: CompactionPlan, day: number): string {
	const earliest = sources[0] as PlanSource;
	return dayObjectKey({ wardId: earliest.wardId, deviceId, day, generation });
}

/** The row of an object that was fetched again and found to hold what the sources hold. */
async function verified(
	{ bucket, deviceId }: CompactionContext,
	plan: CompactionPlan,
	day: number,
	key: string,
	file: DayFile,
): Promise<LakeObjectRow> {
	const stored = await bucket.get(key);
	if (stored === null) throw new LakeRefusal(`${key} is gone`);
	const bytes = new Uint8Array(await stored.arrayBuffer());
	const target = { ...file, open: () => openLakeFile(inMemory(bytes)) };
	await decoding(() => compareHours(wantedHours({ bucket, deviceId }, plan, day), hoursOf(deviceId, [target], day)));
	return {
		key,
		deviceId,
		wardId: (plan.sources[0] as PlanSource).wardId,
		firstSeq: file.firstSeq,
		lastSeq: file.lastSeq,
		readings: file.readings,
		bytes: bytes.byteLength,
		footerBytes: footerBytes(bytes),
		md5: await md5Of(bytes),
		firstTimestamp: file.firstTimestamp,
		lastTimestamp: file.lastTimestamp,
	};
}

/** The sources' hours of a day, less what is to be left out. */
async function* wantedHours(
	{ bucket, deviceId }: Pick<CompactionContext, "bucket" | "deviceId">,
	{ sources, without }: CompactionPlan,
	day: number,
): AsyncGenerator<StoredReading[]> {
	for await (const hour of hoursOf(deviceId, openSources(bucket, sources), day)) {
		const wanted = without === undefined ? hour : hour.filter((reading) => reading.patient !== without.patient);
		if (wanted.length > 0) yield wanted;
	}
}

function openSources(bucket: R2Bucket, sources: readonly PlanSource[]): DaySource[] {
	return sources.map(({ key, md5, firstTimestamp, lastTimestamp }) => ({
		firstTimestamp,
		lastTimestamp,
		open: async () => {
			const object = await storage(bucket.get(key));
			if (object === null) throw new LakeRefusal(`the source ${key} is gone`);
			const bytes = await storage(object.arrayBuffer());
			if ((await md5Of(bytes)) !== md5) throw new LakeRefusal(`the source ${key} is not what the catalogue says`);
			return openLakeFile(inMemory(bytes));
		},
	}));
}

/** R2 failed: the same may succeed later, unlike a file that cannot be read. */
class StorageFailure extends Error {
	override name = "StorageFailure";
}

async function storage<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (cause) {
		throw new StorageFailure(cause instanceof Error ? cause.message : String(cause), { cause });
	}
}

/** A file that cannot be decoded or encoded now cannot be later either. */
async function decoding<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof StorageFailure || error instanceof LakeRefusal) throw error;
		throw new LakeRefusal(error instanceof Error ? error.message : String(error), { cause: error });
	}
}
