import { describe, expect, it } from "vitest";
import { noVitals, READING_FLAGS, type StoredReading } from "../../vitals/reading.ts";
import { Samples } from "../../workers/reports/samples.ts";

const NO_LIMIT = { low: null, high: null };
const reading = (timestamp: number, heart_rate: number | null, flags = 0): StoredReading => ({
	seq: timestamp,
	timestamp,
	receivedAt: timestamp,
	patient: "P-0123456789AB",
	vitals: { ...noVitals(), heart_rate },
	battery: null,
	score: null,
	risk: "LOW",
	flags,
});

function samplesOf(readings: readonly StoredReading[]): Samples {
	const samples = new Samples();
	samples.take(readings);
	samples.sort();
	return samples;
}

describe("the figures of a period", () => {
	it("are exact in whatever order the readings come", () => {
		const values = Array.from({ length: 5000 }, (_, i) => 60 + ((i * 7919) % 97));
		const readings = values.map((value, i) => reading(i * 1000, value));
		const shuffled = readings.toSorted((a, b) => ((a.seq * 31) % 4999) - ((b.seq * 31) % 4999));
		const found = samplesOf(shuffled).distribution("heart_rate", { from: 0, to: 5_000_000 }, 60_000, NO_LIMIT, 10);
		const sorted = values.toSorted((a, b) => a - b);
		const at = (share: number) => {
			const place = share * 4999;
			const low = sorted[Math.floor(place)]!;
			return low + (sorted[Math.ceil(place)]! - low) * (place % 1);
		};
		expect(found).toMatchObject({ n: 5000, median: at(0.5), quartiles: [at(0.25), at(0.75)], min: 60, max: 156 });
		expect(values[found!.maxAt / 1000]).toBe(156);
		expect(found!.latest).toBe(values[4999]);
	});

	it("count time at or beyond a limit, a reading standing until the next but not for a silence", () => {
		const samples = samplesOf([reading(0, 40), reading(10_000, 41), reading(20_000, 131), reading(600_000, 80)]);
		const found = samples.distribution("heart_rate", { from: 0, to: 620_000 }, 60_000, { low: 40, high: 131 }, 4);
		expect(found).toMatchObject({ belowMs: 10_000, aboveMs: 60_000 });
	});

	it("show silences as gaps, at both ends of the period too, and no column where nothing was measured", () => {
		const samples = samplesOf([reading(100_000, 70), reading(110_000, 71), reading(400_000, 90)]);
		expect(samples.gaps({ from: 0, to: 1_000_000 }, 60_000)).toEqual([
			{ from: 0, to: 100_000 },
			{ from: 110_000, to: 400_000 },
			{ from: 400_000, to: 1_000_000 },
		]);
		const found = samples.distribution("heart_rate", { from: 0, to: 1_000_000 }, 60_000, NO_LIMIT, 10);
		expect(found?.trend).toEqual([
			{ at: 100_000, min: 70, median: 70.5, max: 71 },
			{ at: 400_000, min: 90, median: 90, max: 90 },
		]);
	});

	it("leave out readings that name another patient, and vital signs that were never measured", () => {
		const samples = samplesOf([
			reading(0, 70),
			reading(1000, 200, READING_FLAGS.patient_mismatch),
			reading(2000, null),
		]);
		expect(samples.count).toBe(2);
		const period = { from: 0, to: 10_000 };
		expect(samples.distribution("heart_rate", period, 60_000, NO_LIMIT, 1)).toMatchObject({ n: 1, max: 70 });
		expect(samples.distribution("spo2", period, 60_000, NO_LIMIT, 1)).toBeNull();
	});
});
