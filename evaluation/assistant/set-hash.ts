/** The labelled set's fingerprint: two results are comparable only where it is the same. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What defines world, questions and expectations of the first set. */
const FIRST = [
	"world.ts",
	"world-devices.ts",
	"expectation.ts",
	"questions/all.ts",
	"questions/bedside.ts",
	"questions/ward.ts",
	"questions/voices.ts",
	"questions/injections.ts",
];

/** And of the second, beside them. */
const CARE = ["world-acts.ts", "care-truth.ts", "questions/care.ts"];

/** SHA-256, in hex, of the first set. */
export const setHash = (): string => hashOf(FIRST);

/** Of the second. */
export const careHash = (): string => hashOf(CARE);

/** Over names and text of the files; line ends do not matter. */
function hashOf(files: readonly string[]): string {
	const hash = createHash("sha256");
	for (const file of files) {
		hash.update(`${file}\n${readFileSync(join(import.meta.dirname, file), "utf8").replaceAll("\r\n", "\n")}\n`);
	}
	return hash.digest("hex");
}
