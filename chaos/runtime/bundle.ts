/** The chaos Worker's source to the modules that the runtime loads, made by Wrangler as for a deployment. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { run } from "../../scripts/children.ts";

const ENTRY = join(ROOT, "chaos", "worker", "entry.ts");

/** The project's configuration: its local, offline part. */
const CONFIG_PATH = join(ROOT, "wrangler.toml");

/** A module on disk, as the runtime takes it. */
export interface BuiltModule {
	readonly type: "ESModule" | "CompiledWasm" | "Text";
	readonly path: string;
}

/**
 * Bundles the chaos Worker with the project's own compatibility date.
 *
 * @param folder - where Wrangler may write; the modules stay there
 * @returns the main module first
 */
export async function bundle(folder: string): Promise<BuiltModule[]> {
	const { compatibility_date, compatibility_flags, rules } = unstable_readConfig({ config: CONFIG_PATH });
	const out = join(folder, "out");
	const config = join(folder, "wrangler.json");
	await mkdir(out, { recursive: true });
	// A configuration of its own: the project's would want the dashboard to be built.
	await writeFile(
		config,
		JSON.stringify({ name: "chaos", main: ENTRY, compatibility_date, compatibility_flags, rules }),
	);
	await run("Bundling the Worker", "wrangler", ["deploy", "--config", config, "--dry-run", "--outdir", out]);
	const files = await readdir(out);
	const named = (ending: string) => files.filter((name) => extname(name) === ending);
	return [
		{ type: "ESModule", path: join(out, "entry.js") },
		...named(".wasm").map((name) => ({ type: "CompiledWasm" as const, path: join(out, name) })),
		...named(".md").map((name) => ({ type: "Text" as const, path: join(out, name) })),
	];
}

/**
 * What the project's configuration binds the Worker to, but for the dashboard, which need not be built here, and for the
 * stand-in of Workers AI, whom nobody asks under this Worker's name.
 */
export function workerOptions(): Record<string, unknown> {
	const {
		assets: _,
		modulesRules: __,
		serviceBindings: ___,
		...options
	} = unstable_getMiniflareWorkerOptions(CONFIG_PATH).workerOptions as Record<string, unknown>;
	return options;
}
