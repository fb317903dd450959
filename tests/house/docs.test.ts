import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { dictionary } from "../../scripts/dictionary/page.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGES = [
	...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map((name) => join(ROOT, name)),
	...readdirSync(join(ROOT, "docs"), { recursive: true })
		.map(String)
		.filter((name) => name.endsWith(".md"))
		.map((name) => join(ROOT, "docs", name)),
];
const SCRIPTS = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> })
	.scripts;
/** Of npm itself. */
const BUILT_IN = new Set(["ci", "install"]);

const textOf = (page: string) => readFileSync(page, "utf8");
const nameOf = (page: string) => relative(ROOT, page);

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
	heading
		.replaceAll(/[`*_]|\[([^\]]*)\]\([^)]*\)/g, "$1")
		.toLowerCase()
		.replaceAll(/[^\p{Letter}\p{Number}\s-]/gu, "")
		.trim()
		.replaceAll(/\s/g, "-");

describe("the documents", () => {
	it("link only to what is there, headings included", () => {
		const broken = PAGES.flatMap((page) =>
			[...textOf(page).matchAll(/\]\((?!https?:|mailto:|<)([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
				const [path = "", anchor] = target.split("#");
				const file = path === "" ? page : resolve(dirname(page), path);
				if (!existsSync(file)) return [`${nameOf(page)}: ${target}`];
				if (anchor === undefined) return [];
				const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] as string));
				return headings.includes(anchor) ? [] : [`${nameOf(page)}: ${target}`];
			}),
		);
		expect(broken).toEqual([]);
	});

	it("name only npm commands that there are", () => {
		const unknown = PAGES.flatMap((page) =>
			[...textOf(page).matchAll(/\bnpm (?:run ([a-z:]+)|(start|test|ci|install))\b/g)]
				.map((match) => match[1] ?? match[2] ?? "")
				.filter((name) => !(name in SCRIPTS) && !BUILT_IN.has(name))
				.map((name) => `${nameOf(page)}: npm run ${name}`),
		);
		expect(unknown).toEqual([]);
	});

	it("name only test files and rooms that there are", () => {
		const missing = PAGES.filter((page) => !page.includes("decisions")).flatMap((page) =>
			[...textOf(page).matchAll(/`((?:tests|scripts|bench|vitals|workers|durable-objects)\/[\w./-]+\.(?:ts|mjs))`/g)]
				.map((match) => match[1] as string)
				.filter((file) => !existsSync(join(ROOT, file)))
				.map((file) => `${nameOf(page)}: ${file}`),
		);
		expect(missing).toEqual([]);
	});

	it("give each figure of README with the command or test that produced it", () => {
		const [, measured = ""] = /## Measured\n([\s\S]*?)\n## /.exec(textOf(join(ROOT, "README.md"))) ?? [];
		const rows = measured.split("\n").filter((line) => line.startsWith("| ") && !/^\| (what|---)/.test(line));
		expect(rows.length).toBeGreaterThan(5);
		const bare = rows.filter(
			(row) => !/`(npm (run [a-z]+|start|test)[^`]*|tests\/[^`]+)`/.test(row.split(" | ").at(-1) ?? ""),
		);
		expect(bare).toEqual([]);
	});

	it("have a data dictionary that says what the code says: `npm run dictionary` writes it", () => {
		expect(textOf(join(ROOT, "docs/data-dictionary.md"))).toBe(dictionary());
	});
});
