import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { wasmMemory } from "parquet-wasm/esm";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import { decodeReadings } from "../../lake/read.ts";
import { LAKE_COLUMNS, LAKE_METADATA_KEY, LAKE_SCHEMA_VERSION } from "../../lake/schema.ts";
import { BATTERY, VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { RISK_LEVELS, type StoredReading } from "../../vitals/reading.ts";
import { encoderBytes } from "./encoder.ts";
import { GOLDEN_DEVICE, GOLDEN_READINGS } from "./golden.ts";
import { hourOf } from "./hour.ts";

it("asks for the encoder when nobody handed it in, and works once somebody has", () => {
	expect(() => encodeReadings(GOLDEN_DEVICE, GOLDEN_READINGS)).toThrow(
		"call initParquet with parquet_wasm_bg.wasm first",
	);
	initParquet(encoderBytes());
	expect(encodeReadings(GOLDEN_DEVICE, GOLDEN_READINGS).byteLength).toBeGreaterThan(0);
});

describe("encoding", () => {
	beforeAll(() => initParquet(encoderBytes()));

	it("gives equal bytes for equal readings, whatever was encoded in between", () => {
		const first = encodeReadings(GOLDEN_DEVICE, GOLDEN_READINGS);
		for (let i = 0; i < 20; i++) encodeReadings("other", hourOf(1 + i));
		const copies = GOLDEN_READINGS.map((reading) => ({ ...reading, vitals: { ...reading.vitals } }));
		expect(encodeReadings(GOLDEN_DEVICE, copies)).toEqual(first);
	});

	it("REFUSES a file without readings", () => {
		expect(() => encodeReadings(GOLDEN_DEVICE, [])).toThrow("lake: got no readings, expected at least one for a file");
	});

	it.each([
		["seq", { seq: 1.5 }, "seq of reading 1.5 is 1.5, expected a whole number"],
		["timestamp", { timestamp: Number.NaN }, "timestamp of reading 41 is NaN, expected whole milliseconds"],
		[
			"received_at",
			{ receivedAt: 2 ** 53 },
			"received_at of reading 41 is 9007199254740992, expected whole milliseconds",
		],
		[
			"heart_rate",
			{ vitals: { ...GOLDEN_READINGS[0]!.vitals, heart_rate: Number.POSITIVE_INFINITY } },
			"heart_rate of reading 41 is Infinity, expected a finite number",
		],
		["battery_level", { battery: 1e39 }, "battery_level of reading 41 is 1e+39, expected a finite number"],
		["score", { score: 1.01 }, "score of reading 41 is 1.01, expected a number from 0 to 1"],
		["flags", { flags: 65_536 }, "flags of reading 41 is 65536, expected a number from 0 to 65535"],
		["risk", { risk: undefined as never }, "risk of reading 41 is undefined, expected well-formed text"],
		["patient", { patient: "p\ud800" }, "patient of reading 41 is p\ud800, expected well-formed text"],
	])("REFUSES a %s no column can hold, rather than bend it", (_, change, message) => {
		expect(() => encodeReadings(GOLDEN_DEVICE, [{ ...GOLDEN_READINGS[0]!, ...change }])).toThrow(message);
	});

	it("has the columns that belong to this schema version", () => {
		// When this list changes, LAKE_SCHEMA_VERSION goes up and a golden file of its own joins the fixtures.
		expect(LAKE_SCHEMA_VERSION).toBe(1);
		const columns =
			"seq timestamp received_at device_id patient heart_rate spo2 respiratory_rate temperature systolic_pressure " +
			"diastolic_pressure mean_pressure etco2 pulse_rate battery_level score risk flags";
		expect(LAKE_COLUMNS.map((column) => column.name)).toEqual(columns.split(" "));
	});

	it("lays counters out as deltas, floats as byte streams, and compresses all of it", () => {
		const { row_groups, schema } = parquetMetadata(encodeReadings("m-1", hourOf(3600)).buffer as ArrayBuffer);
		expect(row_groups).toHaveLength(1);
		for (const chunk of row_groups[0]!.columns) {
			const { path_in_schema, encodings, codec, statistics } = chunk.meta_data!;
			const column = LAKE_COLUMNS.find(({ name }) => name === path_in_schema[0])!;
			const expected = {
				delta: "DELTA_BINARY_PACKED",
				split: "BYTE_STREAM_SPLIT",
				dictionary: "RLE_DICTIONARY",
			} as const;
			expect(encodings, column.name).toContain(expected[column.layout]);
			expect(codec).toBe("ZSTD");
			expect(statistics?.min_value, column.name).toBeDefined();
			expect(schema.find(({ name }) => name === column.name)?.repetition_type).toBe(
				column.nullable ? "OPTIONAL" : "REQUIRED",
			);
		}
	});

	it("says in the footer what every number is measured in", () => {
		const { key_value_metadata } = parquetMetadata(
			encodeReadings(GOLDEN_DEVICE, GOLDEN_READINGS).buffer as ArrayBuffer,
		);
		const note = JSON.parse(key_value_metadata!.find(({ key }) => key === LAKE_METADATA_KEY)!.value!);
		expect(note).toMatchObject({ schema_version: 1, writer: "biostream-sentinel/lake" });
		for (const { key, ucum, loinc, mdc } of VITAL_SIGNS) expect(note.columns[key]).toEqual({ ucum, loinc, mdc });
		expect(note.columns.score).toEqual({ scale: 65_535 });
	});

	it("takes a twentieth of the JSON once a file holds an hour", () => {
		// Bytes per reading at 1 Hz, every vital sign present. The footer costs 4 KB however few rows there are.
		for (const [rows, budget] of [
			[60, 105],
			[600, 16],
			[3600, 7.5],
		] as const) {
			expect(encodeReadings("icu-monitor-4", hourOf(rows)).byteLength / rows, `${rows} rows`).toBeLessThan(budget);
		}
		const hour = hourOf(3600);
		expect(encodeReadings("icu-monitor-4", hour).byteLength * 20).toBeLessThan(JSON.stringify(hour).length);
	});

	it("does NOT let the encoder's memory grow with the number of files", { timeout: 120_000 }, () => {
		const minute = hourOf(60);
		for (let i = 0; i < 100; i++) encodeReadings("m-1", minute);
		const settled = wasmMemory().buffer.byteLength;
		for (let i = 0; i < 2000; i++) encodeReadings("m-1", minute);
		expect(wasmMemory().buffer.byteLength).toBe(settled);
	});
});

/** A value the catalogue allows, in the hundredths in which readings are kept; often missing. */
const measured = (min: number, max: number) =>
	fc.option(
		fc.integer({ min: min * 100, max: max * 100 }).map((steps) => steps / 100),
		{ freq: 4 },
	);

const anyReading: fc.Arbitrary<StoredReading> = fc.record({
	seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
	timestamp: fc.oneof(
		fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
		fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
	),
	receivedAt: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
	patient: fc.option(fc.oneof(fc.constantFrom("p-1", "p-2"), fc.string({ unit: "grapheme" })), { freq: 3 }),
	vitals: fc.record(
		Object.fromEntries(VITAL_SIGNS.map((sign) => [sign.key, measured(sign.sensorMin, sign.sensorMax)])),
	) as fc.Arbitrary<StoredReading["vitals"]>,
	battery: measured(BATTERY.sensorMin, BATTERY.sensorMax),
	score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
	risk: fc.constantFrom(...RISK_LEVELS),
	flags: fc.integer({ min: 0, max: 0xffff }),
});

/** The score is the one value that is rounded on the way in; the others must come back exactly. */
const withoutScore = (reading: StoredReading): StoredReading => ({ ...reading, score: null });

describe("what goes in comes out", () => {
	beforeAll(() => initParquet(encoderBytes()));

	it("in the same order, times exact to the millisecond, for any readings", { timeout: 60_000 }, async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{2,49}$/),
				fc.array(anyReading, { minLength: 1, maxLength: 80 }),
				async (deviceId, readings) => {
					const file = await decodeReadings(encodeReadings(deviceId, readings));
					expect(file.deviceId).toBe(deviceId);
					expect(file.schemaVersion).toBe(LAKE_SCHEMA_VERSION);
					expect(file.readings.map(withoutScore)).toEqual(readings.map(withoutScore));
					readings.forEach(({ score }, row) => {
						const back = file.readings[row]!.score;
						if (score === null) expect(back).toBeNull();
						else expect(Math.abs(back! - score)).toBeLessThanOrEqual(0.5 / 65_535 + Number.EPSILON);
					});
				},
			),
		);
	});

	it("also when a file spans many pages", { timeout: 60_000 }, async () => {
		const day = hourOf(50_000);
		const { readings } = await decodeReadings(encodeReadings("m-1", day));
		expect(readings.map(withoutScore)).toEqual(day.map(withoutScore));
	});
});
