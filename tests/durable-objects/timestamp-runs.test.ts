import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RUNS, TimestampRuns } from "../../durable-objects/device/timestamp-runs.ts";
import { bytesEach } from "../../bench/measure.ts";
import { FIXTURE_TIMES } from "./device-fixtures.ts";

describe("delivered reading times", () => {
	it("are known exactly, whatever the order and spacing in which they came", () => {
		const times = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 300 });
		fc.assert(
			fc.property(times, (added) => {
				const runs = new TimestampRuns();
				const reference = new Set<number>();
				for (const time of added) {
					expect(runs.add(time)).toBe(!reference.has(time));
					reference.add(time);
				}
				const restored = TimestampRuns.restore(runs.serialise());
				for (let time = 0; time <= 401; time++) {
					expect(runs.has(time)).toBe(reference.has(time));
					expect(restored.has(time)).toBe(reference.has(time));
				}
			}),
		);
	});

	it("are known exactly when they are many, come late and are told apart by gaps of their own", () => {
		// Mostly ahead by a little, now and then far back: what a device sends that was offline.
		const step = fc.oneof(
			{ arbitrary: fc.integer({ min: 1, max: 7 }), weight: 20 },
			{ arbitrary: fc.integer({ min: -3000, max: -1 }), weight: 1 },
		);
		fc.assert(
			fc.property(fc.array(step, { minLength: 1000, maxLength: 2500 }), (steps) => {
				let runs = new TimestampRuns();
				const reference = new Set<number>();
				let newest = 5000;
				for (const [i, by] of steps.entries()) {
					const time = newest + by;
					newest = Math.max(newest, time);
					expect(runs.add(time)).toBe(!reference.has(time));
					reference.add(time);
					if (i === 700) runs = TimestampRuns.restore(runs.serialise());
				}
				const restored = TimestampRuns.restore(runs.serialise());
				expect(restored.runs).toBe(runs.runs);
				for (let time = 1999; time <= newest + 1; time++) {
					if (runs.has(time) !== reference.has(time)) expect.fail(`${time} is ${reference.has(time)}`);
					if (restored.has(time) !== reference.has(time)) expect.fail(`restored: ${time} is ${reference.has(time)}`);
				}
			}),
			{ numRuns: 12 },
		);
	});

	it("of a day at 1 Hz take no more memory than on disk by much, however their times jitter", () => {
		const bytes = bytesEach(3, () => {
			const runs = new TimestampRuns();
			for (let i = 0; i < 86_400; i++) runs.add(1_790_000_000_000 + i * 1000 + ((i * 7919) % 41));
			return runs;
		});
		expect(bytes).toBeLessThan(350_000);
	});

	it("of a day at 1 Hz are one run of a few bytes", () => {
		const runs = new TimestampRuns();
		for (let i = 0; i < 86_400; i++) runs.add(1_790_000_000_000 + i * 1000);
		expect(runs.runs).toBe(1);
		expect(runs.serialise().length).toBeLessThan(20);
	});

	it.each([
		["with one reading in a hundred missing", 0, 0.01, 8_000],
		["with 10 ms of jitter", 20, 0, 220_000],
		["with 50 ms of jitter and gaps", 100, 0.01, 220_000],
		["with 300 ms of jitter", 600, 0, 220_000],
	])("of a day at 1 Hz %s take a stated number of bytes", (_, jitter, missing, bytes) => {
		const runs = new TimestampRuns();
		let state = 7;
		const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
		const times: number[] = [];
		for (let i = 0; i < 86_400; i++) {
			const time = 1_790_000_000_000 + i * 1000 + Math.floor((random() - 0.5) * jitter);
			if (random() < missing) continue;
			times.push(time);
			runs.add(time);
		}
		const stored = runs.serialise();
		expect(stored.length).toBeLessThan(bytes);
		const restored = TimestampRuns.restore(stored);
		expect(times.every((time) => restored.has(time))).toBe(true);
	});

	it("never take more than their bound: the oldest are forgotten, and what is older than those counts as delivered", () => {
		const runs = new TimestampRuns();
		// Each gap is another: every two times are a run.
		let time = 1_790_000_000_000;
		const first = time;
		for (let i = 0; i < 2 * MAX_RUNS + 1000; i++) runs.add((time += 500 + ((i * 7919) % 491)));
		expect(runs.runs).toBeLessThanOrEqual(MAX_RUNS);
		expect(runs.serialise().length).toBeLessThan(1_000_000);
		expect(runs.horizon).toBeGreaterThan(first);
		expect(runs.has(time)).toBe(true);
		expect(runs.add(runs.horizon - 1), "unknown is not new").toBe(false);
	});

	it("that lie before the horizon are forgotten, and the horizon is remembered and never goes back", () => {
		const runs = new TimestampRuns();
		for (const time of [1000, 2000, 3000, 9000, 10_000]) runs.add(time);
		runs.prune(5000);
		runs.prune(4000);
		expect([runs.has(2000), runs.has(9000), runs.horizon]).toEqual([false, true, 5000]);
		expect(TimestampRuns.restore(runs.serialise()).horizon).toBe(5000);
	});

	it("written by the first version are still read, exactly", () => {
		const bytes = readFileSync(join(import.meta.dirname, "../fixtures/device/timestamp-runs-v1.bin"));
		const runs = TimestampRuns.restore(new Uint8Array(bytes));
		for (const time of FIXTURE_TIMES) {
			expect(runs.has(time)).toBe(true);
			expect(runs.has(time + 1)).toBe(false);
		}
	});

	it("are refused by name when the format is another", () => {
		expect(() => TimestampRuns.restore(Uint8Array.of(7, 0, 0))).toThrow("timestamp runs: got v7, expected v1");
		expect(() => TimestampRuns.restore(Uint8Array.of(1, 0))).toThrow("ends early");
	});
});
