import type { Env } from "../workers/env.ts";

declare global {
	namespace Cloudflare {
		// The tests' `env` from "cloudflare:workers": the Worker's own, and the migrations to apply.
		interface Env extends LocalEnv {
			readonly MIGRATIONS: import("cloudflare:test").D1Migration[];
		}
		interface GlobalProps {
			mainModule: typeof import("../workers/local.ts");
		}
	}
}
type LocalEnv = Env;
