import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import { fromMidnight, ranges } from "./day-file.ts";
import { encoderBytes } from "./encoder.ts";

it("compacts and compares a day at 1 Hz in 64 MB, the encoder's own memory included", { timeout: 180_000 }, () => {
	initParquet(encoderBytes());
	const folder = mkdtempSync(join(tmpdir(), "lake-day-"));
	try {
		// Sealed at half past: every hour has two sources.
		for (const range of [fromMidnight(1800), ...ranges(fromMidnight(86_400).slice(1800), 3600)]) {
			const name = `${range[0]?.timestamp}-${range.at(-1)?.timestamp}`;
			writeFileSync(join(folder, name), encodeReadings("m-1", range));
		}
		// Without a limit the engine lets rubbish lie until it has more than this; with one it would die of more.
		const flags = ["--max-semi-space-size=1", "--max-old-space-size=28"];
		const script = join(import.meta.dirname, "day-memory.ts");
		const printed = execFileSync(process.execPath, [...flags, script, folder], { encoding: "utf8" });
		const { peak, wasm, compared } = JSON.parse(printed) as Record<string, number>;
		expect(compared).toBe(86_400);
		expect(wasm).toBeGreaterThan(0);
		expect(peak).toBeLessThan(64 * 1024 * 1024);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
