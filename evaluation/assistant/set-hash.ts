/** The labelled set's fingerprint: two results are comparable only where it is the same. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What defines world, questions and expectations. */
const FILES = [
	"world.ts",
	"world-devices.ts",
	"expectation.ts",
	"questions/all.ts",
	"questions/bedside.ts",
	"questions/ward.ts",
	"questions/voices.ts",
	"questions/injections.ts",
];

/** SHA-256, in hex, over names and text of the files of the set; line ends do not matter. */
export function setHash(): string {
	const hash = createHash("sha256");
	for (const file of FILES) {
		hash.update(`${file}\n${readFileSync(join(import.meta.dirname, file), "utf8").replaceAll("\r\n", "\n")}\n`);
	}
	return hash.digest("hex");
}
