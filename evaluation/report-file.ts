/** docs/evaluation.md: the detector's part, and after it the assistant's. Each command writes its own and keeps the other's. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FILE = join(resolve(import.meta.dirname, ".."), "docs", "evaluation.md");
/** Where the assistant's part begins. */
const ASSISTANT = "## The assistant\n";

/** @returns where it was written */
export function writeReport(part: "detector" | "assistant", text: string): string {
	const [detector, assistant] = partsOf(existsSync(FILE) ? readFileSync(FILE, "utf8") : "");
	const parts = part === "detector" ? [text, assistant] : [detector, `${ASSISTANT}\n${text}`];
	mkdirSync(join(FILE, ".."), { recursive: true });
	writeFileSync(FILE, `${parts.map((one) => one.trim()).join("\n\n")}\n`);
	return FILE;
}

function partsOf(text: string): [detector: string, assistant: string] {
	const at = text.indexOf(`\n${ASSISTANT}`);
	return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
