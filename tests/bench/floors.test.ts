import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readingSource } from "../../bench/load/readings.ts";
import { checkTelemetry } from "../../vitals/telemetry.ts";

describe("what the product is held against", () => {
	it.each(["floor-ingest.ts", "floor-stream.ts"])("%s is a floor: at most 60 lines", (name) => {
		const text = readFileSync(join(import.meta.dirname, "../../bench/workers", name), "utf8");
		expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
	});

	it("is sent readings that the product accepts, eight vital signs each, in every patient's turn", () => {
		for (let index = 0; index < 20; index++) {
			const source = readingSource(index, "bench.1");
			for (let i = 0; i < 50; i++) {
				const check = checkTelemetry(JSON.parse(source.next(1_780_000_000_000 + i)), 0);
				if (!check.ok) throw new Error(JSON.stringify(check.errors));
				const { vitals, timestamp } = check.value.reading;
				expect(timestamp).toBe(1_780_000_000_000 + i);
				expect(Object.values(vitals).filter((value) => value !== null)).toHaveLength(8);
			}
		}
	});
});
