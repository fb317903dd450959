import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkHash } from "../../evaluation/benchmark-hash.ts";
import {
	ACUTE_KINDS,
	BENCHMARK_FILES,
	BLOCK_DAYS,
	benchmarkDay,
	SETS,
	startOf,
	targetsOf,
	type SetName,
} from "../../evaluation/benchmark.ts";
import { evaluateDay } from "../../evaluation/evaluate-day.ts";
import { runDays } from "../../evaluation/run-days.ts";
import { hardness, summariseSet } from "../../evaluation/summary.ts";
import { SECONDS_PER_DAY } from "../../scenarios/patient-day.ts";

const ROOT = resolve(import.meta.dirname, "../..");

function allDays(set: SetName) {
	return Array.from({ length: SETS[set].days }, (_, index) => benchmarkDay(set, index));
}

describe("the benchmark", () => {
	it("has a hash that stays the same from one call to the next", () => {
		expect(benchmarkHash()).toMatch(/^[0-9a-f]{64}$/);
		expect(benchmarkHash()).toBe(benchmarkHash());
	});

	it("is the one that docs/evaluation.md gives figures of", () => {
		expect(readFileSync(join(ROOT, "docs/evaluation.md"), "utf8")).toContain(benchmarkHash());
	});

	it("hashes every file that the generator, the event list and the matching rule are made of", () => {
		const seen = new Set<string>();
		const walk = (file: string): void => {
			if (seen.has(file) || !/^(evaluation|scenarios)\//.test(file)) return;
			seen.add(file);
			const text = readFileSync(join(ROOT, file), "utf8");
			for (const [, target] of text.matchAll(/from "(\.[^"]+)"/g))
				walk(relative(ROOT, resolve(ROOT, dirname(file), target as string)));
		};
		for (const start of ["evaluation/benchmark.ts", "evaluation/matching.ts", "scenarios/patient-day-stream.ts"])
			walk(start);
		expect([...seen].sort()).toEqual([...BENCHMARK_FILES]);
	});

	it("reports on at least 400 patient-days with at least 300 acute and 100 slow events", () => {
		const events = allDays("report").flatMap((day) => day.events);
		expect(SETS.report.days).toBeGreaterThanOrEqual(400);
		expect(events.filter(({ kind }) => kind !== "sepsis").length).toBeGreaterThanOrEqual(300);
		expect(events.filter(({ kind }) => kind === "sepsis").length).toBeGreaterThanOrEqual(100);
		for (const kind of ACUTE_KINDS) expect(events.filter((event) => event.kind === kind).length).toBeGreaterThan(100);
	});

	it("has no day in both sets", () => {
		expect(new Set([...allDays("tuning"), ...allDays("report")].map(({ seed }) => seed)).size).toBe(
			SETS.tuning.days + SETS.report.days,
		);
		expect(benchmarkDay("tuning", 3).patient).not.toEqual(benchmarkDay("report", 3).patient);
	});

	it("gives every block of days the same mix of patients and events, in another order", () => {
		const block = (number: number) =>
			Array.from({ length: BLOCK_DAYS }, (_, slot) => benchmarkDay("report", number * BLOCK_DAYS + slot));
		const types = (number: number) => block(number).map(({ type }) => type);
		expect([...types(0)].sort()).toEqual([...types(1)].sort());
		expect(types(0)).not.toEqual(types(1));
		expect(block(4).flatMap(({ events }) => events)).toHaveLength(17 + 5);
	});

	it("keeps events apart and gives each its whole window within the day", () => {
		for (const day of [...allDays("tuning"), ...allDays("report")]) {
			const targets = targetsOf(day);
			for (const [at, { deadline }] of targets.entries()) {
				expect(deadline).toBeLessThan(startOf(day) + SECONDS_PER_DAY * 1000);
				const next = targets[at + 1];
				if (next !== undefined) expect(next.onset).toBeGreaterThan((targets[at]?.end ?? 0) + 20 * 60_000);
			}
		}
	});

	it("gives the same counts twice, and on two threads the same as on one", { timeout: 60_000 }, async () => {
		const alone = await runDays("tuning", 2, 1);
		expect(evaluateDay("tuning", 1)).toEqual(alone[1]);
		expect(await runDays("tuning", 2, 2)).toEqual(alone);
	});

	it(
		"is hard on a few days already: static limits ring hundreds of times, NEWS2 misses some",
		{ timeout: 60_000 },
		async () => {
			const summary = summariseSet(await runDays("tuning", 6, 2));
			const [crossing, delayed, news2] = hardness(summary).map(({ value }) => value) as [number, number, number];
			expect(crossing).toBeGreaterThan(150);
			expect(delayed).toBeGreaterThan(4);
			expect(delayed).toBeLessThan(60);
			expect(news2).toBeLessThan(1);
		},
	);
});
