import { describe, expect, it } from "vitest";
import { ADULT } from "../../detection/adult.ts";
import { Baseline } from "../../detection/baseline.ts";
import { Cleaner } from "../../detection/cleaning.ts";
import { FEATURE_COUNT, HEART_RATE, MISSING, SPO2, VITAL_COUNT } from "../../detection/features.ts";
import { populationRows } from "../../detection/population.ts";
import { advance, IDLE } from "../../detection/timers.ts";

const ALL = 2 ** FEATURE_COUNT - 1;
const MINUTE = 60_000;
const row = (heart: number, spo2: number): Uint16Array =>
	Uint16Array.of(heart * 100, spo2 * 100, 1600, 3680, 12_000, 7200, 8800, 3800);

/** A baseline given a row every 20 s for `minutes`, refitted when due. */
function taught(minutes: number, values: (at: number) => Uint16Array, high = false): Baseline {
	const baseline = new Baseline(7, ADULT.population);
	for (let time = 0; time <= minutes * MINUTE; time += 20_000) {
		baseline.prepare(time, ALL, 1000);
		baseline.offer(time, values(time), high);
	}
	return baseline;
}

describe("baseline", () => {
	it("learns nothing of the patient in the first quarter of an hour", () => {
		expect(taught(14, () => row(60, 95)).known).toBe(0);
	});

	it("takes the patient's median once rows have waited", () => {
		const baseline = taught(30, () => row(60, 95));
		expect(baseline.known).toBe(ALL);
		expect([baseline.usual[HEART_RATE], baseline.usual[SPO2]]).toEqual([6000, 9500]);
	});

	it("forgets rows that wait when the queue is dropped", () => {
		const baseline = taught(14, () => row(60, 95));
		baseline.dropQueue();
		baseline.prepare(40 * MINUTE, ALL, 1000);
		expect(baseline.known).toBe(0);
	});

	it("admits about one in four of the rows that scored high", () => {
		const admitted = (high: boolean): number => {
			let count = 0;
			const baseline = taught(40, () => row(60, 95), high);
			// The state lists the rows kept: two bytes a feature after a header of fixed length.
			baseline.write(
				{
					uint8: () => {},
					uint16: () => {},
					uint32: () => {},
					float64: () => {},
					uint16s: (rows: Uint16Array) => (count ||= rows.length),
				} as never,
				0,
			);
			return count / FEATURE_COUNT;
		};
		expect(admitted(false)).toBeGreaterThan(50);
		expect(admitted(true)).toBeGreaterThan(admitted(false) / 8);
		expect(admitted(true)).toBeLessThan(admitted(false) / 2);
	});

	it("keeps severity graded far outside the patient's own range", () => {
		const baseline = taught(90, (at) => row(70 + ((at / 20_000) % 7), 96 + ((at / 20_000) % 3)));
		const scores = [97, 92, 88, 80].map((spo2) => baseline.score(row(73, spo2), ALL));
		expect(scores).toEqual([...scores].sort((a, b) => a - b));
		expect(new Set(scores).size).toBe(4);
	});

	it("does NOT move its score by a vital that is missing", () => {
		const baseline = taught(30, () => row(60, 95));
		const odd = row(60, 50);
		expect(baseline.score(odd, ALL & ~(1 << SPO2))).toBe(baseline.score(row(60, 95), ALL));
	});

	it("draws a population whose saturation never passes 100 %, and the same one for the same seed", () => {
		const rows = populationRows(ADULT.population, 192, 64, 3);
		expect(rows.filter((_, i) => i % FEATURE_COUNT === SPO2).every((value) => value <= 10_000 && value > 7000)).toBe(
			true,
		);
		expect(populationRows(ADULT.population, 192, 64, 3)).toEqual(rows);
		expect(populationRows(ADULT.population, 192, 64, 4)).not.toEqual(rows);
	});
});

describe("cleaning", () => {
	/** Clean heart rates of raw ones that come every `every` milliseconds. */
	function clean(every: number, rates: readonly (number | null)[]): (number | null)[] {
		const cleaner = new Cleaner();
		return rates.map((rate, i) => {
			if (i > 0) cleaner.noteGap(every);
			const raw = new Uint16Array(VITAL_COUNT).fill(MISSING);
			raw[HEART_RATE] = rate === null ? MISSING : rate * 100;
			cleaner.push(i * every, raw);
			const value = cleaner.clean[HEART_RATE] as number;
			return value === MISSING ? null : value / 100;
		});
	}
	const steady = (length: number): number[] => Array.from({ length }, () => 70);

	it("does not pass on an artefact of five seconds at one reading a second", () => {
		const values = clean(1000, [...steady(20), 180, 180, 180, 180, 180, ...steady(20)]);
		expect(values.every((value) => value === 70)).toBe(true);
	});

	it("passes on a change that lasts, after half its window", () => {
		expect(clean(1000, [...steady(20), ...Array.from({ length: 9 }, () => 90)]).at(-1)).toBe(90);
	});

	it.each([60_000, 3_600_000])("passes every value on of a stream of one each %d ms", (every) => {
		expect(clean(every, [70, 90, 60, 120])).toEqual([70, 90, 60, 120]);
	});

	it("stops passing on a continuous vital that stopped", () => {
		const values = clean(1000, [...steady(20), ...Array.from({ length: 40 }, () => null)]);
		expect(values[25]).toBe(70);
		expect(values.at(-1)).toBeNull();
	});
});

describe("timers", () => {
	it("run forward while a condition holds, back while it does not, and stand still while nothing is known", () => {
		let timer = IDLE;
		const seen = (["holds", "holds", "holds", "clear", "unknown", "holds", "clear", "clear"] as const).map(
			(evidence) => (timer = advance(timer, evidence, 1000)),
		);
		expect(seen).toEqual([0, 1000, 2000, 1000, 1000, 2000, 1000, IDLE]);
	});
});
