/**
 * Reading a stretch of time from many files of the lake: only files that the catalogue places in it are opened, only
 * row groups whose statistics overlap it are fetched.
 */
import type { AsyncBuffer } from "hyparquet";
import { VITAL_KEYS, type VitalKey } from "../vitals/catalogue.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { type LakeRowGroup, type OpenLakeFile, openLakeFile, type StoredCells } from "./read.ts";
import { SCORE_SCALE } from "./schema.ts";

/** Row groups of a file that follow one another are fetched in one request of up to so many bytes. */
const RUN_BYTES = 2 * 1024 * 1024;
/** Files read at the same time: as many requests as a Worker has under way at once. */
const AT_ONCE = 6;

/** What the reader needs to know of a file before it opens it. */
export interface LakeFilePlace {
	readonly key: string;
	readonly bytes: number;
	/** Bytes from the footer to the end of the file; 0 when unknown. */
	readonly footerBytes: number;
	/** Lowest sequence number in it. */
	readonly firstSeq: number;
	/** Earliest and latest reading time in it, milliseconds since the epoch, UTC. */
	readonly firstTimestamp: number;
	readonly lastTimestamp: number;
}

/** Readings wanted: `from` included, `to` not, milliseconds since the epoch, UTC. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	/** Only readings below this sequence number: those from it on are read elsewhere. */
	readonly belowSeq: number;
}

/** Readings of one row group that lie in the stretch, in file order. */
export interface ColdPart {
	readonly readings: StoredReading[];
	/** No reading that comes later in the walk is older than this, milliseconds since the epoch. */
	readonly settledBefore: number;
}

/**
 * Walks the stretch by the start of its row groups, oldest first. Ranges by arrival may overlap in time where readings
 * came late; `settledBefore` says up to where the order is final, so that a caller who has enough can stop.
 *
 * @param places - files in any order; those outside the stretch are passed over without a request
 * @param open - the file behind ranged requests
 */
export async function* walkStretch(
	places: readonly LakeFilePlace[],
	{ from, to, belowSeq }: Stretch,
	open: (place: LakeFilePlace) => AsyncBuffer,
): AsyncGenerator<ColdPart> {
	// Begins of what is still to be read: files by the catalogue, row groups once a file is open.
	interface Step {
		readonly at: number;
		readonly run: () => Promise<StoredReading[]>;
	}
	const within = isWithin({ from, to, belowSeq });
	const steps: Step[] = places
		.filter((place) => overlaps(place, { from, to, belowSeq }))
		.map((place) => ({
			at: place.firstTimestamp,
			run: async () => {
				const file = await openLakeFile(open(place), place.footerBytes);
				for (const group of wantedGroups(file.groups, from, to)) {
					steps.push({
						at: group.firstTimestamp,
						run: async () => (await file.read(group)).readings.filter(within),
					});
				}
				return [];
			},
		}));
	while (steps.length > 0) {
		const next = steps.reduce((earliest, step) => (step.at < earliest.at ? step : earliest));
		steps.splice(steps.indexOf(next), 1);
		const readings = await next.run();
		yield { readings, settledBefore: Math.min(...steps.map((step) => step.at)) };
	}
}

/** What was measured, and of whom, in one row group: columns instead of an object for each reading. */
export interface ColdColumns {
	/** Rows that lie in the stretch, in file order; they index the columns. */
	readonly rows: readonly number[];
	/** Milliseconds since the epoch, UTC. */
	readonly times: ArrayLike<number>;
	readonly patients: ArrayLike<string | null>;
	readonly flags: ArrayLike<number>;
	/** In 32 bits: exact when rounded to the catalogue's hundredths. */
	readonly vitals: Readonly<Record<VitalKey, ArrayLike<number | null>>>;
	/** What the detector said of each; null where it was not asked for. */
	readonly verdicts: { readonly scores: ArrayLike<number | null>; readonly risks: ArrayLike<string> } | null;
}

/**
 * As `readStretch`, by columns.
 *
 * @param use - waited for before the next row group is decoded, of whatever file: who yields in it yields after each
 * @param withVerdicts - scores, 0 to 1, and risks are wanted too
 */
export async function readStretchColumns(
	places: readonly LakeFilePlace[],
	stretch: Stretch,
	open: (place: LakeFilePlace) => AsyncBuffer,
	use: (part: ColdColumns) => void | Promise<void>,
	withVerdicts = false,
): Promise<void> {
	let decoded = Promise.resolve();
	await eachGroup(places, stretch, open, async (file, group, fetched) => {
		decoded = decoded.then(async () => use(await columnsWithin(file, group, fetched, stretch, withVerdicts)));
		await decoded;
	});
}

async function columnsWithin(
	file: OpenLakeFile,
	group: LakeRowGroup,
	fetched: AsyncBuffer,
	{ from, to, belowSeq }: Stretch,
	withVerdicts: boolean,
): Promise<ColdColumns> {
	const names = ["timestamp", "patient", "flags", ...VITAL_KEYS] as const;
	const said = withVerdicts ? await file.columns(group, ["score", "risk"], fetched) : null;
	const columns = await file.columns(group, names, fetched);
	// 64-bit numbers are dear, and mostly the whole group is below.
	const seqs: StoredCells | null = group.lastSeq < belowSeq ? null : (await file.columns(group, ["seq"], fetched)).seq;
	const times = columns.timestamp as ArrayLike<number>;
	const rows: number[] = [];
	for (let row = 0; row < times.length; row++) {
		const time = times[row] as number;
		if (time >= from && time < to && (seqs === null || Number(seqs[row]) < belowSeq)) rows.push(row);
	}
	return {
		rows,
		times,
		patients: columns.patient as ArrayLike<string | null>,
		flags: columns.flags as ArrayLike<number>,
		vitals: columns as Record<VitalKey, ArrayLike<number | null>>,
		verdicts: said && {
			scores: Array.from(said.score, (score) => (score == null ? null : Number(score) / SCORE_SCALE)),
			risks: said.risk as ArrayLike<string>,
		},
	};
}

/**
 * Reads the whole stretch in no particular order: several files at a time, and row groups that follow one another in
 * one request.
 *
 * @param use - told of the readings of each row group that lie in the stretch; waited for before the next is decoded
 */
export async function readStretch(
	places: readonly LakeFilePlace[],
	stretch: Stretch,
	open: (place: LakeFilePlace) => AsyncBuffer,
	use: (readings: readonly StoredReading[]) => void | Promise<void>,
): Promise<void> {
	const within = isWithin(stretch);
	await eachGroup(places, stretch, open, async (file, group, fetched) =>
		use((await file.read(group, fetched)).readings.filter(within)),
	);
}

/** Fetches the row groups that overlap the stretch. */
async function eachGroup(
	places: readonly LakeFilePlace[],
	stretch: Stretch,
	open: (place: LakeFilePlace) => AsyncBuffer,
	take: (file: OpenLakeFile, group: LakeRowGroup, fetched: AsyncBuffer) => Promise<void>,
): Promise<void> {
	const waiting = places.filter((place) => overlaps(place, stretch));
	const work = async () => {
		for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
			const bytes = open(place);
			const file = await openLakeFile(bytes, place.footerBytes);
			for (const run of runs(wantedGroups(file.groups, stretch.from, stretch.to))) {
				const fetched = await fetchOnce(bytes, run);
				for (const group of run) await take(file, group, fetched);
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function overlaps(place: LakeFilePlace, { from, to, belowSeq }: Stretch): boolean {
	return place.firstTimestamp < to && place.lastTimestamp >= from && place.firstSeq < belowSeq;
}

function isWithin({ from, to, belowSeq }: Stretch) {
	return ({ timestamp, seq }: StoredReading) => timestamp >= from && timestamp < to && seq < belowSeq;
}

function wantedGroups(groups: readonly LakeRowGroup[], from: number, to: number): LakeRowGroup[] {
	return groups.filter((group) => group.firstTimestamp < to && group.lastTimestamp >= from);
}

/** Groups that lie side by side, in runs of at most `RUN_BYTES`. */
function runs(groups: readonly LakeRowGroup[]): LakeRowGroup[][] {
	const found: LakeRowGroup[][] = [];
	for (const group of groups) {
		const run = found.at(-1);
		const [first, last] = [run?.[0], run?.at(-1)];
		const follows = last?.byteEnd === group.byteStart && group.byteEnd - (first?.byteStart ?? 0) <= RUN_BYTES;
		if (follows) run?.push(group);
		else found.push([group]);
	}
	return found;
}

/** The bytes of a run, in the place where the file has them. */
async function fetchOnce(file: AsyncBuffer, run: readonly LakeRowGroup[]): Promise<AsyncBuffer> {
	const start = run[0]?.byteStart ?? 0;
	const fetched = await file.slice(start, run.at(-1)?.byteEnd ?? start);
	return {
		byteLength: file.byteLength,
		slice: (from, to = file.byteLength) => fetched.slice(from - start, to - start),
	};
}
