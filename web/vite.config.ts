import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

/** Where `wrangler dev` serves the Worker. */
const WORKER = process.env["SENTINEL_URL"] ?? "http://localhost:8787";

/** The Worker compares `Origin` with its own address, so in development the proxy speaks in the Worker's name. */
const toWorker = { target: WORKER, changeOrigin: true, ws: true, headers: { origin: WORKER } };

export default defineConfig({
	root: import.meta.dirname,
	plugins: [solid()],
	server: {
		proxy: { "/api": toWorker, "/fhir": toWorker, "/sign-in": toWorker, "/sign-out": toWorker, "/health": toWorker },
	},
	build: {
		outDir: "dist",
		emptyOutDir: true,
		// Data URIs and the preload polyfill would need a looser content security policy.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
});
