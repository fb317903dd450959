/** The Worker's route table, read in Node: what only its own runtime has is stood in for, because nothing is called. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const PLATFORM = `data:text/javascript,${encodeURIComponent(
	"export class DurableObject {} export class WorkerEntrypoint {} export const env = {}; export default {};",
)}`;

const ofPlatform = (specifier: string) =>
	specifier.startsWith("cloudflare:") || /(\.wasm(\?.*)?|\/openapi\.json)$/.test(specifier);

/** A line of the table, as far as it is told; its own type would bring the Worker's runtime along. */
export interface Route {
	readonly method: string;
	readonly path: string;
	readonly access: {
		readonly kind: "open" | "device" | "fleet" | "signed" | "people";
		readonly roles?: readonly string[];
	};
	readonly scope?: string;
	readonly quiet?: true;
	readonly handler: { readonly name: string };
}

const TABLE = new URL("../../workers/index.ts", import.meta.url).href;

export async function readRoutes(): Promise<readonly Route[]> {
	const hooks = registerHooks({
		resolve: (specifier, context, next) =>
			ofPlatform(specifier) ? { url: PLATFORM, shortCircuit: true } : next(specifier, context),
		load(url, context, next) {
			// As `wrangler.toml` has it: a text module.
			if (!url.endsWith(".md")) return next(url, context);
			const text = readFileSync(fileURLToPath(url), "utf8");
			return { format: "module", shortCircuit: true, source: `export default ${JSON.stringify(text)}` };
		},
	});
	try {
		return ((await import(TABLE)) as { readonly ROUTES: readonly Route[] }).ROUTES;
	} finally {
		hooks.deregister();
	}
}
