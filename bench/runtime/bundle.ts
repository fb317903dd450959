/** A Worker's source to the modules that the runtime loads, made by Wrangler as for a deployment. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { run } from "../../scripts/children.ts";

export const CONFIG_PATH = join(ROOT, "wrangler.toml");

/** One module as Miniflare takes it. */
export interface Module {
	readonly type: "ESModule" | "CompiledWasm" | "Text" | "Data";
	readonly path: string;
	readonly contents: string | Uint8Array<ArrayBuffer>;
}

const TYPES: Readonly<Record<string, Exclude<Module["type"], "ESModule">>> = {
	".wasm": "CompiledWasm",
	".txt": "Text",
	".html": "Text",
	".sql": "Text",
	".md": "Text",
	".bin": "Data",
};

/** A benchmark starts the same Worker several times. */
const bundled = new Map<string, Promise<Module[]>>();

/** As `bundleOnce`, each entry once for the life of the process. */
export function bundle(entry: string, folder: string): Promise<Module[]> {
	const known = bundled.get(entry) ?? bundleOnce(entry, folder);
	bundled.set(entry, known);
	return known;
}

/**
 * Bundles `entry` with the project's own compatibility date and rules.
 *
 * @param entry - absolute path of a Worker's main file
 * @param folder - where Wrangler may write
 * @returns the main module first
 */
async function bundleOnce(entry: string, folder: string): Promise<Module[]> {
	const { compatibility_date, compatibility_flags, rules, define, keep_names } = unstable_readConfig({
		config: CONFIG_PATH,
	});
	const out = join(folder, "out");
	const config = join(folder, "wrangler.json");
	await mkdir(out, { recursive: true });
	// A configuration of its own: the project's would want the dashboard to be built.
	await writeFile(
		config,
		JSON.stringify({ name: "bench", main: entry, compatibility_date, compatibility_flags, rules, define, keep_names }),
	);
	await run(`Bundling ${basename(entry)}`, "wrangler", ["deploy", "--config", config, "--dry-run", "--outdir", out]);
	const main = `${basename(entry, extname(entry))}.js`;
	const others = (await readdir(out)).filter((name) => extname(name) in TYPES);
	return Promise.all(
		[main, ...others].map(async (name) => {
			const bytes = await readFile(join(out, name));
			const type = name === main ? "ESModule" : (TYPES[extname(name)] as Module["type"]);
			const text = type === "ESModule" || type === "Text";
			return { type, path: join(out, name), contents: text ? bytes.toString() : new Uint8Array(bytes) };
		}),
	);
}
