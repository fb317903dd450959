import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder with real patients, which the project does not contain: `BIOSTREAM_DATA`, else `../shared/data` beside it. */
const DATA_DIR = process.env["BIOSTREAM_DATA"] ?? resolve(import.meta.dirname, "../../../shared/data");

/** Path below the data folder, `null` where it is absent. */
export function dataPath(...parts: string[]): string | null {
	const path = join(DATA_DIR, ...parts);
	return existsSync(path) ? path : null;
}
