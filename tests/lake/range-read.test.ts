import type { AsyncBuffer } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { toCsv } from "../../lake/csv.ts";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import { type LakeFilePlace, readStretch, readStretchColumns, walkStretch } from "../../lake/range-read.ts";
import { inMemory, openLakeFile } from "../../lake/read.ts";
import { footerBytes } from "../../lake/stitch.ts";
import { Trend } from "../../lake/trend.ts";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import { noVitals, type StoredReading } from "../../vitals/reading.ts";
import { DAY, dayFile, fromMidnight, ranges } from "./day-file.ts";
import { encoderBytes } from "./encoder.ts";

beforeAll(() => initParquet(encoderBytes()));

const HOUR_MS = 3600_000;

interface Bucket {
	readonly places: LakeFilePlace[];
	readonly open: (place: LakeFilePlace) => AsyncBuffer;
	/** Bytes and key of each request. */
	readonly requests: { key: string; bytes: number }[];
}

/** Files behind counted ranged requests. */
function bucketOf(files: Record<string, { bytes: Uint8Array; readings: readonly StoredReading[] }>): Bucket {
	const requests: Bucket["requests"] = [];
	const places = Object.entries(files).map(([key, { bytes, readings }]): LakeFilePlace => {
		const times = readings.map((reading) => reading.timestamp);
		return {
			key,
			bytes: bytes.byteLength,
			footerBytes: footerBytes(bytes),
			firstSeq: readings.map((reading) => reading.seq).reduce((a, b) => Math.min(a, b)),
			firstTimestamp: times.reduce((a, b) => Math.min(a, b)),
			lastTimestamp: times.reduce((a, b) => Math.max(a, b)),
		};
	});
	const open = ({ key }: LakeFilePlace): AsyncBuffer => {
		const file = inMemory(files[key]?.bytes ?? new Uint8Array());
		return {
			byteLength: file.byteLength,
			slice: (start, end = file.byteLength) => {
				requests.push({ key, bytes: end - start });
				return file.slice(start, end);
			},
		};
	};
	return { places, open, requests };
}

async function walk(bucket: Bucket, stretch: { from: number; to: number; belowSeq?: number }) {
	const found: StoredReading[] = [];
	for await (const part of walkStretch(bucket.places, { belowSeq: Infinity, ...stretch }, bucket.open)) {
		// The promise of the walk: nothing older comes after.
		found.push(...part.readings);
		expect(part.readings.every((reading) => reading.timestamp >= stretch.from)).toBe(true);
	}
	return found.toSorted((a, b) => a.timestamp - b.timestamp);
}

describe("a cold hour of a day at 1 Hz", () => {
	it(
		"fetches that hour's column chunks and the footer, nothing else, in two requests",
		{ timeout: 120_000 },
		async () => {
			const day = fromMidnight(86_400);
			const { bytes } = await dayFile(day);
			const bucket = bucketOf({ day: { bytes, readings: day } });
			const [from, to] = [DAY + 9 * HOUR_MS, DAY + 10 * HOUR_MS];
			expect(await walk(bucket, { from, to })).toEqual(day.slice(9 * 3600, 10 * 3600));
			const { groups } = await openLakeFile(inMemory(bytes));
			const chunks = (groups[9]?.byteEnd ?? 0) - (groups[9]?.byteStart ?? 0);
			expect(bucket.requests.map((request) => request.bytes)).toEqual([footerBytes(bytes), chunks]);
			expect(footerBytes(bytes)).toBeLessThanOrEqual(64 * 1024);
		},
	);

	it("opens no file outside the time or from the sequence number on, and no row group outside", async () => {
		const day = fromMidnight(3 * 3600);
		const hours = Object.fromEntries(
			ranges(day, 1800).map((readings, i) => [`h${i}`, { bytes: encodeReadings("m-1", readings), readings }]),
		);
		const bucket = bucketOf(hours);
		const belowSeq = 5001 + 2 * 1800;
		const found = await walk(bucket, { from: DAY + 1_000_000, to: DAY + 2 * HOUR_MS, belowSeq });
		expect(found).toEqual(day.slice(1000, 3600));
		expect(new Set(bucket.requests.map((request) => request.key))).toEqual(new Set(["h0", "h1"]));
	});

	it("reads a day in one run of requests where all of it is wanted, and gives the same readings", async () => {
		const day = fromMidnight(5 * 3600);
		const { bytes } = await dayFile(day);
		const bucket = bucketOf({ day: { bytes, readings: day } });
		const seqs = new Set<number>();
		const stretch = { from: DAY, to: DAY + 24 * HOUR_MS, belowSeq: Infinity };
		await readStretch(bucket.places, stretch, bucket.open, (readings) => {
			for (const reading of readings) seqs.add(reading.seq);
		});
		expect(seqs.size).toBe(day.length);
		expect(bucket.requests).toHaveLength(2);
	});

	it("is summed up by columns as by readings", async () => {
		const day = fromMidnight(3 * 3600);
		const { bytes } = await dayFile(day);
		const bucket = bucketOf({ day: { bytes, readings: day } });
		const stretch = { from: DAY + 1_000_000, to: DAY + 2.5 * HOUR_MS, belowSeq: (day[8000] as StoredReading).seq };
		const [byColumns, byReadings] = [new Trend(300_000), new Trend(300_000)];
		await readStretchColumns(bucket.places, stretch, bucket.open, (part) => byColumns.addColumns(part), true);
		for (const reading of await walk(bucket, stretch)) byReadings.add(reading);
		expect(byReadings.sums().length).toBeGreaterThan(20);
		expect(byReadings.sums().some(({ score }) => score !== null)).toBe(true);
		expect(byColumns.sums()).toEqual(byReadings.sums());
	});

	it("gives by columns what it gives by readings, whether the object has part of a row group or none of it", async () => {
		const day = fromMidnight(3 * 3600);
		const { bytes } = await dayFile(day);
		const bucket = bucketOf({ day: { bytes, readings: day } });
		const part = { from: DAY + 1_000_000, to: DAY + 2.5 * HOUR_MS, belowSeq: (day[8000] as StoredReading).seq };
		for (const stretch of [part, { ...part, belowSeq: Infinity }]) {
			const found: unknown[] = [];
			await readStretchColumns(bucket.places, stretch, bucket.open, ({ rows, times, patients, flags, vitals }) => {
				for (const row of rows) {
					const values = VITAL_KEYS.map((key) => {
						const value = vitals[key][row] ?? null;
						return value === null ? null : Math.round(value * 100);
					});
					found.push([times[row], patients[row] ?? null, flags[row], ...values]);
				}
			});
			const wanted = await walk(bucket, stretch);
			expect(wanted.length).toBeGreaterThan(6000);
			expect(found).toEqual(
				wanted.map(({ timestamp, patient, flags, vitals }) => [
					timestamp,
					patient,
					flags,
					...VITAL_KEYS.map((key) => (vitals[key] === null ? null : Math.round(vitals[key] * 100))),
				]),
			);
		}
	});

	it("finds its footer when the catalogue does not know how long it is", async () => {
		const day = fromMidnight(4000);
		const { bytes } = await dayFile(day);
		const bucket = bucketOf({ day: { bytes, readings: day } });
		for (const guess of [0, 100, bytes.byteLength]) {
			const places = bucket.places.map((place) => ({ ...place, footerBytes: guess }));
			expect(await walk({ ...bucket, places }, { from: DAY, to: DAY + HOUR_MS })).toHaveLength(3600);
		}
	});

	it("says up to where the order is final while late readings overlap", async () => {
		const day = fromMidnight(4000);
		const late = day.slice(0, 400).map((reading) => ({ ...reading, seq: reading.seq + 1_000_000 }));
		const files = { a: day.slice(400, 2000), b: [...late, ...day.slice(2000, 3000)], c: day.slice(3000) };
		const bucket = bucketOf(
			Object.fromEntries(
				Object.entries(files).map(([key, readings]) => [key, { bytes: encodeReadings("m-1", readings), readings }]),
			),
		);
		let settled = -Infinity;
		for await (const part of walkStretch(
			bucket.places,
			{ from: DAY, to: DAY + HOUR_MS * 2, belowSeq: 1e12 },
			bucket.open,
		)) {
			for (const reading of part.readings) expect(reading.timestamp).toBeGreaterThanOrEqual(settled);
			settled = part.settledBefore;
		}
		expect(settled).toBe(Infinity);
	});
});

describe("a trend", () => {
	const readings = fromMidnight(1000).map((reading, i) => ({
		...reading,
		vitals: { ...reading.vitals, etco2: i % 3 === 0 ? null : reading.vitals.etco2 },
		risk: i === 444 ? ("HIGH" as const) : reading.risk,
		flags: i === 445 ? 1 : 0,
	}));
	const summed = (parts: readonly (readonly StoredReading[])[], resolution: number) => {
		const whole = new Trend(resolution);
		for (const part of parts) {
			const trend = new Trend(resolution);
			for (const reading of part) trend.add(reading);
			whole.merge(trend.sums());
		}
		return whole.sums();
	};

	it("is the same however the readings were divided", () => {
		const whole = summed([readings], 60_000);
		for (const size of [1, 7, 333]) {
			const parts = summed(ranges(readings, size), 60_000);
			for (const [i, point] of parts.entries()) {
				for (const key of VITAL_KEYS) expect(point.vitals[key]?.sum).toBeCloseTo(whole[i]?.vitals[key]?.sum ?? NaN, 6);
			}
			const exact = (points: typeof whole) =>
				points.map(({ start, n, score, risk, flags, vitals }) => {
					const extremes = VITAL_KEYS.map((key) => [vitals[key]?.n, vitals[key]?.min, vitals[key]?.max]);
					return { start, n, score, risk, flags, extremes };
				});
			expect(exact(parts)).toEqual(exact(whole));
		}
	});

	it("keeps every extreme, the highest score and risk, and every flag", () => {
		const points = summed([readings], 60_000);
		for (const key of VITAL_KEYS) {
			const values = readings.map((reading) => reading.vitals[key]).filter((value) => value !== null);
			expect(Math.max(...points.map((point) => point.vitals[key]?.max ?? -Infinity))).toBe(Math.max(...values));
			expect(Math.min(...points.map((point) => point.vitals[key]?.min ?? Infinity))).toBe(Math.min(...values));
			expect(points.reduce((sum, point) => sum + (point.vitals[key]?.n ?? 0), 0)).toBe(values.length);
		}
		expect(points.find((point) => point.risk === "HIGH")?.start).toBe(DAY + 420_000);
		expect(points.reduce((flags, point) => flags | point.flags, 0)).toBe(1);
		expect(Math.max(...points.map((point) => point.score ?? 0))).toBe(
			Math.max(...readings.map((reading) => reading.score ?? 0)),
		);
	});
});

describe("CSV", () => {
	it("has one line a reading, an empty cell for what was not measured, and quotes what needs it", () => {
		const reading: StoredReading = {
			seq: 7,
			timestamp: DAY,
			receivedAt: DAY + 5,
			patient: 'p "1", a',
			vitals: { ...noVitals(), heart_rate: 0, temperature: 36.6 },
			battery: null,
			score: 0.123456789,
			risk: "HIGH",
			flags: 5,
		};
		expect(toCsv("m-1", [reading]).split("\r\n")).toEqual([
			"seq,timestamp,received_at,device_id,patient,heart_rate,spo2,respiratory_rate,temperature,systolic_pressure," +
				"diastolic_pressure,mean_pressure,etco2,pulse_rate,battery_level,score,risk,flags",
			'7,2026-03-01T00:00:00.000Z,2026-03-01T00:00:00.005Z,m-1,"p ""1"", a",0,,,36.6,,,,,,,0.123457,HIGH,extreme late',
			"",
		]);
	});
});
