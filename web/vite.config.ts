import { join } from "node:path";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

/** Where `wrangler dev` serves the Worker. */
const WORKER = process.env["SENTINEL_URL"] ?? "http://localhost:8787";

/** The entry that works while no page is open. */
const BACKGROUND = "service-worker";

/** The Worker compares `Origin` with its own address, so in development the proxy speaks in the Worker's name. */
const toWorker = { target: WORKER, changeOrigin: true, ws: true, headers: { origin: WORKER } };

export default defineConfig({
	root: import.meta.dirname,
	plugins: [solid()],
	server: {
		// The reference's page is the Worker's, and so is what was built for it.
		proxy: Object.fromEntries(
			["/api", "/fhir", "/sign-in", "/sign-out", "/health", "/reference"].map((path) => [path, toWorker]),
		),
	},
	build: {
		outDir: "dist",
		emptyOutDir: true,
		// Data URIs and the preload polyfill would need a looser content security policy.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			input: {
				index: join(import.meta.dirname, "index.html"),
				[BACKGROUND]: join(import.meta.dirname, "src/background/service-worker.ts"),
				reference: join(import.meta.dirname, "src/reference/main.ts"),
			},
			output: {
				// A service worker keeps its address: it is what the browser looks at for a new version. The Worker's page names the reference's files.
				entryFileNames: ({ name }) =>
					name === BACKGROUND
						? "[name].js"
						: name === "reference"
							? "reference/reference.js"
							: "assets/[name]-[hash].js",
				assetFileNames: ({ names }) =>
					names.includes("reference.css") ? "reference/reference.css" : "assets/[name]-[hash][extname]",
			},
		},
	},
});
