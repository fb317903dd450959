/**
 * The Worker on a developer's machine: the deployed one, with a sign-in page for demo people in front.
 * Production bundles `index.ts`, which does not know this file.
 */
import app from "./index.ts";
import type { Env } from "./env.ts";
import { handleSignIn } from "./local/sign-in.ts";

export * from "./index.ts";

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const signIn = env.LOCAL_SIGN_IN === "enabled" ? await handleSignIn(request, env) : null;
		return signIn ?? app.fetch(request, env, context);
	},
} satisfies ExportedHandler<Env>;
