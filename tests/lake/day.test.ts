import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { initSync, readParquet } from "parquet-wasm/esm";
import { beforeAll, describe, expect, it } from "vitest";
import { compareHours, encodeDay, hoursOf } from "../../lake/day.ts";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import { decodeReadings } from "../../lake/read.ts";
import { footerBytes, Stitcher } from "../../lake/stitch.ts";
import { readStruct, writeStruct } from "../../lake/thrift.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { DAY, dayFile, fromMidnight, ranges, source } from "./day-file.ts";
import { encoderBytes } from "./encoder.ts";
import { GOLDEN_DEVICE, GOLDEN_READINGS, goldenBytes } from "./golden.ts";

beforeAll(() => initParquet(encoderBytes()));

const HOUR_MS = 3600_000;

async function collect(hours: AsyncIterable<readonly StoredReading[]>): Promise<StoredReading[]> {
	const all: StoredReading[] = [];
	for await (const hour of hours) all.push(...hour);
	return all;
}

describe("a footer", () => {
	it("is written back byte for byte as it was read", () => {
		for (const file of [goldenBytes(), encodeReadings("m-1", fromMidnight(500))]) {
			const footer = file.subarray(file.byteLength - footerBytes(file), file.byteLength - 8);
			expect(writeStruct(readStruct(footer))).toEqual(new Uint8Array(footer));
		}
	});

	it("is REFUSED when it ends early or is none", () => {
		const file = goldenBytes();
		const footer = file.subarray(file.byteLength - footerBytes(file), file.byteLength - 8);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: footer.byteLength - 1 }), (length) => {
				expect(() => readStruct(footer.subarray(0, length))).toThrow("thrift");
			}),
		);
		expect(() => footerBytes(new Uint8Array(20))).toThrow("20 bytes that are not a Parquet file");
		expect(() => footerBytes(file.subarray(file.byteLength - 100))).toThrow("100 bytes that are not a Parquet file");
	});
});

describe("a compacted day", () => {
	const readings = fromMidnight(3 * 3600 + 100).filter(
		(reading) => reading.timestamp < DAY + 2 * HOUR_MS || reading.seq % 2,
	);

	it("holds every reading once, in order of time, one row group an hour", async () => {
		const shuffled = readings.toSorted((a, b) => (a.seq % 7) - (b.seq % 7) || a.seq - b.seq);
		const file = await dayFile(shuffled, 1000);
		expect((await decodeReadings(file.bytes)).readings).toEqual(readings);
		const { row_groups } = parquetMetadata(file.bytes.buffer);
		expect(row_groups.map((group) => Number(group.num_rows))).toEqual([3600, 3600, 1800, 50]);
		expect(file).toMatchObject({
			readings: readings.length,
			firstSeq: 5001,
			lastSeq: 5001 + 3 * 3600 + 98,
			firstTimestamp: DAY,
			footerBytes: footerBytes(file.bytes),
		});
	});

	it("takes from its sources only what belongs to the day, and leaves hours out that have nothing", async () => {
		const long = fromMidnight(60).map((reading, i) => ({ ...reading, timestamp: DAY - 5 * HOUR_MS + i * HOUR_MS }));
		const day = await collect(hoursOf("m-1", [source(long)], DAY));
		expect(day).toEqual(long.slice(5, 29));
		expect(await collect(hoursOf("m-1", [source(long)], DAY + 40 * 24 * HOUR_MS))).toEqual([]);
		expect(await encodeDay("m-1", [], encodeReadings)).toBeNull();
	});

	it("is the same bytes however its readings were cut and shuffled before", async () => {
		const file = await dayFile(readings, 3600);
		expect(await dayFile(readings.toReversed(), 777)).toEqual(file);
	});

	it("is REFUSED when a reading is in the sources twice", async () => {
		const twice = [source(readings.slice(0, 100)), source(readings.slice(99, 200))];
		await expect(collect(hoursOf("m-1", twice, DAY))).rejects.toThrow("twice");
	});

	it("is REFUSED when its sources are of another device or schema", async () => {
		await expect(collect(hoursOf("m-2", [source(readings.slice(0, 9))], DAY))).rejects.toThrow("got readings of m-1");
		const stitcher = new Stitcher();
		expect(() => stitcher.finish()).toThrow("no files");
		stitcher.add(goldenBytes());
		const renamed = Buffer.from(goldenBytes()).toString("latin1").replaceAll("heart_rate", "heart_rete");
		expect(() => stitcher.add(new Uint8Array(Buffer.from(renamed, "latin1")))).toThrow("another schema");
	});

	it("takes less than a megabyte at 1 Hz, its footer less than 64 KB", { timeout: 120_000 }, async () => {
		const file = await dayFile(fromMidnight(86_400));
		expect(file.readings).toBe(86_400);
		expect(file.bytes.byteLength).toBeLessThan(1_000_000);
		expect(file.footerBytes).toBeLessThan(64 * 1024);
	});
});

describe("three readers of a compacted day", () => {
	const stored = (cell: unknown) => (typeof cell === "bigint" || cell instanceof Date ? Number(cell) : cell);
	const plain = (row: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, stored(cell)]));
	/** The golden readings again an hour later, and again: three row groups with nulls, two patients and every flag. */
	const hours = [0, 1, 2].map((k) =>
		GOLDEN_READINGS.map((reading) => ({
			...reading,
			seq: reading.seq + 100 * k,
			timestamp: reading.timestamp + k * HOUR_MS,
		})).toSorted((a, b) => a.timestamp - b.timestamp),
	);

	it("see the same values in the same order", async () => {
		const file = await encodeDay(GOLDEN_DEVICE, hours, encodeReadings);
		const bytes = file?.bytes ?? new Uint8Array();
		const folder = mkdtempSync(join(tmpdir(), "lake-"));
		try {
			const path = join(folder, "day.parquet");
			writeFileSync(path, bytes);
			const connection = await (await DuckDBInstance.create(":memory:")).connect();
			const duck = (await connection.runAndReadAll(`SELECT * FROM '${path}'`)).getRowObjectsJS().map(plain);
			const groups = await connection.runAndReadAll(
				`SELECT count(DISTINCT row_group_id)::INT AS n, min(CAST(stats_min AS VARCHAR)) FILTER (path_in_schema = 'seq') AS first
				FROM parquet_metadata('${path}')`,
			);
			const skipped = await connection.runAndReadAll(`SELECT count(*)::INT AS n FROM '${path}' WHERE seq = 245`);
			connection.closeSync();
			initSync({ module: encoderBytes() });
			const wasm = tableFromIPC(readParquet(bytes).intoIPCStream())
				.toArray()
				.map((row) => plain({ ...row }));
			expect(wasm).toEqual(duck);
			expect(groups.getRowObjectsJS()[0]?.["n"]).toBe(3);
			expect(skipped.getRowObjectsJS()).toEqual([{ n: 1 }]);
			expect((await decodeReadings(bytes)).readings).toEqual(hours.flat());
			const score = (reading: StoredReading) => (reading.score === null ? null : Math.round(reading.score * 65_535));
			expect(duck.map((row) => [row["seq"], row["timestamp"], row["patient"], row["risk"], row["score"]])).toEqual(
				hours.flat().map((reading) => [reading.seq, reading.timestamp, reading.patient, reading.risk, score(reading)]),
			);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe("the comparison before a switch", () => {
	const hour = fromMidnight(40);
	const compare = (found: readonly StoredReading[]) =>
		compareHours(hoursOf("m-1", [source(hour)], DAY), hoursOf("m-1", [source(found)], DAY));
	const changed = (change: Partial<StoredReading>) =>
		hour.map((reading, i) => (i === 17 ? { ...reading, ...change } : reading));

	it("counts what is equal", async () => {
		expect(await compare(hour.toReversed())).toBe(40);
	});

	it.each<[string, readonly StoredReading[], string]>([
		["a reading that is missing", hour.slice(0, -1), "reading 5040: missing"],
		["a reading too many", [...hour, { ...hour[0]!, seq: 9, timestamp: DAY + 99_000 }], "reading 9 is in no source"],
		["an hour too many", [...hour, { ...hour[0]!, seq: 9, timestamp: DAY + 5 * HOUR_MS }], "reading 9 is in no source"],
		["another value", changed({ vitals: { ...hour[17]!.vitals, spo2: 12 } }), "reading 5018: spo2 is 12"],
		["a value that is gone", changed({ battery: null }), "reading 5018: battery is null"],
		["another patient", changed({ patient: "p-2" }), "reading 5018: patient is p-2"],
		["another risk", changed({ risk: "HIGH" }), "reading 5018: risk is HIGH"],
		["another flag", changed({ flags: 4 }), "reading 5018: flags is 4"],
		["another score", changed({ score: 1 }), "reading 5018: score is 1"],
		["another arrival", changed({ receivedAt: 5 }), "reading 5018: receivedAt is 5"],
		["another number", changed({ seq: 5 }), "reading 5018: seq is 5"],
		["another time", changed({ timestamp: hour[17]!.timestamp + 1 }), "reading 5018: timestamp is"],
	])("finds %s", async (_, found, message) => {
		await expect(compare(found)).rejects.toThrow(message);
	});

	it("compares many ranges with the one file made of them", async () => {
		const day = fromMidnight(7300);
		const file = await dayFile(day, 500);
		const sources = ranges(day, 500).map((range) => source(range));
		expect(await compareHours(hoursOf("m-1", sources, DAY), hoursOf("m-1", [source(day, file.bytes)], DAY))).toBe(7300);
	});
});
