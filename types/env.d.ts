import type { Env } from "../workers/env.ts";

declare global {
	namespace Cloudflare {
		// The tests' `env` from "cloudflare:workers": the Worker's own, and what only the tests are told.
		interface Env extends LocalEnv {
			readonly MIGRATIONS: import("cloudflare:test").D1Migration[];
			readonly SEARCH_MIGRATIONS: import("cloudflare:test").D1Migration[];
			/** How much nonsense the fuzz tests make, where it is not the usual amount. */
			readonly FUZZ_RUNS?: string;
		}
		interface GlobalProps {
			mainModule: typeof import("../workers/local.ts");
		}
	}
}
type LocalEnv = Env;
