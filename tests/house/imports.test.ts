import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** Which room may import which. A room that is not here does not exist yet. */
const MAY_IMPORT: Record<string, readonly string[]> = {
	vitals: [],
	detection: ["vitals"],
	fhir: ["vitals"],
	lake: ["vitals"],
	registry: ["vitals"],
	knowledge: ["vitals"],
	search: ["knowledge", "registry", "vitals"],
	notifications: ["vitals"],
	"durable-objects": ["detection", "lake", "notifications", "registry", "search", "vitals"],
	workers: ["durable-objects", "fhir", "knowledge", "lake", "notifications", "registry", "search", "vitals"],
	web: ["vitals"],
	scenarios: ["vitals"],
	simulator: ["scenarios", "vitals"],
	evaluation: ["detection", "durable-objects", "scenarios", "scripts", "vitals", "workers"],
	bench: ["detection", "durable-objects", "lake", "registry", "scenarios", "scripts", "simulator", "vitals", "workers"],
	chaos: ["durable-objects", "scenarios", "scripts", "simulator", "vitals", "workers"],
};

/** Written by a program, of whatever length. */
const MADE = new Set(["web/src/contract/schema.d.ts"]);

/** Packages of the platform; pure rooms know none of them. */
const PLATFORM = /^(cloudflare:|node:|hono|itty-router|drizzle-orm|jose)/;
const PURE = ["vitals", "detection", "fhir", "knowledge", "lake", "notifications", "scenarios"];

function sources(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !file.includes("/dist/") && !file.includes("/node_modules/") && !MADE.has(relative(ROOT, file)));
}

function importsOf(file: string): string[] {
	const text = readFileSync(file, "utf8");
	return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] as string);
}

describe("the house", () => {
	for (const [room, allowed] of Object.entries(MAY_IMPORT)) {
		it(`${room}/ imports only ${[...allowed].join(", ") || "itself"}`, () => {
			const strays = sources(room).flatMap((file) =>
				importsOf(file)
					.filter((target) => target.startsWith("."))
					.map((target) => relative(ROOT, resolve(dirname(file), target)).split("/")[0] as string)
					.filter((target) => target !== room && !allowed.includes(target))
					.map((target) => `${relative(ROOT, file)} -> ${target}`),
			);
			expect(strays).toEqual([]);
		});
	}

	it.each(PURE)("%s/ is pure: no platform import", (room) => {
		const strays = sources(room).flatMap((file) => importsOf(file).filter((target) => PLATFORM.test(target)));
		expect(strays).toEqual([]);
	});

	it("has no source file over 400 lines", () => {
		const rooms = [...Object.keys(MAY_IMPORT), "tests", "scripts"];
		const long = rooms
			.flatMap(sources)
			.map((file) => [relative(ROOT, file), readFileSync(file, "utf8").split("\n").length - 1] as const)
			.filter(([, lines]) => lines > 400);
		expect(long).toEqual([]);
	});

	it("pins every package exactly", () => {
		const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
			string,
			Record<string, string>
		>;
		const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
			([, version]) => !/^\d+\.\d+\.\d+/.test(version),
		);
		expect(loose).toEqual([]);
	});

	it("keeps the local sign-in out of what is deployed", () => {
		const seen = new Set<string>();
		const walk = (file: string) => {
			if (seen.has(file)) return;
			seen.add(file);
			for (const target of importsOf(file)) if (target.startsWith(".")) walk(resolve(dirname(file), target));
		};
		walk(join(ROOT, "workers/index.ts"));
		expect([...seen].map((file) => relative(ROOT, file)).filter((file) => file.includes("local"))).toEqual([]);
	});
});

describe("what belongs to the Worker", () => {
	it("is the same on Pages and on the Worker itself, locally and deployed", () => {
		const { include } = JSON.parse(readFileSync(join(ROOT, "web/public/_routes.json"), "utf8")) as {
			include: string[];
		};
		const lists = [...readFileSync(join(ROOT, "wrangler.toml"), "utf8").matchAll(/^run_worker_first = (\[.*\])$/gm)];
		expect(lists.map(([, list]) => JSON.parse(list as string) as string[])).toEqual([include, include]);
	});
});
