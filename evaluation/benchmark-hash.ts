/** The benchmark's fingerprint: two results are comparable only where it is the same. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BENCHMARK_FILES } from "./benchmark.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** SHA-256, in hex, over names and text of the files that define generator, event list and matching rule; line ends do not matter. */
export function benchmarkHash(): string {
	const hash = createHash("sha256");
	for (const file of BENCHMARK_FILES) {
		hash.update(`${file}\n${readFileSync(join(ROOT, file), "utf8").replaceAll("\r\n", "\n")}\n`);
	}
	return hash.digest("hex");
}
