import { describe, expect, it } from "vitest";
import { median, typedArrayBytes } from "../../bench/measure.ts";
import { SETS } from "../../evaluation/benchmark.ts";
import { evaluate, toJson } from "../../evaluation/evaluation.ts";
import { parseOptions, UsageError, type Options } from "../../evaluation/options.ts";
import { reportText } from "../../evaluation/report.ts";

describe("the options of evaluate", () => {
	it("run everything and write the report when nothing is said", () => {
		expect(parseOptions([])).toMatchObject({
			reportDays: SETS.report.days,
			tuningDays: SETS.tuning.days,
			workers: 2,
			write: true,
			json: false,
			data: null,
		});
	});

	it("do not write the report after part of a run, unless told to", () => {
		expect(parseOptions(["--quick"])).toMatchObject({ reportDays: 40, tuningDays: 20, write: false });
		expect(parseOptions(["--days", "20"])).toMatchObject({ reportDays: 20, write: false });
		expect(parseOptions(["--tuning"])).toMatchObject({ reportDays: 0, tuningDays: 80, write: false });
		expect(parseOptions(["--tuning", "--days", "500"])).toMatchObject({ reportDays: 0, tuningDays: 500 });
		expect(parseOptions(["--days", "20", "--write"])).toMatchObject({ write: true });
	});

	it("name what is wrong", () => {
		expect(() => parseOptions(["--days", "0"])).toThrow(/--days must be a whole number from 1 to 420, got "0"/);
		expect(() => parseOptions(["--data", "/no/such/folder"])).toThrow(/there is no folder/);
		expect(() => parseOptions(["--wokers", "2"])).toThrow(UsageError);
	});
});

describe("the report", () => {
	it(
		"says what is synthetic, the hash and the command, and keeps the causes of the report set to itself",
		{ timeout: 60_000 },
		async () => {
			const options = parseOptions(["--workers", "1"]) as Options;
			const evaluation = await evaluate({ ...options, reportDays: 1, tuningDays: 1 }, () => {});
			const text = reportText(evaluation, "npm run evaluate --");
			expect(text).toContain("**Synthetic:**");
			expect(text).toContain(evaluation.benchmark_hash);
			expect(text).toContain("`npm run evaluate --`");
			expect(evaluation.report?.causes).toBeNull();
			expect(evaluation.tuning?.causes).not.toBeNull();
			const json = toJson(evaluation);
			expect(Object.keys(json)).toEqual(expect.arrayContaining(["parity", "synthetic", "benchmark_hash", "real"]));
			expect((json["synthetic"] as Record<string, object>)["ours"]).toMatchObject({
				patient_days: 1,
				false_per_patient_day: expect.any(Number),
				recall: expect.any(Object),
				median_delay_s: expect.any(Object),
			});
		},
	);
});

describe("what benchmarks measure with", () => {
	it("takes the middle one of five", () => {
		expect(median([5, 1, 9, 2, 4])).toBe(4);
	});

	it("counts each buffer of typed arrays once", () => {
		const shared = new Float64Array(4);
		expect(typedArrayBytes({ a: shared, b: { c: shared.subarray(1), d: new Uint8Array(3) } })).toBe(35);
	});
});
